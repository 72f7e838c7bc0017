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

static FACES: LazyLock<[Option<Face<'static>>; 2]> =
    LazyLock::new(|| [Face::parse(REGULAR, 0).ok(), Face::parse(BOLD, 0).ok()]);

/// How wide a text is. Kerning is not counted: it only makes a text a little narrower.
pub(super) fn width(text: &str, size: f64, weight: Weight) -> f64 {
    let face = match weight {
        Weight::Regular => &FACES[0],
        Weight::Bold => &FACES[1],
    };
    let Some(face) = face else {
        return 0.0;
    };
    let units: u32 = text
        .chars()
        .map(|c| {
            let glyph = face.glyph_index(c).unwrap_or_default();
            u32::from(face.glyph_hor_advance(glyph).unwrap_or_default())
        })
        .sum();
    f64::from(units) * size / f64::from(face.units_per_em())
}

/// The lines of a text, none wider than `room`: they break between words, and within one that is wider alone.
pub(super) fn wrap(text: &str, size: f64, weight: Weight, room: f64) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        for (at, piece) in pieces(word, size, weight, room).into_iter().enumerate() {
            let last = lines.last_mut().filter(|line| {
                line.is_empty() || (at == 0 && width(&format!("{line} {piece}"), size, weight) <= room)
            });
            match last {
                Some(line) if line.is_empty() => *line = piece,
                Some(line) => *line = format!("{line} {piece}"),
                None => lines.push(piece),
            }
        }
    }
    lines
}

/// A word in pieces that fit: one, if it can.
fn pieces(word: &str, size: f64, weight: Weight, room: f64) -> Vec<String> {
    if width(word, size, weight) <= room {
        return vec![word.to_owned()];
    }
    let mut pieces = vec![String::new()];
    for c in word.chars() {
        match pieces.last_mut() {
            Some(piece) if piece.is_empty() || width(&format!("{piece}{c}"), size, weight) <= room => {
                piece.push(c);
            }
            Some(_) | None => pieces.push(c.to_string()),
        }
    }
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
}
