//! Sending a command.

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::act::{Outcome, act};
use super::actor::Actor;
use super::arguments::Arguments;
use super::error::ClientError;
use super::payload::Act;
use super::typed::Typed;
use crate::sandbox::command::{CHAT_INPUT, Command, OptionDefinition};
use crate::sandbox::interaction::InteractionKind;
use crate::sandbox::permissions::{self, Permissions};
use crate::sandbox::shared::Handle;
use crate::sandbox::state::State;

/// A command as it was typed, or with its values already apart.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub enum Call {
    /// As it was typed.
    Typed {
        /// The line.
        text: String,
    },
    /// Apart: strings are sent as they are.
    Apart {
        /// The command's name.
        name: String,
        /// The subcommand, with its group before it.
        #[serde(default)]
        sub: Option<String>,
        /// The values by the options' names.
        #[serde(default)]
        options: Map<String, Value>,
    },
}

/// A command with its values, whichever way they came.
pub struct Invocation<'a> {
    /// The command.
    pub command: &'a Command,
    /// The subcommand, and its group before it.
    pub path: Vec<&'a OptionDefinition>,
    /// The options that can have values.
    pub options: &'a [OptionDefinition],
    /// The values.
    pub values: Vec<(&'a OptionDefinition, Value)>,
}

impl<'a> Invocation<'a> {
    /// Finds the command and takes the call apart.
    pub fn read(state: &'a State, actor: &Actor, call: &Call) -> Result<Self, ClientError> {
        match call {
            Call::Typed { text } => {
                let typed = Typed::read(text, named_in(state, actor, text)?)?;
                let values = typed
                    .values
                    .into_iter()
                    .map(|value| (value.option, Value::String(value.text)));
                Ok(Self {
                    command: typed.command,
                    path: typed.path,
                    options: typed.options,
                    values: values.collect(),
                })
            }
            Call::Apart { name, sub, options } => {
                let command = find(state, actor, name)?;
                let line = format!("/{name} {}", sub.as_deref().unwrap_or_default());
                let typed = Typed::read(line.trim_end(), command)?;
                let mut values = Vec::new();
                for (name, value) in options {
                    let option = typed.options.iter().find(|option| option.name == *name);
                    let option = option.ok_or_else(|| ClientError::NoSuchOption {
                        command: command.name.clone(),
                        option: name.clone(),
                    })?;
                    values.push((option, value.clone()));
                }
                Ok(Self {
                    command,
                    path: typed.path,
                    options: typed.options,
                    values,
                })
            }
        }
    }

    /// The `data` of the interaction, the innermost options given.
    pub fn data(&self, arguments: Arguments) -> Value {
        let mut options = Value::Array(arguments.options);
        for sub in self.path.iter().rev() {
            options = json!([{ "name": sub.name, "type": sub.kind, "options": options }]);
        }
        let mut data = self.command.as_used();
        data["options"] = options;
        if !arguments.resolved.is_empty() {
            data["resolved"] = Value::Object(arguments.resolved);
        }
        data
    }
}

/// The command that a line means.
pub fn named_in<'a>(state: &'a State, actor: &Actor, line: &str) -> Result<&'a Command, ClientError> {
    let rest = line.strip_prefix('/').ok_or(ClientError::NotACommand)?;
    find(
        state,
        actor,
        rest.split(char::is_whitespace).next().unwrap_or_default(),
    )
}

fn find<'a>(state: &'a State, actor: &Actor, name: &str) -> Result<&'a Command, ClientError> {
    let command = state
        .command(CHAT_INPUT, name, actor.guild)
        .ok_or_else(|| ClientError::NoSuchCommand(name.to_owned()))?;
    if may_use(state, actor, command) {
        Ok(command)
    } else {
        Err(ClientError::CommandNotAllowed(name.to_owned()))
    }
}

/// Whether Discord shows the command to the member at all.
pub fn may_use(state: &State, actor: &Actor, command: &Command) -> bool {
    let Some((guild, member)) = actor.membership(&state.world) else {
        let guild_only = command.wire["contexts"]
            .as_array()
            .is_some_and(|contexts| !contexts.contains(&json!(1)));
        return !guild_only && command.wire["dm_permission"] != json!(false);
    };
    let own = permissions::in_guild(guild, member);
    let here = state.world.permissions_in(actor.user, actor.channel);
    let allowed = match command.needs {
        Some(0) => own.contains(Permissions::ADMINISTRATOR),
        Some(bits) => own.contains(Permissions::from_bits(bits)),
        None => true,
    };
    allowed && here.contains(Permissions::USE_APPLICATION_COMMANDS)
}

/// Checks a call, sends it to the bot and waits for the first answer.
pub async fn send(shared: &Handle, actor: Actor, call: &Call) -> Result<Outcome, ClientError> {
    let (name, data) = shared.read(|state| {
        let invocation = Invocation::read(state, &actor, call)?;
        let mut arguments = Arguments::default();
        for (option, value) in &invocation.values {
            arguments.add(&state.world, &actor, option, value)?;
        }
        let given = |option: &OptionDefinition| {
            invocation
                .values
                .iter()
                .any(|(other, _)| other.name == option.name)
        };
        if let Some(missing) = invocation
            .options
            .iter()
            .find(|option| option.required && !given(option))
        {
            return Err(ClientError::Required(missing.name.clone()));
        }
        Ok((invocation.command.name.clone(), invocation.data(arguments)))
    })?;
    let what = Act {
        kind: InteractionKind::Command,
        data,
        command: Some(name),
        target: None,
        source: None,
    };
    Ok(act(shared, actor, what).await)
}
