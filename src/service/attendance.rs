//! Who of an electorate is still there when a vote is counted, and who voted and is not there any more.
//!
//! What can not be read is never taken for nobody: then the roster of the opening stands.

use std::borrow::Cow;
use std::collections::BTreeSet;

use jiff::Timestamp;

use super::Service;
use super::roster::RosterError;
use crate::id::{GuildId, MemberId, RoleId};
use crate::settings::MAX_LISTED;
use crate::storage::StoreError;
use crate::vote::trail::VoterNumber;
use crate::vote::{Attendance, Ballot, Electorate, Proposal, ProposalNumber};

/// What Discord tells of an electorate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Roll {
    /// How many may vote.
    pub attendance: Attendance,
    /// Who has a ballot that stands, and has left since or lost the voters' role. `None`: they could not be looked up, or are
    /// too many for it.
    pub departed: Option<BTreeSet<MemberId>>,
}

impl Roll {
    const UNREAD: Self = Self {
        attendance: Attendance::Unread,
        departed: None,
    };
}

impl Service {
    /// What is known of the electorate now. Who is away and did not vote is not waited for.
    pub(super) async fn roll(
        &self,
        proposal: &Proposal,
        ballots: &[Ballot],
        now: Timestamp,
    ) -> Result<Roll, StoreError> {
        let mut roll = self.present(proposal, ballots, now < proposal.due_at()).await;
        match &mut roll.attendance {
            Attendance::Still(here) => {
                let settings = self.store.settings(proposal.guild).await?.value;
                here.retain(|member| !settings.is_away(*member, now));
            }
            Attendance::Unread | Attendance::Count(_) => {}
        }
        Ok(roll)
    }

    /// Who is still there, as Discord says; `early`: before the deadline.
    async fn present(&self, proposal: &Proposal, ballots: &[Ballot], early: bool) -> Roll {
        let acted = acted(proposal, ballots);
        let read = match &proposal.electorate {
            Electorate::Anyone | Electorate::Role { size: None, .. } => {
                self.here(proposal, &acted).await.map(|here| Roll {
                    attendance: Attendance::Unread,
                    departed: Some(&acted - &here),
                })
            }
            Electorate::Role {
                role,
                size: Some(opened),
            } => self.counted(proposal, (*role, *opened), &acted, early).await,
            Electorate::Listed(members) | Electorate::Members { members, .. } => {
                self.by_name(proposal, members, &acted).await
            }
        };
        read.unwrap_or_else(|error| {
            tracing::warn!(
                guild.id = %proposal.guild,
                proposal = %proposal.number,
                error = %error,
                "the roster can not be read: the one of the opening is used"
            );
            Roll::UNREAD
        })
    }

    /// How many have the role, and how many have lost it who voted or recused themselves: those are in the count, as
    /// what they did was valid when they did it.
    ///
    /// Where they can not be looked up, nobody is taken for gone. At the deadline that is no harm if the role is as large as
    /// it was. Before it, whoever had the role for just as long as it takes to vote would make the outcome look certain.
    ///
    /// A role that was deleted says nothing of those who had it.
    async fn counted(
        &self,
        proposal: &Proposal,
        (role, opened): (RoleId, u32),
        acted: &BTreeSet<MemberId>,
        early: bool,
    ) -> Result<Roll, RosterError> {
        let all = self.rosters.role_size(proposal.guild, role).await?;
        let excluded = &proposal.policy.excluded;
        let now = all.saturating_sub(self.excluded_with(proposal.guild, role, excluded).await?);
        let departed = self.here(proposal, acted).await.map(|here| acted - &here).ok();
        let attendance = match &departed {
            Some(gone) => {
                let gone = u32::try_from(gone.len()).unwrap_or(u32::MAX);
                Attendance::Count(now.saturating_add(gone))
            }
            None if now >= opened && !early => Attendance::Count(now),
            None => Attendance::Unread,
        };
        Ok(Roll { attendance, departed })
    }

    /// Who of `members` is still there, and who of those who acted is not. Where all of them are too many to be looked up,
    /// the ones are who have not voted.
    async fn by_name(
        &self,
        proposal: &Proposal,
        members: &BTreeSet<MemberId>,
        acted: &BTreeSet<MemberId>,
    ) -> Result<Roll, RosterError> {
        let silent = members - acted;
        let (mut still, departed) = match self.here(proposal, &(&silent | acted)).await {
            Ok(here) => (&silent & &here, Some(acted - &here)),
            Err(RosterError::NotListed) => (self.here(proposal, &silent).await?, None),
            Err(
                error @ (RosterError::NoSuchRole(_) | RosterError::Everybody | RosterError::Unreachable(_)),
            ) => return Err(error),
        };
        let left_out = self
            .left_out(proposal.guild, &proposal.policy.excluded, &still)
            .await?;
        // Not those who came to be left out since.
        still.retain(|member| !left_out.contains(member));
        Ok(Roll {
            attendance: Attendance::Still(still),
            departed,
        })
    }

