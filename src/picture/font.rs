//! The embedded font: how wide a text is, and where its lines break.
//!
//! Roboto Condensed, since names are long and the picture is narrow. It has Latin, Greek and Cyrillic; other letters
//! are drawn as boxes, and the number beside them still tells which blip is meant.

use std::sync::LazyLock;

use ttf_parser::Face;

/// How strong letters are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Weight {
    /// Running text.
    Regular,
    /// Titles and numbers.
    Bold,
}

/// What the font is called in an SVG.
pub(super) const FAMILY: &str = "Roboto Condensed";
pub(super) const REGULAR: &[u8] = include_bytes!("fonts/RobotoCondensed-Regular.ttf");
pub(super) const BOLD: &[u8] = include_bytes!("fonts/RobotoCondensed-Bold.ttf");
/// How high a capital or a digit is, as a share of the size.
pub(super) const CAPITAL: f64 = 0.711;
/// From the baseline to the top of a line, and to its bottom.
pub(super) const ASCENT: f64 = 0.93;
pub(super) const DESCENT: f64 = 0.25;

/// How wide letters are, in units of the font.
struct Advances {
    face: Face<'static>,
    /// Of the first letters, with which nearly all names are written: looking them up in the font takes much longer.
    first: Vec<u16>,
}

/// Latin, Greek and Cyrillic.
const FIRST: u32 = 0x530;

static ADVANCES: LazyLock<[Option<Advances>; 2]> =
    LazyLock::new(|| [Advances::of(REGULAR), Advances::of(BOLD)]);

impl Advances {
    fn of(font: &'static [u8]) -> Option<Self> {
        let face = Face::parse(font, 0).ok()?;
        let first = (0..FIRST)
            .map(|code| char::from_u32(code).map_or(0, |c| advance(&face, c)))
            .collect();
        Some(Self { face, first })
    }

    fn letter(&self, c: char) -> u32 {
        let first = usize::try_from(u32::from(c))
            .ok()
            .and_then(|at| self.first.get(at));
        u32::from(first.copied().unwrap_or_else(|| advance(&self.face, c)))
    }
}

fn advance(face: &Face<'_>, c: char) -> u16 {
    let glyph = face.glyph_index(c).unwrap_or_default();
    face.glyph_hor_advance(glyph).unwrap_or_default()
}

/// A font in a size: how wide letters and texts are in it.
#[derive(Clone, Copy)]
struct Measure {
    advances: Option<&'static Advances>,
    size: f64,
}

impl Measure {
    fn new(size: f64, weight: Weight) -> Self {
        let [regular, bold] = &*ADVANCES;
        let advances = match weight {
            Weight::Regular => regular.as_ref(),
            Weight::Bold => bold.as_ref(),
        };
        Self { advances, size }
    }

    /// In units of the font, which add up.
    fn letter(self, c: char) -> u32 {
        self.advances.map_or(0, |advances| advances.letter(c))
    }

    fn text(self, text: &str) -> u32 {
        text.chars().map(|c| self.letter(c)).sum()
    }

    /// In those of the picture.
    fn width(self, units: u32) -> f64 {
        let em = self.advances.map_or(1, |advances| advances.face.units_per_em());
        f64::from(units) * self.size / f64::from(em)
    }
}

/// How wide a text is. Kerning is not counted: it only makes a text a little narrower.
pub(super) fn width(text: &str, size: f64, weight: Weight) -> f64 {
    let measure = Measure::new(size, weight);
    measure.width(measure.text(text))
}

/// The lines of a text, none wider than `room`: they break between words, and within one that is wider alone.
pub(super) fn wrap(text: &str, size: f64, weight: Weight, room: f64) -> Vec<String> {
    let measure = Measure::new(size, weight);
    let space = measure.letter(' ');
    let mut lines = vec![String::new()];
    let mut used = 0;
    for word in text.split_whitespace() {
        for (at, (piece, wide)) in pieces(word, measure, room).into_iter().enumerate() {
            let last = lines
                .last_mut()
                .filter(|line| line.is_empty() || (at == 0 && measure.width(used + space + wide) <= room));
            match last {
                Some(line) if line.is_empty() => {
                    line.push_str(piece);
                    used = wide;
                }
                Some(line) => {
                    line.push(' ');
                    line.push_str(piece);
                    used += space + wide;
                }
                None => {
                    lines.push(piece.to_owned());
                    used = wide;
                }
            }
        }
    }
    lines
}

