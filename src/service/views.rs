//! Gathering what is shown of a proposal or said by a notice.

use std::collections::HashMap;
use std::sync::Arc;

use jiff::Timestamp;

use super::files::Broken;
use super::reminder::Addressees;
use super::response::{CalendarView, DigestView, EditionLine, OpenVote, Overview, ProposalView};
use super::trouble::Waiting;
use super::{GuildRadar, Service};
use crate::digest::{Digest, EditionRef, Told, VoteBehind};
use crate::guild_edition::GuildEdition;
use crate::id::{GuildId, MemberId, RoleId};
use crate::outbox::{FilesState, Notice, Posted, Topic, Update};
use crate::radar::{BlipId, Edition, EditionId};
use crate::storage::{StoreError, Stored};
use crate::vote::{Proposal, Status};

/// Who has to do with something that happened to a vote, beside those whom its state tells.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Concerned {
    /// The role that is pinged for it.
    pub pinged: Option<RoleId>,
    /// Who did it, if the vote's trail alone tells that and they are not forgotten.
    pub by: Option<MemberId>,
}

/// What a notice says, for a renderer.
#[derive(Debug, Clone, PartialEq)]
pub enum Facts {
    /// The vote's message as it stands now.
    Vote(Box<ProposalView>),
    /// How a vote ended, for its channel.
    Outcome(Box<ProposalView>),
    /// Something that happened to a vote.
    Update(Box<ProposalView>, Update, Concerned),
    /// The deadline of a vote is near, for these.
    Reminder(Box<ProposalView>, Addressees),
    /// What an edition changed.
    Digest(Box<DigestView>),
    /// The same, with the editions that came out before it while nobody could tell.
    CatchUp(Box<DigestView>, Vec<EditionLine>),
    /// Either of them, corrected, of which so many messages are there already: what follows them.
    Continuation(Box<DigestView>, Vec<EditionLine>, usize),
    /// The current edition, for a guild that meets it for the first time.
    Introduction(Box<Overview>),
    /// What waits for one cause, for the maintainers.
    Trouble(Waiting),
    /// What is wrong with the radar's files.
    BrokenFiles(Arc<Broken>),
    /// The radar's files are right again.
    MendedFiles,
    /// Editions that came out are not in the radar's files any more.
    LostEditions(Arc<Broken>),
    /// Something about an edition that comes out by a schedule.
    Calendar(Box<CalendarView>),
    /// What the notice speaks of is not there any more; nothing is said.
    Nothing,
}

impl Service {
    /// What `notice` says at `now`.
    pub async fn facts(&self, notice: &Notice, now: Timestamp) -> Result<Facts, StoreError> {
        let guild = notice.guild;
        match &notice.topic {
            Topic::Vote(number) | Topic::Ending(number) | Topic::Update(number, Update::Repost(_)) => {
                let Some(mut view) = self.proposal_view(guild, *number).await? else {
                    return Ok(Facts::Nothing);
                };
                self.look_around(&mut view, now).await?;
                Ok(Facts::Vote(Box::new(view)))
            }
            Topic::Update(number, Update::Reminder(_)) => {
                let Some(view) = self.proposal_view(guild, *number).await? else {
                    return Ok(Facts::Nothing);
                };
                // It may come late, and nobody is to be called for what takes no votes any more.
                if view.proposal.status != Status::Open || now >= view.proposal.closes_at {
                    return Ok(Facts::Nothing);
                }
                let whom = self.addressees(&view.proposal, now).await?;
                Ok(Facts::Reminder(Box::new(view), whom))
            }
            Topic::Update(number, update) => {
                let Some(view) = self.proposal_view(guild, *number).await? else {
                    return Ok(Facts::Nothing);
                };
                let concerned = Concerned {
                    pinged: self.pinged_by(*update, &view.proposal).await,
                    by: self.doer_of(*update, &view.proposal).await?,
                };
                Ok(Facts::Update(Box::new(view), *update, concerned))
            }
            Topic::Outcome(number) => Ok(self
                .proposal_view(guild, *number)
                .await?
                .map_or(Facts::Nothing, |view| Facts::Outcome(Box::new(view)))),
            Topic::Digest(edition) => {
                let found = self.digest_view(guild, edition).await?;
                Ok(match found {
                    None => Facts::Nothing,
                    Some((view, missed)) if missed.is_empty() => Facts::Digest(Box::new(view)),
                    Some((view, missed)) => Facts::CatchUp(Box::new(view), missed),
                })
            }
            Topic::Correction(edition, number) => {
                let there = self.digest_messages(guild, edition, *number).await?.len();
                let found = self.digest_view(guild, edition).await?;
                Ok(found.map_or(Facts::Nothing, |(view, missed)| {
                    Facts::Continuation(Box::new(view), missed, there)
                }))
            }
            Topic::Introduction => Ok(self
                .overview(guild, now, 0)
                .await?
                .map_or(Facts::Nothing, |view| Facts::Introduction(Box::new(view)))),
            Topic::Calendar(occasion) => self.calendar_facts(guild, *occasion, now).await,
            Topic::Trouble(trouble) => {
                let waiting = self.waiting(guild).await?.into_iter();
                let mut of_cause =
                    waiting.filter(|cause| (cause.why, cause.channel) == (trouble.why, trouble.channel));
                Ok(of_cause.next().map_or(Facts::Nothing, Facts::Trouble))
            }
            Topic::Files(files) => Ok(match files.state {
                FilesState::Broken(print) => self
                    .still_broken(print)
                    .map_or(Facts::Nothing, Facts::BrokenFiles),
                FilesState::Mended if self.are_mended(guild, *files).await? => Facts::MendedFiles,
                FilesState::Mended => Facts::Nothing,
                FilesState::Lost(print) => self
                    .still_lost(guild, print, now)
                    .await?
                    .map_or(Facts::Nothing, |lost| Facts::LostEditions(Arc::new(lost))),
            }),
            // The one is told elsewhere, the other says nothing of its own.
            Topic::Missed(_) | Topic::Followers(_) => Ok(Facts::Nothing),
        }
    }

