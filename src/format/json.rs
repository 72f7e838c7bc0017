//! JSON whose values know their line, so that one wrong value does not hide the next.

use serde::Deserialize;
use serde_json::value::RawValue;

use super::problem::Findings;

/// A text of JSON.
#[derive(Debug, Clone, Copy)]
pub(super) struct Json<'a> {
    text: &'a str,
    /// The line on which the text starts.
    first_line: usize,
}

impl<'a> Json<'a> {
    pub(super) const fn new(text: &'a str) -> Self {
        Self { text, first_line: 1 }
    }

    /// A value that starts on this line, as a text of its own.
    pub(super) fn part(value: &'a RawValue, first_line: usize) -> Self {
        Self {
            text: value.get(),
            first_line,
        }
    }

    /// As it is written.
    pub(super) const fn get(&self) -> &'a str {
        self.text
    }

    /// Reads the whole text; what is wrong with it is reported.
    pub(super) fn parse<T: Deserialize<'a>>(&self, what: &str, findings: &mut Findings) -> Option<T> {
        match serde_json::from_str(self.text) {
            Ok(value) => Some(value),
            Err(error) => {
                findings.report(error.line(), format_args!("{}", Explained(&error, what)));
                None
            }
        }
    }

    /// The line, counted from 1, on which a value of this text stands.
    pub(super) fn line(&self, value: &RawValue) -> usize {
        let offset = value
            .get()
            .as_ptr()
            .addr()
            .saturating_sub(self.text.as_ptr().addr());
        self.first_line
            + self
                .text
                .bytes()
                .take(offset)
                .filter(|byte| *byte == b'\n')
                .count()
    }

    /// Many values in the order of the text, each as a text of its own.
    pub(super) fn parts(&self, values: &[&'a RawValue]) -> Vec<Self> {
        let lines = self.lines(values);
        let parts = values.iter().zip(lines);
        parts.map(|(value, line)| Self::part(value, line)).collect()
    }

    /// The lines of many values in the order of the text, in one pass.
    pub(super) fn lines(&self, values: &[&RawValue]) -> Vec<usize> {
        let (mut line, mut from) = (self.first_line, 0);
        values
            .iter()
            .map(|value| {
                let offset = value
                    .get()
                    .as_ptr()
                    .addr()
                    .saturating_sub(self.text.as_ptr().addr());
                let between = self.text.as_bytes().get(from..offset).unwrap_or_default();
                line += line_breaks(between);
                from = offset.max(from);
                line
            })
            .collect()
    }
}

/// How many lines end in it.
fn line_breaks(bytes: &[u8]) -> usize {
    bytes.split(|byte| *byte == b'\n').count().saturating_sub(1)
}

struct Explained<'a>(&'a serde_json::Error, &'a str);

impl std::fmt::Display for Explained<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self(error, what) = self;
        let error_text = error.to_string();
        let (text, _) = error_text.rsplit_once(" at line ").unwrap_or((&error_text, ""));
        if error.is_data() {
            write!(f, "this is not {what}: {text}")
        } else {
            write!(f, "this is not JSON, at column {}: {text}", error.column())
        }
    }
}

/// A value of the file; what is wrong with it is reported.
pub(super) fn parsed<'a, T: Deserialize<'a>>(
    value: &'a RawValue,
    line: usize,
    place: &str,
    findings: &mut Findings,
) -> Option<T> {
    serde_json::from_str(value.get())
        .map_err(|error| {
            let text = error.to_string();
            let (text, _) = text.split_once(" at line ").unwrap_or((&text, ""));
            let line = line + error.line().saturating_sub(1);
            findings.report(line, format_args!("{place}: {text}"));
        })
        .ok()
}

/// A value as a text: texts, numbers and truth values are; `null` is the empty one.
pub(super) fn text(value: &RawValue) -> Option<String> {
    let json = value.get();
    match json.as_bytes().first() {
        Some(b'"') => serde_json::from_str(json).ok(),
        Some(b'n') => Some(String::new()),
        Some(b'[' | b'{') | None => None,
        Some(_) => Some(json.to_owned()),
    }
}

/// The texts of a list, each on a line.
pub(super) fn lines(value: &RawValue) -> Option<String> {
    let items: Vec<&RawValue> = serde_json::from_str(value.get()).ok()?;
    let mut lines = String::new();
    for item in items {
        lines.push_str(&text(item)?.replace('\n', " "));
        lines.push('\n');
    }
    Some(lines)
}

/// What kind of value it is.
pub(super) fn kind(value: &RawValue) -> &'static str {
    match value.get().as_bytes().first() {
        Some(b'"') => "a text",
        Some(b'[') => "a list",
        Some(b'{') => "an object",
        Some(b'n') => "nothing",
        Some(b't' | b'f') => "a truth value",
        Some(_) | None => "a number",
    }
}
