//! `/vote`: what the buttons of a vote do, for when they can not be pressed.

use super::options::Options;
use super::parameter::{Kind, Parameter};
use super::{Action, Command, Shape};
use crate::discord::usage_error::UsageError;
use crate::service::{MAX_BALLOT_REASON, Request};

const PROPOSAL: &str = "proposal";
const CHOICE: &str = "choice";
const REASON: &str = "reason";

/// `/vote`.
pub const COMMAND: Command = Command {
    name: "vote",
    managers_only: false,
    shape: Shape::Plain(Action {
        parameters: &[
            Parameter::required(PROPOSAL, "option-vote-proposal", Kind::Number),
            Parameter::required(CHOICE, "option-vote-choice", Kind::Choice),
            Parameter::optional(REASON, "option-vote-reason", Kind::Text(MAX_BALLOT_REASON)),
        ],
        decode,
    }),
};

fn decode(options: &Options<'_>) -> Result<Request, UsageError> {
    let (number, choice) = (options.proposal(PROPOSAL)?, options.choice(CHOICE)?);
    Ok(match options.optional_text(REASON)? {
        Some(reason) => Request::Reasoned(number, choice, reason),
        None => Request::Cast(number, choice),
    })
}
