//! The names of the blips in reading order, in columns.

use super::chart::{Chart, Mark};
use super::color::Rgb;
use super::font::{self, Weight};
use super::scene::{Anchor, Blip, Scene, Text};
use super::shape;
use super::sizes::{LEADING, LEAST_TEXT, QUADRANT};
use super::theme::Theme;

/// Where the list stands, and how wide its columns are.
#[derive(Debug, Clone, Copy)]
pub(super) struct Frame {
    pub left: f64,
    pub top: f64,
    pub columns: u32,
    pub width: f64,
    pub gap: f64,
}

/// A line of the list, or several if it is long.
#[derive(Clone)]
struct Item {
    kind: Kind,
    lines: Vec<String>,
}

#[derive(Clone, Copy)]
enum Kind {
    Quadrant,
    Ring(Rgb),
    /// What a numeral in a ring means.
    Meaning(Rgb),
    Name {
        number: usize,
        mark: Mark,
        fill: Rgb,
    },
}

/// Each item with its column, and how far its top is from that of the column.
type Placed = Vec<(Item, u32, f64)>;

/// The list in columns.
pub(super) struct List {
    placed: Placed,
    frame: Frame,
    digits: f64,
    /// How high the longest column is.
    pub height: f64,
}

/// From the middle of a shape to where numbers may begin.
const TO_NUMBER: f64 = 22.0;
/// From a number to its name.
const TO_NAME: f64 = 16.0;
/// Above names that are no first lines.
const ROW_GAP: f64 = 4.0;
/// In which steps columns grow until the list fits.
const STEP: f64 = 6.0;

impl Item {
    fn size(&self) -> f64 {
        match self.kind {
            Kind::Quadrant => QUADRANT,
            Kind::Ring(_) | Kind::Meaning(_) | Kind::Name { .. } => LEAST_TEXT,
        }
    }

    fn height(&self) -> f64 {
        self.lines.iter().map(|_| self.size() * LEADING).sum()
    }

    /// White space above it, except on top of a column.
    fn gap(&self, follows: Option<&Self>) -> f64 {
        match (&self.kind, follows.map(|item| &item.kind)) {
            (Kind::Quadrant, _) => 40.0,
            (Kind::Ring(_), Some(Kind::Quadrant)) => 8.0,
            (Kind::Ring(_), _) | (Kind::Name { .. }, Some(Kind::Meaning(_))) => 22.0,
            (Kind::Meaning(_) | Kind::Name { .. }, _) => ROW_GAP,
        }
    }

    /// Whether a column may not end after it.
    fn leads(&self) -> bool {
        match self.kind {
            Kind::Quadrant | Kind::Ring(_) => true,
            Kind::Meaning(_) | Kind::Name { .. } => false,
        }
    }
}

/// What of a radar is in its list.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scope<'a> {
    /// Which blips, in reading order.
    pub named: &'a [bool],
    /// What has a heading.
    pub headings: Headings,
}

/// What has a heading in the list. The radar tells as well in which ring and quadrant a number is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Headings {
    /// Quadrants and rings.
    All,
    /// Quadrants, if there are several.
    Quadrants,
    /// Rings.
    Rings,
    /// Nothing.
    None,
}

impl List {
    /// Lays the list out in columns that are not higher than `limit`; nothing if they would have to be. `names` are what the
    /// radar calls its rings; what others than their titles mean is in the list.
    pub fn within(
        chart: &Chart,
        theme: Theme,
        frame: Frame,
        names: &[String],
        scope: Scope<'_>,
        limit: f64,
    ) -> Option<Self> {
        Self::laid_out(chart, theme, frame, names, scope, |items| {
            arrange(items, frame.columns, limit)
        })
    }

    /// The same in columns of about the same height.
    pub fn even(
        chart: &Chart,
        theme: Theme,
        frame: Frame,
        names: &[String],
        scope: Scope<'_>,
        limit: f64,
    ) -> Option<Self> {
        Self::laid_out(chart, theme, frame, names, scope, |items| {
            // Where they do not fit at all, no lower columns are tried.
            let fitting = arrange(items, frame.columns, limit)?;
            Some(lowest(items, frame.columns, limit).unwrap_or(fitting))
        })
    }

