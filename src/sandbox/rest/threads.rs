//! A thread that hangs on a message.

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
use crate::sandbox::message::flags;
use crate::sandbox::permissions::Permissions;
use crate::sandbox::shared::Handle;
use crate::sandbox::snowflake::Snowflake;
use crate::sandbox::wire;
use crate::sandbox::world::{Channel, Place};

/// The intent for guilds, their channels and threads.
const GUILDS: u64 = 1;

/// `POST /channels/{channel}/messages/{message}/threads`; the thread has the message's id.
pub async fn create(
    State(shared): State<Handle>,
    Ids((channel, message)): Ids<(Snowflake, Snowflake)>,
    body: Body,
) -> Result<(StatusCode, Json<Value>), ApiError> {
    let name = text(&body.json, "name");
    let mut errors = FormErrors::default();
    errors.at("name", |errors| errors.length(name, 1, 100));
    errors.finish()?;
    shared.update(|state| {
        let (parent, rights) = visible(&state.world, channel)?;
        let guild = match parent.place {
            Place::Text(guild) | Place::Announcement(guild) => guild,
            Place::Thread { .. } | Place::Direct(_) => return Err(ApiError::WrongChannelType),
        };
        need(rights, Permissions::CREATE_PUBLIC_THREADS)?;
        find(state, channel, message)?;
        if state.world.channel(message).is_some() {
            return Err(ApiError::ThreadExists);
        }
        let thread = Channel {
            id: message,
            place: Place::Thread {
                guild,
                parent: channel,
            },
            name: name.to_owned(),
            overwrites: Vec::new(),
        };
        let wire = wire::channel(&thread, &state.world);
        state.world.channels.push(thread);
        if let Some(message) = state.messages.get_mut(&message) {
            message.flags |= flags::HAS_THREAD;
        }
        state.tell(Some(guild), GUILDS, "THREAD_CREATE", &wire);
        Ok((StatusCode::CREATED, Json(wire)))
    })
}
