//! YAML to [`Node`]s.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};
use serde_saphyr::{Location, MessageFormatter, Spanned, UserMessageFormatter};

use super::tree::{Entry, Node, Value};
use crate::format::problem::Findings;

/// Reads a YAML document that starts on the line after `lines_before`.
pub(in crate::format) fn parse(yaml: &str, lines_before: usize, findings: &mut Findings) -> Option<Node> {
    let source = Source { yaml, lines_before };
    if yaml.trim().is_empty() {
        return Some(Node {
            line: lines_before + 1,
            value: Value::Table(Vec::new()),
        });
    }
    match serde_saphyr::from_str::<Spanned<Raw>>(yaml) {
        Ok(raw) => Some(source.node(raw)),
        Err(error) => {
            let line = error.location().map_or(lines_before + 1, |at| source.line(at));
            findings.report(line, UserMessageFormatter.format_message(error.without_snippet()));
            None
        }
    }
}

/// YAML as the reader hands it out, before values get their spelling and their line in the file.
#[derive(Debug)]
enum Raw {
    Null,
    Text(String),
    /// A number or truth value: its spelling counts, not what YAML makes of it ("1.10", "no").
    Plain,
    List(Vec<Spanned<Raw>>),
    Table(Vec<(Spanned<String>, Spanned<Raw>)>),
}

struct Source<'a> {
    yaml: &'a str,
    lines_before: usize,
}

impl Source<'_> {
    fn line(&self, at: Location) -> usize {
        usize::try_from(at.line()).unwrap_or(0).max(1) + self.lines_before
    }

    fn node(&self, raw: Spanned<Raw>) -> Node {
        let value = match raw.value {
            Raw::Null => Value::Empty,
            Raw::Text(text) => Value::Scalar(text),
            Raw::Plain => Value::Scalar(self.spelling(raw.defined)),
            Raw::List(items) => Value::List(items.into_iter().map(|item| self.node(item)).collect()),
            Raw::Table(entries) => Value::Table(
                entries
                    .into_iter()
                    .map(|(key, value)| Entry {
                        line: self.line(key.referenced),
                        key: key.value,
                        node: self.node(value),
                    })
                    .collect(),
            ),
        };
        Node {
            line: self.line(raw.referenced),
            value,
        }
    }

    fn spelling(&self, at: Location) -> String {
        let span = at.span();
        let bytes = span
            .byte_offset()
            .zip(span.byte_len())
            .and_then(|(start, length)| {
                let start = usize::try_from(start).ok()?;
                self.yaml
                    .get(start..start.checked_add(usize::try_from(length).ok()?)?)
            });
        bytes.unwrap_or_default().trim().to_owned()
    }
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(RawVisitor)
    }
}

struct RawVisitor;

impl<'de> Visitor<'de> for RawVisitor {
    type Value = Raw;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any YAML")
    }

    fn visit_unit<E>(self) -> Result<Raw, E> {
        Ok(Raw::Null)
    }

    fn visit_none<E>(self) -> Result<Raw, E> {
        Ok(Raw::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Raw, D::Error> {
        Raw::deserialize(deserializer)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Raw, E> {
        Ok(Raw::Plain)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Raw, E> {
        Ok(Raw::Plain)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Raw, E> {
        Ok(Raw::Plain)
    }

    fn visit_i128<E>(self, _: i128) -> Result<Raw, E> {
        Ok(Raw::Plain)
    }

    fn visit_u128<E>(self, _: u128) -> Result<Raw, E> {
        Ok(Raw::Plain)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Raw, E> {
        Ok(Raw::Plain)
    }

    fn visit_str<E>(self, text: &str) -> Result<Raw, E> {
        Ok(Raw::Text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Raw, E> {
        Ok(Raw::Text(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Raw, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Raw::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Raw, A::Error> {
        let mut table = Vec::new();
        while let Some(entry) = entries.next_entry()? {
            table.push(entry);
        }
        Ok(Raw::Table(table))
    }
}
