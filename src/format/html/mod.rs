//! HTML as descriptions hold it, to Markdown and back. Only what can not do harm is kept: emphasis, web links, lists,
//! headings, code, what is struck out.

mod builder;
mod elements;
mod fewer;
mod inline;
mod left_out;
mod looks;
mod marked;
mod page;
mod read;
mod tags;
mod url;
mod write;

pub(super) use builder::Builder;
pub(super) use elements::loses_words;
pub(super) use left_out::{LeftOut, Named};
pub(super) use looks::Look;
pub(super) use marked::escaped;
pub(super) use read::to_markdown;
pub(super) use url::is_harmless;
pub(super) use write::{Lost, from_markdown};

#[cfg(test)]
mod tests;