    /// What an edition changed, as the guild sees it, with the editions that are told with it; `None` if it has no such
    /// edition.
    async fn digest_view(
        &self,
        guild: GuildId,
        edition: &EditionId,
    ) -> Result<Option<(DigestView, Vec<EditionLine>)>, StoreError> {
        let (editions, radar) = self.shelf(guild).await?;
        let Some(edition) = radar.timeline.get(edition) else {
            return Ok(None);
        };
        let digest = self.digest(guild, &radar, edition, &editions).await?;
        let missed = self.missed_before(guild, &radar, &edition.id).await?;
        let view = DigestView {
            scheme: Arc::clone(radar.timeline.scheme()),
            digest,
            page: 0,
        };
        Ok(Some((view, missed)))
    }

    /// The messages that tell of an edition, in order: its digest's, and those that its corrections before `number`
    /// added.
    pub async fn digest_messages(
        &self,
        guild: GuildId,
        edition: &EditionId,
        number: u32,
    ) -> Result<Vec<Posted>, StoreError> {
        let corrections = (1..number).map(|earlier| Topic::Correction(edition.clone(), earlier));
        let mut messages = Vec::new();
        for topic in std::iter::once(Topic::Digest(edition.clone())).chain(corrections) {
            if let Some(stored) = self.store.notice(guild, &topic).await? {
                messages.extend(stored.value.posted().iter().copied());
            }
        }
        Ok(messages)
    }

    /// The open vote on `blip`, if there is one.
    pub(super) async fn open_vote(
        &self,
        guild: GuildId,
        blip: &BlipId,
        proposals: &[Stored<Proposal>],
    ) -> Result<Option<OpenVote>, StoreError> {
        let open = proposals
            .iter()
            .map(|stored| &stored.value)
            .find(|proposal| proposal.status.is_live() && proposal.change.blip() == blip);
        match open {
            Some(proposal) => Ok(Some(OpenVote {
                number: proposal.number,
                posted: self.posted(guild, proposal.number).await?,
            })),
            None => Ok(None),
        }
    }

    /// What `edition` changed, with the votes behind it if the guild published it.
    pub(super) async fn digest(
        &self,
        guild: GuildId,
        radar: &GuildRadar,
        edition: &Edition,
        editions: &[Stored<GuildEdition>],
    ) -> Result<Digest, StoreError> {
        let votes = self.votes_of(guild, &edition.id, editions).await?;
        let corrections = self.store.corrections(guild).await?;
        let corrections = corrections.iter().map(|stored| &stored.value);
        let mut digest = Digest::of(&radar.timeline, edition, votes);
        digest.corrections = corrections
            .filter(|correction| correction.edition == edition.id)
            .map(Told::from)
            .collect();
        Ok(digest)
    }

    /// The votes that an edition of the guild carried out, by their blips.
    pub(super) async fn votes_of(
        &self,
        guild: GuildId,
        edition: &EditionId,
        editions: &[Stored<GuildEdition>],
    ) -> Result<HashMap<BlipId, VoteBehind>, StoreError> {
        let own = editions.iter().find(|stored| stored.value.id == *edition);
        let mut votes = HashMap::new();
        for number in own.into_iter().flat_map(|stored| &stored.value.proposals) {
            if let Some(stored) = self.store.proposal(guild, *number).await? {
                let vote = self.vote_behind(&stored.value).await?;
                votes.insert(stored.value.change.blip().clone(), vote);
            }
        }
        Ok(votes)
    }

    /// The vote by which the guild's edition `since` changed `blip`.
    pub(super) async fn vote_for(
        &self,
        guild: GuildId,
        blip: &BlipId,
        since: &EditionRef,
        editions: &[Stored<GuildEdition>],
    ) -> Result<Option<VoteBehind>, StoreError> {
        let Some(edition) = editions.iter().find(|stored| stored.value.id == since.id) else {
            return Ok(None);
        };
        for number in edition.value.proposals.iter().rev() {
            if let Some(stored) = self.store.proposal(guild, *number).await?
                && stored.value.change.blip() == blip
            {
                return self.vote_behind(&stored.value).await.map(Some);
            }
        }
        Ok(None)
    }

    /// What a digest says of the vote behind a change.
    pub(super) async fn vote_behind(&self, proposal: &Proposal) -> Result<VoteBehind, StoreError> {
        Ok(VoteBehind {
            number: proposal.number,
            reason: proposal.reason.clone(),
            posted: self.posted(proposal.guild, proposal.number).await?,
        })
    }
}
