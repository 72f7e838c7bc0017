//! What follows the first answer: `@original` and further messages, with the interaction's token.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde_json::Value;
use tokio::time::Instant;

use super::body::Body;
use super::interactions::sender;
use super::path::Ids;
use crate::sandbox::api_error::ApiError;
use crate::sandbox::compose;
use crate::sandbox::deletion;
use crate::sandbox::draft::Draft;
use crate::sandbox::interaction::Interaction;
use crate::sandbox::message::flags;
use crate::sandbox::shared::Handle;
use crate::sandbox::snowflake::Snowflake;
use crate::sandbox::state::State as World;
use crate::sandbox::wire;
use crate::sandbox::world::BOT;

/// `POST /webhooks/{application}/{token}`. While the first answer is still loading, this is it.
pub async fn follow_up(
    State(shared): State<Handle>,
    Ids((application, token)): Ids<(Snowflake, String)>,
    body: Body,
) -> Result<Json<Value>, ApiError> {
    let draft = Draft::read(&body.json, body.files)?;
    let now = shared.clock.now();
    shared.update(|state| {
        let interaction = interaction(state, application, &token)?.clone();
        let loading = interaction.original().filter(|id| {
            state
                .messages
                .get(id)
                .is_some_and(|message| message.is(flags::LOADING))
        });
        let id = match loading {
            Some(id) => {
                compose::edit(state, id, draft, now)?;
                id
            }
            None => compose::create(state, sender(&interaction), draft, now)?,
        };
        wire_of(state, id)
    })
}

/// `GET /webhooks/{application}/{token}/messages/{message}`
pub async fn show(
    State(shared): State<Handle>,
    Ids((application, token, message)): Ids<(Snowflake, String, String)>,
) -> Result<Json<Value>, ApiError> {
    shared.read(|state| {
        let id = target(state, interaction(state, application, &token)?, &message)?;
        wire_of(state, id)
    })
}

/// `PATCH /webhooks/{application}/{token}/messages/{message}`
pub async fn edit(
    State(shared): State<Handle>,
    Ids((application, token, message)): Ids<(Snowflake, String, String)>,
    body: Body,
) -> Result<Json<Value>, ApiError> {
    let draft = Draft::read(&body.json, body.files)?;
    let now = shared.clock.now();
    shared.update(|state| {
        let id = target(state, interaction(state, application, &token)?, &message)?;
        compose::edit(state, id, draft, now)?;
        wire_of(state, id)
    })
}

/// `DELETE /webhooks/{application}/{token}/messages/{message}`
pub async fn delete(
    State(shared): State<Handle>,
    Ids((application, token, message)): Ids<(Snowflake, String, String)>,
) -> Result<StatusCode, ApiError> {
    shared.update(|state| {
        let id = target(state, interaction(state, application, &token)?, &message)?;
        deletion::message(state, id)?;
        Ok(StatusCode::NO_CONTENT)
    })
}

fn interaction<'a>(
    state: &'a World,
    application: Snowflake,
    token: &str,
) -> Result<&'a Interaction, ApiError> {
    if application != BOT {
        return Err(ApiError::UnknownWebhook);
    }
    state.interactions.by_token(token, Instant::now())
}

/// The message that the path means: one that this interaction led to.
fn target(state: &World, interaction: &Interaction, message: &str) -> Result<Snowflake, ApiError> {
    let original = interaction.original();
    if message == "@original" {
        return original
            .filter(|id| state.messages.contains_key(id))
            .ok_or(ApiError::UnknownMessage);
    }
    let id = message
        .parse::<Snowflake>()
        .map_err(|_| ApiError::UnknownMessage)?;
    let found = state.messages.get(&id).ok_or(ApiError::UnknownMessage)?;
    let own = found
        .cause
        .as_ref()
        .is_some_and(|cause| cause.interaction == interaction.id);
    if own || original == Some(id) {
        Ok(id)
    } else {
        Err(ApiError::UnknownMessage)
    }
}

fn wire_of(state: &World, id: Snowflake) -> Result<Json<Value>, ApiError> {
    let message = state.messages.get(&id).ok_or(ApiError::UnknownMessage)?;
    Ok(Json(wire::message(message, &state.world)))
}
