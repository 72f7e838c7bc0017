//! Markdown to the HTML that descriptions may hold.

use std::collections::BTreeSet;

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::url::is_harmless;

/// Kinds of things that the HTML does not hold.
pub(in crate::format) type Lost = BTreeSet<&'static str>;

/// The tags that Build Your Own Radar keeps: b i em strong a h1-h6 li ul br p u. Everything else keeps its words.
pub(in crate::format) fn from_markdown(markdown: &str) -> (String, Lost) {
    let mut writer = Writer::default();
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    for event in Parser::new_ext(markdown, options) {
        writer.event(event);
    }
    let html = writer.html;
    // A text of one paragraph needs no tag.
    let alone = html
        .strip_prefix("<p>")
        .and_then(|rest| rest.strip_suffix("</p>"))
        .filter(|inner| !inner.contains("<p>"));
    (alone.map_or_else(|| html.clone(), str::to_owned), writer.lost)
}

#[derive(Debug, Default)]
struct Writer {
    html: String,
    lost: Lost,
    /// Whether each open link is kept.
    links: Vec<bool>,
    in_code: bool,
}

impl Writer {
    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) if self.in_code => {
                for (n, line) in text.trim_end_matches('\n').split('\n').enumerate() {
                    if n > 0 {
                        self.html.push_str("<br>");
                    }
                    self.text(line);
                }
            }
            Event::Text(text) => self.text(&text),
            Event::Code(text) => {
                self.lost.insert("code");
                self.text(&text);
            }
            Event::SoftBreak => self.html.push(' '),
            Event::HardBreak => self.html.push_str("<br>"),
            Event::Rule => {
                self.lost.insert("rules");
            }
            Event::Html(_) | Event::InlineHtml(_) => {
                self.lost.insert("HTML");
            }
            Event::InlineMath(text) | Event::DisplayMath(text) | Event::FootnoteReference(text) => {
                self.text(&text);
            }
            Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Paragraph | Tag::TableHead | Tag::TableRow => self.html.push_str("<p>"),
            Tag::Heading { level, .. } => self.html.push_str(heading(level, true)),
            Tag::List(number) => {
                if number.is_some() {
                    self.lost.insert("numbers of lists");
                }
                self.html.push_str("<ul>");
            }
            Tag::Item => self.html.push_str("<li>"),
            Tag::Emphasis => self.html.push_str("<em>"),
            Tag::Strong => self.html.push_str("<strong>"),
            Tag::Link { dest_url, title, .. } => {
                if !title.is_empty() {
                    self.lost.insert("titles of links");
                }
                let kept = is_harmless(&dest_url);
                self.links.push(kept);
                if kept {
                    self.html.push_str("<a href=\"");
                    self.text(&dest_url);
                    self.html.push_str("\">");
                } else {
                    self.lost.insert("links that do not lead to the web");
                }
            }
            Tag::CodeBlock(_) => {
                self.lost.insert("code");
                self.in_code = true;
                self.html.push_str("<p>");
            }
            Tag::Image { .. } => {
                self.lost.insert("images");
            }
            Tag::Table(_) => {
                self.lost.insert("tables");
            }
            Tag::BlockQuote(_) => {
                self.lost.insert("quotations");
            }
            Tag::Strikethrough => {
                self.lost.insert("strikethrough");
            }
            Tag::TableCell
            | Tag::HtmlBlock
            | Tag::FootnoteDefinition(_)
            | Tag::DefinitionList
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition
            | Tag::Superscript
            | Tag::Subscript
            | Tag::MetadataBlock(_) => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph | TagEnd::TableHead | TagEnd::TableRow => self.html.push_str("</p>"),
            TagEnd::Heading(level) => self.html.push_str(heading(level, false)),
            TagEnd::List(_) => self.html.push_str("</ul>"),
            TagEnd::Item => self.html.push_str("</li>"),
            TagEnd::Emphasis => self.html.push_str("</em>"),
            TagEnd::Strong => self.html.push_str("</strong>"),
            TagEnd::Link => {
                if self.links.pop() == Some(true) {
                    self.html.push_str("</a>");
                }
            }
            TagEnd::CodeBlock => {
                self.in_code = false;
                self.html.push_str("</p>");
            }
            TagEnd::TableCell => self.html.push(' '),
            TagEnd::Image
            | TagEnd::Table
            | TagEnd::BlockQuote(_)
            | TagEnd::Strikethrough
            | TagEnd::HtmlBlock
            | TagEnd::FootnoteDefinition
            | TagEnd::DefinitionList
            | TagEnd::DefinitionListTitle
            | TagEnd::DefinitionListDefinition
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::MetadataBlock(_) => {}
        }
    }

    fn text(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                '&' => self.html.push_str("&amp;"),
                '<' => self.html.push_str("&lt;"),
                '>' => self.html.push_str("&gt;"),
                '"' => self.html.push_str("&quot;"),
                c => self.html.push(c),
            }
        }
    }
}

fn heading(level: HeadingLevel, opens: bool) -> &'static str {
    match (level, opens) {
        (HeadingLevel::H1, true) => "<h1>",
        (HeadingLevel::H2, true) => "<h2>",
        (HeadingLevel::H3, true) => "<h3>",
        (HeadingLevel::H4, true) => "<h4>",
        (HeadingLevel::H5, true) => "<h5>",
        (HeadingLevel::H6, true) => "<h6>",
        (HeadingLevel::H1, false) => "</h1>",
        (HeadingLevel::H2, false) => "</h2>",
        (HeadingLevel::H3, false) => "</h3>",
        (HeadingLevel::H4, false) => "</h4>",
        (HeadingLevel::H5, false) => "</h5>",
        (HeadingLevel::H6, false) => "</h6>",
    }
}
