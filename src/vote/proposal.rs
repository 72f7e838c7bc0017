//! A proposal: what is asked, by whom, by which rule, and where it stands.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};

use super::ballot::{Ballot, Choice, Effect, Voter};
use super::change::Change;
use super::concern::{Answer, Concern};
use super::decision::Count;
use super::electorate::{Admission, Attendance, Electorate, Electors};
use super::extension::Extension;
use super::number::ProposalNumber;
use super::policy::{Concerns, Policy, Visibility};
use super::status::{Phase, Status};
use super::tally::{Tally, latest};
use super::trail::VoterNumber;
use crate::id::{ChannelId, GuildId, InteractionId, MemberId, RoleId};
use crate::prose::Prose;

/// How long after its deadline a vote is counted: a press before the deadline may be on its way.
pub const CLOSE_GRACE: SignedDuration = SignedDuration::from_secs(15);

/// The least time that voters have after something that may change their minds: a concern was answered, a roster was
/// refreshed. A vote that was open for less has that.
pub const TIME_TO_THINK: SignedDuration = SignedDuration::from_hours(24);

/// Why a ballot was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CastError {
    /// The vote is over, or was when the member pressed.
    #[error("the vote is over")]
    Over,
    /// The deadline has passed, and a concern is open.
    #[error("the vote is held")]
    Held,
    /// It is not put to the vote yet.
    #[error("the vote has not begun")]
    NotYet,
    /// The member lacks the voters' role.
    #[error("only members with the role {0} vote on this")]
    LacksRole(RoleId),
    /// The member is not on the list of voters.
    #[error("only the listed members vote on this")]
    NotListed,
    /// The policy leaves the member out.
    #[error("the policy leaves the member out of this vote")]
    Excluded,
}

