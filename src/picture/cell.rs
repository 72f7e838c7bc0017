//! One ring in one quadrant: where blips can stand in it.
//!
//! Directions are clockwise from the top, points are measured from the radar's centre, with y upwards.

use std::f64::consts::{FRAC_PI_2, PI, TAU};

use super::plan::DENSEST;
use super::ring_name::Plate;
use super::shape;
use super::sizes::CLEARANCE;

/// A ring in a quadrant.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cell {
    /// Its inner radius.
    pub inner: f64,
    /// Its outer radius.
    pub outer: f64,
    /// Where it begins.
    pub from: f64,
    /// Where it ends.
    pub to: f64,
    /// The name of its ring, which no blip may cover.
    pub plate: Plate,
}

/// A row of places at one distance from the centre.
struct Row {
    radius: f64,
    from: f64,
    to: f64,
    /// The angle from one place to the next, at least.
    step: f64,
    most: u32,
}

/// The most gaps between staggered rows that are tried.
const MOST_GAPS: u32 = 24;
/// In which steps a place is searched beside a ring's name.
const NUDGE: f64 = 0.01;

impl Cell {
    /// Places for blips in circles of these radii; nothing if there is no room. Those of one size stand clockwise.
    pub fn places(&self, bounds: &[f64]) -> Option<Vec<(f64, f64)>> {
        let large = |bound: &f64| *bound > shape::LARGEST_DOT;
        let widest = bounds.iter().copied().fold(0.0, f64::max);
        let numbered = bounds.iter().copied().filter(large).count();
        if numbered == 0 || numbered == bounds.len() {
            return self.even(bounds.len(), widest);
        }
        let discs = bounds.iter().map(|bound| bound * bound * PI).sum::<f64>();
        if discs > self.area() * DENSEST {
            return None;
        }
        // Those with numbers first; the small ones find their places between them.
        let mut numbered = self.even(numbered, widest)?;
        let taken: Vec<_> = numbered.iter().map(|place| (*place, widest)).collect();
        let bound = bounds
            .iter()
            .copied()
            .filter(|bound| !large(bound))
            .fold(0.0, f64::max);
        let mut small = self.between(&taken, bounds.len() - numbered.len(), bound)?;
        let mut take = |bound| {
            if large(bound) { numbered.pop() } else { small.pop() }
        };
        let mut places = bounds.iter().rev().map(&mut take).collect::<Option<Vec<_>>>()?;
        places.reverse();
        Some(places)
    }

    /// Places for small blips between others, clockwise. `taken` are places with the circles around them.
    fn between(&self, taken: &[((f64, f64), f64)], count: usize, bound: f64) -> Option<Vec<(f64, f64)>> {
        let pitch = 2.0 * bound + CLEARANCE;
        let mut free = Vec::new();
        for row in self.rows(bound) {
            let count = row.most * 2 - 1;
            free.extend(
                row.directions(count)
                    .into_iter()
                    .map(|angle| (row.radius * angle.sin(), row.radius * angle.cos())),
            );
        }
        let clear = |place: (f64, f64)| {
            let gaps = taken.iter().map(|(taken, other)| distance(*taken, place) - other);
            gaps.fold(f64::INFINITY, f64::min) - bound - CLEARANCE
        };
        // How far each place is from what is nearest.
        let mut free: Vec<((f64, f64), f64)> = free
            .into_iter()
            .map(|place| (place, clear(place)))
            .filter(|(_, gap)| *gap >= 0.0)
            .collect();
        let mut chosen: Vec<(f64, f64)> = Vec::with_capacity(count);
        while chosen.len() < count {
            // The last of those that are farthest from everything.
            let (place, _) = free.iter().copied().max_by(|a, b| a.1.total_cmp(&b.1))?;
            chosen.push(place);
            for (other, gap) in &mut free {
                *gap = gap.min(distance(*other, place) - pitch);
            }
            free.retain(|(_, gap)| *gap >= 0.0);
        }
        chosen.sort_by(|a, b| self.direction(*a).total_cmp(&self.direction(*b)));
        Some(chosen)
    }

    /// Places for so many blips, each in a circle of radius `bound`, clockwise; nothing if there is no room.
    fn even(&self, count: usize, bound: f64) -> Option<Vec<(f64, f64)>> {
        if count == 0 {
            return Some(Vec::new());
        }
        let discs = std::iter::repeat_n(bound * bound * PI, count).sum::<f64>();
        if discs > self.area() * DENSEST {
            return None;
        }
        let mut places = self
            .orderly(count, bound)
            .or_else(|| self.staggered(count, bound))?;
        places.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
        Some(
            places
                .into_iter()
                .map(|(angle, radius)| (radius * angle.sin(), radius * angle.cos()))
                .collect(),
        )
    }

