//! Lets the blips of a cell find comfortable places: rows are orderly, but they leave corners empty.

use super::cell::Cell;
use super::sizes::CLEARANCE;

/// How often each blip looks around.
const ROUNDS: u32 = 48;
/// How far it looks in the first round; less each time.
const REACH: f64 = 14.0;
/// A place must be better by this share, so that rounding decides nothing.
const BETTER: f64 = 0.999;
const DIRECTIONS: [(f64, f64); 8] = [
    (1.0, 0.0),
    (0.7, 0.7),
    (0.0, 1.0),
    (-0.7, 0.7),
    (-1.0, 0.0),
    (-0.7, -0.7),
    (0.0, -1.0),
    (0.7, -0.7),
];

/// Moves blips away from each other and from the limits of their cell. `bounds` are the radii of the circles around
/// them. Whoever stood clear of everything before does so after.
pub(super) fn relax(cell: &Cell, places: &mut [(f64, f64)], bounds: &[f64]) {
    for round in 0..ROUNDS {
        let reach = REACH * f64::from(ROUNDS - round) / f64::from(ROUNDS);
        for at in 0..places.len() {
            let here = pressure(cell, places, bounds, at, (places[at], f64::INFINITY));
            let mut least = here.unwrap_or(f64::INFINITY) * BETTER;
            let (x, y) = places[at];
            for (dx, dy) in DIRECTIONS {
                let place = (x + dx * reach, y + dy * reach);
                if let Some(here) = pressure(cell, places, bounds, at, (place, least)) {
                    least = here * BETTER;
                    places[at] = place;
                }
            }
        }
    }
    sort(cell, places, bounds);
}

/// Lets numbers run clockwise, as far as the sizes of the blips allow: those of one size may change places.
fn sort(cell: &Cell, places: &mut [(f64, f64)], bounds: &[f64]) {
    for at in 0..places.len() {
        for later in at + 1..places.len() {
            let alike = bounds[at].total_cmp(&bounds[later]).is_eq();
            if alike && cell.direction(places[later]) < cell.direction(places[at]) {
                places.swap(at, later);
            }
        }
    }
}

/// How crowded a place is for one of the blips; nothing if it touches something there, or if the place is as crowded as
/// `most`.
fn pressure(
    cell: &Cell,
    places: &[(f64, f64)],
    bounds: &[f64],
    at: usize,
    (place, most): ((f64, f64), f64),
) -> Option<f64> {
    let bound = bounds[at];
    let mut pressure = 0.0;
    for distance in cell.limits(place) {
        if distance < bound + CLEARANCE {
            return None;
        }
        // As if there were another one just as far behind the limit.
        pressure += (bound / distance).powi(3);
    }
    for (other, &(x, y)) in places.iter().enumerate() {
        if other == at {
            continue;
        }
        let (dx, dy) = (x - place.0, y - place.1);
        let squared = dx * dx + dy * dy;
        let touching = bound + bounds[other];
        let apart = touching + CLEARANCE;
        if squared < apart * apart {
            return None;
        }
        // The third power of how near it is. It only ever adds up: most places are given up early.
        let near = touching * touching / squared;
        pressure += near * near.sqrt();
        if pressure >= most {
            return None;
        }
    }
    (pressure < most).then_some(pressure)
}
