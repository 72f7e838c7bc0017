//! An edition as a table.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::Serialize;

use super::record::Column;
use crate::format::export::{self, ExportError, Exported, Files, View};
use crate::format::frame::{self, QUADRANTS, RINGS};
use crate::format::html::{self, Lost};
use crate::format::import::Head;
use crate::format::remarks::{self, Field, Shape};
use crate::format::shell;
use crate::format::text;
use crate::format::too_long::TooLong;
use crate::radar::{Blip, Movement, Scheme};

const TOOL: &str = "Build Your Own Radar";
/// The rings, and the quadrants, that it shows at most.
const MAX: usize = 4;

/// A row. Every value is a text: the tool refuses a file with any other.
#[derive(Debug, Serialize)]
struct Wire {
    name: String,
    ring: String,
    quadrant: String,
    #[serde(rename = "isNew")]
    is_new: &'static str,
    status: &'static str,
    description: String,
}

/// The edition as CSV.
pub fn to_csv(view: &View<'_>) -> Result<Exported, ExportError> {
    let (rows, remarks) = rows(view)?;
    let mut writer = csv::Writer::from_writer(Vec::new());
    let failed = |why: &dyn std::fmt::Display| ExportError::Json(why.to_string());
    let header = [
        Column::Name,
        Column::Ring,
        Column::Quadrant,
        Column::IsNew,
        Column::Status,
        Column::Description,
    ];
    writer
        .write_record(header.map(Column::name))
        .map_err(|error| failed(&error))?;
    for row in &rows {
        let values = [
            &row.name,
            &row.ring,
            &row.quadrant,
            row.is_new,
            row.status,
            &row.description,
        ];
        writer.write_record(values).map_err(|error| failed(&error))?;
    }
    let bytes = writer.into_inner().map_err(|error| failed(&error))?;
    Ok(Exported {
        files: Files::One(String::from_utf8(bytes).map_err(|error| failed(&error))?),
        remarks,
    })
}

/// The edition as JSON.
pub fn to_json(view: &View<'_>) -> Result<Exported, ExportError> {
    let (rows, remarks) = rows(view)?;
    Ok(Exported {
        files: Files::One(export::json(&rows)?),
        remarks,
    })
}

fn rows(view: &View<'_>) -> Result<(Vec<Wire>, Vec<String>), ExportError> {
    view.fits(TOOL, MAX)?;
    let mut lost = Lost::new();
    let rows: Vec<Wire> = view
        .blips()
        .into_iter()
        .map(|blip| row(view, blip, &mut lost))
        .collect();
    let scheme = view.timeline.scheme();
    let (rings, quadrants) = (ring_names(scheme), quadrant_names(scheme));
    let shape = Shape {
        holds,
        scheme: frame::of_names(&rings, &quadrants),
        heads: vec![head(view)],
    };
    let mut remarks = remarks::remarks(view, &shape, &lost);
    let mut too_long = TooLong::default();
    for (row, blip) in rows.iter().zip(view.blips()) {
        too_long.see(&row.description, &blip.title);
    }
    remarks.extend(too_long.remark());
    let day = day(view);
    remarks.push(format!(
        "the edition's day is told by the file's name: call it `{day}`, say"
    ));
    if rings != RINGS {
        remarks.push(advice("RINGS", "--rings", &rings, &rings)?);
    }
    if quadrants != QUADRANTS {
        let four = filled_up(&quadrants);
        remarks.push(advice("QUADRANTS", "--quadrants", &four, &quadrants)?);
    }
    Ok((rows, remarks))
}

fn ring_names(scheme: &Scheme) -> Vec<String> {
    scheme.rings().iter().map(|ring| ring.title.to_string()).collect()
}

fn quadrant_names(scheme: &Scheme) -> Vec<String> {
    let quadrants = scheme.quadrants().iter();
    quadrants.map(|quadrant| quadrant.title.to_string()).collect()
}

/// The tool wants exactly four quadrants, and shows one that has no blip: those that are missing get names of their own.
fn filled_up(quadrants: &[String]) -> Vec<String> {
    let others = (1..).map(|number: u32| format!("({number})"));
    let others = others.filter(|name| !quadrants.contains(name));
    let missing = MAX.saturating_sub(quadrants.len());
    quadrants.iter().cloned().chain(others.take(missing)).collect()
}

/// How to make the tool show the names, and our own reader know them.
fn advice(variable: &str, option: &str, shown: &[String], names: &[String]) -> Result<String, ExportError> {
    let list = serde_json::to_string(shown).map_err(|error| ExportError::Json(error.to_string()))?;
    let filling = if shown.len() > names.len() {
        " (it wants exactly four: those in brackets stay empty)"
    } else {
        ""
    };
    Ok(format!(
        "{TOOL} passes over these blips without a word unless {variable}={} is set{filling}; to read the file back, add \
         {option} {}",
        shell::word(&list),
        shell::names(names.iter().map(String::as_str)),
    ))
}

/// What the table holds, beside where each blip stands.
const fn holds(field: Field) -> bool {
    match field {
        Field::Texts => true,
        Field::BlipIds
        | Field::Links
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

fn day(view: &View<'_>) -> Date {
    view.edition.published.to_zoned(TimeZone::UTC).date()
}

/// The edition as a file reads that has its day for a name.
fn head(view: &View<'_>) -> Option<Head> {
    let day = day(view);
    Head::of(day, &day.to_string())
}

fn row(view: &View<'_>, blip: &Blip, lost: &mut Lost) -> Wire {
    let scheme = view.timeline.scheme();
    let (ring, quadrant) = (scheme.ring_name(&blip.ring), scheme.quadrant_name(&blip.quadrant));
    let status = match view.direction(&view.edition.id, blip) {
        None => "New",
        Some(1) => "Moved In",
        Some(-1) => "Moved Out",
        Some(_) => "No Change",
    };
    let movement = view.timeline.movement(&view.edition.id, &blip.id);
    let (description, left_out) = html::from_markdown(&text::said(&blip.text));
    lost.extend(left_out);
    Wire {
        name: blip.title.to_string(),
        ring: ring.to_owned(),
        quadrant: quadrant.to_owned(),
        is_new: if movement == Some(Movement::New) {
            "TRUE"
        } else {
            "FALSE"
        },
        status,
        description,
    }
}
