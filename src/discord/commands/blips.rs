//! `/blips`: lists and searches the radar.

use super::options::Options;
use super::parameter::{Kind, Parameter, Topic};
use super::radar::{MAX_NAME, PUBLIC};
use super::{Action, Command, Shape};
use crate::discord::usage_error::UsageError;
use crate::service::{Filter, MAX_WORDS, Request};

const TEXT: &str = "text";
const RING: &str = "ring";
const QUADRANT: &str = "quadrant";
const TAG: &str = "tag";
const OWNER: &str = "owner";
const MOVEMENT: &str = "movement";
const DUE: &str = "due";

/// `/blips`. Bare, it lists all.
pub const COMMAND: Command = Command {
    name: "blips",
    managers_only: false,
    shape: Shape::Plain(Action {
        parameters: &[
            Parameter::optional(TEXT, "option-blips-text", Kind::Text(MAX_WORDS)),
            Parameter::optional(
                RING,
                "option-blips-ring",
                Kind::Suggested(MAX_NAME, Topic::RingOnly),
            ),
            Parameter::optional(
                QUADRANT,
                "option-blips-quadrant",
                Kind::Suggested(MAX_NAME, Topic::Quadrant),
            ),
            Parameter::optional(TAG, "option-blips-tag", Kind::Suggested(MAX_NAME, Topic::Tag)),
            Parameter::optional(
                OWNER,
                "option-blips-owner",
                Kind::Suggested(MAX_NAME, Topic::Owner),
            ),
            Parameter::optional(MOVEMENT, "option-blips-movement", Kind::Motion),
            Parameter::optional(DUE, "option-blips-due", Kind::Flag),
            Parameter::optional(PUBLIC, "option-radar-public", Kind::Flag),
        ],
        decode,
    }),
};

fn decode(options: &Options<'_>) -> Result<Request, UsageError> {
    Ok(Request::Blips(Box::new(Filter {
        words: options.optional_text(TEXT)?,
        ring: options.optional_text(RING)?,
        quadrant: options.optional_text(QUADRANT)?,
        tag: options.optional_text(TAG)?,
        owner: options.optional_text(OWNER)?,
        motion: options.motion(MOVEMENT)?,
        due: options.flag(DUE)?.unwrap_or(false),
    })))
}
