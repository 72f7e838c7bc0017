//! The names of the rings, on the line from the centre to the top.

use super::font::{self, Weight};
use super::sizes::LEAST_TEXT;

/// How high the line of a name is.
pub(super) const LINE: f64 = 34.0;
/// From a name to the edge of its ring.
const GAP: f64 = 3.0;
/// The thinnest ring with a name.
pub(super) const LEAST: f64 = LINE + 2.0 * GAP + 1.0;
/// Left and right of a name.
const PADDING: f64 = 8.0;
/// Half of what the widest name may take: it would drive the rings apart otherwise.
const MOST: f64 = 130.0;

/// What stands in the rings: their names, or numbers if the names are too wide. The list explains the numbers.
pub(super) fn names(titles: &[&str]) -> Vec<String> {
    let fit = titles.iter().all(|title| half(title) <= MOST);
    let named = |(at, title): (usize, &&str)| if fit { (*title).to_owned() } else { numeral(at) };
    titles.iter().enumerate().map(named).collect()
}

/// How a ring is called whose name is too wide.
pub(super) fn numeral(ring: usize) -> String {
    const NUMERALS: [&str; 8] = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII"];
    NUMERALS[ring].to_owned()
}

fn half(name: &str) -> f64 {
    font::width(name, LEAST_TEXT, Weight::Bold) / 2.0 + PADDING
}

/// The rectangle that a name takes in its ring; heights above the centre.
#[derive(Debug, Clone, Copy)]
pub(super) struct Plate {
    /// Half its width.
    pub half: f64,
    /// Its lower edge.
    pub bottom: f64,
    /// Its upper edge.
    pub top: f64,
}

impl Plate {
    /// The place of a name, if there is one in this ring.
    pub fn of(name: &str, inner: f64, outer: f64) -> Option<Self> {
        let half = half(name);
        if half >= outer {
            return None;
        }
        let top = (outer * outer - half * half).sqrt() - GAP;
        let bottom = top - LINE;
        (bottom >= inner + GAP).then_some(Self { half, bottom, top })
    }

    /// How far a point is from it.
    pub fn distance(&self, (x, y): (f64, f64)) -> f64 {
        let dx = (x.abs() - self.half).max(0.0);
        let dy = (self.bottom - y).max(y - self.top).max(0.0);
        dx.hypot(dy)
    }
}
