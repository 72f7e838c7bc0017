//! `/edition drop|keep`: a maintainer takes what waits out of the draft, or puts it back. Both are recorded.

use super::Service;
use super::editions::Desk;
use super::error::{Attempt, Error, Field, Refusal};
use super::propose::required;
use super::request::Call;
use super::response::{OpenVote, Response};
use super::retry::until_committed;
use super::{MAX_REASON, draft};
use crate::draft::Draft;
use crate::edit::{Dropped, Edit, EditNumber};
use crate::outbox::Update;
use crate::radar::Title;
use crate::storage::{Append, Batch, Expect, Key, Row, Stored, draw_salt};
use crate::vote::trail::EventKind;
use crate::vote::{Phase, Proposal, ProposalNumber, Status};

impl Service {
    pub(super) async fn drop_proposal(
        &self,
        call: &Call,
        number: ProposalNumber,
        reason: &str,
    ) -> Result<Response, Error> {
        let maintainer = self.must_maintain(call).await?;
        let reason = required(reason, MAX_REASON, Field::Reason)?;
        let (dropped, ending) = until_committed(|| async {
            let desk = self.desk(call.guild, call.now).await?;
            let stored = proposal(&desk, number)?;
            let mut queued = desk.draft.queued.iter().map(|queued| &queued.proposal);
            let not_there = || Refusal::NotInDraft {
                number,
                inside: named(desk.draft.queued.iter().map(|queued| &queued.proposal)),
            };
            queued
                .find(|queued| queued.number == number)
                .ok_or_else(not_there)?;
            // Without this one it would not fit, and what conflicts is over for good.
            let blip = stored.value.change.blip();
            if let Some(later) = queued.find(|later| later.change.blip() == blip) {
                let later = later.number;
                return Err(Refusal::BuiltUpon { number, later }.into());
            }
            let next = stored
                .value
                .dropped(maintainer.member(), reason.clone(), call.now)
                .ok_or_else(not_there)?;
            let told = vec![self.news(call, number, Update::Dropped).await?];
            let read = (stored.revision, &stored.value);
            let ending = left_without(call, &desk, &next);
            let dropped = self.change(Batch::new(), read, next, told, call.now).await?;
            Ok::<_, Attempt>((dropped, ending))
        })
        .await?;
        self.redrafted(call, dropped, ending).await
    }

    pub(super) async fn keep(&self, call: &Call, number: ProposalNumber) -> Result<Response, Error> {
        let maintainer = self.must_maintain(call).await?;
        let kept = until_committed(|| async {
            let desk = self.desk(call.guild, call.now).await?;
            let stored = proposal(&desk, number)?;
            let next = stored.value.kept().ok_or_else(|| {
                let all = desk.proposals.iter().map(|stored| &stored.value);
                Refusal::NotDropped {
                    number,
                    dropped: named(all.filter(|proposal| proposal.status.dropped().is_some())),
                }
            })?;
            let title = next.change.title().clone();
            if let Some(vote) = self
                .open_vote(call.guild, next.change.blip(), &desk.proposals)
                .await?
            {
                let mut all = desk.proposals.iter().map(|stored| &stored.value);
                return Err(Refusal::OpenVote {
                    title,
                    number: vote.number,
                    posted: vote.posted,
                    waits: all.any(|open| open.number == vote.number && open.status.phase().is_waiting()),
                }
                .into());
            }
            let since = desk.proposals.iter().map(|stored| &stored.value).rfind(|later| {
                later.number > number
                    && later.asks(&next.change)
                    && matches!(later.status, Status::Rejected { .. })
            });
            if let Some(later) = since.map(|later| later.number) {
                return Err(Refusal::RejectedSince { number, title, later }.into());
            }
            if !fits_again(call, &desk, &next) {
                return Err(Refusal::FitsNoMore { number, title }.into());
            }
            // The state does not say who put it back: the trail does.
            let kept = (Some(maintainer.member()), EventKind::Kept, String::new());
            let kept = Append::event(call.guild, number, kept, call.now, draw_salt()?);
            let told = vec![self.news(call, number, Update::Kept).await?];
            let read = (stored.revision, &stored.value);
            self.change(Batch::new().append(kept), read, next, told, call.now)
                .await
        })
        .await?;
        // None is open on its blip.
        self.redrafted(call, kept, Vec::new()).await
    }

