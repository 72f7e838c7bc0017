//! The commands: one table from which they are registered, decoded and explained.

mod away;
mod blips;
mod check;
mod compare;
mod definition;
mod edition;
mod help;
mod history;
mod options;
mod parameter;
mod proposal;
mod propose;
mod radar;
mod setup;
mod vote;

use serde_json::Value;
use serenity::model::application::CommandData;

pub use self::definition::{choice_key, motion_key};
pub use self::edition::OFF;
pub use self::options::Options;
pub use self::parameter::{Kind, Parameter, Topic};
pub use self::proposal::PROPOSAL;
pub use self::propose::typed as proposing;
use super::attempted::Attempted;
use super::convert;
use super::usage_error::UsageError;
use crate::outbox::Posted;
use crate::service::Request;
use crate::wording::Wording;

/// All commands, in the order of `/help`.
pub const COMMANDS: &[Command] = &[
    radar::COMMAND,
    blips::COMMAND,
    compare::COMMAND,
    history::COMMAND,
    propose::COMMAND,
    vote::COMMAND,
    proposal::COMMAND,
    away::COMMAND,
    edition::COMMAND,
    setup::COMMAND,
    help::COMMAND,
    check::COMMAND,
];

/// A command.
#[derive(Debug, Clone, Copy)]
pub struct Command {
    /// Its name. Its description is the text `command-<name>`.
    pub name: &'static str,
    /// Whether Discord shows it only to members with Manage Server.
    pub managers_only: bool,
    /// What stands behind the name.
    pub shape: Shape,
}

/// What stands behind a command's name.
#[derive(Debug, Clone, Copy)]
pub enum Shape {
    /// Options.
    Plain(Action),
    /// Subcommands: then Discord does not allow the bare command.
    Group(&'static [Subcommand]),
    /// An entry of a message's menu, and what it means for a message.
    OnMessage(fn(Posted, String) -> Request),
}

/// A part of a command. Its description is the text `command-<command>-<name>`.
#[derive(Debug, Clone, Copy)]
pub struct Subcommand {
    /// Its name.
    pub name: &'static str,
    /// What it takes and means.
    pub action: Action,
}

/// What can be typed, and what it means.
#[derive(Debug, Clone, Copy)]
pub struct Action {
    /// The options, the required ones first.
    pub parameters: &'static [Parameter],
    /// Reads the options.
    pub decode: fn(&Options<'_>) -> Result<Request, UsageError>,
}

/// What a member asks for, and who is to read the answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// What they ask for.
    pub request: Request,
    /// Who reads it.
    pub audience: Audience,
}

/// Who reads an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// The member who asked.
    Asker,
    /// Everybody in the channel.
    Channel,
}

/// The commands as Discord takes them.
pub fn definitions(wording: &Wording) -> Vec<Value> {
    COMMANDS
        .iter()
        .map(|command| definition::of(command, wording))
        .collect()
}

/// Reads a command.
pub fn decode(data: &CommandData) -> Result<Asked, UsageError> {
    if let Some(request) = on_message(data)? {
        let audience = Audience::Asker;
        return Ok(Asked { request, audience });
    }
    let (action, options) = find(data)?;
    let request = (action.decode)(&options)?;
    let public = options.flag(radar::PUBLIC)?.unwrap_or(false);
    let audience = if public {
        Audience::Channel
    } else {
        Audience::Asker
    };
    Ok(Asked { request, audience })
}

/// What somebody attempts with the command of this name, whether or not it can be read.
pub fn attempted(name: &str) -> Attempted {
    if name == vote::COMMAND.name {
        Attempted::Ballot
    } else {
        Attempted::Other
    }
}

fn command(data: &CommandData) -> Result<&'static Command, UsageError> {
    let command = COMMANDS.iter().find(|command| command.name == data.name);
    command.ok_or_else(|| UsageError::UnknownCommand(data.name.clone()))
}

/// What an entry of a message's menu asks for; `None`: it is a command that is typed.
fn on_message(data: &CommandData) -> Result<Option<Request>, UsageError> {
    let Shape::OnMessage(read) = command(data)?.shape else {
        return Ok(None);
    };
    let (message, text) = convert::message(data)?;
    Ok(Some(read(message, text)))
}

/// The part of the table that `data` speaks of, with what was typed for it.
pub fn find(data: &CommandData) -> Result<(&'static Action, Options<'_>), UsageError> {
    let command = command(data)?;
    let typed = Options::new(&data.options);
    match &command.shape {
        Shape::OnMessage(_) => Err(UsageError::UnknownCommand(data.name.clone())),
        Shape::Plain(action) => Ok((action, typed)),
        Shape::Group(subcommands) => {
            let (name, options) = typed.subcommand().ok_or_else(|| UsageError::UnknownSubcommand {
                command: command.name,
                typed: String::new(),
            })?;
            let found = subcommands.iter().find(|subcommand| subcommand.name == name);
            let subcommand = found.ok_or_else(|| UsageError::UnknownSubcommand {
                command: command.name,
                typed: name.to_owned(),
            })?;
            Ok((&subcommand.action, options))
        }
    }
}

#[cfg(test)]
mod tests;
