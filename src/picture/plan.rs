//! How large the radar, its rings and its quadrants are, and where its blips stand.

use std::f64::consts::{FRAC_PI_2, PI, TAU};

use super::cell::Cell;
use super::chart::Chart;
use super::color::Rgb;
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
    /// Where their numbers are, in reading order.
    pub numbers: Vec<Number>,
    /// Of one quadrant by itself: half its angle.
    pub half: Option<f64>,
}

/// Where the number of a blip is.
#[derive(Debug, Clone, Copy)]
pub(super) enum Number {
    /// It has none.
    None,
    /// In it.
    Inside,
    /// Beside it: the middle of its digits, their colour, and that of what is behind them, where it is the least different.
    Beside { at: (f64, f64), fill: Rgb, on: Rgb },
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
    /// Half the angle of a quadrant by itself; of a whole radar, half of all directions.
    half: f64,
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

/// How large discs without numbers in them are. They shrink until they fit.
#[derive(Debug, Clone, Copy)]
pub(super) struct Dots {
    most: f64,
    least: f64,
}

/// Where nothing has a number.
pub(super) const ALONE: Dots = Dots {
    most: 12.0,
    least: 2.0,
};
/// Where numbers are beside blips: those whose shapes can be told, and any.
pub(super) const SHAPES: Dots = Dots {
    most: 9.6,
    least: 4.5,
};
pub(super) const LABELLED: Dots = Dots {
    most: 9.6,
    least: 2.0,
};
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
pub(super) fn numbered(chart: &Chart, named: &[bool], naming: Naming, liked: f64, most: f64) -> Option<Plan> {
    let count = chart.blips().len();
    let titles = naming.names(chart);
    let widest = if count > MOST_OF_TWO {
        shape::THREE_DIGITS
    } else {
        shape::TWO_DIGITS
    };
    let numbers = inside(named);
    // All alike; if that does not fit, each as small as its own number allows.
    [widest, shape::TIGHT].into_iter().find_map(|small| {
        let size = |(at, named): (usize, &bool)| match named {
            true if at < MOST_OF_TWO => small,
            true => widest,
            false => shape::DOT,
        };
        let task = Task::new(chart, PI, &titles, named.iter().enumerate().map(size).collect());
        task.plan(Quadrants::Fitted, liked, most, &numbers)
    })
}

/// Numbers in those that are named.
fn inside(named: &[bool]) -> Vec<Number> {
    let number = |named: &bool| if *named { Number::Inside } else { Number::None };
    named.iter().map(number).collect()
}

/// One quadrant by itself: a sector of the radius `most` that opens upwards. Those that are `named` have their numbers, and
/// no others have one. `half` is half of its angle, `titles` are what the radar calls its rings.
pub(super) fn fan(chart: &Chart, named: &[bool], titles: &[String], half: f64, most: f64) -> Option<Plan> {
    let task = fan_task(chart, named, titles, half);
    let (sectors, needed) = task.fan(most)?;
    task.stretched(sectors, needed, most, most, &inside(named))
}

/// Whether there is such a sector, which is known long before every blip has its place.
pub(super) fn fan_fits(chart: &Chart, named: &[bool], titles: &[String], half: f64, most: f64) -> bool {
    fan_task(chart, named, titles, half).fan(most).is_some()
}

fn fan_task<'a>(chart: &'a Chart, named: &[bool], titles: &'a [String], half: f64) -> Task<'a> {
    let sizes = named.iter().enumerate().map(|(at, named)| match named {
        true if chart.number(at) > MOST_OF_TWO => shape::THREE_DIGITS,
        true => shape::TWO_DIGITS,
        false => shape::DOT,
    });
    Task::new(chart, half, titles, sizes.collect())
}

/// A radar without numbers in its blips. They are as large as `dots`, and smaller where many are in one ring of a quadrant;
/// quadrants are equally large.
pub(super) fn unnumbered(chart: &Chart, dots: Dots, naming: Naming, most: f64) -> Option<Plan> {
    let names = naming.names(chart);
    let none = vec![Number::None; chart.blips().len()];
    let sizes = dots.sizes();
    let task = |size| Task::new(chart, PI, &names, vec![size; none.len()]);
    // Where not even the smallest fit, no others are tried.
    let smallest = task(*sizes.last()?);
    if smallest.hopeless(most) || smallest.sectors(Quadrants::Equal, most).is_none() {
        return None;
    }
    sizes.iter().enumerate().find_map(|(at, size)| {
        let task = task(*size);
        let mut plan = task.plan(Quadrants::Equal, most, most, &none)?;
        task.enlarge(&mut plan, &sizes[..at]);
        Some(plan)
    })
}

impl Dots {
    /// From the largest on.
    fn sizes(self) -> Vec<Size> {
        std::iter::successors(Some(self.most), |size| Some(size * SHRINK))
            .take_while(|size| *size > self.least)
            .map(Size)
            .collect()
    }
}

impl Plan {
    /// The radius of the outermost ring.
    pub fn radius(&self) -> f64 {
        self.radii.last().copied().unwrap_or_default()
    }
}

impl<'a> Task<'a> {
    fn new(chart: &'a Chart, half: f64, names: &'a [String], sizes: Vec<Size>) -> Self {
        let mut bounds = vec![vec![Vec::new(); names.len()]; chart.quadrants().len()];
        for (blip, size) in chart.blips().iter().zip(&sizes) {
            bounds[blip.quadrant][blip.ring].push(size.bound(blip.mark));
        }
        Self {
            chart,
            half,
            names,
            sizes,
            bounds,
        }
    }

