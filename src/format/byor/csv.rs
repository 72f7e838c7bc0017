//! The table as CSV.

use std::collections::BTreeSet;

use super::record::{Column, Record};
use super::rows::{Row, Rows};
use super::separator::Separator;
use crate::format::counted;
use crate::format::frame;
use crate::format::import::{MAX_PROBLEMS, MAX_ROWS};
use crate::format::others::Others;
use crate::format::problem::{Findings, short};

/// The most commas that are looked for in a name whose row is shifted by them.
const MAX_COMMAS_IN_NAME: usize = 6;

/// Where each column of ours stands in the file.
struct Header {
    separator: Separator,
    width: usize,
    at: [Option<usize>; 7],
    /// Columns that Build Your Own Radar passes over, and what they are called.
    others: Vec<(usize, String)>,
}

pub(super) fn records(text: &str, findings: &mut Findings) -> Option<Vec<Record>> {
    let separator = Separator::of(text);
    let mut rows = Rows::of(text, separator);
    let header = match rows.next() {
        Some(Ok(row)) => header(&row, separator, findings)?,
        Some(Err((line, why))) => {
            findings.report(line, why);
            return None;
        }
        None => {
            findings.report(
                1,
                "the file is empty: it starts with a header, such as name,ring,quadrant,isNew,description",
            );
            return None;
        }
    };
    let mut read = Vec::new();
    let mut unread = Vec::new();
    let mut others = Others::of(("row", "rows"));
    for (row, number) in rows.zip(1..) {
        let row = match row {
            Ok(row) => row,
            Err((line, why)) => {
                findings.report(line, why);
                return None;
            }
        };
        let line = row.line;
        if number > MAX_ROWS || findings.count() > MAX_PROBLEMS {
            let what = if number > MAX_ROWS {
                format!("there are more than {MAX_ROWS} rows")
            } else {
                format!("there are more than {MAX_PROBLEMS} problems")
            };
            findings.report(line, format_args!("{what}: this is no radar, and is not read on"));
            return None;
        }
        if row.cells.iter().all(|cell| cell.text.trim().is_empty()) {
            continue;
        }
        if let Some(why) = header.fault(&row, number) {
            findings.report(line, why);
            unread.push(row);
            continue;
        }
        for (at, name) in &header.others {
            let cell = row.cells.get(*at);
            if cell.is_some_and(|cell| !cell.text.trim().is_empty()) {
                others.see(name, || line);
            }
        }
        if let Some(name) = header.bare_quote(&row) {
            findings.note(
                line,
                format_args!(
                    "row {number}, `name`: the value does not start with a quote, so the quotes in it are read as a part of it: `{}`",
                    short(name)
                ),
            );
        }
        let inner = header.inner_rows(&row);
        read.push((header.record(&row, number), inner));
    }
    let records = header.without_swallowed(read, &unread, findings)?;
    others.tell(findings);
    Some(records)
}

/// The cells of a line as they would be without quotes.
fn bare_cells(line: &str, separator: Separator) -> Vec<&str> {
    let cells = line.split(separator.sign());
    cells.map(|cell| cell.trim().trim_matches('"').trim()).collect()
}

/// What a file calls its rings and quadrants.
struct Words {
    rings: BTreeSet<String>,
    quadrants: BTreeSet<String>,
}

impl Words {
    fn of<T>(read: &[(Record, T)]) -> Self {
        let usual = |names: &[&str]| names.iter().map(|name| frame::key(name)).collect::<BTreeSet<_>>();
        let mut rings = usual(&frame::RINGS);
        rings.insert(frame::key("caution"));
        let mut quadrants = usual(&frame::QUADRANTS);
        for (record, _) in read {
            rings.insert(frame::key(&record.ring));
            quadrants.insert(frame::key(&record.quadrant));
        }
        rings.remove("");
        quadrants.remove("");
        Self { rings, quadrants }
    }

    fn has_ring(&self, cell: &str) -> bool {
        self.rings.contains(&frame::key(cell))
    }

    /// Whether a line says what only a row does: a ring, and a quadrant or whether it is new.
    fn make_a_row(&self, line: &str, separator: Separator) -> bool {
        let cells = bare_cells(line, separator);
        let is_other = |cell: &&str| {
            self.quadrants.contains(&frame::key(cell))
                || cell.eq_ignore_ascii_case("true")
                || cell.eq_ignore_ascii_case("false")
        };
        cells.iter().any(|cell| self.has_ring(cell)) && cells.iter().any(is_other)
    }
}

