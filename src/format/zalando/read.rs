//! From the files to a radar.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde_json::value::RawValue;

use super::NAMES;
use super::inside;
use super::numbers::{self, Numbers};
use super::wire::{Config, Entry, Names};
use crate::format::claim::Claim;
use crate::format::dated;
use crate::format::import::{self, Head, Import, MAX_PROBLEMS, MAX_ROWS, Options, Row, Volume};
use crate::format::json::{self, Json};
use crate::format::others::Others;
use crate::format::problem::{Findings, Problem, short};
use crate::format::source::{self, Source, Sources};
use crate::radar::{Link, Title, Url};

/// Reads files of this shape; of folders, those in them.
pub fn read(paths: &[PathBuf], options: &Options) -> Result<Import, Vec<Problem>> {
    let Sources {
        files,
        mut passed_over,
        mut unread,
    } = source::read_all(paths, "json")?;
    let (names, mut sources): (Vec<Source>, Vec<Source>) = files
        .into_iter()
        .partition(|source| is_names(&source.path, &source.text));
    if sources.is_empty() {
        unread.extend(names.iter().map(alone));
        return Err(unread);
    }
    sources.sort_by(|a, b| a.path.cmp(&b.path));
    options.dates_one_of(&sources)?;
    let beside: BTreeSet<PathBuf> = sources.iter().map(names_beside).collect();
    for names in names.iter().filter(|names| !beside.contains(&names.path)) {
        let mut findings = Findings::new(names.path.clone());
        findings.note(
            1,
            "this file is not read: the radar whose names it has is not given",
        );
        passed_over.push(findings);
    }
    let only = sources.len() == 1;
    let mut found: Vec<Findings> = sources
        .iter()
        .map(|source| Findings::new(source.path.clone()))
        .collect();
    let common = numbers::common(&sources, options, &mut found);
    let (scheme, all_numbers) = match common {
        Some((scheme, numbers)) => (Some(scheme), numbers),
        None => (None, Vec::new()),
    };
    let mut all_numbers = all_numbers.into_iter();
    let mut volumes = Vec::with_capacity(sources.len());
    let mut all = 0;
    for (source, mut findings) in sources.iter().zip(found) {
        let volume = all_numbers
            .next()
            .and_then(|numbers| volume(source, &numbers, only, options, &mut findings));
        match volume {
            Some((head, rows)) => {
                all += rows.len();
                import::fits(all, &source.path)?;
                volumes.push(Volume {
                    head,
                    rows,
                    findings,
                    complete: true,
                });
            }
            None => unread.extend(findings.into_problems()),
        }
    }
    match scheme {
        Some(scheme) if unread.is_empty() => {
            import::compose(scheme, volumes).map(|import| import.with(passed_over))
        }
        Some(_) | None => {
            let read = volumes.into_iter().map(|volume| volume.findings);
            unread.extend(read.flat_map(Findings::into_problems));
            Err(unread)
        }
    }
}

/// Where a radar's names are, if there are any.
pub(super) fn names_beside(source: &Source) -> PathBuf {
    source.path.with_extension(NAMES)
}

/// Whether this is what our exports have beside a radar: the names of its rings and quadrants.
pub(in crate::format) fn is_names(path: &Path, text: &str) -> bool {
    path.to_string_lossy().ends_with(&format!(".{NAMES}")) || serde_json::from_str::<Names>(text).is_ok()
}

/// What to give instead of names alone: the radar beside them, if it is there.
fn alone(names: &Source) -> Problem {
    let path = names.path.to_string_lossy();
    let radar = path
        .strip_suffix(NAMES)
        .map(|start| PathBuf::from(format!("{start}json")));
    let radar = radar.filter(|radar| radar.is_file());
    let instead = radar.map_or_else(
        || "the config.json that it belongs to, with this file beside it".to_owned(),
        |radar| format!("{}, which is read together with it", radar.display()),
    );
    Problem {
        path: names.path.clone(),
        line: 1,
        text: format!(
            "this file has only the names of a radar's rings and quadrants, and no blip: give {instead}"
        ),
    }
}

