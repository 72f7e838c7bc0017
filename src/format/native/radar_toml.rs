//! `radar.toml`: the radar's title, its rings from the centre outwards, its quadrants.

use super::fields::{Fields, Marked};
use super::toml_tree;
use crate::format::problem::Findings;
use crate::radar::{Color, Quadrant, QuadrantId, Ring, RingId, Scheme, SchemeError, Title};

/// The colours of rings that name none, from the centre outwards: readable on light and on dark ground.
const COLORS: [&str; 8] = [
    "#2e9e6b", "#3b82d6", "#c98a1b", "#d0524a", "#8a63d2", "#1f97a3", "#b8588f", "#7a8b2f",
];

/// The colour of a ring at this place that names none: no two of a radar have one.
pub(in crate::format) fn default_color(position: usize) -> Option<Color> {
    let color = COLORS.get(position).map(|color| (*color).to_owned());
    Color::parse(&color.unwrap_or_else(|| of_wheel(position))).ok()
}

/// A colour on the wheel, as far as the golden angle from the one before it.
fn of_wheel(position: usize) -> String {
    /// The darkest and the brightest part of a colour.
    const LEAST: usize = 0x40;
    const MOST: usize = 0xC0;
    const GOLDEN: usize = 137;
    let angle = position * GOLDEN % 360;
    let rising = LEAST + (MOST - LEAST) * (angle % 60) / 60;
    let falling = LEAST + MOST - rising;
    let (red, green, blue) = match angle / 60 {
        0 => (MOST, rising, LEAST),
        1 => (falling, MOST, LEAST),
        2 => (LEAST, MOST, rising),
        3 => (LEAST, falling, MOST),
        4 => (rising, LEAST, MOST),
        _ => (MOST, LEAST, falling),
    };
    format!("#{red:02x}{green:02x}{blue:02x}")
}

pub(super) fn parse(text: &str, findings: &mut Findings) -> Option<Scheme> {
    let mut fields = Fields::of(toml_tree::parse(text, findings)?, "the file", findings)?;
    let title = fields.required("title", findings, Title::parse);
    let rings = tables(&mut fields, "rings", findings, ring);
    let quadrants = tables(&mut fields, "quadrants", findings, |fields, _, findings| {
        quadrant(fields, findings)
    });
    fields.refuse_rest(findings);
    // A ring that could not be read must not make the others look wrong.
    let title = title.filter(|_| rings.complete && quadrants.complete)?.value;
    let line_of = |error: &SchemeError| match error {
        SchemeError::NoRings | SchemeError::NoQuadrants => None,
        SchemeError::RingName { position, .. } => rings.lines.get(*position).copied(),
        SchemeError::QuadrantName { position, .. } => quadrants.lines.get(*position).copied(),
    };
    match Scheme::new(title, rings.values, quadrants.values) {
        Ok(scheme) => Some(scheme),
        Err(errors) => {
            for error in errors {
                findings.report(line_of(&error).unwrap_or(1), error);
            }
            None
        }
    }
}

/// The tables of a list that could be read, and the lines on which they start.
struct Tables<T> {
    complete: bool,
    lines: Vec<usize>,
    values: Vec<T>,
}

/// Reads each table of a list; `read` is told its position.
fn tables<T>(
    fields: &mut Fields,
    key: &'static str,
    findings: &mut Findings,
    read: impl Fn(Fields, usize, &mut Findings) -> Option<T>,
) -> Tables<T> {
    let mut lines = Vec::new();
    let values = fields.each(key, findings, |node, findings| {
        lines.push(node.line);
        let fields = Fields::of(node, &format!("each of `{key}`"), findings)?;
        read(fields, lines.len() - 1, findings)
    });
    let values = values.unwrap_or_default();
    Tables {
        complete: values.len() == lines.len(),
        lines,
        values,
    }
}

fn ring(mut fields: Fields, position: usize, findings: &mut Findings) -> Option<Ring> {
    let id = fields.required("id", findings, RingId::parse);
    let title = fields.required("title", findings, Title::parse);
    let aliases = fields.texts("aliases", findings, Title::parse);
    let color = if fields.has("color") {
        fields
            .parsed("color", findings, Color::parse)
            .map(|color| color.value)
    } else {
        default_color(position)
    };
    fields.refuse_rest(findings);
    Some(Ring {
        id: id?.value,
        title: title?.value,
        aliases: plain(aliases),
        color: color?,
    })
}

fn quadrant(mut fields: Fields, findings: &mut Findings) -> Option<Quadrant> {
    let id = fields.required("id", findings, QuadrantId::parse);
    let title = fields.required("title", findings, Title::parse);
    let aliases = fields.texts("aliases", findings, Title::parse);
    fields.refuse_rest(findings);
    Some(Quadrant {
        id: id?.value,
        title: title?.value,
        aliases: plain(aliases),
    })
}

fn plain<T>(marked: Option<Vec<Marked<T>>>) -> Vec<T> {
    marked
        .unwrap_or_default()
        .into_iter()
        .map(|marked| marked.value)
        .collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn no_two_rings_get_one_colour() {
        let colors = (0..100).map(|position| default_color(position).unwrap().to_string());
        assert_eq!(colors.collect::<BTreeSet<_>>().len(), 100);
    }
}
