//! Words and their emphasis, as one paragraph of Markdown.

use std::collections::BTreeSet;
use std::rc::Rc;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// How words look.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Style {
    pub(super) marks: Marks,
    pub(super) code: bool,
    /// Shared, since each letter has a look.
    pub(super) link: Option<Rc<str>>,
    /// The picture that the words describe.
    pub(super) picture: Option<Rc<str>>,
}

/// The signs around words.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Marks {
    pub(super) bold: bool,
    pub(super) italic: bool,
    pub(super) struck: bool,
}

/// What Markdown can not say of a paragraph, and is no matter of looks.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Unsaid {
    /// Where links lead, and pictures are.
    pub(super) addresses: BTreeSet<Rc<str>>,
    /// Whether words were struck out.
    pub(super) struck: bool,
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
            marks: if c.is_whitespace() {
                Marks::default()
            } else {
                style.marks
            },
            code: style.code && c != '\n',
            link: style.link.clone(),
            picture: style.picture.clone(),
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

    /// The paragraph, which reads as what was pushed: what Markdown can not say is left out.
    pub(super) fn take(&mut self) -> (String, Unsaid) {
        self.trim_end(&[' ', '\n']);
        let runs = joined(std::mem::take(&mut self.runs));
        if runs.is_empty() {
            return (String::new(), Unsaid::default());
        }
        let marked = |style: &Style, marks| Style {
            marks,
            ..style.clone()
        };
        let struck = |style: &Style| Marks {
            struck: style.marks.struck,
            ..Marks::default()
        };
        let emphasised = |style: &Style| Marks {
            struck: false,
            ..style.marks
        };
        // What was struck out says the opposite of what it says: emphasis is given up before it.
        let ways: [&dyn Fn(&Style) -> Style; 4] = [
            &Style::clone,
            &|style| marked(style, struck(style)),
            &|style| marked(style, emphasised(style)),
            &|style| marked(style, Marks::default()),
        ];
        for way in ways {
            let tried = restyled(&runs, way);
            let markdown = rendered(&tried);
            if read(&markdown).as_ref() == Some(&tried) {
                return (markdown, unsaid(&runs, &tried));
            }
        }
        let plain = restyled(&runs, |_| Style::default());
        (rendered(&plain), unsaid(&runs, &plain))
    }
}

fn restyled(runs: &[Run], way: impl Fn(&Style) -> Style) -> Vec<Run> {
    let restyled = runs.iter().map(|run| Run {
        text: run.text.clone(),
        style: way(&run.style),
    });
    joined(restyled.collect())
}

fn unsaid(meant: &[Run], said: &[Run]) -> Unsaid {
    let addresses = |runs: &[Run]| -> BTreeSet<Rc<str>> {
        let both = runs.iter().flat_map(|run| [&run.style.link, &run.style.picture]);
        both.flatten().cloned().collect()
    };
    let struck = |runs: &[Run]| runs.iter().any(|run| run.style.marks.struck);
    Unsaid {
        addresses: &addresses(meant) - &addresses(said),
        struck: struck(meant) && !struck(said),
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
            && run.style.picture == before.style.picture
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
fn read(markdown: &str) -> Option<Vec<Run>> {
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
    (paragraphs == 1).then(|| joined(inline.runs))
}
