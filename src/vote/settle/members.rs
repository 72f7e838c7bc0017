//! What its proposer and maintainers do with a proposal.

use std::collections::BTreeSet;

use jiff::Timestamp;

use super::{ChangeError, MAX_ADDENDA};
use crate::id::MemberId;
use crate::prose::Prose;
use crate::vote::ballot::Ballot;
use crate::vote::electorate::Electorate;
use crate::vote::extension::Why;
use crate::vote::proposal::{Proposal, Voided, later};
use crate::vote::status::Status;

impl Proposal {
    /// Takes the proposal back; only its proposer may, and not once its time is over: a vote that is being counted has an
    /// outcome.
    pub fn withdraw(&self, by: MemberId, now: Timestamp) -> Result<Self, ChangeError> {
        self.must_be_live()?;
        self.must_be_by(by)?;
        if self.status == Status::Open && now > self.closes_at {
            return Err(ChangeError::Over);
        }
        Ok(self.with(Status::Withdrawn { at: now, stood: None }))
    }

    /// Stops the proposal. The caller proves that `by` is a maintainer.
    pub fn cancel(&self, by: MemberId, reason: Prose, now: Timestamp) -> Result<Self, ChangeError> {
        self.must_be_live()?;
        Ok(self.with(Status::Cancelled {
            at: now,
            by,
            reason,
            stood: None,
        }))
    }

    /// A new roster, by a maintainer's wish; those who came in get time to vote. Those of the old one whose ballots stand
    /// stay: they were valid when they were cast. `departed` are those of them who are not in the new one, if that could be
    /// looked up: of a role that is only counted nothing else tells them.
    pub fn refresh(
        &self,
        electorate: Electorate,
        ballots: &[Ballot],
        departed: Option<&BTreeSet<MemberId>>,
        now: Timestamp,
    ) -> Result<Self, ChangeError> {
        self.must_take_ballots(now)?;
        if self.electorate == Electorate::Anyone {
            return Err(ChangeError::NoRoster);
        }
        let mut next = self.clone();
        let stand = ballots.iter().filter(|ballot| self.counts(ballot));
        let stand: BTreeSet<MemberId> = stand.filter_map(|ballot| ballot.voter.member()).collect();
        next.electorate = match electorate {
            Electorate::Role {
                role,
                size: Some(now),
            } => {
                let size = match departed {
                    Some(departed) => {
                        let gone = departed.intersection(&stand).count();
                        now.saturating_add(u32::try_from(gone).unwrap_or(u32::MAX))
                    }
                    // Some of those who voted may be among those who are missing.
                    None => self.electorate.size().map_or(now, |before| now.max(before)),
                };
                Electorate::Role {
                    role,
                    size: Some(size),
                }
            }
            electorate => electorate.with_those(stand),
        };
        Ok(next.extended(later(now, self.time_to_think()), Why::Refreshed, now))
    }

    /// A maintainer's word that the ballots of a member up to now do not count: while ballots are taken, so that the member
    /// can answer with another one.
    pub fn void(
        &self,
        member: MemberId,
        by: MemberId,
        reason: Prose,
        now: Timestamp,
    ) -> Result<Self, ChangeError> {
        self.must_take_ballots(now)?;
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
}
