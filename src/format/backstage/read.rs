//! From the file to a radar.

use std::collections::BTreeMap;
use std::path::PathBuf;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::entry::Entries;
use super::frame::Frame;
use super::wire::{Entry, Id, Radar};
use crate::format::import::{self, Head, Import, MAX_PROBLEMS, MAX_ROWS, Options, Row, Volume};
use crate::format::json::{self, Json};
use crate::format::names::{Ids, Renamed};
use crate::format::others::Others;
use crate::format::problem::{Findings, Problem, short};
use crate::format::source::{self, Source, Sources};
use crate::radar::{BlipId, Scheme, Title};

/// Days on which something changed. Each is an edition, and editions are snapshots: ten years of weeks are enough.
const MAX_EDITIONS: usize = 520;

/// Reads one file.
pub fn read(paths: &[PathBuf], options: &Options) -> Result<Import, Vec<Problem>> {
    let needless = options.needless("Backstage's file", paths);
    if !needless.is_empty() {
        return Err(needless);
    }
    let Sources {
        files: sources,
        passed_over,
        unread,
    } = source::read_all(paths, "json")?;
    if !unread.is_empty() {
        return Err(unread);
    }
    let [source] = sources.as_slice() else {
        let path = sources
            .get(1)
            .map(|source| source.path.clone())
            .unwrap_or_default();
        return Err(vec![Problem {
            path,
            line: 1,
            text: format!(
                "one such file holds all editions: give one, and not {}",
                sources.len()
            ),
        }]);
    };
    let mut findings = Findings::new(source.path.clone());
    let read = read_source(source, &mut findings);
    let Some((scheme, rows)) = read else {
        return Err(findings.into_problems());
    };
    if rows.len() > MAX_EDITIONS {
        let days = rows.len();
        findings.report(
            1,
            format_args!("the timelines name {days} different days: at most {MAX_EDITIONS} are read"),
        );
        return Err(findings.into_problems());
    }
    // What was found in the file is told with its first edition.
    let mut findings = Some(findings);
    let volumes: Vec<Volume> = rows
        .into_iter()
        .filter_map(|(day, (publish, rows))| {
            let head = Head::of(day, "")?;
            Some(Volume {
                head: Head { publish, ..head },
                rows,
                findings: findings
                    .take()
                    .unwrap_or_else(|| Findings::new(source.path.clone())),
                complete: false,
            })
        })
        .collect();
    if volumes.is_empty() {
        let mut findings = findings.unwrap_or_else(|| Findings::new(source.path.clone()));
        findings.report(1, "there is no blip to import");
        return Err(findings.into_problems());
    }
    import::compose(scheme, volumes).map(|import| import.with(passed_over))
}

/// The blips that changed on a day, and the last time of it that is named.
type Days = BTreeMap<Date, (Timestamp, Vec<Row>)>;

fn read_source(source: &Source, findings: &mut Findings) -> Option<(Scheme, Days)> {
    let json = Json::new(&source.text);
    let radar: Radar<'_> = json.parse("a radar of Backstage's shape", findings)?;
    Others::tell_of(&[json], &Radar::KEYS, ("file", "files"), findings);
    let frame = Frame::read(&json, &radar, findings)?;
    if radar.entries.len() > MAX_ROWS {
        let count = radar.entries.len();
        findings.report(
            1,
            format_args!("there are {count} entries: at most {MAX_ROWS} are read"),
        );
        return None;
    }
    let mut entries = Entries::of(&frame);
    let mut days = Days::new();
    let mut states = 0_usize;
    let (mut ids, mut places) = (claimed(&radar), BTreeMap::new());
    let mut renamed = Renamed::default();
    let mut others = Others::of(("entry", "entries"));
    for ((value, line), number) in radar.entries.iter().zip(json.lines(&radar.entries)).zip(1..) {
        if is_too_wrong(line, findings) {
            return None;
        }
        let place = format!("entry {number}");
        others.see_in(Json::part(value, line), &Entry::KEYS);
        let Some(entry) = json::parsed::<Entry<'_>>(value, line, &place, findings) else {
            continue;
        };
        states += entry.timeline.len();
        if states > MAX_ROWS {
            findings.report(
                line,
                format_args!("the timelines have more than {MAX_ROWS} steps"),
            );
            return None;
        }
        if let Some(first) = places.insert(entry.id.clone(), place.clone()) {
            findings.report(
                line,
                format_args!(
                    "{place}, `id`: `{}` is the id of {first}, too, which counts",
                    short(&entry.id)
                ),
            );
            continue;
        }
        // `Zap` and `ZAP` are two.
        let id = Title::parse(&entry.id).ok().map(|title| ids.of(&title));
        renamed.see(&entry.id, id.as_ref(), line, &place, findings);
        for (time, row) in entries.rows(&Json::part(value, line), (&entry, id), line, &place, findings) {
            let day = days
                .entry(time.to_zoned(TimeZone::UTC).date())
                .or_insert((time, Vec::new()));
            day.0 = day.0.max(time);
            day.1.push(row);
        }
    }
    // The last entry alone can have too many.
    if is_too_wrong(1, findings) {
        return None;
    }
    renamed.tell(findings);
    others.tell(findings);
    entries.tell_others(findings);
    Some((frame.scheme, days))
}

/// The ids that can stay as they are: no other one of the file that would be the same here takes them.
fn claimed(radar: &Radar<'_>) -> Ids {
    let mut ids = Ids::default();
    for entry in &radar.entries {
        let id = serde_json::from_str::<Id<'_>>(entry.get()).ok();
        let id = id.and_then(|Id { id }| BlipId::parse(&id).ok().zip(Title::parse(&id).ok()));
        if let Some((id, title)) = id {
            ids.keep(id, &title);
        }
    }
    ids
}

/// Whether there are so many problems that the file is not read on, which is reported.
fn is_too_wrong(line: usize, findings: &mut Findings) -> bool {
    let too_wrong = findings.count() > MAX_PROBLEMS;
    if too_wrong {
        findings.report(
            line,
            format_args!("there are more than {MAX_PROBLEMS} problems: this is no radar, and is not read on"),
        );
    }
    too_wrong
}
