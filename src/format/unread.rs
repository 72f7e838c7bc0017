//! What our own readers leave out of a text that another tool's files hold as it is. Who exports and imports again must
//! know: the files have it, and the radar that is made of them does not.

use std::collections::BTreeSet;

use pulldown_cmark::{Event, Options, Parser, Tag};

use super::html::is_harmless;
use super::text;
use crate::radar::{BlipText, Title};

/// Kinds of things that stand in Markdown and are not read back.
#[derive(Debug, Default)]
pub(super) struct Unread(BTreeSet<&'static str>);

impl Unread {
    /// Adds what of this text is not read back.
    pub(super) fn see(&mut self, said: &BlipText, title: &Title) {
        let written = text::said(said);
        let (read, _) = text::of_markdown(&written, title);
        if read.unwrap_or_else(text::nothing) == *said {
            return;
        }
        let kinds = kinds(&written);
        if kinds.is_empty() {
            self.0.insert("how it is laid out");
        }
        self.0.extend(kinds);
    }

    /// All of it in a sentence.
    pub(super) fn remark(&self) -> Option<String> {
        let kinds: Vec<&str> = self.0.iter().copied().collect();
        (!kinds.is_empty()).then(|| {
            format!(
                "in descriptions these are in the files, and blipbot does not read them back: {}",
                kinds.join(", ")
            )
        })
    }
}

fn kinds(markdown: &str) -> BTreeSet<&'static str> {
    let tables = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let events = [tables, Options::ENABLE_STRIKETHROUGH].map(|options| Parser::new_ext(markdown, options));
    let kind = |event| match event {
        Event::Html(_) | Event::InlineHtml(_) => Some("HTML"),
        Event::Start(Tag::Link { dest_url, .. }) if !is_harmless(&dest_url) => {
            Some("links that do not lead to the web")
        }
        Event::Start(Tag::Image { dest_url, .. }) if !is_harmless(&dest_url) => {
            Some("pictures that are not on the web")
        }
        Event::Start(_)
        | Event::End(_)
        | Event::Text(_)
        | Event::Code(_)
        | Event::InlineMath(_)
        | Event::DisplayMath(_)
        | Event::FootnoteReference(_)
        | Event::SoftBreak
        | Event::HardBreak
        | Event::Rule
        | Event::TaskListMarker(_) => None,
    };
    events.into_iter().flatten().filter_map(kind).collect()
}
