//! What members and maintainers do to an open vote: second it, object, answer an objection, void, refresh, add.

use super::error::{Attempt, Error, Field, Refusal};
use super::propose::{Again, RETIRE, must_have_voters, must_leave_room, optional, required};
use super::request::{Call, Propose};
use super::response::{Amended, Amendment, Response};
use super::retry::until_committed;
use super::{MAX_REASON, Maintainer, Service};
use crate::id::MemberId;
use crate::outbox::Update;
use crate::storage::{Append, Batch, Expect, Key, Stored, draw_salt};
use crate::vote::concern::{MAX_TEXT, MAX_TITLE};
use crate::vote::electorate::{Admission, size_or_unknown};
use crate::vote::trail::EventKind;
use crate::vote::{
    Ballot, Change, ChangeError, ConcernNumber, Electorate, Phase, Proposal, ProposalNumber, Waiting,
};

/// A proposal that goes on, what was done to it and what must be said of it.
type Step = (Proposal, Amendment, Vec<Update>);

impl Service {
    pub(super) async fn raise(
        &self,
        call: &Call,
        number: ProposalNumber,
        title: &str,
        text: Option<&str>,
    ) -> Result<Response, Error> {
        self.must_reach(call, number).await?;
        let title = required(title, MAX_TITLE, Field::ConcernTitle)?;
        let text = text.filter(|text| !text.trim().is_empty());
        let text = optional(text, MAX_TEXT, Field::ConcernText)?;
        self.amend(call, number, |open| {
            let known = open.concerns.iter().position(|concern| {
                // Discord delivered the same form twice: it is one concern.
                concern.author == call.actor.member && concern.raised_at == call.interaction.created_at()
            });
            if let Some(index) = known {
                return Ok((
                    open.clone(),
                    Amendment::Raised(ConcernNumber::at(index)),
                    Vec::new(),
                ));
            }
            let (next, concern) = open.raise(
                call.actor.member,
                &call.actor.roles,
                (title.clone(), text.clone()),
                call.interaction,
            )?;
            Ok((next, Amendment::Raised(concern), vec![Update::Raised(concern)]))
        })
        .await
    }

    pub(super) async fn resolve(
        &self,
        call: &Call,
        number: ProposalNumber,
        concern: ConcernNumber,
    ) -> Result<Response, Error> {
        self.amend(call, number, |open| {
            let next = open.resolve(concern, call.actor.member, call.now)?;
            let updates = answered(open, &next, concern);
            Ok((next, Amendment::Resolved(concern), updates))
        })
        .await
    }

    pub(super) async fn override_concern(
        &self,
        call: &Call,
        number: ProposalNumber,
        concern: ConcernNumber,
        reason: &str,
    ) -> Result<Response, Error> {
        let maintainer = self.must_maintain(call).await?;
        let reason = required(reason, MAX_REASON, Field::Reason)?;
        self.amend(call, number, |open| {
            let next = open.override_concern(concern, maintainer.member(), reason.clone(), call.now)?;
            let updates = answered(open, &next, concern);
            Ok((next, Amendment::Overridden(concern), updates))
        })
        .await
    }

    pub(super) async fn void(
        &self,
        call: &Call,
        number: ProposalNumber,
        member: MemberId,
        reason: &str,
    ) -> Result<Response, Error> {
        let maintainer = self.must_maintain(call).await?;
        let reason = required(reason, MAX_REASON, Field::Reason)?;
        let ballots = self.store.ballots(call.guild, number).await?;
        self.amend(call, number, |open| {
            let counts = |ballot: &&Ballot| ballot.voter.member() == Some(member) && !open.is_voided(ballot);
            // Where names are secret, a refusal would say who has voted.
            if open.policy.names && !ballots.iter().any(|ballot| counts(&ballot)) {
                open.must_take_ballots(call.now)?;
                return Err(Refusal::NothingToVoid { number, member }.into());
            }
            let next = open.void(member, maintainer.member(), reason.clone(), call.now)?;
            let index = u32::try_from(open.voided.len()).unwrap_or(u32::MAX);
            Ok((next, Amendment::Voided(member), vec![Update::Voided(index)]))
        })
        .await
    }

