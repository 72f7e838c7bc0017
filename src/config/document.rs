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
            sections(&document)
                .into_iter()
                .filter_map(|alone| wrong(alone, text))
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

    /// The line on which `section.key` is set, if it is.
    pub fn line(text: &str, key: &str) -> Option<usize> {
        let (section, key) = key.split_once('.')?;
        let document = DeTable::parse(text).ok()?;
        let (_, section) = entry(document.get_ref(), section)?;
        let DeValue::Table(section) = section.get_ref() else {
            return None;
        };
        let (key, _) = entry(section, key)?;
        Some(line_at(text, key.span().start))
    }
}

type Key<'i> = Spanned<std::borrow::Cow<'i, str>>;
type Entry<'i> = (Key<'i>, Spanned<DeValue<'i>>);

fn entry<'d, 'i>(table: &'d DeTable<'i>, name: &str) -> Option<(&'d Key<'i>, &'d Spanned<DeValue<'i>>)> {
    table.iter().find(|(key, _)| key.get_ref() == name)
}

/// The document cut into pieces that can be wrong on their own: each section without its keys; if that is right, each
/// of its keys.
fn sections<'i>(document: &Spanned<DeTable<'i>>) -> Vec<Spanned<DeTable<'i>>> {
    let alone = |(key, value): Entry<'i>| {
        let mut table = DeTable::new();
        table.insert(key, value);
        Spanned::new(document.span(), table)
    };
    let mut pieces = Vec::new();
    for (name, section) in document.get_ref() {
        let DeValue::Table(keys) = section.get_ref() else {
            pieces.push(alone((name.clone(), section.clone())));
            continue;
        };
        let of = |keys: DeTable<'i>| {
            let section = Spanned::new(section.span(), DeValue::Table(keys));
            alone((name.clone(), section))
        };
        let bare = of(DeTable::new());
        if File::deserialize(Deserializer::from(bare.clone())).is_err() {
            pieces.push(bare);
            continue;
        }
        for (key, value) in keys {
            let mut one = DeTable::new();
            one.insert(key.clone(), value.clone());
            pieces.push(of(one));
        }
    }
    pieces
}

fn wrong(piece: Spanned<DeTable<'_>>, text: &str) -> Option<(usize, String)> {
    let error = File::deserialize(Deserializer::from(piece)).err()?;
    Some((line_of(text, &error), error.message().to_owned()))
}

fn line_of(text: &str, error: &toml::de::Error) -> usize {
    line_at(text, error.span().map_or(0, |span| span.start))
}

/// The line, counted from 1, on which the byte at `offset` stands.
fn line_at(text: &str, offset: usize) -> usize {
    1 + text.bytes().take(offset).filter(|byte| *byte == b'\n').count()
}
