//! The quadrants of a crowded radar by themselves: each is a sector that opens upwards, as large as its numbers take.
//!
//! No radar can be larger than the picture is wide. A sector of a small angle can: it becomes as high as it must, so there
//! is one for any number of blips.

use std::f64::consts::FRAC_PI_2;

use super::chart::Chart;
use super::font::{self, Weight};
use super::plan::{self, Plan};
use super::scene::{Anchor, Scene, Text};
use super::sheet;
use super::sizes::{LEADING, QUADRANT};
use super::theme::Theme;

/// Half the angles of sectors of which two stand side by side. The first that holds all numbers is the lowest.
const NARROW: [f64; 6] = [0.87, 0.7, 0.58, 0.5, 0.42, 0.36];
/// Half the angle of a sector that is as wide as the picture, and by how much the next one is narrower, and higher.
const WIDE: f64 = FRAC_PI_2;
const NARROWER: f64 = 0.8;
/// Of sectors that are higher than anybody's screen.
const LEAST: f64 = 0.01;
/// Between two that stand side by side.
const COLUMN_GAP: f64 = 56.0;
/// Above a sector, between it and its title, and below the last.
const ABOVE: f64 = 44.0;
const GAP: f64 = 16.0;
const BELOW: f64 = 20.0;

struct Fan {
    chart: Chart,
    plan: Plan,
    title: Vec<String>,
    /// Whether it takes the whole width.
    wide: bool,
}

/// Draws all quadrants in which there is something, from `top` on; returns where they end. `names` are what the radar
/// calls its rings.
pub(super) fn draw(
    scene: &mut Scene,
    chart: &Chart,
    theme: Theme,
    names: &[String],
    (left, top): (f64, f64),
    room: f64,
) -> f64 {
    let fans: Vec<Fan> = (0..chart.quadrants().len())
        .map(|quadrant| chart.quadrant(quadrant))
        .filter(|chart| !chart.blips().is_empty())
        .filter_map(|chart| Fan::new(chart, names, room))
        .collect();
    let mut y = top;
    let mut rest = fans.as_slice();
    while let [first, others @ ..] = rest {
        let row = match others.first() {
            Some(second) if !first.wide && !second.wide => 2,
            Some(_) | None => 1,
        };
        let (row, others) = rest.split_at(row);
        let title = row.iter().map(Fan::title_height).fold(0.0, f64::max);
        let high = row.iter().map(|fan| fan.plan.radius()).fold(0.0, f64::max);
        let bottom = y + ABOVE + title + GAP + high;
        for (at, fan) in row.iter().enumerate() {
            let middle = match (row.len(), at) {
                (1, _) => left + room / 2.0,
                (_, 0) => left + narrow(room) / 2.0,
                (_, _) => left + room - narrow(room) / 2.0,
            };
            fan.draw(scene, theme, (middle, bottom));
        }
        y = bottom + BELOW;
        rest = others;
    }
    y
}

/// How wide each of two is.
fn narrow(room: f64) -> f64 {
    (room - COLUMN_GAP) / 2.0
}

impl Fan {
    fn new(chart: Chart, names: &[String], room: f64) -> Option<Self> {
        let side_by_side = NARROW.into_iter().map(|half| (half, narrow(room), false));
        let alone = std::iter::successors(Some(WIDE), |half| Some(half * NARROWER))
            .take_while(|half| *half > LEAST)
            .map(|half| (half, room, true));
        let all = vec![true; chart.blips().len()];
        let (plan, width, wide) = side_by_side.chain(alone).find_map(|(half, width, wide)| {
            let plan = plan::fan(&chart, &all, names, half, width / 2.0 / half.sin())?;
            Some((plan, width, wide))
        })?;
        Some(Self {
            title: font::wrap(&chart.quadrants()[0], QUADRANT, Weight::Bold, width),
            chart,
            plan,
            wide,
        })
    }

    fn title_height(&self) -> f64 {
        self.title.iter().map(|_| QUADRANT * LEADING).sum()
    }

    /// With the point of the sector at `center`.
    fn draw(&self, scene: &mut Scene, theme: Theme, center: (f64, f64)) {
        let (x, y) = center;
        let mut top = y - self.plan.radius() - GAP - self.title_height();
        for text in &self.title {
            scene.texts.push(Text {
                at: (x, top + QUADRANT * font::ASCENT),
                anchor: Anchor::Middle,
                size: QUADRANT,
                weight: Weight::Bold,
                fill: theme.ink(),
                on: theme.ground(),
                text: text.clone(),
            });
            top += QUADRANT * LEADING;
        }
        sheet::rings(scene, &self.chart, theme, &self.plan, center);
        sheet::blips(scene, &self.chart, theme, &self.plan, center);
    }
}
