//! A deadline that was moved, and why.

use jiff::{SignedDuration, Timestamp};

use super::concern::ConcernNumber;

/// The shortest outage that extends a vote.
pub const LEAST_OUTAGE: SignedDuration = SignedDuration::from_mins(10);
/// An outage extends a vote if it took at least one part in so many of its window.
pub const OUTAGE_PART: i32 = 10;
/// The most by which outages extend a vote in all.
pub const MOST_EXTENSION: SignedDuration = SignedDuration::from_hours(48);

/// A deadline that was moved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extension {
    /// When it was moved.
    pub at: Timestamp,
    /// What it was.
    pub from: Timestamp,
    /// What it became.
    pub until: Timestamp,
    /// Why.
    pub why: Why,
}

/// Why a deadline was moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// The bot could not hear anybody for this time: presses made meanwhile are lost.
    Outage {
        /// From when.
        from: Timestamp,
        /// Until when.
        until: Timestamp,
    },
    /// This concern was answered so late that voters would not have had time to think again.
    Answered(ConcernNumber),
    /// A maintainer refreshed the roster: those who came in get time to vote.
    Refreshed,
}

/// A time during which the bot could not hear anybody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outage {
    /// From when.
    pub from: Timestamp,
    /// Until when.
    pub until: Timestamp,
}

impl Outage {
    /// The part of it between two times, and nothing if it lies outside.
    pub fn within(&self, opens_at: Timestamp, closes_at: Timestamp) -> SignedDuration {
        let (from, until) = (self.from.max(opens_at), self.until.min(closes_at));
        until.duration_since(from).max(SignedDuration::ZERO)
    }
}
