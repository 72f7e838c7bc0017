//! The shape of `bot.toml`.

use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;

use jiff::SignedDuration;
use serde::Deserialize;
use serde::de::{Deserializer, Error as _, MapAccess, Visitor};

use super::value::{Count, DurationText, IdText, Loopback, RatioText, Switch, Zone};
use super::{ConfigError, LogFormat};
use crate::policy_text::{Expects, Fault, PolicyText, span};
use crate::vote::policy::{Base, Policy, PolicyName, Quorum, Rule};
use crate::vote::{Policies, policy};

/// `bot.toml`, with its defaults.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default, expecting = "a section with keys")]
pub struct File {
    /// `[discord]`
    pub discord: DiscordSection,
    /// `[store]`
    pub store: StoreSection,
    /// `[data]`
    pub data: DataSection,
    /// `[sandbox]`
    pub sandbox: SandboxSection,
    /// `[announce]`
    pub announce: AnnounceSection,
    /// `[vote]`
    pub vote: VoteSection,
    /// `[log]`
    pub log: LogSection,
    /// `[ops]`
    pub ops: OpsSection,
}

/// `[discord]`
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default, expecting = "a section with keys")]
pub struct DiscordSection {
    /// A file that holds the token.
    pub token_file: Option<PathBuf>,
    /// The origin of the API.
    pub api_url: Option<String>,
    /// Register commands on this guild instead of everywhere.
    pub guild: Option<IdText>,
    /// Whether the bot asks for the privilege to list members.
    pub members_intent: Switch,
}

/// `[store]`
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default, expecting = "a section with keys")]
pub struct StoreSection {
    /// The sled folder.
    pub path: Option<PathBuf>,
}

/// `[data]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default, expecting = "a section with keys")]
pub struct DataSection {
    /// The radar's files.
    pub path: PathBuf,
}

impl Default for DataSection {
    fn default() -> Self {
        Self { path: "data".into() }
    }
}

/// `[sandbox]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default, expecting = "a section with keys")]
pub struct SandboxSection {
    /// Where it listens.
    pub listen: Loopback<7700>,
    /// Whether faults can be ordered of it.
    pub faults: Switch,
    /// How many people its first server has, at least.
    #[serde(deserialize_with = "members")]
    pub members: Count,
    /// Whether the bot may ask it for the list of members.
    pub members_intent: Switch,
}

impl Default for SandboxSection {
    fn default() -> Self {
        Self {
            listen: Loopback::default(),
            faults: Switch::default(),
            members: Count::new::<5>(),
            members_intent: Switch::default(),
        }
    }
}

/// `[announce]`
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default, expecting = "a section with keys")]
pub struct AnnounceSection {
    /// Where editions are announced in a guild that has set nothing.
    pub channel: Option<IdText>,
    /// In which an edition's date is taken.
    pub timezone: Zone,
}

/// `[vote]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default, expecting = "a section with keys")]
pub struct VoteSection {
    /// How long a vote is open.
    #[serde(deserialize_with = "duration")]
    pub duration: DurationText,
    /// The shortest that a proposer may choose.
    #[serde(deserialize_with = "min_duration")]
    pub min_duration: DurationText,
    /// No early close before it; a day, or less where a vote is open for less, if nothing is written.
    #[serde(deserialize_with = "min_open")]
    pub min_open: Option<DurationText>,
    /// The share of the votes cast that must be in favour.
    #[serde(deserialize_with = "threshold")]
    pub threshold: RatioText,
    /// The least number in favour.
    #[serde(deserialize_with = "min_in_favor")]
    pub min_in_favor: Count,
    /// The least number taking part.
    #[serde(deserialize_with = "min_voters")]
    pub min_voters: Count,
    /// `[vote.policies.NAME]`
    #[serde(deserialize_with = "policies")]
    pub policies: BTreeMap<String, PolicyText>,
}

impl Default for VoteSection {
    fn default() -> Self {
        Self {
            duration: DurationText::hours(7 * 24),
            min_duration: DurationText::hours(1),
            min_open: None,
            threshold: RatioText::default(),
            min_in_favor: Count::new::<2>(),
            min_voters: Count::new::<3>(),
            policies: BTreeMap::new(),
        }
    }
}

/// `[log]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default, expecting = "a section with keys")]
pub struct LogSection {
    /// `text` or `json`.
    pub format: LogFormat,
}

impl Default for LogSection {
    fn default() -> Self {
        Self {
            format: LogFormat::Text,
        }
    }
}

/// `[ops]`
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default, expecting = "a section with keys")]
pub struct OpsSection {
    /// Where health and metrics are served.
    #[serde(deserialize_with = "ops_listen")]
    pub listen: Option<Loopback<9700>>,
}

fn ops_listen<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Loopback<9700>>, D::Error> {
    named("ops.listen", deserializer).map(Some)
}

fn members<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Count, D::Error> {
    named("sandbox.members", deserializer)
}

fn duration<'de, D: Deserializer<'de>>(deserializer: D) -> Result<DurationText, D::Error> {
    named("vote.duration", deserializer)
}

fn min_duration<'de, D: Deserializer<'de>>(deserializer: D) -> Result<DurationText, D::Error> {
    named("vote.min_duration", deserializer)
}

