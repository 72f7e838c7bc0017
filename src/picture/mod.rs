//! The radar as a picture: rings, quadrants and numbered blips, and below or beside them the list of names.
//!
//! [`Chart`] is what is drawn, [`Scene`] where everything stands, and [`Svg`] and [`Png`] are what becomes of it. All of
//! it is pure: the same chart is the same picture, byte for byte. The font is embedded, so that the picture needs none
//! where it is drawn.
//!
//! A picture is [`WIDTH`] wide and at least [`LEAST_HEIGHT`] high. Chats show pictures in a third of that width, and text
//! must still be readable there: nothing is written smaller than [`LEAST_TEXT`]. Over a hundred names of that size and
//! a radar that holds as many numbers do not fit into one screen, so the picture of a large radar grows in height, and shows
//! each quadrant once more by itself where one radar can not hold the numbers.

mod alt;
mod around;
mod cell;
mod chart;
mod close_up;
mod color;
mod fans;
mod font;
mod key;
mod label;
mod legend;
mod list;
mod plan;
mod png;
mod relax;
mod ring_name;
mod scene;
mod screen;
mod shape;
mod sheet;
mod sizes;
mod svg;
mod theme;

pub use alt::{Facts, Moved, fitting};
pub use chart::{Chart, ChartError, ChartRing, Mark, Point, Words};
pub use close_up::CloseUp;
pub use color::Rgb;
pub use font::Weight;
pub use png::{Png, PngError};
pub use scene::{Anchor, Arc, Blip, Ground, Line, Scene, Text};
pub use shape::Size;
pub use sizes::{LEAST_HEIGHT, LEAST_TEXT, WIDTH};
pub use svg::{Svg, WidthError};
pub use theme::Theme;

#[cfg(test)]
mod tests;
