//! The bot's own user and application, the gateway's address, and direct messages.

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use serde_json::{Value, json};

use super::body::Body;
use crate::sandbox::api_error::ApiError;
use crate::sandbox::shared::Handle;
use crate::sandbox::snowflake::Snowflake;
use crate::sandbox::wire;
use crate::sandbox::world::{Archive, Channel, Place, World};

/// `GET /gateway`
pub async fn gateway(State(shared): State<Handle>) -> Json<Value> {
    Json(json!({ "url": gateway_url(&shared) }))
}

/// `GET /gateway/bot`
pub async fn gateway_bot(State(shared): State<Handle>) -> Json<Value> {
    let now = shared.clock.now();
    let limit = shared.read(|state| state.starts.limit(now));
    Json(json!({
        "url": gateway_url(&shared),
        "shards": shared.options.shards,
        "session_start_limit": {
            "total": limit.total,
            "remaining": limit.remaining,
            "reset_after": i64::try_from(limit.reset_after.as_millis()).unwrap_or(i64::MAX),
            "max_concurrency": shared.options.max_concurrency,
        },
    }))
}

fn gateway_url(shared: &Handle) -> String {
    shared.read(|state| format!("{}/gw", state.base_url.replacen("http", "ws", 1)))
}

/// `GET /users/@me`
pub async fn me() -> Json<Value> {
    let mut user = wire::user(&World::bot());
    user["verified"] = json!(true);
    user["mfa_enabled"] = json!(false);
    user["email"] = Value::Null;
    user["flags"] = json!(0);
    Json(user)
}

/// `GET /applications/@me`
pub async fn application(State(shared): State<Handle>) -> Json<Value> {
    let members_intent = shared.read(|state| state.members_intent);
    Json(wire::application(members_intent))
}

/// `POST /users/@me/channels`
pub async fn open_direct(State(shared): State<Handle>, body: Body) -> Result<Json<Value>, ApiError> {
    let recipient = body
        .json
        .get("recipient_id")
        .and_then(|id| Snowflake::deserialize(id).ok());
    let recipient = recipient
        .ok_or_else(|| ApiError::field("recipient_id", "NUMBER_TYPE_COERCE", "Value is not snowflake."))?;
    let now = shared.clock.now();
    shared.update(|state| {
        let user = state.world.user(recipient).ok_or(ApiError::UnknownUser)?;
        if user.bot {
            return Err(ApiError::CannotMessageUser);
        }
        let name = user.name.to_string();
        let place = Place::Direct(recipient);
        let known = state
            .world
            .channels
            .iter()
            .find(|channel| channel.place == place)
            .cloned();
        let channel = known.unwrap_or_else(|| {
            let id = state.new_id(now);
            let channel = Channel {
                id,
                place,
                name,
                overwrites: Vec::new(),
                archive: Archive::default(),
            };
            state.world.channels.push(channel.clone());
            channel
        });
        Ok(Json(wire::channel(&channel, &state.world)))
    })
}
