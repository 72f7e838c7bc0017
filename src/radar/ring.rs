//! How far the team stands behind a blip.

use super::color::Color;
use super::id::RingId;
use super::title::Title;

/// One ring of the radar. Its place is its position in the [`Scheme`](super::Scheme): the first is the centre.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ring {
    /// What the ring is called in files and proposals, whatever its title.
    pub id: RingId,
    /// What readers see.
    pub title: Title,
    /// Other names under which it is accepted.
    pub aliases: Vec<Title>,
    /// The colour of its cards and of its band in the picture.
    pub color: Color,
}
