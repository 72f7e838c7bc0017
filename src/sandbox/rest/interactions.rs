//! The first answer to an interaction.

use axum::Json;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::time::Instant;

use super::body::Body;
use super::path::Ids;
use crate::sandbox::api_error::ApiError;
use crate::sandbox::compose::{self, Sender};
use crate::sandbox::draft::{Draft, Upload};
use crate::sandbox::form_errors::FormErrors;
use crate::sandbox::interaction::{Answer, Interaction, InteractionKind};
use crate::sandbox::limits;
use crate::sandbox::message::{Cause, flags};
use crate::sandbox::shared::Handle;
use crate::sandbox::snowflake::Snowflake;
use crate::sandbox::state::State as World;
use crate::sandbox::wire;
use crate::sandbox::world::BOT;

/// What the caller wants back.
#[derive(Debug, Deserialize)]
pub struct Wish {
    #[serde(default)]
    with_response: bool,
}

/// `POST /interactions/{interaction}/{token}/callback`
pub async fn callback(
    State(shared): State<Handle>,
    Ids((id, token)): Ids<(Snowflake, String)>,
    Query(wish): Query<Wish>,
    body: Body,
) -> Result<Response, ApiError> {
    let now = shared.clock.now();
    shared.update(|state| {
        let interaction = state.interactions.unanswered(id, &token, Instant::now())?.clone();
        let data = body.json.get("data").cloned().unwrap_or_else(|| json!({}));
        let kind = body.json.get("type").and_then(Value::as_u64).unwrap_or_default();
        let answer = answer(state, &interaction, kind, &data, body.files, now)?;
        state.interactions.answer(id, answer.clone());
        if wish.with_response {
            Ok(Json(with_response(state, &interaction, kind, &answer)).into_response())
        } else {
            Ok(StatusCode::NO_CONTENT.into_response())
        }
    })
}

fn answer(
    state: &mut World,
    interaction: &Interaction,
    kind: u64,
    data: &Value,
    files: Vec<Upload>,
    now: jiff::Timestamp,
) -> Result<Answer, ApiError> {
    let from_component = interaction.source.is_some();
    let autocomplete = interaction.kind == InteractionKind::Autocomplete;
    match kind {
        4 if !autocomplete => {
            let written = Draft::read(data, files)
                .and_then(|draft| compose::create(state, sender(interaction), draft, now));
            written.map(Answer::Message).map_err(under_data)
        }
        5 if !autocomplete => {
            let wanted = data.get("flags").and_then(Value::as_u64).unwrap_or_default();
            if wanted & !flags::EPHEMERAL != 0 {
                let message = "Only the flag EPHEMERAL may be set on a deferred answer.";
                return Err(ApiError::field(
                    "data.flags",
                    "INTERACTION_CALLBACK_FLAGS",
                    message,
                ));
            }
            let ephemeral = wanted & flags::EPHEMERAL != 0;
            Ok(Answer::Deferred(compose::create_loading(
                state,
                sender(interaction),
                ephemeral,
                now,
            )))
        }
        6 if from_component => Ok(Answer::DeferredUpdate),
        7 if from_component => {
            let source = interaction.source.ok_or(ApiError::UnknownMessage)?;
            let changed = Draft::read(data, files).and_then(|draft| compose::edit(state, source, draft, now));
            changed.map(|()| Answer::Updated(source)).map_err(under_data)
        }
        8 if autocomplete => choices(data).map(Answer::Choices),
        9 if !autocomplete && interaction.kind != InteractionKind::Modal => {
            let mut errors = FormErrors::default();
            errors.at("data", |errors| limits::modal(data, errors));
            errors.finish()?;
            Ok(Answer::Modal(data.clone()))
        }
        _ => Err(ApiError::field(
            "type",
            "INTERACTION_CALLBACK_TYPE",
            "Value is not an answer to this interaction.",
        )),
    }
}

/// A callback's message stands in its `data`.
fn under_data(error: ApiError) -> ApiError {
    match error {
        ApiError::Form(errors) => ApiError::Form(errors.under("data")),
        other => other,
    }
}

/// The bot, answering the interaction where it happened.
pub fn sender(interaction: &Interaction) -> Sender {
    Sender {
        author: BOT,
        channel: interaction.channel,
        cause: Some(Cause {
            interaction: interaction.id,
            kind: interaction.kind.number(),
            name: interaction.command.clone(),
            target: interaction.target,
            user: interaction.user,
        }),
    }
}

/// Values to choose from, checked.
fn choices(data: &Value) -> Result<Value, ApiError> {
    let list = data
        .get("choices")
        .and_then(Value::as_array)
        .cloned()
        .unwrap_or_default();
    let mut errors = FormErrors::default();
    errors.at("data.choices", |errors| {
        errors.count(list.len(), 0, 25);
        for (index, choice) in list.iter().enumerate() {
            let name = choice.get("name").and_then(Value::as_str).unwrap_or_default();
            errors.at(format!("{index}.name"), |errors| errors.length(name, 1, 100));
            errors.at(format!("{index}.value"), |errors| match choice.get("value") {
                Some(Value::String(text)) => errors.length(text, 1, 100),
                Some(Value::Number(_)) => {}
                Some(_) | None => errors.required(),
            });
        }
    });
    errors.finish()?;
    Ok(Value::Array(list))
}

fn with_response(state: &World, interaction: &Interaction, kind: u64, answer: &Answer) -> Value {
    let message = match answer {
        Answer::Message(id) | Answer::Deferred(id) | Answer::Updated(id) => state.messages.get(id),
        Answer::DeferredUpdate | Answer::Choices(_) | Answer::Modal(_) => None,
    };
    let mut wire = json!({
        "interaction": { "id": interaction.id, "type": interaction.kind.number() },
        "resource": { "type": kind },
    });
    if let Some(message) = message {
        wire["interaction"]["response_message_id"] = json!(message.id);
        wire["interaction"]["response_message_loading"] = json!(message.is(flags::LOADING));
        wire["interaction"]["response_message_ephemeral"] = json!(message.is(flags::EPHEMERAL));
        wire["resource"]["message"] = wire::message(message, &state.world);
    }
    wire
}