/// A maintainer's word that a member's ballots up to then do not count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Voided {
    /// Whose ballots.
    pub member: MemberId,
    /// The maintainer.
    pub by: MemberId,
    /// When: ballots cast later count again.
    pub at: Timestamp,
    /// Why; everybody can read it.
    pub reason: Prose,
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
    /// Who seconded it, where the same had been rejected a short while before.
    pub seconded_by: Option<MemberId>,
    /// What the proposer added to the reason later. What is voted on never changes.
    pub addenda: Vec<Prose>,
    /// Where its message stands.
    pub channel: ChannelId,
    /// The use of `/propose` that made it: a redelivered one makes no second proposal.
    pub interaction: InteractionId,
    /// Since when ballots are taken.
    pub opens_at: Timestamp,
    /// Until when, by Discord's clock.
    pub closes_at: Timestamp,
    /// How the deadline came to be later than it was.
    pub extensions: Vec<Extension>,
    /// The rule, copied when it opened.
    pub policy: Policy,
    /// Who may vote, copied when it opened.
    pub electorate: Electorate,
    /// What members object to, in the order of their numbers.
    pub concerns: Vec<Concern>,
    /// Whose ballots a maintainer voided.
    pub voided: Vec<Voided>,
    /// Who had left, or had lost the voters' role, when it was last looked at who may vote, although they had voted: their
    /// ballots stand, as they were valid when they were cast, and are marked.
    pub departed: BTreeSet<VoterNumber>,
    /// The earlier proposal that this one asks again, since terminal states never change.
    pub supersedes: Option<ProposalNumber>,
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
        match self.status.phase() {
            Phase::Open if interaction.created_at() <= self.closes_at => {}
            Phase::Held { .. } => return Err(CastError::Held),
            Phase::Waiting(_) => return Err(CastError::NotYet),
            Phase::Open | Phase::Over => return Err(CastError::Over),
        }
        match self.admits(member, roles) {
            Admission::Binding | Admission::Advisory => Ok(Ballot {
                voter: Voter::Known(member),
                choice,
                interaction,
                reason: None,
            }),
            Admission::LacksRole(role) => Err(CastError::LacksRole(role)),
            Admission::NotListed => Err(CastError::NotListed),
            Admission::Excluded => Err(CastError::Excluded),
        }
    }

    /// What a member with these roles may do.
    pub fn admits(&self, member: MemberId, roles: &[RoleId]) -> Admission {
        self.electorate.admits(member, roles, &self.policy.excluded)
    }

    /// Whether a ballot counts: its member could vote when the vote opened, and no maintainer voided it.
    pub fn counts(&self, ballot: &Ballot) -> bool {
        match self.effect(ballot) {
            Effect::Counts => true,
            Effect::Advisory | Effect::Voided => false,
        }
    }

    /// What became of a ballot.
    pub fn effect(&self, ballot: &Ballot) -> Effect {
        if self.is_voided(ballot) {
            Effect::Voided
        } else if self.binds(ballot) {
            Effect::Counts
        } else {
            Effect::Advisory
        }
    }

    /// Whether its voter could vote when the vote opened. Of those who were forgotten nobody knows any more; they are
    /// forgotten only after the vote was counted.
    pub(super) fn binds(&self, ballot: &Ballot) -> bool {
        match ballot.voter {
            Voter::Known(member) => self.electorate.binds(member),
            Voter::Forgotten(_) => true,
        }
    }

    /// Whether a maintainer voided it.
    pub fn is_voided(&self, ballot: &Ballot) -> bool {
        self.voided
            .iter()
            .any(|voided| Voter::Known(voided.member) == ballot.voter && ballot.at() <= voided.at)
    }

    /// How many gave which answer. Those that a maintainer voided are in no number.
    pub fn tally(&self, ballots: &[Ballot]) -> Tally {
        let standing = ballots.iter().filter(|ballot| !self.is_voided(ballot));
        Tally::count_those(standing, |ballot| self.binds(ballot))
    }

    /// Everything that the rule looks at.
    pub fn count(&self, ballots: &[Ballot], attendance: &Attendance) -> Count {
        let tally = self.tally(ballots);
        let standing: Vec<&Ballot> = ballots.iter().filter(|ballot| !self.is_voided(ballot)).collect();
        let latest = latest(standing.iter().copied());
        let seconds = latest.values().filter(|ballot| {
            ballot.choice == Choice::InFavor
                && ballot.voter != Voter::Known(self.proposer)
                && self.counts(ballot)
        });
        let seconds = u32::try_from(seconds.count()).unwrap_or(u32::MAX);
        let voted = |member| latest.contains_key(&Voter::Known(member));
        Count {
            tally,
            seconds,
            electors: self.electors(&tally, attendance, voted),
        }
    }

    /// How many may vote, if that is known; `voted` says whose ballots stand.
    pub(super) fn electors(
        &self,
        tally: &Tally,
        attendance: &Attendance,
        voted: impl Fn(MemberId) -> bool,
    ) -> Option<Electors> {
        let opened = self.electorate.size()?;
        let recused = tally.recused;
        let (size, asked) = match attendance {
            Attendance::Unread => (opened.saturating_sub(recused), false),
            // Those who gained the role meanwhile do not make it larger, nor smaller by recusing themselves: where there
            // are more than there were, that many of those who did may have come since.
            Attendance::Count(now) => (opened.min(now.saturating_sub(recused)), true),
            Attendance::Still(here) => {
                let members = self.electorate.members().into_iter().flatten();
                // Whoever voted and left stays: the ballot was valid when it was cast.
                let stay = members.filter(|member| here.contains(member) || voted(**member));
                let stay = u32::try_from(stay.count()).unwrap_or(u32::MAX);
                (stay.saturating_sub(recused), true)
            }
        };
        let counted = size.max(tally.taking_part());
        Some(Electors {
            opened,
            counted,
            asked,
        })
    }

    /// Whether it asks for the same as this change.
    pub fn asks(&self, change: &Change) -> bool {
        self.change.blip() == change.blip() && self.change.to() == change.to()
    }

    /// Whether the members did not want it, `count` being what its ballots came to: who takes back what is being lost does
    /// not get around that.
    pub fn is_lost(&self, count: &Count) -> bool {
        match self.status {
            Status::Rejected { .. } => true,
            Status::Withdrawn { .. } => {
                let Tally {
                    in_favor, against, ..
                } = count.tally;
                against > 0 && against >= in_favor
            }
            Status::Waiting(_)
            | Status::Open
            | Status::Held { .. }
            | Status::Passed { .. }
            | Status::NoQuorum { .. }
            | Status::Blocked { .. }
            | Status::Cancelled { .. }
            | Status::Stale { .. } => false,
        }
    }

    /// How many of those in its electorate had voted and lost the voters' role, or left, when it was last looked. A list
    /// goes by no role.
    pub fn without_role(&self) -> usize {
        match self.electorate {
            Electorate::Role { .. } | Electorate::Members { .. } => self.departed.len(),
            Electorate::Anyone | Electorate::Listed(_) => 0,
        }
    }

    /// When it can be counted at the deadline.
    pub fn due_at(&self) -> Timestamp {
        self.closes_at
            .saturating_add(CLOSE_GRACE)
            .unwrap_or(self.closes_at)
    }

    /// When it closed, as people are told: a counted vote at its deadline, whenever it came to be counted, or early. What was
    /// blocked was held after its deadline. `None`: it goes on, or waits.
    pub fn closed_at(&self) -> Option<Timestamp> {
        let ended = self.status.ended_at()?;
        Some(match self.status {
            Status::Passed { .. } | Status::Rejected { .. } | Status::NoQuorum { .. } => {
                self.closes_at.min(ended)
            }
            Status::Waiting(_)
            | Status::Open
            | Status::Held { .. }
            | Status::Blocked { .. }
            | Status::Withdrawn { .. }
            | Status::Cancelled { .. }
            | Status::Stale { .. } => ended,
        })
    }

    /// The window in which it takes ballots.
    pub fn window(&self) -> SignedDuration {
        self.closes_at.duration_since(self.opens_at)
    }

    /// The earliest time at which it can close before the deadline: the policy's, and later after a concern was
    /// answered.
    pub fn may_close_at(&self) -> Timestamp {
        let opened = later(self.opens_at, self.policy.min_open);
        self.answered_at()
            .map_or(opened, |at| opened.max(later(at, self.time_to_think())))
            .min(self.closes_at)
    }

    /// [`TIME_TO_THINK`], or as long as it was to be open, if that is less.
    pub fn time_to_think(&self) -> SignedDuration {
        TIME_TO_THINK.min(self.first_window())
    }

    /// The window that it opened with.
    pub fn first_window(&self) -> SignedDuration {
        let first = self.extensions.first();
        let closes_at = first.map_or(self.closes_at, |extension| extension.from);
        closes_at.duration_since(self.opens_at)
    }

    /// When the last concern was answered.
    fn answered_at(&self) -> Option<Timestamp> {
        self.concerns
            .iter()
            .filter_map(|concern| match concern.answer {
                Answer::Open => None,
                Answer::Resolved { at } | Answer::Overridden { at, .. } => Some(at),
            })
            .max()
    }

    /// How many concerns wait for an answer.
    pub fn open_concerns(&self) -> usize {
        self.concerns.iter().filter(|concern| concern.is_open()).count()
    }

    /// Whether an open concern keeps it from closing.
    pub fn is_blocked(&self) -> bool {
        match self.policy.concerns {
            Concerns::Hold(_) => self.open_concerns() > 0,
            Concerns::Note => false,
        }
    }

    /// Whether the tally is kept secret for now.
    pub fn hides_tally(&self) -> bool {
        match self.policy.tally {
            Visibility::Live => false,
            Visibility::AfterClose => self.status.is_live(),
        }
    }
}

/// A time that much later, or the last that there is.
pub(super) fn later(at: Timestamp, by: SignedDuration) -> Timestamp {
    at.saturating_add(by).unwrap_or(Timestamp::MAX)
}
