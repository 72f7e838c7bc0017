//! What the shapes mean.

use super::chart::{Chart, Mark};
use super::font::{self, Weight};
use super::scene::{Anchor, Blip, Scene, Text};
use super::shape;
use super::sizes::LEAST_TEXT;
use super::theme::Theme;

/// How high a line of the key is.
const LINE: f64 = 48.0;
/// From the middle of a shape to its word.
const TO_WORD: f64 = 24.0;
/// Between two entries.
const GAP: f64 = 44.0;

/// One shape and what it means.
pub(super) struct Entry {
    mark: Mark,
    size: shape::Size,
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
            let entry = Entry { mark, size, word };
            match lines.last_mut() {
                Some(line) if at == 0 && width(line) + GAP + width(std::slice::from_ref(&entry)) <= room => {
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

fn width(line: &[Entry]) -> f64 {
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
            Align::Middle(middle) => middle - width(line) / 2.0,
        };
        let mut x = left + TO_WORD - 8.0;
        for Entry { mark, size, word } in line {
            scene.blips.push(Blip {
                center: (x, y),
                mark: *mark,
                size: *size,
                fill: theme.muted(),
                number: None,
            });
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
