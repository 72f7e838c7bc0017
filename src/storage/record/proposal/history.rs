//! What happened to an open vote, as it is stored.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::RecordError;
use crate::id::MemberId;
use crate::prose::Prose;
use crate::storage::record::text::Text;
use crate::vote::{Answer, Concern, ConcernNumber, Extension, Voided, Why};

/// A concern, with its answer if it has one.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConcernV2 {
    author: Text<MemberId>,
    title: Text<Prose>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<Text<Prose>>,
    raised: Text<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    answered: Option<Text<Timestamp>>,
    /// The maintainer who went past it, and why; absent: its author resolved it.
    #[serde(skip_serializing_if = "Option::is_none")]
    overridden_by: Option<Text<MemberId>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    override_reason: Option<Text<Prose>>,
}

impl From<&Concern> for ConcernV2 {
    fn from(concern: &Concern) -> Self {
        let Concern {
            author,
            title,
            text,
            raised_at,
            answer,
        } = concern;
        let (answered, by, reason) = match answer {
            Answer::Open => (None, None, None),
            Answer::Resolved { at } => (Some(*at), None, None),
            Answer::Overridden { at, by, reason } => (Some(*at), Some(*by), Some(reason.clone())),
        };
        Self {
            author: Text(*author),
            title: Text(title.clone()),
            text: text.clone().map(Text),
            raised: Text(*raised_at),
            answered: answered.map(Text),
            overridden_by: by.map(Text),
            override_reason: reason.map(Text),
        }
    }
}

impl TryFrom<ConcernV2> for Concern {
    type Error = RecordError;

    fn try_from(record: ConcernV2) -> Result<Self, RecordError> {
        let answer = match (record.answered, record.overridden_by, record.override_reason) {
            (None, None, None) => Answer::Open,
            (Some(Text(at)), None, None) => Answer::Resolved { at },
            (Some(Text(at)), Some(Text(by)), Some(Text(reason))) => Answer::Overridden { at, by, reason },
            (None | Some(_), _, _) => {
                return Err(RecordError::Contradiction(
                    "`answered`, `overridden_by` and `override_reason` are not those of one answer",
                ));
            }
        };
        Ok(Self {
            author: record.author.0,
            title: record.title.0,
            text: record.text.map(|text| text.0),
            raised_at: record.raised.0,
            answer,
        })
    }
}

/// A deadline that was moved.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExtensionV2 {
    at: Text<Timestamp>,
    from: Text<Timestamp>,
    until: Text<Timestamp>,
    why: WhyV2,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum WhyV2 {
    Outage {
        from: Text<Timestamp>,
        until: Text<Timestamp>,
    },
    Answered(u32),
    Refreshed,
}

impl From<&Extension> for ExtensionV2 {
    fn from(extension: &Extension) -> Self {
        let Extension { at, from, until, why } = extension;
        Self {
            at: Text(*at),
            from: Text(*from),
            until: Text(*until),
            why: match why {
                Why::Outage { from, until } => WhyV2::Outage {
                    from: Text(*from),
                    until: Text(*until),
                },
                Why::Answered(number) => WhyV2::Answered(number.get()),
                Why::Refreshed => WhyV2::Refreshed,
            },
        }
    }
}

impl TryFrom<ExtensionV2> for Extension {
    type Error = RecordError;

    fn try_from(record: ExtensionV2) -> Result<Self, RecordError> {
        let why = match record.why {
            WhyV2::Outage { from, until } => Why::Outage {
                from: from.0,
                until: until.0,
            },
            WhyV2::Answered(number) => Why::Answered(
                ConcernNumber::try_from(number)
                    .map_err(|_| RecordError::Contradiction("concerns are numbered from 1"))?,
            ),
            WhyV2::Refreshed => Why::Refreshed,
        };
        Ok(Self {
            at: record.at.0,
            from: record.from.0,
            until: record.until.0,
            why,
        })
    }
}

/// A member whose ballots do not count.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VoidedV2 {
    member: Text<MemberId>,
    by: Text<MemberId>,
    at: Text<Timestamp>,
    reason: Text<Prose>,
}

impl From<&Voided> for VoidedV2 {
    fn from(voided: &Voided) -> Self {
        let Voided {
            member,
            by,
            at,
            reason,
        } = voided;
        Self {
            member: Text(*member),
            by: Text(*by),
            at: Text(*at),
            reason: Text(reason.clone()),
        }
    }
}

impl From<VoidedV2> for Voided {
    fn from(record: VoidedV2) -> Self {
        Self {
            member: record.member.0,
            by: record.by.0,
            at: record.at.0,
            reason: record.reason.0,
        }
    }
}
