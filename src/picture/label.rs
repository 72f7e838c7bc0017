//! Numbers beside blips that are too small to hold them.

use std::f64::consts::{FRAC_1_SQRT_2, TAU};

use super::chart::Chart;
use super::color::Rgb;
use super::font::{self, Weight};
use super::plan::{Number, Plan};
use super::sizes::LEAST_TEXT;
use super::theme::{Theme, Tint};

/// From a blip to its number.
const GAP: f64 = 4.0;
/// From a number to any other blip, and to other text and the edge of the radar.
const APART: f64 = 5.0;
/// A number that comes nearer to another blip might be thought to be that blip's.
const NEAR: f64 = 16.0;
/// What a number costs that stands on a line between rings, or quadrants, or near another blip.
const OVER_RING: f64 = 1.0;
const OVER_QUADRANT: f64 = 4.0;
const NEARBY: f64 = 1.0;

/// A rectangle, measured from the radar's centre: left, bottom, right, top.
#[derive(Debug, Clone, Copy)]
struct Area(f64, f64, f64, f64);

/// Numbers find free places one after the other.
pub(super) struct Labels<'a> {
    chart: &'a Chart,
    plan: &'a Plan,
    theme: Theme,
    tints: Vec<Tint>,
    /// What colour numbers have in each ring.
    fills: Vec<Rgb>,
    /// Names of rings, and numbers that have their place.
    taken: Vec<Area>,
}

/// A place for a number.
#[derive(Debug, Clone, Copy)]
pub(super) struct Label {
    /// What it becomes in the plan.
    pub number: Number,
    area: Area,
}

impl<'a> Labels<'a> {
    /// No number has its place.
    pub fn new(chart: &'a Chart, theme: Theme, plan: &'a Plan) -> Self {
        let names = plan.names.iter().map(|(_, plate)| {
            let middle = f64::midpoint(plate.bottom, plate.top);
            Area::of((0.0, middle), plate.half * 2.0)
        });
        let tints: Vec<Tint> = chart.rings().iter().map(|ring| theme.tint(ring.color)).collect();
        Self {
            chart,
            plan,
            theme,
            fills: tints.iter().map(|tint| theme.across(*tint, &tints)).collect(),
            tints,
            taken: names.collect(),
        }
    }

    /// The best free place for the number of a blip.
    pub fn find(&self, at: usize) -> Option<Label> {
        let (x, y) = self.plan.places[at];
        let bound = self.plan.sizes[at].bound(self.chart.blips()[at].mark);
        let fill = self.fills[self.chart.blips()[at].ring];
        let number = self.chart.number(at).to_string();
        let width = font::width(&number, LEAST_TEXT, Weight::Bold);
        let mut best: Option<(f64, Label)> = None;
        for (dx, dy) in offsets(bound + GAP, width) {
            let middle = (x + dx, y + dy);
            let area = Area::of(middle, width);
            if let Some((cost, on)) = self.cost(at, area)
                && best.is_none_or(|(least, _)| cost < least)
            {
                let number = Number::Beside { at: middle, fill, on };
                best = Some((cost, Label { number, area }));
            }
        }
        best.map(|(_, label)| label)
    }

    /// Takes a place.
    pub fn take(&mut self, label: Label) {
        self.taken.push(label.area);
    }

    /// How well a number stands there, and what is behind it; nothing if it touches something.
    fn cost(&self, at: usize, area: Area) -> Option<(f64, Rgb)> {
        if self.taken.iter().any(|other| other.touches(area)) {
            return None;
        }
        let blip = &self.chart.blips()[at];
        let mut cost = 0.0;
        for (other, place) in self.plan.places.iter().enumerate() {
            if other == at {
                continue;
            }
            let bound = self.plan.sizes[other].bound(self.chart.blips()[other].mark);
            let gap = area.distance(*place) - bound;
            if gap < APART {
                return None;
            }
            cost += NEARBY * (1.0 - gap / NEAR).max(0.0);
        }
        let far = area
            .corners()
            .map(|(x, y)| x.hypot(y))
            .into_iter()
            .fold(0.0, f64::max);
        if far > self.plan.radius() - APART {
            return None;
        }
        let near = area.distance((0.0, 0.0));
        let touched = |ring: &usize| {
            let inner = ring.checked_sub(1).map_or(0.0, |inner| self.plan.radii[inner]);
            near < self.plan.radii[*ring] && far > inner
        };
        let rings: Vec<usize> = (0..self.plan.radii.len()).filter(touched).collect();
        cost += rings.iter().skip(1).map(|_| OVER_RING).sum::<f64>();
        let (from, to) = self.plan.sectors[blip.quadrant];
        let outside = |(x, y): (f64, f64)| !(from..=to).contains(&x.atan2(y).rem_euclid(TAU));
        if area.corners().into_iter().any(outside) {
            cost += OVER_QUADRANT;
        }
        let fill = self.fills[blip.ring];
        let grounds = rings.iter().map(|ring| self.tints[*ring].band);
        let on = grounds
            .chain([self.theme.ground()])
            .min_by(|a, b| fill.contrast(*a).total_cmp(&fill.contrast(*b)))?;
        Some((cost, on))
    }
}

impl Area {
    /// That of a line of text.
    fn of((x, y): (f64, f64), width: f64) -> Self {
        // Digits stand on the baseline, which is half a capital below their middle.
        let below = LEAST_TEXT * (font::CAPITAL / 2.0 + font::DESCENT);
        let above = LEAST_TEXT * (font::ASCENT - font::CAPITAL / 2.0);
        Self(x - width / 2.0, y - below, x + width / 2.0, y + above)
    }

    fn touches(self, other: Self) -> bool {
        self.0 < other.2 + APART && other.0 < self.2 + APART && self.1 < other.3 && other.1 < self.3
    }

    fn distance(self, (x, y): (f64, f64)) -> f64 {
        let dx = (self.0 - x).max(x - self.2).max(0.0);
        let dy = (self.1 - y).max(y - self.3).max(0.0);
        dx.hypot(dy)
    }

    fn corners(self) -> [(f64, f64); 4] {
        let Self(left, bottom, right, top) = self;
        [(left, bottom), (left, top), (right, bottom), (right, top)]
    }
}

/// Where the middle of a number of this width can be from the middle of its blip, so that it is `away` from it: at its
/// sides first, then above and below, then aslant.
fn offsets(away: f64, width: f64) -> Vec<(f64, f64)> {
    let half = width / 2.0;
    // A line is higher than digits are.
    let high = LEAST_TEXT * (font::CAPITAL / 2.0 + font::DESCENT);
    let aslant = away * FRAC_1_SQRT_2;
    let mut offsets = Vec::new();
    for dy in [0.0, 8.0, -8.0, 16.0, -16.0] {
        offsets.extend([(half + away, dy), (-half - away, dy)]);
    }
    for side in [1.0, -1.0] {
        offsets.push((half + aslant, side * (high + aslant)));
        offsets.push((-half - aslant, side * (high + aslant)));
        for share in [0.0, 0.5, -0.5, 1.0, -1.0] {
            offsets.push((half * share, side * (high + away)));
        }
    }
    offsets
}
