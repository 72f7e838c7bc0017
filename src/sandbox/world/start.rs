//! The world at the start: two guilds, the same in each run.

use super::{Archive, Channel, Guild, Member, Place, Role, User, World};
use crate::sandbox::permissions::{Overwrite, OverwriteTarget, Permissions};
use crate::sandbox::snowflake::Snowflake;

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
/// Where the ids of further guilds begin, in milliseconds of the world's age.
const FURTHER: u64 = 1_000_000_000;
/// Where the ids of further voters begin, in milliseconds of the world's age.
const POPULATION: u64 = 500_000_000;

impl World {
    /// The world as each run finds it, with so many guilds; at least two.
    pub fn with_guilds(count: usize) -> Self {
        let mut world = Self::at_start();
        for number in (2..).take(count.saturating_sub(2)) {
            let (guild, general) = further_guild(number);
            world.guilds.push(guild);
            world.channels.push(general);
        }
        world
    }

    /// Fills the first guild with voters until it has so many people, the bot not counted.
    pub fn populate(&mut self, people: usize) {
        let Some(guild) = self.guilds.first_mut() else {
            return;
        };
        let there = guild.members.iter().filter(|member| !member.user.bot).count();
        for (number, offset) in (there + 1..=people).zip(0..) {
            let user = User {
                id: Snowflake::fixed_at(POPULATION + offset),
                name: format!("Voter {number:03}").into(),
                bot: false,
            };
            let roles = vec![VOTERS];
            // The bot stays the last.
            let last = guild.members.len().saturating_sub(1);
            guild.members.insert(last, Member { user, roles });
        }
    }

    /// The world as each run finds it if nothing else is wanted.
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
            former: Vec::new(),
        }
    }
}

fn engineering() -> Guild {
    Guild {
        id: ENGINEERING,
        name: "Engineering".to_owned(),
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
        outage: false,
    }
}

fn second_team() -> Guild {
    Guild {
        id: SECOND_TEAM,
        name: "Second team".to_owned(),
        owner: BARBARA,
        roles: vec![everyone(SECOND_TEAM)],
        members: vec![
            member(BARBARA, "Barbara", &[]),
            member(KEN, "Ken", &[]),
            bot_member(),
        ],
        outage: false,
    }
}

/// A small guild with one channel. Their ids spread over all shards.
fn further_guild(number: u64) -> (Guild, Channel) {
    let id = Snowflake::fixed_at(FURTHER + 7 * number);
    let guild = Guild {
        id,
        name: format!("Team {}", number + 1),
        owner: BARBARA,
        roles: vec![everyone(id)],
        members: vec![member(BARBARA, "Barbara", &[]), bot_member()],
        outage: false,
    };
    let general = Snowflake::fixed_at(FURTHER + 7 * number + 1);
    (guild, channel(general, Place::Text(id), "general", vec![]))
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
        user: User {
            id,
            name: name.into(),
            bot: false,
        },
        roles: roles.to_vec(),
    }
}

/// The bot as it joins a guild.
pub fn bot_member() -> Member {
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
        archive: Archive::default(),
    }
}

fn bot_may_not_send() -> Overwrite {
    Overwrite {
        target: OverwriteTarget::Member(BOT),
        allow: Permissions::NONE,
        deny: Permissions::SEND_MESSAGES,
    }
}
