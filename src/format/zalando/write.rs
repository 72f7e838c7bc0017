//! From an edition to the files.

use jiff::tz::TimeZone;

use super::NAMES;
use super::wire::{Names, NewConfig, NewEntry};
use crate::format::export::{self, ExportError, Exported, Files, View};
use crate::format::frame;
use crate::format::html::Lost;
use crate::format::import::Head;
use crate::format::remarks::{self, Field, Shape};

const TOOL: &str = "Zalando's radar";
/// The rings, and the quadrants, that it shows.
const MAX: usize = 4;

/// The edition as `config.json`, and the names beside it.
pub fn to_json(view: &View<'_>) -> Result<Exported, ExportError> {
    view.fits(TOOL, MAX)?;
    let scheme = view.timeline.scheme();
    let entries = view
        .blips()
        .into_iter()
        .map(|blip| NewEntry {
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
        })
        .collect();
    let day = view.edition.published.to_zoned(TimeZone::UTC).date();
    // The tool shows this text; a day lets our own reader tell editions of one month apart.
    let date = format!("{:04}.{:02}.{:02}", day.year(), day.month(), day.day());
    let head = Head::of(day, &date);
    let config = NewConfig { date, entries };
    let names = Names {
        title: scheme.title().to_string(),
        quadrants: scheme
            .quadrants()
            .iter()
            .map(|quadrant| quadrant.title.to_string())
            .collect(),
        rings: scheme.rings().iter().map(|ring| ring.title.to_string()).collect(),
    };
    let shape = Shape {
        holds,
        scheme: frame::titled(scheme.title().as_str(), &names.rings, &names.quadrants),
        heads: vec![head],
    };
    let mut remarks = remarks::remarks(view, &shape, &Lost::new());
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

/// What the file holds, beside where each blip stands.
const fn holds(field: Field) -> bool {
    match field {
        Field::Links => true,
        Field::BlipIds
        | Field::Texts
        | Field::MoreLinks
        | Field::LinkTitles
        | Field::Tags
        | Field::Aliases
        | Field::Relations
        | Field::Owners
        | Field::ReviewDates
        | Field::EarlierEditions
        | Field::EarlierTitles
        | Field::EarlierQuadrants
        | Field::EarlierLinks
        | Field::Silences
        | Field::Absences
        | Field::Retired => false,
    }
}
