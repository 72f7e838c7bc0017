//! HTML as descriptions hold it, to Markdown and back. Only what can not do harm is kept: emphasis, web links, lists,
//! headings, code.

mod inline;
mod left_out;
mod read;
mod write;

pub(super) use inline::escaped;
pub(super) use left_out::{LeftOut, Named};
pub(super) use read::{is_harmless, tell_address, to_markdown};
pub(super) use write::{Lost, from_markdown};

#[cfg(test)]
mod tests;
