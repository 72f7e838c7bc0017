//! `/radar`: what the team thinks of a technology. A command without subcommands, so that `/radar atlantis` works.

use super::options::Options;
use super::parameter::{Kind, Parameter, Topic};
use super::{Action, Command, Shape};
use crate::discord::usage_error::UsageError;
use crate::service::{Browse, Request};

/// The option by which the answer is shown to everybody.
pub const PUBLIC: &str = "public";
const BLIP: &str = "blip";
/// What is looked for may be longer than a title, a tag or an owner, so that a pasted one is looked for, too.
pub const MAX_NAME: usize = 200;

/// `/radar`. The blip is required: then Discord fills it when `/radar atlantis` is typed.
pub const COMMAND: Command = Command {
    name: "radar",
    managers_only: false,
    shape: Shape::Plain(Action {
        parameters: &[
            Parameter::required(BLIP, "option-radar-blip", Kind::Suggested(MAX_NAME, Topic::Radar)),
            Parameter::optional(PUBLIC, "option-radar-public", Kind::Flag),
        ],
        decode,
    }),
};

fn decode(options: &Options<'_>) -> Result<Request, UsageError> {
    let name = options.optional_text(BLIP)?.unwrap_or_default();
    Ok(Request::Browse(Browse::Named(name)))
}
