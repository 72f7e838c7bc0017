//! What becomes of a proposal that is over.

use jiff::Timestamp;

use crate::id::MemberId;
use crate::prose::Prose;
use crate::radar::{EditionId, Standing};
use crate::vote::ballot::Ballot;
use crate::vote::electorate::Attendance;
use crate::vote::proposal::Proposal;
use crate::vote::status::{Fate, Status};

impl Proposal {
    /// An edition carried it out.
    pub fn published(&self, edition: EditionId, now: Timestamp) -> Option<Self> {
        self.fated(Fate::Published { edition, at: now })
    }

    /// The blip moved before an edition could carry it out.
    pub fn in_conflict(&self, found: Standing, now: Timestamp) -> Option<Self> {
        self.fated(Fate::Conflict { at: now, found })
    }

    /// A maintainer takes it out of the draft. The caller proves that `by` is one. `None`: it does not stand there.
    pub fn dropped(&self, by: MemberId, reason: Prose, now: Timestamp) -> Option<Self> {
        self.fated(Fate::Dropped { at: now, by, reason })
    }

    /// What was dropped stands in the draft again. `None`: it was not dropped.
    pub fn kept(&self) -> Option<Self> {
        self.status.dropped()?;
        let (at, count) = (self.status.ended_at()?, *self.status.count()?);
        Some(self.with(Status::Passed {
            at,
            count,
            fate: Fate::Queued,
        }))
    }

    /// The same with what these ballots, which are all, came to, where no decision has told it: a member is about to be
    /// forgotten, and with them whether their ballots counted. `None`: it is told, or its ballots are still cast.
    pub fn keeping(&self, ballots: &[Ballot]) -> Option<Self> {
        let stood = Some(self.count(ballots, &Attendance::Unread));
        let status = match self.status.clone() {
            Status::Withdrawn { at, stood: None } => Status::Withdrawn { at, stood },
            Status::Cancelled {
                at,
                by,
                reason,
                stood: None,
            } => Status::Cancelled {
                at,
                by,
                reason,
                stood,
            },
            Status::Stale {
                at,
                found,
                stood: None,
            } => Status::Stale { at, found, stood },
            Status::Waiting(_)
            | Status::Open
            | Status::Held { .. }
            | Status::Passed { .. }
            | Status::Rejected { .. }
            | Status::NoQuorum { .. }
            | Status::Blocked { .. }
            | Status::Withdrawn { stood: Some(_), .. }
            | Status::Cancelled { stood: Some(_), .. }
            | Status::Stale { stood: Some(_), .. } => return None,
        };
        Some(self.with(status))
    }

    fn fated(&self, fate: Fate) -> Option<Self> {
        match &self.status {
            Status::Passed {
                at,
                count,
                fate: Fate::Queued,
            } => Some(self.with(Status::Passed {
                at: *at,
                count: *count,
                fate,
            })),
            Status::Passed {
                fate: Fate::Published { .. } | Fate::Conflict { .. } | Fate::Dropped { .. },
                ..
            }
            | Status::Waiting(_)
            | Status::Open
            | Status::Held { .. }
            | Status::Rejected { .. }
            | Status::NoQuorum { .. }
            | Status::Blocked { .. }
            | Status::Withdrawn { .. }
            | Status::Cancelled { .. }
            | Status::Stale { .. } => None,
        }
    }
}
