//! From an edition to the files.

use jiff::tz::TimeZone;

use super::NAMES;
use super::wire::{Names, NewConfig, NewEntry};
use crate::format::export::{self, ExportError, Exported, Files, Holds, View};
use crate::format::html::Lost;

const TOOL: &str = "Zalando's radar";
/// The rings, and the quadrants, that it shows.
const MAX: usize = 4;

/// The edition as `config.json`, and the names beside it.
pub fn to_json(view: &View<'_>) -> Result<Exported, ExportError> {
    view.fits(TOOL, MAX)?;
    let scheme = view.timeline.scheme();
    let mut more_links = 0;
    let entries = view
        .blips()
        .into_iter()
        .map(|blip| {
            more_links += usize::from(blip.links.len() > 1);
            NewEntry {
                quadrant: scheme
                    .quadrants()
                    .iter()
                    .position(|quadrant| quadrant.id == blip.quadrant)
                    .unwrap_or(0),
                ring: scheme.position(&blip.ring).unwrap_or(0),
                label: blip.title.to_string(),
                active: true,
                moved: view.direction(&view.edition.id, blip).unwrap_or(2),
                link: blip.links.first().map(|link| link.url.to_string()),
            }
        })
        .collect();
    let day = view.edition.published.to_zoned(TimeZone::UTC).date();
    let config = NewConfig {
        // The tool shows this text; a day lets our own reader tell editions of one month apart.
        date: format!("{:04}.{:02}.{:02}", day.year(), day.month(), day.day()),
        entries,
    };
    let names = Names {
        title: scheme.title().to_string(),
        quadrants: scheme
            .quadrants()
            .iter()
            .map(|quadrant| quadrant.title.to_string())
            .collect(),
        rings: scheme.rings().iter().map(|ring| ring.title.to_string()).collect(),
    };
    let holds = Holds {
        links: true,
        ..Holds::default()
    };
    let mut remarks = export::remarks(view, holds, &Lost::new());
    if more_links > 0 {
        remarks.push(format!(
            "left out: all but the first link of each blip, of blips that have several: {more_links}"
        ));
    }
    remarks.push(format!(
        "{TOOL} has the names of rings and quadrants in its page (docs/index.html): they are in the file that ends in .{NAMES}"
    ));
    Ok(Exported {
        files: Files::Beside {
            main: export::json(&config)?,
            ending: NAMES,
            other: export::json(&names)?,
        },
        remarks,
    })
}
