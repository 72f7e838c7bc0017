//! `/propose`: a change is put to the vote.

use super::options::Options;
use super::parameter::{Kind, Parameter, Topic};
use super::{Action, Command, Shape};
use crate::discord::usage_error::UsageError;
use crate::radar::BlipId;
use crate::service::{MAX_REASON, MAX_SUMMARY, Propose, Request};

const BLIP: &str = "blip";
const RING: &str = "ring";
const REASON: &str = "reason";
const QUADRANT: &str = "quadrant";
const SUMMARY: &str = "summary";
const POLICY: &str = "policy";
const DURATION: &str = "duration";
/// What a title may have, and what a suggestion's value may hold.
const MAX_NAME: usize = 100;

/// `/propose`.
pub const COMMAND: Command = Command {
    name: "propose",
    managers_only: false,
    shape: Shape::Plain(Action {
        parameters: &[
            Parameter::required(
                BLIP,
                "option-propose-blip",
                Kind::Suggested(MAX_NAME, Topic::Blip),
            ),
            Parameter::required(
                RING,
                "option-propose-ring",
                Kind::Suggested(MAX_NAME, Topic::Ring),
            ),
            Parameter::optional(REASON, "option-propose-reason", Kind::Text(MAX_REASON)),
            Parameter::optional(
                QUADRANT,
                "option-propose-quadrant",
                Kind::Suggested(MAX_NAME, Topic::Quadrant),
            ),
            Parameter::optional(SUMMARY, "option-propose-summary", Kind::Text(MAX_SUMMARY)),
            Parameter::optional(
                POLICY,
                "option-propose-policy",
                Kind::Suggested(MAX_NAME, Topic::Policy),
            ),
            Parameter::optional(
                DURATION,
                "option-propose-duration",
                Kind::Suggested(MAX_NAME, Topic::Duration),
            ),
        ],
        decode,
    }),
};

/// The command with which the same would be proposed for a blip that is on the radar, as it is typed. Such a blip has its
/// quadrant and its summary.
pub fn typed(asked: &Propose, blip: &BlipId) -> String {
    let options = [
        (BLIP, Some(blip.as_str())),
        (RING, Some(asked.ring.as_str())),
        (POLICY, asked.policy.as_deref()),
        (DURATION, asked.duration.as_deref()),
        // At the end: what it says of options is not read as one.
        (REASON, asked.reason.as_deref()),
    ];
    options
        .into_iter()
        .filter_map(|(name, value)| value.map(|value| format!(" {name}:{}", value.trim())))
        .fold(format!("/{}", COMMAND.name), |command, option| command + &option)
}

fn decode(options: &Options<'_>) -> Result<Request, UsageError> {
    Ok(Request::Propose(Propose {
        blip: options.text(BLIP)?,
        ring: options.text(RING)?,
        reason: options.optional_text(REASON)?,
        quadrant: options.optional_text(QUADRANT)?,
        summary: options.optional_text(SUMMARY)?,
        policy: options.optional_text(POLICY)?,
        duration: options.optional_text(DURATION)?,
    }))
}
