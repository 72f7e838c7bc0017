//! HTML to Markdown.

use std::fmt::Write as _;

use html5gum::emitters::default::DefaultEmitter;
use html5gum::{Error, StartTag, Token, Tokenizer};

use super::inline::{Inline, Style, longest_run};
use super::left_out::LeftOut;

/// Lists in lists that are kept apart. Deeper ones go on at this depth: nobody could read them.
const MAX_DEPTH: usize = 6;

/// Reads HTML as browsers do. Elements that are not for texts lose their tags and keep their words; scripts and the
/// like lose their words, too.
pub(in crate::format) fn to_markdown(html: &str) -> (String, LeftOut) {
    let mut emitter = DefaultEmitter::default();
    emitter.naively_switch_states(true);
    let mut builder = Builder::default();
    for Ok(token) in Tokenizer::new_with_emitter(html, emitter) {
        match token {
            Token::StartTag(tag) => builder.start(&tag),
            Token::EndTag(tag) => builder.end(&String::from_utf8_lossy(&tag.name)),
            Token::String(text) => builder.text(&String::from_utf8_lossy(&text)),
            Token::Error(error) if *error == Error::EofInComment => builder.left_out.rest(),
            Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
        }
    }
    builder.flush();
    (builder.out, builder.left_out)
}

/// Tells of the address to which a link's tag leads, where the tag is dropped and its words stay: it is no matter of looks.
pub(in crate::format) fn tell_address(tag: &str, left_out: &mut LeftOut) {
    for Ok(token) in Tokenizer::new(tag) {
        if let Token::StartTag(tag) = token
            && let Some(url) = tag.attributes.get(&b"href"[..])
        {
            left_out.link(&String::from_utf8_lossy(url));
        }
    }
}

#[derive(Debug)]
struct List {
    /// The number of the next item, if they have numbers.
    next: Option<u32>,
    /// How far the text of its items is indented; 0 until the first one.
    width: usize,
}

#[derive(Debug, Default)]
struct Builder {
    out: String,
    left_out: LeftOut,
    inline: Inline,
    bold: u32,
    italic: u32,
    code: u32,
    links: Vec<Option<String>>,
    lists: Vec<List>,
    /// Lists that are deeper than is kept.
    deeper: u32,
    /// Whether an item's first text is still to come.
    item: bool,
    /// Whether the last block stands in a list.
    after_item: bool,
    heading: Option<usize>,
    /// The text of a block of code.
    pre: Option<String>,
    /// The element whose words are dropped, too.
    dropped: Option<String>,
}

impl Builder {
    fn style(&self) -> Style {
        Style {
            bold: self.bold > 0 && self.heading.is_none(),
            italic: self.italic > 0 && self.heading.is_none(),
            code: self.code > 0 && self.heading.is_none(),
            link: self.links.iter().rev().find_map(Clone::clone),
        }
    }

    fn text(&mut self, text: &str) {
        if self.dropped.is_some() {
            return;
        }
        match self.pre.as_mut() {
            Some(pre) => pre.extend(text.chars().filter(|c| !c.is_control() || *c == '\n')),
            None => self.inline.push(text, &self.style()),
        }
    }

    fn start(&mut self, tag: &StartTag<()>) {
        let name = String::from_utf8_lossy(&tag.name).into_owned();
        if self.dropped.is_some() {
            return;
        }
        match name.as_str() {
            "b" | "strong" => self.bold += 1,
            "i" | "em" | "u" => self.italic += 1,
            "code" | "tt" | "kbd" => self.code += 1,
            "a" => {
                let url = tag.attributes.get(&b"href"[..]);
                let url = url.map(|url| String::from_utf8_lossy(url).into_owned());
                let link = url.and_then(|url| self.link(&url));
                self.links.push(link);
            }
            "br" => match self.pre.as_mut() {
                Some(pre) => pre.push('\n'),
                None => self.inline.break_line(),
            },
            "ul" => self.start_list(None),
            "ol" => self.start_list(Some(first_number(tag))),
            "li" => {
                self.flush();
                if self.lists.is_empty() {
                    self.start_list(None);
                }
                self.item = true;
            }
            "h1" | "h2" => self.start_heading(2),
            "h3" => self.start_heading(3),
            "h4" => self.start_heading(4),
            "h5" => self.start_heading(5),
            "h6" => self.start_heading(6),
            "pre" => {
                self.flush();
                self.pre = Some(String::new());
            }
            "p" => self.flush(),
            "script" | "style" | "template" | "iframe" | "object" | "noscript" | "noembed" | "noframes"
            | "textarea" | "title" | "xmp" | "plaintext" => {
                self.left_out.tag(&name);
                self.dropped = Some(name);
                return;
            }
            "span" | "font" | "html" | "body" => {}
            _ => {
                if is_block(&name) {
                    self.flush();
                } else if matches!(name.as_str(), "td" | "th") {
                    // Cells of a row stand side by side.
                    self.text(" ");
                }
                self.left_out.tag(&name);
                return;
            }
        }
        // The number with which a numbered list begins was read.
        let is_read = |attribute: &[u8]| name == "ol" && attribute == b"start";
        let others = tag.attributes.keys().filter(|attribute| !is_read(attribute));
        for attribute in others {
            self.left_out.attribute(&String::from_utf8_lossy(attribute));
        }
    }

