//! `/proposal`: list, show, record, withdraw, cancel.

use std::collections::BTreeSet;

use super::attendance::silent;
use super::concerns::refusal;
use super::error::{Attempt, Error, Field, Refusal};
use super::request::Call;
use super::response::{Mine, Page, RecordView, Response};
use super::retry::until_committed;
use super::{MAX_REASON, Service};
use crate::id::MemberId;
use crate::prose::Prose;
use crate::storage::Batch;
use crate::vote::tally::latest_of;
use crate::vote::{Ballot, ChangeError, Phase, Proposal, ProposalNumber};

/// Proposals on a page of the list: what fits an embed with all that is told of each.
const PAGE: usize = 8;

impl Service {
    pub(super) async fn list_proposals(&self, call: &Call, page: u16) -> Result<Response, Error> {
        let mut all = self.store.proposals(call.guild).await?;
        all.reverse();
        let page = Page::of(all, page, PAGE);
        let mut rows = Vec::with_capacity(page.rows.len());
        for stored in page.rows {
            rows.push(self.view_of(stored.value).await?);
        }
        Ok(Response::Proposals {
            page: Page {
                rows,
                number: page.number,
                count: page.count,
                total: page.total,
            },
        })
    }

    pub(super) async fn show_proposal(&self, call: &Call, number: ProposalNumber) -> Result<Response, Error> {
        let (mut view, ballots) = self
            .view_with_ballots(call.guild, number)
            .await?
            .ok_or(Refusal::NoSuchProposal { number })?;
        self.look_around(&mut view, call.now).await?;
        let mine = latest_of(&ballots, call.actor.member);
        let mine = mine.map(|ballot| (ballot.choice, view.proposal.effect(ballot)));
        let silent = not_yet(&view.proposal, &ballots);
        let admission = view.proposal.admits(call.actor.member, &call.actor.roles);
        Ok(Response::Proposal {
            view: Box::new(view),
            mine: Mine {
                admission,
                ballot: mine,
            },
            silent,
        })
    }

    pub(super) async fn record(&self, call: &Call, number: ProposalNumber) -> Result<Response, Error> {
        let view = self
            .proposal_view(call.guild, number)
            .await?
            .ok_or(Refusal::NoSuchProposal { number })?;
        let trail = self.store.trail(call.guild, number).await?.value;
        let later = self.store.proposals(call.guild).await?;
        let superseded_by = later
            .iter()
            .map(|stored| &stored.value)
            .rfind(|later| later.supersedes == Some(number) && later.status.count().is_some())
            .map(|later| later.number);
        Ok(Response::Record(Box::new(RecordView {
            view,
            trail,
            superseded_by,
        })))
    }

    pub(super) async fn withdraw(&self, call: &Call, number: ProposalNumber) -> Result<Response, Error> {
        self.end_by_hand(call, number, |open| open.withdraw(call.actor.member, call.now))
            .await
    }

    pub(super) async fn cancel(
        &self,
        call: &Call,
        number: ProposalNumber,
        reason: &str,
    ) -> Result<Response, Error> {
        let maintainer = self.must_maintain(call).await?;
        let reason = Prose::parse(reason, MAX_REASON).map_err(|error| Refusal::BadText {
            field: Field::Reason,
            error,
        })?;
        self.end_by_hand(call, number, |open| {
            open.cancel(maintainer.member(), reason.clone(), call.now)
        })
        .await
    }

    async fn end_by_hand(
        &self,
        call: &Call,
        number: ProposalNumber,
        end: impl Fn(&Proposal) -> Result<Proposal, ChangeError>,
    ) -> Result<Response, Error> {
        let ended = until_committed(|| async {
            let stored = self
                .store
                .proposal(call.guild, number)
                .await?
                .ok_or(Refusal::NoSuchProposal { number })?;
            let ended = match end(&stored.value) {
                Ok(ended) => ended,
                Err(ChangeError::Over) if self.is_longer(&stored, call).await? => {
                    return Err(Attempt::Again);
                }
                Err(error) => return Err(refusal(&stored.value, error).into()),
            };
            self.end(Batch::new(), (stored.revision, &stored.value), ended, call.now)
                .await
        })
        .await?;
        Ok(Response::Ended(Box::new(self.view_of(ended).await?)))
    }
}

/// Who has not voted yet: while the vote goes on, where members are known by name, if the policy shows names.
fn not_yet(proposal: &Proposal, ballots: &[Ballot]) -> Option<BTreeSet<MemberId>> {
    match proposal.status.phase() {
        Phase::Open | Phase::Held { .. } => {}
        Phase::Waiting(_) | Phase::Over => return None,
    }
    let members = proposal.electorate.members()?;
    proposal.policy.names.then(|| silent(proposal, members, ballots))
}
