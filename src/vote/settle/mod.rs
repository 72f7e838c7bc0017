//! The transitions of a proposal: by the clock, by members and by maintainers. Pure: state, input and `now` in, the
//! next state out.

mod clock;
mod concerns;
mod fate;
mod members;
mod outage;

#[cfg(test)]
mod tests;

use jiff::Timestamp;

use super::concern::{ConcernNumber, MAX_CONCERNS, MAX_CONCERNS_EACH};
use super::extension::{Extension, Why};
use super::proposal::Proposal;
use super::status::{Phase, Status};
use crate::id::{MemberId, RoleId};

pub use self::clock::Circumstances;

/// The most that a proposer adds to the reason of one vote: concerns must find room beside it.
pub const MAX_ADDENDA: usize = 10;

/// Why a proposal could not be changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ChangeError {
    /// It ended before.
    #[error("the vote is over")]
    Over,
    /// It is not put to the vote yet.
    #[error("the vote has not begun")]
    NotYet,
    /// The deadline has passed, and a concern is open.
    #[error("the vote is held")]
    Held,
    /// Only its proposer may do that.
    #[error("only its proposer may do that")]
    NotItsProposer,
    /// It has no concern of this number.
    #[error("it has no concern {0}")]
    NoSuchConcern(ConcernNumber),
    /// The concern has its answer.
    #[error("concern {0} was answered before")]
    Answered(ConcernNumber),
    /// Only the member who raised it may resolve it.
    #[error("only the member who raised concern {0} may resolve it")]
    NotItsAuthor(ConcernNumber),
    /// There are as many as one vote can have.
    #[error("the vote has {MAX_CONCERNS} concerns, and takes no more")]
    TooManyConcerns,
    /// There are as many as one member can raise.
    #[error("the member raised {MAX_CONCERNS_EACH} concerns, and raises no more")]
    EnoughConcerns,
    /// Its proposer has added as much as one vote can hold.
    #[error("the vote has {MAX_ADDENDA} additions, and takes no more")]
    TooManyAddenda,
    /// The member lacks the voters' role.
    #[error("only members with the role {0} may do that")]
    LacksRole(RoleId),
    /// The member is not on the list of voters.
    #[error("only the listed members may do that")]
    NotListed,
    /// The policy leaves the member out.
    #[error("the policy leaves the member out of this vote")]
    Excluded,
    /// They gained the role after it opened, so that what they do is advice: it holds nothing.
    #[error("the member gained the role after the vote opened")]
    Advisory,
    /// Anyone may vote: there is no roster.
    #[error("anyone may vote on it: there is no roster")]
    NoRoster,
}

impl Proposal {
    fn extended(mut self, until: Timestamp, why: Why, now: Timestamp) -> Self {
        if until > self.closes_at {
            self.extensions.push(Extension {
                at: now,
                from: self.closes_at,
                until,
                why,
            });
            self.closes_at = until;
        }
        self
    }

    fn with(&self, status: Status) -> Self {
        Self {
            status,
            ..self.clone()
        }
    }

    fn must_be_live(&self) -> Result<(), ChangeError> {
        if self.status.is_live() {
            Ok(())
        } else {
            Err(ChangeError::Over)
        }
    }

    fn must_be_by(&self, member: MemberId) -> Result<(), ChangeError> {
        if member == self.proposer {
            Ok(())
        } else {
            Err(ChangeError::NotItsProposer)
        }
    }

    /// Refuses what only an open vote takes.
    pub fn must_take_ballots(&self, at: Timestamp) -> Result<(), ChangeError> {
        match self.status.phase() {
            Phase::Open if at <= self.closes_at => Ok(()),
            Phase::Held { .. } => Err(ChangeError::Held),
            Phase::Waiting(_) => Err(ChangeError::NotYet),
            Phase::Open | Phase::Over => Err(ChangeError::Over),
        }
    }
}
