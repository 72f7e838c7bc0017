//! The shape of the file, `TechRadarLoaderResponse`.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

/// The file. Other keys are dropped, as the plugin does.
#[derive(Debug, Deserialize)]
#[serde(expecting = "an object with quadrants, rings and entries")]
pub(super) struct Radar<'a> {
    #[serde(borrow)]
    pub(super) title: Option<&'a RawValue>,
    #[serde(borrow)]
    pub(super) quadrants: Vec<&'a RawValue>,
    #[serde(borrow)]
    pub(super) rings: Vec<&'a RawValue>,
    #[serde(borrow)]
    pub(super) entries: Vec<&'a RawValue>,
}

impl Radar<'_> {
    /// What the file may have.
    pub(super) const KEYS: [&'static str; 4] = ["title", "quadrants", "rings", "entries"];
}

/// A ring, from the centre outwards.
#[derive(Debug, Deserialize)]
#[serde(expecting = "an object with id, name and color")]
pub(super) struct Ring {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) color: String,
    pub(super) description: Option<String>,
}

impl Ring {
    /// What a ring may have.
    pub(super) const KEYS: [&'static str; 4] = ["id", "name", "color", "description"];
}

/// A quadrant.
#[derive(Debug, Deserialize)]
#[serde(expecting = "an object with id and name")]
pub(super) struct Quadrant {
    pub(super) id: String,
    pub(super) name: String,
}

impl Quadrant {
    /// What a quadrant may have.
    pub(super) const KEYS: [&'static str; 2] = ["id", "name"];
}

/// A blip.
#[derive(Debug, Deserialize)]
#[serde(expecting = "an object with id, quadrant, title and timeline")]
pub(super) struct Entry<'a> {
    pub(super) id: String,
    pub(super) quadrant: String,
    pub(super) title: String,
    pub(super) url: Option<String>,
    pub(super) description: Option<String>,
    #[serde(borrow, default)]
    pub(super) links: Vec<&'a RawValue>,
    #[serde(borrow)]
    pub(super) timeline: Vec<&'a RawValue>,
}

/// What a blip is called.
#[derive(Debug, Deserialize)]
pub(super) struct Id<'a> {
    #[serde(borrow)]
    pub(super) id: Cow<'a, str>,
}

impl Entry<'_> {
    /// What a blip may have.
    pub(super) const KEYS: [&'static str; 8] = [
        "key",
        "id",
        "quadrant",
        "title",
        "url",
        "description",
        "links",
        "timeline",
    ];
}

/// A web page.
#[derive(Debug, Deserialize, Serialize)]
#[serde(expecting = "an object with url and title")]
pub(super) struct Link {
    pub(super) url: String,
    pub(super) title: String,
}

impl Link {
    /// What a link may have.
    pub(super) const KEYS: [&'static str; 2] = ["url", "title"];
}

/// Where a blip stood from a day on.
#[derive(Debug, Deserialize)]
#[serde(expecting = "an object with date and ringId")]
pub(super) struct Snapshot<'a> {
    #[serde(borrow)]
    pub(super) date: &'a RawValue,
    #[serde(rename = "ringId")]
    pub(super) ring: String,
    pub(super) description: Option<String>,
    pub(super) moved: Option<i8>,
}

impl Snapshot<'_> {
    /// What a step may have.
    pub(super) const KEYS: [&'static str; 4] = ["date", "ringId", "description", "moved"];
}

/// The file, as it is written.
#[derive(Debug, Serialize)]
pub(super) struct NewRadar {
    pub(super) title: String,
    pub(super) quadrants: Vec<NewQuadrant>,
    pub(super) rings: Vec<NewRing>,
    pub(super) entries: Vec<NewEntry>,
}

/// A quadrant, as it is written.
#[derive(Debug, Serialize)]
pub(super) struct NewQuadrant {
    pub(super) id: String,
    pub(super) name: String,
}

/// A ring, as it is written.
#[derive(Debug, Serialize)]
pub(super) struct NewRing {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) color: String,
}

/// A blip, as it is written.
#[derive(Debug, Serialize)]
pub(super) struct NewEntry {
    pub(super) key: String,
    pub(super) id: String,
    pub(super) quadrant: String,
    pub(super) title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) description: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) links: Vec<Link>,
    pub(super) timeline: Vec<NewSnapshot>,
}

/// Where a blip stood, as it is written.
#[derive(Debug, Serialize)]
pub(super) struct NewSnapshot {
    pub(super) date: String,
    #[serde(rename = "ringId")]
    pub(super) ring: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) description: Option<String>,
    /// Absent for a new blip: the format has no word for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) moved: Option<i8>,
}
