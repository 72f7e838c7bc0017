//! The shape of `config.json`, as far as it matters.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

/// The file. What it leaves out is as AOE's default.
#[derive(Debug, Deserialize)]
#[serde(expecting = "an object with quadrants and rings")]
pub(super) struct Config<'a> {
    #[serde(borrow)]
    pub(super) quadrants: Option<Vec<&'a RawValue>>,
    #[serde(borrow)]
    pub(super) rings: Option<Vec<&'a RawValue>>,
    #[serde(borrow)]
    pub(super) labels: Option<&'a RawValue>,
}

impl Config<'_> {
    /// What of the file is the radar.
    pub(super) const KEYS: [&'static str; 3] = ["quadrants", "rings", "labels"];
    /// What of it is how the tool's own page looks and what it leads to; so are all labels but the title.
    pub(super) const PAGE: [&'static str; 12] = [
        "basePath", "baseUrl", "editUrl", "logoFile", "jsFile", "toggles", "sections", "colors", "flags",
        "chart", "social", "imprint",
    ];
}

/// Words of the page.
#[derive(Debug, Deserialize, Serialize)]
pub(super) struct Labels {
    pub(super) title: Option<String>,
}

/// What a ring may have. All but the first four are how it is drawn.
pub(super) const RING: [&str; 6] = ["id", "title", "description", "color", "radius", "strokeWidth"];
/// What a quadrant may have.
pub(super) const QUADRANT: [&str; 4] = ["id", "title", "description", "color"];

/// A ring, from the centre outwards, or a quadrant.
#[derive(Debug, Deserialize)]
#[serde(expecting = "an object with id and title")]
pub(super) struct Part {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) description: Option<String>,
    pub(super) color: Option<String>,
}

/// The file, as it is written.
#[derive(Debug, Serialize)]
pub(super) struct NewConfig {
    pub(super) labels: Labels,
    pub(super) quadrants: Vec<NewQuadrant>,
    pub(super) rings: Vec<NewRing>,
}

/// A quadrant, as it is written.
#[derive(Debug, Serialize)]
pub(super) struct NewQuadrant {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) description: &'static str,
    pub(super) color: &'static str,
}

/// A ring, as it is written.
#[derive(Debug, Serialize)]
pub(super) struct NewRing {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) description: &'static str,
    pub(super) color: String,
    /// The share of the whole radius at which it ends.
    pub(super) radius: f64,
    #[serde(rename = "strokeWidth")]
    pub(super) stroke_width: f64,
}
