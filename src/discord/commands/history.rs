//! `/history`: the life of a blip.

use super::options::Options;
use super::parameter::{Kind, Parameter, Topic};
use super::radar::MAX_NAME;
use super::{Action, Command, Shape};
use crate::discord::usage_error::UsageError;
use crate::service::{HistoryRequest, Request};

const BLIP: &str = "blip";

/// `/history`.
pub const COMMAND: Command = Command {
    name: "history",
    managers_only: false,
    shape: Shape::Plain(Action {
        parameters: &[Parameter::required(
            BLIP,
            "option-history-blip",
            Kind::Suggested(MAX_NAME, Topic::Known),
        )],
        decode,
    }),
};

fn decode(options: &Options<'_>) -> Result<Request, UsageError> {
    Ok(Request::History(HistoryRequest::Named(options.text(BLIP)?)))
}
