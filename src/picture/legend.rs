//! What letters and numerals on the radar mean, in words, one after the other.

use super::chart::Chart;
use super::color::Rgb;
use super::font::{self, Weight};
use super::plan::Naming;
use super::scene::{Anchor, Scene, Text};
use super::sizes::{LEADING, LEAST_TEXT};
use super::theme::Theme;

/// Between two entries in a line.
const GAP: f64 = 28.0;

/// A word and its colour.
type Entry = (String, Rgb);

/// Entries in lines.
#[derive(Debug, Clone)]
pub(super) struct Legend {
    lines: Vec<Vec<Entry>>,
}

impl Legend {
    /// What the names of `drawn` mean in lines of the width `room`; each of them takes at most `most` lines, and what is
    /// longer ends with an ellipsis.
    pub fn of(
        chart: &Chart,
        theme: Theme,
        drawn: &Chart,
        naming: Naming,
        (room, most): (f64, usize),
    ) -> Self {
        let quadrants = chart.quadrants().iter().zip(drawn.quadrants());
        let quadrants = quadrants.map(|(title, name)| (title, name, theme.ink()));
        let names = naming.names(chart);
        let rings = chart.rings().iter().zip(&names);
        let rings = rings.map(|(ring, name)| (&ring.title, name, theme.tint(ring.color).strong));
        let mut lines: Vec<Vec<Entry>> = Vec::new();
        for (title, name, fill) in quadrants.chain(rings).filter(|(title, name, _)| title != name) {
            let text = format!("{name} · {title}");
            let pieces = font::shortened(&text, LEAST_TEXT, Weight::Bold, room, most);
            let alone = pieces.len() == 1;
            for piece in pieces {
                let entry = (piece, fill);
                match lines.last_mut() {
                    Some(line)
                        if alone && width(line) + GAP + width(std::slice::from_ref(&entry)) <= room =>
                    {
                        line.push(entry);
                    }
                    Some(_) | None => lines.push(vec![entry]),
                }
            }
        }
        Self { lines }
    }

    /// Whether there is nothing to explain.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// How high it is.
    pub fn height(&self) -> f64 {
        self.lines.iter().map(|_| LEAST_TEXT * LEADING).sum()
    }

    /// Draws it.
    pub fn draw(&self, scene: &mut Scene, theme: Theme, (left, top): (f64, f64)) {
        let mut baseline = top + LEAST_TEXT * font::ASCENT;
        for line in &self.lines {
            let mut x = left;
            for (word, fill) in line {
                let text = Text {
                    at: (x, baseline),
                    anchor: Anchor::Start,
                    size: LEAST_TEXT,
                    weight: Weight::Bold,
                    fill: *fill,
                    on: theme.ground(),
                    text: word.clone(),
                };
                x += text.width() + GAP;
                scene.texts.push(text);
            }
            baseline += LEAST_TEXT * LEADING;
        }
    }
}

fn width(line: &[Entry]) -> f64 {
    let words = line
        .iter()
        .map(|(word, _)| font::width(word, LEAST_TEXT, Weight::Bold));
    words.sum::<f64>() + GAP * line.iter().skip(1).map(|_| 1.0).sum::<f64>()
}
