//! What is wrong with the radar's files: for the maintainers in a message of its own, and in the state that `/setup` shows.

use super::Context;
use super::body::{Body, NEUTRAL, abbreviated};
use super::escape::escape;
use crate::service::{Broken, Flaw};

/// How much is told: `blipbot check` says all of it.
struct Room {
    /// How many problems; the others are counted.
    named: usize,
    /// As many characters of each.
    text: usize,
}

/// In a message of its own.
const WIDE: Room = Room { named: 5, text: 200 };
/// Beside all else that `/setup` shows.
const NARROW: Room = Room { named: 2, text: 100 };
/// As much of a path as is shown, in characters.
const PATH: usize = 100;

/// The message that they are not taken up.
pub fn broken(broken: &Broken, footer: String, context: Context<'_>) -> Body {
    let title = context.wording.text("files-broken-title").into_owned();
    let text = lines(broken, &WIDE, context).join("\n");
    Body::framed(Some(title), vec![text], NEUTRAL, Some(footer))
}

/// The message that they are right again.
pub fn mended(footer: String, context: Context<'_>) -> Body {
    let words = context.wording;
    let title = words.text("files-mended-title").into_owned();
    let text = words.text("files-mended").into_owned();
    Body::framed(Some(title), vec![text], NEUTRAL, Some(footer))
}

/// The message that editions are not there any more that came out.
pub fn lost(lost: &Broken, footer: String, context: Context<'_>) -> Body {
    let words = context.wording;
    let mut lines = vec![words.text("files-lost").into_owned()];
    lines.extend(flaws(lost, &WIDE, context));
    lines.push(words.text("files-lost-restore").into_owned());
    let title = words.text("files-lost-title").into_owned();
    Body::framed(Some(title), vec![lines.join("\n")], NEUTRAL, Some(footer))
}

/// What is wrong and what to do, in the state that `/setup` shows.
pub fn state(broken: &Broken, context: Context<'_>) -> String {
    lines(broken, &NARROW, context).join("\n")
}

/// What is wrong, and what to do.
fn lines(broken: &Broken, room: &Room, context: Context<'_>) -> Vec<String> {
    let words = context.wording;
    let mut lines = vec![words.text("files-broken").into_owned()];
    lines.extend(flaws(broken, room, context));
    let in_use = broken.flaws().iter().any(|flaw| match flaw {
        Flaw::Written { .. } => false,
        Flaw::Gone(_)
        | Flaw::Postponed(_)
        | Flaw::Ring(_)
        | Flaw::Quadrant(_)
        | Flaw::Blip(_)
        | Flaw::Edition(_) => true,
    });
    let key = if in_use { "files-restore" } else { "files-check" };
    lines.push(words.text(key).into_owned());
    lines
}

/// As many as there is room for, a line each; the others are counted.
fn flaws(broken: &Broken, room: &Room, context: Context<'_>) -> Vec<String> {
    let words = context.wording;
    let flaws = broken.flaws();
    let named = flaws.iter().take(room.named);
    let line = |flaw| words.with("files-flaw", [("flaw", self::flaw(flaw, room, context).into())]);
    let mut lines: Vec<String> = named.map(line).collect();
    let more = flaws.len().saturating_sub(room.named);
    if more > 0 {
        lines.push(words.with("and-more", [("count", more.into())]));
    }
    lines
}

fn flaw(flaw: &Flaw, room: &Room, context: Context<'_>) -> String {
    let words = context.wording;
    let named = |key: &str, id: &str| words.with(key, [("id", escape(id).into())]);
    match flaw {
        Flaw::Written { path, line, text } => {
            let values = [
                ("path", escape(&abbreviated(path, PATH)).into()),
                // As a text: no thousands are parted in a place that editors jump to.
                ("line", line.to_string().into()),
                ("text", escape(&abbreviated(text, room.text)).into()),
            ];
            words.with("files-written", values)
        }
        Flaw::Gone(edition) => named("files-gone", edition.as_str()),
        Flaw::Postponed(edition) => named("files-postponed", edition.as_str()),
        Flaw::Ring(ring) => named("files-ring", ring.as_str()),
        Flaw::Quadrant(quadrant) => named("files-quadrant", quadrant.as_str()),
        Flaw::Blip(blip) => named("files-blip", blip.as_str()),
        Flaw::Edition(edition) => named("files-edition", edition.as_str()),
    }
}
