//! What can not be read as a request.

use super::escape::echo;
use super::refusal;
use super::{Context, Reply};
use crate::discord::attempted::Attempted;
use crate::discord::commands::motion_key;
use crate::discord::usage_error::UsageError;
use crate::service::Motion;

/// Says what to do instead.
pub fn render(error: &UsageError, attempted: Attempted, context: Context<'_>) -> Reply {
    let words = context.wording;
    let text = match error {
        UsageError::GuildOnly => words.text("usage-guild-only").into_owned(),
        UsageError::UnknownCommand(_) | UsageError::UnknownSubcommand { .. } => {
            words.text("usage-unknown-command").into_owned()
        }
        UsageError::MissingOption(name) => words.with("usage-missing-option", [("option", (*name).into())]),
        UsageError::OneOf([one, other]) => words.with(
            "usage-one-of",
            [("one", (*one).into()), ("other", (*other).into())],
        ),
        UsageError::IllTyped(name) => words.with("usage-ill-typed", [("option", (*name).into())]),
        UsageError::NotANumber(number) => {
            words.with("usage-not-a-number", [("number", number.to_string().into())])
        }
        UsageError::UnknownTheme(typed) => words.with("usage-unknown-theme", [("typed", echo(typed).into())]),
        UsageError::UnknownMotion(typed) => {
            let names: Vec<_> = Motion::ALL
                .iter()
                .map(|motion| words.text(motion_key(*motion)))
                .collect();
            let names = names.join(&words.text("comma"));
            words.with(
                "usage-unknown-motion",
                [("typed", echo(typed).into()), ("names", names.into())],
            )
        }
        UsageError::UnknownChoice(typed) => {
            words.with("usage-unknown-choice", [("typed", echo(typed).into())])
        }
        UsageError::NoMessage | UsageError::Unreadable => words.text("usage-unreadable").into_owned(),
        UsageError::Button(_) => words.text("usage-old-button").into_owned(),
    };
    refusal::told(&text, attempted, context)
}
