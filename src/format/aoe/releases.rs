//! Which editions the folders of releases are.

use std::collections::BTreeSet;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};

use super::folders::{Opened, Releases};
use crate::format::dated::{self, Dated};
use crate::format::import::Head;
use crate::format::problem::{Findings, short};
use crate::radar::{EditionId, Title};

/// The day before the first release, where none has a date.
const EPOCH: Date = jiff::civil::date(1999, 12, 31);

/// An edition that a folder is, and how it is read otherwise than its name says.
struct Release {
    head: Head,
    notes: Vec<String>,
}

/// The releases in the tool's order: it takes any name, and orders releases by it as text.
pub(super) fn dated_releases(all: Releases, found: &mut Vec<Findings>) -> Vec<(Head, Vec<Opened>)> {
    let names: Vec<&str> = all.keys().map(String::as_str).collect();
    let releases = releases(&names);
    let mut dated = Vec::with_capacity(all.len());
    for (folders, release) in all.into_values().zip(releases) {
        let Some(Release { head, notes }) = release else {
            continue;
        };
        let first = folders.first().filter(|_| !notes.is_empty());
        if let Some(first) = first {
            let mut findings = Findings::new(first.folder.path().to_owned());
            for note in notes {
                findings.note(1, note);
            }
            found.push(findings);
        }
        dated.push((head, folders));
    }
    dated
}

/// The editions that folders of these names are read as, each at the place of its name.
pub(super) fn heads(names: &[String]) -> Vec<Option<Head>> {
    let mut sorted: Vec<&str> = names.iter().map(String::as_str).collect();
    sorted.sort_unstable();
    let read = releases(&sorted);
    let place = |name: &String| sorted.binary_search(&name.as_str()).ok();
    let head = |place: usize| read.get(place)?.as_ref().map(|release| release.head.clone());
    names.iter().map(|name| place(name).and_then(head)).collect()
}

/// The editions of these names, which are sorted. Each comes after the one before it: a date in a name counts where it
/// keeps that order, and otherwise the release is taken for the day after the one before it.
fn releases(names: &[&str]) -> Vec<Option<Release>> {
    let dates: Vec<Option<Dated>> = names.iter().map(|name| dated::date_in(name)).collect();
    // As many days before the first date as there are releases before it.
    let undated = dates.iter().take_while(|date| date.is_none()).count();
    let before = Span::new().days(i64::try_from(undated).unwrap_or_default() + 1);
    let first = dates.iter().flatten().next();
    let mut day = first.map_or(EPOCH, |first| first.date.saturating_sub(before));
    let mut last: Option<Timestamp> = None;
    let mut ids: BTreeSet<EditionId> = names
        .iter()
        .filter_map(|name| EditionId::parse(name).ok())
        .collect();
    let mut releases = Vec::with_capacity(names.len());
    for (name, date) in names.iter().zip(dates) {
        let mut notes = Vec::new();
        let next = day.tomorrow().unwrap_or(day);
        day = match date {
            // Of one day there can be several, but not of one year.
            Some(said) if said.date > day || (said.date == day && !said.only_year) => {
                notes.extend(said.note(name));
                said.date
            }
            Some(said) => {
                notes.push(format!(
                    "the date in this name, {}, is not after that of the release before it, and the tool orders releases \
                     by their names as text: it is taken for {next}",
                    said.date
                ));
                next
            }
            None => {
                notes.push(format!(
                    "no date is in the name of this release: it is taken for {next}, in its place among the others, which \
                     the tool orders by name; a folder such as 2024-03-01 says another date"
                ));
                next
            }
        };
        let release = published(day, last).and_then(|publish| {
            last = Some(publish);
            let (title, note) = title(name);
            notes.extend(note);
            let id = EditionId::parse(name).ok().or_else(|| free_id(day, &mut ids))?;
            let title = title.map_or_else(|| id.to_string(), |title| title.to_string());
            let head = Head { id, title, publish };
            Some(Release { head, notes })
        });
        releases.push(release);
    }
    releases
}

/// The start of the day, or right after another release of it.
fn published(day: Date, last: Option<Timestamp>) -> Option<Timestamp> {
    let midnight = dated::midnight(day)?;
    let after = last.and_then(|last| last.checked_add(Span::new().seconds(1)).ok());
    let same_day = |time: &Timestamp| time.to_zoned(TimeZone::UTC).date() == day;
    Some(after.filter(same_day).unwrap_or(midnight))
}

/// The day as an id, with a number if another edition has that.
fn free_id(day: Date, taken: &mut BTreeSet<EditionId>) -> Option<EditionId> {
    let mut id = dated::edition_id(day)?;
    let mut number = 2;
    while !taken.insert(id.clone()) {
        id = EditionId::parse(&format!("{day}-{number}")).ok()?;
        number += 1;
    }
    Some(id)
}

/// What an edition is called whose folder has this name, and what is to be said if that is something else. A folder's name
/// may have what a title may not.
fn title(name: &str) -> (Option<Title>, Option<String>) {
    let title = Title::parse(name).ok().or_else(|| shortened(name));
    let note = match &title {
        Some(title) if title.as_str() == name => None,
        Some(title) => Some(format!(
            "the edition is called `{title}`: not all of the folder's name can stand in a title"
        )),
        None => Some(format!(
            "the edition is called by its date: the folder's name, `{}`, can be no title",
            short(name)
        )),
    };
    (title, note)
}

/// As much of a name as a title holds.
fn shortened(name: &str) -> Option<Title> {
    let fits = |c: char| Title::parse(&format!("x{c}x")).is_ok();
    let name: String = name.chars().map(|c| if fits(c) { c } else { ' ' }).collect();
    Title::parse(&name).ok().or_else(|| {
        let mut ends = name.char_indices().rev();
        ends.find_map(|(end, _)| {
            let start = Title::parse(name.get(..end)?).ok()?;
            Title::parse(&format!("{start}…")).ok()
        })
    })
}
