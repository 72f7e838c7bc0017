//! Rings and quadrants of a file.

use std::collections::BTreeMap;

use super::wire::{Quadrant, Radar, Ring};
use crate::format::frame;
use crate::format::json::{self, Json};
use crate::format::others::Others;
use crate::format::problem::{Findings, short};
use crate::radar::{self, Color, Scheme};

/// Rings and quadrants, and what the file calls them.
pub(super) struct Frame {
    pub(super) scheme: Scheme,
    pub(super) rings: BTreeMap<String, radar::RingId>,
    pub(super) quadrants: BTreeMap<String, radar::QuadrantId>,
}

impl Frame {
    pub(super) fn read(json: &Json<'_>, radar: &Radar<'_>, findings: &mut Findings) -> Option<Self> {
        let before = findings.count();
        for (parts, what) in [(&radar.rings, "rings"), (&radar.quadrants, "quadrants")] {
            let line = parts.first().map_or(1, |first| json.line(first));
            if !frame::fits(parts.len(), what, line, findings) {
                return None;
            }
        }
        Others::tell_of(
            &json.parts(&radar.quadrants),
            &Quadrant::KEYS,
            ("quadrant", "quadrants"),
            findings,
        );
        Others::tell_of(
            &json.parts(&radar.rings),
            &Ring::KEYS,
            ("ring", "rings"),
            findings,
        );
        let (mut rings, mut ring_ids) = (Vec::new(), BTreeMap::new());
        for ((value, line), number) in radar.rings.iter().zip(json.lines(&radar.rings)).zip(1..) {
            let place = format!("ring {number}");
            let Some(wire) = json::parsed::<Ring>(value, line, &place, findings) else {
                continue;
            };
            let color = color(&wire.color);
            if color.is_none() {
                findings.note(
                    line,
                    format_args!(
                        "{place}: its colour `{}` is not written as #rrggbb: it gets one of ours",
                        short(&wire.color)
                    ),
                );
            }
            if wire
                .description
                .is_some_and(|description| !description.trim().is_empty())
            {
                findings.leave_out(line, format_args!("{place}: its description"));
            }
            match frame::ring(&wire.id, &wire.name, color, number - 1) {
                Ok(ring) => {
                    frame::note_id(&wire.id, ring.id.as_str(), &place, line, findings);
                    ring_ids.insert(wire.id, ring.id.clone());
                    rings.push(ring);
                }
                Err(why) => findings.report(line, format_args!("{place}: {why}")),
            }
        }
        let (mut quadrants, mut quadrant_ids) = (Vec::new(), BTreeMap::new());
        for ((value, line), number) in radar.quadrants.iter().zip(json.lines(&radar.quadrants)).zip(1..) {
            let place = format!("quadrant {number}");
            let Some(wire) = json::parsed::<Quadrant>(value, line, &place, findings) else {
                continue;
            };
            match frame::quadrant(&wire.id, &wire.name) {
                Ok(quadrant) => {
                    frame::note_id(&wire.id, quadrant.id.as_str(), &place, line, findings);
                    quadrant_ids.insert(wire.id, quadrant.id.clone());
                    quadrants.push(quadrant);
                }
                Err(why) => findings.report(line, format_args!("{place}: {why}")),
            }
        }
        if findings.count() > before {
            return None;
        }
        let title = radar
            .title
            .and_then(json::text)
            .unwrap_or_else(|| frame::TITLE.to_owned());
        match frame::scheme(&title, rings, quadrants) {
            Ok(scheme) => Some(Self {
                scheme,
                rings: ring_ids,
                quadrants: quadrant_ids,
            }),
            Err(errors) => {
                for error in errors {
                    findings.report(1, error);
                }
                None
            }
        }
    }
}

/// `#rrggbb` or `#rgb`.
fn color(text: &str) -> Option<Color> {
    let text = text.trim();
    let long = match text.strip_prefix('#') {
        Some(digits) if digits.len() == 3 && digits.is_ascii() => {
            format!(
                "#{}",
                digits
                    .chars()
                    .flat_map(|digit| [digit, digit])
                    .collect::<String>()
            )
        }
        Some(_) | None => text.to_owned(),
    };
    Color::parse(&long).ok()
}
