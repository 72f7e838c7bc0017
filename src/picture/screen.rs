//! The picture that chats show: as high as they show one, so that nothing in it becomes smaller than it is meant to be.
//!
//! The radar is on the left, the list on the right. So much of the list as fits is there: what did not stay as it was
//! first. A blip has a number if its name is in the list, and is small otherwise: a number that nobody can look up says
//! nothing.

use super::chart::{Chart, Mark};
use super::key;
use super::list::{Frame, List, Scope};
use super::plan;
use super::ring_name;
use super::scene::Scene;
use super::sheet;
use super::sizes::{LEAST_HEIGHT, WIDTH};
use super::theme::Theme;

/// White space around everything.
const MARGIN: f64 = 44.0;
/// Between the radar, its key and the list.
const GAP: f64 = 32.0;
/// Title and edition.
const HEADER: (f64, f64) = (56.0, 36.0);
/// Columns of the list, how wide each is, and whether rings have headings: the first that holds all names is taken.
const LISTS: [(u32, f64, bool); 4] = [
    (1, 560.0, true),
    (2, 345.0, true),
    (1, 620.0, false),
    (2, 345.0, false),
];
/// Between two columns.
const COLUMN_GAP: f64 = 28.0;
/// How many of so many names are tried next if the radar can not hold their numbers.
const FEWER: (usize, usize) = (7, 8);

/// Where everything of a chart's picture stands.
pub(super) fn scene(chart: &Chart, theme: Theme) -> Scene {
    let count = chart.blips().len();
    let all = vec![true; count];
    if let Some(scene) = LISTS.iter().find_map(|layout| named(chart, theme, *layout, &all)) {
        return scene;
    }
    let order = by_importance(chart);
    let narrow = LISTS[LISTS.len() - 1];
    let mut most = count;
    loop {
        let mut chosen = vec![false; count];
        for at in &order[..most] {
            chosen[*at] = true;
        }
        if let Some(scene) = named(chart, theme, narrow, &chosen) {
            return scene;
        }
        if most == 0 {
            return bare(chart, theme);
        }
        most = (most * FEWER.0 / FEWER.1).min(most - 1);
    }
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

/// With the names of some; nothing if they or their numbers do not fit.
fn named(chart: &Chart, theme: Theme, (columns, width, rings): (u32, f64, bool), named: &[bool]) -> Option<Scene> {
    let mut scene = sheet::empty(chart, theme);
    let list_width = f64::from(columns) * (width + COLUMN_GAP) - COLUMN_GAP;
    let left = WIDTH - MARGIN - list_width;
    let top = sheet::header(&mut scene, chart, theme, (left, MARGIN), list_width, HEADER) + GAP;
    let titles: Vec<&str> = chart.rings().iter().map(|ring| ring.title.as_str()).collect();
    let frame = Frame {
        left,
        top,
        columns,
        width,
        gap: COLUMN_GAP,
    };
    let high = LEAST_HEIGHT - MARGIN - top;
    let list = |names: &[String]| List::within(chart, theme, frame, names, Scope { named, rings }, high);
    let names = ring_name::names(&titles);
    list(&names)?;
    let room = left - 2.0 * MARGIN;
    let entries = key::lines(chart, room, named.contains(&false));
    let key_height = key::height(&entries) + GAP;
    let high = LEAST_HEIGHT - 2.0 * MARGIN - key_height;
    let most = sheet::largest(chart, |reach| {
        reach.aside * 2.0 <= room && reach.up + reach.down <= high
    });
    let plan = plan::numbered(chart, named, most, most)?;
    let reach = sheet::reach(chart, &plan);
    // A plan may have other sectors than those by which the largest radius was found.
    if reach.aside * 2.0 > room || reach.up + reach.down > high {
        return None;
    }
    // It may have numerals in place of the rings' names, which the list explains.
    let names: Vec<String> = plan.names.iter().map(|(name, _)| name.clone()).collect();
    let list = list(&names)?;
    let over = (LEAST_HEIGHT - reach.up - reach.down - key_height) / 2.0;
    let x = MARGIN + room / 2.0;
    sheet::radar(&mut scene, chart, theme, &plan, (x, over + reach.up));
    key::draw(&mut scene, &entries, x, over + reach.up + reach.down + GAP, theme);
    list.draw(&mut scene, theme);
    Some(scene)
}

/// With no name at all: for titles so long, or rings so many, that nothing else fits.
fn bare(chart: &Chart, theme: Theme) -> Scene {
    let mut scene = sheet::empty(chart, theme);
    let room = WIDTH - 2.0 * MARGIN;
    let entries = key::lines(chart, room, !chart.blips().is_empty());
    let key_height = key::height(&entries) + GAP;
    let high = LEAST_HEIGHT - 2.0 * MARGIN - key_height;
    let mut most = sheet::largest(chart, |reach| {
        reach.aside * 2.0 <= room && reach.up + reach.down <= high
    });
    // Nothing is known for which the first plan is not one. If something is, it is drawn over the margin and not left out.
    let plan = loop {
        if let Some(plan) = plan::unnumbered(chart, most, most) {
            break plan;
        }
        most = (most * 1.2).max(MARGIN);
    };
    let reach = sheet::reach(chart, &plan);
    let over = (LEAST_HEIGHT - reach.up - reach.down - key_height) / 2.0;
    sheet::radar(&mut scene, chart, theme, &plan, (WIDTH / 2.0, over + reach.up));
    key::draw(&mut scene, &entries, WIDTH / 2.0, over + reach.up + reach.down + GAP, theme);
    scene
}
