//! A member votes. The ballot is on disk when this returns.

use std::sync::Arc;

use tokio::sync::OnceCell;

use super::close::next_look;
use super::concerns::held;
use super::error::{Attempt, Error, Field, Refusal};
use super::place::PlaceError;
use super::polls::Poll;
use super::propose::optional;
use super::request::Call;
use super::response::{Recorded, Response};
use super::retry::until_committed;
use super::{Event, MAX_BALLOT_REASON, Service};
use crate::id::ChannelId;
use crate::prose::Prose;
use crate::storage::{Append, Batch, CommitError, Expect, Key, Revision, draw_salt};
use crate::vote::tally::latest_of;
use crate::vote::{Ballot, CastError, Choice, Electorate, Proposal, ProposalNumber, Status};

impl Service {
    pub(super) async fn cast(
        &self,
        call: &Call,
        number: ProposalNumber,
        choice: Choice,
        reason: Option<&str>,
    ) -> Result<Response, Error> {
        let reason = optional(reason, MAX_BALLOT_REASON, Field::Reason)?;
        // Discord is asked once, however often it is tried.
        let reached = OnceCell::new();
        let recorded = until_committed(|| async {
            let poll = self.poll(call, number).await?;
            let proposal = &poll.stored.value;
            reached.get_or_try_init(|| self.must_see(call, proposal)).await?;
            match self.store_ballot(call, &poll, choice, reason.clone()).await {
                Ok(recorded) => Ok(recorded),
                Err(Attempt::Again) => {
                    self.polls.outdated(&poll);
                    match self.known_ballot(call, proposal).await? {
                        // Discord delivered the same press twice: it is one ballot.
                        Some(recorded) => Ok(recorded),
                        None => Err(Attempt::Again),
                    }
                }
                Err(error @ Attempt::Fail(_)) => Err(error),
            }
        })
        .await?;
        self.report(Event::TallyChanged(call.guild, number));
        Ok(Response::Recorded(recorded))
    }

    async fn poll(&self, call: &Call, number: ProposalNumber) -> Result<Arc<Poll>, Attempt> {
        if let Some(poll) = self.polls.get(call.guild, number) {
            return Ok(poll);
        }
        let stored = self.store.proposal(call.guild, number).await?;
        Ok(self
            .polls
            .begin(stored.ok_or(Refusal::NoSuchProposal { number })?))
    }

    /// Stores the ballot of a press, or refuses it, if the vote is still the remembered one and the press a new one.
    async fn store_ballot(
        &self,
        call: &Call,
        poll: &Arc<Poll>,
        choice: Choice,
        reason: Option<Prose>,
    ) -> Result<Recorded, Attempt> {
        let proposal = &poll.stored.value;
        let (guild, number, member) = (call.guild, proposal.number, call.actor.member);
        let unchanged = Expect::Revision(Key::Proposal(guild, number), poll.stored.revision);
        let batch = Batch::new().expect(unchanged);
        let ballot = match proposal.cast(member, &call.actor.roles, choice, call.interaction) {
            Ok(ballot) => ballot,
            Err(CastError::Over) if self.is_longer(&poll.stored, call).await? => {
                return Err(Attempt::Again);
            }
            Err(error) => {
                // What was remembered refuses nobody: the store says first that it is still so.
                self.store.commit(batch.expect(is_new(call, number))).await?;
                return Err(refusal(proposal, error).into());
            }
        };
        poll.count(self.store.ballots(guild, number)).await?;
        let cast = (member, ballot.choice, ballot.interaction);
        let append = Append::cast(guild, number, cast, draw_salt()?).because(reason);
        self.store.commit(batch.append(append)).await?;
        let (before, certain) = self.polls.add(poll, &ballot, call.now);
        if certain {
            let ask = poll.ask_at(call.now);
            let look = next_look(proposal, call.now).map_or(ask, |look| look.min(ask));
            self.agenda.set(guild, number, Some(look));
        }
        Ok(recorded(proposal, &ballot, before.as_ref()))
    }

    /// What is said of a press that is stored already.
    async fn known_ballot(&self, call: &Call, proposal: &Proposal) -> Result<Option<Recorded>, Attempt> {
        match self
            .store
            .commit(Batch::new().expect(is_new(call, proposal.number)))
            .await
        {
            Ok(_) => return Ok(None),
            Err(CommitError::Conflict) => {}
            Err(CommitError::Store(error)) => return Err(error.into()),
        }
        let mut ballots = self.store.ballots(call.guild, proposal.number).await?;
        let Some(index) = ballots
            .iter()
            .position(|ballot| ballot.interaction == call.interaction)
        else {
            return Ok(None);
        };
        let known = ballots.remove(index);
        let before = latest_of(&ballots, call.actor.member);
        Ok(Some(recorded(proposal, &known, before)))
    }
}

impl Service {
    /// Where anyone may vote who may use the vote's channel, `/vote` in another channel proves nothing: Discord is
    /// asked.
    pub(super) async fn must_reach(&self, call: &Call, number: ProposalNumber) -> Result<(), Error> {
        match self.store.proposal(call.guild, number).await? {
            Some(stored) => self.must_see(call, &stored.value).await,
            None => Ok(()),
        }
    }

    async fn must_see(&self, call: &Call, proposal: &Proposal) -> Result<(), Error> {
        let Proposal {
            channel,
            ref electorate,
            ref status,
            ..
        } = *proposal;
        if *status != Status::Open || *electorate != Electorate::Anyone {
            return Ok(());
        }
        self.must_use(call, channel).await
    }

    /// Refuses a member who may not use a channel.
    pub(super) async fn must_use(&self, call: &Call, channel: ChannelId) -> Result<(), Error> {
        if channel == call.place.channel {
            return Ok(());
        }
        match self.places.may_use(call.guild, channel, call.actor.member).await {
            Ok(true) => Ok(()),
            Ok(false) | Err(PlaceError::NotSeen(_)) => Err(Refusal::NotInChannel { channel }.into()),
            Err(error @ PlaceError::Unreachable(_)) => Err(Error::Place(error)),
        }
    }
}

/// Nothing is stored of this press.
fn is_new(call: &Call, number: ProposalNumber) -> Expect {
    Expect::Revision(
        Key::Ballot(call.guild, number, call.interaction),
        Revision::ABSENT,
    )
}

/// `before` is the latest of the member's other ballots. Of two presses the later one counts, also when it was handled
/// first.
fn recorded(proposal: &Proposal, ballot: &Ballot, before: Option<&Ballot>) -> Recorded {
    // What was voided was no answer.
    let before = before.filter(|before| !proposal.is_voided(before));
    let counts = before
        .filter(|before| before.interaction > ballot.interaction)
        .unwrap_or(ballot);
    Recorded {
        number: proposal.number,
        title: proposal.change.title().clone(),
        choice: counts.choice,
        effect: proposal.effect(counts),
        before: before.map(|before| before.choice),
        closes_at: proposal.closes_at,
    }
}

fn refusal(proposal: &Proposal, error: CastError) -> Refusal {
    match error {
        CastError::Over => Refusal::VoteOver {
            number: proposal.number,
            status: proposal.status.clone(),
        },
        CastError::Held => held(proposal),
        CastError::NotYet => Refusal::VoteNotYet {
            number: proposal.number,
        },
        CastError::LacksRole(role) => Refusal::NotAdmitted { role },
        CastError::NotListed => Refusal::NotListed,
        CastError::Excluded => Refusal::Excluded {
            policy: proposal.policy.name.clone(),
        },
    }
}
