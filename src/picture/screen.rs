//! The picture that chats show: as high as they show one, so that nothing in it becomes smaller than it is meant to be.
//!
//! The radar is on the left, the list on the right. So much of the list as fits is there: what did not stay as it was
//! first. A blip has a number if its name is in the list: a number that nobody can look up says nothing.
//!
//! Numbers are in blips, which are large then, and those without numbers are small. Where the rings are too many, and too
//! thin, for that, all blips are small, and numbers are beside them, wherever there is room.

use super::around::Reach;
use super::chart::{Chart, Mark};
use super::key;
use super::label::Labels;
use super::legend::Legend;
use super::list::{Frame, Headings, List, Scope};
use super::plan::{self, Dots, Naming, Plan};
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
/// Each of them takes so many lines where not all names fit.
const HEADER_LINES: usize = 2;
/// Between two columns.
const COLUMN_GAP: f64 = 28.0;
/// The key beside a radar without a list.
const ASIDE: f64 = 250.0;
/// Of pictures that explain the letters of quadrants: how wide that is, and title and edition.
const EXPLAINED: [f64; 6] = [480.0, 600.0, 660.0, 720.0, 860.0, 1000.0];
const SMALL_HEADER: (f64, f64) = (40.0, 32.0);
const SMALL_GAP: f64 = 14.0;
/// Below what letters and numerals mean.
const LEGEND_GAP: f64 = 22.0;
/// With so many numbers, nothing is given up for more.
const ENOUGH: usize = 10;
/// How many names that do not fit into the list are passed over.
const MISSES: u32 = 4;

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
/// With numbers beside blips there can be more of them than one column has names. The first that leaves room for the radar is
/// taken.
const BESIDE: [(Layout, Dots); 4] = [
    (layout(2, 330.0, Headings::None), plan::SHAPES),
    (layout(2, 300.0, Headings::None), plan::SHAPES),
    (layout(1, 560.0, Headings::None), plan::LABELLED),
    (PARTIAL, plan::LABELLED),
];

const fn layout(columns: u32, width: f64, headings: Headings) -> Layout {
    Layout {
        columns,
        width,
        headings,
    }
}

/// How a radar is drawn of which not all names fit.
#[derive(Debug, Clone, Copy)]
struct Style<'a> {
    /// What is drawn: quadrants may have letters.
    drawn: &'a Chart,
    naming: Naming,
    numbers: Numbers,
    /// How many lines each word may take that explains a letter or a numeral.
    lines: usize,
}

/// Where numbers are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Numbers {
    /// In blips, which are large; those without numbers are small.
    Inside,
    /// Beside blips, all of which are small.
    Beside,
}

/// A picture of which not all names fit.
struct Candidate {
    scene: Scene,
    /// How many numbers it has.
    numbers: usize,
}

/// Where everything of a chart's picture stands.
pub(super) fn scene(chart: &Chart, theme: Theme) -> Scene {
    let lettered = chart.lettered();
    whole(chart, theme)
        .or_else(|| crowded(chart, &lettered, theme))
        .or_else(|| {
            // Long titles are shortened before anything is drawn over the edge.
            [usize::MAX, 2, 1]
                .into_iter()
                .flat_map(|lines| EXPLAINED.map(|width| (width, lines)))
                .find_map(|room| explained(chart, &lettered, theme, room))
        })
        .unwrap_or_else(|| bare(chart, theme))
}

/// With all names and numbers; nothing if they do not fit.
fn whole(chart: &Chart, theme: Theme) -> Option<Scene> {
    let all = vec![true; chart.blips().len()];
    let style = Style {
        drawn: chart,
        naming: Naming::Words,
        numbers: Numbers::Inside,
        lines: usize::MAX,
    };
    LAYOUTS
        .iter()
        .find_map(|layout| Sheet::new(chart, theme, *layout, &all, style)?.scene())
}

/// In the first style that has enough numbers, or in that which has the most.
fn crowded(chart: &Chart, lettered: &Chart, theme: Theme) -> Option<Scene> {
    let styles = |drawn, numbers, lines| {
        Naming::ALL.map(|naming| Style {
            drawn,
            naming,
            numbers,
            lines,
        })
    };
    let inside = [chart, lettered]
        .into_iter()
        .flat_map(|drawn| styles(drawn, Numbers::Inside, usize::MAX))
        .filter_map(|style| inside(chart, theme, style));
    // Long titles of quadrants are shortened last.
    let beside = [(chart, usize::MAX), (lettered, usize::MAX), (lettered, 1)]
        .into_iter()
        .flat_map(|(drawn, lines)| styles(drawn, Numbers::Beside, lines))
        .filter_map(|style| beside(chart, theme, style));
    let mut best: Option<Candidate> = None;
    for candidate in inside.chain(beside) {
        if best.as_ref().is_none_or(|best| best.numbers < candidate.numbers) {
            best = Some(candidate);
        }
        if best.as_ref().is_some_and(|best| best.numbers >= ENOUGH) {
            break;
        }
    }
    best.map(|best| best.scene)
}

