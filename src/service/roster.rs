//! Who is in a guild, and in which of its roles: the people whose votes count.

use std::collections::{BTreeMap, BTreeSet};

use async_trait::async_trait;

use crate::id::{GuildId, MemberId, RoleId};

/// A role as it is now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RoleFacts {
    /// Whether a message of the bot may ping it.
    pub mentionable: bool,
}

/// Somebody who is in a guild now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enrolled {
    /// Their roles, without the one that everybody has.
    pub roles: BTreeSet<RoleId>,
    /// Whether it is a program.
    pub bot: bool,
}

/// Why it is not known who is in a role or a guild.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RosterError {
    /// The guild has no such role any more.
    #[error("there is no role {0}")]
    NoSuchRole(RoleId),
    /// Discord counts every role but the one that everybody has.
    #[error("discord does not count everybody")]
    Everybody,
    /// Discord lists members to those bots only that ask for the privilege.
    #[error(
        "members are not listed to the bot: set discord.members_intent and turn on Server Members Intent"
    )]
    NotListed,
    /// Discord did not answer, or the bot is not in the guild just now.
    #[error("discord did not answer: {0}")]
    Unreachable(String),
}

/// Looks at who is in a guild. Nothing is remembered: each answer is Discord's of this moment.
#[async_trait]
pub trait Rosters: Send + Sync {
    /// Whether the bot asked for the privilege to list members: then roles are known by their members.
    fn lists_members(&self) -> bool;

    /// All roles of a guild, that of everybody among them. Needs no privilege.
    async fn roles(&self, guild: GuildId) -> Result<BTreeMap<RoleId, RoleFacts>, RosterError>;

    /// How many have a role, as Discord counts them. It does not say whether programs are among them, and sizes of two
    /// roles do not add up: somebody may have both. Needs no privilege.
    async fn role_size(&self, guild: GuildId, role: RoleId) -> Result<u32, RosterError>;

    /// The people who have a role, without programs. Needs the privilege to list members, see
    /// [`RosterError::NotListed`].
    async fn role_members(&self, guild: GuildId, role: RoleId) -> Result<BTreeSet<MemberId>, RosterError>;

    /// Somebody, if they are in the guild. Needs no privilege.
    async fn enrolled(&self, guild: GuildId, member: MemberId) -> Result<Option<Enrolled>, RosterError>;
}

#[cfg(test)]
pub(crate) mod fake;
