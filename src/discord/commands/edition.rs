//! `/edition`: list, show, diff, draft, publish.

use super::options::Options;
use super::parameter::{Kind, Parameter, Topic};
use super::{Action, Command, Shape, Subcommand};
use crate::discord::usage_error::UsageError;
use crate::service::{EditionName, EditionRequest, MAX_EDITION_TITLE, Request};

const EDITION: &str = "edition";
const TITLE: &str = "title";
const FROM: &str = "from";
const TO: &str = "to";
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

fn publish(options: &Options<'_>) -> Result<Request, UsageError> {
    let title = options.optional_text(TITLE)?;
    Ok(Request::Edition(EditionRequest::Preview { title, page: 0 }))
}
