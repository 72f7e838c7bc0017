//! One quadrant of a crowded radar by itself, as chats show it: a sector that opens upwards, and beside it the names of its
//! blips, all of which have their numbers. What has no place in one picture is in the next ones of the same quadrant.

use std::ops::Range;

use super::chart::Chart;
use super::key;
use super::list::{Frame, Headings, List, Scope};
use super::plan::{self, Naming};
use super::scene::Scene;
use super::sheet;
use super::sizes::{LEAST_HEIGHT, WIDTH};
use super::theme::Theme;

/// White space around everything.
const MARGIN: f64 = 40.0;
/// Below the sector.
const BELOW: f64 = 28.0;
/// Between the header and the sector, between the sector and the key.
const GAP: f64 = 24.0;
/// The quadrant's title, the radar's title and edition; each takes so many lines at most.
const HEADER: (f64, f64) = (56.0, 36.0);
const HEADER_LINES: usize = 2;
/// Between two columns of names.
const COLUMN_GAP: f64 = 28.0;
/// Columns of names and how wide each is. The first that holds the names of a picture is taken.
const LAYOUTS: [(u32, f64); 4] = [(1, 560.0), (2, 340.0), (2, 420.0), (3, 290.0)];
/// More blips are not drawn: a sector has no room for them, and to find that out takes long.
const MOST_BLIPS: usize = 200;
/// No picture has more names: three columns of this height.
const MOST_NAMES: usize = 66;
/// As many pictures as a message holds.
const MOST_PICTURES: usize = 10;

/// A picture of a quadrant.
#[derive(Debug, Clone)]
pub struct CloseUp {
    /// Where everything stands.
    pub scene: Scene,
    /// The blips that have their numbers in it, counted from 0 in the reading order of the whole radar.
    pub named: Range<usize>,
}

/// The pictures of a quadrant, whose chart this is. Each blip has its number in one of them, as far as [`MOST_PICTURES`] have
/// room; there are none if it has no blips, or more than [`MOST_BLIPS`].
pub(super) fn close_ups(chart: &Chart, theme: Theme) -> Vec<CloseUp> {
    let count = chart.blips().len();
    if count > MOST_BLIPS {
        return Vec::new();
    }
    let before = chart.number(0) - 1;
    let mut close_ups = Vec::new();
    let mut start = 0;
    while start < count && close_ups.len() < MOST_PICTURES {
        let end = end(chart, theme, start);
        // Where there are so many that none can have a number, there is no picture.
        let scene = (end > start).then(|| scene(chart, theme, &only(chart, start..end)));
        let Some(scene) = scene.flatten() else {
            break;
        };
        close_ups.push(CloseUp {
            scene,
            named: before + start..before + end,
        });
        start = end;
    }
    close_ups
}

/// Before which blip the picture ends that begins with blip `start`. Where two pictures are enough, each has whole rings and
/// they have about the same number of names; otherwise it has whole rings if that leaves out less than half.
fn end(chart: &Chart, theme: Theme, start: usize) -> usize {
    let count = chart.blips().len();
    let most = most(chart, theme, start);
    if most == count {
        return count;
    }
    let ring = |at: usize| chart.blips()[at].ring;
    let ends = || (start + 1..=most).filter(|at| ring(*at) != ring(at - 1));
    let fits_in_one =
        |end: &usize| count - end <= MOST_NAMES && layout(chart, theme, &only(chart, *end..count)).is_some();
    let with_next = ends().filter(fits_in_one);
    let uneven = |end: &usize| (end - start).abs_diff(count - end);
    let full = || ends().filter(|end| (end - start) * 2 > most - start);
    with_next
        .min_by_key(uneven)
        .or_else(|| full().next_back())
        .unwrap_or(most)
}

/// Before which blip a picture ends at the latest that begins with blip `start`: all between have their names.
fn most(chart: &Chart, theme: Theme, start: usize) -> usize {
    let fits = |end: usize| layout(chart, theme, &only(chart, start..end)).is_some();
    let (mut end, mut over) = (start, chart.blips().len().min(start + MOST_NAMES) + 1);
    if fits(over - 1) {
        return over - 1;
    }
    while over - end > 1 {
        let middle = usize::midpoint(end, over);
        if fits(middle) {
            end = middle;
        } else {
            over = middle;
        }
    }
    end
}

/// How a picture is laid out: what is known before anything is drawn.
struct Layout {
    /// What stands in the rings.
    on_radar: Vec<String>,
    headings: Headings,
    frame: Frame,
    sector: Sector,
    key: Vec<Vec<key::Entry>>,
    /// Where the point of the sector is.
    bottom: f64,
}

/// How high the list may be.
const LIST: f64 = LEAST_HEIGHT - 2.0 * MARGIN;