    fn area(&self) -> f64 {
        (self.outer * self.outer - self.inner * self.inner) * (self.to - self.from) / 2.0
    }

    /// Directions and radii in rows, one of which knows nothing of the other.
    fn orderly(&self, count: usize, bound: f64) -> Option<Vec<(f64, f64)>> {
        let rows = self.rows(bound);
        let shares = shares(&rows.iter().map(|row| row.most).collect::<Vec<_>>(), count)?;
        let places = rows.iter().zip(shares).flat_map(|(row, share)| {
            let directions = row.directions(share).into_iter();
            directions.map(|angle| (angle, row.radius))
        });
        Some(places.collect())
    }

    /// Directions and radii in rows that stand closer, since each blip stands before a gap of the next row.
    fn staggered(&self, count: usize, bound: f64) -> Option<Vec<(f64, f64)>> {
        let (margin, pitch) = (bound + CLEARANCE, 2.0 * bound + CLEARANCE + 0.01);
        let (low, high) = (self.inner.max(bound * 0.5) + margin, self.outer - margin);
        (1..=MOST_GAPS).find_map(|gaps| {
            let apart = (high - low) / f64::from(gaps);
            // The row after the next stands behind the same gaps.
            if apart <= 0.0 || (gaps > 1 && apart * 2.0 < pitch) {
                return None;
            }
            let radii: Vec<f64> = (0..=gaps).map(|at| low + apart * f64::from(at)).collect();
            let step = Self::stagger(low, low + apart, pitch)?;
            let rows: Vec<Row> = radii
                .iter()
                .flat_map(|radius| self.row(*radius, margin, pitch))
                .collect();
            let start = rows.iter().map(|row| row.from).fold(f64::INFINITY, f64::min);
            let mut places = Vec::new();
            for row in &rows {
                let odd = radii
                    .iter()
                    .position(|radius| radius.total_cmp(&row.radius).is_eq())?
                    % 2
                    == 1;
                let mut angle = start + if odd { step / 2.0 } else { 0.0 };
                while angle <= row.to {
                    if angle >= row.from {
                        places.push((angle, row.radius));
                    }
                    angle += step;
                }
            }
            places.sort_by(|a, b| a.0.total_cmp(&b.0));
            let all = places.len();
            (all >= count).then(|| (0..count).map(|at| places[at * all / count]).collect())
        })
    }

    /// The angle between the blips of a row, when those of the next stand in the middle between them.
    fn stagger(radius: f64, next: f64, pitch: f64) -> Option<f64> {
        let beside = pitch / 2.0 / radius;
        // The law of cosines: where the blips of both rows are one pitch apart.
        let across = (radius * radius + next * next - pitch * pitch) / (2.0 * radius * next);
        if beside >= 1.0 || across <= -1.0 {
            return None;
        }
        Some((2.0 * beside.asin()).max(2.0 * across.min(1.0).acos()))
    }

    fn rows(&self, bound: f64) -> Vec<Row> {
        let margin = bound + CLEARANCE;
        let pitch = 2.0 * bound + CLEARANCE;
        let (low, high) = (self.inner + margin, self.outer - margin);
        if low > high {
            return Vec::new();
        }
        let mut gaps = 0u32;
        while f64::from(gaps + 1) * pitch <= high - low {
            gaps += 1;
        }
        (0..=gaps)
            .map(|at| match gaps {
                0 => f64::midpoint(low, high),
                gaps => low + (high - low) * f64::from(at) / f64::from(gaps),
            })
            .flat_map(|radius| self.row(radius, margin, pitch))
            .collect()
    }

