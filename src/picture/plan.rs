//! How large the radar, its rings and its quadrants are, and where its blips stand.

use std::f64::consts::TAU;

use super::cell::Cell;
use super::chart::Chart;
use super::relax::relax;
use super::ring_name::{self, Plate};
use super::shape::{self, Size};
use super::sizes::CLEARANCE;

/// The radar's geometry, measured from its centre, with y upwards.
#[derive(Debug, Clone)]
pub(super) struct Plan {
    /// The outer radius of each ring.
    pub radii: Vec<f64>,
    /// The quadrants.
    pub sectors: Sectors,
    /// What stands in each ring, and where.
    pub names: Vec<(String, Plate)>,
    /// Each blip's place, in reading order.
    pub places: Vec<(f64, f64)>,
    /// How large the blips are, in reading order.
    pub sizes: Vec<Size>,
    /// Which of them have numbers, in reading order.
    pub numbered: Vec<bool>,
}

/// Where each quadrant begins and ends, clockwise from the top.
pub(super) type Sectors = Vec<(f64, f64)>;

/// How large quadrants are.
#[derive(Debug, Clone, Copy)]
enum Quadrants {
    /// All alike.
    Equal,
    /// Larger where there is more, if blips do not fit otherwise.
    Fitted,
}

/// What a plan is made for.
struct Task<'a> {
    chart: &'a Chart,
    names: &'a [String],
    sizes: Vec<Size>,
    /// The radii of the circles around the blips of each cell: by quadrant, then by ring.
    bounds: Vec<Vec<Vec<f64>>>,
}

/// The step in which rings grow until they hold their blips.
const STEP: f64 = 4.0;
/// How much larger than the others the innermost ring likes to be.
const CENTER: f64 = 1.7;
/// How much larger than it must be a crowded radar is made, if there is room.
const LOOSE: f64 = 1.07;
/// How much of a ground discs can cover: 0.9069 and a little.
pub(super) const DENSEST: f64 = 0.91;
/// The smallest quadrant.
const LEAST_SECTOR: f64 = 0.36;
/// How often quadrants are fitted to what they hold.
const FITTINGS: u32 = 6;
/// How many numbers have at most two digits.
const MOST_OF_TWO: usize = 99;
/// Blips without numbers among others that have one; the smaller ones where these do not fit.
pub(super) const DOTS: [Size; 2] = [shape::DOT, Size(5.0)];
/// Blips without numbers, where even the largest radar can not hold them with numbers. They shrink until they fit.
const DOT: f64 = 12.0;
const LEAST_DOT: f64 = 2.0;
const SHRINK: f64 = 0.8;

/// What stands in the rings.
#[derive(Debug, Clone, Copy)]
pub(super) enum Naming {
    /// Their names, unless one is too wide.
    Words,
    /// Roman numerals, which need less room.
    Numerals,
}

impl Naming {
    /// Names first.
    pub const ALL: [Self; 2] = [Self::Words, Self::Numerals];

    /// For each ring.
    pub fn names(self, chart: &Chart) -> Vec<String> {
        let titles: Vec<&str> = chart.rings().iter().map(|ring| ring.title.as_str()).collect();
        match self {
            Self::Words => ring_name::names(&titles),
            Self::Numerals => (0..titles.len()).map(ring_name::numeral).collect(),
        }
    }
}

/// A radar that likes to have the radius `liked`, and is not larger than `most`; nothing if it would have to be. Those that
/// are `named` have their numbers, and no others have one.
pub(super) fn numbered(
    chart: &Chart,
    named: &[bool],
    dot: Size,
    naming: Naming,
    liked: f64,
    most: f64,
) -> Option<Plan> {
    let count = chart.blips().len();
    let titles = naming.names(chart);
    let widest = if count > MOST_OF_TWO {
        shape::THREE_DIGITS
    } else {
        shape::TWO_DIGITS
    };
    // Where dots are small there are many cells, and little is won for what it takes.
    let quadrants = if dot == shape::DOT {
        Quadrants::Fitted
    } else {
        Quadrants::Equal
    };
    // All alike; if that does not fit, each as small as its own number allows.
    [widest, shape::TIGHT].into_iter().find_map(|small| {
        let size = |(at, named): (usize, &bool)| match named {
            true if at < MOST_OF_TWO => small,
            true => widest,
            false => dot,
        };
        let task = Task::new(chart, &titles, named.iter().enumerate().map(size).collect());
        task.plan(quadrants, liked, most, named)
    })
}