    pub(super) async fn refresh(&self, call: &Call, number: ProposalNumber) -> Result<Response, Error> {
        let maintainer = self.must_maintain(call).await?;
        let stored = self.store.proposal(call.guild, number).await?;
        let open = stored.ok_or(Refusal::NoSuchProposal { number })?.value;
        let electorate = self.electorate_again(&open).await?;
        let ballots = self.store.ballots(call.guild, number).await?;
        let departed = self.roll(&open, &ballots, call.now).await?.departed;
        let (next, what) = until_committed(|| async {
            let stored = self.store.proposal(call.guild, number).await?;
            let Stored {
                revision,
                value: open,
            } = stored.ok_or(Refusal::NoSuchProposal { number })?;
            let ballots = self.store.ballots(call.guild, number).await?;
            must_have_voters(&open.policy, open.proposer, &electorate)?;
            let next = open
                .refresh(electorate.clone(), &ballots, departed.as_ref(), call.now)
                .map_err(|error| refusal(&open, error))?;
            let next = self.marked(&next, departed.clone()).await?.into_owned();
            let what = Amendment::Refreshed {
                before: open.electorate.size(),
                now: next.electorate.size(),
                departed: next.without_role(),
            };
            // The states do not say who asked for it, nor that nothing came of it: the trail does.
            let by = Some(maintainer.member());
            let asked = (by, EventKind::RosterRefreshed, read_again(&open, &next));
            let asked = Append::event(call.guild, number, asked, call.now, draw_salt()?);
            if next == open {
                let unchanged = Expect::Revision(Key::Proposal(call.guild, number), revision);
                let batch = Batch::new().expect(unchanged).append(asked);
                self.store.commit(batch).await?;
                return Ok((next, what));
            }
            must_leave_room(&next)?;
            let mut updates = extended(&open, &next);
            if updates.is_empty() {
                // Where the deadline moved, that tells it.
                updates.push(self.news(call, number, Update::Refreshed).await?);
            }
            // A ballot that comes meanwhile keeps its voter in: it is looked at again.
            let counted = Batch::new()
                .expect(Expect::Ballots(call.guild, number, ballots.len()))
                .append(asked);
            let next = self
                .change(counted, (revision, &open), next, updates, call.now)
                .await?;
            self.agenda.set(call.guild, number, Some(call.now));
            Ok::<_, Attempt>((next, what))
        })
        .await?;
        Ok(amended(&next, what))
    }

    pub(super) async fn add(
        &self,
        call: &Call,
        number: ProposalNumber,
        text: &str,
    ) -> Result<Response, Error> {
        let text = required(text, MAX_REASON, Field::Reason)?;
        self.amend(call, number, |open| {
            let next = open.add(call.actor.member, text.clone())?;
            let index = u32::try_from(open.addenda.len()).unwrap_or(u32::MAX);
            Ok((next, Amendment::Added, vec![Update::Added(index)]))
        })
        .await
    }

    /// Proposes the aim of a vote again that went stale, from where the blip stands now.
    pub(super) async fn restart(&self, call: &Call, number: ProposalNumber) -> Result<Response, Error> {
        let stored = self
            .store
            .proposal(call.guild, number)
            .await?
            .ok_or(Refusal::NoSuchProposal { number })?;
        let change = &stored.value.change;
        let (quadrant, summary) = match change {
            Change::Add {
                quadrant, summary, ..
            } => (Some(quadrant.to_string()), Some(summary.to_string())),
            Change::Move { .. } | Change::Retire { .. } | Change::Return { .. } => (None, None),
        };
        // Nobody's words are put into another's mouth: the earlier vote, which is linked, has them.
        let is_own = stored.value.proposer == call.actor.member;
        let reason = stored.value.reason.as_ref().filter(|_| is_own);
        let reason = reason.map(ToString::to_string);
        let window = stored.value.first_window();
        let propose = Propose {
            blip: change.title().as_str().to_owned(),
            ring: change.to().map_or_else(|| RETIRE.to_owned(), ToString::to_string),
            reason,
            quadrant,
            summary,
            policy: Some(stored.value.policy.name.to_string()),
            duration: (window != stored.value.policy.duration).then(|| format!("{}s", window.as_secs())),
        };
        let addenda = if is_own {
            stored.value.addenda.clone()
        } else {
            Vec::new()
        };
        let again = Again { number, addenda };
        self.propose(call, &propose, Some(&again)).await
    }

