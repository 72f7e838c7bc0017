//! Gathering what is shown of one vote.

use std::collections::{BTreeSet, HashMap};

use jiff::Timestamp;

use super::Service;
use super::response::{Again, Earlier, ProposalView, Rebased, Why};
use crate::guild_edition::GuildEdition;
use crate::id::{GuildId, MemberId};
use crate::outbox::{Topic, Update};
use crate::storage::StoreError;
use crate::vote::tally::latest;
use crate::vote::{Attendance, Ballot, Choice, Phase, Proposal, ProposalNumber, Status};

impl Service {
    /// One proposal as it stands; `None` if there is none with that number.
    pub async fn proposal_view(
        &self,
        guild: GuildId,
        number: ProposalNumber,
    ) -> Result<Option<ProposalView>, StoreError> {
        let found = self.view_with_ballots(guild, number).await?;
        Ok(found.map(|(view, _)| view))
    }

    /// The same with all its ballots: they may be many, and are read once for all that is told of them.
    pub(super) async fn view_with_ballots(
        &self,
        guild: GuildId,
        number: ProposalNumber,
    ) -> Result<Option<(ProposalView, Vec<Ballot>)>, StoreError> {
        let Some(stored) = self.store.proposal(guild, number).await? else {
            return Ok(None);
        };
        let ballots = self.store.ballots(guild, number).await?;
        let mut view = self.counted_view(stored.value, &ballots).await?;
        if !view.proposal.status.is_live() {
            view.reasons = reasons(&view.proposal, &ballots);
        }
        view.earlier = self.earlier(&view.proposal).await?;
        Ok(Some((view, ballots)))
    }

    /// What a vote's message tells of its blip as it is at `now`.
    pub(super) async fn look_around(
        &self,
        view: &mut ProposalView,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        view.reworded = self.reworded(&view.proposal, now).await?.is_some();
        view.rebased = self.rebased(&view.proposal, now).await?;
        Ok(())
    }

    /// Whether the vote starts from elsewhere than where its blip stood when it was proposed: what waits is put to the vote
    /// from where it stands then.
    async fn rebased(&self, proposal: &Proposal, now: Timestamp) -> Result<Option<Rebased>, StoreError> {
        let (guild, number) = (proposal.guild, proposal.number);
        match proposal.status.phase() {
            Phase::Waiting(_) => {
                let standing = self.standing(guild, proposal.change.blip(), now).await?;
                let fits = proposal.change.fits(&standing);
                Ok((!fits).then_some(Rebased::To(standing)))
            }
            Phase::Open | Phase::Held { .. } => {
                // It was told when it was put to the vote.
                let told = Topic::Update(number, Update::Waiting);
                let waited = self.store.notice(guild, &told).await?.is_some();
                Ok(waited.then_some(Rebased::Meanwhile))
            }
            Phase::Over => Ok(None),
        }
    }

    /// The vote that asked the same before.
    async fn earlier(&self, proposal: &Proposal) -> Result<Option<Earlier>, StoreError> {
        let Some(number) = proposal.supersedes else {
            return Ok(None);
        };
        let Some(stored) = self.store.proposal(proposal.guild, number).await? else {
            return Ok(None);
        };
        Ok(Some(Earlier {
            number,
            status: stored.value.status,
            posted: self.posted(proposal.guild, number).await?,
        }))
    }

    /// `proposal` with its tally and message, as lists show it: without the reasons and the vote before it.
    pub(super) async fn view_of(&self, proposal: Proposal) -> Result<ProposalView, StoreError> {
        // A list reads no ballots where what they came to is stored.
        let ballots = match proposal.status.last_count() {
            Some(_) => Vec::new(),
            None => self.store.ballots(proposal.guild, proposal.number).await?,
        };
        // Boxed, so that what shows a vote beside much else stays small.
        Box::pin(self.counted_view(proposal, &ballots)).await
    }

