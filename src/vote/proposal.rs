//! A proposal and its states.

use std::fmt;
use std::num::NonZeroU32;
use std::str::FromStr;

use jiff::{SignedDuration, Timestamp};

use super::ballot::{Ballot, Choice, Voter};
use super::change::Change;
use super::decision::{Outcome, Shortfall, decide};
use super::electorate::Electorate;
use super::policy::Policy;
use super::tally::Tally;
use crate::id::{ChannelId, GuildId, InteractionId, MemberId, RoleId};
use crate::prose::Prose;

/// How long after its deadline a vote is counted: Discord voids a press that is not answered within 3 seconds,
/// so a press before the deadline that is not handled by then never reaches us.
pub const CLOSE_GRACE: SignedDuration = SignedDuration::from_secs(3);

/// A proposal's number: 1, 2, 3 ... in each guild.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ProposalNumber(NonZeroU32);

impl ProposalNumber {
    /// The first one of a guild.
    pub const FIRST: Self = Self(NonZeroU32::MIN);
    /// The last one that there can be.
    pub const LAST: Self = Self(NonZeroU32::MAX);

    /// The plain number.
    pub const fn get(self) -> u32 {
        self.0.get()
    }

    /// The one after this.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }
}

impl TryFrom<u32> for ProposalNumber {
    type Error = std::num::TryFromIntError;

    fn try_from(number: u32) -> Result<Self, Self::Error> {
        NonZeroU32::try_from(number).map(Self)
    }
}

impl FromStr for ProposalNumber {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self)
    }
}

impl fmt::Display for ProposalNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Where a proposal stands. Every state but `Open` is terminal: it never changes again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Status {
    /// Ballots are taken.
    Open,
    /// Decided in favour: the change stands in the draft of the next edition.
    Passed {
        /// When it was counted.
        at: Timestamp,
        /// What was counted.
        tally: Tally,
    },
    /// Decided against.
    Rejected {
        /// When it was counted.
        at: Timestamp,
        /// What was counted.
        tally: Tally,
        /// What was missing.
        shortfall: Shortfall,
    },
    /// Too few took part.
    NoQuorum {
        /// When it was counted.
        at: Timestamp,
        /// What was counted.
        tally: Tally,
    },
    /// Taken back by its proposer.
    Withdrawn {
        /// When.
        at: Timestamp,
    },
    /// Stopped by a maintainer.
    Cancelled {
        /// When.
        at: Timestamp,
        /// By whom.
        by: MemberId,
        /// Why.
        reason: Prose,
    },
}

impl Status {
    /// The word for it in dumps.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Passed { .. } => "passed",
            Self::Rejected { .. } => "rejected",
            Self::NoQuorum { .. } => "no_quorum",
            Self::Withdrawn { .. } => "withdrawn",
            Self::Cancelled { .. } => "cancelled",
        }
    }

    /// When it ended; `None` while it is open.
    pub fn ended_at(&self) -> Option<Timestamp> {
        match self {
            Self::Open => None,
            Self::Passed { at, .. }
            | Self::Rejected { at, .. }
            | Self::NoQuorum { at, .. }
            | Self::Withdrawn { at }
            | Self::Cancelled { at, .. } => Some(*at),
        }
    }
}

/// Why a ballot was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CastError {
    /// The vote is over, or was when the member pressed.
    #[error("the vote is over")]
    Over,
    /// The member lacks the voters' role.
    #[error("only members with the role {0} vote on this")]
    NotAdmitted(RoleId),
}

/// Why a proposal could not be ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EndError {
    /// It ended before.
    #[error("the vote is over")]
    AlreadyEnded,
    /// Its deadline has not come.
    #[error("the deadline has not come")]
    NotDue,
    /// Only its proposer may withdraw it.
    #[error("only its proposer may withdraw it")]
    NotItsProposer,
}

/// A request to change one blip, and everything that decides it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// Its guild.
    pub guild: GuildId,
    /// Its number in the guild.
    pub number: ProposalNumber,
    /// What it would change.
    pub change: Change,
    /// Who asked for it.
    pub proposer: MemberId,
    /// Why, if they said.
    pub reason: Option<Prose>,
    /// Where its message stands.
    pub channel: ChannelId,
    /// The use of `/propose` that made it: a redelivered one makes no second proposal.
    pub interaction: InteractionId,
    /// Since when ballots are taken.
    pub opens_at: Timestamp,
    /// Until when, by Discord's clock.
    pub closes_at: Timestamp,
    /// The rule, copied when it opened.
    pub policy: Policy,
    /// Who may vote, copied when it opened.
    pub electorate: Electorate,
    /// Where it stands.
    pub status: Status,
}

impl Proposal {
    /// The ballot of a press, if this member may cast it at that time.
    pub fn cast(
        &self,
        member: MemberId,
        roles: &[RoleId],
        choice: Choice,
        interaction: InteractionId,
    ) -> Result<Ballot, CastError> {
        if self.status != Status::Open || interaction.created_at() > self.closes_at {
            return Err(CastError::Over);
        }
        match self.electorate {
            Electorate::Role(role) if !self.electorate.admits(roles) => Err(CastError::NotAdmitted(role)),
            Electorate::Role(_) | Electorate::Anyone => Ok(Ballot {
                voter: Voter::Known(member),
                choice,
                interaction,
                reason: None,
            }),
        }
    }

    /// When it can be counted.
    pub fn due_at(&self) -> Timestamp {
        self.closes_at
            .saturating_add(CLOSE_GRACE)
            .unwrap_or(self.closes_at)
    }

    /// Counts the ballots and decides, once the deadline has come.
    pub fn close(self, ballots: &[Ballot], now: Timestamp) -> Result<Self, EndError> {
        self.must_be_open()?;
        if now < self.due_at() {
            return Err(EndError::NotDue);
        }
        let tally = Tally::count(ballots);
        let status = match decide(&tally, &self.policy) {
            Outcome::Passed => Status::Passed { at: now, tally },
            Outcome::Rejected(shortfall) => Status::Rejected {
                at: now,
                tally,
                shortfall,
            },
            Outcome::NoQuorum => Status::NoQuorum { at: now, tally },
        };
        Ok(Self { status, ..self })
    }

    /// Takes the proposal back; only its proposer may.
    pub fn withdraw(self, by: MemberId, now: Timestamp) -> Result<Self, EndError> {
        self.must_be_open()?;
        if by != self.proposer {
            return Err(EndError::NotItsProposer);
        }
        Ok(Self {
            status: Status::Withdrawn { at: now },
            ..self
        })
    }

    /// Stops the proposal. The caller proves that `by` is a maintainer.
    pub fn cancel(self, by: MemberId, reason: Prose, now: Timestamp) -> Result<Self, EndError> {
        self.must_be_open()?;
        Ok(Self {
            status: Status::Cancelled { at: now, by, reason },
            ..self
        })
    }

    fn must_be_open(&self) -> Result<(), EndError> {
        if self.status == Status::Open {
            Ok(())
        } else {
            Err(EndError::AlreadyEnded)
        }
    }
}