fn header(row: &Row<'_>, separator: Separator, findings: &mut Findings) -> Option<Header> {
    let line = row.line;
    let mut complete = true;
    for cell in row.cells.iter().filter(|cell| !cell.behind.is_empty()) {
        complete = false;
        findings.report(
            line,
            format_args!(
                "the header: after a quote that closes there is `{}`",
                short(cell.behind)
            ),
        );
    }
    let names: Vec<&str> = row.cells.iter().map(|cell| cell.text.trim()).collect();
    let at = Column::ALL.map(|column| names.iter().position(|name| *name == column.name()));
    for (column, at) in Column::ALL.iter().zip(&at) {
        if column.is_required() && at.is_none() {
            complete = false;
            let near = names.iter().find(|name| name.eq_ignore_ascii_case(column.name()));
            let near = near
                .map(|name| format!(" (`{name}` is not the same)"))
                .unwrap_or_default();
            findings.report(
                line,
                format_args!(
                    "the header has no column `{}`{near}; it has {}",
                    column.name(),
                    short(&names.join(", "))
                ),
            );
        }
    }
    for column in Column::ALL {
        let places = names.iter().zip(1..).filter(|(name, _)| **name == column.name());
        let places: Vec<String> = places.map(|(_, place): (_, usize)| place.to_string()).collect();
        if places.len() > 1 {
            complete = false;
            findings.report(
                line,
                format_args!(
                    "the header has `{}` more than once, as columns {}: which of them counts is not guessed",
                    column.name(),
                    places.join(", ")
                ),
            );
        }
    }
    if [Column::IsNew, Column::Status]
        .iter()
        .all(|column| !names.contains(&column.name()))
    {
        findings.note(
            line,
            "Build Your Own Radar itself wants a column `isNew` or `status`",
        );
    }
    let others = names.iter().enumerate();
    let others = others.filter(|(place, _)| !at.contains(&Some(*place)));
    if complete && separator != Separator::Comma {
        let name = separator.name();
        findings.note(
            line,
            format_args!("the columns are separated by {name}s, and read so; Build Your Own Radar itself reads commas alone"),
        );
    }
    complete.then(|| Header {
        separator,
        width: names.len(),
        at,
        others: others
            .map(|(place, name)| (place, format!("column {} (`{}`)", place + 1, short(name))))
            .collect(),
    })
}

impl Header {
    fn at(&self, column: Column) -> Option<usize> {
        let at = Column::ALL.iter().position(|other| *other == column)?;
        *self.at.get(at)?
    }

    /// A place of a row, as a report names it.
    fn place(&self, at: usize) -> String {
        let ours = self.at.iter().zip(Column::ALL);
        let mut ours = ours.filter(|(place, _)| **place == Some(at));
        let place = at + 1;
        match ours.next() {
            Some((_, column)) => format!("column {place} (`{}`)", column.name()),
            None => format!("column {place}"),
        }
    }

    /// Why a row can not be read.
    fn fault(&self, row: &Row<'_>, number: usize) -> Option<String> {
        let last = row.last_line();
        let unread = if last > row.line {
            format!("; lines {} to {last} are not read", row.line)
        } else {
            String::new()
        };
        let stray = row.cells.iter().position(|cell| !cell.behind.is_empty());
        if let Some(at) = stray {
            let behind = row
                .cells
                .get(at)
                .map(|cell| short(cell.behind))
                .unwrap_or_default();
            return Some(format!(
                "row {number}, {}: after the quote that closes it there is `{behind}`: a quote within a quoted value is \
                 written twice{unread}",
                self.place(at)
            ));
        }
        let text = |column: Column| {
            let cell = self.at(column).and_then(|at| row.cells.get(at));
            cell.map(|cell| short(cell.text.trim())).unwrap_or_default()
        };
        let (columns, width) = (row.cells.len(), self.width);
        if columns != width {
            let why = if columns > width {
                format!("a text with a {} must stand in quotes", self.separator.name())
            } else {
                "some are missing".to_owned()
            };
            // Where it shows: what is called the ring is none.
            let ring = self.at(Column::Ring).map_or(0, |at| at + 1);
            return Some(format!(
                "row {number} has {} and the header {width}: {why}; column {ring} (`ring`) is `{}`, after \
                 `{}` in `name`{unread}",
                counted(columns, "column"),
                text(Column::Ring),
                text(Column::Name),
            ));
        }
        let on_one_line = [
            Column::Name,
            Column::Ring,
            Column::Quadrant,
            Column::IsNew,
            Column::Status,
        ];
        let broken = on_one_line
            .into_iter()
            .filter_map(|column| self.at(column))
            .find(|at| {
                let cell = row.cells.get(*at);
                cell.is_some_and(|cell| cell.text.trim().contains('\n'))
            });
        broken.map(|at| {
            format!(
                "row {number}, {}: it goes on over a line break: a quote is missing, or there is one too much{unread}",
                self.place(at)
            )
        })
    }

    /// The name, if there are quotes in it and none around it: the tool reads it as it stands, too, but a quote may be
    /// missing at its start.
    fn bare_quote<'a>(&self, row: &'a Row<'_>) -> Option<&'a str> {
        let cell = row.cells.get(self.at(Column::Name)?)?;
        (!cell.in_quotes && cell.text.contains('"')).then(|| cell.text.trim())
    }

