//! Asking the bot for values of the option that is being typed.

use serde_json::{Value, json};

use super::act::act;
use super::actor::Actor;
use super::arguments::Arguments;
use super::command::{Call, Invocation, named_in};
use super::error::ClientError;
use super::payload::Act;
use super::typed::Typed;
use crate::sandbox::interaction::InteractionKind;
use crate::sandbox::shared::Handle;

/// The bot's choices; empty when it does not answer. `focused`: which option, for a call that is not typed text.
pub async fn autocomplete(
    shared: &Handle,
    actor: Actor,
    call: &Call,
    focused: Option<&str>,
) -> Result<Value, ClientError> {
    let (name, data) = shared.read(|state| {
        let invocation = Invocation::read(state, &actor, call)?;
        let (name, typed) = match (focused, call) {
            (Some(name), _) => {
                let given = invocation.values.iter().find(|(option, _)| option.name == name);
                let typed = given.and_then(|(_, value)| value.as_str()).unwrap_or_default();
                (name.to_owned(), typed.to_owned())
            }
            (None, Call::Typed { text }) => {
                let line = Typed::read(text, named_in(state, &actor, text)?)?;
                let (option, _, typed) = line
                    .focus(text)
                    .ok_or_else(|| ClientError::NoAutocomplete(text.clone()))?;
                (option.name.clone(), typed)
            }
            (None, Call::Apart { name, .. }) => return Err(ClientError::NoAutocomplete(name.clone())),
        };
        let option = invocation.options.iter().find(|option| option.name == name);
        let option = option
            .filter(|option| option.autocomplete)
            .ok_or(ClientError::NoAutocomplete(name))?;
        let mut arguments = Arguments::default();
        for (other, value) in invocation
            .values
            .iter()
            .filter(|(other, _)| other.name != option.name)
        {
            // What is not yet a value is left out, as Discord's client does.
            let _ = arguments.add(&state.world, &actor, other, value);
        }
        arguments.add_focused(option, &typed);
        Ok((invocation.command.name.clone(), invocation.data(arguments)))
    })?;
    let what = Act {
        kind: InteractionKind::Autocomplete,
        data,
        command: Some(name),
        target: None,
        source: None,
    };
    let outcome = act(shared, actor, what).await;
    Ok(outcome.data.unwrap_or_else(|| json!([])))
}
