//! The states of a proposal. Each owns what is known in it and in no other.

use jiff::Timestamp;

use super::decision::{Count, Shortfall};
use super::number::ProposalNumber;
use crate::id::MemberId;
use crate::prose::Prose;
use crate::radar::{EditionId, Standing};

/// Where a proposal stands. A terminal state never changes; a passed one says how far its change has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Status {
    /// It is not put to the vote yet.
    Waiting(Waiting),
    /// Ballots are taken.
    Open,
    /// The deadline has passed, and a concern is open: no ballots, but the concern can be answered.
    Held {
        /// Since when.
        since: Timestamp,
        /// Until when; then it is blocked.
        until: Timestamp,
    },
    /// Decided in favour.
    Passed {
        /// When it was counted.
        at: Timestamp,
        /// What was counted.
        count: Count,
        /// What became of the change.
        fate: Fate,
    },
    /// Decided against.
    Rejected {
        /// When it was counted.
        at: Timestamp,
        /// What was counted.
        count: Count,
        /// What was missing.
        shortfall: Shortfall,
    },
    /// Too few took part.
    NoQuorum {
        /// When it was counted.
        at: Timestamp,
        /// What was counted.
        count: Count,
    },
    /// A concern was not answered in time.
    Blocked {
        /// When.
        at: Timestamp,
        /// What was counted.
        count: Count,
    },
    /// Taken back by its proposer.
    Withdrawn {
        /// When.
        at: Timestamp,
        /// What its ballots came to, if that is kept: see [`Proposal::keeping`](super::Proposal::keeping).
        stood: Option<Count>,
    },
    /// Stopped by a maintainer.
    Cancelled {
        /// When.
        at: Timestamp,
        /// By whom.
        by: MemberId,
        /// Why.
        reason: Prose,
        /// What its ballots came to, if that is kept.
        stood: Option<Count>,
    },
    /// The blip moved while the vote was open: what was voted on is not there any more.
    Stale {
        /// When that was seen.
        at: Timestamp,
        /// Where the blip stands instead.
        found: Standing,
        /// What its ballots came to, if that is kept.
        stood: Option<Count>,
    },
}

/// What a proposal waits for before it is put to the vote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Waiting {
    /// Another vote on the same blip, to another ring.
    Behind(ProposalNumber),
    /// Who may vote to be known: the voters' role is gone, or the policy needs their number and anyone may vote now.
    Voters,
    /// A second voter, since the same change was rejected a short while ago; after that time none is needed.
    Second {
        /// Until when.
        until: Timestamp,
    },
}

/// What became of a change that was decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// It stands in the draft of the next edition.
    Queued,
    /// An edition carried it out.
    Published {
        /// Which.
        edition: EditionId,
        /// When.
        at: Timestamp,
    },
    /// The blip moved before an edition could carry it out.
    Conflict {
        /// When that was seen.
        at: Timestamp,
        /// Where the blip stands instead.
        found: Standing,
    },
    /// A maintainer took it out of the draft; it can be put back.
    Dropped {
        /// When.
        at: Timestamp,
        /// By whom.
        by: MemberId,
        /// Why; everybody can read it.
        reason: Prose,
    },
}

/// How far a proposal has come, where it does not matter how it ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// It is not put to the vote yet.
    Waiting(Waiting),
    /// Ballots are taken.
    Open,
    /// The deadline has passed, and a concern is open.
    Held {
        /// Until when that may last.
        until: Timestamp,
    },
    /// It has ended: nothing changes any more but what becomes of a change that passed.
    Over,
}

impl Phase {
    /// Whether it is not put to the vote yet.
    pub const fn is_waiting(self) -> bool {
        match self {
            Self::Waiting(_) => true,
            Self::Open | Self::Held { .. } | Self::Over => false,
        }
    }
}

impl Status {
    /// How far it has come.
    pub const fn phase(&self) -> Phase {
        match self {
            Self::Waiting(waiting) => Phase::Waiting(*waiting),
            Self::Open => Phase::Open,
            Self::Held { until, .. } => Phase::Held { until: *until },
            Self::Passed { .. }
            | Self::Rejected { .. }
            | Self::NoQuorum { .. }
            | Self::Blocked { .. }
            | Self::Withdrawn { .. }
            | Self::Cancelled { .. }
            | Self::Stale { .. } => Phase::Over,
        }
    }

    /// The word for it in dumps.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Waiting(_) => "waiting",
            Self::Open => "open",
            Self::Held { .. } => "held",
            Self::Passed { .. } => "passed",
            Self::Rejected { .. } => "rejected",
            Self::NoQuorum { .. } => "no_quorum",
            Self::Blocked { .. } => "blocked",
            Self::Withdrawn { .. } => "withdrawn",
            Self::Cancelled { .. } => "cancelled",
            Self::Stale { .. } => "stale",
        }
    }

    /// When it ended; `None` before that.
    pub fn ended_at(&self) -> Option<Timestamp> {
        match self {
            Self::Waiting(_) | Self::Open | Self::Held { .. } => None,
            Self::Passed { at, .. }
            | Self::Rejected { at, .. }
            | Self::NoQuorum { at, .. }
            | Self::Blocked { at, .. }
            | Self::Withdrawn { at, .. }
            | Self::Cancelled { at, .. }
            | Self::Stale { at, .. } => Some(*at),
        }
    }

    /// What became of the change, if it was decided.
    pub const fn fate(&self) -> Option<&Fate> {
        match self {
            Self::Passed { fate, .. } => Some(fate),
            Self::Waiting(_)
            | Self::Open
            | Self::Held { .. }
            | Self::Rejected { .. }
            | Self::NoQuorum { .. }
            | Self::Blocked { .. }
            | Self::Withdrawn { .. }
            | Self::Cancelled { .. }
            | Self::Stale { .. } => None,
        }
    }

    /// When and by whom it was dropped from the draft, and why, if it was.
    pub const fn dropped(&self) -> Option<(Timestamp, MemberId, &Prose)> {
        match self.fate() {
            Some(Fate::Dropped { at, by, reason }) => Some((*at, *by, reason)),
            Some(Fate::Queued | Fate::Published { .. } | Fate::Conflict { .. }) | None => None,
        }
    }

    /// Whether it can still come to something.
    pub fn is_live(&self) -> bool {
        self.ended_at().is_none()
    }

    /// What was counted at the end, if it was.
    pub fn count(&self) -> Option<&Count> {
        match self {
            Self::Passed { count, .. }
            | Self::Rejected { count, .. }
            | Self::NoQuorum { count, .. }
            | Self::Blocked { count, .. } => Some(count),
            Self::Waiting(_)
            | Self::Open
            | Self::Held { .. }
            | Self::Withdrawn { .. }
            | Self::Cancelled { .. }
            | Self::Stale { .. } => None,
        }
    }

    /// What its ballots came to at the end, as far as that is stored: counted for a decision, or kept without one.
    pub fn last_count(&self) -> Option<&Count> {
        self.count().or_else(|| self.stood())
    }

    /// What the ballots came to in a vote that ended without a decision, if that is kept.
    pub const fn stood(&self) -> Option<&Count> {
        match self {
            Self::Withdrawn { stood, .. } | Self::Cancelled { stood, .. } | Self::Stale { stood, .. } => {
                stood.as_ref()
            }
            Self::Waiting(_)
            | Self::Open
            | Self::Held { .. }
            | Self::Passed { .. }
            | Self::Rejected { .. }
            | Self::NoQuorum { .. }
            | Self::Blocked { .. } => None,
        }
    }
}
