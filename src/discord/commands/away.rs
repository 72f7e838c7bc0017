//! `/away`: not to be waited for.

use super::options::Options;
use super::parameter::{Kind, Parameter};
use super::{Action, Command, Shape};
use crate::discord::usage_error::UsageError;
use crate::service::Request;

const UNTIL: &str = "until";
/// Longer than any date or time that is read.
const MAX_UNTIL: usize = 40;

/// `/away`.
pub const COMMAND: Command = Command {
    name: "away",
    managers_only: false,
    shape: Shape::Plain(Action {
        parameters: &[Parameter::optional(
            UNTIL,
            "option-away-until",
            Kind::Text(MAX_UNTIL),
        )],
        decode,
    }),
};

fn decode(options: &Options<'_>) -> Result<Request, UsageError> {
    Ok(Request::Away(options.optional_text(UNTIL)?))
}
