//! `/edition edit`: a maintainer changes what the next edition says of a blip. Where it stands is decided by votes.

use jiff::Timestamp;

use super::Service;
use super::browse::{Named, named};
use super::draft::{Joined, draft, waiting_edits};
use super::editions::Desk;
use super::error::{Attempt, Error, Refusal};
use super::request::{Call, WriteEdit};
use super::response::{Purpose, Response, Words};
use super::retry::until_committed;
use crate::blip_text::{Typed, mark};
use crate::edit::{Edit, EditNumber};
use crate::id::GuildId;
use crate::radar::{Blip, BlipId, Revision, Standing};
use crate::storage::{Batch, Row, StoreError};

/// The most bytes of words that the revisions of one edition hold: a row takes 256 KiB, and what is stored can be twice
/// as long as what was typed.
const MOST_WORDS: usize = 100_000;

impl Service {
    /// What can be changed of the blip that is meant.
    pub(super) async fn edit(&self, call: &Call, typed: String) -> Result<Response, Error> {
        self.must_maintain(call).await?;
        let desk = self.desk(call.guild, call.now).await?;
        let current = desk.radar.current(call.now).ok_or(Refusal::NoEdition)?;
        let joined = Joined::of(current.edition, &desk.draft);
        let current = joined.as_ref().map_or(current, |joined| joined.over(current));
        let id = match named(&current, typed)? {
            Named::Blip(id, _) => id,
            Named::Unclear(unclear) => return Ok(unclear.ask(Purpose::Edit)),
        };
        let blip = drafted(call, &desk, &id)?;
        Ok(Response::Words(Box::new(Words::Draft(blip))))
    }

    /// The current edition with what joins the radar with the draft; `None`: nothing does.
    pub async fn joined(&self, guild: GuildId, now: Timestamp) -> Result<Option<Joined>, StoreError> {
        let (editions, radar) = self.shelf(guild).await?;
        let proposals = self.store.proposals(guild).await?;
        let joined = radar.current(now).and_then(|current| {
            let draft = draft(&current, &proposals, &editions);
            Joined::of(current.edition, &draft)
        });
        Ok(joined)
    }

    /// The edits that wait for the next edition.
    pub async fn waiting_edits(&self, guild: GuildId) -> Result<Vec<Edit>, StoreError> {
        let editions = self.store.editions(guild).await?;
        let edits = self.store.edits(guild).await?;
        Ok(waiting_edits(&edits, &editions))
    }

    /// A blip as the next edition has it, for a form; `None` if it will not stand on the radar.
    pub async fn drafted_blip(&self, call: &Call, id: &BlipId) -> Result<Option<Blip>, Error> {
        let desk = self.desk(call.guild, call.now).await?;
        Ok(drafted(call, &desk, id).ok())
    }

    pub(super) async fn write_edit(&self, call: &Call, written: &WriteEdit) -> Result<Response, Error> {
        let maintainer = self.must_maintain(call).await?;
        let WriteEdit {
            blip,
            part,
            shown,
            typed,
        } = written;
        until_committed(|| async {
            let desk = self.desk(call.guild, call.now).await?;
            let before = drafted(call, &desk, blip)?;
            let revision = changed(&before, (*part, *shown), typed)?;
            let last = desk.edits.last().map(|stored| stored.value.number);
            let edit = Edit {
                guild: call.guild,
                number: last.map_or(EditNumber::FIRST, EditNumber::next),
                by: maintainer.member(),
                at: call.now,
                revision,
                dropped: None,
            };
            let held = desk.draft.revisions().iter().map(words).sum::<usize>();
            if held + words(&edit.revision) > MOST_WORDS {
                let typed = Box::new(typed.clone());
                return Err(Refusal::TooManyWords { typed }.into());
            }
            let batch = Batch::new().create(Row::Edit(edit.clone()));
            self.store.commit(batch).await?;
            self.words_changed(call.guild, blip).await;
            let edit = Box::new(edit);
            let title = before.title;
            Ok::<_, Attempt>(Response::Edited { edit, title })
        })
        .await
    }
}

/// What the form changed of the words that it held.
pub(super) fn changed(
    before: &Blip,
    (part, shown): (crate::blip_text::Part, u32),
    typed: &Typed,
) -> Result<Revision, Refusal> {
    if mark(before) != shown {
        // Somebody else was faster, or the form could not be filled: what it does not hold must not be taken away.
        let typed = Box::new(typed.clone());
        return Err(Refusal::WordsChanged { typed });
    }
    let after = typed.over(part, before).map_err(|faults| Refusal::BadWords {
        faults,
        typed: Box::new(typed.clone()),
    })?;
    let revision = Revision::between(Some((before, false)), &after, false);
    let revision = revision.ok_or(Refusal::NothingChanged)?;
    if words(&revision) > MOST_WORDS {
        let typed = Box::new(typed.clone());
        return Err(Refusal::TooManyWords { typed });
    }
    Ok(revision)
}

/// How many bytes of words there are.
fn words(revision: &Revision) -> usize {
    let text = revision.text.as_ref().map_or(0, |text| {
        let sections = text.sections.iter();
        let sections = sections.map(|section| section.markdown.len() + section.heading.as_str().len());
        text.summary.len() + sections.sum::<usize>()
    });
    let links = revision.links.iter().flatten();
    let links = links.map(|link| link.title.as_str().len() + link.url.as_str().len());
    text + links.sum::<usize>()
}

/// The blip as the draft makes it, if it will stand on the radar.
fn drafted(call: &Call, desk: &Desk, id: &BlipId) -> Result<Blip, Refusal> {
    let current = desk.radar.current(call.now).ok_or(Refusal::NoEdition)?;
    let blip = desk.draft.blip(current.edition, id).ok_or(Refusal::NoEdition)?;
    match desk.draft.standing(current.edition, id) {
        Standing::In(_) => Ok(blip),
        Standing::Retired | Standing::Unknown => Err(Refusal::NotStanding { title: blip.title }),
    }
}