    /// Whether a line has as many columns as a row.
    fn is_wide(&self, line: &str) -> bool {
        line.matches(self.separator.sign()).count() + 1 >= self.width
    }

    /// Lines within quoted values that have as many columns as a row.
    fn inner_rows(&self, row: &Row<'_>) -> Vec<String> {
        let lines = row.cells.iter().flat_map(|cell| cell.text.split('\n').skip(1));
        lines
            .filter(|line| self.is_wide(line))
            .map(str::to_owned)
            .collect()
    }

    /// The rows that hold no others. It takes all rows to know what is a ring or a quadrant in this file. Says which blips
    /// those that are not read may be of. Nothing if they are too many for that.
    fn without_swallowed(
        &self,
        read: Vec<(Record, Vec<String>)>,
        unread: &[Row<'_>],
        findings: &mut Findings,
    ) -> Option<Vec<Record>> {
        let words = Words::of(&read);
        let mut swallowed = 0;
        let mut records = Vec::with_capacity(read.len());
        for (record, inner) in read {
            let Some(first) = inner.iter().find(|line| words.make_a_row(line, self.separator)) else {
                records.push(record);
                continue;
            };
            findings.report(
                record.line,
                format_args!(
                    "row {}: a line within a quoted value looks like a row of its own, `{}`: a quote is missing, or there is \
                     one too much; all of it is not read",
                    record.number,
                    short(first)
                ),
            );
            findings.miss(record.line, record.name);
            swallowed += self.miss_lines(&inner, record.line, &words, findings);
        }
        for row in unread {
            if row.is_clean() && !row.raw.contains('\n') {
                let cells: Vec<&str> = row.cells.iter().map(|cell| cell.text.as_str()).collect();
                self.miss(&cells, row.line, &words, findings);
            } else {
                // Where its quotes are is not to be trusted.
                let mut lines = row.raw.split('\n');
                let first = lines.next().unwrap_or_default();
                self.miss(&bare_cells(first, self.separator), row.line, &words, findings);
                let inner: Vec<&str> = lines.collect();
                swallowed += self.miss_lines(&inner, row.line, &words, findings);
            }
            if swallowed > MAX_ROWS {
                break;
            }
        }
        if swallowed > MAX_ROWS {
            findings.report(
                1,
                format_args!(
                    "more than {MAX_ROWS} lines within quotes look like rows: this is no radar, and is not read on"
                ),
            );
            return None;
        }
        Some(records)
    }

    /// Says which blips the rows within a row may be of; gives how many there are.
    fn miss_lines<T: AsRef<str>>(
        &self,
        lines: &[T],
        line: usize,
        words: &Words,
        findings: &mut Findings,
    ) -> usize {
        let lines = lines.iter().map(AsRef::as_ref);
        let rows = lines.filter(|line| self.is_wide(line) && words.make_a_row(line, self.separator));
        let rows: Vec<&str> = rows.take(MAX_ROWS + 1).collect();
        for row in &rows {
            self.miss(&bare_cells(row, self.separator), line, words, findings);
        }
        rows.len()
    }

    /// Says which blip a row that can not be read may be of. Its name may have the commas that should stand in quotes: it
    /// has them if the ring comes as many columns later.
    fn miss(&self, cells: &[&str], line: usize, words: &Words, findings: &mut Findings) {
        let from = self.at(Column::Name).unwrap_or_default();
        let ring = self.at(Column::Ring).filter(|ring| *ring > from);
        let extra = cells.len().saturating_sub(self.width).min(MAX_COMMAS_IN_NAME);
        let name = |commas: usize| {
            cells
                .get(from..=from + commas)
                .map(|cells| cells.join(self.separator.text()))
        };
        let says_ring = |commas: &usize| {
            let cell = ring.and_then(|ring| cells.get(ring + commas));
            cell.is_some_and(|cell| words.has_ring(cell))
        };
        let told: Vec<usize> = (0..=extra).rev().filter(says_ring).collect();
        match told.as_slice() {
            [commas] => {
                if let Some(name) = name(*commas) {
                    findings.miss(line, name);
                }
            }
            [] => findings.miss_one_of(line, (0..=extra).rev().filter_map(name).collect()),
            [_, _, ..] => findings.miss_one_of(line, told.into_iter().filter_map(name).collect()),
        }
    }

    fn record(&self, row: &Row<'_>, number: usize) -> Record {
        let text = |column: Column| {
            let cell = self.at(column).and_then(|at| row.cells.get(at));
            cell.map(|cell| cell.text.trim().to_owned()).unwrap_or_default()
        };
        Record {
            line: row.line,
            number,
            name: text(Column::Name),
            ring: text(Column::Ring),
            quadrant: text(Column::Quadrant),
            is_new: text(Column::IsNew),
            status: text(Column::Status),
            description: text(Column::Description),
            related: text(Column::RelatedBlips).replace(';', "\n"),
            places: Some(self.at.map(|at| at.map_or(0, |at| at + 1))),
            wrong: Vec::new(),
        }
    }
}