    /// The places at one distance from the centre: one row, or two if the ring's name stands in its middle.
    fn row(&self, radius: f64, margin: f64, pitch: f64) -> Vec<Row> {
        if radius < margin {
            return Vec::new();
        }
        let aside = (margin / radius).asin();
        let (from, to) = (self.from + aside, self.to - aside);
        let free = |angle: f64| self.plate.distance((radius * angle.sin(), radius * angle.cos())) >= margin;
        // A row that passes above the middle of a wide name may touch its corners.
        let corner = self.plate.half.atan2(self.plate.top);
        let spans = match [corner, 0.0].into_iter().find(|angle| !free(*angle)) {
            None => vec![(from, to)],
            Some(blocked) => {
                let Some(name) = first_free(blocked, free) else {
                    return Vec::new();
                };
                if from < 0.0 {
                    // Those on both sides of it keep away from each other, too.
                    let beside = name.max((pitch / 2.0 / radius).min(1.0).asin());
                    vec![(from, -beside), (beside, to)]
                } else {
                    vec![(from.max(name), to.min(TAU - name))]
                }
            }
        };
        let rows = spans.into_iter().filter(|(from, to)| from <= to);
        rows.map(|span| Row::new(radius, span, pitch)).collect()
    }

    /// How far a point is from everything that limits the cell; negative outside of its ring.
    pub fn limits(&self, (x, y): (f64, f64)) -> [f64; 5] {
        let radius = x.hypot(y);
        let direction = self.direction((x, y));
        // A radar with one quadrant has no line that its blips must keep away from.
        let whole = self.to - self.from > TAU - NUDGE;
        let wall = |angle: f64| match angle {
            _ if whole => self.outer,
            angle if angle < 0.0 => angle,
            angle if angle < FRAC_PI_2 => radius * angle.sin(),
            _ => radius,
        };
        let inner = if self.inner > 0.0 {
            radius - self.inner
        } else {
            self.outer
        };
        [
            inner,
            self.outer - radius,
            wall(direction),
            wall(self.to - self.from - direction),
            self.plate.distance((x, y)),
        ]
    }

    /// The direction of a point, clockwise from where the cell begins.
    pub fn direction(&self, (x, y): (f64, f64)) -> f64 {
        (x.atan2(y) - self.from).rem_euclid(TAU)
    }
}

/// The first direction after one that is blocked, up to the opposite one, that is free; all after it are.
fn first_free(start: f64, free: impl Fn(f64) -> bool) -> Option<f64> {
    let at = |step: u32| start + NUDGE * f64::from(step);
    let (mut blocked, mut found) = (0, 1);
    while !free(at(found)) {
        (blocked, found) = (found, found * 2);
        if at(blocked) > PI {
            return None;
        }
    }
    while found - blocked > 1 {
        let middle = u32::midpoint(blocked, found);
        if free(at(middle)) {
            found = middle;
        } else {
            blocked = middle;
        }
    }
    Some(at(found))
}

impl Row {
    fn new(radius: f64, (from, to): (f64, f64), pitch: f64) -> Self {
        let step = if pitch >= 2.0 * radius {
            TAU
        } else {
            2.0 * (pitch / 2.0 / radius).asin()
        };
        let mut most = 1u32;
        while f64::from(most) * step <= to - from {
            most += 1;
        }
        Self {
            radius,
            from,
            to,
            step,
            most,
        }
    }

    /// So many directions: as far apart as they can be, and away from the ends of the row if there is room.
    fn directions(&self, count: u32) -> Vec<f64> {
        let room = self.to - self.from;
        let loose = room / f64::from(count.max(1));
        (0..count)
            .map(|at| {
                if loose >= self.step || count == 1 {
                    self.from + loose * (f64::from(at) + 0.5)
                } else {
                    self.from + room * f64::from(at) / f64::from(count - 1)
                }
            })
            .collect()
    }
}

/// Spreads blips over rows in proportion to what each can hold; nothing if they can not hold them.
fn shares(most: &[u32], count: usize) -> Option<Vec<u32>> {
    let count = u32::try_from(count).ok()?;
    let all: u32 = most.iter().sum();
    if all < count {
        return None;
    }
    let mut shares: Vec<u32> = most.iter().map(|most| most * count / all).collect();
    let mut left = count - shares.iter().sum::<u32>();
    // The emptiest row takes the next one; of equally empty ones the outer, which is longer.
    while left > 0 {
        let emptiest = (0..most.len())
            .filter(|&at| shares[at] < most[at])
            .max_by_key(|&at| (most[at] * count - (shares[at] * all).min(most[at] * count), at))?;
        shares[emptiest] += 1;
        left -= 1;
    }
    Some(shares)
}

/// How far two places are from each other. The coordinates of a picture need none of `hypot`'s care, which costs several
/// times as much.
fn distance(one: (f64, f64), other: (f64, f64)) -> f64 {
    let (dx, dy) = (one.0 - other.0, one.1 - other.1);
    (dx * dx + dy * dy).sqrt()
}
