//! Which rings and quadrants a radar has whose files only name those of each blip.

use std::collections::BTreeSet;

use super::record::Record;
use crate::format::frame::{self, QUADRANTS, RINGS};
use crate::format::import::{Head, Options};
use crate::format::problem::{Findings, Problem, short};
use crate::radar::Scheme;

/// More rings, or more quadrants, do not fit on this radar.
const MAX: usize = 4;

/// An edition's table.
pub(super) type Table = (Head, Vec<Record>, Findings);

/// What was said on the command line, else the usual names if all fit, else the names as the files have them first.
pub(super) fn scheme(tables: &mut [Table], options: &Options) -> Result<Scheme, Vec<Problem>> {
    tables.sort_by(|a, b| (a.0.publish, &a.0.id).cmp(&(b.0.publish, &b.0.id)));
    let rings = names(tables, options.rings.as_ref(), &RINGS, "rings", |record| {
        &record.ring
    })?;
    let quadrants = names(
        tables,
        options.quadrants.as_ref(),
        &QUADRANTS,
        "quadrants",
        |record| &record.quadrant,
    )?;
    frame::of_names(&rings, &quadrants).map_err(|why| problems(tables, &why))
}

fn problems(tables: &mut [Table], why: &str) -> Vec<Problem> {
    let mut problems: Vec<Problem> = Vec::new();
    for (n, (_, _, findings)) in tables.iter_mut().enumerate() {
        if n == 0 {
            findings.report(1, why);
        }
        let findings = std::mem::replace(findings, Findings::new(std::path::PathBuf::new()));
        problems.extend(findings.into_problems());
    }
    problems
}

fn names(
    tables: &mut [Table],
    said: Option<&Vec<String>>,
    usual: &[&str],
    what: &str,
    of: impl Fn(&Record) -> &String,
) -> Result<Vec<String>, Vec<Problem>> {
    if let Some(names) = said {
        return Ok(names.clone());
    }
    let usual_keys: BTreeSet<String> = usual.iter().map(|name| frame::key(name)).collect();
    let is_usual = |key: &String| usual_keys.contains(key) || (what == "rings" && key == "caution");
    let mut keys = BTreeSet::new();
    let mut found: Vec<String> = Vec::new();
    let mut usual_rows = 0_usize;
    let mut other_rows = 0_usize;
    for record in tables.iter().flat_map(|(_, records, _)| records) {
        let name = of(record);
        let key = frame::key(name);
        if key.is_empty() {
            continue;
        }
        if is_usual(&key) {
            usual_rows += 1;
        } else {
            other_rows += 1;
        }
        if keys.len() <= MAX && keys.insert(key) {
            found.push(name.clone());
        }
    }
    // A few rows that name something else are mistakes in a radar of the usual names.
    if usual_rows >= other_rows || found.is_empty() {
        return Ok(usual.iter().map(|name| (*name).to_owned()).collect());
    }
    if found.len() > MAX {
        let why = format!(
            "the files name more than {MAX} {what} ({}, ...): name those that count with --{what}",
            found
                .iter()
                .map(|name| short(name))
                .collect::<Vec<_>>()
                .join(", ")
        );
        return Err(problems(tables, &why));
    }
    if let Some((_, _, findings)) = tables.first_mut() {
        let listed = found.join(", ");
        findings.note(
            1,
            format_args!(
                "the {what} are {listed}, in the order in which the files name them (--{what} says another)"
            ),
        );
    }
    Ok(found)
}