    /// Those of `members` who are on the server and have the voters' role, if there is one.
    async fn here(
        &self,
        proposal: &Proposal,
        members: &BTreeSet<MemberId>,
    ) -> Result<BTreeSet<MemberId>, RosterError> {
        let guild = proposal.guild;
        match &proposal.electorate {
            Electorate::Anyone | Electorate::Listed(_) => self.looked_up(guild, members, None).await,
            Electorate::Role { role, .. } => self.looked_up(guild, members, Some(*role)).await,
            Electorate::Members { role, .. } => match self.rosters.role_members(guild, *role).await {
                Ok(with) => Ok(&with & members),
                // The privilege was taken away since. Of a role that is gone nobody can be asked.
                Err(RosterError::NotListed) if self.rosters.roles(guild).await?.contains_key(role) => {
                    self.looked_up(guild, members, Some(*role)).await
                }
                Err(error) => Err(error),
            },
        }
    }

    /// The same, one by one: of a few.
    async fn looked_up(
        &self,
        guild: GuildId,
        members: &BTreeSet<MemberId>,
        role: Option<RoleId>,
    ) -> Result<BTreeSet<MemberId>, RosterError> {
        if members.len() > MAX_LISTED {
            return Err(RosterError::NotListed);
        }
        let everyone = guild.everyone();
        self.people(guild, members, |found| {
            role.is_none_or(|role| role == everyone || found.roles.contains(&role))
        })
        .await
    }

    /// How many of those who are marked as gone have a ballot that stands: nobody voided it since.
    pub(super) async fn departed(&self, proposal: &Proposal) -> Result<usize, StoreError> {
        if proposal.departed.is_empty() {
            return Ok(0);
        }
        let trail = self.store.trail(proposal.guild, proposal.number).await?.value;
        let (members, acted) = (trail.members(), acted(proposal, &trail.ballots()));
        let stands = |number: &&VoterNumber| {
            // Who is forgotten can not be told apart any more.
            let member = members.get(number);
            member.is_none_or(|member| acted.contains(member))
        };
        Ok(proposal.departed.iter().filter(stands).count())
    }

    /// The proposal with those marked who voted and have left since, if they could be looked up.
    pub(super) async fn marked<'a>(
        &self,
        proposal: &'a Proposal,
        departed: Option<BTreeSet<MemberId>>,
    ) -> Result<Cow<'a, Proposal>, StoreError> {
        let Some(departed) = departed else {
            return Ok(Cow::Borrowed(proposal));
        };
        let departed = self.numbers(proposal.guild, proposal.number, &departed).await?;
        Ok(if departed == proposal.departed {
            Cow::Borrowed(proposal)
        } else {
            let proposal = proposal.clone();
            Cow::Owned(Proposal { departed, ..proposal })
        })
    }

    /// What stands for these members in a vote's trail.
    pub(super) async fn numbers(
        &self,
        guild: GuildId,
        number: ProposalNumber,
        members: &BTreeSet<MemberId>,
    ) -> Result<BTreeSet<VoterNumber>, StoreError> {
        if members.is_empty() {
            return Ok(BTreeSet::new());
        }
        let trail = self.store.trail(guild, number).await?.value;
        let keys = members.iter().filter_map(|member| trail.voters.get(member));
        Ok(keys.map(|key| key.number).collect())
    }
}

/// Those of `members` who have no ballot that stands: nothing is to be asked about the others, theirs was valid when it
/// was cast.
pub(super) fn silent(
    proposal: &Proposal,
    members: &BTreeSet<MemberId>,
    ballots: &[Ballot],
) -> BTreeSet<MemberId> {
    members - &acted(proposal, ballots)
}

/// Those who have a ballot that stands.
fn acted(proposal: &Proposal, ballots: &[Ballot]) -> BTreeSet<MemberId> {
    let standing = ballots.iter().filter(|ballot| !proposal.is_voided(ballot));
    standing.filter_map(|ballot| ballot.voter.member()).collect()
}
