//! The picture in words, for those who do not see it: facts, of which the caller makes sentences.

use super::chart::{Chart, Mark};

/// What the picture shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts<'a> {
    /// How many blips.
    pub blips: usize,
    /// How many rings.
    pub rings: usize,
    /// How many quadrants.
    pub quadrants: usize,
    /// How many blips of each mark, in the order of the key; marks that do not occur are left out.
    pub counts: Vec<(Mark, usize)>,
    /// What did not stay as it was, in reading order.
    pub moved: Vec<Moved<'a>>,
}

/// A blip that did not stay as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved<'a> {
    /// Its name.
    pub title: &'a str,
    /// The ring in which it is now.
    pub ring: &'a str,
    /// How it moved.
    pub mark: Mark,
}

impl<'a> Facts<'a> {
    /// What a chart shows.
    pub fn of(chart: &'a Chart) -> Self {
        let count = |mark| chart.blips().iter().filter(|blip| blip.mark == mark).count();
        let moved = chart.blips().iter().filter(|blip| blip.mark != Mark::Unchanged);
        Self {
            blips: chart.blips().len(),
            rings: chart.rings().len(),
            quadrants: chart.quadrants().len(),
            counts: Mark::ALL
                .map(|mark| (mark, count(mark)))
                .into_iter()
                .filter(|(_, count)| *count > 0)
                .collect(),
            moved: moved
                .map(|blip| Moved {
                    title: &blip.title,
                    ring: &chart.rings()[blip.ring].title,
                    mark: blip.mark,
                })
                .collect(),
        }
    }
}

/// A text of at most `most` characters: `start`, then as many of the `parts` as fit, then what `more` says of those that
/// do not. Nothing is cut in the middle. `start` and one call of `more` must fit.
pub fn fitting(start: &str, parts: &[String], more: impl Fn(usize) -> String, most: usize) -> String {
    let length = |text: &str| text.chars().count();
    let said = |taken: usize| {
        let left = parts.len() - taken;
        let rest = if left == 0 { String::new() } else { more(left) };
        format!("{start}{}{rest}", parts[..taken].concat())
    };
    (0..=parts.len())
        .rev()
        .map(said)
        .find(|text| length(text) <= most)
        .unwrap_or_else(|| start.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_fit_is_counted() {
        let parts = [" Rust.".to_owned(), " Go.".to_owned(), " Zig.".to_owned()];
        let more = |left| format!(" And {left} more.");
        assert_eq!(fitting("New:", &parts, more, 30), "New: Rust. Go. Zig.");
        assert_eq!(fitting("New:", &parts, more, 23), "New: Rust. Go. Zig.");
        assert_eq!(fitting("New:", &parts, more, 18), "New: And 3 more.");
        let many: Vec<String> = (0..500).map(|number| format!(" Blip {number}.")).collect();
        let text = fitting("New:", &many, more, 1024);
        assert!((990..=1024).contains(&text.chars().count()) && text.ends_with(" more."));
    }
}
