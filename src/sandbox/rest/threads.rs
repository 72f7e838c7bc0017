//! Threads: one that hangs on a message, and one that hangs on none.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde_json::Value;

use super::body::Body;
use super::channels::{need, visible};
use super::messages::find;
use super::path::Ids;
use crate::sandbox::api_error::ApiError;
use crate::sandbox::component::text;
use crate::sandbox::form_errors::FormErrors;
use crate::sandbox::permissions::Permissions;
use crate::sandbox::shared::Handle;
use crate::sandbox::snowflake::Snowflake;
use crate::sandbox::state::State as World;
use crate::sandbox::threads;
use crate::sandbox::world::{Archive, BOT, Place};

/// The minutes that `auto_archive_duration` may be.
const ARCHIVE_AFTER: [u64; 4] = [60, 1_440, 4_320, 10_080];
/// Discord's number of a public thread.
const PUBLIC: u64 = 11;

/// `POST /channels/{channel}/messages/{message}/threads`; the thread has the message's id.
pub async fn create(
    State(shared): State<Handle>,
    Ids((channel, message)): Ids<(Snowflake, Snowflake)>,
    body: Body,
) -> Result<(StatusCode, Json<Value>), ApiError> {
    let archive = check(&body.json)?;
    shared.update(|state| {
        parent(state, channel)?;
        find(state, channel, message)?;
        let wire = threads::start_from(state, message, BOT, text(&body.json, "name"), archive)?;
        Ok((StatusCode::CREATED, Json(wire)))
    })
}

/// `POST /channels/{channel}/threads`: a public thread; the sandbox has no private ones.
pub async fn create_alone(
    State(shared): State<Handle>,
    Ids(channel): Ids<Snowflake>,
    body: Body,
) -> Result<(StatusCode, Json<Value>), ApiError> {
    let archive = check(&body.json)?;
    let now = shared.clock.now();
    shared.update(|state| {
        let guild = parent(state, channel)?;
        if body.json.get("type").and_then(Value::as_u64) != Some(PUBLIC) {
            return Err(ApiError::WrongChannelType);
        }
        let id = state.new_id(now);
        let place = Place::Thread {
            guild,
            parent: channel,
            owner: BOT,
        };
        let wire = threads::open(state, id, place, text(&body.json, "name"), archive);
        Ok((StatusCode::CREATED, Json(wire)))
    })
}

/// Checks what a new thread is called, and when it shall rest.
fn check(body: &Value) -> Result<Archive, ApiError> {
    let mut errors = FormErrors::default();
    errors.at("name", |errors| {
        errors.length(text(body, "name"), *threads::NAME.start(), *threads::NAME.end());
    });
    let archive = Archive {
        after_minutes: archive_after(body, &mut errors).unwrap_or(Archive::default().after_minutes),
        ..Archive::default()
    };
    errors.finish()?;
    Ok(archive)
}

/// The `auto_archive_duration` of a body, in minutes.
pub fn archive_after(body: &Value, errors: &mut FormErrors) -> Option<u64> {
    let given = body
        .get("auto_archive_duration")
        .filter(|given| !given.is_null())?;
    let minutes = given.as_u64().filter(|minutes| ARCHIVE_AFTER.contains(minutes));
    if minutes.is_none() {
        errors.at("auto_archive_duration", |errors| {
            errors.push(
                "BASE_TYPE_CHOICES",
                "Value must be one of {60, 1440, 4320, 10080}.",
            );
        });
    }
    minutes
}

/// The guild of a channel in which the bot may start threads.
fn parent(state: &World, channel: Snowflake) -> Result<Snowflake, ApiError> {
    let (parent, rights) = visible(&state.world, channel)?;
    let guild = match parent.place {
        Place::Text(guild) | Place::Announcement(guild) => guild,
        Place::Thread { .. } | Place::Direct(_) => return Err(ApiError::WrongChannelType),
    };
    need(rights, Permissions::CREATE_PUBLIC_THREADS)?;
    Ok(guild)
}
