//! `/setup`: how things are, and what is missing.

use super::Context;
use super::body::{Body, NEUTRAL};
use super::files;
use super::places;
use super::trouble;
use super::voters;
use crate::service::{Broken, Waiting};
use crate::settings::{Settings, Theme, Voters};

/// The settings as they are now, and what waits.
pub fn render(
    settings: &Settings,
    changed: bool,
    (waiting, files, lists_members): (&[Waiting], Option<&Broken>, bool),
    context: Context<'_>,
) -> Body {
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
        voters::kind(&settings.voters, lists_members, context),
        or_none(
            "setup-maintainers",
            "role",
            "setup-maintainers-none",
            settings.maintainers.map(places::role),
        ),
    ]);
    lines.push(words.text(threads_key(settings.threads)).into_owned());
    lines.extend(
        settings
            .timezone
            .as_ref()
            .map(|zone| words.with("setup-timezone", [("zone", zone.as_str().into())])),
    );
    lines.push(words.text(theme_key(settings.look())).into_owned());
    lines.extend(policies(settings, context));
    if settings.voters != Voters::Anyone || settings.maintainers.is_some() {
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
    let files = files.map(|broken| files::state(broken, context));
    let pages = std::iter::once(lines.join("\n")).chain(files).collect();
    Body::framed(Some(title), pages, NEUTRAL, Some(footer))
}

const fn threads_key(from_the_start: bool) -> &'static str {
    if from_the_start {
        "setup-threads"
    } else {
        "setup-threads-none"
    }
}

const fn theme_key(theme: Theme) -> &'static str {
    match theme {
        Theme::Light => "setup-theme-light",
        Theme::Dark => "setup-theme-dark",
    }
}

/// The guild's own policies, if it has any.
fn policies(settings: &Settings, context: Context<'_>) -> Option<String> {
    if settings.policies.is_empty() {
        return None;
    }
    let names: Vec<String> = settings.policies.keys().map(|name| format!("`{name}`")).collect();
    let names = names.join(&context.wording.text("comma"));
    Some(
        context
            .wording
            .with("setup-policies", [("policies", names.into())]),
    )
}
