//! What is said in a channel, as one member sees it.

use axum::Json;
use axum::extract::{Query, State};
use serde::Deserialize;
use serde_json::{Value, json};

use super::refusal::Refusal;
use crate::sandbox::client::{Actor, ClientError};
use crate::sandbox::compose::{self, Sender};
use crate::sandbox::draft::Draft;
use crate::sandbox::message::{Message, flags};
use crate::sandbox::permissions::Permissions;
use crate::sandbox::shared::Handle;
use crate::sandbox::snowflake::Snowflake;
use crate::sandbox::state::State as World;
use crate::sandbox::threads;
use crate::sandbox::wire;
use crate::sandbox::world::{Archive, Place};

/// Where, and with whose eyes.
#[derive(Debug, Deserialize)]
pub struct View {
    channel: String,
    #[serde(rename = "as")]
    member: String,
}

/// `GET /sandbox/messages`
pub async fn list(State(shared): State<Handle>, Query(view): Query<View>) -> Result<Json<Value>, Refusal> {
    shared.read(|state| {
        let actor = Actor::find(&state.world, &view.member, &view.channel)?;
        let here = state
            .messages
            .values()
            .filter(|message| message.channel == actor.channel);
        let seen = here.filter(|message| message.visible_to(actor.user));
        Ok(Json(seen.map(|message| described(message, state)).collect()))
    })
}

/// A message with what the page shows besides.
fn described(message: &Message, state: &World) -> Value {
    let mut wire = wire::message(message, &state.world);
    wire["edited"] = json!(message.edited.is_some());
    wire["ephemeral"] = json!(message.is(flags::EPHEMERAL));
    wire["pinged"] = json!(message.mentions.targets());
    wire["interaction"] = message.cause.as_ref().map_or(Value::Null, |cause| {
        let user = state.world.user(cause.user).map(|user| &user.name);
        json!({
            "id": cause.interaction, "name": cause.name, "target": cause.target, "user": user,
            "user_id": cause.user,
        })
    });
    wire
}

/// A plain message of a member.
#[derive(Debug, Deserialize)]
pub struct Saying {
    #[serde(flatten)]
    view: View,
    text: String,
}

/// `POST /sandbox/message`
pub async fn say(State(shared): State<Handle>, Json(saying): Json<Saying>) -> Result<Json<Value>, Refusal> {
    let draft = Draft::read(&json!({ "content": saying.text }), Vec::new())?;
    let now = shared.clock.now();
    shared.update(|state| {
        let actor = Actor::find(&state.world, &saying.view.member, &saying.view.channel)?;
        let in_thread = state
            .world
            .channel(actor.channel)
            .is_some_and(|one| matches!(one.place, Place::Thread { .. }));
        let needed = if in_thread {
            Permissions::SEND_MESSAGES_IN_THREADS
        } else {
            Permissions::SEND_MESSAGES
        };
        if !state
            .world
            .permissions_in(actor.user, actor.channel)
            .contains(needed)
        {
            return Err(ClientError::CannotWrite.into());
        }
        let sender = Sender {
            author: actor.user,
            channel: actor.channel,
            cause: None,
        };
        let id = compose::create(state, sender, draft, now)?;
        Ok(Json(
            state
                .messages
                .get(&id)
                .map_or(Value::Null, |message| described(message, state)),
        ))
    })
}

/// A thread that a member starts from a message.
#[derive(Debug, Deserialize)]
pub struct Starting {
    #[serde(flatten)]
    view: View,
    message: Snowflake,
    name: String,
}

/// `POST /sandbox/thread`
pub async fn start(
    State(shared): State<Handle>,
    Json(starting): Json<Starting>,
) -> Result<Json<Value>, Refusal> {
    let name = starting.name.trim();
    if !threads::NAME.contains(&name.chars().count()) {
        return Err(Refusal::bad("A thread's name has 1 to 100 characters."));
    }
    shared.update(|state| {
        let actor = Actor::find(&state.world, &starting.view.member, &starting.view.channel)?;
        let rights = state.world.permissions_in(actor.user, actor.channel);
        if !rights.contains(Permissions::CREATE_PUBLIC_THREADS) {
            return Err(ClientError::CannotStart.into());
        }
        let here = |one: &Message| one.channel == actor.channel && !one.is(flags::EPHEMERAL);
        if !state.messages.get(&starting.message).is_some_and(here) {
            return Err(ClientError::NoSuchMessage.into());
        }
        let thread = threads::start_from(state, starting.message, actor.user, name, Archive::default())?;
        Ok(Json(thread))
    })
}
