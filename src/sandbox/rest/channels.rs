//! Channels, and what the bot may do in them.

use axum::Json;
use axum::extract::State;
use serde_json::Value;

use super::body::Body;
use super::path::Ids;
use super::threads::archive_after;
use crate::sandbox::api_error::ApiError;
use crate::sandbox::compose;
use crate::sandbox::deletion;
use crate::sandbox::form_errors::FormErrors;
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

/// `PATCH /channels/{channel}`: its name; of a thread also whether it rests. Who started a thread may do so without managing
/// threads, except for locking.
pub async fn edit(
    State(shared): State<Handle>,
    Ids(id): Ids<Snowflake>,
    body: Body,
) -> Result<Json<Value>, ApiError> {
    let flag = |key: &str| body.json.get(key).and_then(Value::as_bool);
    let name = body.json.get("name").and_then(Value::as_str);
    let mut errors = FormErrors::default();
    if let Some(name) = name {
        errors.at("name", |errors| errors.length(name, 1, 100));
    }
    let after = archive_after(&body.json, &mut errors);
    errors.finish()?;
    shared.update(|state| {
        let (channel, rights) = visible(&state.world, id)?;
        let manages = match channel.place {
            Place::Thread { .. } => Permissions::MANAGE_THREADS,
            Place::Text(_) | Place::Announcement(_) => Permissions::MANAGE_CHANNELS,
            Place::Direct(_) => return Err(ApiError::WrongChannelType),
        };
        let thread = matches!(channel.place, Place::Thread { .. });
        let own = matches!(channel.place, Place::Thread { owner: BOT, .. });
        let mut archive = channel.archive;
        if !own || archive.locked || flag("locked").is_some() {
            need(rights, manages)?;
        }
        if archive.archived && flag("archived") != Some(false) {
            return Err(ApiError::ThreadArchived);
        }
        archive.archived = flag("archived").unwrap_or(archive.archived);
        archive.locked = flag("locked").unwrap_or(archive.locked);
        archive.after_minutes = after.unwrap_or(archive.after_minutes);
        if let Some(channel) = state.world.channel_mut(id) {
            if let Some(name) = name {
                name.clone_into(&mut channel.name);
            }
            if thread {
                channel.archive = archive;
            }
        }
        compose::tell_channel(state, id, "UPDATE");
        let channel = state.world.channel(id).ok_or(ApiError::UnknownChannel)?;
        Ok(Json(wire::channel(channel, &state.world)))
    })
}

/// `DELETE /channels/{channel}`
pub async fn delete(State(shared): State<Handle>, Ids(id): Ids<Snowflake>) -> Result<Json<Value>, ApiError> {
    shared.update(|state| {
        let (channel, rights) = visible(&state.world, id)?;
        match channel.place {
            Place::Thread { .. } => need(rights, Permissions::MANAGE_THREADS)?,
            Place::Text(_) | Place::Announcement(_) => need(rights, Permissions::MANAGE_CHANNELS)?,
            Place::Direct(_) => return Err(ApiError::WrongChannelType),
        }
        let wire = wire::channel(channel, &state.world);
        deletion::channel(state, id);
        Ok(Json(wire))
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
