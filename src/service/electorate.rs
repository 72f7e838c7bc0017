//! Who may vote, read from Discord when a vote opens and when it is counted.
//!
//! What can not be read is never taken for nobody: no vote opens without its roster, and at the close the one of the
//! opening stands.

use std::collections::BTreeSet;

use jiff::Timestamp;

use super::error::{Error, Refusal};
use super::roster::RosterError;
use super::{Enrolled, Service};
use crate::id::{GuildId, MemberId, RoleId};
use crate::settings::{MAX_LISTED, Settings, Voters};
use crate::storage::StoreError;
use crate::vote::{Attendance, Ballot, Electorate, Excluded, Policy, Proposal};

impl Service {
    /// The electorate of a vote that opens now by this policy.
    pub(super) async fn electorate(
        &self,
        guild: GuildId,
        settings: &Settings,
        policy: &Policy,
    ) -> Result<Electorate, Refusal> {
        let all = match &settings.voters {
            Voters::Anyone => return Ok(Electorate::Anyone),
            Voters::Listed(members) => {
                let here = self.people(guild, members, |_| true).await;
                here.map(Electorate::Listed)
            }
            Voters::Role(role) => self.with_role(guild, *role).await,
        };
        let all = all.map_err(|error| unread(&error))?;
        self.without_excluded(guild, all, policy).await
    }

    /// The electorate of an open vote, read again: those who have its role now, or are listed now. It never becomes one
    /// of another kind: a later `/setup` changes no open vote.
    pub(super) async fn electorate_again(&self, open: &Proposal) -> Result<Electorate, Error> {
        let all = match &open.electorate {
            Electorate::Anyone => Electorate::Anyone,
            Electorate::Role { role, .. } => {
                let size = self.rosters.role_size(open.guild, *role).await;
                Electorate::Role {
                    role: *role,
                    size: Some(size.map_err(|error| unread(&error))?),
                }
            }
            Electorate::Members { role, .. } => {
                let members = self.rosters.role_members(open.guild, *role).await;
                Electorate::Members {
                    role: *role,
                    members: members.map_err(|error| unread(&error))?,
                }
            }
            Electorate::Listed(_) => {
                let settings = self.store.settings(open.guild).await?.value;
                match &settings.voters {
                    Voters::Listed(_) => self.electorate(open.guild, &settings, &open.policy).await?,
                    Voters::Anyone | Voters::Role(_) => {
                        return Err(Refusal::NoListNow { number: open.number }.into());
                    }
                }
            }
        };
        Ok(self.without_excluded(open.guild, all, &open.policy).await?)
    }

    /// The same without those whom the policy leaves out. Of a role that is only counted nobody knows how many have
    /// another one, too: shares of it can not be had without those.
    async fn without_excluded(
        &self,
        guild: GuildId,
        electorate: Electorate,
        policy: &Policy,
    ) -> Result<Electorate, Refusal> {
        if let Electorate::Role {
            role,
            size: Some(size),
        } = electorate
        {
            if policy.needs_electorate() && policy.excluded.roles().next().is_some() {
                return Err(Refusal::ExcludedUncounted {
                    policy: policy.name.clone(),
                });
            }
            let fewer = self.excluded_with(guild, role, &policy.excluded).await;
            let fewer = fewer.map_err(|error| unread(&error))?;
            return Ok(Electorate::Role {
                role,
                size: Some(size.saturating_sub(fewer)),
            });
        }
        let Some(members) = electorate.members() else {
            return Ok(electorate);
        };
        let fewer = self.left_out(guild, &policy.excluded, members).await;
        Ok(electorate.without(&fewer.map_err(|error| unread(&error))?))
    }

    /// How many of the members whom a policy leaves out by name have this role.
    async fn excluded_with(
        &self,
        guild: GuildId,
        role: RoleId,
        excluded: &Excluded,
    ) -> Result<u32, RosterError> {
        let named = excluded.members().collect();
        let with = self
            .people(guild, &named, |found| found.roles.contains(&role))
            .await?;
        Ok(u32::try_from(with.len()).unwrap_or(u32::MAX))
    }