    /// A second voter has a proposal put to the vote that was rejected a short while ago: with those who may vote now,
    /// and from where the blip stands now.
    pub(super) async fn second(&self, call: &Call, number: ProposalNumber) -> Result<Response, Error> {
        let next = until_committed(|| async {
            let stored = self
                .store
                .proposal(call.guild, number)
                .await?
                .ok_or(Refusal::NoSuchProposal { number })?;
            let waiting = stored.value;
            must_want_second(&waiting)?;
            if waiting.proposer == call.actor.member {
                return Err(Refusal::OwnSecond { number }.into());
            }
            let settings = self.store.settings(call.guild).await?.value;
            let electorate = self.electorate(call.guild, &settings, &waiting.policy).await?;
            if electorate == Electorate::Anyone {
                self.must_use(call, waiting.channel).await?;
            }
            let excluded = &waiting.policy.excluded;
            match electorate.admits(call.actor.member, &call.actor.roles, excluded) {
                Admission::Binding => {}
                Admission::Excluded => {
                    let policy = waiting.policy.name;
                    return Err(Refusal::Excluded { policy }.into());
                }
                Admission::Advisory | Admission::LacksRole(_) | Admission::NotListed => {
                    return Err(match electorate.role() {
                        Some(role) => Refusal::NotAdmitted { role },
                        None => Refusal::NotListed,
                    }
                    .into());
                }
            }
            let seconded = Proposal {
                seconded_by: Some(call.actor.member),
                ..waiting.clone()
            };
            self.put_to_vote((stored.revision, &waiting), seconded, call.now)
                .await
        })
        .await?;
        match next.status.phase() {
            Phase::Open => Ok(amended(&next, Amendment::Seconded(None))),
            Phase::Waiting(waiting) => Ok(amended(&next, Amendment::Seconded(Some(waiting)))),
            Phase::Held { .. } | Phase::Over => Err(Refusal::VoteOver {
                number,
                status: next.status,
            }
            .into()),
        }
    }

    pub(super) async fn must_maintain(&self, call: &Call) -> Result<Maintainer, Error> {
        let settings = self.store.settings(call.guild).await?.value;
        let role = settings.maintainers;
        call.actor
            .maintainer(&settings)
            .ok_or_else(|| Refusal::NotMaintainer { role }.into())
    }

    /// Whether an outage made a vote longer that seems to be over: the bot has just come back, and nothing has looked at it
    /// since.
    pub(super) async fn is_longer(&self, stored: &Stored<Proposal>, call: &Call) -> Result<bool, Attempt> {
        let read = (stored.revision, &stored.value);
        Ok(self.outlive(read, call.now).await?.is_some())
    }

    async fn amend(
        &self,
        call: &Call,
        number: ProposalNumber,
        step: impl Fn(&Proposal) -> Result<Step, Failed>,
    ) -> Result<Response, Error> {
        let (next, what) = until_committed(|| async {
            let stored = self
                .store
                .proposal(call.guild, number)
                .await?
                .ok_or(Refusal::NoSuchProposal { number })?;
            let (next, what, updates) = match step(&stored.value) {
                Ok(step) => step,
                Err(Failed::Rule(ChangeError::Over)) if self.is_longer(&stored, call).await? => {
                    return Err(Attempt::Again);
                }
                Err(failed) => return Err(failed.refusal(&stored.value).into()),
            };
            if next == stored.value {
                return Ok((next, what));
            }
            must_leave_room(&next)?;
            let next = self
                .change(
                    Batch::new(),
                    (stored.revision, &stored.value),
                    next,
                    updates,
                    call.now,
                )
                .await?;
            // It may be certain now, or due.
            self.agenda.set(call.guild, number, Some(call.now));
            Ok::<_, Attempt>((next, what))
        })
        .await?;
        Ok(amended(&next, what))
    }
}

