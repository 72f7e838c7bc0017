//! From the file to a radar.

use std::collections::BTreeMap;
use std::path::PathBuf;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::wire::{Entry, Link as WireLink, Quadrant, Radar, Ring, Snapshot};
use crate::format::claim::Claim;
use crate::format::frame;
use crate::format::import::{self, Head, Import, MAX_PROBLEMS, MAX_ROWS, Options, Row, Volume};
use crate::format::json::{self, Json};
use crate::format::names::Ids;
use crate::format::others::Others;
use crate::format::problem::{Findings, Problem, short};
use crate::format::source::{self, Source};
use crate::format::text;
use crate::radar::{self, BlipId, Color, Link, Scheme, Title, Url};

/// Days on which something changed. Each is an edition, and editions are snapshots: ten years of weeks are enough.
const MAX_EDITIONS: usize = 520;

/// Reads one file.
pub fn read(paths: &[PathBuf], _options: &Options) -> Result<Import, Vec<Problem>> {
    let sources = source::read_all(paths, "json")?;
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
    import::compose(scheme, volumes)
}

/// The blips that changed on a day, and the last time of it that is named.
type Days = BTreeMap<Date, (Timestamp, Vec<Row>)>;

fn read_source(source: &Source, findings: &mut Findings) -> Option<(Scheme, Days)> {
    let json = Json::new(&source.text);
    let radar: Radar<'_> = json.parse("a radar of Backstage's shape", findings)?;
    let frame = Frame::read(&json, &radar, findings)?;
    if radar.entries.len() > MAX_ROWS {
        let count = radar.entries.len();
        findings.report(
            1,
            format_args!("there are {count} entries: at most {MAX_ROWS} are read"),
        );
        return None;
    }
    let mut days = Days::new();
    let mut states = 0_usize;
    let (mut ids, mut places) = (Ids::default(), BTreeMap::new());
    let mut others = Others::of(("entry", "entries"));
    for ((value, line), number) in radar.entries.iter().zip(json.lines(&radar.entries)).zip(1..) {
        if findings.count() > MAX_PROBLEMS {
            findings.report(
                line,
                format_args!(
                    "there are more than {MAX_PROBLEMS} problems: this is no radar, and is not read on"
                ),
            );
            return None;
        }
        let place = format!("entry {number}");
        others.see_in(value, &Entry::KEYS, line);
        let Some(entry) = parsed::<Entry<'_>>(value, line, &place, findings) else {
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
        for (time, row) in frame.rows(&Json::part(value, line), (&entry, id), line, &place, findings) {
            let day = days
                .entry(time.to_zoned(TimeZone::UTC).date())
                .or_insert((time, Vec::new()));
            day.0 = day.0.max(time);
            day.1.push(row);
        }
    }
    others.tell(findings);
    Some((frame.scheme, days))
}

fn parsed<'a, T: Deserialize<'a>>(
    value: &'a RawValue,
    line: usize,
    place: &str,
    findings: &mut Findings,
) -> Option<T> {
    serde_json::from_str(value.get())
        .map_err(|error| {
            let text = error.to_string();
            let (text, _) = text.split_once(" at line ").unwrap_or((&text, ""));
            let line = line + error.line().saturating_sub(1);
            findings.report(line, format_args!("{place}: {text}"));
        })
        .ok()
}

/// Rings and quadrants, and what the file calls them.
struct Frame {
    scheme: Scheme,
    rings: BTreeMap<String, radar::RingId>,
    quadrants: BTreeMap<String, radar::QuadrantId>,
}

