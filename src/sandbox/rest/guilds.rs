//! Guilds and what is in them.

use axum::Json;
use axum::extract::State;
use serde_json::{Value, json};

use super::path::Ids;
use crate::sandbox::api_error::ApiError;
use crate::sandbox::permissions::{self, Permissions};
use crate::sandbox::shared::Handle;
use crate::sandbox::snowflake::Snowflake;
use crate::sandbox::wire;
use crate::sandbox::world::{BOT, Guild, Place};

/// `GET /users/@me/guilds`
pub async fn list(State(shared): State<Handle>) -> Json<Value> {
    shared.read(|state| {
        let partial = |guild: &Guild| {
            let bot = guild
                .member(BOT)
                .map_or(Permissions::NONE, |bot| permissions::in_guild(guild, bot));
            json!({
                "id": guild.id,
                "name": guild.name,
                "icon": null,
                "owner": false,
                "permissions": bot,
                "features": [],
            })
        };
        Json(state.world.joined().map(partial).collect())
    })
}

/// `GET /guilds/{guild}`
pub async fn show(State(shared): State<Handle>, Ids(guild): Ids<Snowflake>) -> Result<Json<Value>, ApiError> {
    shared.read(|state| {
        let guild = state.world.reached(guild).ok_or(ApiError::UnknownGuild)?;
        Ok(Json(wire::guild_rest(guild)))
    })
}

/// `GET /guilds/{guild}/roles`
pub async fn roles(State(shared): State<Handle>, guild: Ids<Snowflake>) -> Result<Json<Value>, ApiError> {
    let Json(mut guild) = show(State(shared), guild).await?;
    Ok(Json(guild["roles"].take()))
}

/// `GET /guilds/{guild}/channels`; threads are not among them.
pub async fn channels(
    State(shared): State<Handle>,
    Ids(guild): Ids<Snowflake>,
) -> Result<Json<Value>, ApiError> {
    shared.read(|state| {
        state.world.reached(guild).ok_or(ApiError::UnknownGuild)?;
        let channels = state.world.channels_of(guild);
        let lasting = channels.filter(|channel| !matches!(channel.place, Place::Thread { .. }));
        Ok(Json(
            lasting
                .map(|channel| wire::channel(channel, &state.world))
                .collect(),
        ))
    })
}

/// `GET /guilds/{guild}/members/{user}`
pub async fn member(
    State(shared): State<Handle>,
    Ids((guild, user)): Ids<(Snowflake, Snowflake)>,
) -> Result<Json<Value>, ApiError> {
    shared.read(|state| {
        let guild = state.world.reached(guild).ok_or(ApiError::UnknownGuild)?;
        let member = guild.member(user).ok_or(ApiError::UnknownUser)?;
        Ok(Json(wire::member(member)))
    })
}
