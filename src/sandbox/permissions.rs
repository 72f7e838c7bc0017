//! Discord's permission bits, and how roles and channel overwrites add up to them.

use serde::{Serialize, Serializer};

use super::snowflake::Snowflake;
use super::world::{Channel, Guild, Member};

/// A set of permissions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Permissions(u64);

/// Names as the page and Discord's documents write them.
const NAMES: [(&str, Permissions); 17] = [
    ("ADMINISTRATOR", Permissions::ADMINISTRATOR),
    ("MANAGE_GUILD", Permissions::MANAGE_GUILD),
    ("ADD_REACTIONS", Permissions::ADD_REACTIONS),
    ("VIEW_CHANNEL", Permissions::VIEW_CHANNEL),
    ("SEND_MESSAGES", Permissions::SEND_MESSAGES),
    ("MANAGE_MESSAGES", Permissions::MANAGE_MESSAGES),
    ("EMBED_LINKS", Permissions::EMBED_LINKS),
    ("ATTACH_FILES", Permissions::ATTACH_FILES),
    ("READ_MESSAGE_HISTORY", Permissions::READ_MESSAGE_HISTORY),
    ("MENTION_EVERYONE", Permissions::MENTION_EVERYONE),
    ("USE_EXTERNAL_EMOJIS", Permissions::USE_EXTERNAL_EMOJIS),
    ("USE_APPLICATION_COMMANDS", Permissions::USE_APPLICATION_COMMANDS),
    ("MANAGE_THREADS", Permissions::MANAGE_THREADS),
    ("CREATE_PUBLIC_THREADS", Permissions::CREATE_PUBLIC_THREADS),
    ("SEND_MESSAGES_IN_THREADS", Permissions::SEND_MESSAGES_IN_THREADS),
    ("MANAGE_CHANNELS", Permissions::MANAGE_CHANNELS),
    ("MANAGE_ROLES", Permissions::MANAGE_ROLES),
];

#[allow(missing_docs, reason = "each is the bit of that name in Discord's documents")]
impl Permissions {
    pub const NONE: Self = Self(0);
    pub const ADMINISTRATOR: Self = Self(1 << 3);
    pub const MANAGE_CHANNELS: Self = Self(1 << 4);
    pub const MANAGE_GUILD: Self = Self(1 << 5);
    pub const ADD_REACTIONS: Self = Self(1 << 6);
    pub const VIEW_CHANNEL: Self = Self(1 << 10);
    pub const SEND_MESSAGES: Self = Self(1 << 11);
    pub const MANAGE_MESSAGES: Self = Self(1 << 13);
    pub const EMBED_LINKS: Self = Self(1 << 14);
    pub const ATTACH_FILES: Self = Self(1 << 15);
    pub const READ_MESSAGE_HISTORY: Self = Self(1 << 16);
    pub const MENTION_EVERYONE: Self = Self(1 << 17);
    pub const USE_EXTERNAL_EMOJIS: Self = Self(1 << 18);
    pub const MANAGE_ROLES: Self = Self(1 << 28);
    pub const USE_APPLICATION_COMMANDS: Self = Self(1 << 31);
    pub const MANAGE_THREADS: Self = Self(1 << 34);
    pub const CREATE_PUBLIC_THREADS: Self = Self(1 << 35);
    pub const SEND_MESSAGES_IN_THREADS: Self = Self(1 << 38);
    /// Every bit that Discord has given a meaning.
    pub const ALL: Self = Self((1 << 52) - 1);
}

impl Permissions {
    /// What `@everyone` may do in a new guild. It includes mentioning everyone, so that a bot which forgets
    /// `allowed_mentions` is found out.
    pub const EVERYONE: Self = Self::ADD_REACTIONS
        .union(Self::VIEW_CHANNEL)
        .union(Self::SEND_MESSAGES)
        .union(Self::EMBED_LINKS)
        .union(Self::ATTACH_FILES)
        .union(Self::READ_MESSAGE_HISTORY)
        .union(Self::MENTION_EVERYONE)
        .union(Self::USE_EXTERNAL_EMOJIS)
        .union(Self::USE_APPLICATION_COMMANDS)
        .union(Self::CREATE_PUBLIC_THREADS)
        .union(Self::SEND_MESSAGES_IN_THREADS);

    /// Both sets together.
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// What is in this set and not in `other`.
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Whether all of `other` is in this set.
    pub const fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// The set with these bits.
    pub const fn from_bits(bits: u64) -> Self {
        Self(bits)
    }

