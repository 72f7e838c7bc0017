//! `/setup`: how things are, and what is missing.

use super::Context;
use super::body::{Body, NEUTRAL};
use super::places;
use super::trouble;
use crate::service::Waiting;
use crate::settings::Settings;

/// The settings as they are now, and what waits.
pub fn render(settings: &Settings, changed: bool, waiting: &[Waiting], context: Context<'_>) -> Body {
    let words = context.wording;
    let or_none = |key: &str, name: &'static str, none: &str, value: Option<String>| match value {
        Some(value) => words.with(key, [(name, value.into())]),
        None => words.text(none).into_owned(),
    };
    let mut lines = Vec::new();
    if changed {
        lines.push(words.text("setup-changed").into_owned());
        lines.push(String::new());
    }
    lines.extend([
        or_none(
            "setup-digests",
            "channel",
            "setup-digests-none",
            settings.digests.map(places::channel),
        ),
        or_none(
            "setup-votes",
            "channel",
            "setup-votes-none",
            settings.votes.map(places::channel),
        ),
        or_none(
            "setup-voters",
            "role",
            "setup-voters-none",
            settings.voters.map(places::role),
        ),
        or_none(
            "setup-maintainers",
            "role",
            "setup-maintainers-none",
            settings.maintainers.map(places::role),
        ),
    ]);
    if settings.voters.is_some() || settings.maintainers.is_some() {
        lines.push(String::new());
        lines.push(words.text("setup-everyone").into_owned());
    }
    let waiting = trouble::lines(waiting, context);
    if !waiting.is_empty() {
        lines.push(String::new());
        lines.extend(waiting);
    }
    let title = words.text("setup-title").into_owned();
    let footer = words.text("setup-open-votes").into_owned();
    Body::framed(Some(title), vec![lines.join("\n")], NEUTRAL, Some(footer))
}
