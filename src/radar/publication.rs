//! What one edition brings: the changes, and when they become true.

use jiff::Timestamp;

use super::id::EditionId;
use super::revision::Revision;

/// Whether an edition came with the radar's files or out of a guild's votes.
///
/// Of two editions of the same moment, the files come first: the guild's word lies over them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Origin {
    /// A folder of the radar's files.
    Data,
    /// Proposals that passed in one guild.
    Guild,
}

/// An edition as it is written: only what it changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Publication {
    /// What the edition is called.
    pub id: EditionId,
    /// What readers see.
    pub title: String,
    /// From when on it is the current edition.
    pub publish: Timestamp,
    /// Where it comes from.
    pub origin: Origin,
    /// What it changes, at most once per blip.
    pub revisions: Vec<Revision>,
}

impl Publication {
    /// The order in which publications are replayed.
    pub(super) fn order(&self) -> (Timestamp, Origin, &EditionId) {
        (self.publish, self.origin, &self.id)
    }
}
