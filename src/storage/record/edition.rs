//! A guild's own edition as it is stored.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::RecordError;
use super::revision::RevisionV1;
use super::text::{Number, Text};
use crate::guild_edition::{GuildEdition, Publisher};
use crate::id::{GuildId, MemberId};
use crate::radar::{EditionId, Revision};
use crate::storage::Row;

/// Version 2 is version 1 with `scheduled`. A row is written in the lowest version that can tell what it says.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EditionV2 {
    v: EditionVersion,
    guild: Text<GuildId>,
    edition: Text<EditionId>,
    title: String,
    published: Text<Timestamp>,
    /// Who published it, or who had set the schedule that did.
    by: Text<MemberId>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    scheduled: bool,
    proposals: Vec<Number>,
    revisions: Vec<RevisionV1>,
}

/// The versions of this row that can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "u32", try_from = "u32")]
enum EditionVersion {
    One,
    Two,
}

impl EditionVersion {
    /// The lowest version that can tell it.
    const fn lowest(scheduled: bool) -> Self {
        if scheduled { Self::Two } else { Self::One }
    }
}

impl From<EditionVersion> for u32 {
    fn from(version: EditionVersion) -> Self {
        match version {
            EditionVersion::One => 1,
            EditionVersion::Two => 2,
        }
    }
}

impl TryFrom<u32> for EditionVersion {
    type Error = String;

    fn try_from(version: u32) -> Result<Self, String> {
        match version {
            1 => Ok(Self::One),
            2 => Ok(Self::Two),
            _ => Err(format!(
                "version {version} of this row is not known; known are 1 and 2"
            )),
        }
    }
}

impl From<&GuildEdition> for EditionV2 {
    fn from(edition: &GuildEdition) -> Self {
        let (by, scheduled) = match edition.by {
            Publisher::Member(member) => (member, false),
            Publisher::Schedule { set_by } => (set_by, true),
        };
        Self {
            v: EditionVersion::lowest(scheduled),
            guild: Text(edition.guild),
            edition: Text(edition.id.clone()),
            title: edition.title.clone(),
            published: Text(edition.published_at),
            by: Text(by),
            scheduled,
            proposals: edition.proposals.iter().copied().map(Number).collect(),
            revisions: edition.revisions.iter().map(RevisionV1::from).collect(),
        }
    }
}

impl TryFrom<EditionV2> for Row {
    type Error = RecordError;

    fn try_from(record: EditionV2) -> Result<Self, RecordError> {
        let EditionV2 {
            v,
            guild: Text(guild),
            edition: Text(id),
            title,
            published: Text(published_at),
            by: Text(by),
            scheduled,
            proposals,
            revisions,
        } = record;
        if v != EditionVersion::lowest(scheduled) {
            return Err(RecordError::Contradiction(
                "`scheduled` is there in version 2, and is `true`",
            ));
        }
        let by = if scheduled {
            Publisher::Schedule { set_by: by }
        } else {
            Publisher::Member(by)
        };
        Ok(Self::Edition(GuildEdition {
            guild,
            id,
            title,
            published_at,
            by,
            proposals: proposals.into_iter().map(|number| number.0).collect(),
            revisions: revisions.into_iter().map(Revision::from).collect(),
        }))
    }
}