impl Frame {
    fn read(json: &Json<'_>, radar: &Radar<'_>, findings: &mut Findings) -> Option<Self> {
        let before = findings.count();
        let (mut rings, mut ring_ids) = (Vec::new(), BTreeMap::new());
        for ((value, line), number) in radar.rings.iter().zip(json.lines(&radar.rings)).zip(1..) {
            let place = format!("ring {number}");
            let Some(wire) = parsed::<Ring>(value, line, &place, findings) else {
                continue;
            };
            let color = color(&wire.color);
            if color.is_none() {
                findings.note(
                    line,
                    format_args!(
                        "{place}: its colour `{}` is not written as #rrggbb: it gets one of ours",
                        short(&wire.color)
                    ),
                );
            }
            if wire
                .description
                .is_some_and(|description| !description.trim().is_empty())
            {
                findings.leave_out(line, format_args!("{place}: its description"));
            }
            match frame::ring(&wire.id, &wire.name, color, number - 1) {
                Ok(ring) => {
                    ring_ids.insert(wire.id, ring.id.clone());
                    rings.push(ring);
                }
                Err(why) => findings.report(line, format_args!("{place}: {why}")),
            }
        }
        let (mut quadrants, mut quadrant_ids) = (Vec::new(), BTreeMap::new());
        for ((value, line), number) in radar.quadrants.iter().zip(json.lines(&radar.quadrants)).zip(1..) {
            let place = format!("quadrant {number}");
            let Some(wire) = parsed::<Quadrant>(value, line, &place, findings) else {
                continue;
            };
            match frame::quadrant(&wire.id, &wire.name) {
                Ok(quadrant) => {
                    quadrant_ids.insert(wire.id, quadrant.id.clone());
                    quadrants.push(quadrant);
                }
                Err(why) => findings.report(line, format_args!("{place}: {why}")),
            }
        }
        if findings.count() > before {
            return None;
        }
        let title = radar
            .title
            .and_then(json::text)
            .unwrap_or_else(|| frame::TITLE.to_owned());
        match frame::scheme(&title, rings, quadrants) {
            Ok(scheme) => Some(Self {
                scheme,
                rings: ring_ids,
                quadrants: quadrant_ids,
            }),
            Err(errors) => {
                for error in errors {
                    findings.report(1, error);
                }
                None
            }
        }
    }

    /// The steps of a blip that can be read, oldest first.
    fn rows(
        &self,
        json: &Json<'_>,
        (entry, id): (&Entry<'_>, Option<BlipId>),
        line: usize,
        place: &str,
        findings: &mut Findings,
    ) -> Vec<(Timestamp, Row)> {
        let before = findings.count();
        let title = Title::parse(&entry.title);
        if let Err(why) = &title {
            findings.report(line, format_args!("{place}, `title`: {why}"));
        }
        let quadrant = self.quadrants.get(&entry.quadrant);
        if quadrant.is_none() {
            let known = self
                .quadrants
                .keys()
                .map(String::as_str)
                .collect::<Vec<_>>()
                .join(", ");
            findings.report(
                line,
                format_args!(
                    "{place}, `quadrant`: `{}` is not a quadrant of this file: they are {known}",
                    short(&entry.quadrant)
                ),
            );
        }
        if entry.timeline.is_empty() {
            findings.report(
                line,
                format_args!("{place}, `timeline`: it is empty, so the blip is in no ring"),
            );
        }
        let (Ok(title), Some(quadrant), true) = (title, quadrant, findings.count() == before) else {
            return Vec::new();
        };
        let links = links(entry, &title, line, place, findings);
        let mut steps = self.steps(json, entry, place, findings);
        if steps
            .windows(2)
            .any(|pair| matches!(pair, [one, next] if one.time < next.time))
        {
            findings.note(line, format_args!("{place}, `timeline`: it is not newest first, and the plugin takes the first step for today's; it was read by its dates"));
        }
        // Of two steps on one day the first counts, as it is the newer one.
        steps.sort_by_key(|step| std::cmp::Reverse(step.time));
        let mut seen = std::collections::BTreeSet::new();
        let mut rows: Vec<(Timestamp, Row)> = Vec::with_capacity(steps.len());
        for (n, step) in steps.into_iter().enumerate() {
            if !seen.insert(step.time.to_zoned(TimeZone::UTC).date()) {
                findings.report(
                    step.line,
                    format_args!(
                        "{}: there is a newer step of the same day, which counts",
                        step.place
                    ),
                );
                continue;
            }
            let said = step.description.filter(|text| !text.trim().is_empty());
            // Of today's state the plugin shows what the entry says, if it says something.
            let own = entry
                .description
                .as_ref()
                .filter(|text| n == 0 && !text.trim().is_empty());
            if own.is_some() && said.is_some() && own != said.as_ref() {
                findings.leave_out(
                    step.line,
                    format_args!(
                        "{}, `description`: the plugin shows the entry's own description in its place",
                        step.place
                    ),
                );
            }
            let said = own.cloned().or(said).unwrap_or_default();
            let words = words(&said, &title, step.line, &step.place, findings);
            let Some(words) = words else { continue };
            rows.push((
                step.time,
                Row {
                    line: step.line,
                    name: step.place,
                    id: id.clone(),
                    title: title.clone(),
                    ring: step.ring,
                    quadrant: quadrant.clone(),
                    text: words,
                    links: links.clone(),
                    related: String::new(),
                    tags: None,
                    away: false,
                    claim: step.claim,
                },
            ));
        }
        rows.reverse();
        // A blip's first step is new, whatever it says.
        if let Some((_, first)) = rows.first_mut() {
            first.claim = None;
        }
        rows
    }

    fn steps(&self, json: &Json<'_>, entry: &Entry<'_>, place: &str, findings: &mut Findings) -> Vec<Step> {
        let mut steps = Vec::with_capacity(entry.timeline.len());
        for ((value, line), number) in entry.timeline.iter().zip(json.lines(&entry.timeline)).zip(1..) {
            let place = format!("{place}, step {number}");
            let Some(snapshot) = parsed::<Snapshot<'_>>(value, line, &place, findings) else {
                continue;
            };
            let date = json::text(snapshot.date).unwrap_or_default();
            let time = time(&date);
            if time.is_none() {
                findings.report(
                    line,
                    format_args!(
                        "{place}, `date`: `{}` is not a date such as 2024-05-01",
                        short(&date)
                    ),
                );
            }
            let ring = self.rings.get(&snapshot.ring);
            if ring.is_none() {
                let known = self
                    .scheme
                    .rings()
                    .iter()
                    .map(|ring| ring.id.as_str())
                    .collect::<Vec<_>>()
                    .join(", ");
                findings.report(
                    line,
                    format_args!(
                        "{place}, `ringId`: `{}` is not a ring of this file: they are {known}",
                        short(&snapshot.ring)
                    ),
                );
            }
            let claim = match snapshot.moved {
                None => None,
                Some(-1) => Some(Claim::Out),
                Some(0) => Some(Claim::StayedOrNew),
                Some(1) => Some(Claim::In),
                Some(other) => {
                    findings.report(
                        line,
                        format_args!("{place}, `moved`: it is {other}, and must be -1, 0 or 1"),
                    );
                    continue;
                }
            };
            if let (Some(time), Some(ring)) = (time, ring) {
                steps.push(Step {
                    line,
                    place,
                    time,
                    ring: ring.clone(),
                    description: snapshot.description,
                    claim,
                });
            }
        }
        steps
    }
}

