//! Words that stand together: a paragraph, a heading, a cell, an item's first line.

use std::collections::BTreeMap;
use std::ops::Range;

use pulldown_cmark::{CowStr, Event, Tag, TagEnd};

use crate::format::html::{self, Builder, LeftOut, Look};

/// What words stand in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// There is room for several blocks.
    Open,
    /// A heading.
    Line,
    /// A table's cell, in which a stroke ends it.
    Cell,
}

/// Words and their looks, each with where it stands.
#[derive(Debug)]
pub(super) struct Leaf<'a> {
    place: Place,
    events: Vec<(Event<'a>, Range<usize>)>,
}

impl<'a> Leaf<'a> {
    pub(super) const fn at(place: Place) -> Self {
        Self {
            place,
            events: Vec::new(),
        }
    }

    pub(super) fn push(&mut self, event: Event<'a>, range: Range<usize>) {
        self.events.push((event, range));
    }

    pub(super) const fn place(&self) -> Place {
        self.place
    }

    /// Where it stands.
    pub(super) fn range(&self, text: &str) -> Option<Range<usize>> {
        let start = self.events.iter().map(|(_, range)| range.start).min()?;
        let end = self.events.iter().map(|(_, range)| range.end).max()?;
        Some(with_escape(text, start..end))
    }

    pub(super) fn has_html(&self) -> bool {
        let mut events = self.events.iter();
        events.any(|(event, _)| matches!(event, Event::InlineHtml(_)))
    }

    /// The links and pictures that do not lead to the web, and what of them stays.
    pub(super) fn astray(&self, text: &'a str, left_out: &mut LeftOut) -> Vec<(Range<usize>, &'a str)> {
        let mut cuts = Vec::new();
        // The link that is open if it leads astray: where it stands, and what of it is text.
        let mut open: Option<(&Range<usize>, Option<Range<usize>>)> = None;
        for (event, range) in &self.events {
            match event {
                Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. })
                    if open.is_none() && !html::is_harmless(dest_url) =>
                {
                    left_out.link(dest_url);
                    open = Some((range, None));
                }
                Event::End(TagEnd::Link | TagEnd::Image) => {
                    if let Some((whole, inner)) = open.take_if(|(whole, _)| *whole == range) {
                        let inner = inner.map(|inner| with_escape(text, inner));
                        let words = inner.and_then(|inner| text.get(inner)).unwrap_or_default();
                        cuts.push((whole.clone(), words));
                    }
                }
                _ => {
                    if let Some((_, inner)) = open.as_mut() {
                        *inner = Some(match inner.take() {
                            Some(inner) => inner.start..range.end.max(inner.end),
                            None => range.clone(),
                        });
                    }
                }
            }
        }
        cuts
    }

    /// Its tags.
    pub(super) fn tags(&self, left_out: &mut LeftOut) -> Vec<Range<usize>> {
        let mut tags = Vec::new();
        for (event, range) in &self.events {
            if let Event::InlineHtml(tag) = event {
                left_out.tag(&name(tag));
                tags.push(range.clone());
            }
        }
        tags
    }

    /// All of it as Markdown without HTML.
    pub(super) fn rewritten(&self, left_out: &mut LeftOut) -> String {
        let mut builder = match self.place {
            Place::Open => Builder::default(),
            Place::Line | Place::Cell => Builder::of_one_line(),
        };
        let last_closing = self.last_closing();
        // The picture that is open, with its words until here.
        let mut picture: Option<(&CowStr<'_>, String)> = None;
        for (n, (event, _)) in self.events.iter().enumerate() {
            if let Some((address, words)) = picture.as_mut() {
                match event {
                    Event::Text(text) | Event::Code(text) => words.push_str(text),
                    Event::SoftBreak | Event::HardBreak => words.push(' '),
                    Event::End(TagEnd::Image) => {
                        builder.picture(address, words);
                        picture = None;
                    }
                    _ => {}
                }
                continue;
            }
            match event {
                Event::Text(text) => builder.text(text),
                Event::Code(text) => builder.code(text),
                Event::SoftBreak => builder.text(" "),
                Event::HardBreak => builder.break_line(),
                Event::InlineHtml(tag) => {
                    let name = name(tag);
                    let ends_later = last_closing.get(&name).is_some_and(|last| *last > n);
                    // Who does not close a script speaks of it.
                    if html::loses_words(&name) && !tag.starts_with("</") && !ends_later {
                        builder.pass_over(&name);
                    } else {
                        builder.html(tag);
                    }
                }
                Event::Start(Tag::Image { dest_url, .. }) => picture = Some((dest_url, String::new())),
                Event::Start(Tag::Link { dest_url, title, .. }) => {
                    if !title.is_empty() {
                        builder.pass_over_attribute("title");
                    }
                    builder.open_link(dest_url);
                }
                Event::End(TagEnd::Link) => builder.close_link(),
                Event::Start(Tag::Strong) => builder.open(Look::Bold),
                Event::End(TagEnd::Strong) => builder.close(Look::Bold),
                Event::Start(Tag::Emphasis) => builder.open(Look::Italic),
                Event::End(TagEnd::Emphasis) => builder.close(Look::Italic),
                Event::Start(Tag::Strikethrough) => builder.open(Look::Struck),
                Event::End(TagEnd::Strikethrough) => builder.close(Look::Struck),
                _ => {}
            }
        }
        let (markdown, more) = builder.finish();
        left_out.extend(more);
        match self.place {
            Place::Open | Place::Line => markdown,
            Place::Cell => without_strokes(&markdown),
        }
    }

    /// Where each element is closed for the last time.
    fn last_closing(&self) -> BTreeMap<String, usize> {
        let mut last = BTreeMap::new();
        for (n, (event, _)) in self.events.iter().enumerate() {
            if let Event::InlineHtml(tag) = event
                && tag.starts_with("</")
            {
                last.insert(name(tag), n);
            }
        }
        last
    }
}

/// The name of a tag's element; nothing of a comment.
fn name(tag: &str) -> String {
    let inner = tag.trim_start_matches(['<', '/']);
    let mut parts = inner.split(|c: char| !c.is_ascii_alphanumeric());
    parts.next().unwrap_or_default().to_ascii_lowercase()
}

/// What stands behind a backslash is told without it.
fn with_escape(text: &str, range: Range<usize>) -> Range<usize> {
    let before = text.get(..range.start).unwrap_or_default();
    if before.ends_with('\\') {
        range.start - 1..range.end
    } else {
        range
    }
}

/// With a backslash before each stroke that has none: code has them bare.
fn without_strokes(markdown: &str) -> String {
    let mut escaped = String::with_capacity(markdown.len());
    for c in markdown.chars() {
        if c == '|' && !escaped.ends_with('\\') {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}
