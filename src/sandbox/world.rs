//! The people and places of the sandbox: two guilds, always the same at the start.

use jiff::Timestamp;

use super::permissions::{self, Overwrite, OverwriteTarget, Permissions};
use super::snowflake::Snowflake;

/// The bot's user, which is also its application's id.
pub const BOT: Snowflake = Snowflake::fixed(1);
/// The guild "Engineering".
pub const ENGINEERING: Snowflake = Snowflake::fixed(100);
/// The role of those who look after the radar.
pub const MAINTAINERS: Snowflake = Snowflake::fixed(101);
/// The role of those who vote.
pub const VOTERS: Snowflake = Snowflake::fixed(102);
/// Where everybody talks.
pub const GENERAL: Snowflake = Snowflake::fixed(110);
/// For votes.
pub const VOTES: Snowflake = Snowflake::fixed(111);
/// For digests.
pub const DIGESTS: Snowflake = Snowflake::fixed(112);
/// An announcement channel.
pub const ANNOUNCEMENTS: Snowflake = Snowflake::fixed(113);
/// Where the bot may not write.
pub const LOCKED: Snowflake = Snowflake::fixed(114);
/// Owner of Engineering.
pub const ADA: Snowflake = Snowflake::fixed(120);
/// Maintainer and voter.
pub const GRACE: Snowflake = Snowflake::fixed(121);
/// Voter.
pub const LINUS: Snowflake = Snowflake::fixed(122);
/// Voter.
pub const MARGARET: Snowflake = Snowflake::fixed(123);
/// Without a role.
pub const GUEST: Snowflake = Snowflake::fixed(124);
/// The guild "Second team".
pub const SECOND_TEAM: Snowflake = Snowflake::fixed(200);
/// The only channel of the second team.
pub const SECOND_GENERAL: Snowflake = Snowflake::fixed(210);
/// Owner of the second team.
pub const BARBARA: Snowflake = Snowflake::fixed(220);
/// Member of the second team.
pub const KEN: Snowflake = Snowflake::fixed(221);

/// A person or a bot.
#[derive(Debug, Clone)]
pub struct User {
    /// Its id.
    pub id: Snowflake,
    /// The name that is shown.
    pub name: &'static str,
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
    pub name: &'static str,
    /// Its owner.
    pub owner: Snowflake,
    /// Its roles, `@everyone` first.
    pub roles: Vec<Role>,
    /// Its members, the bot last.
    pub members: Vec<Member>,
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
}

/// Everybody and everywhere.
#[derive(Debug, Clone)]
pub struct World {
    /// The guilds.
    pub guilds: Vec<Guild>,
    /// All channels, in the order in which they are shown.
    pub channels: Vec<Channel>,
}

impl World {
    /// The world as each run finds it.
    pub fn at_start() -> Self {
        Self {
            guilds: vec![engineering(), second_team()],
            channels: vec![
                channel(GENERAL, Place::Text(ENGINEERING), "general", vec![]),
                channel(VOTES, Place::Text(ENGINEERING), "votes", vec![]),
                channel(DIGESTS, Place::Text(ENGINEERING), "digests", vec![]),
                channel(
                    ANNOUNCEMENTS,
                    Place::Announcement(ENGINEERING),
                    "announcements",
                    vec![],
                ),
                channel(
                    LOCKED,
                    Place::Text(ENGINEERING),
                    "locked",
                    vec![bot_may_not_send()],
                ),
                channel(SECOND_GENERAL, Place::Text(SECOND_TEAM), "general", vec![]),
            ],
        }
    }

    /// When everybody joined.
    pub fn joined_at() -> Timestamp {
        BOT.created_at()
    }

    /// The bot.
    pub fn bot() -> User {
        User {
            id: BOT,
            name: "blipbot",
            bot: true,
        }
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
            Place::Thread { guild, parent } => (guild, self.channel(parent)),
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
    /// A member.
    pub fn member(&self, user: Snowflake) -> Option<&Member> {
        self.members.iter().find(|member| member.user.id == user)
    }

    /// A role.
    pub fn role(&self, id: Snowflake) -> Option<&Role> {
        self.roles.iter().find(|role| role.id == id)
    }
}

fn engineering() -> Guild {
    Guild {
        id: ENGINEERING,
        name: "Engineering",
        owner: ADA,
        roles: vec![
            everyone(ENGINEERING),
            Role {
                id: MAINTAINERS,
                name: "Maintainers",
                permissions: Permissions::NONE,
                color: 0x00e6_9f3c,
                mentionable: true,
            },
            Role {
                id: VOTERS,
                name: "Voters",
                permissions: Permissions::NONE,
                color: 0x005a_b4e6,
                mentionable: true,
            },
        ],
        members: vec![
            member(ADA, "Ada", &[]),
            member(GRACE, "Grace", &[MAINTAINERS, VOTERS]),
            member(LINUS, "Linus", &[VOTERS]),
            member(MARGARET, "Margaret", &[VOTERS]),
            member(GUEST, "Guest", &[]),
            bot_member(),
        ],
    }
}

fn second_team() -> Guild {
    Guild {
        id: SECOND_TEAM,
        name: "Second team",
        owner: BARBARA,
        roles: vec![everyone(SECOND_TEAM)],
        members: vec![
            member(BARBARA, "Barbara", &[]),
            member(KEN, "Ken", &[]),
            bot_member(),
        ],
    }
}

fn everyone(guild: Snowflake) -> Role {
    Role {
        id: guild,
        name: "@everyone",
        permissions: Permissions::EVERYONE,
        color: 0,
        mentionable: false,
    }
}

fn member(id: Snowflake, name: &'static str, roles: &[Snowflake]) -> Member {
    Member {
        user: User { id, name, bot: false },
        roles: roles.to_vec(),
    }
}

fn bot_member() -> Member {
    Member {
        user: World::bot(),
        roles: vec![],
    }
}

fn channel(id: Snowflake, place: Place, name: &str, overwrites: Vec<Overwrite>) -> Channel {
    Channel {
        id,
        place,
        name: name.to_owned(),
        overwrites,
    }
}

fn bot_may_not_send() -> Overwrite {
    Overwrite {
        target: OverwriteTarget::Member(BOT),
        allow: Permissions::NONE,
        deny: Permissions::SEND_MESSAGES,
    }
}
