//! A guild's own edition as it is stored.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::RecordError;
use super::revision::RevisionV1;
use super::text::{EditNo, Number, Text};
use super::version::Between;
use crate::guild_edition::{GuildEdition, Publisher};
use crate::id::{GuildId, MemberId};
use crate::radar::{EditionId, Revision};
use crate::storage::Row;

/// Version 1; version 2 is the same for one that came out by a schedule, carries out edits, or takes an owner or a date
/// away. A row is written in the lowest version that can tell what it says.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EditionV2 {
    v: Between<1, 2>,
    guild: Text<GuildId>,
    edition: Text<EditionId>,
    title: String,
    published: Text<Timestamp>,
    /// Who published it, or who had set the schedule that did.
    by: Text<MemberId>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    scheduled: bool,
    proposals: Vec<Number>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    edits: Vec<EditNo>,
    revisions: Vec<RevisionV1>,
}

impl From<&GuildEdition> for EditionV2 {
    fn from(edition: &GuildEdition) -> Self {
        let (by, scheduled) = match edition.by {
            Publisher::Member(member) => (member, false),
            Publisher::Schedule { set_by } => (set_by, true),
        };
        let revisions: Vec<RevisionV1> = edition.revisions.iter().map(RevisionV1::from).collect();
        Self {
            v: version(scheduled, &edition.edits, &revisions),
            guild: Text(edition.guild),
            edition: Text(edition.id.clone()),
            title: edition.title.clone(),
            published: Text(edition.published_at),
            by: Text(by),
            scheduled,
            proposals: edition.proposals.iter().copied().map(Number).collect(),
            edits: edition.edits.iter().copied().map(EditNo).collect(),
            revisions,
        }
    }
}

/// The lowest version that can tell what an edition says.
fn version<T>(scheduled: bool, edits: &[T], revisions: &[RevisionV1]) -> Between<1, 2> {
    let takes_away = revisions.iter().any(RevisionV1::takes_away);
    Between::lowest([(scheduled || !edits.is_empty() || takes_away, 2)])
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
            edits,
            revisions,
        } = record;
        if v != version(scheduled, &edits, &revisions) {
            return Err(RecordError::Contradiction(
                "an edition that is `scheduled`, carries out edits, or takes an owner or a date away is a row of version 2, and no other is",
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
            edits: edits.into_iter().map(|number| number.0).collect(),
            revisions: revisions.into_iter().map(Revision::from).collect(),
        }))
    }
}
