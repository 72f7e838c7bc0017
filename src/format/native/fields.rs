//! Taking a table apart: every key once, by name, with what is wrong about it.

use std::fmt::Display;

use super::tree::{Entry, Node, Value};
use crate::format::problem::Findings;

/// A value and the line on which it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::format) struct Marked<T> {
    pub(in crate::format) line: usize,
    pub(in crate::format) value: T,
}

/// The keys of a table that have not been taken yet.
#[derive(Debug)]
pub(in crate::format) struct Fields {
    /// The table's own line: where a missing key is reported.
    pub(in crate::format) line: usize,
    entries: Vec<Entry>,
    taken: Vec<&'static str>,
}

impl Fields {
    /// `what` names the table in the report if it is none.
    pub(in crate::format) fn of(node: Node, what: &str, findings: &mut Findings) -> Option<Self> {
        match node.value {
            Value::Table(entries) => Some(Self {
                line: node.line,
                entries,
                taken: Vec::new(),
            }),
            Value::Empty | Value::Scalar(_) | Value::List(_) => {
                findings.report(
                    node.line,
                    format_args!("{what} must be a table of keys and values"),
                );
                None
            }
        }
    }

    /// Of a table that may be empty, the keys that have a value.
    pub(in crate::format) fn of_said(node: Node, what: &str, findings: &mut Findings) -> Option<Self> {
        let node = match node.value {
            Value::Empty => Node {
                value: Value::Table(Vec::new()),
                ..node
            },
            Value::Scalar(_) | Value::List(_) | Value::Table(_) => node,
        };
        let mut fields = Self::of(node, what, findings)?;
        fields.entries.retain(|entry| match &entry.node.value {
            Value::Empty => false,
            Value::Scalar(text) => !text.is_empty(),
            Value::List(_) | Value::Table(_) => true,
        });
        Some(fields)
    }

    pub(in crate::format) fn has(&self, key: &str) -> bool {
        self.entries.iter().any(|entry| entry.key == key)
    }

    fn take(&mut self, key: &'static str) -> Option<Entry> {
        if !self.taken.contains(&key) {
            self.taken.push(key);
        }
        let at = self.entries.iter().position(|entry| entry.key == key)?;
        Some(self.entries.remove(at))
    }

    /// A value read by `parse`; what it refuses is reported under the key's name.
    pub(in crate::format) fn parsed<T, E: Display>(
        &mut self,
        key: &'static str,
        findings: &mut Findings,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<Marked<T>> {
        let entry = self.take(key)?;
        scalar(entry.node, key, findings).and_then(|text| parsed(&text, key, findings, parse))
    }

    /// Like [`Fields::parsed`], and the key may not be absent.
    pub(in crate::format) fn required<T, E: Display>(
        &mut self,
        key: &'static str,
        findings: &mut Findings,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<Marked<T>> {
        if !self.has(key) {
            findings.report(self.line, format_args!("`{key}` is missing"));
        }
        self.parsed(key, findings, parse)
    }

    /// A list, each of whose items is read by `parse`; items that it refuses are left out.
    pub(in crate::format) fn each<T>(
        &mut self,
        key: &'static str,
        findings: &mut Findings,
        mut parse: impl FnMut(Node, &mut Findings) -> Option<T>,
    ) -> Option<Vec<T>> {
        let entry = self.take(key)?;
        match entry.node.value {
            Value::List(items) => Some(
                items
                    .into_iter()
                    .filter_map(|item| parse(item, findings))
                    .collect(),
            ),
            Value::Empty | Value::Scalar(_) | Value::Table(_) => {
                findings.report(entry.line, format_args!("`{key}` must be a list"));
                None
            }
        }
    }

    /// A list of texts, each read by `parse`.
    pub(in crate::format) fn texts<T, E: Display>(
        &mut self,
        key: &'static str,
        findings: &mut Findings,
        parse: impl Fn(&str) -> Result<T, E>,
    ) -> Option<Vec<Marked<T>>> {
        self.each(key, findings, |item, findings| {
            scalar(item, key, findings).and_then(|text| parsed(&text, key, findings, &parse))
        })
    }

    /// Every key that nobody took and that has a value, with its line.
    pub(in crate::format) fn rest(self) -> impl Iterator<Item = (usize, String)> {
        let entries = self.entries.into_iter();
        let said = entries.filter(|entry| entry.node.value != Value::Empty);
        said.map(|entry| (entry.line, entry.key))
    }

    /// Reports every key that nobody took.
    pub(in crate::format) fn refuse_rest(self, findings: &mut Findings) {
        for entry in self.entries {
            let known = self.taken.join(", ");
            findings.report(
                entry.line,
                format_args!("unknown key `{}`: the keys here are {known}", entry.key),
            );
        }
    }
}

fn scalar(node: Node, key: &str, findings: &mut Findings) -> Option<Marked<String>> {
    match node.value {
        Value::Scalar(value) => Some(Marked {
            line: node.line,
            value,
        }),
        Value::Empty => {
            findings.report(node.line, format_args!("`{key}` has no value"));
            None
        }
        Value::List(_) | Value::Table(_) => {
            findings.report(node.line, format_args!("`{key}` must be a text"));
            None
        }
    }
}

fn parsed<T, E: Display>(
    text: &Marked<String>,
    key: &str,
    findings: &mut Findings,
    parse: impl FnOnce(&str) -> Result<T, E>,
) -> Option<Marked<T>> {
    parse(&text.value)
        .map_err(|why| findings.report(text.line, format_args!("`{key}`: {why}")))
        .ok()
        .map(|value| Marked {
            line: text.line,
            value,
        })
}
