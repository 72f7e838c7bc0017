//! Which part of a blip's words a form holds: a text may be longer than Discord's inputs, and nothing is ever cut.

use std::fmt;
use std::str::FromStr;

use super::{fits, markdown, write_links, write_tags};
use crate::fnv::hash32;
use crate::radar::{Blip, BlipText};

/// A part of a blip's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Part {
    /// All of them.
    All,
    /// The whole text.
    Text,
    /// Everything but the text: links, tags, owner, date of review.
    Facts,
    /// The summary.
    Summary,
    /// The section at this place, from 0.
    Section(u8),
}

impl Part {
    /// What of a blip's text stands in this part; nothing if it has no such part.
    pub fn of(self, text: &BlipText) -> Option<String> {
        match self {
            Self::All | Self::Text => Some(markdown::write(text)),
            Self::Facts => None,
            Self::Summary => Some(text.summary.clone()),
            Self::Section(at) => text.sections.get(usize::from(at)).map(markdown::write_section),
        }
    }

    /// Whether the part has the text, or some of it.
    pub const fn has_text(self) -> bool {
        match self {
            Self::All | Self::Text | Self::Summary | Self::Section(_) => true,
            Self::Facts => false,
        }
    }

    /// Whether the part has the links and everything else that is no text.
    pub const fn has_facts(self) -> bool {
        match self {
            Self::All | Self::Facts => true,
            Self::Text | Self::Summary | Self::Section(_) => false,
        }
    }

    /// Whether what stands there now can stand in a form.
    pub fn fits(self, blip: &Blip) -> bool {
        let text = self.of(&blip.text).is_none_or(|text| fits(&text));
        text && (!self.has_facts() || (fits(&write_links(&blip.links)) && fits(&write_tags(&blip.tags))))
    }

    /// The whole text with `typed` in place of this part. What is typed into the part of a section may be several, or
    /// none.
    pub fn with(self, text: &BlipText, typed: BlipText) -> BlipText {
        match self {
            Self::All | Self::Text => typed,
            Self::Facts => text.clone(),
            Self::Summary => BlipText {
                summary: typed.summary,
                sections: typed.sections.into_iter().chain(text.sections.clone()).collect(),
            },
            Self::Section(at) => {
                let mut sections = text.sections.clone();
                let at = usize::from(at).min(sections.len());
                let end = (at + 1).min(sections.len());
                sections.splice(at..end, typed.sections);
                BlipText {
                    summary: text.summary.clone(),
                    sections,
                }
            }
        }
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::All => f.write_str("all"),
            Self::Text => f.write_str("text"),
            Self::Facts => f.write_str("facts"),
            Self::Summary => f.write_str("sum"),
            Self::Section(at) => write!(f, "{at}"),
        }
    }
}

/// A text that names no part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no part of a blip's words is called so")]
pub struct NoPart;

impl FromStr for Part {
    type Err = NoPart;

    fn from_str(text: &str) -> Result<Self, NoPart> {
        Ok(match text {
            "all" => Self::All,
            "text" => Self::Text,
            "facts" => Self::Facts,
            "sum" => Self::Summary,
            _ => Self::Section(text.parse().map_err(|_| NoPart)?),
        })
    }
}

/// A short mark of a blip's words, by which a form knows whether they have changed since it was opened.
pub fn mark(blip: &Blip) -> u32 {
    let parts = [
        markdown::write(&blip.text),
        write_links(&blip.links),
        write_tags(&blip.tags),
        blip.owner.clone().unwrap_or_default(),
        blip.review_by.map(|date| date.to_string()).unwrap_or_default(),
    ];
    hash32(parts.iter().flat_map(|part| part.bytes().chain([0])))
}