    /// The set that a list of names means; the first unknown name is the error.
    pub fn from_names(names: &[String]) -> Result<Self, String> {
        names.iter().try_fold(Self::NONE, |set, name| {
            NAMES
                .iter()
                .find(|(known, _)| known == name)
                .map(|(_, permission)| set.union(*permission))
                .ok_or_else(|| name.clone())
        })
    }
}

impl Serialize for Permissions {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

/// Whom an overwrite of a channel is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OverwriteTarget {
    /// All who have the role.
    Role(Snowflake),
    /// One member.
    Member(Snowflake),
}

/// What a channel changes of a role's or a member's permissions.
#[derive(Debug, Clone)]
pub struct Overwrite {
    /// Whom it is about.
    pub target: OverwriteTarget,
    /// Given.
    pub allow: Permissions,
    /// Taken.
    pub deny: Permissions,
}

/// What a member may do in the guild as a whole.
pub fn in_guild(guild: &Guild, member: &Member) -> Permissions {
    if guild.owner == member.user.id {
        return Permissions::ALL;
    }
    let sum = guild
        .roles
        .iter()
        .filter(|role| role.id == guild.id || member.roles.contains(&role.id))
        .fold(Permissions::NONE, |sum, role| sum.union(role.permissions));
    if sum.contains(Permissions::ADMINISTRATOR) {
        Permissions::ALL
    } else {
        sum
    }
}

/// What a member may do in a channel: a thread's rules are its parent's, so pass the parent.
pub fn in_channel(guild: &Guild, member: &Member, channel: &Channel) -> Permissions {
    let base = in_guild(guild, member);
    if base == Permissions::ALL {
        return base;
    }
    let everyone = apply(base, channel, |target| target == OverwriteTarget::Role(guild.id));
    // All roles of the member count as one overwrite: what any of them allows wins over what another denies.
    let roles = apply(everyone, channel, |target| match target {
        OverwriteTarget::Role(role) => member.roles.contains(&role),
        OverwriteTarget::Member(_) => false,
    });
    let own = apply(roles, channel, |target| {
        target == OverwriteTarget::Member(member.user.id)
    });
    implied(own)
}

fn apply(base: Permissions, channel: &Channel, concerns: impl Fn(OverwriteTarget) -> bool) -> Permissions {
    let (allow, deny) = channel
        .overwrites
        .iter()
        .filter(|overwrite| concerns(overwrite.target))
        .fold(
            (Permissions::NONE, Permissions::NONE),
            |(allow, deny), overwrite| (allow.union(overwrite.allow), deny.union(overwrite.deny)),
        );
    base.without(deny).union(allow)
}

/// Takes what makes no sense without something that is denied.
fn implied(set: Permissions) -> Permissions {
    if !set.contains(Permissions::VIEW_CHANNEL) {
        return Permissions::NONE;
    }
    if set.contains(Permissions::SEND_MESSAGES) {
        return set;
    }
    set.without(
        Permissions::MENTION_EVERYONE
            .union(Permissions::EMBED_LINKS)
            .union(Permissions::ATTACH_FILES),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sandbox::world::{self, World};

    fn bot_in(world: &World, channel: Snowflake) -> Permissions {
        world.permissions_in(world::BOT, channel)
    }

    #[test]
    fn the_locked_channel_can_be_seen_but_not_written_to() {
        let world = World::at_start();
        let here = bot_in(&world, world::LOCKED);
        assert!(here.contains(Permissions::VIEW_CHANNEL));
        assert!(!here.contains(Permissions::SEND_MESSAGES));
        assert!(!here.contains(Permissions::EMBED_LINKS));
    }

    #[test]
    fn a_channel_that_cannot_be_seen_leaves_nothing() {
        let mut world = World::at_start();
        world
            .channel_mut(world::VOTES)
            .unwrap()
            .overwrites
            .push(Overwrite {
                target: OverwriteTarget::Member(world::BOT),
                allow: Permissions::SEND_MESSAGES,
                deny: Permissions::VIEW_CHANNEL,
            });
        assert_eq!(bot_in(&world, world::VOTES), Permissions::NONE);
    }

    #[test]
    fn an_owner_may_do_everything_whatever_a_channel_denies() {
        let world = World::at_start();
        assert_eq!(world.permissions_in(world::ADA, world::LOCKED), Permissions::ALL);
    }

    #[test]
    fn an_unknown_name_is_told() {
        assert_eq!(
            Permissions::from_names(&["FLY".to_owned()]),
            Err("FLY".to_owned())
        );
    }
}
