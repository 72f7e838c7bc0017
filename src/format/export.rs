//! What the writers of other tools' files have in common.

use std::collections::BTreeSet;
use std::path::PathBuf;

use super::html::Lost;
use crate::radar::{Blip, Edition, EditionId, Movement, Timeline};

/// Files of another tool, and what of the radar is not in them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exported {
    /// The files.
    pub files: Files,
    /// What they do not hold, and what their reader must be told; a sentence each.
    pub remarks: Vec<String>,
}

/// What an export is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Files {
    /// One file.
    One(String),
    /// A file, and one beside it of the same name with another ending.
    Beside {
        /// The file.
        main: String,
        /// The ending in place of `.json`.
        ending: &'static str,
        /// The other file.
        other: String,
    },
    /// A folder's files, by their path in it.
    Folder(Vec<(PathBuf, String)>),
}

/// A radar that a format has no room for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ExportError {
    /// More rings than the tool shows.
    #[error("this radar has {count} rings, and {tool} shows at most {max}")]
    Rings {
        /// The tool.
        tool: &'static str,
        /// Its limit.
        max: usize,
        /// What there is.
        count: usize,
    },
    /// More quadrants than the tool shows.
    #[error("this radar has {count} quadrants, and {tool} shows at most {max}")]
    Quadrants {
        /// The tool.
        tool: &'static str,
        /// Its limit.
        max: usize,
        /// What there is.
        count: usize,
    },
    /// Nothing stands on the radar.
    #[error("there is no blip on the radar in edition {0}")]
    Empty(EditionId),
    /// Making JSON failed.
    #[error("the file could not be made: {0}")]
    Json(String),
}

/// What is exported: an edition, and those before it.
#[derive(Debug, Clone, Copy)]
pub struct View<'a> {
    /// All editions.
    pub timeline: &'a Timeline,
    /// The one.
    pub edition: &'a Edition,
}

impl View<'_> {
    /// Whether the tool has room for the rings and quadrants.
    pub(super) fn fits(&self, tool: &'static str, max: usize) -> Result<(), ExportError> {
        let scheme = self.timeline.scheme();
        let (rings, quadrants) = (scheme.rings().len(), scheme.quadrants().len());
        if rings > max {
            return Err(ExportError::Rings {
                tool,
                max,
                count: rings,
            });
        }
        if quadrants > max {
            return Err(ExportError::Quadrants {
                tool,
                max,
                count: quadrants,
            });
        }
        if self.edition.blips.is_empty() {
            return Err(ExportError::Empty(self.edition.id.clone()));
        }
        Ok(())
    }

    /// The editions until this one.
    pub(super) fn editions(&self) -> impl Iterator<Item = &Edition> {
        let all = self.timeline.editions().iter();
        let until = all.position_of(|edition| edition.id == self.edition.id);
        self.timeline.editions().iter().take(until).map(AsRef::as_ref)
    }

    /// The blips by ring, from the centre outwards, then by quadrant and name.
    pub(super) fn blips(&self) -> Vec<&Blip> {
        let scheme = self.timeline.scheme();
        let quadrant = |blip: &Blip| {
            scheme
                .quadrants()
                .iter()
                .position(|quadrant| quadrant.id == blip.quadrant)
        };
        let mut blips: Vec<&Blip> = self.edition.blips.values().map(AsRef::as_ref).collect();
        blips.sort_by_cached_key(|blip| {
            (
                scheme.position(&blip.ring),
                quadrant(blip),
                blip.title.key(),
                blip.id.clone(),
            )
        });
        blips
    }

    /// How a blip moved with this edition, as a number: -1 away from the centre, 0 not, 1 towards it; nothing for a new
    /// one.
    pub(super) fn direction(&self, edition: &EditionId, blip: &Blip) -> Option<i8> {
        let position = |ring| self.timeline.scheme().position(ring);
        match self.timeline.movement(edition, &blip.id) {
            Some(Movement::New) => None,
            Some(Movement::MovedIn { .. }) => Some(1),
            Some(Movement::MovedOut { .. }) => Some(-1),
            Some(Movement::Returned { from }) => Some(match position(&blip.ring).cmp(&position(&from)) {
                std::cmp::Ordering::Less => 1,
                std::cmp::Ordering::Equal => 0,
                std::cmp::Ordering::Greater => -1,
            }),
            Some(Movement::NoChange | Movement::Retired { .. }) | None => Some(0),
        }
    }
}

trait PositionOf: Iterator + Sized {
    /// How many items there are up to and with the one that is meant.
    fn position_of(self, is_meant: impl FnMut(&Self::Item) -> bool) -> usize;
}

impl<I: Iterator> PositionOf for I {
    fn position_of(mut self, mut is_meant: impl FnMut(&Self::Item) -> bool) -> usize {
        self.position(|item| is_meant(&item)).map_or(0, |at| at + 1)
    }
}

/// What a format can hold of a blip beside its name, ring and quadrant.
#[derive(Debug, Clone, Copy, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a field that a format has or has not"
)]
pub(super) struct Holds {
    pub(super) text: bool,
    pub(super) links: bool,
    pub(super) tags: bool,
    pub(super) history: bool,
    pub(super) retired: bool,
}

/// Sentences about what an export leaves out.
pub(super) fn remarks(view: &View<'_>, holds: Holds, lost: &Lost) -> Vec<String> {
    let blips = || view.edition.blips.values();
    let mut remarks = Vec::new();
    let mut count = |name: &str, held: bool, has: &dyn Fn(&Blip) -> bool| {
        let number = blips().filter(|blip| has(blip)).count();
        if number > 0 && !held {
            let blips = if number == 1 { "blip" } else { "blips" };
            remarks.push(format!("left out: {name} of {number} {blips}"));
        }
    };
    count("the description", holds.text, &|blip| {
        *blip
            != Blip {
                text: super::text::nothing(),
                ..blip.clone()
            }
    });
    count("links", holds.links, &|blip| !blip.links.is_empty());
    count("tags", holds.tags, &|blip| !blip.tags.is_empty());
    count("other names", false, &|blip| !blip.aliases.is_empty());
    count("relations to other blips", false, &|blip| {
        !blip.related.is_empty()
    });
    count("the owner", false, &|blip| blip.owner.is_some());
    count("the date of review", false, &|blip| blip.review_by.is_some());
    let before = view.editions().count().saturating_sub(1);
    if before > 0 && !holds.history {
        let editions = if before == 1 { "edition" } else { "editions" };
        remarks.push(format!("left out: {before} earlier {editions}"));
    }
    let retired = view.edition.retired.len();
    if retired > 0 && !holds.retired {
        let blips = if retired == 1 {
            "blip that has"
        } else {
            "blips that have"
        };
        remarks.push(format!("left out: {retired} {blips} left the radar"));
    }
    if !lost.is_empty() {
        let what: BTreeSet<&str> = lost.iter().copied().collect();
        let what: Vec<&str> = what.into_iter().collect();
        remarks.push(format!(
            "in descriptions these became plain words or were left out: {}",
            what.join(", ")
        ));
    }
    remarks
}

/// JSON as people read it, with a line end.
pub(super) fn json(value: &impl serde::Serialize) -> Result<String, ExportError> {
    let mut text =
        serde_json::to_string_pretty(value).map_err(|error| ExportError::Json(error.to_string()))?;
    text.push('\n');
    Ok(text)
}
