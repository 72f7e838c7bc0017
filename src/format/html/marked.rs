//! Words and their looks as Markdown, and how Markdown reads them.

use std::rc::Rc;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::inline::{Inline, Marks, Run, Style};

pub(super) fn rendered(runs: &[Run]) -> String {
    let mut markdown = String::new();
    let mut link: Option<&Rc<str>> = None;
    for (n, run) in runs.iter().enumerate() {
        if run.style.link.as_ref() != link {
            close_link(&mut markdown, link);
            link = run.style.link.as_ref();
            let next = runs.get(n + 1).and_then(|next| next.style.link.as_ref());
            if let Some(url) = link.filter(|url| is_bare(run, url) && next != Some(*url)) {
                for part in ["<", url, ">"] {
                    markdown.push_str(part);
                }
                link = None;
                continue;
            }
            if link.is_some() {
                markdown.push('[');
            }
        }
        let marks = match (run.style.marks.bold, run.style.marks.italic) {
            (true, true) => "***",
            (true, false) => "**",
            (false, true) => "*",
            (false, false) => "",
        };
        let strokes = if run.style.marks.struck { "~~" } else { "" };
        markdown.push_str(marks);
        markdown.push_str(strokes);
        if run.style.picture.is_some() {
            markdown.push_str("![");
        }
        if run.style.code {
            code(&mut markdown, &run.text);
        } else {
            let starts_block = markdown.is_empty() || markdown.ends_with('\n');
            markdown.push_str(&escape(&run.text, starts_block));
        }
        close_link(&mut markdown, run.style.picture.as_ref());
        markdown.push_str(strokes);
        markdown.push_str(marks);
    }
    close_link(&mut markdown, link);
    markdown
}

/// Whether a link is called by its address: chats show no other words that look like one.
fn is_bare(run: &Run, url: &Rc<str>) -> bool {
    let look = Style {
        link: Some(Rc::clone(url)),
        ..Style::default()
    };
    run.text == **url && run.style == look
}

fn close_link(markdown: &mut String, link: Option<&Rc<str>>) {
    if let Some(url) = link {
        markdown.push_str("](");
        markdown.push_str(url);
        markdown.push(')');
    }
}

fn code(markdown: &mut String, text: &str) {
    let fence = "`".repeat(longest_run(text, '`') + 1);
    let space = if text.starts_with('`') || text.ends_with('`') {
        " "
    } else {
        ""
    };
    for part in [&fence, space, text, space, &fence] {
        markdown.push_str(part);
    }
}

/// The most times that `c` stands in a row.
pub(super) fn longest_run(text: &str, c: char) -> usize {
    text.split(|other| other != c).map(str::len).max().unwrap_or(0) / c.len_utf8()
}

/// Text as Markdown that reads the same, at the start of a block.
pub(in crate::format) fn escaped(text: &str) -> String {
    escape(text, true)
}

fn escape(text: &str, starts_block: bool) -> String {
    let mut markdown = String::with_capacity(text.len());
    let mut at_start = starts_block;
    let mut digits = 0;
    for (at, c) in text.char_indices() {
        let after = text.get(at + c.len_utf8()..).unwrap_or_default();
        if c == '\n' {
            markdown.push_str("\\\n");
            (at_start, digits) = (true, 0);
            continue;
        }
        let opens_block = at_start && digits == 0 && matches!(c, '#' | '-' | '+' | '=' | '>');
        let numbers = at_start && digits > 0 && matches!(c, '.' | ')');
        if opens_block
            || numbers
            || matches!(c, '\\' | '*' | '_' | '~' | '`' | '|' | '<' | '>' | '[' | ']')
            || (c == '&' && is_entity(after))
        {
            markdown.push('\\');
        }
        markdown.push(c);
        if at_start && c.is_ascii_digit() {
            digits += 1;
        } else {
            at_start = at_start && c == ' ' && digits == 0;
        }
    }
    markdown
}

/// Whether `&` and this would be read as one character.
fn is_entity(after: &str) -> bool {
    /// The longest name of a character is shorter.
    const MAX: usize = 40;
    let end = after.bytes().take(MAX).position(|byte| byte == b';');
    let name = end.and_then(|end| after.get(..end)).unwrap_or_default();
    !name.is_empty()
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'#')
}

/// How Markdown reads a paragraph; nothing if it is something else.
pub(super) fn read(markdown: &str) -> Option<Vec<Run>> {
    let mut inline = Inline::default();
    let mut style = Style::default();
    let (mut bold, mut italic, mut struck) = (0_u32, 0_u32, 0_u32);
    let mut paragraphs = 0;
    for event in Parser::new_ext(markdown, Options::ENABLE_STRIKETHROUGH) {
        match event {
            Event::Start(Tag::Paragraph) => paragraphs += 1,
            Event::Start(Tag::Strong) => bold += 1,
            Event::Start(Tag::Emphasis) => italic += 1,
            Event::Start(Tag::Strikethrough) => struck += 1,
            Event::Start(Tag::Link { dest_url, .. }) if style.link.is_none() => {
                style.link = Some(Rc::from(&*dest_url));
            }
            Event::Start(Tag::Image { dest_url, .. }) if style.picture.is_none() => {
                style.picture = Some(Rc::from(&*dest_url));
            }
            Event::End(TagEnd::Paragraph) => {}
            Event::End(TagEnd::Strong) => bold = bold.saturating_sub(1),
            Event::End(TagEnd::Emphasis) => italic = italic.saturating_sub(1),
            Event::End(TagEnd::Strikethrough) => struck = struck.saturating_sub(1),
            Event::End(TagEnd::Link) => style.link = None,
            Event::End(TagEnd::Image) => style.picture = None,
            Event::Text(text) => inline.push(&text, &style),
            Event::Code(text) => {
                let look = Style {
                    code: true,
                    ..style.clone()
                };
                inline.push(&text, &look);
            }
            Event::HardBreak => inline.break_line(),
            Event::SoftBreak
            | Event::Start(_)
            | Event::End(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_)
            | Event::Html(_)
            | Event::InlineHtml(_)
            | Event::FootnoteReference(_)
            | Event::Rule
            | Event::TaskListMarker(_) => return None,
        }
        style.marks = Marks {
            bold: bold > 0,
            italic: italic > 0,
            struck: struck > 0,
        };
    }
    (paragraphs == 1).then(|| inline.into_runs())
}
