//! All that an edition did to one blip. Always computed, never stored.

use std::sync::Arc;

use super::blip::Blip;
use super::edition::Edition;
use super::id::QuadrantId;
use super::movement::Movement;
use super::title::Title;

/// What an edition did to a blip, against the last edition in which the blip stood on the radar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shift {
    /// How it moved between the rings.
    pub movement: Movement,
    /// The title that it had, if it has another one.
    pub renamed_from: Option<Title>,
    /// The quadrant in which it stood, if it stands in another one.
    pub quadrant_from: Option<QuadrantId>,
}

impl Shift {
    /// One that is only a movement.
    pub const fn of(movement: Movement) -> Self {
        Self {
            movement,
            renamed_from: None,
            quadrant_from: None,
        }
    }

    /// Whether anything changed that can be seen on the radar.
    pub fn is_change(&self) -> bool {
        let moved = match self.movement {
            Movement::NoChange => false,
            Movement::New
            | Movement::MovedIn { .. }
            | Movement::MovedOut { .. }
            | Movement::Retired { .. }
            | Movement::Returned { .. } => true,
        };
        moved || self.renamed_from.is_some() || self.quadrant_from.is_some()
    }
}

/// One change in the life of a blip.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// The edition that brought it.
    pub edition: Arc<Edition>,
    /// The blip as it stood after it; as it stood last, if it left.
    pub blip: Arc<Blip>,
    /// What changed.
    pub shift: Shift,
    /// In how many of the following editions it stayed as it was.
    pub stayed: usize,
}
