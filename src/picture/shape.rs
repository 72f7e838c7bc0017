//! The shapes of blips. Each lies in a circle around its centre, and has room for a number.

use std::fmt::Write as _;

use super::chart::Mark;

/// How large blips are: the radius of a disc. The other shapes look as large as it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Size(pub f64);

/// Holds numbers of two digits.
pub(super) const TWO_DIGITS: Size = Size(25.0);
/// The same, with less room around them.
pub(super) const TIGHT: Size = Size(23.5);
/// Holds numbers of three digits.
pub(super) const THREE_DIGITS: Size = Size(29.0);
/// Beside words.
pub(super) const SMALL: Size = Size(10.5);

/// Without a number, among others that have one.
pub(super) const DOT: Size = Size(8.5);

/// Circles around blips with numbers are larger, those around others are not.
pub(super) const LARGEST_DOT: f64 = 16.0;

/// The half diagonal of a diamond, in radii of the disc. Its number touches no edge.
const DIAMOND: f64 = 1.27;
/// Half the side of a square.
const SQUARE: f64 = 0.9;
/// The circle around a drop, and how far the middle of its round part is from the middle of that circle.
const DROP: f64 = 1.24;
const DROP_MIDDLE: f64 = 0.28;
/// The radius of its round part.
const DROP_ROUND: f64 = 0.96;

impl Size {
    /// The radius of the circle around a shape.
    pub fn bound(self, mark: Mark) -> f64 {
        let Self(radius) = self;
        radius
            * match mark {
                Mark::New => DIAMOND,
                Mark::MovedIn | Mark::MovedOut => DROP,
                Mark::Returned => SQUARE * std::f64::consts::SQRT_2,
                Mark::Unchanged => 1.0,
            }
    }

    /// How far below its centre (on the screen) a shape's number is.
    pub(super) fn number_offset(self, mark: Mark) -> f64 {
        let Self(radius) = self;
        match mark {
            Mark::MovedIn => radius * DROP_MIDDLE,
            Mark::MovedOut => -radius * DROP_MIDDLE,
            Mark::New | Mark::Returned | Mark::Unchanged => 0.0,
        }
    }

    /// The shape's outline as data of an SVG path.
    pub(super) fn path(self, mark: Mark, (x, y): (f64, f64)) -> String {
        let Self(radius) = self;
        match mark {
            Mark::New => polygon(&corners(
                x,
                y,
                radius * DIAMOND,
                &[(0, -1), (1, 0), (0, 1), (-1, 0)],
            )),
            Mark::Returned => polygon(&corners(
                x,
                y,
                radius * SQUARE,
                &[(-1, -1), (1, -1), (1, 1), (-1, 1)],
            )),
            Mark::MovedIn => drop(x, y, radius, 1.0),
            Mark::MovedOut => drop(x, y, radius, -1.0),
            Mark::Unchanged => format!(
                "M{:.1} {y:.1}a{radius:.1} {radius:.1} 0 1 0 {d:.1} 0a{radius:.1} {radius:.1} 0 1 0 {minus:.1} 0z",
                x - radius,
                d = radius * 2.0,
                minus = radius * -2.0
            ),
        }
    }
}

fn corners(x: f64, y: f64, reach: f64, directions: &[(i8, i8)]) -> Vec<(f64, f64)> {
    directions
        .iter()
        .map(|&(dx, dy)| (x + f64::from(dx) * reach, y + f64::from(dy) * reach))
        .collect()
}

fn polygon(corners: &[(f64, f64)]) -> String {
    let mut path = String::new();
    for (at, (x, y)) in corners.iter().enumerate() {
        // Writing into a string does not fail.
        let _ = write!(path, "{}{x:.1} {y:.1}", if at == 0 { 'M' } else { 'L' });
    }
    path.push('z');
    path
}

/// A drop whose tip is up (`up` = 1) or down (-1): the tip's tangents to a circle.
fn drop(x: f64, y: f64, radius: f64, up: f64) -> String {
    let (round, middle) = (radius * DROP_ROUND, y + up * radius * DROP_MIDDLE);
    let tip = y - up * radius * DROP;
    let distance = (middle - tip).abs();
    let (cos, sin) = {
        let cos = round / distance;
        (cos, (1.0 - cos * cos).sqrt())
    };
    let (dx, touch) = (round * sin, middle - up * round * cos);
    let sweep = u8::from(up > 0.0);
    format!(
        "M{x:.1} {tip:.1}L{:.1} {touch:.1}A{round:.1} {round:.1} 0 1 {sweep} {:.1} {touch:.1}z",
        x + dx,
        x - dx
    )
}
