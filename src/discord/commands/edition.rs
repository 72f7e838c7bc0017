//! `/edition`: list, show, diff, draft, publish, schedule.

use super::options::Options;
use super::parameter::{Kind, Parameter, Topic};
use super::{Action, Command, Shape, Subcommand};
use crate::discord::usage_error::UsageError;
use crate::schedule::MAX_RULE;
use crate::service::{EditionName, EditionRequest, MAX_EDITION_TITLE, Request, ScheduleRequest};

const EDITION: &str = "edition";
const TITLE: &str = "title";
const WHEN: &str = "when";
const FROM: &str = "from";
const TO: &str = "to";
/// What removes the schedule.
pub const OFF: &str = "off";
/// Longer than an id, since titles are accepted.
const MAX_NAME: usize = 100;

/// `/edition`.
pub const COMMAND: Command = Command {
    name: "edition",
    managers_only: false,
    shape: Shape::Group(&[
        Subcommand {
            name: "list",
            action: Action {
                parameters: &[],
                decode: |_| Ok(Request::Edition(EditionRequest::List(0))),
            },
        },
        Subcommand {
            name: "show",
            action: Action {
                parameters: &[Parameter::optional(
                    EDITION,
                    "option-edition-edition",
                    Kind::Suggested(MAX_NAME, Topic::Edition),
                )],
                decode: show,
            },
        },
        Subcommand {
            name: "diff",
            action: Action {
                parameters: &[
                    Parameter::required(
                        FROM,
                        "option-edition-from",
                        Kind::Suggested(MAX_NAME, Topic::Edition),
                    ),
                    Parameter::optional(TO, "option-edition-to", Kind::Suggested(MAX_NAME, Topic::Edition)),
                ],
                decode: diff,
            },
        },
        Subcommand {
            name: "draft",
            action: Action {
                parameters: &[],
                decode: |_| Ok(Request::Edition(EditionRequest::Draft(0))),
            },
        },
        Subcommand {
            name: "publish",
            action: Action {
                parameters: &[Parameter::optional(
                    TITLE,
                    "option-edition-title",
                    Kind::Text(MAX_EDITION_TITLE),
                )],
                decode: publish,
            },
        },
        Subcommand {
            name: "schedule",
            action: Action {
                parameters: &[
                    Parameter::optional(
                        WHEN,
                        "option-edition-when",
                        Kind::Suggested(MAX_RULE, Topic::Schedule),
                    ),
                    Parameter::optional(TITLE, "option-edition-title", Kind::Text(MAX_EDITION_TITLE)),
                ],
                decode: schedule,
            },
        },
    ]),
};

fn show(options: &Options<'_>) -> Result<Request, UsageError> {
    let name = options
        .optional_text(EDITION)?
        .map_or(EditionName::Current, EditionName::Typed);
    Ok(Request::Edition(EditionRequest::Show(name, 0)))
}

fn diff(options: &Options<'_>) -> Result<Request, UsageError> {
    let to = options.optional_text(TO)?;
    Ok(Request::Edition(EditionRequest::Diff {
        from: EditionName::Typed(options.text(FROM)?),
        to: to.map_or(EditionName::Current, EditionName::Typed),
        page: 0,
    }))
}

fn schedule(options: &Options<'_>) -> Result<Request, UsageError> {
    let (when, title) = (options.optional_text(WHEN)?, options.optional_text(TITLE)?);
    let request = match &when {
        Some(when) if when.trim().eq_ignore_ascii_case(OFF) => ScheduleRequest::Off,
        None if title.is_none() => ScheduleRequest::Show,
        Some(_) | None => ScheduleRequest::Set { when, title },
    };
    Ok(Request::Edition(EditionRequest::Schedule(request)))
}

fn publish(options: &Options<'_>) -> Result<Request, UsageError> {
    let title = options.optional_text(TITLE)?;
    Ok(Request::Edition(EditionRequest::Preview { title, page: 0 }))
}
