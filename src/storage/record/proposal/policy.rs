//! The rule of a vote, as it is stored.

use jiff::SignedDuration;
use serde::{Deserialize, Serialize};

use super::{RecordError, ascending};
use crate::storage::record::text::Text;
use crate::vote::policy::{Base, Concerns, Policy, PolicyName, Proposers, Quorum, Rule, Visibility};
use crate::vote::{Excluded, Party, Ratio};

/// Durations are in seconds.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PolicyV2 {
    name: Text<PolicyName>,
    duration: u32,
    min_open: u32,
    rule: RuleV2,
    /// How long a concern holds the vote; absent: not at all.
    #[serde(skip_serializing_if = "Option::is_none")]
    max_hold: Option<u32>,
    hidden: bool,
    names: bool,
    reminders: Vec<u32>,
    cooldown: u32,
    proposers: Text<Proposers>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_open: Option<u32>,
    extend: bool,
    /// In ascending order; version 2 of a proposal has none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    excluded: Vec<Text<Party>>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
enum RuleV2 {
    Majority {
        /// A number of members, or a share of the electorate.
        quorum: QuorumV2,
        threshold: Text<Ratio>,
        of: Text<Base>,
        min_in_favor: u32,
    },
    Lazy {
        min_seconds: u32,
    },
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(untagged)]
enum QuorumV2 {
    Voters(u32),
    Share(Text<Ratio>),
}

impl PolicyV2 {
    /// Whether it leaves somebody out.
    pub fn excludes(&self) -> bool {
        !self.excluded.is_empty()
    }
}

impl From<&Policy> for PolicyV2 {
    fn from(policy: &Policy) -> Self {
        let Policy {
            name,
            duration,
            min_open,
            rule,
            concerns,
            tally,
            names,
            reminders,
            cooldown,
            proposers,
            max_open,
            extend,
            excluded,
        } = policy;
        Self {
            name: Text(name.clone()),
            duration: seconds(*duration),
            min_open: seconds(*min_open),
            rule: RuleV2::from(rule),
            max_hold: match concerns {
                Concerns::Hold(max) => Some(seconds(*max)),
                Concerns::Note => None,
            },
            hidden: match tally {
                Visibility::AfterClose => true,
                Visibility::Live => false,
            },
            names: *names,
            reminders: reminders.iter().map(|before| seconds(*before)).collect(),
            cooldown: seconds(*cooldown),
            proposers: Text(*proposers),
            max_open: *max_open,
            extend: *extend,
            excluded: excluded.0.iter().copied().map(Text).collect(),
        }
    }
}

impl From<&Rule> for RuleV2 {
    fn from(rule: &Rule) -> Self {
        match *rule {
            Rule::Majority {
                quorum,
                threshold,
                base,
                min_in_favor,
            } => Self::Majority {
                quorum: match quorum {
                    Quorum::Voters(voters) => QuorumV2::Voters(voters),
                    Quorum::Share(share) => QuorumV2::Share(Text(share)),
                },
                threshold: Text(threshold),
                of: Text(base),
                min_in_favor,
            },
            Rule::Lazy { min_seconds } => Self::Lazy { min_seconds },
        }
    }
}

impl TryFrom<PolicyV2> for Policy {
    type Error = RecordError;

    fn try_from(record: PolicyV2) -> Result<Self, RecordError> {
        let PolicyV2 {
            name: Text(name),
            duration,
            min_open,
            rule,
            max_hold,
            hidden,
            names,
            reminders,
            cooldown,
            proposers: Text(proposers),
            max_open,
            extend,
            excluded,
        } = record;
        Ok(Self {
            name,
            duration: span(duration),
            min_open: span(min_open),
            rule: rule.into(),
            concerns: max_hold.map_or(Concerns::Note, |max| Concerns::Hold(span(max))),
            tally: if hidden {
                Visibility::AfterClose
            } else {
                Visibility::Live
            },
            names,
            reminders: reminders.into_iter().map(span).collect(),
            cooldown: span(cooldown),
            proposers,
            max_open,
            extend,
            excluded: Excluded(ascending(excluded)?),
        })
    }
}

impl From<RuleV2> for Rule {
    fn from(record: RuleV2) -> Self {
        match record {
            RuleV2::Majority {
                quorum,
                threshold: Text(threshold),
                of: Text(base),
                min_in_favor,
            } => Self::Majority {
                quorum: match quorum {
                    QuorumV2::Voters(voters) => Quorum::Voters(voters),
                    QuorumV2::Share(Text(share)) => Quorum::Share(share),
                },
                threshold,
                base,
                min_in_favor,
            },
            RuleV2::Lazy { min_seconds } => Self::Lazy { min_seconds },
        }
    }
}

/// A policy's durations are whole seconds, and at most a year.
fn seconds(duration: SignedDuration) -> u32 {
    u32::try_from(duration.as_secs()).unwrap_or(u32::MAX)
}

fn span(seconds: u32) -> SignedDuration {
    SignedDuration::from_secs(i64::from(seconds))
}
