//! `/compare`: two or three technologies side by side.

use super::options::Options;
use super::parameter::{Kind, Parameter, Topic};
use super::radar::{MAX_NAME, PUBLIC};
use super::{Action, Command, Shape};
use crate::discord::usage_error::UsageError;
use crate::service::{CompareRequest, Request};

const FIRST: &str = "first";
const SECOND: &str = "second";
const THIRD: &str = "third";
const BLIP: Kind = Kind::Suggested(MAX_NAME, Topic::Compared);

/// `/compare`.
pub const COMMAND: Command = Command {
    name: "compare",
    managers_only: false,
    shape: Shape::Plain(Action {
        parameters: &[
            Parameter::required(FIRST, "option-compare-first", BLIP),
            Parameter::required(SECOND, "option-compare-second", BLIP),
            Parameter::optional(THIRD, "option-compare-third", BLIP),
            Parameter::optional(PUBLIC, "option-radar-public", Kind::Flag),
        ],
        decode,
    }),
};

fn decode(options: &Options<'_>) -> Result<Request, UsageError> {
    let mut names = vec![options.text(FIRST)?, options.text(SECOND)?];
    names.extend(options.optional_text(THIRD)?);
    Ok(Request::Compare(CompareRequest::Named(names)))
}
