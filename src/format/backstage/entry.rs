//! A blip of a file: its steps are rows of the editions of their days.

use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::frame::Frame;
use super::when::{self, When};
use super::wire::{Entry, Link as WireLink, Snapshot};
use crate::format::claim::Claim;
use crate::format::import::{MAX_PROBLEMS, Row};
use crate::format::json::{self, Json};
use crate::format::others::Others;
use crate::format::problem::{Findings, short};
use crate::format::text;
use crate::radar::{self, BlipId, Link, Title, Url};

/// Links of a blip that are read. A reader of the radar looks at a few.
const MAX_LINKS: usize = 1_000;

/// Reads one blip after another.
pub(super) struct Entries<'a> {
    frame: &'a Frame,
    of_links: Others,
    of_steps: Others,
}

impl<'a> Entries<'a> {
    pub(super) const fn of(frame: &'a Frame) -> Self {
        Self {
            frame,
            of_links: Others::of(("link", "links")),
            of_steps: Others::of(("step", "steps")),
        }
    }

    /// Tells what links and steps have that the format does not know.
    pub(super) fn tell_others(self, findings: &mut Findings) {
        self.of_links.tell(findings);
        self.of_steps.tell(findings);
    }

    /// The steps of a blip that can be read, oldest first.
    pub(super) fn rows(
        &mut self,
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
        let quadrant = self.frame.quadrants.get(&entry.quadrant);
        if quadrant.is_none() {
            let known = self
                .frame
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
        let links = self.links(json, (entry, &title), line, place, findings);
        let mut steps = self.steps(json, entry, place, findings);
        if steps
            .windows(2)
            .any(|pair| matches!(pair, [one, next] if one.time < next.time))
        {
            findings.note(line, format_args!("{place}, `timeline`: it is not newest first, and the plugin takes the first step for today's; it was read by its dates"));
        }
        // Of two steps on one day the first counts, as it is the newer one.
        steps.sort_by_key(|step| std::cmp::Reverse(step.time));
        let mut seen = BTreeSet::new();
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

    fn steps(
        &mut self,
        json: &Json<'_>,
        entry: &Entry<'_>,
        place: &str,
        findings: &mut Findings,
    ) -> Vec<Step> {
        let mut steps = Vec::with_capacity(entry.timeline.len());
        for ((value, line), number) in entry.timeline.iter().zip(json.lines(&entry.timeline)).zip(1..) {
            if findings.count() > MAX_PROBLEMS {
                break;
            }
            let place = format!("{place}, step {number}");
            self.of_steps.see_in(Json::part(value, line), &Snapshot::KEYS);
            let Some(snapshot) = json::parsed::<Snapshot<'_>>(value, line, &place, findings) else {
                continue;
            };
            let time = when::time(snapshot.date);
            match &time {
                Some(When { note: Some(note), .. }) => {
                    findings.note(line, format_args!("{place}, `date`: {note}"));
                }
                Some(When { note: None, .. }) => {}
                None => findings.report(
                    line,
                    format_args!("{place}, `date`: {}", when::refused(snapshot.date)),
                ),
            }
            let time = time.map(|when| when.time);
            let ring = self.frame.rings.get(&snapshot.ring);
            if ring.is_none() {
                let known = self
                    .frame
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

    fn links(
        &mut self,
        json: &Json<'_>,
        (entry, title): (&Entry<'_>, &Title),
        line: usize,
        place: &str,
        findings: &mut Findings,
    ) -> Vec<Link> {
        let mut others = Vec::new();
        let count = entry.links.len();
        if count > MAX_LINKS {
            findings.report(
                line,
                format_args!("{place}, `links`: there are {count} links; {MAX_LINKS} are read"),
            );
        }
        let read = entry.links.get(..MAX_LINKS.min(count)).unwrap_or_default();
        for ((value, line), number) in read.iter().zip(json.lines(read)).zip(1..) {
            if findings.count() > MAX_PROBLEMS {
                break;
            }
            let place = format!("{place}, link {number}");
            self.of_links.see_in(Json::part(value, line), &WireLink::KEYS);
            others.extend(
                json::parsed::<WireLink>(value, line, &place, findings).map(|link| (line, place, link)),
            );
        }
        let own = entry.url.as_ref().filter(|url| !matches!(url.trim(), "" | "#"));
        // A link whose title is refused does not take the address with it.
        let is_same = |link: &WireLink, url: &str| link.url == url && Title::parse(&link.title).is_ok();
        let own = own.filter(|url| others.iter().all(|(_, _, link)| !is_same(link, url)));
        let own = own.map(|url| (line, format!("{place}, `url`"), url.as_str(), title.as_str()));
        let others = others
            .iter()
            .map(|(line, place, link)| (*line, place.clone(), link.url.as_str(), link.title.as_str()));
        let mut links = Vec::new();
        for (line, place, url, name) in own.into_iter().chain(others) {
            match (Url::parse(url), Title::parse(name)) {
                (Ok(url), Ok(title)) => links.push(Link { title, url }),
                (Err(why), _) => findings.report(line, format_args!("{place}: {why}; the link is left out")),
                (_, Err(why)) => findings.report(
                    line,
                    format_args!("{place}: the title of a link: {why}; the link is left out"),
                ),
            }
        }
        links
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
    if let Some(why) = text::refused(said) {
        findings.report(line, format_args!("{place}, `description`: {why}"));
        return None;
    }
    let (words, left_out) = text::of_markdown(said, title);
    left_out.tell(line, &format!("{place}, `description`"), findings);
    Some(words)
}
