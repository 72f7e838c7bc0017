//! The picture that chats show: as high as they show one, so that nothing in it becomes smaller than it is meant to be.
//!
//! The radar is on the left, the list on the right. So much of the list as fits is there: what did not stay as it was
//! first. A blip has a number if its name is in the list, and is small otherwise: a number that nobody can look up says
//! nothing.

use super::around::Reach;
use super::chart::{Chart, Mark};
use super::key;
use super::list::{Frame, Headings, List, Scope};
use super::plan::{self, Naming, Plan};
use super::scene::Scene;
use super::sheet;
use super::sizes::{LEAST_HEIGHT, WIDTH};
use super::theme::Theme;

/// White space around everything.
const MARGIN: f64 = 40.0;
/// Above and below the radar.
const ABOVE: f64 = 28.0;
/// Between the header, the list and the key.
const GAP: f64 = 28.0;
/// Title and edition.
const HEADER: (f64, f64) = (56.0, 36.0);
/// Between two columns.
const COLUMN_GAP: f64 = 28.0;
/// How often a radar is made smaller.
const TRIES: u32 = 4;
/// The key beside a radar without a list.
const ASIDE: f64 = 250.0;
/// How many of so many names are tried next if the radar can not hold their numbers.
const FEWER: (usize, usize) = (5, 6);

/// The list: its columns, how wide each is, and its headings.
#[derive(Debug, Clone, Copy)]
struct Layout {
    columns: u32,
    width: f64,
    headings: Headings,
}

/// The first that holds all names is taken.
const LAYOUTS: [Layout; 5] = [
    layout(1, 560.0, Headings::All),
    layout(1, 560.0, Headings::Quadrants),
    layout(2, 320.0, Headings::Quadrants),
    PARTIAL,
    layout(2, 320.0, Headings::None),
];
/// Where not all fit, a large radar shows more than a long list.
const PARTIAL: Layout = layout(1, 480.0, Headings::None);

const fn layout(columns: u32, width: f64, headings: Headings) -> Layout {
    Layout {
        columns,
        width,
        headings,
    }
}

/// Where everything of a chart's picture stands.
pub(super) fn scene(chart: &Chart, theme: Theme) -> Scene {
    let count = chart.blips().len();
    let all = vec![true; count];
    LAYOUTS
        .iter()
        .find_map(|layout| Sheet::new(chart, theme, *layout, &all, Naming::Words)?.scene())
        .or_else(|| some(chart, theme, Naming::Words))
        .or_else(|| some(chart, theme, Naming::Numerals))
        .or_else(|| none(chart, theme, Naming::Words))
        .or_else(|| none(chart, theme, Naming::Numerals))
        .unwrap_or_else(|| bare(chart, theme))
}

/// With as many names as fit; nothing if none do, though there are some.
fn some(chart: &Chart, theme: Theme, naming: Naming) -> Option<Scene> {
    let count = chart.blips().len();
    let order = by_importance(chart);
    let chosen = |most: usize| {
        let mut chosen = vec![false; count];
        for at in &order[..most] {
            chosen[*at] = true;
        }
        chosen
    };
    // So many fit into the list; the radar may hold fewer numbers.
    let listed = |most: usize| Sheet::new(chart, theme, PARTIAL, &chosen(most), naming).is_some();
    let (mut most, mut over) = (0, count + 1);
    while over - most > 1 {
        let middle = usize::midpoint(most, over);
        if listed(middle) {
            most = middle;
        } else {
            over = middle;
        }
    }
    while most > 0 {
        let named = chosen(most);
        if let Some(scene) = Sheet::new(chart, theme, PARTIAL, &named, naming)?.scene() {
            return Some(scene);
        }
        most = most * FEWER.0 / FEWER.1;
    }
    None
}

/// With no names: for rings so many that none of them holds a number.
fn none(chart: &Chart, theme: Theme, naming: Naming) -> Option<Scene> {
    Sheet::new(chart, theme, PARTIAL, &vec![false; chart.blips().len()], naming)?.scene()
}

/// What moved, then what is new, then the rest; each in reading order.
fn by_importance(chart: &Chart) -> Vec<usize> {
    let mut order: Vec<usize> = (0..chart.blips().len()).collect();
    order.sort_by_key(|at| match chart.blips()[*at].mark {
        Mark::MovedIn | Mark::MovedOut => 0,
        Mark::New | Mark::Returned => 1,
        Mark::Unchanged => 2,
    });
    order
}

