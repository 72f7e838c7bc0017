//! A member votes. The ballot is on disk when this returns.

use super::error::{Error, Refusal};
use super::request::Call;
use super::response::{Recorded, Response};
use super::retry::until_committed;
use super::{Event, Service};
use crate::storage::{Batch, Expect, Key, Row};
use crate::vote::tally::latest_of;
use crate::vote::{Ballot, CastError, Choice, Proposal, ProposalNumber};

impl Service {
    pub(super) async fn cast(
        &self,
        call: &Call,
        number: ProposalNumber,
        choice: Choice,
    ) -> Result<Response, Error> {
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
            let ballot = proposal
                .cast(call.actor.member, &call.actor.roles, choice, call.interaction)
                .map_err(|error| refusal(&proposal, error))?;
            let key = Key::Proposal(call.guild, number);
            let batch = Batch::new()
                .expect(Expect::Revision(key, stored.revision))
                .create(Row::Ballot(call.guild, number, ballot.clone()));
            self.store.commit(batch).await?;
            Ok(recorded(
                &proposal,
                &ballot,
                latest_of(&ballots, call.actor.member),
            ))
        })
        .await?;
        self.report(Event::TallyChanged(call.guild, number));
        Ok(Response::Recorded(recorded))
    }
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
        CastError::NotAdmitted(role) => Refusal::NotAdmitted { role },
    }
}
