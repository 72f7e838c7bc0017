//! The shapes of the files.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

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
    pub(super) quadrants: Vec<String>,
    pub(super) rings: Vec<String>,
}

fn untitled() -> String {
    crate::format::frame::TITLE.to_owned()
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
