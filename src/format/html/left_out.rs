//! What of a text was not kept, or not as it stood, in words: told apart by whether anything of the radar is missing for it.

use std::collections::BTreeSet;

use crate::format::problem::{Findings, short};

/// Different things that are named of one place. There is no end to what a place can hold, so the rest is counted.
const MAX_NAMED: usize = 50;

/// Names without repetition, and how often there was yet another one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::format) struct Named {
    names: BTreeSet<String>,
    more: usize,
}

impl Named {
    pub(in crate::format) fn add(&mut self, name: String) {
        if self.names.len() < MAX_NAMED || self.names.contains(&name) {
            self.names.insert(name);
        } else {
            self.more += 1;
        }
    }

    fn extend(&mut self, other: Self) {
        other.names.into_iter().for_each(|name| self.add(name));
        self.more += other.more;
    }

    /// A list in words; nothing if there is none.
    pub(in crate::format) fn words(&self) -> Option<String> {
        let names: Vec<&str> = self.names.iter().map(String::as_str).collect();
        let list = names.join(", ");
        match (names.is_empty(), self.more) {
            (true, _) => None,
            (false, 0) => Some(list),
            (false, more) => Some(format!("{list} and {more} more")),
        }
    }
}

/// What an element is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Purpose {
    /// Programs and looks: no reader of a radar ever sees its words.
    Machine,
    /// Its words are for other programs than browsers of today, which do not show them.
    Unshown,
    /// It shows something that is not among its words.
    Content,
    /// It says how its words look, which stay.
    Looks,
}

impl Purpose {
    fn of(name: &str) -> Self {
        match name {
            "script" | "style" | "link" | "meta" | "base" => Self::Machine,
            "template" | "noscript" | "noembed" | "noframes" => Self::Unshown,
            "img" | "image" | "picture" | "svg" | "math" | "video" | "audio" | "source" | "track"
            | "canvas" | "iframe" | "frame" | "object" | "embed" | "applet" | "textarea" | "title"
            | "xmp" | "plaintext" | "input" | "select" => Self::Content,
            _ => Self::Looks,
        }
    }
}

/// What was not kept of a text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::format) struct LeftOut {
    /// Something of the radar.
    missing: Named,
    /// What could do harm or is for looks: without it the text says the same.
    stripped: Named,
    /// What was done to bring the text into our files' shape: nothing is missing for it.
    shaped: BTreeSet<String>,
}

impl LeftOut {
    /// An element whose tags were dropped.
    pub(in crate::format) fn tag(&mut self, name: &str) {
        let name = name.to_ascii_lowercase();
        // A comment.
        if name.is_empty() {
            return;
        }
        // A name of many letters is none.
        let known = name.len() <= 20 && name.bytes().all(|byte| byte.is_ascii_alphanumeric());
        let what = if known {
            format!("<{name}>")
        } else {
            "a tag".to_owned()
        };
        match Purpose::of(&name) {
            Purpose::Content => self.missing.add(what),
            Purpose::Unshown => self.shaped(format!(
                "the words in {what}, which browsers do not show, are not read"
            )),
            Purpose::Machine | Purpose::Looks => self.stripped.add(what),
        }
    }

    /// All behind a comment that is never closed: browsers do not show it, either.
    pub(in crate::format) fn rest(&mut self) {
        self.missing
            .add("all behind a comment (`<!--`) that is never closed".to_owned());
    }

    /// An attribute of an element that was kept. Where a link opens is for the reader's program to say, and what the
    /// link is to its page no reader sees.
    pub(in crate::format) fn attribute(&mut self, name: &str) {
        if matches!(name, "href" | "target" | "rel") {
            return;
        }
        let known = name.len() <= 20
            && name
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        self.stripped.add(if known {
            format!("the attribute `{name}`")
        } else {
            "an attribute".to_owned()
        });
    }

    /// A link or picture that does not lead to the web, whose words were kept.
    pub(in crate::format) fn link(&mut self, url: &str) {
        let what = format!("a link to `{}`", short(url));
        let is_program = ["javascript:", "vbscript:", "data:text/"].iter().any(|scheme| {
            url.get(..scheme.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(scheme))
        });
        if is_program || matches!(url, "" | "#") {
            self.stripped.add(what);
        } else {
            self.missing.add(what);
        }
    }

    /// That words were struck out, which are not meant any more: as plain words they say the opposite.
    pub(in crate::format) fn strokes(&mut self) {
        self.missing.add("that words are struck out".to_owned());
    }

    /// That words were emphasised where Markdown has no way to say so.
    pub(in crate::format) fn emphasis(&mut self) {
        self.shaped.insert(
            "some words are no longer bold or slanted: Markdown can not say it of them where they touch others"
                .to_owned(),
        );
    }

    /// What was done for the shape of our files, in a sentence.
    pub(in crate::format) fn shaped(&mut self, what: String) {
        if self.shaped.len() < MAX_NAMED {
            self.shaped.insert(what);
        }
    }

    pub(in crate::format) fn extend(&mut self, other: Self) {
        self.shaped.extend(other.shaped);
        self.missing.extend(other.missing);
        self.stripped.extend(other.stripped);
    }

    /// Tells of it: `place` is the value that it was in.
    pub(in crate::format) fn tell(&self, line: usize, place: &str, findings: &mut Findings) {
        if let Some(what) = self.missing.words() {
            findings.leave_out(line, format_args!("{place}: {what}"));
        }
        if let Some(what) = self.stripped.words() {
            findings.note(
                line,
                format_args!("{place}: read without what could do harm or is for looks: {what}"),
            );
        }
        for what in &self.shaped {
            findings.note(line, format_args!("{place}: {what}"));
        }
    }

    /// All of it, what is missing first.
    #[cfg(test)]
    pub(in crate::format) fn words(&self) -> Option<String> {
        let words = [self.missing(), self.stripped.words()];
        let words: Vec<String> = words.into_iter().flatten().collect();
        (!words.is_empty()).then(|| words.join(", "))
    }

    /// What is missing.
    #[cfg(test)]
    pub(in crate::format) fn missing(&self) -> Option<String> {
        self.missing.words()
    }
}
