//! `/edition correct`: a maintainer corrects an edition that is out. What was published stays recorded; the correction
//! lies over it, and the messages that told of the edition are edited.

use super::edit::changed;
use super::editions::named;
use super::error::{Attempt, Error, Field, Refusal};
use super::request::{BlipMark, Call, EditionName, Right, WriteCorrection};
use super::response::{Response, Words};
use super::retry::until_committed;
use super::{Event, MAX_EDITION_TITLE, MAX_REASON, Service};
use crate::blip_text::Typed;
use crate::correction::{Corrected, Correction};
use crate::digest::EditionRef;
use crate::outbox::{Notice, Topic};
use crate::prose::Prose;
use crate::radar::{Blip, Edition, EditionId, fold};
use crate::storage::{Batch, Row};

impl Service {
    /// What can be corrected.
    pub(super) async fn correct(
        &self,
        call: &Call,
        edition: &EditionName,
        blip: Option<&str>,
    ) -> Result<Response, Error> {
        self.must_maintain(call).await?;
        let radar = self.radar(call.guild).await?;
        let edition = named(&radar, edition, call.now)?;
        let about: EditionRef = edition.as_ref().into();
        let words = match blip {
            None => Words::Edition(about),
            Some(typed) if typed.trim().is_empty() => return Err(Refusal::NoName.into()),
            Some(typed) => {
                let found = find(edition, typed).ok_or_else(|| Refusal::NotInEdition {
                    typed: typed.to_owned(),
                    edition: edition.title.clone(),
                })?;
                Words::Blip(about, found.clone())
            }
        };
        Ok(Response::Words(Box::new(words)))
    }

    /// An edition as it is called now, for a form.
    pub async fn published_edition(&self, call: &Call, id: &EditionId) -> Result<Option<EditionRef>, Error> {
        let radar = self.radar(call.guild).await?;
        let edition = named(&radar, &EditionName::Id(id.clone()), call.now).ok();
        Ok(edition.map(|edition| edition.as_ref().into()))
    }

    /// What an edition says of a blip now, for a form.
    pub async fn published_blip(
        &self,
        call: &Call,
        id: &EditionId,
        blip: BlipMark,
    ) -> Result<Option<Blip>, Error> {
        let radar = self.radar(call.guild).await?;
        let edition = named(&radar, &EditionName::Id(id.clone()), call.now).ok();
        Ok(edition.and_then(|edition| marked(edition, blip)).cloned())
    }

    pub(super) async fn write_correction(
        &self,
        call: &Call,
        written: &WriteCorrection,
    ) -> Result<Response, Error> {
        let maintainer = self.must_maintain(call).await?;
        let note = parsed(written, &written.note, Field::Note, MAX_REASON)?;
        let id = EditionName::Id(written.edition.clone());
        until_committed(|| async {
            let radar = self.radar(call.guild).await?;
            let edition = named(&radar, &id, call.now)?;
            let corrections = self.store.corrections(call.guild).await?;
            let of_edition = corrections.iter().map(|stored| &stored.value);
            let last = of_edition
                .filter(|correction| correction.edition == edition.id)
                .map(|correction| correction.number)
                .max();
            let number = last.unwrap_or(0).saturating_add(1);
            let correction = Correction {
                guild: call.guild,
                edition: edition.id.clone(),
                number,
                by: maintainer.member(),
                at: call.now,
                note: note.clone(),
                what: right(written, edition)?,
            };
            let blip = match &correction.what {
                Corrected::Blip(revision) => Some(revision.blip.clone()),
                Corrected::Note | Corrected::Title(_) => None,
            };
            let mut batch = Batch::new().create(Row::Correction(correction));
            let digest = Topic::Digest(edition.id.clone());
            let topic = Topic::Correction(edition.id.clone(), number);
            let digest = self.store.notice(call.guild, &digest).await?;
            let digest = digest.map(|stored| stored.value.channel);
            if let Some(channel) = digest {
                let notice = Notice::new(call.guild, topic.clone(), channel, call.now);
                batch = batch.create(Row::Notice(notice));
            }
            self.store.commit(batch).await?;
            if let Some(blip) = blip {
                self.words_changed(call.guild, &blip).await;
            }
            if digest.is_some() {
                self.report(Event::Queued(call.guild, topic));
            }
            let now = self.published_edition(call, &edition.id).await?;
            let edition = now.unwrap_or_else(|| edition.as_ref().into());
            Ok::<_, Attempt>(Response::Corrected {
                edition,
                number,
                digest,
            })
        })
        .await
    }
}

/// What the correction changes, if it is right itself.
fn right(written: &WriteCorrection, edition: &Edition) -> Result<Corrected, Refusal> {
    match &written.right {
        Right::Title(typed) => {
            let title = parsed(written, typed, Field::EditionTitle, MAX_EDITION_TITLE)?;
            let title = title.as_str().replace('\n', " ");
            Ok(if title == edition.title {
                Corrected::Note
            } else {
                Corrected::Title(title)
            })
        }
        Right::Blip {
            blip,
            part,
            shown,
            typed,
        } => {
            let before = marked(edition, *blip).ok_or_else(|| Refusal::WordsChanged {
                typed: Box::new(typed.clone()),
            })?;
            let revision = changed(before, (*part, *shown), typed)?;
            Ok(Corrected::Blip(Box::new(revision)))
        }
    }
}

/// One of the texts; what is wrong with it comes back with all that was typed.
fn parsed(written: &WriteCorrection, typed: &str, field: Field, max: usize) -> Result<Prose, Refusal> {
    Prose::parse(typed, max).map_err(|error| Refusal::BadNote {
        field,
        error,
        typed: Box::new(match &written.right {
            Right::Title(title) => Typed {
                text: Some(title.clone()),
                ..Typed::default()
            },
            Right::Blip { typed, .. } => typed.clone(),
        }),
        note: written.note.clone(),
    })
}

/// The blip of an edition that is meant: by its id, title or another name.
fn find<'a>(edition: &'a Edition, typed: &str) -> Option<&'a Blip> {
    let key = fold(typed);
    let blips = || edition.blips.values().map(AsRef::as_ref);
    let by_id = blips().find(|blip: &&Blip| blip.id.as_str() == typed.trim());
    by_id
        .or_else(|| blips().find(|blip| blip.title.key() == key))
        .or_else(|| blips().find(|blip| blip.aliases.iter().any(|alias| alias.key() == key)))
}

fn marked(edition: &Edition, mark: BlipMark) -> Option<&Blip> {
    let mut blips = edition.blips.values();
    let found = blips.find(|blip| BlipMark::of(&blip.id) == mark);
    found.map(AsRef::as_ref)
}
