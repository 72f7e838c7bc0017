//! The transitions of a proposal: by the clock, by members and by maintainers. Pure: state, input and `now` in, the
//! next state out.

use jiff::{SignedDuration, Timestamp};

use super::ballot::Ballot;
use super::change::Change;
use super::concern::{Answer, Concern, ConcernNumber, MAX_CONCERNS, MAX_CONCERNS_EACH};
use super::decision::{Count, Outcome, certain, decide};
use super::electorate::{Admission, Attendance, Electorate};
use super::extension::{Extension, LEAST_OUTAGE, MOST_EXTENSION, OUTAGE_PART, Outage, Why};
use super::policy::{Concerns, MAX_HOLD};
use super::proposal::{Proposal, Voided, later};
use super::status::{Fate, Phase, Status, Waiting};
use crate::id::{InteractionId, MemberId, RoleId};
use crate::prose::Prose;
use crate::radar::{EditionId, Standing};

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
    /// Anyone may vote: there is no roster.
    #[error("anyone may vote on it: there is no roster")]
    NoRoster,
}

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
                certain(&self.policy.rule, &count)?;
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

    /// Until when an open concern holds it after the deadline, if one does.
    fn hold_until(&self) -> Option<Timestamp> {
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

    /// Takes the proposal back; only its proposer may.
    pub fn withdraw(&self, by: MemberId, now: Timestamp) -> Result<Self, ChangeError> {
        self.must_be_live()?;
        self.must_be_by(by)?;
        Ok(self.with(Status::Withdrawn { at: now }))
    }

    /// Stops the proposal. The caller proves that `by` is a maintainer.
    pub fn cancel(&self, by: MemberId, reason: Prose, now: Timestamp) -> Result<Self, ChangeError> {
        self.must_be_live()?;
        Ok(self.with(Status::Cancelled { at: now, by, reason }))
    }

    /// Raises a concern with a press; whoever may vote may raise one, also if their ballot would not count.
    pub fn raise(
        &self,
        by: MemberId,
        roles: &[RoleId],
        (title, text): (Prose, Option<Prose>),
        interaction: InteractionId,
    ) -> Result<(Self, ConcernNumber), ChangeError> {
        self.must_take_ballots(interaction.created_at())?;
        match self.admits(by, roles) {
            Admission::Binding | Admission::Advisory => {}
            Admission::LacksRole(role) => return Err(ChangeError::LacksRole(role)),
            Admission::NotListed => return Err(ChangeError::NotListed),
            Admission::Excluded => return Err(ChangeError::Excluded),
        }
        if self.concerns.len() >= MAX_CONCERNS {
            return Err(ChangeError::TooManyConcerns);
        }
        let theirs = self.concerns.iter().filter(|concern| concern.author == by);
        if theirs.count() >= MAX_CONCERNS_EACH {
            return Err(ChangeError::EnoughConcerns);
        }
        let mut next = self.clone();
        next.concerns.push(Concern {
            author: by,
            title,
            text,
            raised_at: interaction.created_at(),
            answer: Answer::Open,
        });
        Ok((next, ConcernNumber::at(self.concerns.len())))
    }

    /// Its author takes a concern back.
    pub fn resolve(&self, number: ConcernNumber, by: MemberId, now: Timestamp) -> Result<Self, ChangeError> {
        if self.open_concern(number, now)?.author != by {
            return Err(ChangeError::NotItsAuthor(number));
        }
        Ok(self.answered(number, Answer::Resolved { at: now }, now))
    }

    /// A maintainer goes past a concern. The caller proves that `by` is one.
    pub fn override_concern(
        &self,
        number: ConcernNumber,
        by: MemberId,
        reason: Prose,
        now: Timestamp,
    ) -> Result<Self, ChangeError> {
        self.open_concern(number, now)?;
        Ok(self.answered(number, Answer::Overridden { at: now, by, reason }, now))
    }

    fn open_concern(&self, number: ConcernNumber, now: Timestamp) -> Result<&Concern, ChangeError> {
        self.must_be_live()?;
        // An answer that comes after the longest hold comes too late, also if the clock has not been here yet.
        if self.hold_until().is_some_and(|until| now >= until) {
            return Err(ChangeError::Over);
        }
        let concern = self
            .concerns
            .get(number.index())
            .ok_or(ChangeError::NoSuchConcern(number))?;
        if concern.is_open() {
            Ok(concern)
        } else {
            Err(ChangeError::Answered(number))
        }
    }

    /// The concern gets its answer, and voters time to think. A vote that was held for it opens again.
    fn answered(&self, number: ConcernNumber, answer: Answer, now: Timestamp) -> Self {
        let mut next = self.clone();
        if let Some(concern) = next.concerns.get_mut(number.index()) {
            concern.answer = answer;
        }
        if !self.is_blocked() || next.is_blocked() {
            return next;
        }
        if let Status::Held { .. } = next.status {
            next.status = Status::Open;
        }
        next.extended(later(now, self.time_to_think()), Why::Answered(number), now)
    }

    /// A new roster, by a maintainer's wish; those who came in get time to vote. Those of the old one who voted stay:
    /// their ballots were valid when they were cast.
    pub fn refresh(
        &self,
        electorate: Electorate,
        ballots: &[Ballot],
        now: Timestamp,
    ) -> Result<Self, ChangeError> {
        self.must_take_ballots(now)?;
        if self.electorate == Electorate::Anyone {
            return Err(ChangeError::NoRoster);
        }
        let mut next = self.clone();
        let voted = ballots.iter().filter(|ballot| self.binds(ballot));
        next.electorate = electorate.with_those(voted.filter_map(|ballot| ballot.voter.member()));
        Ok(next.extended(later(now, self.time_to_think()), Why::Refreshed, now))
    }

    /// A maintainer's word that the ballots of a member up to now do not count.
    pub fn void(
        &self,
        member: MemberId,
        by: MemberId,
        reason: Prose,
        now: Timestamp,
    ) -> Result<Self, ChangeError> {
        self.must_be_live()?;
        let mut next = self.clone();
        next.voided.push(Voided {
            member,
            by,
            at: now,
            reason,
        });
        Ok(next)
    }

    /// The proposer adds to the reason. What is voted on stays.
    pub fn add(&self, by: MemberId, text: Prose) -> Result<Self, ChangeError> {
        self.must_be_live()?;
        self.must_be_by(by)?;
        if self.addenda.len() >= MAX_ADDENDA {
            return Err(ChangeError::TooManyAddenda);
        }
        let mut next = self.clone();
        next.addenda.push(text);
        Ok(next)
    }

    /// The deadline is later by what an outage took of the window, if that was a fair part: presses made meanwhile are
    /// lost. What was counted before is not counted again. `None` if it changes nothing.
    pub fn outlast(&self, outage: Outage, now: Timestamp) -> Option<Self> {
        if self.status != Status::Open || !self.policy.extend {
            return None;
        }
        let whole = self.taken_by(outage);
        let fair = whole
            .checked_mul(OUTAGE_PART)
            .is_none_or(|parts| parts >= self.window());
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
    fn lost(&self) -> SignedDuration {
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

    fn must_take_ballots(&self, at: Timestamp) -> Result<(), ChangeError> {
        match self.status.phase() {
            Phase::Open if at <= self.closes_at => Ok(()),
            Phase::Held { .. } => Err(ChangeError::Held),
            Phase::Waiting(_) => Err(ChangeError::NotYet),
            Phase::Open | Phase::Over => Err(ChangeError::Over),
        }
    }
}

#[cfg(test)]
mod tests;
