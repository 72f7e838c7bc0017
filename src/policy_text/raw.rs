//! A value before it is judged.

use std::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// A value as it was written; the environment and forms know texts only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Raw {
    /// Yes or no.
    Flag(bool),
    /// A number.
    Number(i64),
    /// A text.
    Text(String),
    /// A list.
    List(Vec<String>),
    /// What no key takes, in words: it is refused where it is known what may stand there.
    Other(String),
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Written)
    }
}

struct Written;

impl<'de> Visitor<'de> for Written {
    type Value = Raw;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_bool<E>(self, on: bool) -> Result<Raw, E> {
        Ok(Raw::Flag(on))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Raw, E> {
        Ok(Raw::Number(number))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Raw, E> {
        Ok(i64::try_from(number).map_or_else(|_| Raw::Other(number.to_string()), Raw::Number))
    }

    // Shares are exact: `0.5` is none, and is shown as it was written.
    fn visit_f64<E>(self, number: f64) -> Result<Raw, E> {
        Ok(Raw::Other(format!("{number:?}")))
    }

    fn visit_str<E>(self, text: &str) -> Result<Raw, E> {
        Ok(Raw::Text(text.to_owned()))
    }

    fn visit_unit<E>(self) -> Result<Raw, E> {
        Ok(Raw::Other("nothing".to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Raw, A::Error> {
        let mut texts = Vec::new();
        while let Some(item) = list.next_element::<Raw>()? {
            texts.push(item.to_string());
        }
        Ok(Raw::List(texts))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Raw, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Raw::Other("a table".to_owned()))
    }
}

impl Raw {
    /// The one text in it; `None`: it is a list, or no key takes it.
    pub(super) fn one(&self) -> Option<String> {
        match self {
            Self::Flag(on) => Some(on.to_string()),
            Self::Number(number) => Some(number.to_string()),
            Self::Text(text) => Some(text.trim().to_owned()),
            Self::List(_) | Self::Other(_) => None,
        }
    }

    /// The texts in it: of a bare text those between commas, none of `none`. The environment knows no lists: what is
    /// written there as one is a text.
    pub(super) fn many(&self) -> Vec<String> {
        match self {
            Self::List(texts) => texts.iter().map(|text| text.trim().to_owned()).collect(),
            Self::Other(text) => vec![text.clone()],
            Self::Flag(_) | Self::Number(_) | Self::Text(_) => {
                let text = self.one().unwrap_or_default();
                if text.is_empty() || text == NONE {
                    return Vec::new();
                }
                if let Some(list) = in_brackets(&text) {
                    return list;
                }
                text.split(',').map(|part| part.trim().to_owned()).collect()
            }
        }
    }
}

/// The texts of a list that is written as in TOML; `None`: the text is no list.
pub(super) fn in_brackets(text: &str) -> Option<Vec<String>> {
    let list = text.trim().strip_prefix('[')?.strip_suffix(']')?;
    if list.trim().is_empty() {
        return Some(Vec::new());
    }
    Some(list.split(',').map(|part| bare(part).to_owned()).collect())
}

/// A text without its quotes. Phones write other ones than those of TOML.
pub(super) fn bare(text: &str) -> &str {
    text.trim()
        .trim_matches(['"', '\'', '“', '”', '„', '‘', '’'])
        .trim()
}

/// What is written where there is to be nothing.
pub const NONE: &str = "none";

impl fmt::Display for Raw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Flag(on) => on.fmt(f),
            Self::Number(number) => number.fmt(f),
            Self::Text(text) => f.write_str(text.trim()),
            Self::List(texts) => write!(f, "[{}]", texts.join(", ")),
            Self::Other(text) => f.write_str(text),
        }
    }
}
