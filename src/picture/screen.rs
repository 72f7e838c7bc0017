//! The picture that chats show: as high as they show one, so that nothing in it becomes smaller than it is meant to be.
//!
//! The radar is on the left, the list on the right. So much of the list as fits is there: what did not stay as it was
//! first. A blip has a number if its name is in the list, and is small otherwise: a number that nobody can look up says
//! nothing.

use super::chart::{Chart, Mark};
use super::font::{self, Weight};
use super::key;
use super::list::{self, Frame, Headings, List, Scope};
use super::plan::{self, Naming};
use super::scene::{Anchor, Scene, Text};
use super::shape::{self, Size};
use super::sheet;
use super::sizes::{LEADING, LEAST_HEIGHT, LEAST_TEXT, WIDTH};
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
/// The key beside a radar without a list.
const ASIDE: f64 = 250.0;
/// Of pictures that explain the letters of quadrants: how wide that is, and title and edition.
const EXPLAINED: [f64; 6] = [480.0, 600.0, 660.0, 720.0, 860.0, 1000.0];
const SMALL_HEADER: (f64, f64) = (40.0, 32.0);
const SMALL_GAP: f64 = 14.0;
/// With more quadrants, the innermost ring is narrow.
const NARROW: usize = 4;

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

/// How a radar is drawn of which not all names fit.
#[derive(Debug, Clone, Copy)]
struct Style<'a> {
    /// What is drawn: quadrants may have letters.
    drawn: &'a Chart,
    naming: Naming,
    /// How large blips without numbers are.
    dot: Size,
}

/// Where everything of a chart's picture stands.
pub(super) fn scene(chart: &Chart, theme: Theme) -> Scene {
    let all = vec![true; chart.blips().len()];
    let whole = Style {
        drawn: chart,
        naming: Naming::Words,
        dot: shape::DOT,
    };
    let lettered = chart.lettered();
    LAYOUTS
        .iter()
        .find_map(|layout| Sheet::new(chart, theme, *layout, &all, whole)?.scene())
        .or_else(|| {
            let styles = [chart, &lettered].into_iter().flat_map(|drawn| {
                Naming::ALL.into_iter().map(move |naming| Style {
                    drawn,
                    naming,
                    ..whole
                })
            });
            let styles: Vec<Style<'_>> = styles.collect();
            let rings = chart.rings().len();
            // A ring without numbers can be thinner, and where there are many, dots are smaller.
            let tries = [
                (plan::DOTS[0], rings),
                (plan::DOTS[0], rings * 2 / 3),
                (plan::DOTS[1], rings / 3),
                (plan::DOTS[1], 1),
            ];
            let with_numbers = tries
                .into_iter()
                .filter(|(_, rings)| *rings > 0)
                .flat_map(|(dot, rings)| styles.iter().map(move |style| (Style { dot, ..*style }, rings)))
                .find_map(|(style, rings)| some(chart, theme, style, rings));
            with_numbers.or_else(|| styles.iter().find_map(|style| none(chart, theme, *style)))
        })
        .or_else(|| {
            [true, false]
                .into_iter()
                .flat_map(|rings| EXPLAINED.map(|width| (width, rings)))
                .find_map(|(width, rings)| explained(chart, &lettered, theme, width, rings))
        })
        .unwrap_or_else(|| bare(chart, theme))
}

/// With as many names as fit, in so many rings; nothing if none do, though there are some.
fn some(chart: &Chart, theme: Theme, style: Style<'_>, rings: usize) -> Option<Scene> {
    let count = chart.blips().len();
    let order = by_importance(chart, rings);
    let chosen = |most: usize| {
        let mut chosen = vec![false; count];
        for at in &order[..most] {
            chosen[*at] = true;
        }
        chosen
    };
    // So many fit into the list; the radar may hold fewer numbers.
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
    let drawn = |most: usize| Sheet::new(chart, theme, PARTIAL, &chosen(most), style)?.scene();
    if let Some(scene) = (most > 0).then(|| drawn(most)).flatten() {
        return Some(scene);
    }
    // Where not even one number fits, no more are tried.
    let (mut fitting, mut fits, mut over) = (None, 0, most);
    let mut next = 1;
    while fits < next && next < over {
        if let Some(scene) = drawn(next) {
            (fitting, fits) = (Some(scene), next);
        } else {
            over = next;
        }
        next = usize::midpoint(fits, over);
    }
    fitting
}

