//! Columns and keys of a file that its format does not know: told once each, with how many values they have.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::json::Json;
use super::problem::{Findings, short};

/// Names that are told apart. Files of people have a few.
const MAX_NAMES: usize = 50;

/// What was seen so far.
#[derive(Debug)]
pub(super) struct Others {
    /// What rows are called, one and several.
    rows: (&'static str, &'static str),
    seen: BTreeMap<String, Seen>,
    /// Values of further names, and where the first one is.
    more: Option<Seen>,
}

#[derive(Debug)]
struct Seen {
    line: usize,
    values: usize,
}

impl Others {
    pub(super) const fn of(rows: (&'static str, &'static str)) -> Self {
        Self {
            rows,
            seen: BTreeMap::new(),
            more: None,
        }
    }

    /// A value under a name that is not known, as a report names it. The line is only asked for if it is the first.
    pub(super) fn see(&mut self, name: &str, line: impl FnOnce() -> usize) {
        let new = || Seen {
            line: line(),
            values: 0,
        };
        let seen = if self.seen.contains_key(name) || self.seen.len() < MAX_NAMES {
            self.seen.entry(name.to_owned()).or_insert_with(new)
        } else {
            self.more.get_or_insert_with(new)
        };
        seen.values += 1;
    }

    /// The values of an object under names that are not `known`. Empty ones say nothing, and what is no object is told
    /// elsewhere.
    pub(super) fn see_in(&mut self, object: Json<'_>, known: &[&str]) {
        let keys = Keys {
            others: self,
            known,
            object,
        };
        let mut json = serde_json::Deserializer::from_str(object.get());
        keys.deserialize(&mut json).unwrap_or_default();
    }

    /// Tells of all that these objects have under names that are not `known`.
    pub(super) fn tell_of(
        objects: &[Json<'_>],
        known: &[&str],
        rows: (&'static str, &'static str),
        findings: &mut Findings,
    ) {
        let mut others = Self::of(rows);
        for object in objects {
            others.see_in(*object, known);
        }
        others.tell(findings);
    }

    /// Tells of them, each where it stands first.
    pub(super) fn tell(self, findings: &mut Findings) {
        let (one, several) = self.rows;
        for (name, Seen { line, values }) in self.seen {
            let rows = if values == 1 { one } else { several };
            findings.leave_out(
                line,
                format_args!("{name}, which this format does not know, of {values} {rows}"),
            );
        }
        if let Some(Seen { line, values }) = self.more {
            let values = super::counted(values, "value");
            findings.leave_out(
                line,
                format_args!("{values} under more than {MAX_NAMES} names that this format does not know"),
            );
        }
    }
}

/// Goes through an object without keeping it: it may have a million keys.
struct Keys<'o, 'k> {
    others: &'o mut Others,
    known: &'k [&'k str],
    object: Json<'k>,
}

impl<'de> DeserializeSeed<'de> for Keys<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Keys<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some((key, value)) = map.next_entry::<Cow<'de, str>, &RawValue>()? {
            let says_something = !matches!(value.get(), "null" | "\"\"" | "[]" | "{}");
            if says_something && !self.known.contains(&key.as_ref()) {
                let line = || self.object.line(value);
                self.others.see(&format!("`{}`", short(&key)), line);
            }
        }
        Ok(())
    }
}
