//! From a radar to the file.

use jiff::tz::TimeZone;

use super::wire::{Link, NewEntry, NewQuadrant, NewRadar, NewRing, NewSnapshot};
use crate::format::export::{self, ExportError, Exported, Files, Holds, View};
use crate::format::html::Lost;
use crate::format::text;
use crate::radar::Blip;

const TOOL: &str = "Backstage's Tech Radar";
/// The quadrants that its picture has.
const MAX: usize = 4;

/// An edition with the timelines of its blips, newest first.
pub fn to_json(view: &View<'_>) -> Result<Exported, ExportError> {
    let scheme = view.timeline.scheme();
    let quadrants = scheme.quadrants().len();
    if quadrants > MAX {
        return Err(ExportError::Quadrants {
            tool: TOOL,
            max: MAX,
            count: quadrants,
        });
    }
    // It draws any number of rings.
    view.fits(TOOL, scheme.rings().len().max(MAX))?;
    let radar = NewRadar {
        title: scheme.title().to_string(),
        quadrants: scheme
            .quadrants()
            .iter()
            .map(|quadrant| NewQuadrant {
                id: quadrant.id.to_string(),
                name: quadrant.title.to_string(),
            })
            .collect(),
        rings: scheme
            .rings()
            .iter()
            .map(|ring| NewRing {
                id: ring.id.to_string(),
                name: ring.title.to_string(),
                color: ring.color.to_string(),
            })
            .collect(),
        entries: view.blips().into_iter().map(|blip| entry(view, blip)).collect(),
    };
    let holds = Holds {
        text: true,
        links: true,
        history: true,
        ..Holds::default()
    };
    let mut remarks = export::remarks(view, holds, &Lost::new());
    let mut days: Vec<_> = view
        .editions()
        .map(|edition| edition.published.to_zoned(TimeZone::UTC).date())
        .collect();
    let count = days.len();
    days.dedup();
    if days.len() < count {
        remarks.push("editions of one day are one in this format".to_owned());
    }
    if count > 1 {
        remarks.push("left out: when blips were away, and what they were called and in which quadrant they stood before".to_owned());
    }
    Ok(Exported {
        files: Files::One(export::json(&radar)?),
        remarks,
    })
}

fn entry(view: &View<'_>, blip: &Blip) -> NewEntry {
    let description = Some(text::said(&blip.text)).filter(|text| !text.is_empty());
    NewEntry {
        key: blip.id.to_string(),
        id: blip.id.to_string(),
        quadrant: blip.quadrant.to_string(),
        title: blip.title.to_string(),
        url: None,
        description,
        links: blip
            .links
            .iter()
            .map(|link| Link {
                url: link.url.to_string(),
                title: link.title.to_string(),
            })
            .collect(),
        timeline: timeline(view, blip),
    }
}

/// The editions in which its ring or its words changed.
fn timeline(view: &View<'_>, blip: &Blip) -> Vec<NewSnapshot> {
    let mut steps: Vec<NewSnapshot> = Vec::new();
    let mut last: Option<&Blip> = None;
    for edition in view.editions() {
        let Some(then) = edition.blips.get(&blip.id) else {
            continue;
        };
        if last.is_some_and(|last| last.ring == then.ring && last.text == then.text) {
            continue;
        }
        steps.push(NewSnapshot {
            date: edition.published.to_string(),
            ring: then.ring.to_string(),
            description: Some(text::said(&then.text)).filter(|text| !text.is_empty()),
            moved: view.direction(&edition.id, then),
        });
        last = Some(then);
    }
    steps.reverse();
    steps
}
