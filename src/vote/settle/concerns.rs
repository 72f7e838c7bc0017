//! A concern is raised, resolved by its author, or overridden by a maintainer.

use jiff::Timestamp;

use super::ChangeError;
use crate::id::{InteractionId, MemberId, RoleId};
use crate::prose::Prose;
use crate::vote::concern::{Answer, Concern, ConcernNumber, MAX_CONCERNS, MAX_CONCERNS_EACH};
use crate::vote::electorate::Admission;
use crate::vote::extension::Why;
use crate::vote::proposal::{Proposal, later};
use crate::vote::status::Status;

impl Proposal {
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
            Admission::Binding => {}
            Admission::Advisory => return Err(ChangeError::Advisory),
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
}