/// With as many numbers in blips as the list has names; nothing if the radar can not hold them.
fn inside(chart: &Chart, theme: Theme, style: Style<'_>) -> Option<Candidate> {
    let count = chart.blips().len();
    let order = by_importance(chart);
    let chosen = |most: usize| {
        let mut chosen = vec![false; count];
        for at in &order[..most] {
            chosen[*at] = true;
        }
        chosen
    };
    // So many fit into the list.
    let listed = |most: usize| Sheet::new(chart, theme, PARTIAL, &chosen(most), style).is_some();
    let (mut most, mut over) = (0, order.len() + 1);
    while over - most > 1 {
        let middle = usize::midpoint(most, over);
        if listed(middle) {
            most = middle;
        } else {
            over = middle;
        }
    }
    let named = chosen(most);
    let scene = Sheet::new(chart, theme, PARTIAL, &named, style)?.scene()?;
    Some(Candidate { scene, numbers: most })
}

/// With as many numbers beside blips as fit, which may be none.
fn beside(chart: &Chart, theme: Theme, style: Style<'_>) -> Option<Candidate> {
    let mut named = vec![false; chart.blips().len()];
    let Style { drawn, naming, .. } = style;
    let (layout, (mut plan, reach)) = BESIDE.into_iter().find_map(|(layout, dots)| {
        let room = Sheet::new(chart, theme, layout, &named, style)?.room();
        let plan = sheet::fitted(drawn, room, |most| plan::unnumbered(drawn, dots, naming, most))?;
        Some((layout, plan))
    })?;
    let mut numbers = plan.numbers.clone();
    let mut labels = Labels::new(drawn, theme, &plan);
    let (mut count, mut missed) = (0, 0);
    for at in by_importance(chart) {
        let Some(label) = labels.find(at) else {
            continue;
        };
        named[at] = true;
        if Sheet::new(chart, theme, layout, &named, style).is_some() {
            labels.take(label);
            numbers[at] = label.number;
            count += 1;
        } else {
            // A shorter name may still fit.
            named[at] = false;
            missed += 1;
        }
        if missed == MISSES {
            break;
        }
    }
    plan.numbers = numbers;
    let sheet = Sheet::new(chart, theme, layout, &named, style)?;
    Some(Candidate {
        scene: sheet.with(&plan, reach),
        numbers: count,
    })
}

/// What moved, then what is new, then the rest; each in reading order.
fn by_importance(chart: &Chart) -> Vec<usize> {
    let rank = |at: usize| match chart.blips()[at].mark {
        Mark::MovedIn | Mark::MovedOut => 0,
        Mark::New | Mark::Returned => 1,
        Mark::Unchanged => 2,
    };
    let mut order: Vec<usize> = (0..chart.blips().len()).collect();
    order.sort_by_key(|at| rank(*at));
    order
}

/// All but the radar.
struct Sheet<'a> {
    theme: Theme,
    named: &'a [bool],
    style: Style<'a>,
    left: f64,
    legend: Legend,
    list: List,
    /// Where the legend's top is.
    top: f64,
    /// The key, and where its top is.
    key: (Vec<Vec<key::Entry>>, f64),
    scene: Scene,
}

impl<'a> Sheet<'a> {
    /// With the names of some; nothing if they do not fit.
    fn new(
        chart: &'a Chart,
        theme: Theme,
        layout: Layout,
        named: &'a [bool],
        style: Style<'a>,
    ) -> Option<Self> {
        let mut scene = sheet::empty(chart, theme);
        let Layout {
            columns,
            width,
            headings,
        } = layout;
        let room = f64::from(columns) * (width + COLUMN_GAP) - COLUMN_GAP;
        let left = WIDTH - MARGIN - room;
        // Where names are missing, a long title takes no more of their room.
        let lines = if named.contains(&false) {
            HEADER_LINES
        } else {
            usize::MAX
        };
        let top = sheet::header(&mut scene, chart, theme, (left, MARGIN), room, HEADER, lines) + GAP;
        let legend = Legend::of(chart, theme, style.drawn, style.naming, (room, style.lines));
        let below = if legend.is_empty() {
            0.0
        } else {
            legend.height() + LEGEND_GAP
        };
        let unnamed = named.contains(&false) && style.numbers == Numbers::Inside;
        let entries = key::lines(chart, room, unnamed);
        let bottom = LEAST_HEIGHT - MARGIN - key::height(&entries);
        let frame = Frame {
            left,
            top: top + below,
            columns,
            width,
            gap: COLUMN_GAP,
        };
        let limit = bottom - GAP - frame.top;
        if limit < 0.0 {
            return None;
        }
        // What numerals in the rings mean is told by the legend.
        let titles: Vec<String> = chart.rings().iter().map(|ring| ring.title.clone()).collect();
        let list = List::within(chart, theme, frame, &titles, Scope { named, headings }, limit)?;
        Some(Self {
            theme,
            named,
            style,
            left,
            legend,
            list,
            top,
            key: (entries, bottom),
            scene,
        })
    }

