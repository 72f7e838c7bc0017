//! `/edition`: list, show, diff, draft, edit, drop, keep, publish, correct, schedule.

use super::options::Options;
use super::parameter::{Kind, Parameter, Topic};
use super::{Action, Command, PROPOSAL, Shape, Subcommand};
use crate::discord::usage_error::UsageError;
use crate::schedule::MAX_RULE;
use crate::service::{EditionName, EditionRequest, MAX_EDITION_TITLE, MAX_REASON, Request, ScheduleRequest};

const EDITION: &str = "edition";
const TITLE: &str = "title";
const WHEN: &str = "when";
const FROM: &str = "from";
const TO: &str = "to";
const BLIP: &str = "blip";
const EDIT: &str = "edit";
const REASON: &str = "reason";
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
        Subcommand {
            name: "edit",
            action: Action {
                parameters: &[Parameter::required(
                    BLIP,
                    "option-edition-blip",
                    Kind::Suggested(MAX_NAME, Topic::Drafted),
                )],
                decode: |options| Ok(Request::Edition(EditionRequest::Edit(options.text(BLIP)?))),
            },
        },
        Subcommand {
            name: "drop",
            action: Action {
                parameters: &[
                    Parameter::required(REASON, "option-edition-reason", Kind::Text(MAX_REASON)),
                    Parameter::optional(PROPOSAL, "option-edition-proposal", Kind::Number),
                    Parameter::optional(EDIT, "option-edition-edit", Kind::Edit),
                ],
                decode: drop,
            },
        },
        Subcommand {
            name: "keep",
            action: Action {
                parameters: &[Parameter::required(PROPOSAL, "option-edition-keep", Kind::Number)],
                decode: |options| {
                    Ok(Request::Edition(EditionRequest::Keep(
                        options.proposal(PROPOSAL)?,
                    )))
                },
            },
        },
        Subcommand {
            name: "correct",
            action: Action {
                parameters: &[
                    Parameter::required(
                        EDITION,
                        "option-edition-correct",
                        Kind::Suggested(MAX_NAME, Topic::Edition),
                    ),
                    Parameter::optional(
                        BLIP,
                        "option-edition-correct-blip",
                        Kind::Suggested(MAX_NAME, Topic::Known),
                    ),
                ],
                decode: correct,
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

fn drop(options: &Options<'_>) -> Result<Request, UsageError> {
    let reason = options.text(REASON)?;
    let (proposal, edit) = (options.optional_proposal(PROPOSAL)?, options.optional_edit(EDIT)?);
    match (proposal, edit) {
        (Some(number), None) => Ok(Request::Edition(EditionRequest::Drop(number, reason))),
        (None, Some(number)) => Ok(Request::Edition(EditionRequest::DropEdit(number, reason))),
        (None, None) | (Some(_), Some(_)) => Err(UsageError::OneOf([PROPOSAL, EDIT])),
    }
}

fn correct(options: &Options<'_>) -> Result<Request, UsageError> {
    Ok(Request::Edition(EditionRequest::Correct {
        edition: EditionName::Typed(options.text(EDITION)?),
        blip: options.optional_text(BLIP)?,
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
