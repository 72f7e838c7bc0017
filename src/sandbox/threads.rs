//! Threads that begin: what the REST routes and the page have in common.

use std::ops::RangeInclusive;

use serde_json::Value;

use super::api_error::ApiError;
use super::message::flags;
use super::snowflake::Snowflake;
use super::state::State;
use super::wire;
use super::world::{Archive, Channel, Place};

/// The intent for guilds, their channels and threads.
const GUILDS: u64 = 1;

/// How many characters a thread's name has.
pub const NAME: RangeInclusive<usize> = 1..=100;

/// Starts the thread of a message, whose id it has, if it has none yet. Threads and direct messages have no threads.
pub fn start_from(
    state: &mut State,
    message: Snowflake,
    owner: Snowflake,
    name: &str,
    archive: Archive,
) -> Result<Value, ApiError> {
    let starter = state.messages.get(&message).ok_or(ApiError::UnknownMessage)?;
    let parent = starter.channel;
    let place = state.world.channel(parent).map(|channel| channel.place);
    let guild = match place.ok_or(ApiError::UnknownChannel)? {
        Place::Text(guild) | Place::Announcement(guild) => guild,
        Place::Thread { .. } | Place::Direct(_) => return Err(ApiError::WrongChannelType),
    };
    if state.world.channel(message).is_some() {
        return Err(ApiError::ThreadExists);
    }
    if let Some(message) = state.messages.get_mut(&message) {
        message.flags |= flags::HAS_THREAD;
    }
    let place = Place::Thread { guild, parent, owner };
    Ok(open(state, message, place, name, archive))
}

/// Opens a thread and tells the bot's sessions.
pub fn open(state: &mut State, id: Snowflake, place: Place, name: &str, archive: Archive) -> Value {
    let thread = Channel {
        id,
        place,
        name: name.to_owned(),
        overwrites: Vec::new(),
        archive,
    };
    let wire = wire::channel(&thread, &state.world);
    state.world.channels.push(thread);
    state.tell(place.guild(), GUILDS, "THREAD_CREATE", &wire);
    wire
}