struct Step {
    line: usize,
    place: String,
    time: Timestamp,
    ring: radar::RingId,
    description: Option<String>,
    claim: Option<Claim>,
}

/// A text, or none; nothing at all if it is refused.
#[expect(
    clippy::option_option,
    reason = "no text is something else than a refused one"
)]
fn words(
    said: &str,
    title: &Title,
    line: usize,
    place: &str,
    findings: &mut Findings,
) -> Option<Option<radar::BlipText>> {
    if said.len() > text::MAX_TEXT_BYTES {
        let (length, max) = (said.len(), text::MAX_TEXT_BYTES);
        findings.report(
            line,
            format_args!("{place}, `description`: it has {length} bytes; {max} are allowed"),
        );
        return None;
    }
    let (words, left_out) = text::of_markdown(said, title);
    left_out.tell(line, &format!("{place}, `description`"), findings);
    Some(words)
}

fn links(entry: &Entry<'_>, title: &Title, line: usize, place: &str, findings: &mut Findings) -> Vec<Link> {
    let own = entry.url.as_ref().filter(|url| !matches!(url.trim(), "" | "#"));
    let own = own
        .filter(|url| entry.links.iter().all(|link| link.url != **url))
        .map(|url| (url, title.as_str(), "url"));
    let others = entry
        .links
        .iter()
        .map(|WireLink { url, title }| (url, title.as_str(), "links"));
    let mut links = Vec::new();
    for (url, name, key) in own.into_iter().chain(others) {
        match (Url::parse(url), Title::parse(name)) {
            (Ok(url), Ok(title)) => links.push(Link { title, url }),
            (Err(why), _) => findings.report(
                line,
                format_args!("{place}, `{key}`: {why}; the link is left out"),
            ),
            (_, Err(why)) => findings.report(
                line,
                format_args!("{place}, `{key}`: the title of a link: {why}; the link is left out"),
            ),
        }
    }
    links
}

/// A day, or a time with its offset.
fn time(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    text.parse::<Timestamp>().ok().or_else(|| {
        let date: Date = text.parse().ok()?;
        crate::format::dated::midnight(date)
    })
}

/// `#rrggbb` or `#rgb`.
fn color(text: &str) -> Option<Color> {
    let text = text.trim();
    let long = match text.strip_prefix('#') {
        Some(digits) if digits.len() == 3 && digits.is_ascii() => {
            format!(
                "#{}",
                digits
                    .chars()
                    .flat_map(|digit| [digit, digit])
                    .collect::<String>()
            )
        }
        Some(_) | None => text.to_owned(),
    };
    Color::parse(&long).ok()
}
