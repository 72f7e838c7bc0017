//! From the elements of HTML, and what Markdown has for them, to Markdown.

use super::inline::{Inline, Marks, Style};
use super::left_out::LeftOut;
use super::looks::{Look, Looks};
use super::marked::longest_run;
use super::page::Page;
use super::url;

/// What was read so far.
#[derive(Debug, Default)]
pub(in crate::format) struct Builder {
    pub(super) page: Page,
    pub(super) left_out: LeftOut,
    inline: Inline,
    pub(super) looks: Looks,
    pub(super) heading: Option<usize>,
    /// The text of a block of code.
    pub(super) pre: Option<String>,
    /// The element whose words are dropped, too.
    pub(super) dropped: Option<String>,
    /// Whether a `<sup>` has just begun.
    pub(super) raised: bool,
    /// Whether there is room for one line alone, as in a heading or a table.
    pub(super) flat: bool,
}

impl Builder {
    /// One whose Markdown is one line.
    pub(in crate::format) fn of_one_line() -> Self {
        Self {
            flat: true,
            ..Self::default()
        }
    }

    /// The Markdown, and what is not in it.
    pub(in crate::format) fn finish(mut self) -> (String, LeftOut) {
        self.end_piece();
        if self.flat {
            let line = on_one_line(&self.paragraph());
            return (line, self.left_out);
        }
        (self.page.into_text(), self.left_out)
    }

    /// Ends what does not go on behind a piece of HTML that Markdown follows: all but lists.
    pub(in crate::format) fn end_piece(&mut self) {
        self.dropped = None;
        self.raised = false;
        self.flush();
        self.page.end_implied_lists();
        while let Some(unused) = self.looks.close_link() {
            self.left_out.link(&unused);
        }
        self.looks = Looks::default();
    }

    /// Whether a list is open.
    pub(in crate::format) const fn is_in_list(&self) -> bool {
        self.page.is_in_list()
    }

    /// Ends all lists.
    pub(in crate::format) fn end_lists(&mut self) {
        self.flush();
        self.page.end_lists();
    }

    /// Adds blocks that are Markdown already.
    pub(in crate::format) fn markdown(&mut self, blocks: &str) {
        self.flush();
        self.page.add(blocks);
    }

    /// A comment, behind which nothing is shown.
    pub(super) fn never_closed(&mut self) {
        self.left_out.rest();
    }

    /// A tag that is passed over.
    pub(in crate::format) fn pass_over(&mut self, name: &str) {
        self.left_out.tag(name);
    }

    /// An attribute that is passed over.
    pub(in crate::format) fn pass_over_attribute(&mut self, name: &str) {
        self.left_out.attribute(name);
    }

    pub(in crate::format) fn text(&mut self, text: &str) {
        self.push(text, Style::default());
    }

    pub(in crate::format) fn code(&mut self, text: &str) {
        let code = Style {
            code: true,
            ..Style::default()
        };
        self.push(text, code);
    }

    /// A picture on the web, and what it shows in words; of others the words.
    pub(in crate::format) fn picture(&mut self, address: &str, words: &str) {
        let picture = self.address(address);
        // A picture without words needs some here.
        let words = match &picture {
            Some(picture) if words.trim().is_empty() => picture,
            Some(_) | None => words,
        };
        let style = Style {
            picture: picture.as_deref().map(std::rc::Rc::from),
            ..Style::default()
        };
        self.push(words, style);
    }

    fn push(&mut self, text: &str, style: Style) {
        if self.dropped.is_some() {
            return;
        }
        if let Some(pre) = self.pre.as_mut() {
            pre.extend(text.chars().filter(|c| !c.is_control() || *c == '\n'));
            return;
        }
        if !text.trim().is_empty() {
            self.looks.used();
        }
        let raised = std::mem::take(&mut self.raised)
            .then(|| self.raised(text))
            .flatten();
        let text = raised.as_deref().unwrap_or(text);
        let here = self.looks.style();
        let style = if self.heading.is_some() {
            if here.marks.struck && !text.trim().is_empty() {
                self.left_out.strokes();
            }
            Style {
                marks: Marks::default(),
                code: false,
                link: here.link,
                ..style
            }
        } else {
            Style {
                code: here.code || style.code,
                picture: style.picture,
                ..here
            }
        };
        self.inline.push(text, &style);
    }

    /// A power as it is written on one line, for without its sign it is another number; nothing for a mark on a word.
    fn raised(&mut self, text: &str) -> Option<String> {
        let power = text.trim();
        let has_base = self
            .inline
            .last()
            .is_some_and(|c| c.is_alphanumeric() || c == ')');
        let is_word = power.chars().count() > 1 && power.chars().all(char::is_alphabetic);
        if !has_base || power.is_empty() || is_word {
            self.left_out.tag("sup");
            return None;
        }
        let number = power.trim_start_matches(['-', '+', '−']);
        let is_short = number.chars().all(|c| c.is_alphanumeric() || c == '.');
        let end = text.strip_prefix(text.trim_end()).unwrap_or_default();
        Some(if is_short {
            format!("^{power}{end}")
        } else {
            format!("^({power}){end}")
        })
    }

    pub(in crate::format) fn break_line(&mut self) {
        match self.pre.as_mut() {
            _ if self.dropped.is_some() => {}
            Some(pre) => pre.push('\n'),
            None if self.flat => self.text(" "),
            None => self.inline.break_line(),
        }
    }

    pub(in crate::format) fn open(&mut self, look: Look) {
        if self.dropped.is_none() {
            self.looks.open(look);
        }
    }

    pub(in crate::format) fn close(&mut self, look: Look) {
        if self.dropped.is_none() {
            self.looks.close(look);
        }
    }

    /// Opens a link; of one that does not lead to the web the words are kept.
    pub(in crate::format) fn open_link(&mut self, address: &str) {
        if self.dropped.is_none() {
            let address = self.address(address);
            self.looks.open_link(address.as_deref());
        }
    }

    pub(in crate::format) fn close_link(&mut self) {
        if self.dropped.is_none()
            && let Some(unused) = self.looks.close_link()
        {
            self.left_out.link(&unused);
        }
    }

    /// An address on the web; others are named as left out.
    fn address(&mut self, address: &str) -> Option<String> {
        let address = url::tidy(address);
        if !url::is_harmless(&address) {
            self.left_out.link(&address);
            return None;
        }
        Some(url::encoded(&address))
    }

    /// Ends the block that is open.
    pub(super) fn flush(&mut self) {
        let heading = self.heading.take().filter(|_| !self.page.is_in_list());
        let pre = self.pre.take();
        if self.flat {
            if let Some(pre) = pre {
                self.code(&pre);
            }
            return self.text(" ");
        }
        let block = match pre {
            Some(pre) => fenced(&pre),
            None => self.paragraph(),
        };
        if block.trim().is_empty() {
            return;
        }
        match heading {
            Some(level) => {
                let heading = format!("{} {}", "#".repeat(level), on_one_line(&block));
                self.page.add(&heading);
            }
            None => self.page.add(&block),
        }
    }

    /// The words until here.
    fn paragraph(&mut self) -> String {
        let (paragraph, unsaid) = self.inline.take();
        for address in &unsaid.addresses {
            self.left_out.link(address);
        }
        if unsaid.struck {
            self.left_out.strokes();
        }
        if unsaid.emphasised {
            self.left_out.emphasis();
        }
        paragraph
    }
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
