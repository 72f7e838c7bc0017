//! The shapes of the files.

use std::fmt;

use serde::de::{Deserializer, IgnoredAny, SeqAccess, Visitor};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::format::frame::{self, MAX_PARTS};

/// `config.json`.
#[derive(Debug, Deserialize)]
#[serde(expecting = "an object with date and entries")]
pub(super) struct Config<'a> {
    #[serde(borrow)]
    pub(super) date: Option<&'a RawValue>,
    #[serde(borrow)]
    pub(super) entries: Vec<&'a RawValue>,
}

/// A blip.
#[derive(Debug, Deserialize)]
#[serde(expecting = "an object with quadrant, ring and label")]
pub(super) struct Entry<'a> {
    #[serde(borrow)]
    pub(super) quadrant: Option<&'a RawValue>,
    #[serde(borrow)]
    pub(super) ring: Option<&'a RawValue>,
    #[serde(borrow)]
    pub(super) label: Option<&'a RawValue>,
    #[serde(borrow)]
    pub(super) active: Option<&'a RawValue>,
    #[serde(borrow)]
    pub(super) moved: Option<&'a RawValue>,
    #[serde(borrow)]
    pub(super) link: Option<&'a RawValue>,
}

impl Config<'_> {
    /// What the file may have.
    pub(super) const KEYS: [&'static str; 2] = ["date", "entries"];
    /// What names rings and quadrants in the files of some.
    pub(super) const NAMES: [&'static str; 2] = ["quadrants", "rings"];
}

impl Entry<'_> {
    /// What a blip may have.
    pub(super) const KEYS: [&'static str; 6] = ["quadrant", "ring", "label", "active", "moved", "link"];
}

/// Our own file beside it.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Names {
    /// Nobody but us writes it.
    #[serde(default = "untitled")]
    pub(super) title: String,
    #[serde(deserialize_with = "bounded")]
    pub(super) quadrants: Vec<String>,
    #[serde(deserialize_with = "bounded")]
    pub(super) rings: Vec<String>,
}

/// Names, of which no more are kept than it takes to see that they are too many: a file has room for millions.
fn bounded<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    deserializer.deserialize_seq(Bounded)
}

struct Bounded;

impl<'de> Visitor<'de> for Bounded {
    type Value = Vec<String>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of names")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        let mut names = Vec::new();
        while names.len() <= MAX_PARTS {
            match items.next_element()? {
                Some(name) => names.push(name),
                None => return Ok(names),
            }
        }
        while items.next_element::<IgnoredAny>()?.is_some() {}
        Ok(names)
    }
}

fn untitled() -> String {
    frame::TITLE.to_owned()
}

/// `config.json`, as it is written.
#[derive(Debug, Serialize)]
pub(super) struct NewConfig {
    pub(super) date: String,
    pub(super) entries: Vec<NewEntry>,
}

/// A blip, as it is written.
#[derive(Debug, Serialize)]
pub(super) struct NewEntry {
    pub(super) quadrant: usize,
    pub(super) ring: usize,
    pub(super) label: String,
    pub(super) active: bool,
    pub(super) moved: i8,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) link: Option<String>,
}
