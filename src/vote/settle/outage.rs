//! The deadline is later by what an outage took of the window.

use jiff::{SignedDuration, Timestamp};

use crate::vote::extension::{LEAST_OUTAGE, MOST_EXTENSION, OUTAGE_PART, Outage, Why};
use crate::vote::proposal::{Proposal, later};
use crate::vote::status::Status;

impl Proposal {
    /// The deadline is later by what an outage took of the window, if that was a fair part: presses made meanwhile are
    /// lost. What was counted before is not counted again. `None` if it changes nothing.
    pub fn outlast(&self, outage: Outage, now: Timestamp) -> Option<Self> {
        if self.status != Status::Open || !self.policy.extend {
            return None;
        }
        let whole = self.taken_by(outage);
        let fair = whole
            .checked_mul(OUTAGE_PART)
            .is_none_or(|parts| parts >= self.taking());
        if whole < LEAST_OUTAGE || !fair {
            return None;
        }
        let new = Outage {
            from: self.counted_until(outage),
            ..outage
        };
        let lost = self.taken_by(new);
        let room = MOST_EXTENSION
            .saturating_sub(self.lost())
            .max(SignedDuration::ZERO);
        let by = lost.min(room);
        if by.is_zero() {
            return None;
        }
        // What was lost of the window comes after the outage, also if the deadline has passed meanwhile.
        let until = later(self.closes_at.max(outage.until), by);
        let why = Why::Outage {
            from: new.from,
            until: new.until,
        };
        Some(self.clone().extended(until, why, now))
    }

    /// For how long it takes ballots in all.
    fn taking(&self) -> SignedDuration {
        self.taken_by(Outage {
            from: self.opens_at,
            until: self.closes_at,
        })
    }

    /// How much of the time in which ballots were taken was in an outage: none of that in which a concern held the vote.
    fn taken_by(&self, outage: Outage) -> SignedDuration {
        let mut taken = outage.within(self.opens_at, self.closes_at);
        for extension in &self.extensions {
            match extension.why {
                Why::Answered(_) => {
                    taken = taken.saturating_sub(outage.within(extension.from, extension.at));
                }
                Why::Outage { .. } | Why::Refreshed => {}
            }
        }
        taken.max(SignedDuration::ZERO)
    }

    /// Up to when an outage was counted, as a part of one that was shorter; otherwise when it began.
    fn counted_until(&self, outage: Outage) -> Timestamp {
        let mut counted = outage.from;
        for extension in &self.extensions {
            match extension.why {
                Why::Outage { from, until } if from < outage.until && counted < until => counted = until,
                Why::Outage { .. } | Why::Answered(_) | Why::Refreshed => {}
            }
        }
        counted
    }

    /// For how much of what outages took it was extended so far. An outage that went on after the deadline took only
    /// what was before it.
    pub(super) fn lost(&self) -> SignedDuration {
        let mut sum = SignedDuration::ZERO;
        for extension in &self.extensions {
            match extension.why {
                Why::Outage { until, .. } => {
                    let again = extension.from.max(until);
                    sum = sum.saturating_add(extension.until.duration_since(again));
                }
                Why::Answered(_) | Why::Refreshed => {}
            }
        }
        sum
    }
}
