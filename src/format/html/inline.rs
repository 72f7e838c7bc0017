//! Words and their emphasis, as one paragraph of Markdown.

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

/// How words look.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Style {
    pub(super) bold: bool,
    pub(super) italic: bool,
    pub(super) code: bool,
    pub(super) link: Option<String>,
}

/// Words of one look. A line break in them is one that the author meant.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Run {
    text: String,
    style: Style,
}

/// The words of a paragraph or heading, as they come.
#[derive(Debug, Default)]
pub(super) struct Inline {
    runs: Vec<Run>,
}

impl Inline {
    /// Adds words; white space is one space, as browsers show it.
    pub(super) fn push(&mut self, text: &str, style: &Style) {
        for c in text.chars() {
            if c.is_whitespace() || c.is_control() {
                let ends_in_space = self.last().is_none_or(|last| matches!(last, ' ' | '\n'));
                if !ends_in_space {
                    self.add(' ', style);
                }
            } else {
                self.add(c, style);
            }
        }
    }

    /// Adds a line break.
    pub(super) fn break_line(&mut self) {
        self.trim_end(&[' ']);
        if self.last().is_some() {
            self.add('\n', &Style::default());
        }
    }

    fn add(&mut self, c: char, style: &Style) {
        // White space belongs to no emphasis, which could not start or end with it.
        let style = Style {
            bold: style.bold && !c.is_whitespace(),
            italic: style.italic && !c.is_whitespace(),
            code: style.code && c != '\n',
            link: style.link.clone(),
        };
        match self.runs.last_mut() {
            Some(run) if run.style == style => run.text.push(c),
            Some(_) | None => self.runs.push(Run {
                text: c.to_string(),
                style,
            }),
        }
    }

    fn last(&self) -> Option<char> {
        self.runs.last()?.text.chars().next_back()
    }

    fn trim_end(&mut self, what: &[char]) {
        while let Some(run) = self.runs.last_mut() {
            run.text.truncate(run.text.trim_end_matches(what).len());
            if !run.text.is_empty() {
                break;
            }
            self.runs.pop();
        }
    }

    /// The paragraph, which reads as what was pushed: emphasis that Markdown can not say is left out.
    pub(super) fn take(&mut self) -> String {
        self.trim_end(&[' ', '\n']);
        let runs = joined(std::mem::take(&mut self.runs));
        if runs.is_empty() {
            return String::new();
        }
        let without_emphasis = |run: Run| Run {
            style: Style {
                bold: false,
                italic: false,
                ..run.style
            },
            ..run
        };
        let plain = |run: Run| Run {
            style: Style::default(),
            ..run
        };
        let ways: [&dyn Fn(Run) -> Run; 2] = [&|run| run, &without_emphasis];
        for way in ways {
            let runs = joined(runs.iter().cloned().map(way).collect());
            let markdown = rendered(&runs);
            if read(&markdown).as_ref() == Some(&runs) {
                return markdown;
            }
        }
        rendered(&joined(runs.into_iter().map(plain).collect()))
    }
}

/// Neighbours of one look become one. The space between two bold words is bold again.
fn joined(runs: Vec<Run>) -> Vec<Run> {
    let mut joined: Vec<Run> = Vec::new();
    let mut runs = runs.into_iter().filter(|run| !run.text.is_empty()).peekable();
    while let Some(mut run) = runs.next() {
        let blank = run.text.trim().is_empty();
        if blank
            && let (Some(before), Some(after)) = (joined.last(), runs.peek())
            && before.style == after.style
            && run.style.link == before.style.link
        {
            run.style = before.style.clone();
        }
        match joined.last_mut() {
            Some(last) if last.style == run.style => last.text.push_str(&run.text),
            Some(_) | None => joined.push(run),
        }
    }
    joined
}

fn rendered(runs: &[Run]) -> String {
    let mut markdown = String::new();
    let mut link: Option<&String> = None;
    for run in runs {
        if run.style.link.as_ref() != link {
            close_link(&mut markdown, link);
            link = run.style.link.as_ref();
            if link.is_some() {
                markdown.push('[');
            }
        }
        let marks = match (run.style.bold, run.style.italic) {
            (true, true) => "***",
            (true, false) => "**",
            (false, true) => "*",
            (false, false) => "",
        };
        markdown.push_str(marks);
        if run.style.code {
            code(&mut markdown, &run.text);
        } else {
            let starts_block = markdown.is_empty() || markdown.ends_with('\n');
            markdown.push_str(&escape(&run.text, starts_block));
        }
        markdown.push_str(marks);
    }
    close_link(&mut markdown, link);
    markdown
}

fn close_link(markdown: &mut String, link: Option<&String>) {
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
fn read(markdown: &str) -> Option<Vec<Run>> {
    let mut inline = Inline::default();
    let (mut bold, mut italic) = (0_u32, 0_u32);
    let mut link: Option<String> = None;
    let mut paragraphs = 0;
    for event in Parser::new(markdown) {
        let style = |code| Style {
            bold: bold > 0,
            italic: italic > 0,
            code,
            link: link.clone(),
        };
        match event {
            Event::Start(Tag::Paragraph) => paragraphs += 1,
            Event::Start(Tag::Strong) => bold += 1,
            Event::Start(Tag::Emphasis) => italic += 1,
            Event::Start(Tag::Link { dest_url, .. }) if link.is_none() => link = Some(dest_url.to_string()),
            Event::End(TagEnd::Paragraph) => {}
            Event::End(TagEnd::Strong) => bold = bold.saturating_sub(1),
            Event::End(TagEnd::Emphasis) => italic = italic.saturating_sub(1),
            Event::End(TagEnd::Link) => link = None,
            Event::Text(text) => inline.push(&text, &style(false)),
            Event::Code(text) => inline.push(&text, &style(true)),
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
    }
    (paragraphs == 1).then(|| joined(inline.runs))
}