/// The same without numbers. Its quadrants are equally large: blips are as small as that takes.
pub(super) fn unnumbered(chart: &Chart, naming: Naming, liked: f64, most: f64) -> Option<Plan> {
    let count = chart.blips().len();
    let names = naming.names(chart);
    let none = vec![false; count];
    let mut dot = DOT;
    while dot > LEAST_DOT {
        let task = Task::new(chart, &names, vec![Size(dot); count]);
        if let Some(plan) = task.plan(Quadrants::Equal, liked, most, &none) {
            return Some(plan);
        }
        dot *= SHRINK;
    }
    None
}

impl Plan {
    /// The radius of the outermost ring.
    pub fn radius(&self) -> f64 {
        self.radii.last().copied().unwrap_or_default()
    }
}

impl<'a> Task<'a> {
    fn new(chart: &'a Chart, names: &'a [String], sizes: Vec<Size>) -> Self {
        let mut bounds = vec![vec![Vec::new(); names.len()]; chart.quadrants().len()];
        for (blip, size) in chart.blips().iter().zip(&sizes) {
            bounds[blip.quadrant][blip.ring].push(size.bound(blip.mark));
        }
        Self {
            chart,
            names,
            sizes,
            bounds,
        }
    }

    fn plan(&self, quadrants: Quadrants, liked: f64, most: f64, numbered: &[bool]) -> Option<Plan> {
        if self.hopeless(most) {
            return None;
        }
        let (sectors, needed) = self.sectors(quadrants, most)?;
        let least = needed.last().copied().unwrap_or(most);
        let comfortable = if least < liked {
            comfortable(&needed, liked)
        } else {
            let stretch = (most / least).min(LOOSE);
            needed.iter().map(|radius| radius * stretch).collect()
        };
        let (radii, places) = if let Some(places) = self.places(&sectors, &comfortable) {
            (comfortable, places)
        } else {
            let places = self.places(&sectors, &needed)?;
            (needed, places)
        };
        let names = (0..radii.len()).map(|ring| Some((self.names[ring].clone(), self.plate(&radii, ring)?)));
        Some(Plan {
            names: names.collect::<Option<_>>()?,
            radii,
            sectors,
            places,
            sizes: self.sizes.clone(),
            numbered: numbered.to_vec(),
        })
    }

    /// Whether there is no use in trying: discs can not cover more than nine tenths of a ground.
    fn hopeless(&self, most: f64) -> bool {
        let covered: f64 = self
            .bounds
            .iter()
            .flatten()
            .flatten()
            .map(|bound| bound * bound)
            .sum();
        let thin: f64 = (0..self.names.len()).map(|ring| self.thinnest(ring)).sum();
        covered > most * most * DENSEST || thin > most
    }

    /// How thick a ring is at least: its name and each of its blips fit.
    fn thinnest(&self, ring: usize) -> f64 {
        let cells = self.bounds.iter().flat_map(|quadrant| &quadrant[ring]);
        let largest = cells.copied().fold(0.0, f64::max);
        let blip = 2.0 * (largest + CLEARANCE);
        // A blip of the innermost ring may stand on its centre.
        if ring == 0 {
            ring_name::LEAST
        } else {
            blip.max(ring_name::LEAST)
        }
    }

