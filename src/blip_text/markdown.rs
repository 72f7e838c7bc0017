//! A blip's body: the first paragraph is its summary, each heading of the first or second level starts a section.

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use crate::radar::{BlipText, Heading, Section, Title, TitleError};

/// The heading under which paragraphs between the summary and the first heading are kept.
pub const UNTITLED: &str = "About";

/// A part of the body: what its heading says, and from where to where its text goes.
pub struct Part {
    /// What its heading says.
    pub heading: String,
    /// Where its heading starts, in bytes.
    pub heading_starts: usize,
    /// Where its text starts, in bytes.
    pub text_starts: usize,
}

/// What is wrong with a body.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BodyFault {
    /// It does not begin with a paragraph.
    #[error("the summary is missing: a paragraph before the first heading")]
    NoSummary,
    /// A heading can not be one.
    #[error("the heading: {0}")]
    Heading(TitleError),
    /// A section without a text.
    #[error("nothing stands under `{0}`")]
    Empty(String),
    /// Two sections with the same heading.
    #[error("the heading `{0}` appears twice")]
    Twice(String),
}

/// Reads a body; nothing if there is none. What is wrong is reported with its line, from 1.
pub fn parse(body: &str, report: &mut impl FnMut(usize, BodyFault)) -> Option<BlipText> {
    if body.trim().is_empty() {
        return None;
    }
    let line = |offset| line_of(body, offset);
    let parts = parts(body);
    let opening = &body[..parts.first().map_or(body.len(), |part| part.heading_starts)];
    let (summary, rest) = split_summary(opening);
    if summary.is_empty() {
        report(line(0), BodyFault::NoSummary);
    }
    let mut sections = Vec::with_capacity(parts.len() + 1);
    if !rest.is_empty() {
        sections.push(Section {
            heading: Heading::Other(UNTITLED.to_owned()),
            markdown: rest.to_owned(),
        });
    }
    for (n, part) in parts.iter().enumerate() {
        let ends = parts.get(n + 1).map_or(body.len(), |next| next.heading_starts);
        let markdown = trim_lines(&body[part.text_starts..ends]);
        let heading = match Title::parse(&part.heading) {
            Ok(title) => Heading::parse(title.as_str()),
            Err(why) => {
                report(line(part.heading_starts), BodyFault::Heading(why));
                continue;
            }
        };
        if markdown.is_empty() {
            let fault = BodyFault::Empty(heading.as_str().to_owned());
            report(line(part.heading_starts), fault);
        }
        if sections.iter().any(|section| section.heading == heading) {
            let fault = BodyFault::Twice(heading.as_str().to_owned());
            report(line(part.heading_starts), fault);
        }
        sections.push(Section {
            heading,
            markdown: markdown.to_owned(),
        });
    }
    Some(BlipText {
        summary: summary.to_owned(),
        sections,
    })
}

/// The line of an offset, from 1.
fn line_of(text: &str, offset: usize) -> usize {
    let before = text.get(..offset).unwrap_or(text);
    1 + before.bytes().filter(|byte| *byte == b'\n').count()
}

/// A text as the files have it: what [`parse`] reads as the same text.
pub fn write(text: &BlipText) -> String {
    let mut written = text.summary.clone();
    for section in &text.sections {
        if !written.is_empty() {
            written.push_str("\n\n");
        }
        written.push_str(&write_section(section));
    }
    written
}

/// One section with its heading.
pub fn write_section(section: &Section) -> String {
    format!("## {}\n\n{}", section.heading.as_str(), section.markdown)
}

/// The headings of the first and second level that stand on their own, not in a quotation, a list or code.
pub fn parts(body: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut depth = 0_usize;
    let mut open: Option<Part> = None;
    for (event, range) in Parser::new_ext(body, options()).into_offset_iter() {
        match event {
            Event::Start(Tag::Heading {
                level: HeadingLevel::H1 | HeadingLevel::H2,
                ..
            }) if depth == 0 => {
                open = Some(Part {
                    heading: String::new(),
                    heading_starts: range.start,
                    text_starts: range.end,
                });
                depth += 1;
            }
            Event::Start(_) => depth += 1,
            Event::End(end) => {
                depth = depth.saturating_sub(1);
                if matches!(end, TagEnd::Heading(_)) && depth == 0 {
                    parts.extend(open.take());
                }
            }
            Event::Text(text) | Event::Code(text) => {
                if let Some(part) = open.as_mut() {
                    part.heading.push_str(&text);
                }
            }
            Event::SoftBreak | Event::HardBreak => {
                if let Some(part) = open.as_mut() {
                    part.heading.push(' ');
                }
            }
            Event::InlineMath(_)
            | Event::DisplayMath(_)
            | Event::Html(_)
            | Event::InlineHtml(_)
            | Event::FootnoteReference(_)
            | Event::Rule
            | Event::TaskListMarker(_) => {}
        }
    }
    parts
}

/// The first paragraph if the text starts with one, and what follows it.
pub fn split_summary(opening: &str) -> (&str, &str) {
    let first = Parser::new_ext(opening, options()).into_offset_iter().next();
    match first {
        Some((Event::Start(Tag::Paragraph), range)) => {
            (opening[range.clone()].trim(), trim_lines(&opening[range.end..]))
        }
        Some(_) | None => ("", trim_lines(opening)),
    }
}

/// What a reader sees of a text: no marks, and no addresses behind words.
pub fn visible(text: &str) -> String {
    let mut visible = String::with_capacity(text.len());
    for event in Parser::new_ext(text, options()) {
        match event {
            Event::Text(text) | Event::Code(text) | Event::InlineMath(text) | Event::DisplayMath(text) => {
                visible.push_str(&text);
            }
            // What ends within a paragraph parts no words.
            Event::Start(_)
            | Event::FootnoteReference(_)
            | Event::TaskListMarker(_)
            | Event::End(
                TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image,
            ) => {}
            Event::SoftBreak
            | Event::HardBreak
            | Event::Rule
            | Event::End(_)
            | Event::Html(_)
            | Event::InlineHtml(_) => {
                if !visible.ends_with([' ', '\n']) {
                    visible.push(' ');
                }
            }
        }
    }
    visible.truncate(visible.trim_end().len());
    visible
}

/// Without the empty lines around it; the indentation of the first line belongs to the text.
pub fn trim_lines(text: &str) -> &str {
    let text = text.trim_end();
    let blank = text.len() - text.trim_start().len();
    let start = text[..blank].rfind('\n').map_or(0, |at| at + 1);
    &text[start..]
}

/// What of Markdown is read beside its core.
pub fn options() -> Options {
    Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH
}
