//! Who may vote, read from Discord when a vote opens. What can not be read is never taken for nobody: no vote opens without
//! its roster.

use std::collections::BTreeSet;

use super::error::{Error, Refusal};
use super::roster::RosterError;
use super::{Enrolled, Service};
use crate::id::{GuildId, MemberId, RoleId};
use crate::settings::{MAX_LISTED, Settings, Voters};
use crate::vote::{Electorate, Excluded, Policy, Proposal};

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
    pub(super) async fn excluded_with(
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
    pub(super) async fn left_out(
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
