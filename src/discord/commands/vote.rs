//! `/vote`: what the buttons of a vote do, for when they can not be pressed.

use super::options::Options;
use super::parameter::{Kind, Parameter};
use super::{Action, Command, Shape};
use crate::discord::usage_error::UsageError;
use crate::service::Request;

const PROPOSAL: &str = "proposal";
const CHOICE: &str = "choice";

/// `/vote`.
pub const COMMAND: Command = Command {
    name: "vote",
    managers_only: false,
    shape: Shape::Plain(Action {
        parameters: &[
            Parameter::required(PROPOSAL, "option-vote-proposal", Kind::Number),
            Parameter::required(CHOICE, "option-vote-choice", Kind::Choice),
        ],
        decode,
    }),
};

fn decode(options: &Options<'_>) -> Result<Request, UsageError> {
    Ok(Request::Cast(
        options.proposal(PROPOSAL)?,
        options.choice(CHOICE)?,
    ))
}
