//! Puts the parts of the picture together: the radar beside its list if that is short, above it otherwise.

use super::around::{self, Reach};
use super::chart::Chart;
use super::fans;
use super::font::{self, Weight};
use super::key;
use super::list::{Frame, List};
use super::plan::{self, Naming, Number, Plan};
use super::scene::{Anchor, Blip, Ground, Line, Scene, Text};
use super::sizes::{EDITION, LEADING, LEAST_HEIGHT, LEAST_TEXT, MARGIN, TITLE, WIDTH};
use super::theme::Theme;

/// The list beside the radar.
const BESIDE: f64 = 540.0;
/// The highest picture that has its list beside the radar.
const MOST_BESIDE: f64 = 1280.0;
/// The radius of a radar above its list.
const LIKED: f64 = 630.0;
/// How often a radar is made smaller.
const TRIES: u32 = 6;
/// How much larger one is made that fits nowhere.
const LARGER: f64 = 1.05;
/// No radar is larger.
const LARGEST: f64 = 770.0;
/// Between parts of the picture.
const GAP: f64 = 36.0;
/// Columns of a list below the radar, and what is between them.
const COLUMNS: u32 = 3;
const COLUMN_GAP: f64 = 44.0;

/// Where everything of a chart's picture stands.
pub(super) fn scene(chart: &Chart, theme: Theme) -> Scene {
    beside(chart, theme).unwrap_or_else(|| above(chart, theme))
}

/// The radar on the left, everything else on the right; nothing if that does not fit.
fn beside(chart: &Chart, theme: Theme) -> Option<Scene> {
    let mut scene = empty(chart, theme);
    let left = WIDTH - MARGIN - BESIDE;
    let top = header(
        &mut scene,
        chart,
        theme,
        (left, MARGIN),
        BESIDE,
        (TITLE, EDITION),
        usize::MAX,
    ) + GAP;
    let list = List::new(
        chart,
        theme,
        Frame {
            left,
            top,
            columns: 1,
            width: BESIDE,
            gap: 0.0,
        },
        &Naming::Words.names(chart),
    );
    let room = left - 2.0 * MARGIN;
    let entries = key::lines(chart, room, false);
    let key_height = key::height(&entries) + GAP;
    scene.height = (top + list.height + MARGIN).max(LEAST_HEIGHT).ceil();
    if scene.height > MOST_BESIDE {
        return None;
    }
    let high = scene.height - 2.0 * MARGIN - key_height;
    let all = vec![true; chart.blips().len()];
    let (plan, reach) = fitted(chart, (room, high), |most| {
        plan::numbered(chart, &all, Naming::Words, most, most)
    })?;
    let over = (scene.height - reach.up - reach.down - key_height) / 2.0;
    let x = MARGIN + room / 2.0;
    radar(&mut scene, chart, theme, &plan, (x, over + reach.up));
    key::draw(
        &mut scene,
        &entries,
        key::Align::Middle(x),
        over + reach.up + reach.down + GAP,
        theme,
    );
    list.draw(&mut scene, theme);
    Some(scene)
}

/// The radar above its list, and the picture as high as that takes.
fn above(chart: &Chart, theme: Theme) -> Scene {
    let mut scene = empty(chart, theme);
    let room = WIDTH - 2.0 * MARGIN;
    let mut y = header(
        &mut scene,
        chart,
        theme,
        (MARGIN, MARGIN),
        room,
        (TITLE, EDITION),
        usize::MAX,
    ) + GAP;
    // A large radar may come nearer to the edges than text.
    let (plan, reach) = roomy(chart, (room + MARGIN, f64::INFINITY));
    radar(&mut scene, chart, theme, &plan, (WIDTH / 2.0, y + reach.up));
    y += reach.up + reach.down + GAP;
    let names: Vec<String> = plan.names.iter().map(|(name, _)| name.clone()).collect();
    if plan.numbers.iter().any(|number| matches!(number, Number::None)) {
        y = fans::draw(&mut scene, chart, theme, &names, (MARGIN, y), room) + GAP;
    }
    let entries = key::lines(chart, room, false);
    key::draw(&mut scene, &entries, key::Align::Middle(WIDTH / 2.0), y, theme);
    y += key::height(&entries) + GAP;
    scene.lines.push(Line {
        from: (MARGIN, y),
        to: (WIDTH - MARGIN, y),
        color: theme.line(),
        width: 2.0,
    });
    y += GAP;
    let list = List::new(
        chart,
        theme,
        Frame {
            left: MARGIN,
            top: y,
            columns: COLUMNS,
            width: (room - COLUMN_GAP * f64::from(COLUMNS - 1)) / f64::from(COLUMNS),
            gap: COLUMN_GAP,
        },
        &names,
    );
    list.draw(&mut scene, theme);
    scene.height = (y + list.height + MARGIN).max(LEAST_HEIGHT).ceil();
    scene
}