    /// Those of `members` whom a policy leaves out.
    async fn left_out(
        &self,
        guild: GuildId,
        excluded: &Excluded,
        members: &BTreeSet<MemberId>,
    ) -> Result<BTreeSet<MemberId>, RosterError> {
        let mut left_out: BTreeSet<MemberId> = excluded.members().collect();
        for role in excluded.roles() {
            match self.rosters.role_members(guild, role).await {
                Ok(with) => left_out.extend(with),
                // Nobody has a role that is gone.
                Err(RosterError::NoSuchRole(_)) => {}
                Err(RosterError::NotListed) if members.len() <= MAX_LISTED => {
                    left_out.extend(
                        self.people(guild, members, |found| found.roles.contains(&role))
                            .await?,
                    );
                }
                Err(
                    error @ (RosterError::NotListed | RosterError::Everybody | RosterError::Unreachable(_)),
                ) => return Err(error),
            }
        }
        Ok(left_out.intersection(members).copied().collect())
    }

    /// Those who have a role: by name if the bot may list members, else by their number.
    async fn with_role(&self, guild: GuildId, role: RoleId) -> Result<Electorate, RosterError> {
        match self.rosters.role_members(guild, role).await {
            Ok(members) => Ok(Electorate::Members { role, members }),
            Err(RosterError::NotListed) => {
                let size = self.rosters.role_size(guild, role).await?;
                Ok(Electorate::Role {
                    role,
                    size: Some(size),
                })
            }
            Err(
                error @ (RosterError::NoSuchRole(_) | RosterError::Everybody | RosterError::Unreachable(_)),
            ) => Err(error),
        }
    }

    /// What is known of the electorate at the close. Who is away and did not vote is not waited for.
    pub(super) async fn attendance(
        &self,
        proposal: &Proposal,
        ballots: &[Ballot],
        now: Timestamp,
    ) -> Result<Attendance, StoreError> {
        match self.present(proposal, ballots, now < proposal.due_at()).await {
            Attendance::Still(mut here) => {
                let settings = self.store.settings(proposal.guild).await?.value;
                here.retain(|member| !settings.is_away(*member, now));
                Ok(Attendance::Still(here))
            }
            read @ (Attendance::Unread | Attendance::Count(_)) => Ok(read),
        }
    }

    /// Who is still there, as Discord says; `early`: before the deadline.
    async fn present(&self, proposal: &Proposal, ballots: &[Ballot], early: bool) -> Attendance {
        let read = match &proposal.electorate {
            // There is nothing to ask.
            Electorate::Anyone | Electorate::Role { size: None, .. } => return Attendance::Unread,
            Electorate::Role {
                role,
                size: Some(opened),
            } => self.count(proposal, (*role, *opened), ballots, early).await,
            Electorate::Listed(members) => {
                let silent = silent(proposal, members, ballots);
                let still = self.people(proposal.guild, &silent, |_| true).await;
                self.still_in(proposal, still).await
            }
            Electorate::Members { role, members } => {
                let silent = silent(proposal, members, ballots);
                let still = self.still(proposal.guild, *role, &silent).await;
                self.still_in(proposal, still).await
            }
        };
        read.unwrap_or_else(|error| {
            tracing::warn!(
                guild.id = %proposal.guild,
                proposal = %proposal.number,
                error = %error,
                "the roster can not be read: the one of the opening is used"
            );
            Attendance::Unread
        })
    }