/// With no names: for rings so many that none of them holds a number.
fn none(chart: &Chart, theme: Theme, style: Style<'_>) -> Option<Scene> {
    Sheet::new(chart, theme, PARTIAL, &vec![false; chart.blips().len()], style)?.scene()
}

/// What moved, then what is new, then the rest; each in reading order. Of the rings, only so many: those with most of what
/// comes first.
fn by_importance(chart: &Chart, rings: usize) -> Vec<usize> {
    let rank = |mark| match mark {
        Mark::MovedIn | Mark::MovedOut => 0,
        Mark::New | Mark::Returned => 1,
        Mark::Unchanged => 2,
    };
    let mut holds = vec![[0usize; 3]; chart.rings().len()];
    for blip in chart.blips() {
        holds[blip.ring][rank(blip.mark)] += 1;
    }
    let mut by_rank: Vec<usize> = (0..holds.len()).collect();
    // Numbers between many quadrants take most room in the innermost ring.
    let narrow = |ring: usize| ring == 0 && chart.quadrants().len() > NARROW;
    by_rank.sort_by_key(|ring| (narrow(*ring), std::cmp::Reverse(holds[*ring])));
    let chosen = &by_rank[..rings];
    let mut order: Vec<usize> = (0..chart.blips().len()).collect();
    order.retain(|at| chosen.contains(&chart.blips()[*at].ring));
    order.sort_by_key(|at| rank(chart.blips()[*at].mark));
    order
}

/// All but the radar.
struct Sheet<'a> {
    theme: Theme,
    named: &'a [bool],
    style: Style<'a>,
    left: f64,
    list: List,
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
        let scope = Scope {
            named,
            headings,
            quadrants: style.drawn.quadrants(),
        };
        let list = List::within(
            chart,
            theme,
            frame,
            &style.naming.names(chart),
            scope,
            bottom - GAP - top,
        )?;
        Some(Self {
            theme,
            named,
            style,
            left,
            list,
            key: (entries, bottom),
            scene,
        })
    }

    /// With the radar, whose blips come first; nothing if it does not fit.
    fn scene(self) -> Option<Scene> {
        let room = (self.left - 2.0 * MARGIN, LEAST_HEIGHT - 2.0 * ABOVE);
        let Style { drawn, naming, dot } = self.style;
        let (plan, reach) = sheet::fitted(drawn, room, |most| {
            if self.named.contains(&true) {
                plan::numbered(drawn, self.named, dot, naming, most, most)
            } else {
                plan::unnumbered(drawn, naming, most, most)
            }
        })?;
        let mut scene = self.scene;
        let over = (LEAST_HEIGHT - reach.up - reach.down) / 2.0;
        let center = (MARGIN + room.0 / 2.0, over + reach.up);
        sheet::radar(&mut scene, drawn, self.theme, &plan, center);
        self.list.draw(&mut scene, self.theme);
        let (entries, top) = &self.key;
        key::draw(&mut scene, entries, key::Align::Left(self.left), *top, self.theme);
        Some(scene)
    }
}

/// Without names, and with letters for quadrants whose titles are too long to stand around a radar: what these mean
/// stands beside it, and what numerals in the rings mean if `rings`.
fn explained(chart: &Chart, drawn: &Chart, theme: Theme, width: f64, rings: bool) -> Option<Scene> {
    let naming = Naming::Numerals;
    let mut scene = sheet::empty(chart, theme);
    let left = WIDTH - MARGIN - width;
    let mut y = sheet::header(&mut scene, chart, theme, (left, MARGIN), width, SMALL_HEADER) + SMALL_GAP;
    let quadrants = list::explained(chart.quadrants(), drawn.quadrants()).map(|text| (text, theme.ink()));
    let numerals = naming
        .names(chart)
        .into_iter()
        .zip(chart.rings())
        .map(|(name, ring)| {
            let fill = theme.tint(ring.color).strong;
            (format!("{name} · {}", ring.title), fill)
        });
    for (words, fill) in quadrants.chain(numerals.filter(|_| rings)) {
        for text in font::wrap(&words, LEAST_TEXT, Weight::Regular, width) {
            scene.texts.push(Text {
                at: (left, y + LEAST_TEXT * font::ASCENT),
                anchor: Anchor::Start,
                size: LEAST_TEXT,
                weight: Weight::Regular,
                fill,
                on: theme.ground(),
                text,
            });
            y += LEAST_TEXT * LEADING;
        }
    }
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
    let (plan, reach) = sheet::fitted(drawn, room, |most| plan::unnumbered(drawn, naming, most, most))?;
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