    /// Quadrants of one size, if the rings fit then; otherwise of sizes that fit what is in them.
    fn sectors(&self, quadrants: Quadrants, most: f64) -> Option<(Sectors, Vec<f64>)> {
        let count = self.chart.quadrants().len();
        let all: Vec<usize> = (0..count).collect();
        let mut shares = vec![1.0; count];
        let fittings = match quadrants {
            Quadrants::Equal => 1,
            Quadrants::Fitted => FITTINGS,
        };
        for _ in 0..fittings {
            let sectors = sectors(&shares);
            let needed = self.needed(&sectors, &all, most);
            if let Some(needed) = needed {
                return Some((sectors, needed));
            }
            for (quadrant, share) in shares.iter_mut().enumerate() {
                let alone = self.needed(&sectors, &[quadrant], most * 4.0);
                let radius = alone
                    .and_then(|radii| radii.last().copied())
                    .unwrap_or(most * 4.0);
                *share *= radius.sqrt();
            }
            let sum: f64 = shares.iter().sum();
            let (equal, least) = (1.0 / f64::from(u32::try_from(count).ok()?), LEAST_SECTOR / TAU);
            for share in &mut shares {
                *share = (*share / sum).max(least.min(equal));
            }
        }
        None
    }

    /// The least radii of rings that hold all blips of some quadrants, unless they are larger than `most`.
    fn needed(&self, sectors: &[(f64, f64)], quadrants: &[usize], most: f64) -> Option<Vec<f64>> {
        let mut radii: Vec<f64> = Vec::new();
        for ring in 0..self.names.len() {
            let inner = radii.last().copied().unwrap_or_default();
            radii.push(inner + self.thinnest(ring));
            loop {
                if radii[ring] > most {
                    return None;
                }
                let holds = |&quadrant: &usize| {
                    self.cell(sectors, &radii, quadrant, ring)
                        .and_then(|cell| self.rows(&cell, quadrant, ring))
                        .is_some()
                };
                if quadrants.iter().all(holds) {
                    break;
                }
                radii[ring] += STEP;
            }
        }
        Some(radii)
    }

    fn plate(&self, radii: &[f64], ring: usize) -> Option<Plate> {
        let inner = if ring == 0 { 0.0 } else { radii[ring - 1] };
        Plate::of(&self.names[ring], inner, radii[ring])
    }

    fn cell(&self, sectors: &[(f64, f64)], radii: &[f64], quadrant: usize, ring: usize) -> Option<Cell> {
        let (from, to) = sectors[quadrant];
        Some(Cell {
            inner: if ring == 0 { 0.0 } else { radii[ring - 1] },
            outer: radii[ring],
            from,
            to,
            plate: self.plate(radii, ring)?,
        })
    }

    fn rows(&self, cell: &Cell, quadrant: usize, ring: usize) -> Option<Vec<(f64, f64)>> {
        cell.places(&self.bounds[quadrant][ring])
    }

    /// The places of all blips, which are in reading order as the cells are.
    fn places(&self, sectors: &[(f64, f64)], radii: &[f64]) -> Option<Vec<(f64, f64)>> {
        let mut all = Vec::with_capacity(self.chart.blips().len());
        for quadrant in 0..sectors.len() {
            for ring in 0..radii.len() {
                let cell = self.cell(sectors, radii, quadrant, ring)?;
                let mut places = self.rows(&cell, quadrant, ring)?;
                relax(&cell, &mut places, &self.bounds[quadrant][ring]);
                all.append(&mut places);
            }
        }
        Some(all)
    }
}

/// Quadrants in proportion to shares, from the top.
pub(super) fn sectors(shares: &[f64]) -> Sectors {
    let sum: f64 = shares.iter().sum();
    let mut from = 0.0;
    shares
        .iter()
        .map(|share| {
            let to = from + share / sum * TAU;
            (std::mem::replace(&mut from, to), to)
        })
        .collect()
}

/// Rings at least as thick as needed that reach the liked radius: each as thick as the others, the innermost more, as
/// far as needs allow.
fn comfortable(needed: &[f64], liked: f64) -> Vec<f64> {
    let thickness = |at: usize| needed[at] - if at == 0 { 0.0 } else { needed[at - 1] };
    let with = |unit: f64| {
        let mut outer = 0.0;
        let radii = (0..needed.len()).map(|at| {
            let wish = if at == 0 { unit * CENTER } else { unit };
            outer += thickness(at).max(wish);
            outer
        });
        radii.collect::<Vec<f64>>()
    };
    let mut unit = 0.0;
    while with(unit + STEP).last().is_some_and(|radius| *radius <= liked) {
        unit += STEP;
    }
    with(unit)
}