    fn end(&mut self, name: &str) {
        if let Some(dropped) = &self.dropped {
            if dropped == name {
                self.dropped = None;
            }
            return;
        }
        match name {
            "b" | "strong" => self.bold = self.bold.saturating_sub(1),
            "i" | "em" | "u" => self.italic = self.italic.saturating_sub(1),
            "code" | "tt" | "kbd" => self.code = self.code.saturating_sub(1),
            "a" => {
                self.links.pop();
            }
            "ul" | "ol" => {
                self.flush();
                if self.deeper > 0 {
                    self.deeper -= 1;
                } else {
                    self.lists.pop();
                }
                self.item = false;
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "p" | "li" | "pre" => self.flush(),
            _ if is_block(name) => self.flush(),
            _ => {}
        }
    }

    /// A link to the web; others are named as left out.
    fn link(&mut self, url: &str) -> Option<String> {
        // Browsers drop these characters from an address, wherever they stand.
        let url: String = url.chars().filter(|c| !c.is_control()).collect();
        let url = url.trim();
        if !is_harmless(url) {
            self.left_out.link(url);
            return None;
        }
        let mut safe = String::with_capacity(url.len());
        for c in url.chars() {
            if c.is_whitespace() || matches!(c, '(' | ')' | '<' | '>' | '\\' | '`' | '"' | '[' | ']') {
                let mut bytes = [0; 4];
                for byte in c.encode_utf8(&mut bytes).bytes() {
                    // Writing to a string does not fail.
                    write!(safe, "%{byte:02X}").unwrap_or_default();
                }
            } else {
                safe.push(c);
            }
        }
        Some(safe)
    }

    fn start_list(&mut self, next: Option<u32>) {
        self.flush();
        self.item = false;
        if self.lists.len() < MAX_DEPTH {
            self.lists.push(List { next, width: 0 });
        } else {
            self.deeper += 1;
        }
    }

    fn start_heading(&mut self, level: usize) {
        self.flush();
        self.heading = Some(level);
    }

    /// Ends the block that is open.
    fn flush(&mut self) {
        let heading = self.heading.take().filter(|_| self.lists.is_empty());
        let block = match self.pre.take() {
            Some(pre) => fenced(&pre),
            None => self.inline.take(),
        };
        if block.trim().is_empty() {
            return;
        }
        let block = match heading {
            Some(level) => format!("{} {}", "#".repeat(level), on_one_line(&block)),
            None => block,
        };
        let in_list = !self.lists.is_empty();
        if !self.out.is_empty() {
            let tight = in_list && self.item && self.after_item;
            self.out.push_str(if tight { "\n" } else { "\n\n" });
        }
        let first = self.marker();
        let rest = " ".repeat(self.lists.iter().map(|list| list.width).sum());
        for (n, line) in block.lines().enumerate() {
            if n > 0 {
                self.out.push('\n');
            }
            if !line.is_empty() {
                self.out.push_str(if n == 0 { &first } else { &rest });
                self.out.push_str(line);
            }
        }
        self.after_item = in_list;
        self.item = false;
    }

    /// What stands before the first line of the block.
    fn marker(&mut self) -> String {
        let outer = |lists: &[List]| " ".repeat(lists.iter().map(|list| list.width).sum());
        if !self.item {
            return outer(&self.lists);
        }
        let Some((list, before)) = self.lists.split_last_mut() else {
            return String::new();
        };
        let marker = match list.next.as_mut() {
            None => "- ".to_owned(),
            Some(number) => {
                let marker = format!("{number}. ");
                *number = number.saturating_add(1);
                marker
            }
        };
        list.width = marker.len();
        format!("{}{marker}", outer(before))
    }
}

/// The number of a list's first item. Markdown's have at most nine digits.
fn first_number(tag: &StartTag<()>) -> u32 {
    let start = tag.attributes.get(&b"start"[..]);
    let start = start.and_then(|start| std::str::from_utf8(start).ok()?.trim().parse().ok());
    start.filter(|start| *start < 1_000_000_000).unwrap_or(1)
}

/// The text of a heading, whose last `#` must not be taken for its end.
fn on_one_line(block: &str) -> String {
    // Lines between two breaks may be empty; white space is one space.
    let lines = block.split("\\\n").map(str::trim);
    let line = lines
        .filter(|line| !line.is_empty())
        .collect::<Vec<_>>()
        .join(" ");
    match line.strip_suffix('#') {
        Some(rest) if !rest.ends_with('\\') => format!("{rest}\\#"),
        Some(_) | None => line,
    }
}

fn fenced(text: &str) -> String {
    let text = text.trim_matches('\n').trim_end();
    if text.trim().is_empty() {
        return String::new();
    }
    let fence = "`".repeat((longest_run(text, '`') + 1).max(3));
    format!("{fence}\n{text}\n{fence}")
}

/// Whether a link leads to the web.
pub(in crate::format) fn is_harmless(url: &str) -> bool {
    ["http://", "https://"].iter().any(|scheme| {
        url.get(..scheme.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    })
}

/// Elements before and after which browsers start a line.
fn is_block(name: &str) -> bool {
    matches!(
        name,
        "div"
            | "section"
            | "article"
            | "header"
            | "footer"
            | "main"
            | "aside"
            | "nav"
            | "blockquote"
            | "table"
            | "tr"
            | "thead"
            | "tbody"
            | "caption"
            | "dl"
            | "dt"
            | "dd"
            | "figure"
            | "figcaption"
            | "hr"
            | "form"
            | "fieldset"
            | "address"
            | "details"
            | "summary"
    )
}
