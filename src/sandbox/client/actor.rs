//! Who does something, and where.

use super::error::ClientError;
use crate::sandbox::message::Message;
use crate::sandbox::permissions::Permissions;
use crate::sandbox::snowflake::Snowflake;
use crate::sandbox::state::State;
use crate::sandbox::world::{Guild, Member, World};

/// A member in a channel that the member sees.
#[derive(Debug, Clone, Copy)]
pub struct Actor {
    /// The member.
    pub user: Snowflake,
    /// The channel.
    pub channel: Snowflake,
    /// The channel's guild; none in a direct message.
    pub guild: Option<Snowflake>,
}

impl Actor {
    /// A message of the channel, if the member sees it.
    pub fn seen(self, state: &State, message: Snowflake) -> Result<&Message, ClientError> {
        let found = state.messages.get(&message);
        found
            .filter(|found| found.channel == self.channel && found.visible_to(self.user))
            .ok_or(ClientError::NoSuchMessage)
    }

    /// The member and the channel by id or name; a channel's name is looked for in the member's guilds.
    pub fn find(world: &World, member: &str, channel: &str) -> Result<Self, ClientError> {
        let user = find_user(world, member).ok_or_else(|| ClientError::NoSuchMember(member.to_owned()))?;
        let wanted = channel.trim_start_matches('#');
        let by_name = || {
            world.channels.iter().find(|one| {
                let inside = one.place.guild().and_then(|guild| world.guild(guild));
                one.name == wanted && inside.is_some_and(|guild| guild.member(user).is_some())
            })
        };
        let found = wanted
            .parse()
            .ok()
            .and_then(|id| world.channel(id))
            .or_else(by_name);
        let found = found.ok_or_else(|| ClientError::NoSuchChannel(channel.to_owned()))?;
        if !world
            .permissions_in(user, found.id)
            .contains(Permissions::VIEW_CHANNEL)
        {
            return Err(ClientError::CannotSee);
        }
        Ok(Self {
            user,
            channel: found.id,
            guild: found.place.guild(),
        })
    }

    /// The guild and the member in it.
    pub fn membership<'a>(&self, world: &'a World) -> Option<(&'a Guild, &'a Member)> {
        let guild = world.guild(self.guild?)?;
        Some((guild, guild.member(self.user)?))
    }
}

/// A person by id or name.
fn find_user(world: &World, text: &str) -> Option<Snowflake> {
    let wanted = text.trim_start_matches('@');
    let people = || {
        world
            .guilds
            .iter()
            .flat_map(|guild| &guild.members)
            .filter(|member| !member.user.bot)
    };
    let by_id = wanted
        .parse()
        .ok()
        .and_then(|id| people().find(|member| member.user.id == id));
    by_id
        .or_else(|| people().find(|member| member.user.name.eq_ignore_ascii_case(wanted)))
        .map(|member| member.user.id)
}