    pub(super) async fn drop_edit(
        &self,
        call: &Call,
        number: EditNumber,
        reason: &str,
    ) -> Result<Response, Error> {
        let maintainer = self.must_maintain(call).await?;
        let reason = required(reason, MAX_REASON, Field::Reason)?;
        until_committed(|| async {
            // An edition that is published meanwhile writes the settings again, and carries the edit out.
            let settings = self.store.settings(call.guild).await?.revision;
            let editions = self.store.editions(call.guild).await?;
            let edits = self.store.edits(call.guild).await?;
            let waiting = draft::waiting_edits(&edits, &editions);
            let stored = edits.iter().find(|stored| stored.value.number == number);
            let is_waiting = waiting.iter().any(|edit| edit.number == number);
            let Some(stored) = stored.filter(|_| is_waiting) else {
                let mut inside = Vec::new();
                for edit in &waiting {
                    inside.push((edit.number, self.title_of(call, edit).await?));
                }
                return Err(Refusal::NoSuchEdit { number, inside }.into());
            };
            let title = self.title_of(call, &stored.value).await?;
            let dropped = Edit {
                dropped: Some(Dropped {
                    by: maintainer.member(),
                    at: call.now,
                    reason: reason.clone(),
                }),
                ..stored.value.clone()
            };
            let batch = Batch::new()
                .expect(Expect::Revision(Key::Settings(call.guild), settings))
                .replace(stored.revision, Row::Edit(dropped));
            self.store.commit(batch).await?;
            self.words_changed(call.guild, &stored.value.revision.blip).await;
            Ok::<_, Attempt>(Response::EditDropped { number, title })
        })
        .await
    }

    /// What the blip of an edit is called.
    async fn title_of(&self, call: &Call, edit: &Edit) -> Result<Title, Error> {
        let desk = self.desk(call.guild, call.now).await?;
        let current = desk.radar.current(call.now).ok_or(Refusal::NoEdition)?;
        let id = &edit.revision.blip;
        let blip = desk.draft.blip(current.edition, id);
        let title = blip.map(|blip| blip.title);
        // A blip that came and went in the draft has no title any more; its id can always be one.
        title
            .or_else(|| Title::parse(id.as_str()).ok())
            .ok_or(Refusal::NoEdition.into())
    }

    /// The answer, once the votes that go on were told that blips stand elsewhere; `ending` are those that it ends.
    async fn redrafted(
        &self,
        call: &Call,
        proposal: Proposal,
        ending: Vec<ProposalNumber>,
    ) -> Result<Response, Error> {
        // It is stored: that must not be told as a failure.
        if let Err(error) = self.look_again(call.guild, call.now).await {
            tracing::error!(guild.id = %call.guild, %error, "the votes could not be looked at after the draft changed");
        }
        let mut votes = Vec::with_capacity(ending.len());
        for number in ending {
            votes.push(OpenVote {
                number,
                posted: self.posted(call.guild, number).await?,
            });
        }
        Ok(Response::Redrafted {
            view: Box::new(self.view_of(proposal).await?),
            ending: votes,
        })
    }
}

fn proposal(desk: &Desk, number: ProposalNumber) -> Result<&Stored<Proposal>, Refusal> {
    let mut all = desk.proposals.iter();
    all.find(|stored| stored.value.number == number)
        .ok_or(Refusal::NoSuchProposal { number })
}

fn named<'a>(proposals: impl Iterator<Item = &'a Proposal>) -> Vec<(ProposalNumber, Title)> {
    let name = |proposal: &Proposal| (proposal.number, proposal.change.title().clone());
    proposals.map(name).collect()
}

/// The votes that go on and start from where `dropped` would have put its blip: they end as stale without it.
fn left_without(call: &Call, desk: &Desk, dropped: &Proposal) -> Vec<ProposalNumber> {
    let Some(current) = desk.radar.current(call.now) else {
        return Vec::new();
    };
    let blip = dropped.change.blip();
    let others = desk.draft.queued.iter().map(|queued| &queued.proposal);
    let others = others.filter(|other| other.number != dropped.number).cloned();
    let without = Draft::of(current.edition, others.collect(), Vec::new());
    let standing = without.standing(current.edition, blip);
    let all = desk.proposals.iter().map(|stored| &stored.value);
    let ending = all.filter(|vote| match vote.status.phase() {
        Phase::Open | Phase::Held { .. } => vote.change.blip() == blip && !vote.change.fits(&standing),
        // What waits begins from where the blip stands then.
        Phase::Waiting(_) | Phase::Over => false,
    });
    ending.map(|vote| vote.number).collect()
}

/// Whether the draft takes `next` back, and everything that fits now still does.
fn fits_again(call: &Call, desk: &Desk, next: &Proposal) -> bool {
    let Some(current) = desk.radar.current(call.now) else {
        return false;
    };
    let waiting = desk.draft.queued.iter().map(|queued| queued.proposal.clone());
    let again = Draft::of(
        current.edition,
        waiting.chain([next.clone()]).collect(),
        Vec::new(),
    );
    let fit = |draft: &Draft| draft.fitting().count();
    let is_in = again.fitting().any(|proposal| proposal.number == next.number);
    is_in && fit(&again) == fit(&desk.draft) + 1
}
