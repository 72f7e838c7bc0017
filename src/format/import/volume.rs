//! An edition as another tool's file tells it, before it is compared with others.

use std::path::Path;

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};

use super::Options;
use crate::format::claim::Claim;
use crate::format::dated;
use crate::format::problem::{Findings, Problem};
use crate::radar::{BlipId, BlipText, EditionId, Link, QuadrantId, RingId, Title};

/// All volumes of the largest radar that is known have 3,300 rows.
const MAX_ALL_ROWS: usize = 50_000;

/// An edition as a file tells it.
#[derive(Debug)]
pub(in crate::format) struct Volume {
    pub(in crate::format) head: Head,
    pub(in crate::format) findings: Findings,
    pub(in crate::format) rows: Vec<Row>,
    /// Whether blips that are not in it have left the radar; otherwise they stay as they were.
    pub(in crate::format) complete: bool,
}

impl Volume {
    /// What its blips are called, those whose rows could not be read, too.
    pub(super) fn titles(&self) -> impl Iterator<Item = Title> {
        let unread = self.findings.missed();
        let unread = unread.filter_map(|name| Title::parse(name).ok());
        self.rows.iter().map(|row| row.title.clone()).chain(unread)
    }
}

/// Which edition it is.
#[derive(Debug, Clone)]
pub(in crate::format) struct Head {
    pub(in crate::format) id: EditionId,
    pub(in crate::format) title: String,
    pub(in crate::format) publish: Timestamp,
}

/// A blip as an edition tells it.
#[derive(Debug)]
pub(in crate::format) struct Row {
    pub(in crate::format) line: usize,
    /// Which one it is in its file, as a report names it.
    pub(in crate::format) name: String,
    /// What the file calls it across editions, if it does.
    pub(in crate::format) id: Option<BlipId>,
    pub(in crate::format) title: Title,
    pub(in crate::format) ring: RingId,
    pub(in crate::format) quadrant: QuadrantId,
    /// Absent where the file says nothing: what was said before still holds.
    pub(in crate::format) text: Option<BlipText>,
    pub(in crate::format) links: Vec<Link>,
    /// Titles of other blips, each on a line: a file can name millions, and a line takes less memory than a text.
    pub(in crate::format) related: String,
    /// Absent where the file says nothing.
    pub(in crate::format) tags: Option<Vec<String>>,
    /// Whether it has left the radar.
    pub(in crate::format) away: bool,
    pub(in crate::format) claim: Option<Claim>,
}

impl Head {
    /// The edition of a day; nothing if the day is out of the calendar's reach.
    pub(in crate::format) fn of(date: Date, title: &str) -> Option<Self> {
        let id = dated::edition_id(date)?;
        let title = Title::parse(title).map_or_else(|_| id.to_string(), |title| title.to_string());
        Some(Self {
            title,
            publish: dated::midnight(date)?,
            id,
        })
    }
}

/// Gives the files of an import their editions, by the date in their names or else by what `options` say.
pub(in crate::format) fn head_by_name(
    path: &Path,
    only: bool,
    options: &Options,
    findings: &mut Findings,
) -> Option<Head> {
    let stem = path
        .file_stem()
        .map(|stem| stem.to_string_lossy().into_owned())
        .unwrap_or_default();
    let told = options.date.filter(|_| only);
    let dated = dated::date_in(&stem).filter(|_| told.is_none());
    if let Some(note) = dated.and_then(|dated| dated.note(&stem)) {
        findings.note(1, note);
    }
    let date = match told.or(dated.map(|dated| dated.date)) {
        Some(date) => date,
        None if only => {
            let today = options.today;
            findings.note(
                1,
                format_args!("the edition is dated {today}, today: nothing in the file's name is a date (--date says another)"),
            );
            today
        }
        None => {
            findings.report(
                1,
                "which edition is this? Put its date into the file's name, as in `radar 2024-03.csv` or `radar (Mar 2024).csv`",
            );
            return None;
        }
    };
    let head = Head::of(date, &stem)?;
    let Some(letter) = dated.and_then(|dated| dated.letter) else {
        return Some(head);
    };
    // Of several editions of a day each comes after the one before it, by its letter.
    let seconds = i64::from(u32::from(letter).saturating_sub(u32::from('a'))) + 1;
    Some(Head {
        id: EditionId::parse(&format!("{date}{letter}")).ok()?,
        publish: head
            .publish
            .checked_add(SignedDuration::from_secs(seconds))
            .ok()?,
        ..head
    })
}

/// Whether so many rows of all editions until this file's can be kept.
pub(in crate::format) fn fits(rows: usize, path: &Path) -> Result<(), Vec<Problem>> {
    if rows <= MAX_ALL_ROWS {
        return Ok(());
    }
    Err(vec![Problem {
        path: path.to_owned(),
        line: 1,
        text: format!(
            "up to this file there are {rows} rows; all editions together may have {MAX_ALL_ROWS}: give fewer files"
        ),
    }])
}
