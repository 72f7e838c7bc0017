//! Short texts of one line, as labels, titles and placeholders are.

use super::body::abbreviated;

/// What stands where nothing is left of a text: Discord refuses a label of nothing.
const NOTHING: &str = "…";

/// `text` on one line, with at most `max` characters, never empty; where it was shortened shows.
pub fn line(text: &str, max: usize) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    if words.is_empty() {
        return NOTHING.to_owned();
    }
    abbreviated(&words.join(" "), max)
}
