//! The titles of the quadrants, around the radar.

use std::f64::consts::{FRAC_PI_2, PI, TAU};

use super::color::Rgb;
use super::font::{self, Weight};
use super::scene::Arc;
use super::sizes::{LEADING, LEAST_TEXT, QUADRANT};

/// From the radar to the letters.
const GAP: f64 = 14.0;
/// Between the titles of two quadrants, at least.
const APART: f64 = 40.0;

/// A title in lines, of one size.
struct Lines {
    size: f64,
    lines: Vec<String>,
}

fn lines(title: &str, radius: f64, (from, to): (f64, f64)) -> Lines {
    let room = (to - from) * (radius + GAP) - APART;
    let wrapped = |size| Lines {
        size,
        lines: font::wrap(title, size, Weight::Bold, room),
    };
    let large = wrapped(QUADRANT);
    if large.lines.len() <= 2 {
        large
    } else {
        wrapped(LEAST_TEXT)
    }
}

/// How far the radar and its titles reach from its centre.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reach {
    /// To the left and to the right, whichever is more.
    pub aside: f64,
    /// To the top.
    pub up: f64,
    /// To the bottom.
    pub down: f64,
}

/// How far a radar of this radius reaches with its titles.
pub(super) fn reach(titles: &[String], radius: f64, sectors: &[(f64, f64)]) -> Reach {
    let mut reach = Reach {
        aside: radius,
        up: radius,
        down: radius,
    };
    for arc in arcs(titles, radius, sectors, (0.0, 0.0), Rgb::new(0)) {
        let (_, outer) = arc.radii();
        let half = arc.half_angle();
        // The nearest that the arc comes to a direction.
        let towards = |direction: f64| {
            let off = (arc.middle - direction).abs() % TAU;
            outer * (off.min(TAU - off) - half).clamp(0.0, PI).cos()
        };
        reach.aside = reach.aside.max(towards(FRAC_PI_2)).max(towards(PI + FRAC_PI_2));
        reach.up = reach.up.max(towards(0.0));
        reach.down = reach.down.max(towards(PI));
    }
    reach
}

/// The titles as arcs.
pub(super) fn arcs(
    titles: &[String],
    radius: f64,
    sectors: &[(f64, f64)],
    center: (f64, f64),
    fill: Rgb,
) -> Vec<Arc> {
    let mut arcs = Vec::new();
    for (title, sector) in titles.iter().zip(sectors) {
        // A radar with one quadrant has its title on top.
        let whole = sector.1 - sector.0 > TAU - 0.1;
        let middle = if whole {
            0.0
        } else {
            f64::midpoint(sector.0, sector.1)
        };
        // At the bottom letters stand on their heads unless they are written the other way round.
        let inward = middle > PI * 0.55 && middle < PI * 1.45;
        let Lines { size, lines } = lines(title, radius, *sector);
        let mut outer = radius + GAP;
        let ordered: Vec<String> = if inward {
            lines
        } else {
            lines.into_iter().rev().collect()
        };
        for text in ordered {
            let baseline = if inward { font::ASCENT } else { font::DESCENT };
            arcs.push(Arc {
                center,
                radius: outer + size * baseline,
                middle,
                inward,
                size,
                fill,
                text,
            });
            outer += size * LEADING;
        }
    }
    arcs
}