/// The same in at most so many lines, of which the last is cut and ends with an ellipsis if it would not be the last.
pub(super) fn shortened(text: &str, size: f64, weight: Weight, room: f64, most: usize) -> Vec<String> {
    let mut lines = wrap(text, size, weight, room);
    if lines.len() <= most {
        return lines;
    }
    lines.truncate(most.saturating_sub(1));
    let letters = |text: &str| text.chars().filter(|c| !c.is_whitespace()).count();
    let mut said: usize = lines.iter().map(|line| letters(line)).sum();
    let rest = text.trim_start().trim_start_matches(|c: char| {
        let skipped = said > 0;
        if !c.is_whitespace() {
            said = said.saturating_sub(1);
        }
        skipped
    });
    let measure = Measure::new(size, weight);
    let mut used = measure.letter('…');
    let mut last = String::new();
    for c in rest.trim_start().chars() {
        used += measure.letter(c);
        if measure.width(used) > room {
            break;
        }
        last.push(c);
    }
    lines.push(format!("{}…", last.trim_end()));
    lines
}

/// A word in pieces that fit, and how wide they are: one, if it can.
fn pieces(word: &str, measure: Measure, room: f64) -> Vec<(&str, u32)> {
    let mut pieces = Vec::new();
    let (mut start, mut used) = (0, 0);
    for (at, c) in word.char_indices() {
        let wide = measure.letter(c);
        if at > start && measure.width(used + wide) > room {
            pieces.push((&word[start..at], used));
            (start, used) = (at, 0);
        }
        used += wide;
    }
    pieces.push((&word[start..], used));
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_letters_are_wide() {
        assert!(width("mmm", 32.0, Weight::Regular) > 2.0 * width("iii", 32.0, Weight::Regular));
        assert!(width("blip", 32.0, Weight::Bold) > width("blip", 32.0, Weight::Regular));
        assert!(width("0123456789", 32.0, Weight::Bold) < 170.0);
    }

    #[test]
    fn nothing_is_lost_in_wrapping() {
        let words = "Continuous delivery for machine learning (CD4ML)";
        let lines = wrap(words, 32.0, Weight::Regular, 300.0);
        assert!(lines.len() > 1);
        assert_eq!(lines.join(" "), words);
        let word = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft";
        let lines = wrap(word, 32.0, Weight::Regular, 300.0);
        assert_eq!(lines.concat(), word);
        for line in lines {
            assert!(width(&line, 32.0, Weight::Regular) <= 300.0);
        }
        assert_eq!(wrap("a b", 32.0, Weight::Regular, 1000.0), ["a b"]);
    }

    #[test]
    fn what_is_too_long_ends_with_an_ellipsis() {
        let words = "Continuous delivery for machine learning (CD4ML)";
        let lines = |most| shortened(words, 32.0, Weight::Regular, 300.0, most);
        assert_eq!(lines(3), wrap(words, 32.0, Weight::Regular, 300.0));
        assert_eq!(lines(2), ["Continuous delivery for", "machine learning (CD…"]);
        assert_eq!(lines(1), ["Continuous delivery f…"]);
        // Also within a word that is longer than a line.
        let word = "A · Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft";
        let lines = shortened(word, 32.0, Weight::Regular, 300.0, 2);
        let solid = |text: &str| text.split_whitespace().collect::<String>();
        let said = solid(&lines.concat());
        let said = said.strip_suffix('…').unwrap();
        assert!(said.len() > 20 && solid(word).starts_with(said), "{said}");
        for line in &lines {
            assert!(width(line, 32.0, Weight::Regular) <= 300.0, "{line}");
        }
    }
}
