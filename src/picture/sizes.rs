//! Lengths of the picture, in its own units: it is [`WIDTH`] of them wide, whatever its size in pixels.

/// How wide a picture is.
pub const WIDTH: f64 = 1600.0;
/// How high a picture is at least.
pub const LEAST_HEIGHT: f64 = 1000.0;
/// The smallest text: 11 px where the picture is shown 550 px wide.
pub const LEAST_TEXT: f64 = 32.0;

/// White space around everything.
pub(super) const MARGIN: f64 = 64.0;
/// The radar's title.
pub(super) const TITLE: f64 = 64.0;
/// The edition under it.
pub(super) const EDITION: f64 = 38.0;
/// Titles of quadrants, in the list and around the radar.
pub(super) const QUADRANT: f64 = 38.0;
/// From one line of a text to the next, as a share of its size.
pub(super) const LEADING: f64 = 1.2;
/// Between two blips, and between a blip and what limits its place.
pub(super) const CLEARANCE: f64 = 5.0;