fn volume(
    source: &Source,
    numbers: &Numbers,
    only: bool,
    options: &Options,
    findings: &mut Findings,
) -> Option<(Head, Vec<Row>)> {
    let json = Json::new(&source.text);
    // Read as the fields of an object in their order, a list is told to be wrong for another reason.
    if source.text.trim_start().starts_with('[') {
        findings.report(
            1,
            "this is not a radar of Zalando's shape: it is a list, and must be an object with date and entries",
        );
        return None;
    }
    let config: Config<'_> = json.parse("a radar of Zalando's shape", findings)?;
    let known = match inside::names(&source.text) {
        Some(_) => {
            inside::tell_others(&json, findings);
            [Config::KEYS.as_slice(), &Config::NAMES].concat()
        }
        None => Config::KEYS.to_vec(),
    };
    Others::tell_of(&[json], &known, ("file", "files"), findings);
    let head = head(&json, config.date, source, only, options, findings);
    if config.entries.len() > MAX_ROWS {
        let count = config.entries.len();
        findings.report(
            1,
            format_args!("there are {count} entries: at most {MAX_ROWS} are read"),
        );
        return None;
    }
    let mut rows = Vec::with_capacity(config.entries.len());
    let mut inactive = 0;
    let mut others = Others::of(("entry", "entries"));
    for ((entry, line), number) in config.entries.iter().zip(json.lines(&config.entries)).zip(1..) {
        if findings.count() > MAX_PROBLEMS {
            findings.report(
                line,
                format_args!(
                    "there are more than {MAX_PROBLEMS} problems: this is no radar, and is not read on"
                ),
            );
            return None;
        }
        others.see_in(Json::part(entry, line), &Entry::KEYS);
        match serde_json::from_str::<Entry<'_>>(entry.get()) {
            Ok(entry) => {
                inactive += usize::from(entry.active.is_some_and(|active| active.get() == "false"));
                rows.extend(row(&entry, line, number, numbers, findings));
            }
            Err(error) => {
                let text = error.to_string();
                let (text, _) = text.split_once(" at line ").unwrap_or((&text, ""));
                findings.report(line, format_args!("entry {number}: this is not a blip: {text}"));
            }
        }
    }
    others.tell(findings);
    if inactive > 0 {
        findings.note(
            1,
            format_args!(
                "blips that are not active, which only means that they are drawn in grey: {inactive}"
            ),
        );
    }
    Some((head?, rows))
}

fn head(
    json: &Json<'_>,
    date: Option<&RawValue>,
    source: &Source,
    only: bool,
    options: &Options,
    findings: &mut Findings,
) -> Option<Head> {
    let stem = source
        .path
        .file_stem()
        .map(|stem| stem.to_string_lossy().into_owned())
        .unwrap_or_default();
    if let Some(date) = options.date.filter(|_| only) {
        return Head::of(date, &stem);
    }
    let Some(value) = date else {
        return import::head_by_name(&source.path, only, options, findings);
    };
    let text = json::text(value).unwrap_or_default();
    let dated = dated::date_in(&text);
    if let Some(note) = dated.and_then(|dated| dated.note(&text)) {
        findings.note(json.line(value), format_args!("`date`: {note}"));
    }
    let head = dated.and_then(|dated| Head::of(dated.date, &text));
    if head.is_none() {
        findings.report(
            json.line(value),
            format_args!("`date`: `{}` is not a date such as 2026.05", short(&text)),
        );
    }
    head
}

fn row(
    entry: &Entry<'_>,
    line: usize,
    number: usize,
    numbers: &Numbers,
    findings: &mut Findings,
) -> Option<Row> {
    let before = findings.count();
    let label = entry.label.and_then(json::text).unwrap_or_default();
    let title = Title::parse(&label);
    if let Err(why) = &title {
        findings.report(line, format_args!("entry {number}, `label`: {why}"));
    }
    let mut number_of = |key: &str, value: Option<&RawValue>, count: usize| {
        let found = value
            .and_then(|value| value.get().parse::<usize>().ok())
            .filter(|index| *index < count);
        if found.is_none() {
            let value = value.map_or("missing", |value| value.get());
            let last = count.saturating_sub(1);
            findings.report(
                line,
                format_args!("entry {number}, `{key}`: it is {}, and must be a number from 0 to {last} (--{key}s names more)", short(value)),
            );
        }
        found
    };
    let quadrant_at = number_of("quadrant", entry.quadrant, numbers.quadrants.len());
    let ring_at = number_of("ring", entry.ring, numbers.rings.len());
    let claim = match entry.moved.map(RawValue::get) {
        None => None,
        Some("-1") => Some(Claim::Out),
        Some("0") => Some(Claim::StayedOrNew),
        Some("1") => Some(Claim::In),
        Some("2") => Some(Claim::New),
        Some(other) => {
            findings.report(
                line,
                format_args!(
                    "entry {number}, `moved`: it is {}, and must be -1, 0, 1 or 2",
                    short(other)
                ),
            );
            None
        }
    };
    if findings.count() > before {
        findings.miss(line, label);
        return None;
    }
    let title = title.ok()?;
    let address = entry.link.and_then(json::text).unwrap_or_default();
    let web_page = if matches!(address.as_str(), "" | "#") {
        None
    } else {
        let url = Url::parse(&address);
        if let Err(why) = &url {
            findings.report(
                line,
                format_args!("entry {number}, `link`: {why}; the link is left out"),
            );
        }
        url.ok().map(|url| Link {
            title: title.clone(),
            url,
        })
    };
    Some(Row {
        line,
        name: format!("entry {number}"),
        id: None,
        title,
        ring: numbers.rings.get(ring_at?)?.clone(),
        quadrant: numbers.quadrants.get(quadrant_at?)?.clone(),
        text: None,
        links: web_page.into_iter().collect(),
        related: String::new(),
        tags: None,
        away: false,
        claim,
    })
}
