//! How close two names are, from 0 to 1.

use strsim::{jaro_winkler, normalized_damerau_levenshtein};

use super::names::Key;
use crate::radar::fold::{fold, fold_case_and_space};

/// Nothing less close is worth a mention.
pub(super) const RELATED: f64 = 0.45;
/// Only an exact name has the score 1.
const NEAREST: f64 = 0.99;
/// No name has more characters, so a longer text is not compared in full.
const MAX_QUERY_CHARS: usize = 160;
/// Lengths that differ more than this can not be typing mistakes.
const LEAST_LENGTH_RATIO: f64 = 0.45;

/// A name as it was typed, folded once.
#[derive(Debug)]
pub(super) struct Query {
    pub(super) text: String,
    pub(super) spelling: String,
    pub(super) key: Key,
    /// How many characters the folded name has.
    chars: usize,
}

impl Query {
    pub(super) fn new(text: &str) -> Self {
        let text: String = text.trim().chars().take(MAX_QUERY_CHARS).collect();
        let spelling = fold_case_and_space(&text);
        let key = Key::new(fold(&text), false);
        let chars = key.folded.chars().count();
        Self {
            text,
            spelling,
            key,
            chars,
        }
    }

    /// Whether there is nothing to look for.
    pub(super) fn is_empty(&self) -> bool {
        self.key.folded.is_empty() && self.spelling.is_empty()
    }
}

/// How close the typed name is to one of a blip's names that is not the same.
pub(super) fn closeness(query: &Query, name: &Key) -> f64 {
    let typed = &query.key;
    if typed.folded.is_empty() {
        return 0.0;
    }
    let mistyped = alike(&typed.folded, &name.folded).max(alike(&typed.sorted, &name.sorted) * 0.98);
    let begun = 0.93 * begun(query, &name.folded);
    mistyped
        .max(begun)
        .max(worded(&typed.folded, &name.folded))
        .min(NEAREST)
}

/// Typing mistakes: the mean of two measures, since one is too generous to a common beginning and the other to none.
fn alike(a: &str, b: &str) -> f64 {
    if length_ratio(a.len(), b.len()) < LEAST_LENGTH_RATIO {
        return 0.0;
    }
    f64::midpoint(jaro_winkler(a, b), normalized_damerau_levenshtein(a, b))
}

/// A name that is still being typed, perhaps with a mistake: compared with a beginning of the same length.
fn begun(query: &Query, name: &str) -> f64 {
    const LEAST_CHARS: usize = 4;
    let cut = name.char_indices().nth(query.chars).map(|(at, _)| at);
    match cut {
        Some(at) if query.chars >= LEAST_CHARS => {
            let beginning = &name[..at];
            if beginning == query.key.folded {
                return 0.0;
            }
            // The less of the name is typed, the less it says: "java" is not "javascript".
            alike(&query.key.folded, beginning) * (0.7 + 0.3 * length_ratio(at, name.len()))
        }
        Some(_) | None => 0.0,
    }
}

/// Whole words in common: what is typed begins the name, begins words of it, or has all its words and more.
fn worded(typed: &str, name: &str) -> f64 {
    let share = length_ratio(typed.len(), name.len());
    if name.starts_with(typed) {
        return 0.65 + 0.3 * share;
    }
    let begins_words = typed
        .split(' ')
        .all(|word| name.split(' ').any(|other| other.starts_with(word)));
    if begins_words {
        return 0.6 + 0.3 * share;
    }
    let has_all_words = name
        .split(' ')
        .all(|word| typed.split(' ').any(|other| other == word));
    // "Terraform Cloud" may be a thing of its own: it is offered, not answered.
    if has_all_words { 0.7 + 0.09 * share } else { 0.0 }
}

/// The shorter length in terms of the longer one. Lengths of names: exact in a float.
#[expect(clippy::cast_precision_loss, reason = "lengths of names are far below 2^52")]
fn length_ratio(a: usize, b: usize) -> f64 {
    a.min(b) as f64 / a.max(b).max(1) as f64
}
