//! A guild's own edition as it is stored.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::revision::RevisionV1;
use super::text::{Number, Text};
use super::version::Version;
use crate::guild_edition::GuildEdition;
use crate::id::{GuildId, MemberId};
use crate::radar::{EditionId, Revision};
use crate::storage::Row;

/// Version 1.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EditionV1 {
    v: Version<1>,
    guild: Text<GuildId>,
    edition: Text<EditionId>,
    title: String,
    published: Text<Timestamp>,
    by: Text<MemberId>,
    proposals: Vec<Number>,
    revisions: Vec<RevisionV1>,
}

impl From<&GuildEdition> for EditionV1 {
    fn from(edition: &GuildEdition) -> Self {
        Self {
            v: Version,
            guild: Text(edition.guild),
            edition: Text(edition.id.clone()),
            title: edition.title.clone(),
            published: Text(edition.published_at),
            by: Text(edition.by),
            proposals: edition.proposals.iter().copied().map(Number).collect(),
            revisions: edition.revisions.iter().map(RevisionV1::from).collect(),
        }
    }
}

impl From<EditionV1> for Row {
    fn from(record: EditionV1) -> Self {
        let EditionV1 {
            v: Version,
            guild: Text(guild),
            edition: Text(id),
            title,
            published: Text(published_at),
            by: Text(by),
            proposals,
            revisions,
        } = record;
        Self::Edition(GuildEdition {
            guild,
            id,
            title,
            published_at,
            by,
            proposals: proposals.into_iter().map(|number| number.0).collect(),
            revisions: revisions.into_iter().map(Revision::from).collect(),
        })
    }
}
