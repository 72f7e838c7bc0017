//! An edition as a table.

use serde::Serialize;

use super::record::Column;
use crate::format::export::{self, ExportError, Exported, Files, Holds, View};
use crate::format::frame::{self, QUADRANTS, RINGS};
use crate::format::html::{self, Lost};
use crate::format::text;
use crate::radar::{Blip, Movement};

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
    let holds = Holds {
        text: true,
        ..Holds::default()
    };
    let mut remarks = export::remarks(view, holds, &lost);
    let scheme = view.timeline.scheme();
    let rings = frame::listed(scheme.rings().iter().map(|ring| &ring.title));
    let quadrants = frame::listed(scheme.quadrants().iter().map(|quadrant| &quadrant.title));
    for (variable, option, names, usual) in [
        ("RINGS", "--rings", rings, RINGS.join(", ")),
        ("QUADRANTS", "--quadrants", quadrants, QUADRANTS.join(", ")),
    ] {
        if names != usual {
            remarks.push(format!(
                "{TOOL} shows these only with {variable} set to {names} (four quadrants, up to four rings); \
                 to read the file back, add {option} \"{}\"",
                names.replace(", ", ",")
            ));
        }
    }
    Ok((rows, remarks))
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
