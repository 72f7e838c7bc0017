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

/// The entries of the key in lines that fit into `room`.
pub(super) fn lines(chart: &Chart, room: f64) -> Vec<Vec<(Mark, String)>> {
    let mut lines: Vec<Vec<(Mark, String)>> = Vec::new();
    let used = |mark: &Mark| chart.blips().iter().any(|blip| blip.mark == *mark);
    for mark in Mark::ALL.into_iter().filter(used) {
        for (at, piece) in font::wrap(
            chart.words().of(mark),
            LEAST_TEXT,
            Weight::Regular,
            room - 2.0 * TO_WORD,
        )
        .into_iter()
        .enumerate()
        {
            let entry = (mark, piece);
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
pub(super) fn height(lines: &[Vec<(Mark, String)>]) -> f64 {
    lines.iter().map(|_| LINE).sum()
}

fn width(line: &[(Mark, String)]) -> f64 {
    let entries = line
        .iter()
        .map(|(_, word)| 2.0 * TO_WORD - 8.0 + font::width(word, LEAST_TEXT, Weight::Regular));
    entries.sum::<f64>() + GAP * line.iter().skip(1).map(|_| 1.0).sum::<f64>()
}

/// Draws the key, each line around `middle`.
pub(super) fn draw(scene: &mut Scene, lines: &[Vec<(Mark, String)>], middle: f64, top: f64, theme: Theme) {
    let mut y = top + LINE / 2.0;
    for line in lines {
        let mut x = middle - width(line) / 2.0 + TO_WORD - 8.0;
        for (mark, word) in line {
            scene.blips.push(Blip {
                center: (x, y),
                mark: *mark,
                size: shape::SMALL,
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