    /// Lays the list of all blips out in columns of about the same height. `names` are what the radar calls its rings.
    pub fn new(chart: &Chart, theme: Theme, frame: Frame, names: &[String]) -> Self {
        let all = vec![true; chart.blips().len()];
        let scope = Scope {
            named: &all,
            headings: Headings::All,
        };
        // Columns of any height hold all items at last.
        let any = |items: &[Item]| lowest(items, frame.columns, f64::INFINITY);
        Self::laid_out(chart, theme, frame, names, scope, any).unwrap_or(Self {
            placed: Vec::new(),
            frame,
            digits: 0.0,
            height: 0.0,
        })
    }

    fn laid_out(
        chart: &Chart,
        theme: Theme,
        frame: Frame,
        names: &[String],
        scope: Scope<'_>,
        arranged: impl FnOnce(&[Item]) -> Option<Placed>,
    ) -> Option<Self> {
        let digits = digits(chart);
        let items = items(chart, theme, names, scope, frame.width, indent(digits));
        let placed = arranged(&items)?;
        let bottoms = placed.iter().map(|(item, _, top)| top + item.height());
        Some(Self {
            height: bottoms.fold(0.0, f64::max),
            placed,
            frame,
            digits,
        })
    }

    /// Draws it.
    pub fn draw(&self, scene: &mut Scene, theme: Theme) {
        let frame = self.frame;
        for (item, column, top) in &self.placed {
            let left = frame.left + f64::from(*column) * (frame.width + frame.gap);
            let mut baseline = frame.top + top + item.size() * font::ASCENT;
            let text = |at, anchor, weight, fill, text: &str| Text {
                at,
                anchor,
                size: item.size(),
                weight,
                fill,
                on: theme.ground(),
                text: text.to_owned(),
            };
            let (x, weight, fill) = match item.kind {
                Kind::Quadrant => (left, Weight::Bold, theme.ink()),
                Kind::Ring(fill) | Kind::Meaning(fill) => (left, Weight::Bold, fill),
                Kind::Name { number, mark, fill } => {
                    scene.blips.push(Blip {
                        center: (left + 14.0, baseline - LEAST_TEXT * font::CAPITAL / 2.0),
                        mark,
                        size: shape::SMALL,
                        fill,
                        number: None,
                    });
                    let right = (left + 14.0 + TO_NUMBER + self.digits, baseline);
                    scene
                        .texts
                        .push(text(right, Anchor::End, Weight::Bold, fill, &number.to_string()));
                    (left + indent(self.digits), Weight::Regular, theme.ink())
                }
            };
            for line in &item.lines {
                scene
                    .texts
                    .push(text((x, baseline), Anchor::Start, weight, fill, line));
                baseline += item.size() * LEADING;
            }
        }
    }
}

/// Fills columns that are as low as they can be, and lower than a limit.
fn lowest(items: &[Item], columns: u32, limit: f64) -> Option<Placed> {
    let whole: f64 = items.iter().map(Item::height).sum();
    let heights = std::iter::successors(Some(whole / f64::from(columns)), |height| Some(height + STEP));
    heights
        .take_while(|height| *height < limit)
        .find_map(|height| arrange(items, columns, height))
}

/// How wide the widest number may be.
fn digits(chart: &Chart) -> f64 {
    let last = chart.number(chart.blips().len().saturating_sub(1));
    let widest = "0".repeat(last.to_string().len());
    font::width(&widest, LEAST_TEXT, Weight::Bold)
}

/// Where names begin.
fn indent(digits: f64) -> f64 {
    14.0 + TO_NUMBER + digits + TO_NAME
}

