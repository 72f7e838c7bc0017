//! People and places: users, roles, members, guilds, channels, and how they are found.

use std::borrow::Cow;

use jiff::Timestamp;

mod start;

#[cfg(test)]
pub use start::{
    ADA, ANNOUNCEMENTS, ENGINEERING, GENERAL, GRACE, LINUS, LOCKED, SECOND_GENERAL, SECOND_TEAM, VOTERS,
    VOTES,
};
pub use start::{BOT, bot_member};

use super::permissions::{self, Overwrite, OverwriteTarget, Permissions};
use super::snowflake::Snowflake;

/// A person or a bot.
#[derive(Debug, Clone)]
pub struct User {
    /// Its id.
    pub id: Snowflake,
    /// The name that is shown.
    pub name: Cow<'static, str>,
    /// Whether it is a bot.
    pub bot: bool,
}

/// A role of a guild.
#[derive(Debug, Clone)]
pub struct Role {
    /// Its id; `@everyone` has the guild's.
    pub id: Snowflake,
    /// Its name.
    pub name: &'static str,
    /// What it gives.
    pub permissions: Permissions,
    /// The colour of its members' names, 0 for none.
    pub color: u32,
    /// Whether anybody may mention it.
    pub mentionable: bool,
}

/// A user in a guild.
#[derive(Debug, Clone)]
pub struct Member {
    /// Who.
    pub user: User,
    /// The ids of its roles, without `@everyone`.
    pub roles: Vec<Snowflake>,
}

/// A guild.
#[derive(Debug, Clone)]
pub struct Guild {
    /// Its id.
    pub id: Snowflake,
    /// Its name.
    pub name: String,
    /// Its owner.
    pub owner: Snowflake,
    /// Its roles, `@everyone` first.
    pub roles: Vec<Role>,
    /// Its members, the bot last.
    pub members: Vec<Member>,
    /// Whether it can not be reached for the moment; nobody has left it.
    pub outage: bool,
}

/// What sort of place a channel is, and where it hangs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// A text channel of a guild.
    Text(Snowflake),
    /// An announcement channel of a guild.
    Announcement(Snowflake),
    /// A public thread of a guild, under a channel.
    Thread {
        /// The guild.
        guild: Snowflake,
        /// The channel.
        parent: Snowflake,
        /// Who started it.
        owner: Snowflake,
    },
    /// A direct message to a user.
    Direct(Snowflake),
}

impl Place {
    /// The guild that the channel is in, if it is in one.
    pub fn guild(self) -> Option<Snowflake> {
        match self {
            Self::Text(guild) | Self::Announcement(guild) | Self::Thread { guild, .. } => Some(guild),
            Self::Direct(_) => None,
        }
    }
}

/// A channel.
#[derive(Debug, Clone)]
pub struct Channel {
    /// Its id.
    pub id: Snowflake,
    /// What and where.
    pub place: Place,
    /// Its name.
    pub name: String,
    /// What it changes of its members' permissions.
    pub overwrites: Vec<Overwrite>,
    /// Whether it rests, if it is a thread.
    pub archive: Archive,
}

/// Whether a thread rests, and after how long without a message it does so by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Archive {
    /// It is not shown any more; writing in it brings it back.
    pub archived: bool,
    /// Only who may manage threads brings it back.
    pub locked: bool,
    /// Minutes without a message after which Discord's client hides it. The sandbox archives no thread by itself.
    pub after_minutes: u64,
}

impl Default for Archive {
    fn default() -> Self {
        Self {
            archived: false,
            locked: false,
            after_minutes: 4_320,
        }
    }
}

/// Everybody and everywhere.
#[derive(Debug, Clone)]
pub struct World {
    /// The guilds.
    pub guilds: Vec<Guild>,
    /// All channels, in the order in which they are shown.
    pub channels: Vec<Channel>,
    /// Those who have left, each with the guild: what they wrote stays theirs, and they may come back.
    pub former: Vec<(Snowflake, Member)>,
}

