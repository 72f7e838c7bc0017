//! One way through a text.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::leaf::{Leaf, Place};
use crate::blip_text::markdown::trim_lines;
use crate::format::html::{self, Builder, LeftOut};

/// What must not stay as it is.
#[derive(Debug)]
enum Instead {
    /// Markdown takes its place.
    Words(String),
    /// An HTML block that stands on its own.
    Html(String),
}

/// What was found until here.
#[derive(Debug)]
struct Pass<'a> {
    text: &'a str,
    left_out: LeftOut,
    found: Vec<(Range<usize>, Instead)>,
    leaf: Option<Leaf<'a>>,
    place: Place,
    /// Blocks that are open.
    depth: usize,
    /// The HTML block that is open.
    html: Option<String>,
    /// Whether tables are known. Where they are not, a paragraph may be a table to others, and is not written anew.
    knows_tables: bool,
}

/// The text without HTML and links astray; nothing if there are none.
pub(super) fn rewritten(text: &str, options: Options, left_out: &mut LeftOut) -> Option<String> {
    let mut pass = Pass {
        text,
        left_out: LeftOut::default(),
        found: Vec::new(),
        leaf: None,
        place: Place::Open,
        depth: 0,
        html: None,
        knows_tables: options.contains(Options::ENABLE_TABLES),
    };
    for (event, range) in Parser::new_ext(text, options).into_offset_iter() {
        pass.take(event, range);
    }
    pass.end_leaf();
    let Pass {
        left_out: here,
        mut found,
        ..
    } = pass;
    left_out.extend(here);
    if found.is_empty() {
        return None;
    }
    found.sort_by_key(|(range, _)| range.start);
    let (together, more, is_whole) = assembled(text, &found, true);
    // A list that is never closed would take in all that follows.
    let (rewritten, more) = if is_whole {
        (together, more)
    } else {
        let (apart, more, _) = assembled(text, &found, false);
        (apart, more)
    };
    left_out.extend(more);
    Some(rewritten)
}

impl<'a> Pass<'a> {
    fn take(&mut self, event: Event<'a>, range: Range<usize>) {
        match event {
            Event::Start(Tag::HtmlBlock) => {
                self.start_block(Place::Open);
                self.html = Some(String::new());
            }
            Event::Html(html) => {
                if let Some(block) = self.html.as_mut() {
                    block.push_str(&html);
                }
            }
            Event::End(TagEnd::HtmlBlock) => {
                self.end_block();
                if let Some(html) = self.html.take() {
                    self.end_html(range, html);
                }
            }
            Event::Start(Tag::Heading { .. }) => self.start_block(Place::Line),
            Event::Start(Tag::TableCell) => self.start_block(Place::Cell),
            Event::Start(
                Tag::Emphasis
                | Tag::Strong
                | Tag::Strikethrough
                | Tag::Superscript
                | Tag::Subscript
                | Tag::Link { .. }
                | Tag::Image { .. },
            )
            | Event::End(
                TagEnd::Emphasis
                | TagEnd::Strong
                | TagEnd::Strikethrough
                | TagEnd::Superscript
                | TagEnd::Subscript
                | TagEnd::Link
                | TagEnd::Image,
            )
            | Event::Text(_)
            | Event::Code(_)
            | Event::InlineHtml(_)
            | Event::SoftBreak
            | Event::HardBreak
            | Event::InlineMath(_)
            | Event::DisplayMath(_)
            | Event::FootnoteReference(_)
            | Event::TaskListMarker(_) => {
                let place = self.place;
                let leaf = self.leaf.get_or_insert_with(|| Leaf::at(place));
                leaf.push(event, range);
            }
            Event::Start(_) => self.start_block(Place::Open),
            Event::End(_) => self.end_block(),
            Event::Rule => self.end_leaf(),
        }
    }

    fn start_block(&mut self, place: Place) {
        self.end_leaf();
        self.place = place;
        self.depth += 1;
    }

    fn end_block(&mut self) {
        self.end_leaf();
        self.place = Place::Open;
        self.depth = self.depth.saturating_sub(1);
    }

