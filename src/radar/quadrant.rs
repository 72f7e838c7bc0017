//! What kind of thing a blip is.

use super::id::QuadrantId;
use super::title::Title;

/// One sector of the radar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quadrant {
    /// What the quadrant is called in files and proposals, whatever its title.
    pub id: QuadrantId,
    /// What readers see.
    pub title: Title,
    /// Other names under which it is accepted.
    pub aliases: Vec<Title>,
}