/// The first way to lay out a picture that names these; nothing if they do not fit.
fn layout(chart: &Chart, theme: Theme, named: &[bool]) -> Option<Layout> {
    let titles: Vec<&str> = chart.rings().iter().map(|ring| ring.title.as_str()).collect();
    for naming in Naming::ALL {
        let on_radar = naming.names(chart);
        // Numerals are explained by the list.
        let headings = if on_radar == titles {
            [Headings::Rings, Headings::None].as_slice()
        } else {
            &[Headings::None]
        };
        for (columns, headings) in LAYOUTS
            .into_iter()
            .flat_map(|columns| headings.iter().map(move |headings| (columns, *headings)))
        {
            let scope = Scope { named, headings };
            let found = laid_out(chart, theme, &on_radar, scope, columns);
            if found.is_some() {
                return found;
            }
        }
    }
    None
}

/// The layout with so many columns of names; nothing if the names or the sector do not fit.
fn laid_out(
    chart: &Chart,
    theme: Theme,
    on_radar: &[String],
    scope: Scope<'_>,
    (columns, width): (u32, f64),
) -> Option<Layout> {
    let taken = f64::from(columns) * (width + COLUMN_GAP) - COLUMN_GAP;
    let frame = Frame {
        left: WIDTH - MARGIN - taken,
        top: MARGIN,
        columns,
        width,
        gap: COLUMN_GAP,
    };
    List::within(chart, theme, frame, on_radar, scope, LIST)?;
    let room = room(frame);
    let top = header(&mut sheet::empty(chart, theme), chart, theme, room);
    let unnamed = scope.named.contains(&false);
    let beside = Sector::within(room, LEAST_HEIGHT - BELOW - top);
    let (sector, key, bottom) = if let Some(key) = key_beside(chart, beside, room, unnamed) {
        (beside, key, LEAST_HEIGHT - BELOW)
    } else {
        let key = key::lines(chart, room, unnamed);
        let bottom = LEAST_HEIGHT - MARGIN - key::height(&key) - GAP;
        (Sector::within(room, bottom - top), key, bottom)
    };
    plan::fan_fits(chart, scope.named, on_radar, sector.half, sector.radius).then(|| Layout {
        on_radar: on_radar.to_vec(),
        headings: scope.headings,
        frame,
        sector,
        key,
        bottom,
    })
}

/// How wide what is left of the list may be.
fn room(list: Frame) -> f64 {
    list.left - 2.0 * MARGIN
}

/// Draws the titles, and returns where the sector may begin.
fn header(scene: &mut Scene, chart: &Chart, theme: Theme, room: f64) -> f64 {
    let at = (MARGIN, MARGIN);
    sheet::header(scene, chart, theme, at, room, HEADER, HEADER_LINES) + GAP
}

/// The picture that names these; nothing if they do not fit.
fn scene(chart: &Chart, theme: Theme, named: &[bool]) -> Option<Scene> {
    let Layout {
        on_radar,
        headings,
        frame,
        sector,
        key,
        bottom,
    } = layout(chart, theme, named)?;
    let plan = plan::fan(chart, named, &on_radar, sector.half, sector.radius)?;
    let mut scene = sheet::empty(chart, theme);
    header(&mut scene, chart, theme, room(frame));
    let center = (MARGIN + room(frame) / 2.0, bottom);
    sheet::rings(&mut scene, chart, theme, &plan, center);
    sheet::blips(&mut scene, chart, theme, &plan, center);
    let scope = Scope { named, headings };
    List::even(chart, theme, frame, &on_radar, scope, LIST)?.draw(&mut scene, theme);
    let key_top = LEAST_HEIGHT - MARGIN - key::height(&key);
    key::draw(&mut scene, &key, key::Align::Left(MARGIN), key_top, theme);
    Some(scene)
}

/// Which blips have names in a picture of these.
fn only(chart: &Chart, named: Range<usize>) -> Vec<bool> {
    (0..chart.blips().len()).map(|at| named.contains(&at)).collect()
}

/// The largest sector that fits: no other has more room for blips.
#[derive(Debug, Clone, Copy)]
struct Sector {
    /// Half of its angle.
    half: f64,
    radius: f64,
}

impl Sector {
    fn within(wide: f64, high: f64) -> Self {
        let half = (wide / 2.0 / high).clamp(0.0, 1.0).asin();
        Self {
            half,
            radius: high.min(wide / 2.0 / half.sin()),
        }
    }
}

/// What the shapes mean, in lines that stand beside the point of the sector, where nothing else does; nothing if they are too
/// wide for that.
fn key_beside(chart: &Chart, sector: Sector, room: f64, unnamed: bool) -> Option<Vec<Vec<key::Entry>>> {
    // One below the other takes the least width.
    (1..=key::lines(chart, 0.0, unnamed).len()).find_map(|count| {
        let high = key::LINE * f64::from(u32::try_from(count).ok()?);
        let above_point = high + MARGIN - BELOW;
        let width = room / 2.0 - above_point * sector.half.tan() - GAP;
        let entries = key::lines(chart, width, unnamed);
        (entries.len() == count && key::width(&entries) <= width && !key::is_broken(&entries))
            .then_some(entries)
    })
}
