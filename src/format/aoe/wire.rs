//! The shape of `config.json`, as far as it matters.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

/// The file. What it leaves out is as AOE's default.
#[derive(Debug, Deserialize)]
#[serde(expecting = "an object with quadrants and rings")]
pub(super) struct Config<'a> {
    #[serde(borrow)]
    pub(super) quadrants: Option<Parts<'a>>,
    #[serde(borrow)]
    pub(super) rings: Option<Parts<'a>>,
    #[serde(borrow)]
    pub(super) labels: Option<&'a RawValue>,
    #[serde(borrow)]
    pub(super) tags: Option<&'a RawValue>,
}

impl Config<'_> {
    /// What of the file is the radar.
    pub(super) const KEYS: [&'static str; 4] = ["quadrants", "rings", "labels", "tags"];
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

/// Rings, or quadrants.
#[derive(Debug)]
pub(super) enum Parts<'a> {
    /// An object of each with all about it; in older versions of the tool, a name alone.
    List(Vec<&'a RawValue>),
    /// The titles by their ids, in their order: in older versions.
    Titles(Vec<(String, &'a RawValue)>),
}

impl<'de: 'a, 'a> Deserialize<'de> for Parts<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(PartsVisitor(PhantomData))
    }
}

struct PartsVisitor<'a>(PhantomData<&'a ()>);

impl<'de: 'a, 'a> Visitor<'de> for PartsVisitor<'a> {
    type Value = Parts<'a>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list, or an object of titles")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Parts::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Self::Value, A::Error> {
        let mut titles = Vec::new();
        while let Some(entry) = entries.next_entry()? {
            titles.push(entry);
        }
        Ok(Parts::Titles(titles))
    }
}

impl<'a> Parts<'a> {
    /// Takes out the name under which older versions of the tool show all rings, if it stands before them.
    pub(super) fn take_all(&mut self) -> Option<&'a RawValue> {
        match self {
            Self::List(values) if values.len() > 1 => {
                let first = values.first().filter(|first| first.get() == "\"all\"");
                first.is_some().then(|| values.remove(0))
            }
            Self::List(_) | Self::Titles(_) => None,
        }
    }

    /// The values, in the order of the file.
    pub(super) fn values(&self) -> Vec<&'a RawValue> {
        match self {
            Self::List(values) => values.clone(),
            Self::Titles(titles) => titles.iter().map(|(_, title)| *title).collect(),
        }
    }

    /// The id of one, where it is not said by its value.
    pub(super) fn id(&self, position: usize) -> Option<&str> {
        match self {
            Self::List(_) => None,
            Self::Titles(titles) => titles.get(position).map(|(id, _)| id.as_str()),
        }
    }
}

/// A ring, from the centre outwards, or a quadrant.
#[derive(Debug, Deserialize)]
#[serde(expecting = "an object with id and title")]
pub(super) struct Part {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) description: Option<String>,
    pub(super) color: Option<String>,
}

impl Part {
    /// Of which nothing but the title is said, which was HTML then.
    pub(super) fn named(id: Option<&str>, title: &str) -> Self {
        let title = title.replace("&amp;", "&");
        Self {
            id: id.unwrap_or(&title).to_owned(),
            title,
            description: None,
            color: None,
        }
    }
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
