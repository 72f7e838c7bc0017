//! `/help`: what the bot can do.

use super::{Action, Command, Shape};
use crate::service::Request;

/// `/help`.
pub const COMMAND: Command = Command {
    name: "help",
    managers_only: false,
    shape: Shape::Plain(Action {
        parameters: &[],
        decode: |_| Ok(Request::Help),
    }),
};
