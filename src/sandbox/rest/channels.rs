//! Channels, and what the bot may do in them.

use axum::Json;
use axum::extract::State;
use serde_json::Value;

use super::path::Ids;
use crate::sandbox::api_error::ApiError;
use crate::sandbox::permissions::Permissions;
use crate::sandbox::shared::Handle;
use crate::sandbox::snowflake::Snowflake;
use crate::sandbox::wire;
use crate::sandbox::world::{BOT, Channel, Place, World};

/// `GET /channels/{channel}`
pub async fn show(
    State(shared): State<Handle>,
    Ids(channel): Ids<Snowflake>,
) -> Result<Json<Value>, ApiError> {
    shared.read(|state| {
        let (channel, _) = visible(&state.world, channel)?;
        Ok(Json(wire::channel(channel, &state.world)))
    })
}

/// A channel that the bot sees, with what the bot may do there.
pub fn visible(world: &World, id: Snowflake) -> Result<(&Channel, Permissions), ApiError> {
    let channel = world.channel(id).ok_or(ApiError::UnknownChannel)?;
    let guild = channel.place.guild().and_then(|guild| world.guild(guild));
    if guild.is_some_and(|guild| guild.has_bot() && guild.outage) {
        // Discord has been seen to say so while a guild could not be reached.
        return Err(ApiError::UnknownChannel);
    }
    let rights = world.permissions_in(BOT, id);
    if rights.contains(Permissions::VIEW_CHANNEL) {
        Ok((channel, rights))
    } else {
        Err(ApiError::MissingAccess)
    }
}

/// Refuses the bot what it may not do.
pub fn need(rights: Permissions, needed: Permissions) -> Result<(), ApiError> {
    if rights.contains(needed) {
        Ok(())
    } else {
        Err(ApiError::MissingPermissions)
    }
}

/// What it takes to write in a channel.
pub fn to_send(channel: &Channel) -> Permissions {
    match channel.place {
        Place::Thread { .. } => Permissions::SEND_MESSAGES_IN_THREADS,
        Place::Text(_) | Place::Announcement(_) | Place::Direct(_) => Permissions::SEND_MESSAGES,
    }
}