fn min_open<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<DurationText>, D::Error> {
    named("vote.min_open", deserializer).map(Some)
}

/// A section for each policy.
fn policies<'de, D: Deserializer<'de>>(deserializer: D) -> Result<BTreeMap<String, PolicyText>, D::Error> {
    struct Sections;

    impl<'de> Visitor<'de> for Sections {
        type Value = BTreeMap<String, PolicyText>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a section for each policy, such as [vote.policies.quick]")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let mut policies = BTreeMap::new();
            while let Some((name, policy)) = map.next_entry()? {
                policies.insert(name, policy);
            }
            Ok(policies)
        }
    }

    deserializer.deserialize_map(Sections)
}

fn threshold<'de, D: Deserializer<'de>>(deserializer: D) -> Result<RatioText, D::Error> {
    named("vote.threshold", deserializer)
}

fn min_in_favor<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Count, D::Error> {
    named("vote.min_in_favor", deserializer)
}

fn min_voters<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Count, D::Error> {
    named("vote.min_voters", deserializer)
}

/// Names the key where it is refused: a number, a share or an address alone does not tell which it is, and what is refused
/// is looked up.
fn named<'de, T: Deserialize<'de>, D: Deserializer<'de>>(key: &str, deserializer: D) -> Result<T, D::Error> {
    T::deserialize(deserializer).map_err(|error| D::Error::custom(format!("{key}: {error}")))
}

impl File {
    /// The policies for votes, with what must hold between keys.
    pub fn policies(&self) -> Result<Policies, ConfigError> {
        let vote = &self.vote;
        if vote.duration.0 < vote.min_duration.0 {
            return Err(ConfigError::ShortVotes);
        }
        let built_in = Policies::built_in();
        let usual = built_in.usual(false);
        let standard = Policy {
            duration: vote.duration.0,
            min_open: self.min_open(usual.min_open)?,
            rule: Rule::Majority {
                quorum: Quorum::Voters(vote.min_voters.0.get()),
                threshold: vote.threshold.0,
                base: Base::Cast,
                min_in_favor: vote.min_in_favor.0.get(),
            },
            ..usual
        };
        // Nobody wrote the built-in ones: none is a way around the shortest duration.
        let policies = built_in
            .iter()
            .map(|policy| policy.clone().lasting(vote.min_duration.0));
        self.written(policies.fold(built_in.clone(), Policies::with).with(standard))
    }

    /// What is wrong with the reminders of policies; nothing where the policies are wrong without them, too.
    pub(super) fn wrong_reminders(&self) -> Vec<ConfigError> {
        let mut rest = self.clone();
        let texts = rest.vote.policies.iter_mut();
        let wrong: Vec<_> = texts
            .filter_map(|(name, text)| Some((name.clone(), text.take_wrong_reminders()?)))
            .collect();
        let Ok(policies) = rest.policies() else {
            return Vec::new();
        };
        let told = wrong.into_iter().filter_map(|(name, typed)| {
            let policy = policies.get(&PolicyName::parse(&name).ok()?)?;
            let why = Fault {
                key: "reminders".to_owned(),
                typed,
                expects: Expects::Reminders(policy.duration),
            };
            Some(ConfigError::Policy {
                key: format!("vote.policies.{name}.{}", why.key),
                why: why.to_string(),
            })
        });
        told.collect()
    }

    /// The least time before an early close, which nothing is left of if it is longer than a vote.
    fn min_open(&self, usual: SignedDuration) -> Result<SignedDuration, ConfigError> {
        let duration = self.vote.duration.0;
        match self.vote.min_open {
            None => Ok(usual.min(duration)),
            Some(written) if written.0 <= duration => Ok(written.0),
            Some(written) => Err(ConfigError::Policy {
                key: "vote.min_open".to_owned(),
                why: Fault {
                    key: "min_open".to_owned(),
                    typed: span(written.0),
                    expects: Expects::MinOpen(duration),
                }
                .to_string(),
            }),
        }
    }

    /// The policies with those of `[vote.policies]` over them: the standard one first, since others come from it.
    fn written(&self, mut policies: Policies) -> Result<Policies, ConfigError> {
        let texts = &self.vote.policies;
        let is_standard = |name: &str| name == PolicyName::STANDARD;
        let (first, rest): (Vec<_>, Vec<_>) = texts.iter().partition(|(name, _)| is_standard(name));
        for (name, text) in first.into_iter().chain(rest) {
            let section = format!("vote.policies.{name}");
            let parsed = PolicyName::parse(name).map_err(|error| ConfigError::Policy {
                key: section.clone(),
                why: error.to_string(),
            })?;
            let standard = policies.usual(false);
            let base = policies.get(&parsed).unwrap_or(&standard);
            let least = self.vote.min_duration.0;
            let policy = text
                .over(base, parsed, least)
                .map_err(|fault| ConfigError::Policy {
                    key: format!("{section}.{}", fault.key),
                    why: fault.to_string(),
                })?;
            policies = policies.with(policy);
        }
        if policies.iter().count() > policy::MAX_POLICIES {
            return Err(ConfigError::Policy {
                key: "vote.policies".to_owned(),
                why: format!(
                    "at most {} policies, the built-in ones among them",
                    policy::MAX_POLICIES
                ),
            });
        }
        Ok(policies)
    }
}