    fn plan(&self, quadrants: Quadrants, liked: f64, most: f64, numbers: &[Number]) -> Option<Plan> {
        if self.hopeless(most) {
            return None;
        }
        let (sectors, needed) = self.sectors(quadrants, most)?;
        self.stretched(sectors, needed, liked, most, numbers)
    }

    /// The radii that the only quadrant needs at least.
    fn fan(&self, most: f64) -> Option<(Sectors, Vec<f64>)> {
        if self.hopeless(most) {
            return None;
        }
        let sectors = vec![(-self.half, self.half)];
        let needed = self.needed(&sectors, &[0], most)?;
        Some((sectors, needed))
    }

    /// With rings that are as thick as they like to be, if they may.
    fn stretched(
        &self,
        sectors: Sectors,
        needed: Vec<f64>,
        liked: f64,
        most: f64,
        numbers: &[Number],
    ) -> Option<Plan> {
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
            numbers: numbers.to_vec(),
            half: (self.half < PI).then_some(self.half),
        })
    }

    /// Makes blips larger where there is room for that: all of one ring in one quadrant alike.
    fn enlarge(&self, plan: &mut Plan, larger: &[Size]) {
        let mut start = 0;
        for quadrant in 0..plan.sectors.len() {
            for ring in 0..plan.radii.len() {
                let own = start..start + self.bounds[quadrant][ring].len();
                start = own.end;
                let Some(cell) = self.cell(&plan.sectors, &plan.radii, quadrant, ring) else {
                    continue;
                };
                let fitting = larger.iter().find_map(|size| {
                    let blips = self.chart.blips()[own.clone()].iter();
                    let bounds: Vec<f64> = blips.map(|blip| size.bound(blip.mark)).collect();
                    let mut places = cell.places(&bounds)?;
                    relax(&cell, &mut places, &bounds);
                    Some((*size, places))
                });
                if let Some((size, places)) = fitting {
                    plan.sizes[own.clone()].fill(size);
                    plan.places[own].copy_from_slice(&places);
                }
            }
        }
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
        covered > most * most * DENSEST * self.half / PI || thin > most
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
        let plate = Plate::of(&self.names[ring], inner, radii[ring])?;
        // It does not stick out of a sector.
        let within = self.half >= FRAC_PI_2 || plate.bottom * self.half.tan() >= plate.half;
        within.then_some(plate)
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
