//! From a radar to the file.

use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::wire::{Link, NewEntry, NewQuadrant, NewRadar, NewRing, NewSnapshot};
use crate::format::counted;
use crate::format::export::{self, ExportError, Exported, Files, View};
use crate::format::frame;
use crate::format::html::Lost;
use crate::format::import::Head;
use crate::format::remarks::{self, Field, Shape};
use crate::format::text;
use crate::format::too_long::TooLong;
use crate::format::unread::Unread;
use crate::radar::{Blip, Edition};

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
    let editions = last_of_days(view);
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
        entries: view
            .blips()
            .into_iter()
            .map(|blip| entry(view, &editions, blip))
            .collect(),
    };
    let days: Vec<Date> = view.editions().map(|edition| day(edition.published)).collect();
    let mut remarks = remarks::remarks(view, &shape(view, &days), &Lost::new());
    remarks.extend(unread(view, &editions).remark());
    remarks.extend(too_long(&radar, view).remark());
    let steps = radar.entries.iter().flat_map(|entry| &entry.timeline);
    let told: BTreeSet<&str> = steps.map(|step| step.date.as_str()).collect();
    let quiet = editions
        .iter()
        .filter(|edition| !told.contains(edition.published.to_string().as_str()))
        .count();
    if quiet > 0 {
        remarks.push(format!(
            "left out: {} in which no blip that is on the radar now changed its ring or its description",
            counted(quiet, "edition")
        ));
    }
    if days
        .windows(2)
        .any(|pair| matches!(pair, [one, next] if one == next))
    {
        remarks.push("editions of one day are one in this format".to_owned());
    }
    Ok(Exported {
        files: Files::One(export::json(&radar)?),
        remarks,
    })
}

/// The newest edition of each day, oldest first: the format has days.
fn last_of_days<'a>(view: &'a View<'_>) -> Vec<&'a Edition> {
    let mut last: Vec<&Edition> = Vec::new();
    for edition in view.editions() {
        last.pop_if(|before| day(before.published) == day(edition.published));
        last.push(edition);
    }
    last
}

fn day(time: Timestamp) -> Date {
    time.to_zoned(TimeZone::UTC).date()
}

/// How it is read back: an edition for each day.
fn shape(view: &View<'_>, days: &[Date]) -> Shape {
    let head = |(edition, day): (&Edition, &Date)| {
        let head = Head::of(*day, "")?;
        Some(Head {
            publish: edition.published,
            ..head
        })
    };
    Shape {
        holds,
        scheme: frame::again(view.timeline.scheme()),
        heads: view.editions().zip(days).map(head).collect(),
    }
}

/// What the file holds, beside where each blip stands.
const fn holds(field: Field) -> bool {
    match field {
        Field::BlipIds
        | Field::Texts
        | Field::Links
        | Field::MoreLinks
        | Field::LinkTitles
        | Field::EarlierEditions => true,
        Field::Tags
        | Field::Aliases
        | Field::Relations
        | Field::Owners
        | Field::ReviewDates
        | Field::EarlierTitles
        | Field::EarlierQuadrants
        | Field::EarlierLinks
        | Field::Silences
        | Field::Absences
        | Field::Retired => false,
    }
}

/// What of the texts, of today and before, is not read back.
fn unread(view: &View<'_>, editions: &[&Edition]) -> Unread {
    let mut unread = Unread::default();
    for id in view.edition.blips.keys() {
        let mut last: Option<&Blip> = None;
        for then in editions.iter().filter_map(|edition| edition.blips.get(id)) {
            if last.is_none_or(|last| last.text != then.text) {
                unread.see(&then.text, &then.title);
            }
            last = Some(then);
        }
    }
    unread
}

/// The blips with a description, of today or before, that is too long.
fn too_long(radar: &NewRadar, view: &View<'_>) -> TooLong {
    let mut too_long = TooLong::default();
    for (entry, blip) in radar.entries.iter().zip(view.blips()) {
        let steps = entry.timeline.iter().map(|step| &step.description);
        for written in steps.chain([&entry.description]).flatten() {
            too_long.see(written, &blip.title);
        }
    }
    too_long
}

fn entry(view: &View<'_>, editions: &[&Edition], blip: &Blip) -> NewEntry {
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
        timeline: timeline(view, editions, blip),
    }
}

/// The editions in which its ring or its words changed.
fn timeline(view: &View<'_>, editions: &[&Edition], blip: &Blip) -> Vec<NewSnapshot> {
    let mut steps: Vec<NewSnapshot> = Vec::new();
    let mut last: Option<&Blip> = None;
    for edition in editions {
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
            // A blip is new on the day of its first step; what else that day brought is in its last edition.
            moved: last.map(|last| view.towards(&last.ring, &then.ring)),
        });
        last = Some(then);
    }
    steps.reverse();
    steps
}
