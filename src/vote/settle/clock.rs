//! What follows by itself: the deadline, the grace, a certain outcome, and the longest hold.

use jiff::Timestamp;

use crate::radar::Standing;
use crate::vote::ballot::Ballot;
use crate::vote::change::Change;
use crate::vote::decision::{Count, Outcome, certain, certain_with, decide};
use crate::vote::electorate::{Attendance, Electorate};
use crate::vote::policy::{Concerns, MAX_HOLD};
use crate::vote::proposal::{Proposal, later};
use crate::vote::status::{Fate, Phase, Status, Waiting};

/// What the clock finds.
#[derive(Debug, Clone, Copy)]
pub struct Circumstances<'a> {
    /// All ballots.
    pub ballots: &'a [Ballot],
    /// What is known of the electorate now.
    pub attendance: &'a Attendance,
    /// Where the blip stands now.
    pub standing: &'a Standing,
    /// When that is.
    pub now: Timestamp,
}

impl Proposal {
    /// The state that follows by itself; `None` if nothing does. Doing it twice changes nothing.
    pub fn settle(&self, found: Circumstances<'_>) -> Option<Self> {
        let Circumstances {
            ballots,
            attendance,
            standing,
            now,
        } = found;
        let status = match self.status {
            Status::Open | Status::Held { .. } if !self.change.fits(standing) => Status::Stale {
                at: now,
                found: standing.clone(),
                stood: None,
            },
            Status::Open if now >= self.due_at() => match self.hold_until() {
                Some(until) if now < until => Status::Held { since: now, until },
                // The bot was away for all that time.
                Some(_) => Status::Blocked {
                    at: now,
                    count: self.count(ballots, attendance),
                },
                None => self.decided(self.count(ballots, attendance), now),
            },
            Status::Open if self.may_close_early(now) => {
                let count = self.count(ballots, attendance);
                certain_with(
                    &self.policy.rule,
                    &count,
                    self.may_still_vote(&count, attendance)?,
                )?;
                self.decided(count, now)
            }
            Status::Held { until, .. } if now >= until => Status::Blocked {
                at: now,
                count: self.count(ballots, attendance),
            },
            Status::Waiting(_)
            | Status::Open
            | Status::Held { .. }
            | Status::Passed { .. }
            | Status::Rejected { .. }
            | Status::NoQuorum { .. }
            | Status::Blocked { .. }
            | Status::Withdrawn { .. }
            | Status::Cancelled { .. }
            | Status::Stale { .. } => return None,
        };
        Some(self.with(status))
    }

    /// Is put to the vote: for this change, which may have been adapted to where the blip stands by now.
    #[must_use]
    pub fn begin(&self, change: Change, electorate: Electorate, now: Timestamp) -> Self {
        Self {
            change,
            electorate,
            opens_at: now,
            closes_at: later(now, self.window()),
            status: Status::Open,
            ..self.clone()
        }
    }

    /// What follows where a waiting proposal may be put to the vote: it begins from where the blip stands, or is stale if
    /// there is nothing left to change.
    #[must_use]
    pub fn awake(&self, standing: &Standing, electorate: Electorate, now: Timestamp) -> Self {
        match self.change.rebased(standing) {
            Some(change) => self.begin(change, electorate, now),
            None => self.with(Status::Stale {
                at: now,
                found: standing.clone(),
                stood: None,
            }),
        }
    }

    /// Whether it would close at `now` before its deadline, whatever those do who have not voted.
    pub fn is_certain(&self, ballots: &[Ballot], now: Timestamp) -> bool {
        self.may_close_early(now) && self.is_certain_by(&self.count(ballots, &Attendance::Unread), now)
    }

    /// The same where the ballots are counted.
    pub fn is_certain_by(&self, count: &Count, now: Timestamp) -> bool {
        self.may_close_early(now) && certain(&self.policy.rule, count).is_some()
    }

    /// Whether it may close before its deadline at `now`. Between the deadline and its grace it may not: presses from
    /// before the deadline may be on their way.
    pub fn may_close_early(&self, now: Timestamp) -> bool {
        self.status == Status::Open
            && now >= self.may_close_at()
            && now < self.closes_at
            && !self.is_blocked()
    }

    /// How many may still vote, at most; `None` if nobody knows.
    ///
    /// Where a role is only counted, nobody knows who gained it since the vote opened: those may be among the ones who took
    /// part, and whoever has it may still vote.
    fn may_still_vote(&self, count: &Count, attendance: &Attendance) -> Option<u32> {
        let silent = count.silent()?;
        match (&self.electorate, attendance) {
            (Electorate::Role { .. }, Attendance::Unread) => None,
            (Electorate::Role { .. }, Attendance::Count(now)) => {
                let took_part = count.tally.taking_part().saturating_add(count.tally.recused);
                Some(silent.max(now.saturating_sub(took_part)))
            }
            (Electorate::Role { .. }, Attendance::Still(_))
            | (Electorate::Anyone | Electorate::Listed(_) | Electorate::Members { .. }, _) => Some(silent),
        }
    }

    /// Until when an open concern holds it after the deadline, if one does.
    pub(super) fn hold_until(&self) -> Option<Timestamp> {
        match self.policy.concerns {
            Concerns::Hold(max) if self.open_concerns() > 0 => Some(later(self.closes_at, max.min(MAX_HOLD))),
            Concerns::Hold(_) | Concerns::Note => None,
        }
    }

    fn decided(&self, count: Count, now: Timestamp) -> Status {
        match decide(&self.policy.rule, &count) {
            Outcome::Passed => Status::Passed {
                at: now,
                count,
                fate: Fate::Queued,
            },
            Outcome::Rejected(shortfall) => Status::Rejected {
                at: now,
                count,
                shortfall,
            },
            Outcome::NoQuorum => Status::NoQuorum { at: now, count },
        }
    }

    /// When the clock may change it next.
    pub fn next_step_at(&self, now: Timestamp) -> Option<Timestamp> {
        match self.status.phase() {
            Phase::Open => {
                let early = self.may_close_at();
                Some(if now < early && early < self.closes_at {
                    early
                } else {
                    self.due_at()
                })
            }
            Phase::Held { until } | Phase::Waiting(Waiting::Second { until }) => Some(until),
            Phase::Waiting(Waiting::Behind(_) | Waiting::Voters) | Phase::Over => None,
        }
    }
}