    fn end_leaf(&mut self) {
        let Some(leaf) = self.leaf.take() else { return };
        if !leaf.has_html() {
            let astray = leaf.astray(self.text, &mut self.left_out);
            let astray = astray.into_iter();
            self.found
                .extend(astray.map(|(range, words)| (range, Instead::Words(words.to_owned()))));
            return;
        }
        if !self.knows_tables {
            let tags = leaf.tags(&mut self.left_out).into_iter();
            self.found
                .extend(tags.map(|range| (range, Instead::Words(String::new()))));
            return;
        }
        let Some(range) = leaf.range(self.text) else {
            return;
        };
        let words = leaf.rewritten(&mut self.left_out);
        let (start, words) = match leaf.place() {
            // An item without words would be a line under the paragraph before it.
            Place::Open if words.is_empty() => (self.line_start(range.start), words),
            Place::Open => (range.start, indented(&words, &self.before(range.start))),
            Place::Line | Place::Cell => (range.start, words),
        };
        self.found.push((start..range.end, Instead::Words(words)));
    }

    fn end_html(&mut self, range: Range<usize>, html: String) {
        if self.depth == 0 {
            self.found.push((range, Instead::Html(html)));
            return;
        }
        let (words, more) = html::to_markdown(&html);
        self.left_out.extend(more);
        if words.is_empty() {
            let whole = self.line_start(range.start)..range.end;
            self.found.push((whole, Instead::Words("\n".to_owned())));
            return;
        }
        let before = self.before(range.start);
        let after = self.text.get(range.end..).unwrap_or_default();
        let next = after.split('\n').next().unwrap_or_default();
        let mut words = format!("{}\n", indented(&words, &before));
        // What follows at once is a block of its own.
        if next.contains(|c: char| !c.is_whitespace() && c != '>') {
            words.push_str(before.trim_end());
            words.push('\n');
        }
        self.found.push((range, Instead::Words(words)));
    }

    /// Where the line starts that this is on.
    fn line_start(&self, place: usize) -> usize {
        let before = self.text.get(..place).unwrap_or_default();
        before.rfind('\n').map_or(0, |end| end + 1)
    }

    /// What must stand before further lines of a block that starts here, to belong to the same quotations and items.
    fn before(&self, start: usize) -> String {
        let line = self.text.get(self.line_start(start)..start).unwrap_or_default();
        let kept = |c| if matches!(c, '>' | '\t') { c } else { ' ' };
        line.chars().map(kept).collect()
    }
}

/// Lines of which all but the first begin with this.
fn indented(words: &str, before: &str) -> String {
    let mut lines = words.split('\n');
    let mut indented = lines.next().unwrap_or_default().to_owned();
    for line in lines {
        let line = format!("{before}{line}");
        indented.push('\n');
        indented.push_str(line.trim_end());
    }
    indented
}

/// The text with what was found in its place; whether all lists of its HTML are closed. `together`: lists go on in the next
/// piece of HTML.
fn assembled(text: &str, found: &[(Range<usize>, Instead)], together: bool) -> (String, LeftOut, bool) {
    let mut builder = Builder::default();
    let mut blocks = String::new();
    let mut from = 0;
    let mut has_html = false;
    for (range, instead) in found {
        // What was taken out with a larger piece is gone already.
        if range.start < from {
            continue;
        }
        blocks.push_str(text.get(from..range.start).unwrap_or_default());
        from = range.end;
        match instead {
            Instead::Words(words) => blocks.push_str(words),
            Instead::Html(html) => {
                has_html = true;
                put(&mut builder, &mut blocks);
                builder.html(html);
                builder.end_piece();
                if !together {
                    builder.end_lists();
                }
            }
        }
    }
    blocks.push_str(text.get(from..).unwrap_or_default());
    if !has_html {
        return (blocks, LeftOut::default(), true);
    }
    put(&mut builder, &mut blocks);
    let is_whole = !builder.is_in_list();
    let (markdown, left_out) = builder.finish();
    (markdown, left_out, is_whole)
}

/// Hands on the Markdown between two pieces of HTML.
fn put(builder: &mut Builder, blocks: &mut String) {
    let words = trim_lines(blocks);
    if !words.is_empty() {
        builder.markdown(words);
    }
    blocks.clear();
}
