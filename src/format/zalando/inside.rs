//! The names that a file has itself: some keep there what Zalando has in its page, as objects with a `name`.

use serde::Deserialize;
use serde_json::value::RawValue;

use super::wire::Names;
use crate::format::frame::{self, MAX_PARTS};
use crate::format::json::Json;
use crate::format::others::Others;
use crate::format::problem::Findings;

/// What of the file may name rings and quadrants, and what numbers them.
#[derive(Deserialize)]
struct Inside<'a> {
    #[serde(borrow)]
    quadrants: Option<&'a RawValue>,
    #[serde(borrow)]
    rings: Option<&'a RawValue>,
    #[serde(borrow)]
    entries: Vec<&'a RawValue>,
}

#[derive(Deserialize)]
struct Part {
    name: String,
}

#[derive(Deserialize)]
struct Numbered {
    quadrant: usize,
    ring: usize,
}

/// The names in a file; nothing if they are fewer than its blips ask for, or not all there.
pub(super) fn names(text: &str) -> Option<Names> {
    let inside: Inside<'_> = serde_json::from_str(text).ok()?;
    let names = Names {
        title: frame::TITLE.to_owned(),
        quadrants: called(inside.quadrants?)?,
        rings: called(inside.rings?)?,
    };
    // What is wrong with a blip is told where it is read.
    let mut numbered = inside
        .entries
        .iter()
        .filter_map(|entry| serde_json::from_str::<Numbered>(entry.get()).ok());
    let all_named =
        numbered.all(|entry| entry.quadrant < names.quadrants.len() && entry.ring < names.rings.len());
    all_named.then_some(names)
}

/// Tells what else such a file says of its rings and quadrants.
pub(super) fn tell_others(json: &Json<'_>, findings: &mut Findings) {
    let Ok(inside) = serde_json::from_str::<Inside<'_>>(json.get()) else {
        return;
    };
    for (parts, rows) in [
        (inside.quadrants, ("quadrant", "quadrants")),
        (inside.rings, ("ring", "rings")),
    ] {
        let parts: Vec<&RawValue> = parts
            .and_then(|parts| serde_json::from_str(parts.get()).ok())
            .unwrap_or_default();
        Others::tell_of(&json.parts(&parts), &["name"], rows, findings);
    }
}

fn called(parts: &RawValue) -> Option<Vec<String>> {
    let parts: Vec<&RawValue> = serde_json::from_str(parts.get()).ok()?;
    if parts.is_empty() || parts.len() > MAX_PARTS {
        return None;
    }
    let name = |part: &&RawValue| {
        let named = serde_json::from_str::<Part>(part.get()).map(|part| part.name);
        named.or_else(|_| serde_json::from_str(part.get())).ok()
    };
    parts.iter().map(name).collect()
}
