//! Commands, suggestions, clicks and forms of members.

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::refusal::Refusal;
use crate::sandbox::client::{self, Actor, Call, Outcome, Suggestions};
use crate::sandbox::shared::Handle;
use crate::sandbox::snowflake::Snowflake;

/// Who, and where.
#[derive(Debug, Deserialize)]
pub struct Who {
    #[serde(rename = "as")]
    member: String,
    channel: String,
}

impl Who {
    fn find(&self, shared: &Handle) -> Result<Actor, Refusal> {
        Ok(shared.read(|state| Actor::find(&state.world, &self.member, &self.channel))?)
    }
}

/// A command of a member.
#[derive(Debug, Deserialize)]
pub struct CommandRequest {
    #[serde(flatten)]
    who: Who,
    #[serde(flatten)]
    call: Call,
    #[serde(default)]
    focused: Option<String>,
}

/// `POST /sandbox/command`
pub async fn command(
    State(shared): State<Handle>,
    Json(request): Json<CommandRequest>,
) -> Result<Json<Outcome>, Refusal> {
    let actor = request.who.find(&shared)?;
    Ok(Json(client::send(&shared, actor, &request.call).await?))
}

/// `POST /sandbox/autocomplete`
pub async fn autocomplete(
    State(shared): State<Handle>,
    Json(request): Json<CommandRequest>,
) -> Result<Json<Value>, Refusal> {
    let actor = request.who.find(&shared)?;
    let choices = client::autocomplete(&shared, actor, &request.call, request.focused.as_deref()).await?;
    Ok(Json(json!({ "choices": choices })))
}

/// A line that is being typed.
#[derive(Debug, Deserialize)]
pub struct Line {
    #[serde(flatten)]
    who: Who,
    text: String,
}

/// `POST /sandbox/suggest`: for the page's command box. A line that makes no sense yet has no suggestions.
pub async fn suggest(
    State(shared): State<Handle>,
    Json(line): Json<Line>,
) -> Result<Json<Suggestions>, Refusal> {
    let actor = line.who.find(&shared)?;
    Ok(Json(
        client::suggest(&shared, actor, &line.text)
            .await
            .unwrap_or_default(),
    ))
}

/// A click, or a choice from a menu.
#[derive(Debug, Deserialize)]
pub struct Click {
    #[serde(flatten)]
    who: Who,
    message: String,
    custom_id: String,
    #[serde(default)]
    values: Vec<String>,
}

/// `POST /sandbox/click`
pub async fn click(State(shared): State<Handle>, Json(click): Json<Click>) -> Result<Json<Outcome>, Refusal> {
    let actor = click.who.find(&shared)?;
    let message = read_message(&click.message)?;
    Ok(Json(
        client::click(&shared, actor, message, &click.custom_id, click.values).await?,
    ))
}

/// An entry of a message's menu.
#[derive(Debug, Deserialize)]
pub struct Entry {
    #[serde(flatten)]
    who: Who,
    message: String,
    name: String,
}

/// `POST /sandbox/menu`
pub async fn menu(State(shared): State<Handle>, Json(entry): Json<Entry>) -> Result<Json<Outcome>, Refusal> {
    let actor = entry.who.find(&shared)?;
    let message = read_message(&entry.message)?;
    Ok(Json(client::use_on(&shared, actor, message, &entry.name).await?))
}

fn read_message(id: &str) -> Result<Snowflake, client::ClientError> {
    id.parse().map_err(|_| client::ClientError::NoSuchMessage)
}

/// A filled form.
#[derive(Debug, Deserialize)]
pub struct Form {
    #[serde(rename = "as")]
    member: String,
    interaction: String,
    #[serde(default)]
    values: Map<String, Value>,
}

/// `POST /sandbox/modal`
pub async fn modal(State(shared): State<Handle>, Json(form): Json<Form>) -> Result<Json<Outcome>, Refusal> {
    let interaction = form
        .interaction
        .parse::<Snowflake>()
        .map_err(|_| client::ClientError::NoSuchModal)?;
    let actor = shared.read(|state| {
        let opened = state
            .interactions
            .get(interaction)
            .ok_or(client::ClientError::NoSuchModal)?;
        Actor::find(&state.world, &form.member, &opened.channel.to_string())
    })?;
    Ok(Json(
        client::submit_modal(&shared, actor, interaction, &form.values).await?,
    ))
}
