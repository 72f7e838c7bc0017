//! `bot.toml` as a document: every key is judged alone, so that one wrong key does not hide the next.
//!
//! The messages never show the line itself: it may hold a token that was written into the wrong place.

use std::path::Path;

use serde::Deserialize;
use toml::Spanned;
use toml::de::{DeTable, DeValue, Deserializer};

use super::File;
use super::layers::at;
use crate::format::Problem;

/// Looks into the text of a configuration file.
pub struct Document;

impl Document {
    /// What is wrong with the text, in the order of its lines.
    pub fn problems(path: &Path, text: &str) -> Vec<Problem> {
        let (document, errors) = DeTable::parse_recoverable(text);
        let mut problems: Vec<Problem> = if errors.is_empty() {
            pieces(&document)
                .into_iter()
                .filter_map(|piece| wrong(piece, text))
                .map(|(line, message)| at(path, line, &message))
                .collect()
        } else {
            errors
                .iter()
                .map(|error| at(path, line_of(text, error), error.message()))
                .collect()
        };
        problems.sort();
        problems
    }

    /// What the text sets, without the keys that are wrong; of a text that is no TOML nothing.
    pub fn sound(text: &str) -> toml::Table {
        let Ok(document) = DeTable::parse(text) else {
            return toml::Table::new();
        };
        let mut sound = toml::from_str(text).unwrap_or_default();
        for piece in pieces(&document) {
            if File::deserialize(Deserializer::from(piece.document)).is_err() {
                remove(&mut sound, &piece.path);
            }
        }
        sound
    }

    /// The line on which a key such as `section.key` is set, if it is.
    pub fn line(text: &str, key: &str) -> Option<usize> {
        let document = DeTable::parse(text).ok()?;
        let mut names = key.split('.').peekable();
        let mut table = document.get_ref();
        while let Some(name) = names.next() {
            let (key, value) = entry(table, name)?;
            if names.peek().is_none() {
                return Some(line_at(text, key.span().start));
            }
            let DeValue::Table(inner) = value.get_ref() else {
                return None;
            };
            table = inner;
        }
        None
    }
}

/// A text that a file may set.
#[derive(Debug, PartialEq, Eq)]
pub enum Setting {
    /// Nothing is set.
    Absent,
    /// This is.
    Text(String),
    /// Something else may be, or it is no text.
    Unreadable,
}

impl Setting {
    /// What `text` sets for a key of a section, also where other keys or lines of it are wrong.
    pub fn read(text: &str, section: &str, key: &str) -> Self {
        let (document, errors) = DeTable::parse_recoverable(text);
        // What is wrong may have been meant to set it.
        let absent = if errors.is_empty() {
            Self::Absent
        } else {
            Self::Unreadable
        };
        let Some((_, keys)) = entry(document.get_ref(), section) else {
            return absent;
        };
        let DeValue::Table(keys) = keys.get_ref() else {
            return Self::Unreadable;
        };
        let Some((name, value)) = entry(keys, key) else {
            return absent;
        };
        let line = line_at(text, name.span().start);
        match value.get_ref() {
            DeValue::String(value) if errors.iter().all(|error| line_of(text, error) != line) => {
                Self::Text(value.to_string())
            }
            _ => Self::Unreadable,
        }
    }
}

type Key<'i> = Spanned<std::borrow::Cow<'i, str>>;
/// How deep the keys stand whose type knows their place.
const SECTION_AND_KEY: usize = 2;

fn entry<'d, 'i>(table: &'d DeTable<'i>, name: &str) -> Option<(&'d Key<'i>, &'d Spanned<DeValue<'i>>)> {
    table.iter().find(|(key, _)| key.get_ref() == name)
}

/// A document with one key in it, which can be wrong on its own.
struct Piece<'i> {
    document: Spanned<DeTable<'i>>,
    /// The names of its sections and its own.
    path: Vec<String>,
    /// Where the key stands.
    start: usize,
}

/// Takes a key out of the sections that it stands in.
fn remove(table: &mut toml::Table, path: &[String]) {
    match path {
        [] => {}
        [key] => {
            table.remove(key);
        }
        [section, rest @ ..] => {
            if let Some(toml::Value::Table(keys)) = table.get_mut(section) {
                remove(keys, rest);
            }
        }
    }
}

/// The document cut into pieces: each section without its keys; if that is right, each of its keys, and so on.
fn pieces<'i>(document: &Spanned<DeTable<'i>>) -> Vec<Piece<'i>> {
    let mut found = Vec::new();
    let whole = |table| Spanned::new(document.span(), table);
    cut(document.get_ref(), &[], &whole, &mut found);
    found
}

fn cut<'i>(
    table: &DeTable<'i>,
    above: &[&str],
    wrapped: &dyn Fn(DeTable<'i>) -> Spanned<DeTable<'i>>,
    found: &mut Vec<Piece<'i>>,
) {
    for (name, value) in table {
        let with = |value: DeValue<'i>, span| {
            let mut alone = DeTable::new();
            alone.insert(name.clone(), Spanned::new(span, value));
            wrapped(alone)
        };
        let path: Vec<&str> = above.iter().copied().chain([name.get_ref().as_ref()]).collect();
        let piece = |document| Piece {
            document,
            path: path.iter().map(|name| (*name).to_owned()).collect(),
            start: name.span().start,
        };
        let DeValue::Table(keys) = value.get_ref() else {
            found.push(piece(with(value.get_ref().clone(), value.span())));
            continue;
        };
        let inner = |keys: DeTable<'i>| with(DeValue::Table(keys), value.span());
        let bare = inner(DeTable::new());
        if File::deserialize(Deserializer::from(bare.clone())).is_err() {
            found.push(piece(bare));
        } else {
            cut(keys, &path, &inner, found);
        }
    }
}

fn wrong(piece: Piece<'_>, text: &str) -> Option<(usize, String)> {
    let error = File::deserialize(Deserializer::from(piece.document)).err()?;
    let message = plain(error.message());
    let (name, depth) = (piece.path.join("."), piece.path.len());
    let line = match error.span() {
        Some(span) if depth <= SECTION_AND_KEY => line_at(text, span.start),
        // What is read by hand does not know its place.
        Some(_) | None => line_at(text, piece.start),
    };
    let full = format!("{name}: ");
    let names_section = depth < SECTION_AND_KEY && message.contains(&format!("`{name}`"));
    if names_section || message.starts_with(&full) {
        return Some((line, message));
    }
    Some((line, format!("{full}{message}")))
}

/// What the parser says of a value of another kind, in words for people.
fn plain(message: &str) -> String {
    let kinds = message.strip_prefix("invalid type: ");
    match kinds.and_then(|kinds| kinds.split_once(", expected ")) {
        Some((is, must)) => format!("this is {is}, and must be {must}"),
        None => message.to_owned(),
    }
}

fn line_of(text: &str, error: &toml::de::Error) -> usize {
    line_at(text, error.span().map_or(0, |span| span.start))
}

/// The line, counted from 1, on which the byte at `offset` stands.
fn line_at(text: &str, offset: usize) -> usize {
    1 + text.bytes().take(offset).filter(|byte| *byte == b'\n').count()
}

#[cfg(test)]
mod tests;