/// A plan whose radar fits with its titles: with numbers, if there is such a one.
fn roomy(chart: &Chart, room: (f64, f64)) -> (Plan, Reach) {
    let all = vec![true; chart.blips().len()];
    Naming::ALL
        .into_iter()
        .find_map(|naming| {
            fitted(chart, room, |most| {
                plan::numbered(chart, &all, naming, LIKED.min(most), most)
            })
        })
        .unwrap_or_else(|| dots(chart, room))
}

/// A plan without numbers that fits.
pub(super) fn dots(chart: &Chart, room: (f64, f64)) -> (Plan, Reach) {
    let fitting = Naming::ALL.into_iter().find_map(|naming| {
        fitted(chart, room, |most| {
            plan::unnumbered(chart, plan::ALONE, naming, most)
        })
    });
    if let Some(fitting) = fitting {
        return fitting;
    }
    // Nothing is known that comes here. If something does, it is drawn over the margin and not left out.
    let mut most = MARGIN;
    loop {
        most *= LARGER;
        let mut plans = Naming::ALL
            .into_iter()
            .filter_map(|naming| plan::unnumbered(chart, plan::ALONE, naming, most));
        if let Some(plan) = plans.next() {
            let reach = reach(chart, &plan);
            return (plan, reach);
        }
    }
}

/// A plan whose radar fits with its titles into a width and a height. `make` is told how large a radar may be. Quadrants
/// that are not equally large may turn a title to the side, where it reaches further: then the radar becomes smaller.
pub(super) fn fitted(
    chart: &Chart,
    (wide, high): (f64, f64),
    make: impl Fn(f64) -> Option<Plan>,
) -> Option<(Plan, Reach)> {
    let over = |reach: Reach| (reach.aside * 2.0 - wide).max(reach.up + reach.down - high);
    let mut most = largest(chart, |reach| over(reach) <= 0.0);
    for _ in 0..TRIES {
        let plan = make(most)?;
        let reach = reach(chart, &plan);
        let over = over(reach);
        if over <= 0.0 {
            return Some((plan, reach));
        }
        most = plan.radius() - over / 2.0 - 1.0;
    }
    None
}

/// The largest radius with which a radar whose quadrants are equally large still fits.
fn largest(chart: &Chart, fits: impl Fn(Reach) -> bool) -> f64 {
    let sectors = plan::sectors(&vec![1.0; chart.quadrants().len()]);
    let (mut low, mut high) = (0.0, LARGEST);
    while high - low > 1.0 {
        let middle = f64::midpoint(low, high);
        if fits(around::reach(chart.quadrants(), middle, &sectors)) {
            low = middle;
        } else {
            high = middle;
        }
    }
    low
}

fn reach(chart: &Chart, plan: &Plan) -> Reach {
    around::reach(chart.quadrants(), plan.radius(), &plan.sectors)
}

pub(super) fn empty(chart: &Chart, theme: Theme) -> Scene {
    Scene {
        title: format!("{} · {}", chart.title(), chart.edition()),
        height: LEAST_HEIGHT,
        ground: theme.ground(),
        rings: Vec::new(),
        lines: Vec::new(),
        blips: Vec::new(),
        texts: Vec::new(),
        arcs: Vec::new(),
    }
}

