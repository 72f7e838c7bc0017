//! One member's answer to one proposal.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::trail::VoterNumber;
use crate::id::{InteractionId, MemberId};
use crate::prose::Prose;

/// What a member answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Choice {
    /// The change should be made.
    InFavor,
    /// The change should not be made.
    Against,
    /// The member takes part without a side: counts for the quorum, not for the share of the votes cast.
    Abstain,
    /// The member has a conflict of interest and leaves the electorate.
    Recuse,
}

impl Choice {
    /// All choices.
    pub const ALL: [Self; 4] = [Self::InFavor, Self::Against, Self::Abstain, Self::Recuse];

    /// Those with a button of their own, in its order.
    pub const BUTTONS: [Self; 3] = [Self::InFavor, Self::Against, Self::Abstain];

    /// The name in dumps, in buttons' ids and in the `choice` option (contract: `in_favor|against|abstain`; `recuse`
    /// beside them).
    pub const fn name(self) -> &'static str {
        match self {
            Self::InFavor => "in_favor",
            Self::Against => "against",
            Self::Abstain => "abstain",
            Self::Recuse => "recuse",
        }
    }

    /// The choice with this [`Choice::name`].
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|choice| choice.name() == name)
    }
}

/// What became of a ballot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// It counts.
    Counts,
    /// It is shown and does not count: its member could not vote when the vote opened.
    Advisory,
    /// A maintainer voided it.
    Voided,
}

/// Who cast a ballot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Voter {
    /// This member.
    Known(MemberId),
    /// Somebody who is forgotten; the number still tells which ballots on the proposal are theirs.
    Forgotten(VoterNumber),
}

impl Voter {
    /// Whom a number stands for, by the members who are not forgotten.
    pub fn of(number: VoterNumber, members: &BTreeMap<VoterNumber, MemberId>) -> Self {
        members
            .get(&number)
            .map_or(Self::Forgotten(number), |member| Self::Known(*member))
    }

    /// The number that stands for somebody who is forgotten.
    pub const fn number(self) -> Option<VoterNumber> {
        match self {
            Self::Known(_) => None,
            Self::Forgotten(number) => Some(number),
        }
    }

    /// The member, unless they are forgotten.
    pub const fn member(self) -> Option<MemberId> {
        match self {
            Self::Known(member) => Some(member),
            Self::Forgotten(_) => None,
        }
    }
}

/// A ballot as it was cast. Ballots are append-only: a member who answers again adds another one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ballot {
    /// Who cast it.
    pub voter: Voter,
    /// What they answered.
    pub choice: Choice,
    /// The press that carried it: unique, so a redelivered press is the same ballot, and ordered by
    /// Discord's clock, so the largest of a member is the latest.
    pub interaction: InteractionId,
    /// Why, in their own words, if they said.
    pub reason: Option<Prose>,
}

impl Ballot {
    /// When it was cast, by Discord's clock.
    pub fn at(&self) -> Timestamp {
        self.interaction.created_at()
    }
}
