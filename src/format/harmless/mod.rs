//! Markdown without the HTML in it, which becomes Markdown, too, and without links that could do harm.
//!
//! HTML blocks that stand on their own go through one reader, with the Markdown between them as it is: a list's tags can stand
//! around blocks of Markdown. A paragraph, heading or cell with tags among its words is written anew. All else stays as it is
//! written: code, `<https://…>`, `a < b`.

mod leaf;
mod pass;

use pulldown_cmark::Options;

use super::html::{LeftOut, escaped};
use crate::blip_text::markdown;
use pass::rewritten;

/// What was code or a link's target may be read as HTML when what stood around it is gone.
const MAX_ROUNDS: usize = 4;

/// The Markdown without HTML and links astray, as readers see it that know tables, and those that do not: what is code below a
/// table to the ones is a paragraph to the others.
pub(super) fn harmless(written: &str) -> (String, LeftOut) {
    let with_tables = markdown::options();
    let without = with_tables.difference(Options::ENABLE_TABLES);
    let mut left_out = LeftOut::default();
    let mut text = written.to_owned();
    for _ in 0..MAX_ROUNDS {
        let found =
            rewritten(&text, with_tables, &mut left_out).or_else(|| rewritten(&text, without, &mut left_out));
        match found {
            Some(found) => text = found,
            None => return (text, left_out),
        }
    }
    (
        escaped(&text.split_whitespace().collect::<Vec<_>>().join(" ")),
        left_out,
    )
}

#[cfg(test)]
mod tests;