    /// The same, `ballots` being all that were cast if it is not stored what they came to.
    async fn counted_view(&self, proposal: Proposal, ballots: &[Ballot]) -> Result<ProposalView, StoreError> {
        let mut away = if proposal.status.is_live() {
            self.away_at_the_close(&proposal).await?
        } else {
            BTreeSet::new()
        };
        let count = if let Some(count) = proposal.status.last_count() {
            *count
        } else {
            let count = proposal.count(ballots, &expected(&proposal, &away));
            // Who voted is not waited for; where names are secret their number would tell whether they did.
            if proposal.policy.names {
                let standing = ballots.iter().filter(|ballot| !proposal.is_voided(ballot));
                let voted: BTreeSet<MemberId> = standing.filter_map(|ballot| ballot.voter.member()).collect();
                away = &away - &voted;
            }
            count
        };
        let newest = self.newest_message(proposal.guild, proposal.number).await?;
        let again = match &newest {
            Some(newest) if newest.reposts > 0 => Some(Again {
                at: newest.notice.value.queued_at,
                thread: self.thread_of(&proposal).await?,
            }),
            Some(_) | None => None,
        };
        let editions = match proposal.status {
            Status::Passed { .. } => self.store.editions(proposal.guild).await?,
            Status::Waiting(_)
            | Status::Open
            | Status::Held { .. }
            | Status::Rejected { .. }
            | Status::NoQuorum { .. }
            | Status::Blocked { .. }
            | Status::Withdrawn { .. }
            | Status::Cancelled { .. }
            | Status::Stale { .. } => Vec::new(),
        };
        let carried_out = editions
            .into_iter()
            .find(|stored| stored.value.proposals.contains(&proposal.number));
        let published = match carried_out {
            Some(stored) => Some(self.title_now(stored.value).await?),
            None => None,
        };
        Ok(ProposalView {
            departed: self.departed(&proposal).await?,
            reworded: false,
            rebased: None,
            published,
            scheme: self.radars.scheme(),
            proposal,
            count,
            posted: newest.and_then(|newest| newest.posted()),
            again,
            away: away.len(),
            earlier: None,
            reasons: Vec::new(),
        })
    }

    /// What an edition is called now: it may have been corrected.
    async fn title_now(&self, edition: GuildEdition) -> Result<String, StoreError> {
        let radar = self.radar(edition.guild).await?;
        let corrected = radar.timeline.get(&edition.id).map(|now| now.title.clone());
        Ok(corrected.unwrap_or(edition.title))
    }
}

/// Who can be counted on at the close: whoever is away until after it is taken out there, unless they vote.
///
/// Where names are secret nobody is taken out before: the number would tell whether somebody who is away has voted, and
/// the tally beside it how.
fn expected(proposal: &Proposal, away: &BTreeSet<MemberId>) -> Attendance {
    match proposal.electorate.members() {
        Some(members) if proposal.policy.names && !away.is_empty() => Attendance::Still(members - away),
        Some(_) | None => Attendance::Unread,
    }
}

/// The reasons that came with the ballots that count: the first one of each answer, so that none is missing where few are
/// shown, then the second ones, and so on.
fn reasons(proposal: &Proposal, ballots: &[Ballot]) -> Vec<Why> {
    let latest = latest(ballots.iter().filter(|ballot| proposal.counts(ballot)));
    let mut latest: Vec<&Ballot> = latest.into_values().collect();
    latest.sort_by_key(|ballot| ballot.interaction);
    let mut before: HashMap<Choice, usize> = HashMap::new();
    let said = latest.into_iter().filter_map(|ballot| {
        let text = ballot.reason.clone()?;
        let nth = before.entry(ballot.choice).or_default();
        *nth += 1;
        let (voter, choice) = (ballot.voter, ballot.choice);
        Some((*nth, Why { voter, choice, text }))
    });
    let mut said: Vec<(usize, Why)> = said.collect();
    said.sort_by_key(|(nth, _)| *nth);
    said.into_iter().map(|(_, why)| why).collect()
}