fn items(
    chart: &Chart,
    theme: Theme,
    names: &[String],
    scope: Scope<'_>,
    width: f64,
    indent: f64,
) -> Vec<Item> {
    let titles: Vec<&str> = chart.rings().iter().map(|ring| ring.title.as_str()).collect();
    let ring_title = |ring: usize| {
        // Where the radar shows a number in place of a name, the list says both.
        if names[ring] == titles[ring] {
            titles[ring].to_owned()
        } else {
            format!("{} · {}", names[ring], titles[ring])
        }
    };
    let heading = |kind, text: &str, size| Item {
        kind,
        lines: font::wrap(text, size, Weight::Bold, width),
    };
    let mut items = Vec::new();
    if names.iter().zip(&titles).any(|(name, title)| name != title) {
        // Rings without blips have to be explained, too.
        for (ring, row) in chart.rings().iter().enumerate() {
            let fill = theme.tint(row.color).strong;
            items.push(heading(Kind::Meaning(fill), &ring_title(ring), LEAST_TEXT));
        }
    }
    let mut last = None;
    let (quadrants, rings) = match scope.headings {
        Headings::All => (true, true),
        // That of the only quadrant says what stands around the radar.
        Headings::Quadrants => (chart.quadrants().len() > 1, false),
        Headings::Rings => (false, true),
        Headings::None => (false, false),
    };
    for (at, blip) in chart.blips().iter().enumerate() {
        if !scope.named[at] {
            continue;
        }
        let fill = theme.tint(chart.rings()[blip.ring].color).strong;
        if quadrants && last.is_none_or(|(quadrant, _)| quadrant != blip.quadrant) {
            items.push(heading(
                Kind::Quadrant,
                &chart.quadrants()[blip.quadrant],
                QUADRANT,
            ));
        }
        if rings && last != Some((blip.quadrant, blip.ring)) {
            items.push(heading(Kind::Ring(fill), &ring_title(blip.ring), LEAST_TEXT));
        }
        last = Some((blip.quadrant, blip.ring));
        items.push(Item {
            kind: Kind::Name {
                number: chart.number(at),
                mark: blip.mark,
                fill,
            },
            lines: font::wrap(&blip.title, LEAST_TEXT, Weight::Regular, width - indent),
        });
    }
    items
}

/// Fills columns of a height, one after the other; nothing if there are too few. A heading stays with its first name,
/// and a column that begins within a quadrant or a ring says which.
fn arrange(items: &[Item], columns: u32, limit: f64) -> Option<Placed> {
    let (mut column, mut y) = (0, 0.0);
    let mut placed = Vec::with_capacity(items.len());
    let (mut quadrant, mut ring) = (None, None);
    for block in items.split_inclusive(|item| !item.leads()) {
        let (mut tops, mut bottom) = stack(
            block.iter(),
            placed.last().map(|(item, _, _): &(Item, _, _)| item),
            y,
        );
        let mut repeated: Vec<&Item> = Vec::new();
        if bottom > limit && y > 0.0 {
            column += 1;
            repeated = match block[0].kind {
                Kind::Quadrant | Kind::Meaning(_) => Vec::new(),
                Kind::Ring(_) => quadrant.into_iter().collect(),
                Kind::Name { .. } => quadrant.into_iter().chain(ring).collect(),
            };
            (tops, bottom) = stack(repeated.iter().copied().chain(block), None, 0.0);
        }
        if column >= columns || bottom > limit {
            return None;
        }
        let all = repeated.into_iter().chain(block);
        placed.extend(all.zip(tops).map(|(item, top)| (item.clone(), column, top)));
        y = bottom;
        for item in block {
            match item.kind {
                Kind::Quadrant => quadrant = Some(item),
                Kind::Ring(_) => ring = Some(item),
                Kind::Meaning(_) | Kind::Name { .. } => {}
            }
        }
    }
    Some(placed)
}

/// The tops of items below `y`, and the bottom of the last.
fn stack<'a>(
    items: impl Iterator<Item = &'a Item>,
    mut follows: Option<&'a Item>,
    mut y: f64,
) -> (Vec<f64>, f64) {
    let mut tops = Vec::new();
    for item in items {
        if y > 0.0 {
            y += item.gap(follows);
        }
        tops.push(y);
        y += item.height();
        follows = Some(item);
    }
    (tops, y)
}