/// Title and edition of these sizes, in at most so many lines each; returns where they end.
pub(super) fn header(
    scene: &mut Scene,
    chart: &Chart,
    theme: Theme,
    (left, top): (f64, f64),
    room: f64,
    (title, edition): (f64, f64),
    most: usize,
) -> f64 {
    let mut y = top;
    let parts = [
        (chart.title(), title, Weight::Bold, theme.ink()),
        (chart.edition(), edition, Weight::Regular, theme.muted()),
    ];
    for (words, size, weight, fill) in parts {
        for text in font::shortened(words, size, weight, room, most) {
            scene.texts.push(Text {
                at: (left, y + size * font::CAPITAL),
                anchor: Anchor::Start,
                size,
                weight,
                fill,
                on: theme.ground(),
                text,
            });
            y += size * LEADING;
        }
    }
    y
}

/// Rings, quadrants, their names and the blips.
pub(super) fn radar(scene: &mut Scene, chart: &Chart, theme: Theme, plan: &Plan, center: (f64, f64)) {
    rings(scene, chart, theme, plan, center);
    blips(scene, chart, theme, plan, center);
    scene.arcs = around::arcs(
        chart.quadrants(),
        plan.radius(),
        &plan.sectors,
        center,
        theme.ink(),
    );
}

/// Rings with their names, and the lines between quadrants.
pub(super) fn rings(scene: &mut Scene, chart: &Chart, theme: Theme, plan: &Plan, center: (f64, f64)) {
    let (x, y) = center;
    let tints: Vec<_> = chart.rings().iter().map(|ring| theme.tint(ring.color)).collect();
    for (radius, tint) in plan.radii.iter().zip(&tints).rev() {
        scene.rings.push(Ground {
            center,
            radius: *radius,
            fill: tint.band,
            half: plan.half,
        });
    }
    if plan.sectors.len() > 1 {
        for (from, _) in &plan.sectors {
            let top = plan.names.last().filter(|_| *from == 0.0);
            // The line to the top ends at the name that stands on it.
            let reach = top.map_or(plan.radius() + 2.0, |(_, plate)| plate.bottom);
            scene.lines.push(Line {
                from: center,
                to: (x + reach * from.sin(), y - reach * from.cos()),
                color: theme.ground(),
                width: 6.0,
            });
        }
    }
    for ((name, plate), tint) in plan.names.iter().zip(&tints) {
        // A piece of the band under the name, so that the line between the quadrants does not cross it.
        let height = y - f64::midpoint(plate.bottom, plate.top);
        scene.lines.push(Line {
            from: (x - plate.half, height),
            to: (x + plate.half, height),
            color: tint.band,
            width: plate.top - plate.bottom,
        });
        scene.texts.push(Text {
            at: (x, height + LEAST_TEXT * font::CAPITAL / 2.0),
            anchor: Anchor::Middle,
            size: LEAST_TEXT,
            weight: Weight::Bold,
            fill: tint.strong,
            on: tint.band,
            text: name.clone(),
        });
    }
}

/// Blips and their numbers.
pub(super) fn blips(scene: &mut Scene, chart: &Chart, theme: Theme, plan: &Plan, (x, y): (f64, f64)) {
    let tints: Vec<_> = chart.rings().iter().map(|ring| theme.tint(ring.color)).collect();
    for (at, (blip, place)) in chart.blips().iter().zip(&plan.places).enumerate() {
        let at_screen = (x + place.0, y - place.1);
        let fill = tints[blip.ring].strong;
        let offset = plan.sizes[at].number_offset(blip.mark);
        let number = |(x, middle): (f64, f64), fill, on| Text {
            at: (x, middle + LEAST_TEXT * font::CAPITAL / 2.0),
            anchor: Anchor::Middle,
            size: LEAST_TEXT,
            weight: Weight::Bold,
            fill,
            on,
            text: chart.number(at).to_string(),
        };
        scene.blips.push(Blip {
            center: at_screen,
            mark: blip.mark,
            size: plan.sizes[at],
            fill,
            number: match plan.numbers[at] {
                Number::None => None,
                Number::Inside => {
                    let middle = (at_screen.0, at_screen.1 + offset);
                    Some(number(middle, theme.ground(), fill))
                }
                Number::Beside { at, fill, on } => Some(number((x + at.0, y - at.1), fill, on)),
            },
        });
    }
}
