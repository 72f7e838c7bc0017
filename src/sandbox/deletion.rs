//! Messages and channels that go: what the REST routes and the page have in common.

use jiff::{SignedDuration, Timestamp};
use serde_json::json;

use super::api_error::ApiError;
use super::compose::{intent, tell_channel};
use super::message::flags;
use super::snowflake::Snowflake;
use super::state::State;
use super::world::Place;

/// Most messages that go in one event.
const AT_ONCE: usize = 100;
/// What is older goes one by one.
const OLD: SignedDuration = SignedDuration::from_hours(14 * 24);

/// Deletes a message.
pub fn message(state: &mut State, id: Snowflake) -> Result<(), ApiError> {
    let message = state.messages.remove(&id).ok_or(ApiError::UnknownMessage)?;
    let guild = state
        .world
        .channel(message.channel)
        .and_then(|channel| channel.place.guild());
    let mut event = json!({ "id": id, "channel_id": message.channel });
    if let Some(guild) = guild {
        event["guild_id"] = json!(guild);
    }
    if !message.is(flags::EPHEMERAL) {
        state.tell(guild, intent(guild), "MESSAGE_DELETE", &event);
    }
    Ok(())
}

/// Deletes messages of a channel, as bots of moderators do: the young ones of a guild together, the others one by one.
pub fn messages(
    state: &mut State,
    channel: Snowflake,
    ids: &[Snowflake],
    now: Timestamp,
) -> Result<(), ApiError> {
    let guild = state.world.channel(channel).and_then(|one| one.place.guild());
    let young = |id: &Snowflake| now.duration_since(id.created_at()) < OLD;
    let (together, alone): (Vec<Snowflake>, Vec<Snowflake>) = match guild {
        Some(_) => ids.iter().copied().partition(young),
        None => (Vec::new(), ids.to_vec()),
    };
    for id in alone {
        message(state, id)?;
    }
    for some in together.chunks(AT_ONCE) {
        if let [only] = some {
            message(state, *only)?;
            continue;
        }
        state.messages.retain(|id, _| !some.contains(id));
        let event = json!({ "ids": some, "channel_id": channel, "guild_id": guild });
        state.tell(guild, intent(guild), "MESSAGE_DELETE_BULK", &event);
    }
    Ok(())
}

/// Deletes a channel with what was said in it, and its threads before it.
pub fn channel(state: &mut State, id: Snowflake) {
    let hangs = |place: Place| matches!(place, Place::Thread { parent, .. } if parent == id);
    let threads: Vec<_> = state
        .world
        .channels
        .iter()
        .filter(|one| hangs(one.place))
        .map(|one| one.id)
        .collect();
    for gone in threads.into_iter().chain([id]) {
        tell_channel(state, gone, "DELETE");
        state.world.channels.retain(|channel| channel.id != gone);
        state.messages.retain(|_, message| message.channel != gone);
    }
}
