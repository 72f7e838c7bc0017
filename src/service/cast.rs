//! A member votes. The ballot is on disk when this returns.

use super::concerns::held;
use super::error::{Attempt, Error, Field, Refusal};
use super::place::PlaceError;
use super::propose::optional;
use super::request::Call;
use super::response::{Recorded, Response};
use super::retry::until_committed;
use super::{Event, MAX_BALLOT_REASON, Service};
use crate::storage::{Append, Batch, Expect, Key, draw_salt};
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
        self.must_reach(call, number).await?;
        let recorded = until_committed(|| async {
            let stored = self
                .store
                .proposal(call.guild, number)
                .await?
                .ok_or(Refusal::NoSuchProposal { number })?;
            let proposal = stored.value;
            let ballots = self.store.ballots(call.guild, number).await?;
            if let Some(known) = ballots
                .iter()
                .find(|ballot| ballot.interaction == call.interaction)
            {
                // Discord delivered the same press twice: it is one ballot.
                return Ok(recorded(&proposal, known, None));
            }
            let (member, roles) = (call.actor.member, &call.actor.roles);
            let ballot = match proposal.cast(member, roles, choice, call.interaction) {
                Ok(ballot) => ballot,
                // The bot has just come back, and nothing has looked at the vote since.
                Err(CastError::Over)
                    if self
                        .outlive((stored.revision, &proposal), call.now)
                        .await?
                        .is_some() =>
                {
                    return Err(Attempt::Again);
                }
                Err(error) => return Err(refusal(&proposal, error).into()),
            };
            let key = Key::Proposal(call.guild, number);
            let cast = (call.actor.member, ballot.choice, ballot.interaction);
            let append = Append::cast(call.guild, number, cast, draw_salt()?).because(reason.clone());
            let batch = Batch::new()
                .expect(Expect::Revision(key, stored.revision))
                .append(append);
            self.store.commit(batch).await?;
            if proposal.is_certain(&with(&ballots, &ballot), call.now) {
                self.agenda.set(call.guild, number, Some(call.now));
            }
            let before = latest_of(&ballots, call.actor.member);
            // Of two presses the later one counts, also when it was handled first.
            let counts = before.filter(|before| before.interaction > ballot.interaction);
            Ok(recorded(&proposal, counts.unwrap_or(&ballot), before))
        })
        .await?;
        self.report(Event::TallyChanged(call.guild, number));
        Ok(Response::Recorded(recorded))
    }
}

impl Service {
    /// Where anyone may vote who may use the vote's channel, `/vote` in another channel proves nothing: Discord is
    /// asked.
    pub(super) async fn must_reach(&self, call: &Call, number: ProposalNumber) -> Result<(), Error> {
        let Some(stored) = self.store.proposal(call.guild, number).await? else {
            return Ok(());
        };
        let Proposal {
            channel,
            electorate,
            status,
            ..
        } = stored.value;
        if status != Status::Open || electorate != Electorate::Anyone || channel == call.place.channel {
            return Ok(());
        }
        match self.places.may_use(call.guild, channel, call.actor.member).await {
            Ok(true) => Ok(()),
            Ok(false) | Err(PlaceError::NotSeen(_)) => Err(Refusal::NotInChannel { channel }.into()),
            Err(error @ PlaceError::Unreachable(_)) => Err(Error::Place(error)),
        }
    }
}

/// The ballots with one more.
fn with(ballots: &[Ballot], more: &Ballot) -> Vec<Ballot> {
    let mut all = ballots.to_vec();
    all.push(more.clone());
    all
}

fn recorded(proposal: &Proposal, ballot: &Ballot, before: Option<&Ballot>) -> Recorded {
    Recorded {
        number: proposal.number,
        title: proposal.change.title().clone(),
        choice: ballot.choice,
        before: before.map(|ballot| ballot.choice),
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
    }
}
