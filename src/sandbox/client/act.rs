//! Doing something, and waiting for the bot's first answer.

use serde::Serialize;
use serde_json::Value;
use tokio::time::Instant;
use tokio::time::timeout;

use super::actor::Actor;
use super::payload::{Act, payload};
use crate::sandbox::interaction::{Answer, FIRST_ANSWER, Interaction, new_token};
use crate::sandbox::shared::Handle;
use crate::sandbox::snowflake::Snowflake;
use crate::sandbox::state::State;
use crate::sandbox::wire;

/// How the bot reacted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Status {
    /// With an answer.
    #[serde(rename = "answered")]
    Answered,
    /// With the promise of an answer.
    #[serde(rename = "deferred")]
    Deferred,
    /// Not within three seconds, or it is not connected.
    #[serde(rename = "no answer")]
    NoAnswer,
}

/// What the member gets to see.
#[derive(Debug, Serialize)]
pub struct Outcome {
    /// The interaction.
    pub interaction: Snowflake,
    /// How the bot reacted.
    pub status: Status,
    /// The message that it wrote or changed.
    pub message: Option<Value>,
    /// The form that it opened.
    pub modal: Option<Value>,
    /// The choices that it offered.
    pub data: Option<Value>,
}

/// Tells the bot and waits, at most as long as Discord does. There is no waiting for a bot that is not connected.
pub async fn act(shared: &Handle, actor: Actor, act: Act) -> Outcome {
    let mut changes = shared.watch();
    let now = shared.clock.now();
    let fault = shared.faults.of_interaction();
    let (id, connected) = shared.update(|state| {
        let interaction = Interaction {
            id: state.new_id(now),
            token: new_token(),
            kind: act.kind,
            channel: actor.channel,
            user: actor.user,
            at: Instant::now(),
            command: act.command,
            target: act.target,
            source: act.source,
            answer: None,
        };
        let id = interaction.id;
        let mut event = payload(state, &actor, &interaction, &act.data);
        if let Some(fault) = fault {
            fault.apply(&mut event);
        }
        state.interactions.insert(interaction);
        state.tell(actor.guild, 0, "INTERACTION_CREATE", &event);
        let there = actor
            .guild
            .is_none_or(|guild| state.world.reached(guild).is_some());
        (id, there && state.sessions.connected())
    });
    let answer = async {
        loop {
            if let Some(outcome) = shared.read(|state| outcome(state, id)) {
                return Some(outcome);
            }
            if changes.changed().await.is_err() {
                return None;
            }
        }
    };
    let answered = tokio::select! {
        answered = timeout(FIRST_ANSWER, answer), if connected => answered.ok().flatten(),
        () = shared.stopping.cancelled(), if connected => None,
        else => None,
    };
    answered.unwrap_or(Outcome {
        interaction: id,
        status: Status::NoAnswer,
        message: None,
        modal: None,
        data: None,
    })
}

fn outcome(state: &State, id: Snowflake) -> Option<Outcome> {
    let interaction = state.interactions.get(id)?;
    let answer = interaction.answer.as_ref()?;
    let written = interaction.original().and_then(|id| state.messages.get(&id));
    let mut outcome = Outcome {
        interaction: id,
        status: Status::Answered,
        message: written.map(|message| wire::message(message, &state.world)),
        modal: None,
        data: None,
    };
    match answer {
        Answer::Message(_) | Answer::Updated(_) => {}
        Answer::Deferred(_) | Answer::DeferredUpdate => outcome.status = Status::Deferred,
        Answer::Choices(choices) => outcome.data = Some(choices.clone()),
        Answer::Modal(modal) => outcome.modal = Some(modal.clone()),
    }
    Some(outcome)
}
