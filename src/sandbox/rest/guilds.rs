//! Guilds and what is in them.

use axum::Json;
use axum::extract::{Query, State};
use serde::Deserialize;
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
        if let Some(member) = guild.member(user) {
            return Ok(Json(wire::member(member)));
        }
        // Discord tells a user who is not here from one who is nowhere.
        Err(match state.world.user(user) {
            Some(_) => ApiError::UnknownMember,
            None => ApiError::UnknownUser,
        })
    })
}

/// `GET /guilds/{guild}/roles/member-counts`: who has each role, bots included. `@everyone` is not among them.
pub async fn member_counts(
    State(shared): State<Handle>,
    Ids(guild): Ids<Snowflake>,
) -> Result<Json<Value>, ApiError> {
    shared.read(|state| {
        let guild = state.world.reached(guild).ok_or(ApiError::UnknownGuild)?;
        let own = guild.roles.iter().filter(|role| role.id != guild.id);
        let counts = own.map(|role| {
            let have = guild.members.iter().filter(|one| one.roles.contains(&role.id));
            (role.id.to_string(), json!(have.count()))
        });
        Ok(Json(Value::Object(counts.collect())))
    })
}

/// Which page of a guild's members.
#[derive(Debug, Deserialize)]
pub struct MembersPage {
    limit: Option<usize>,
    /// The highest id of the page before. No id is 0, but it is what Discord's documents give as the default.
    after: Option<u64>,
}

/// `GET /guilds/{guild}/members`: in the order of their ids. It needs the application's privileged intent.
pub async fn members(
    State(shared): State<Handle>,
    Ids(guild): Ids<Snowflake>,
    Query(page): Query<MembersPage>,
) -> Result<Json<Value>, ApiError> {
    let limit = page.limit.unwrap_or(1);
    if !(1..=1_000).contains(&limit) {
        let message = "int value should be between 1 and 1000.";
        return Err(ApiError::field("limit", "NUMBER_TYPE_MAX", message));
    }
    shared.read(|state| {
        let guild = state.world.reached(guild).ok_or(ApiError::UnknownGuild)?;
        if !state.members_intent {
            return Err(ApiError::MissingAccess);
        }
        let mut all: Vec<_> = guild.members.iter().collect();
        all.sort_by_key(|one| one.user.id);
        let rest = all
            .into_iter()
            .filter(|one| page.after.is_none_or(|after| one.user.id.get() > after));
        Ok(Json(rest.take(limit).map(wire::member).collect()))
    })
}