impl World {
    /// When everybody joined.
    pub fn joined_at() -> Timestamp {
        BOT.created_at()
    }

    /// The bot.
    pub fn bot() -> User {
        User {
            id: BOT,
            name: "blipbot".into(),
            bot: true,
        }
    }

    /// The guilds that the bot is in, those in an outage included.
    pub fn joined(&self) -> impl Iterator<Item = &Guild> {
        self.guilds.iter().filter(|guild| guild.has_bot())
    }

    /// A guild as the bot can reach it: it is in it, and there is no outage.
    pub fn reached(&self, id: Snowflake) -> Option<&Guild> {
        self.guild(id).filter(|guild| guild.has_bot() && !guild.outage)
    }

    /// A guild.
    pub fn guild(&self, id: Snowflake) -> Option<&Guild> {
        self.guilds.iter().find(|guild| guild.id == id)
    }

    /// A guild, to change it.
    pub fn guild_mut(&mut self, id: Snowflake) -> Option<&mut Guild> {
        self.guilds.iter_mut().find(|guild| guild.id == id)
    }

    /// A channel.
    pub fn channel(&self, id: Snowflake) -> Option<&Channel> {
        self.channels.iter().find(|channel| channel.id == id)
    }

    /// A channel, to change it.
    pub fn channel_mut(&mut self, id: Snowflake) -> Option<&mut Channel> {
        self.channels.iter_mut().find(|channel| channel.id == id)
    }

    /// The channels of a guild, threads included.
    pub fn channels_of(&self, guild: Snowflake) -> impl Iterator<Item = &Channel> {
        self.channels
            .iter()
            .filter(move |channel| channel.place.guild() == Some(guild))
    }

    /// A user, wherever it is a member.
    pub fn user(&self, id: Snowflake) -> Option<&User> {
        self.guilds
            .iter()
            .find_map(|guild| guild.member(id))
            .or_else(|| {
                self.former
                    .iter()
                    .map(|(_, gone)| gone)
                    .find(|gone| gone.user.id == id)
            })
            .map(|member| &member.user)
    }

    /// What a user may do in a channel: everything that makes sense in a direct message, nothing where it is not a
    /// member.
    pub fn permissions_in(&self, user: Snowflake, channel: Snowflake) -> Permissions {
        let Some(channel) = self.channel(channel) else {
            return Permissions::NONE;
        };
        let (guild, ruling) = match channel.place {
            Place::Text(guild) | Place::Announcement(guild) => (guild, Some(channel)),
            Place::Thread { guild, parent, .. } => (guild, self.channel(parent)),
            Place::Direct(recipient) => {
                let inside = user == BOT || user == recipient;
                return if inside {
                    Permissions::EVERYONE
                } else {
                    Permissions::NONE
                };
            }
        };
        let (Some(guild), Some(ruling)) = (self.guild(guild), ruling) else {
            return Permissions::NONE;
        };
        guild.member(user).map_or(Permissions::NONE, |member| {
            permissions::in_channel(guild, member, ruling)
        })
    }

    /// Replaces what a channel changes for one member.
    pub fn overwrite(
        &mut self,
        channel: Snowflake,
        member: Snowflake,
        allow: Permissions,
        deny: Permissions,
    ) {
        if let Some(channel) = self.channel_mut(channel) {
            let target = OverwriteTarget::Member(member);
            channel.overwrites.retain(|overwrite| overwrite.target != target);
            channel.overwrites.push(Overwrite { target, allow, deny });
        }
    }
}

impl Guild {
    /// Whether the bot is a member.
    pub fn has_bot(&self) -> bool {
        self.member(BOT).is_some()
    }

    /// A member.
    pub fn member(&self, user: Snowflake) -> Option<&Member> {
        self.members.iter().find(|member| member.user.id == user)
    }

    /// A role.
    pub fn role(&self, id: Snowflake) -> Option<&Role> {
        self.roles.iter().find(|role| role.id == id)
    }
}
