//! A blip's words as people write them in a form: its text, links, tags, owner and date of review, read and written.
//!
//! The text is the same Markdown as in the radar's files, so there is one reader for both ([`markdown`]).

pub mod markdown;
mod part;
mod typed;
mod words;

pub use part::{Part, mark};
pub use typed::{Fault, Input, MAX_OWNER, MAX_TAG, MAX_TAGS, Typed, Why, write_links, write_tags};
pub use words::{Place, Words};

/// Longest text that an input of a form takes and holds, counted as Discord may count: in UTF-16.
pub const ROOM: usize = 4_000;

/// Whether a text can stand in an input of a form.
pub fn fits(text: &str) -> bool {
    text.encode_utf16().count() <= ROOM
}