/// How many could vote before, how many can now, and how many of those are others.
fn read_again(before: &Proposal, next: &Proposal) -> String {
    let size = |electorate: &Electorate| size_or_unknown(electorate.size());
    let (old, new) = (&before.electorate, &next.electorate);
    let sizes = format!("{} to {}", size(old), size(new));
    match (old.members(), new.members()) {
        (Some(were), Some(are)) => {
            let (came, went) = (are.difference(were).count(), were.difference(are).count());
            format!("{sizes}, {came} came and {went} went")
        }
        (None, _) | (_, None) => sizes,
    }
}

fn amended(next: &Proposal, what: Amendment) -> Response {
    Response::Amended(Amended {
        number: next.number,
        title: next.change.title().clone(),
        closes_at: next.closes_at,
        what,
    })
}

/// Refuses to second what waits for no second.
fn must_want_second(proposal: &Proposal) -> Result<(), Refusal> {
    match proposal.status.phase() {
        Phase::Waiting(Waiting::Second { .. }) => Ok(()),
        Phase::Waiting(Waiting::Behind(_) | Waiting::Voters)
        | Phase::Open
        | Phase::Held { .. }
        | Phase::Over => Err(Refusal::NothingToSecond {
            number: proposal.number,
        }),
    }
}

/// Why a step was not made.
enum Failed {
    /// The rules say so.
    Rule(ChangeError),
    /// The use case says so.
    Refused(Box<Refusal>),
}

impl From<ChangeError> for Failed {
    fn from(error: ChangeError) -> Self {
        Self::Rule(error)
    }
}

impl From<Refusal> for Failed {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(Box::new(refusal))
    }
}

impl Failed {
    fn refusal(self, proposal: &Proposal) -> Refusal {
        match self {
            Self::Rule(error) => refusal(proposal, error),
            Self::Refused(refusal) => *refusal,
        }
    }
}

/// A rule's word as the member reads it.
pub(super) fn refusal(proposal: &Proposal, error: ChangeError) -> Refusal {
    let number = proposal.number;
    match error {
        ChangeError::Over => Refusal::VoteOver {
            number,
            status: proposal.status.clone(),
        },
        ChangeError::NotYet => Refusal::VoteNotYet { number },
        ChangeError::Held => held(proposal),
        ChangeError::NotItsProposer => Refusal::NotItsProposer { number },
        ChangeError::NoSuchConcern(concern) => Refusal::NoSuchConcern { number, concern },
        ChangeError::Answered(concern) => Refusal::ConcernAnswered { number, concern },
        ChangeError::NotItsAuthor(concern) => match proposal.concerns.get(concern.index()) {
            Some(known) => Refusal::NotItsAuthor {
                number,
                concern,
                author: known.author,
            },
            None => Refusal::NoSuchConcern { number, concern },
        },
        ChangeError::TooManyConcerns => Refusal::TooManyConcerns { number },
        ChangeError::EnoughConcerns => Refusal::EnoughConcerns { number },
        ChangeError::TooManyAddenda => Refusal::TooManyAddenda { number },
        ChangeError::LacksRole(role) => Refusal::NotAdmitted { role },
        ChangeError::NotListed => Refusal::NotListed,
        ChangeError::Excluded => Refusal::Excluded {
            policy: proposal.policy.name.clone(),
        },
        ChangeError::Advisory => Refusal::ConcernIsAdvice { number },
        ChangeError::NoRoster => Refusal::NoRoster { number },
    }
}

/// What is said where a vote is held.
pub(super) fn held(proposal: &Proposal) -> Refusal {
    let number = proposal.number;
    match proposal.status.phase() {
        Phase::Held { until } => Refusal::VoteHeld { number, until },
        Phase::Waiting(_) | Phase::Open | Phase::Over => Refusal::VoteOver {
            number,
            status: proposal.status.clone(),
        },
    }
}

fn answered(before: &Proposal, next: &Proposal, concern: ConcernNumber) -> Vec<Update> {
    let mut updates = vec![Update::Answered(concern)];
    updates.extend(extended(before, next));
    updates
}

/// That the deadline was moved, if it was.
pub(super) fn extended(before: &Proposal, next: &Proposal) -> Vec<Update> {
    let moved = next.extensions.len() > before.extensions.len();
    let index = u32::try_from(before.extensions.len()).unwrap_or(u32::MAX);
    moved.then_some(Update::Extended(index)).into_iter().collect()
}
