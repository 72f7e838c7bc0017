//! Using an entry of a message's menu.

use serde_json::{Map, Value, json};

use super::act::{Outcome, act};
use super::actor::Actor;
use super::command::may_use;
use super::error::ClientError;
use super::payload::Act;
use crate::sandbox::command::MESSAGE;
use crate::sandbox::interaction::InteractionKind;
use crate::sandbox::shared::Handle;
use crate::sandbox::snowflake::Snowflake;
use crate::sandbox::wire;

/// Uses the entry of this name on a message. Discord sends the message's words along, whatever the bot may read.
pub async fn use_on(
    shared: &Handle,
    actor: Actor,
    message: Snowflake,
    name: &str,
) -> Result<Outcome, ClientError> {
    let data = shared.read(|state| {
        let found = actor.seen(state, message)?;
        let command = state
            .command(MESSAGE, name, actor.guild)
            .filter(|command| may_use(state, &actor, command))
            .ok_or_else(|| ClientError::NoSuchEntry(name.to_owned()))?;
        let mut messages = Map::new();
        messages.insert(found.id.to_string(), wire::message(found, &state.world));
        let mut data = command.as_used();
        data["target_id"] = json!(found.id);
        data["resolved"] = json!({ "messages": Value::Object(messages) });
        Ok(data)
    })?;
    let what = Act {
        kind: InteractionKind::Command,
        data,
        command: Some(name.to_owned()),
        target: Some(message),
        source: None,
    };
    Ok(act(shared, actor, what).await)
}
