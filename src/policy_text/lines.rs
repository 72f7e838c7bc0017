//! The text of a form: lines of `key = value`, with or without quotes.

use std::collections::BTreeSet;

use super::fault::{Expects, Fault};
use super::raw::{Raw, bare, in_brackets};
use super::text::PolicyText;

/// Reads all lines. Empty ones and those that start with `#` say nothing. All faults are told at once.
pub fn read(text: &str) -> Result<PolicyText, Vec<Fault>> {
    let (read, faults) = read_all(text);
    if faults.is_empty() { Ok(read) } else { Err(faults) }
}

/// The same, with what could be read beside the faults: there may be more in it.
pub fn read_all(text: &str) -> (PolicyText, Vec<Fault>) {
    let (mut read, mut faults, mut seen) = (PolicyText::default(), Vec::new(), BTreeSet::new());
    let lines = text.lines().map(str::trim);
    for line in lines.filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let Some((key, value)) = line.split_once('=') else {
            faults.push(Fault {
                key: line.to_owned(),
                typed: line.to_owned(),
                expects: Expects::Line,
            });
            continue;
        };
        let (key, raw) = (key.trim(), value_of(value.trim()));
        if !seen.insert(key) {
            faults.push(Fault {
                key: key.to_owned(),
                typed: raw.to_string(),
                expects: Expects::Once,
            });
            continue;
        }
        if let Err(fault) = read.set(key, &raw) {
            faults.push(fault);
        }
    }
    (read, faults)
}

fn value_of(text: &str) -> Raw {
    match in_brackets(text) {
        Some(list) => Raw::List(list),
        None => Raw::Text(bare(text).to_owned()),
    }
}