/// All but the radar.
struct Sheet<'a> {
    chart: &'a Chart,
    theme: Theme,
    named: &'a [bool],
    naming: Naming,
    left: f64,
    list: List,
    scene: Scene,
}

impl<'a> Sheet<'a> {
    /// With the names of some; nothing if they do not fit.
    fn new(
        chart: &'a Chart,
        theme: Theme,
        layout: Layout,
        named: &'a [bool],
        naming: Naming,
    ) -> Option<Self> {
        let mut scene = sheet::empty(chart, theme);
        let Layout {
            columns,
            width,
            headings,
        } = layout;
        let room = f64::from(columns) * (width + COLUMN_GAP) - COLUMN_GAP;
        let left = WIDTH - MARGIN - room;
        let top = sheet::header(&mut scene, chart, theme, (left, MARGIN), room, HEADER) + GAP;
        let entries = key::lines(chart, room, named.contains(&false));
        let bottom = LEAST_HEIGHT - MARGIN - key::height(&entries);
        let frame = Frame {
            left,
            top,
            columns,
            width,
            gap: COLUMN_GAP,
        };
        let scope = Scope { named, headings };
        let list = List::within(
            chart,
            theme,
            frame,
            &naming.names(chart),
            scope,
            bottom - GAP - top,
        )?;
        key::draw(&mut scene, &entries, key::Align::Left(left), bottom, theme);
        Some(Self {
            chart,
            theme,
            named,
            naming,
            left,
            list,
            scene,
        })
    }

    /// With the radar; nothing if it does not fit.
    fn scene(self) -> Option<Scene> {
        let (wide, high) = (self.left - 2.0 * MARGIN, LEAST_HEIGHT - 2.0 * ABOVE);
        let (plan, reach) = self.plan(wide, high)?;
        let mut scene = self.scene;
        let over = (LEAST_HEIGHT - reach.up - reach.down) / 2.0;
        let center = (MARGIN + wide / 2.0, over + reach.up);
        sheet::radar(&mut scene, self.chart, self.theme, &plan, center);
        self.list.draw(&mut scene, self.theme);
        Some(scene)
    }

    /// A radar that fits with its titles, and how far it reaches.
    fn plan(&self, wide: f64, high: f64) -> Option<(Plan, Reach)> {
        let mut most = sheet::largest(self.chart, |reach| {
            reach.aside * 2.0 <= wide && reach.up + reach.down <= high
        });
        for _ in 0..TRIES {
            let plan = if self.named.contains(&true) {
                plan::numbered(self.chart, self.named, self.naming, most, most)?
            } else {
                plan::unnumbered(self.chart, self.naming, most, most)?
            };
            let reach = sheet::reach(self.chart, &plan);
            let over = (reach.aside * 2.0 - wide).max(reach.up + reach.down - high);
            if over <= 0.0 {
                return Some((plan, reach));
            }
            // A plan may have other sectors than those by which the largest radius was found.
            most = plan.radius() - over / 2.0 - 1.0;
        }
        None
    }
}

/// Without a list: for titles so long that nothing else fits. It is drawn over the margins if it must be.
fn bare(chart: &Chart, theme: Theme) -> Scene {
    let mut scene = sheet::empty(chart, theme);
    let entries = key::lines(chart, ASIDE, !chart.blips().is_empty());
    let (wide, high) = (WIDTH - 2.0 * MARGIN, LEAST_HEIGHT - 2.0 * ABOVE);
    let mut most = sheet::largest(chart, |reach| {
        reach.aside * 2.0 <= wide && reach.up + reach.down <= high
    });
    let plan = loop {
        let names = [Naming::Words, Naming::Numerals];
        let plan = names
            .into_iter()
            .find_map(|naming| plan::unnumbered(chart, naming, most, most));
        if let Some(plan) = plan {
            break plan;
        }
        most = (most * 1.2).max(MARGIN);
    };
    let reach = sheet::reach(chart, &plan);
    let over = (LEAST_HEIGHT - reach.up - reach.down) / 2.0;
    sheet::radar(&mut scene, chart, theme, &plan, (WIDTH / 2.0, over + reach.up));
    let top = LEAST_HEIGHT - MARGIN - key::height(&entries);
    key::draw(&mut scene, &entries, key::Align::Left(MARGIN), top, theme);
    scene
}
