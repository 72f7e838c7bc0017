//! What the writers of other tools' files have in common.

use std::cmp::Ordering;
use std::path::PathBuf;

use crate::radar::{Blip, Edition, EditionId, Movement, RingId, Timeline};

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
        match self.timeline.movement(edition, &blip.id) {
            Some(Movement::New) => None,
            Some(Movement::MovedIn { .. }) => Some(1),
            Some(Movement::MovedOut { .. }) => Some(-1),
            Some(Movement::Returned { from }) => Some(self.towards(&from, &blip.ring)),
            Some(Movement::NoChange | Movement::Retired { .. }) | None => Some(0),
        }
    }

    /// Whether a blip that goes from one ring to another moves in (1), out (-1), or neither.
    pub(super) fn towards(&self, from: &RingId, to: &RingId) -> i8 {
        let position = |ring| self.timeline.scheme().position(ring);
        match position(to).cmp(&position(from)) {
            Ordering::Less => 1,
            Ordering::Equal => 0,
            Ordering::Greater => -1,
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

/// JSON as people read it, with a line end.
pub(super) fn json(value: &impl serde::Serialize) -> Result<String, ExportError> {
    let mut text =
        serde_json::to_string_pretty(value).map_err(|error| ExportError::Json(error.to_string()))?;
    text.push('\n');
    Ok(text)
}
