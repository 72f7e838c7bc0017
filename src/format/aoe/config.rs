//! Rings, quadrants and the title, from `config.json`.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde_json::value::RawValue;

use super::wire::{Config, Labels, Part, Parts, QUADRANT, RING};
use crate::format::frame;
use crate::format::json::{self, Json};
use crate::format::others::Others;
use crate::format::problem::{Findings, short};
use crate::radar::{Color, Quadrant, Ring, Scheme};

/// What the tool takes for quadrants where `config.json` has none.
const QUADRANTS: [(&str, &str); 4] = [
    ("languages-and-frameworks", "Languages & Frameworks"),
    ("methods-and-patterns", "Methods & Patterns"),
    ("platforms-and-operations", "Platforms & Operations"),
    ("tools", "Tools"),
];

/// Reads the file. What is wrong with it is reported.
pub(super) fn scheme(text: &str, findings: &mut Findings) -> Option<Scheme> {
    let json = Json::new(text);
    let mut config: Config<'_> = json.parse("a configuration of AOE's radar", findings)?;
    if let Some(all) = config.rings.as_mut().and_then(Parts::take_all) {
        findings.note(
            json.line(all),
            "`all` is no ring of a blip's: older versions of the tool show all rings under it",
        );
    }
    let before = findings.count();
    tell_others(&json, findings);
    tell_tags(&json, config.tags, findings);
    for (parts, what) in [(&config.rings, "rings"), (&config.quadrants, "quadrants")] {
        let parts = parts.as_ref().map(Parts::values).unwrap_or_default();
        let line = parts.first().map_or(1, |first| json.line(first));
        if !frame::fits(parts.len(), what, line, findings) {
            return None;
        }
    }
    let rings = match &config.rings {
        Some(rings) => {
            Others::tell_of(&json.parts(&rings.values()), &RING, ("ring", "rings"), findings);
            parts(&json, rings, "ring", findings, |part, color, position| {
                let ring = frame::ring(&part.id, &part.title, color, position)?;
                let id = ring.id.to_string();
                Ok((ring, id))
            })
        }
        None => default_rings(),
    };
    let quadrants = match &config.quadrants {
        Some(quadrants) => {
            Others::tell_of(
                &json.parts(&quadrants.values()),
                &QUADRANT,
                ("quadrant", "quadrants"),
                findings,
            );
            parts(&json, quadrants, "quadrant", findings, |part, _, _| {
                let quadrant = frame::quadrant(&part.id, &part.title)?;
                let id = quadrant.id.to_string();
                Ok((quadrant, id))
            })
        }
        None => default_quadrants(),
    };
    let labels = config.labels.and_then(|labels| {
        let line = json.line(labels);
        json::parsed::<Labels>(labels, line, "labels", findings)
    });
    if findings.count() > before {
        return None;
    }
    let title = labels.and_then(|labels| labels.title);
    match frame::scheme(title.as_deref().unwrap_or(frame::TITLE), rings, quadrants) {
        Ok(scheme) => Some(scheme),
        Err(errors) => {
            for error in errors {
                findings.report(1, error);
            }
            None
        }
    }
}

/// Tells what else the file has.
fn tell_others(json: &Json<'_>, findings: &mut Findings) {
    let known = [Config::KEYS.as_slice(), &Config::PAGE].concat();
    Others::tell_of(&[*json], &known, ("file", "files"), findings);
    let keys: BTreeMap<Cow<'_, str>, &RawValue> = serde_json::from_str(json.get()).unwrap_or_default();
    let page = Config::PAGE.iter().filter(|key| keys.contains_key(**key));
    let page: Vec<String> = page.map(|key| format!("`{key}`")).collect();
    if !page.is_empty() {
        let page = page.join(", ");
        findings.note(
            1,
            format_args!(
                "what the file says of the tool's own page is not read: {page}, all labels but the title"
            ),
        );
    }
}

/// Tells that the tool shows a part of the blips alone.
fn tell_tags(json: &Json<'_>, tags: Option<&RawValue>, findings: &mut Findings) {
    /// As many as tell which they are.
    const MAX_NAMED: usize = 10;
    let Some(value) = tags else { return };
    // The tool passes over what is no list.
    let tags: Vec<String> = serde_json::from_str(value.get()).unwrap_or_default();
    if tags.is_empty() {
        return;
    }
    let named: Vec<String> = tags.iter().take(MAX_NAMED).map(|tag| short(tag)).collect();
    let more = match tags.len().saturating_sub(MAX_NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    findings.note(
        json.line(value),
        format_args!(
            "`tags`: AOE's radar shows only the blips with one of these tags, {}{more}; here all blips are read",
            named.join(", ")
        ),
    );
}

fn parts<T>(
    json: &Json<'_>,
    of: &Parts<'_>,
    what: &str,
    findings: &mut Findings,
    make: impl Fn(&Part, Option<Color>, usize) -> Result<(T, String), String>,
) -> Vec<T> {
    let values = of.values();
    let mut parts = Vec::with_capacity(values.len());
    for ((value, line), position) in values.iter().zip(json.lines(&values)).zip(0..) {
        let place = format!("{what} {}", position + 1);
        let is_name = of.id(position).is_some() || value.get().starts_with('"');
        let wire = if is_name {
            let title = json::parsed::<String>(value, line, &place, findings);
            title.map(|title| Part::named(of.id(position), &title))
        } else {
            json::parsed::<Part>(value, line, &place, findings)
        };
        let Some(wire) = wire else { continue };
        if wire
            .description
            .as_ref()
            .is_some_and(|description| !description.trim().is_empty())
        {
            findings.leave_out(line, format_args!("{place}: its description"));
        }
        let color = wire
            .color
            .as_deref()
            .and_then(|color| Color::parse(color.trim()).ok());
        match make(&wire, color, position) {
            Ok((part, id)) => {
                // Where a name stands alone, no id is given.
                if !is_name || of.id(position).is_some() {
                    frame::note_id(&wire.id, &id, &place, line, findings);
                }
                parts.push(part);
            }
            Err(why) => findings.report(line, format_args!("{place}: {why}")),
        }
    }
    parts
}

fn default_rings() -> Vec<Ring> {
    frame::RINGS
        .iter()
        .enumerate()
        .filter_map(|(n, name)| frame::ring(&name.to_lowercase(), name, None, n).ok())
        .collect()
}

fn default_quadrants() -> Vec<Quadrant> {
    QUADRANTS
        .iter()
        .filter_map(|(id, title)| frame::quadrant(id, title).ok())
        .collect()
}
