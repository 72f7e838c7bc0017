//! An edit of a blip as it is stored.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::RecordError;
use super::revision::RevisionV1;
use super::text::{EditNo, Text};
use super::version::Version;
use crate::edit::{Dropped, Edit};
use crate::id::{GuildId, MemberId};
use crate::prose::Prose;
use crate::radar::Revision;
use crate::storage::Row;

/// Version 1.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EditV1 {
    v: Version<1>,
    guild: Text<GuildId>,
    number: EditNo,
    by: Text<MemberId>,
    at: Text<Timestamp>,
    revision: RevisionV1,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    dropped: Option<DroppedV1>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct DroppedV1 {
    by: Text<MemberId>,
    at: Text<Timestamp>,
    reason: Text<Prose>,
}

/// What is said of words; where a blip stands is decided by votes.
pub fn of_words(record: RevisionV1) -> Result<Revision, RecordError> {
    let revision = Revision::from(record);
    if revision.is_of_words() {
        Ok(revision)
    } else {
        Err(RecordError::Contradiction(
            "a `revision` of words changes no title, ring or quadrant, and retires nothing",
        ))
    }
}

impl From<&Edit> for EditV1 {
    fn from(edit: &Edit) -> Self {
        Self {
            v: Version,
            guild: Text(edit.guild),
            number: EditNo(edit.number),
            by: Text(edit.by),
            at: Text(edit.at),
            revision: RevisionV1::from(&edit.revision),
            dropped: edit.dropped.as_ref().map(|dropped| DroppedV1 {
                by: Text(dropped.by),
                at: Text(dropped.at),
                reason: Text(dropped.reason.clone()),
            }),
        }
    }
}

impl TryFrom<EditV1> for Row {
    type Error = RecordError;

    fn try_from(record: EditV1) -> Result<Self, RecordError> {
        let EditV1 {
            v: Version,
            guild: Text(guild),
            number: EditNo(number),
            by: Text(by),
            at: Text(at),
            revision,
            dropped,
        } = record;
        Ok(Self::Edit(Edit {
            guild,
            number,
            by,
            at,
            revision: of_words(revision)?,
            dropped: dropped.map(|dropped| Dropped {
                by: dropped.by.0,
                at: dropped.at.0,
                reason: dropped.reason.0,
            }),
        }))
    }
}