    /// How many have the role, and how many have lost it who voted or recused themselves: those are in the count, as
    /// what they did was valid when they did it. Where they are too many to be looked up, nobody is taken for gone.
    ///
    /// At the deadline a role that is as large as it was needs no such look. Before it, whoever had the role for just as long
    /// as it takes to vote would make the outcome look certain: where they are few enough to be looked up, that is seen.
    ///
    /// A role that was deleted says nothing of those who had it.
    async fn count(
        &self,
        proposal: &Proposal,
        (role, opened): (RoleId, u32),
        ballots: &[Ballot],
        early: bool,
    ) -> Result<Attendance, RosterError> {
        let all = self.rosters.role_size(proposal.guild, role).await?;
        let excluded = &proposal.policy.excluded;
        let now = all.saturating_sub(self.excluded_with(proposal.guild, role, excluded).await?);
        let acted = acted(proposal, ballots);
        let is_many = acted.len() > MAX_LISTED;
        if now >= opened && (is_many || !early) {
            return Ok(Attendance::Count(now));
        }
        if is_many {
            return Ok(Attendance::Unread);
        }
        let still = self
            .people(proposal.guild, &acted, |found| found.roles.contains(&role))
            .await?;
        let gone = u32::try_from(acted.len() - still.len()).unwrap_or(u32::MAX);
        Ok(Attendance::Count(now.saturating_add(gone)))
    }

    /// Those who are still there, without those who came to be left out since.
    async fn still_in(
        &self,
        proposal: &Proposal,
        still: Result<BTreeSet<MemberId>, RosterError>,
    ) -> Result<Attendance, RosterError> {
        let mut still = still?;
        let left_out = self
            .left_out(proposal.guild, &proposal.policy.excluded, &still)
            .await?;
        still.retain(|member| !left_out.contains(member));
        Ok(Attendance::Still(still))
    }

    /// Those of `silent` who still have the role.
    async fn still(
        &self,
        guild: GuildId,
        role: RoleId,
        silent: &BTreeSet<MemberId>,
    ) -> Result<BTreeSet<MemberId>, RosterError> {
        match self.rosters.role_members(guild, role).await {
            Ok(members) => Ok(members.intersection(silent).copied().collect()),
            // The privilege was taken away since: a few can be looked up one by one.
            Err(RosterError::NotListed) if silent.len() <= MAX_LISTED => {
                self.people(guild, silent, |found| found.roles.contains(&role))
                    .await
            }
            Err(
                error @ (RosterError::NotListed
                | RosterError::NoSuchRole(_)
                | RosterError::Everybody
                | RosterError::Unreachable(_)),
            ) => Err(error),
        }
    }

    /// Those of `members` who are people on the server now, and of whom `also` holds.
    pub(super) async fn people(
        &self,
        guild: GuildId,
        members: &BTreeSet<MemberId>,
        also: impl Fn(&Enrolled) -> bool,
    ) -> Result<BTreeSet<MemberId>, RosterError> {
        let mut found = BTreeSet::new();
        for member in members {
            let enrolled = self.rosters.enrolled(guild, *member).await?;
            if enrolled.is_some_and(|enrolled| !enrolled.bot && also(&enrolled)) {
                found.insert(*member);
            }
        }
        Ok(found)
    }
}

/// Those of `members` who have no ballot that stands: nothing is to be asked about the others, theirs was valid when it
/// was cast.
pub(super) fn silent(
    proposal: &Proposal,
    members: &BTreeSet<MemberId>,
    ballots: &[Ballot],
) -> BTreeSet<MemberId> {
    members.difference(&acted(proposal, ballots)).copied().collect()
}

/// Those who have a ballot that stands.
fn acted(proposal: &Proposal, ballots: &[Ballot]) -> BTreeSet<MemberId> {
    let standing = ballots.iter().filter(|ballot| !proposal.is_voided(ballot));
    standing.filter_map(|ballot| ballot.voter.member()).collect()
}

/// Why no vote opens.
pub(super) fn unread(error: &RosterError) -> Refusal {
    match error {
        RosterError::NoSuchRole(role) => Refusal::NoSuchRole { role: *role },
        RosterError::Everybody | RosterError::NotListed | RosterError::Unreachable(_) => {
            tracing::warn!(error = %error, "a roster can not be read: no vote opens");
            Refusal::RosterUnread
        }
    }
}
