//! Looks over REST at who is in a guild and its roles.

#[cfg(test)]
#[cfg(feature = "sandbox")]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use async_trait::async_trait;

use super::sender::{MEMBERS_A_PAGE, SendError, Sender, code};
use crate::id::{GuildId, MemberId, RoleId};
use crate::service::{Enrolled, RoleFacts, RosterError, Rosters};

/// Guilds as Discord describes them now.
///
/// Of its counts of roles Discord's documents say that `@everyone` is not in them. They name no permission that is needed,
/// and no privilege. Whether programs are counted they do not say, nor whether a role that nobody has is in them: one that
/// is not is looked up.
#[derive(Debug, Clone)]
pub struct RestRosters {
    sender: Sender,
    lists_members: bool,
}

impl RestRosters {
    /// Asks for lists of members if `lists_members`: Discord refuses it to bots without the privilege, and each refusal
    /// counts.
    pub fn new(sender: Sender, lists_members: bool) -> Self {
        Self {
            sender,
            lists_members,
        }
    }

    async fn has(&self, guild: GuildId, role: RoleId) -> Result<bool, RosterError> {
        Ok(self.roles(guild).await?.contains_key(&role))
    }
}

#[async_trait]
impl Rosters for RestRosters {
    fn lists_members(&self) -> bool {
        self.lists_members
    }

    async fn roles(&self, guild: GuildId) -> Result<BTreeMap<RoleId, RoleFacts>, RosterError> {
        let roles = self.sender.roles(guild).await;
        let roles = roles.map_err(|error| unreachable(&error))?.into_iter();
        let facts = roles.map(|role| {
            let mentionable = role.mentionable;
            (role.id, RoleFacts { mentionable })
        });
        Ok(facts.collect())
    }

    async fn role_size(&self, guild: GuildId, role: RoleId) -> Result<u32, RosterError> {
        if role == guild.everyone() {
            return Err(RosterError::Everybody);
        }
        let sizes = self.sender.role_sizes(guild).await;
        let sizes = sizes.map_err(|error| unreachable(&error))?;
        match sizes.get(&role) {
            Some(size) => Ok(*size),
            None if self.has(guild, role).await? => Ok(0),
            None => Err(RosterError::NoSuchRole(role)),
        }
    }

    async fn role_members(&self, guild: GuildId, role: RoleId) -> Result<BTreeSet<MemberId>, RosterError> {
        if !self.lists_members {
            return Err(RosterError::NotListed);
        }
        if !self.has(guild, role).await? {
            return Err(RosterError::NoSuchRole(role));
        }
        let (mut found, mut after) = (BTreeSet::new(), None);
        loop {
            let page = self
                .sender
                .members_after(guild, after)
                .await
                .map_err(|error| match error.code() {
                    Some(code::MISSING_ACCESS) => RosterError::NotListed,
                    Some(_) | None => unreachable(&error),
                })?;
            let read = page.len();
            let last = page.iter().map(|member| member.user.id).max();
            found.extend(
                page.into_iter()
                    .filter(|member| !member.user.bot)
                    .filter(|member| role == guild.everyone() || member.roles.contains(&role))
                    .map(|member| member.user.id),
            );
            // A page that leads nowhere new would be read for ever.
            if read < MEMBERS_A_PAGE || last <= after {
                return Ok(found);
            }
            after = last;
        }
    }

    async fn enrolled(&self, guild: GuildId, member: MemberId) -> Result<Option<Enrolled>, RosterError> {
        match self.sender.member(guild, member).await {
            Ok(member) => Ok(Some(Enrolled {
                roles: member.roles.into_iter().collect(),
                bot: member.user.bot,
            })),
            Err(error) => match error.code() {
                Some(code::UNKNOWN_MEMBER | code::UNKNOWN_USER) => Ok(None),
                Some(_) | None => Err(unreachable(&error)),
            },
        }
    }
}

fn unreachable(error: &SendError) -> RosterError {
    RosterError::Unreachable(error.to_string())
}
