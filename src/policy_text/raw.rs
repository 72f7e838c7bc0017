//! A value before it is judged.

use std::fmt;

use serde::Deserialize;

/// A value as it was written; the environment and forms know texts only.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(
    untagged,
    expecting = "it must be a text, a whole number, true, false or a list of texts"
)]
pub enum Raw {
    /// Yes or no.
    Flag(bool),
    /// A number.
    Number(i64),
    /// A text.
    Text(String),
    /// A list.
    List(Vec<String>),
}

impl Raw {
    /// The one text in it; `None`: it is a list.
    pub(super) fn one(&self) -> Option<String> {
        match self {
            Self::Flag(on) => Some(on.to_string()),
            Self::Number(number) => Some(number.to_string()),
            Self::Text(text) => Some(text.trim().to_owned()),
            Self::List(_) => None,
        }
    }

    /// The texts in it: of a bare text those between commas, none of `none`.
    pub(super) fn many(&self) -> Vec<String> {
        match self {
            Self::List(texts) => texts.iter().map(|text| text.trim().to_owned()).collect(),
            Self::Flag(_) | Self::Number(_) | Self::Text(_) => {
                let text = self.one().unwrap_or_default();
                if text.is_empty() || text == NONE {
                    return Vec::new();
                }
                text.split(',').map(|part| part.trim().to_owned()).collect()
            }
        }
    }
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
        }
    }
}
