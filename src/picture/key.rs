//! What the shapes mean.

use super::chart::{Chart, Mark};
use super::font::{self, Weight};
use super::scene::{Anchor, Blip, Scene, Text};
use super::shape;
use super::sizes::LEAST_TEXT;
use super::theme::Theme;

/// How high a line of the key is.
pub(super) const LINE: f64 = 48.0;
/// From the middle of a shape to its word.
const TO_WORD: f64 = 24.0;
/// Between two entries.
const GAP: f64 = 44.0;

/// One shape and what it means; without the shape, how its words go on.
pub(super) struct Entry {
    shape: Option<(Mark, shape::Size)>,
    word: String,
}

/// The entries of the key in lines that fit into `room`; `unnamed` if some blips are small and have no number.
pub(super) fn lines(chart: &Chart, room: f64, unnamed: bool) -> Vec<Vec<Entry>> {
    let mut lines: Vec<Vec<Entry>> = Vec::new();
    let words = chart.words();
    let used = |mark: &Mark| chart.blips().iter().any(|blip| blip.mark == *mark);
    let marks = Mark::ALL.into_iter().filter(used);
    let shapes = marks.map(|mark| (mark, shape::SMALL, words.of(mark)));
    let dot = unnamed.then_some((Mark::Unchanged, shape::DOT, words.unnamed.as_str()));
    for (mark, size, word) in shapes.chain(dot) {
        for (at, word) in font::wrap(word, LEAST_TEXT, Weight::Regular, room - 2.0 * TO_WORD)
            .into_iter()
            .enumerate()
        {
            let shape = (at == 0).then_some((mark, size));
            let entry = Entry { shape, word };
            match lines.last_mut() {
                Some(line)
                    if at == 0
                        && line_width(line) + GAP + line_width(std::slice::from_ref(&entry)) <= room =>
                {
                    line.push(entry);
                }
                Some(_) | None => lines.push(vec![entry]),
            }
        }
    }
    lines
}

/// How high they are.
pub(super) fn height(lines: &[Vec<Entry>]) -> f64 {
    lines.iter().map(|_| LINE).sum()
}

/// Whether some words go on in the next line.
pub(super) fn is_broken(lines: &[Vec<Entry>]) -> bool {
    lines.iter().flatten().any(|entry| entry.shape.is_none())
}

/// How wide they are.
pub(super) fn width(lines: &[Vec<Entry>]) -> f64 {
    lines.iter().map(|line| line_width(line)).fold(0.0, f64::max)
}

fn line_width(line: &[Entry]) -> f64 {
    let entries = line
        .iter()
        .map(|entry| 2.0 * TO_WORD - 8.0 + font::width(&entry.word, LEAST_TEXT, Weight::Regular));
    entries.sum::<f64>() + GAP * line.iter().skip(1).map(|_| 1.0).sum::<f64>()
}

/// Where the lines of the key stand.
#[derive(Debug, Clone, Copy)]
pub(super) enum Align {
    /// They begin here.
    Left(f64),
    /// Their middles are here.
    Middle(f64),
}

/// Draws the key.
pub(super) fn draw(scene: &mut Scene, lines: &[Vec<Entry>], align: Align, top: f64, theme: Theme) {
    let mut y = top + LINE / 2.0;
    for line in lines {
        let left = match align {
            Align::Left(left) => left - 2.0,
            Align::Middle(middle) => middle - line_width(line) / 2.0,
        };
        let mut x = left + TO_WORD - 8.0;
        for Entry { shape, word } in line {
            scene.blips.extend(shape.map(|(mark, size)| Blip {
                center: (x, y),
                mark,
                size,
                fill: theme.muted(),
                number: None,
            }));
            let text = Text {
                at: (x + TO_WORD, y + LEAST_TEXT * font::CAPITAL / 2.0),
                anchor: Anchor::Start,
                size: LEAST_TEXT,
                weight: Weight::Regular,
                fill: theme.muted(),
                on: theme.ground(),
                text: word.clone(),
            };
            x += TO_WORD + text.width() + GAP + TO_WORD - 8.0;
            scene.texts.push(text);
        }
        y += LINE;
    }
}