    /// What is left for the radar.
    fn room(&self) -> (f64, f64) {
        (self.left - 2.0 * MARGIN, LEAST_HEIGHT - 2.0 * ABOVE)
    }

    /// With the radar and numbers in its blips; nothing if that does not fit.
    fn scene(self) -> Option<Scene> {
        let Style { drawn, naming, .. } = self.style;
        let (plan, reach) = sheet::fitted(drawn, self.room(), |most| {
            plan::numbered(drawn, self.named, naming, most, most)
        })?;
        Some(self.with(&plan, reach))
    }

    /// With this radar, whose blips come first.
    fn with(self, plan: &Plan, reach: Reach) -> Scene {
        let room = self.room();
        let mut scene = self.scene;
        let over = (LEAST_HEIGHT - reach.up - reach.down) / 2.0;
        let center = (MARGIN + room.0 / 2.0, over + reach.up);
        sheet::radar(&mut scene, self.style.drawn, self.theme, plan, center);
        self.legend.draw(&mut scene, self.theme, (self.left, self.top));
        self.list.draw(&mut scene, self.theme);
        let (entries, top) = &self.key;
        key::draw(&mut scene, entries, key::Align::Left(self.left), *top, self.theme);
        scene
    }
}

/// Without names, and with letters for quadrants whose titles are too long to stand around a radar: what these mean
/// stands beside it, in so wide a column and in at most so many lines each.
fn explained(chart: &Chart, drawn: &Chart, theme: Theme, (width, lines): (f64, usize)) -> Option<Scene> {
    let naming = Naming::Numerals;
    let mut scene = sheet::empty(chart, theme);
    let left = WIDTH - MARGIN - width;
    let top = sheet::header(
        &mut scene,
        chart,
        theme,
        (left, MARGIN),
        width,
        SMALL_HEADER,
        lines,
    ) + SMALL_GAP;
    let legend = Legend::of(chart, theme, drawn, naming, (width, lines));
    legend.draw(&mut scene, theme, (left, top));
    let y = top + legend.height();
    if y > LEAST_HEIGHT - MARGIN {
        return None;
    }
    let wide = left - 2.0 * MARGIN;
    let key = |room| key::lines(chart, room, !chart.blips().is_empty());
    // The key is below the words if there is room, and below the radar otherwise.
    let (mut entries, mut below) = (key(width), 0.0);
    let mut top = LEAST_HEIGHT - MARGIN - key::height(&entries);
    let beside = y + SMALL_GAP <= top;
    if !beside {
        entries = key(wide);
        below = key::height(&entries) + SMALL_GAP;
    }
    let room = (wide, LEAST_HEIGHT - 2.0 * SMALL_GAP - below);
    let (plan, reach) = sheet::fitted(drawn, room, |most| {
        plan::unnumbered(drawn, plan::ALONE, naming, most)
    })?;
    let over = (LEAST_HEIGHT - reach.up - reach.down - below) / 2.0;
    let x = MARGIN + wide / 2.0;
    sheet::radar(&mut scene, drawn, theme, &plan, (x, over + reach.up));
    let align = if beside {
        key::Align::Left(left)
    } else {
        top = over + reach.up + reach.down + SMALL_GAP;
        key::Align::Middle(x)
    };
    key::draw(&mut scene, &entries, align, top, theme);
    Some(scene)
}

/// Without a list: for titles so long that nothing else fits. It is drawn over the margins if it must be.
fn bare(chart: &Chart, theme: Theme) -> Scene {
    let mut scene = sheet::empty(chart, theme);
    let entries = key::lines(chart, ASIDE, !chart.blips().is_empty());
    let room = (WIDTH - 2.0 * MARGIN, LEAST_HEIGHT - 2.0 * ABOVE);
    let (plan, reach) = sheet::dots(chart, room);
    let over = (LEAST_HEIGHT - reach.up - reach.down) / 2.0;
    sheet::radar(&mut scene, chart, theme, &plan, (WIDTH / 2.0, over + reach.up));
    let top = LEAST_HEIGHT - MARGIN - key::height(&entries);
    key::draw(&mut scene, &entries, key::Align::Left(MARGIN), top, theme);
    scene
}
