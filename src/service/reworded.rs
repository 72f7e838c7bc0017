//! Whether something else is said of a blip than when the vote about it opened. The vote goes on: it is about where the blip
//! stands. Voters can see what changed.

use std::collections::HashSet;
use std::sync::Arc;

use jiff::Timestamp;

use super::draft::waiting_edits;
use super::error::{Error, Refusal};
use super::request::Call;
use super::response::{Response, Reworded};
use super::{Event, Service};
use crate::correction::{Corrected, Correction};
use crate::edit::{Edit, EditNumber};
use crate::guild_edition::GuildEdition;
use crate::id::GuildId;
use crate::radar::{Blip, BlipId, Revision, Timeline};
use crate::storage::{StoreError, Stored};
use crate::vote::{Phase, Proposal, ProposalNumber};

impl Service {
    /// What is said of its blip now and was not when the vote opened; `None`: nothing, or the vote is over.
    pub(super) async fn reworded(
        &self,
        proposal: &Proposal,
        now: Timestamp,
    ) -> Result<Option<Reworded>, StoreError> {
        match proposal.status.phase() {
            Phase::Open | Phase::Held { .. } => {}
            Phase::Waiting(_) | Phase::Over => return Ok(None),
        }
        let (guild, blip, then) = (proposal.guild, proposal.change.blip(), proposal.opens_at);
        let editions = self.store.editions(guild).await?;
        let edits = self.store.edits(guild).await?;
        let corrections = self.store.corrections(guild).await?;
        let radar = self.radars.radar(guild, &editions, &corrections);
        let is_later = |stored: &Stored<Correction>| match &stored.value.what {
            Corrected::Blip(revision) => stored.value.at > then && revision.blip == *blip,
            Corrected::Note | Corrected::Title(_) => false,
        };
        let is_corrected = corrections.iter().any(is_later);
        // In most votes nothing of the kind happened, and a message is rendered often.
        let came_out = radar.timeline.editions().iter().any(|edition| {
            let publication = radar.timeline.publication(&edition.id);
            let mut revisions = publication.iter().flat_map(|publication| &publication.revisions);
            edition.published > then
                && edition.published <= now
                && revisions.any(|revision| revision.blip == *blip)
        });
        let is_edited = edits.iter().any(|stored| {
            let dropped = stored
                .value
                .dropped
                .as_ref()
                .is_some_and(|dropped| dropped.at > then);
            stored.value.revision.blip == *blip && (stored.value.at > then || dropped)
        });
        if !is_corrected && !came_out && !is_edited {
            return Ok(None);
        }
        let waiting = waiting_edits(&edits, &editions);
        let now = said(&radar.timeline, blip, now, waiting.iter());
        let waited = edits_at(&edits, &editions, then);
        let before = if is_corrected {
            let were = corrections.iter().filter(|stored| !is_later(stored));
            let were: Vec<_> = were.cloned().collect();
            let (timeline, _) = self.radars.shelves().lay_over(&editions, &were);
            said(&timeline, blip, then, waited)
        } else {
            said(&radar.timeline, blip, then, waited)
        };
        // A blip that the vote would bring onto the radar has no words but those of the proposal.
        let (Some(before), Some(now)) = (before, now) else {
            return Ok(None);
        };
        let changed = Revision::between(Some((&before, false)), &now, false);
        let is_reworded = changed.is_some_and(|revision| revision.rewords());
        Ok(is_reworded.then_some(Reworded { before, now }))
    }

    /// Shows it.
    pub(super) async fn show_reworded(
        &self,
        call: &Call,
        number: ProposalNumber,
        page: u16,
    ) -> Result<Response, Error> {
        let stored = self.store.proposal(call.guild, number).await?;
        let proposal = stored.ok_or(Refusal::NoSuchProposal { number })?.value;
        let reworded = self.reworded(&proposal, call.now).await?;
        Ok(Response::Reworded {
            number,
            title: proposal.change.title().clone(),
            reworded: reworded.map(Box::new),
            page,
        })
    }

    /// Has the messages of the votes on a blip looked at again, since something else may be said of it now.
    /// The change is stored already: what goes wrong here is only that a message shows it later.
    pub(super) async fn words_changed(&self, guild: GuildId, blip: &BlipId) {
        let proposals = self.store.proposals(guild).await.unwrap_or_else(|error| {
            tracing::warn!(guild.id = %guild, error = %error, "the votes on a blip can not be read that was edited");
            Vec::new()
        });
        for stored in proposals {
            let Proposal {
                number,
                ref change,
                ref status,
                ..
            } = stored.value;
            if status.is_live() && change.blip() == blip {
                self.report(Event::TallyChanged(guild, number));
            }
        }
    }
}

/// A blip as the newest edition of that time has it, with these edits over it.
fn said<'a>(
    timeline: &Timeline,
    blip: &BlipId,
    at: Timestamp,
    edits: impl Iterator<Item = &'a Edit>,
) -> Option<Blip> {
    let editions = timeline.editions().iter();
    let edition = editions.rev().find(|edition| edition.published <= at)?;
    let blip = Arc::unwrap_or_clone(Arc::clone(edition.blip(blip)?));
    Some(edits.fold(blip, |blip, edit| {
        let is_its = edit.revision.blip == blip.id;
        let applied = is_its.then(|| edit.revision.applied(Some(&blip))).flatten();
        applied.unwrap_or(blip)
    }))
}

/// The edits that waited for an edition at that time, in the order in which they were made.
fn edits_at<'a>(
    edits: &'a [Stored<Edit>],
    editions: &[Stored<GuildEdition>],
    at: Timestamp,
) -> impl Iterator<Item = &'a Edit> {
    let carried_out: HashSet<EditNumber> = editions
        .iter()
        .filter(|stored| stored.value.published_at <= at)
        .flat_map(|stored| stored.value.edits.iter().copied())
        .collect();
    edits.iter().map(|stored| &stored.value).filter(move |edit| {
        let was_dropped = edit.dropped.as_ref().is_some_and(|dropped| dropped.at <= at);
        edit.at <= at && !was_dropped && !carried_out.contains(&edit.number)
    })
}
