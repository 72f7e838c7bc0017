//! From a radar to the folder.

use std::path::PathBuf;

use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::releases;
use super::wire::{Labels, NewConfig, NewQuadrant, NewRing};
use crate::format::counted;
use crate::format::dated;
use crate::format::export::{self, ExportError, Exported, Files, View};
use crate::format::frame;
use crate::format::html::Lost;
use crate::format::native::yaml_text;
use crate::format::remarks::{self, Field, Shape};
use crate::format::text;
use crate::format::too_long::TooLong;
use crate::format::unread::Unread;
use crate::radar::{Blip, Edition, Revision, Scheme};

const TOOL: &str = "AOE's Technology Radar";
/// The quadrants that its picture has.
const MAX_QUADRANTS: usize = 4;
/// Colours of quadrants, of which our radars say none: readable on light and on dark ground.
const COLORS: [&str; 4] = ["#2e9e6b", "#3b82d6", "#c98a1b", "#8a63d2"];

/// All editions until this one.
pub fn to_folder(view: &View<'_>) -> Result<Exported, ExportError> {
    let scheme = view.timeline.scheme();
    let count = scheme.quadrants().len();
    if count > MAX_QUADRANTS {
        return Err(ExportError::Quadrants {
            tool: TOOL,
            max: MAX_QUADRANTS,
            count,
        });
    }
    view.fits(TOOL, scheme.rings().len().max(MAX_QUADRANTS))?;
    let mut files = vec![
        (PathBuf::from("config.json"), export::json(&config(scheme))?),
        (PathBuf::from("about.md"), format!("# {}\n", scheme.title())),
    ];
    let editions: Vec<&Edition> = view.editions().collect();
    let folders = releases(&editions);
    let mut empty = 0;
    let mut unread = Unread::default();
    let mut too_long = TooLong::default();
    for (edition, name) in editions.iter().zip(&folders) {
        let folder = PathBuf::from("radar").join(name);
        let before = files.len();
        let publication = view.timeline.publication(&edition.id);
        for revision in publication.iter().flat_map(|publication| &publication.revisions) {
            if let Some(blip) = edition.blip(&revision.blip) {
                let retired = edition.is_retired(&revision.blip);
                if let Some(text) = &revision.text {
                    unread.see(text, &blip.title);
                    too_long.see(&text::said(text), &blip.title);
                }
                let file = file(revision, blip, retired);
                files.extend(file.map(|file| (folder.join(format!("{}.md", blip.id)), file)));
            }
        }
        empty += usize::from(files.len() == before);
    }
    let shape = Shape {
        holds,
        scheme: frame::again(scheme),
        heads: releases::heads(&folders),
    };
    let mut remarks = remarks::remarks(view, &shape, &Lost::new());
    remarks.extend(unread.remark());
    remarks.extend(too_long.remark());
    if empty > 0 {
        remarks.push(format!(
            "left out: {} that change nothing of what the format holds",
            counted(empty, "edition")
        ));
    }
    remarks.push(
        "what else there is in config.json, the colours of quadrants say, is as the tool has it by default"
            .to_owned(),
    );
    Ok(Exported {
        files: Files::Folder(files),
        remarks,
    })
}

/// What the folder holds, beside where each blip stands.
const fn holds(field: Field) -> bool {
    match field {
        Field::BlipIds
        | Field::Texts
        | Field::Tags
        | Field::EarlierEditions
        | Field::EarlierTitles
        | Field::EarlierQuadrants
        | Field::Absences
        | Field::Retired => true,
        Field::Links
        | Field::MoreLinks
        | Field::LinkTitles
        | Field::Aliases
        | Field::Relations
        | Field::Owners
        | Field::ReviewDates
        | Field::EarlierLinks
        | Field::Silences => false,
    }
}

fn day(edition: &Edition) -> Date {
    edition.published.to_zoned(TimeZone::UTC).date()
}

/// The names of the editions' folders, by which the tool sorts, as text. The editions of a day are numbered anew if their
/// own names do not sort as they came out: of ten, `-10` would stand before `-2`.
fn releases(editions: &[&Edition]) -> Vec<String> {
    let mut names = Vec::with_capacity(editions.len());
    for of_day in editions.chunk_by(|one, next| day(one) == day(next)) {
        let own: Vec<String> = of_day.iter().map(|edition| release(edition)).collect();
        if own.is_sorted_by(|one, next| one < next) {
            names.extend(own);
            continue;
        }
        let width = of_day.len().to_string().len();
        names.extend(of_day.iter().zip(1..).map(|(edition, number)| match number {
            1 => day(edition).to_string(),
            _ => format!("{}-{number:0width$}", day(edition)),
        }));
    }
    names
}

/// The name of the edition's folder if it is alone: its own if it starts with its day.
fn release(edition: &Edition) -> String {
    let day = day(edition);
    let own = edition.id.as_str();
    if dated::date_in(own).is_some_and(|dated| dated.date == day) && own.starts_with(&day.to_string()) {
        own.to_owned()
    } else {
        day.to_string()
    }
}

fn config(scheme: &Scheme) -> NewConfig {
    let rings = u32::try_from(scheme.rings().len()).unwrap_or(u32::MAX);
    NewConfig {
        labels: Labels {
            title: Some(scheme.title().to_string()),
        },
        quadrants: scheme
            .quadrants()
            .iter()
            .zip(COLORS)
            .map(|(quadrant, color)| NewQuadrant {
                id: quadrant.id.to_string(),
                title: quadrant.title.to_string(),
                description: "",
                color,
            })
            .collect(),
        rings: scheme
            .rings()
            .iter()
            .zip(1..)
            .map(|(ring, number)| NewRing {
                id: ring.id.to_string(),
                title: ring.title.to_string(),
                description: "",
                color: ring.color.to_string(),
                // Rings of one area.
                radius: (f64::from(number) / f64::from(rings)).sqrt(),
                stroke_width: 2.0,
            })
            .collect(),
    }
}

/// What the edition changes about a blip; nothing if it is nothing that the format holds. Name, ring and quadrant are
/// always said: the tool shows a revision by its own file.
fn file(revision: &Revision, blip: &Blip, retired: bool) -> Option<String> {
    let Revision {
        blip: _,
        title,
        ring,
        quadrant,
        tags,
        aliases: _,
        links: _,
        related: _,
        owner: _,
        review_by: _,
        text,
        retired: left_or_returned,
    } = revision;
    let said = [
        title.is_some(),
        ring.is_some(),
        quadrant.is_some(),
        tags.is_some(),
        text.is_some(),
        left_or_returned.is_some(),
    ];
    if !said.contains(&true) {
        return None;
    }
    let mut file = format!(
        "---\ntitle: {}\nring: {}\nquadrant: {}\n",
        yaml_text(blip.title.as_str()),
        yaml_text(blip.ring.as_str()),
        yaml_text(blip.quadrant.as_str()),
    );
    if let Some(tags) = tags {
        let tags: Vec<String> = tags.iter().map(|tag| yaml_text(tag)).collect();
        file.push_str("tags: [");
        file.push_str(&tags.join(", "));
        file.push_str("]\n");
    }
    if left_or_returned.is_some() {
        file.push_str(if retired {
            "featured: false\n"
        } else {
            "featured: true\n"
        });
    }
    file.push_str("---\n");
    let body = text.as_ref().map(text::said).filter(|body| !body.is_empty());
    if let Some(body) = body {
        file.push('\n');
        file.push_str(&body);
    }
    Some(file)
}
