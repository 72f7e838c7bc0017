//! A ballot as it is stored.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::RecordError;
use super::text::{Number, Text};
use super::version::Version;
use crate::id::{GuildId, InteractionId, MemberId};
use crate::storage::Row;
use crate::vote::{Ballot, Choice, ProposalNumber};

/// Version 1.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BallotV1 {
    v: Version<1>,
    guild: Text<GuildId>,
    proposal: Number,
    member: Text<MemberId>,
    choice: Text<Choice>,
    interaction: Text<InteractionId>,
    /// What the interaction says, for readers of dumps.
    at: Text<Timestamp>,
}

impl BallotV1 {
    /// A ballot on this proposal.
    pub fn of(guild: GuildId, proposal: ProposalNumber, ballot: &Ballot) -> Self {
        Self {
            v: Version,
            guild: Text(guild),
            proposal: Number(proposal),
            member: Text(ballot.member),
            choice: Text(ballot.choice),
            interaction: Text(ballot.interaction),
            at: Text(ballot.at()),
        }
    }
}

impl TryFrom<BallotV1> for Row {
    type Error = RecordError;

    fn try_from(record: BallotV1) -> Result<Self, RecordError> {
        let BallotV1 {
            v: Version,
            guild: Text(guild),
            proposal: Number(number),
            member: Text(member),
            choice: Text(choice),
            interaction: Text(interaction),
            at: Text(at),
        } = record;
        let ballot = Ballot {
            member,
            choice,
            interaction,
        };
        if ballot.at() == at {
            Ok(Self::Ballot(guild, number, ballot))
        } else {
            Err(RecordError::Contradiction(
                "`at` is not the time that `interaction` carries",
            ))
        }
    }
}
