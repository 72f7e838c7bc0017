//! A correction of an edition as it is stored.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::RecordError;
use super::edit::of_words;
use super::revision::RevisionV1;
use super::text::Text;
use super::version::Version;
use crate::correction::{Corrected, Correction};
use crate::id::{GuildId, MemberId};
use crate::prose::Prose;
use crate::radar::EditionId;
use crate::storage::Row;

/// Version 1.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CorrectionV1 {
    v: Version<1>,
    guild: Text<GuildId>,
    edition: Text<EditionId>,
    number: u32,
    by: Text<MemberId>,
    at: Text<Timestamp>,
    note: Text<Prose>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    revision: Option<RevisionV1>,
}

impl From<&Correction> for CorrectionV1 {
    fn from(correction: &Correction) -> Self {
        let (title, revision) = match &correction.what {
            Corrected::Note => (None, None),
            Corrected::Title(title) => (Some(title.clone()), None),
            Corrected::Blip(revision) => (None, Some(RevisionV1::from(&**revision))),
        };
        Self {
            v: Version,
            guild: Text(correction.guild),
            edition: Text(correction.edition.clone()),
            number: correction.number,
            by: Text(correction.by),
            at: Text(correction.at),
            note: Text(correction.note.clone()),
            title,
            revision,
        }
    }
}

impl TryFrom<CorrectionV1> for Row {
    type Error = RecordError;

    fn try_from(record: CorrectionV1) -> Result<Self, RecordError> {
        let CorrectionV1 {
            v: Version,
            guild: Text(guild),
            edition: Text(edition),
            number,
            by: Text(by),
            at: Text(at),
            note: Text(note),
            title,
            revision,
        } = record;
        if number == 0 {
            return Err(RecordError::Contradiction("corrections are numbered from 1"));
        }
        let what = match (title, revision) {
            (None, None) => Corrected::Note,
            (Some(title), None) => Corrected::Title(title),
            (None, Some(revision)) => Corrected::Blip(Box::new(of_words(revision)?)),
            (Some(_), Some(_)) => {
                return Err(RecordError::Contradiction(
                    "`title` and `revision` are not there both",
                ));
            }
        };
        Ok(Self::Correction(Correction {
            guild,
            edition,
            number,
            by,
            at,
            note,
            what,
        }))
    }
}
