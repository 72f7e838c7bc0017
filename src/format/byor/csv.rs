//! The table as CSV.

use std::io::Read as _;

use csv::{ReaderBuilder, StringRecord, Trim};

use super::record::{Column, Record};
use crate::format::import::{MAX_PROBLEMS, MAX_ROWS};
use crate::format::others::Others;
use crate::format::problem::{Findings, short};

/// What is read behind the text, as a row of its own: where a quote is never closed, it becomes a part of the last value,
/// as all rows below that quote did. No text holds it: zero bytes are refused where files are read.
const END: &str = "\n\u{0}\u{1}\u{0}";

/// Where each column of ours stands in the file.
/// The most commas that are looked for in a name whose row is shifted by them.
const MAX_COMMAS_IN_NAME: usize = 6;

struct Header {
    width: usize,
    at: [Option<usize>; 7],
    /// Columns that Build Your Own Radar passes over, and what they are called.
    others: Vec<(usize, String)>,
}

/// A value has at most 128 KB, of which not all are commas. The parser keeps where each column ends.
const MAX_COMMAS: usize = 200_000;

pub(super) fn records(text: &str, findings: &mut Findings) -> Option<Vec<Record>> {
    let commas = |line: &str| line.bytes().filter(|byte| *byte == b',').count();
    if let Some((n, _)) = text
        .lines()
        .enumerate()
        .find(|(_, line)| commas(line) > MAX_COMMAS)
    {
        findings.report(
            n + 1,
            format_args!("this line has more than {MAX_COMMAS} commas: this is no radar, and is not read on"),
        );
        return None;
    }
    let mut reader = ReaderBuilder::new()
        .flexible(true)
        .has_headers(false)
        .trim(Trim::None)
        .from_reader(text.as_bytes().chain(END.as_bytes()));
    let mut record = StringRecord::new();
    let header = match reader.read_record(&mut record) {
        Ok(true) if !is_end(&record) => {
            unclosed(&record, 1, findings)?;
            header(&record, findings)?
        }
        Ok(true | false) => {
            findings.report(
                1,
                "the file is empty: it starts with a header, such as name,ring,quadrant,isNew,description",
            );
            return None;
        }
        Err(error) => {
            findings.report(1, error);
            return None;
        }
    };
    let mut records = Vec::new();
    let mut others = Others::of(("row", "rows"));
    let mut number = 0;
    loop {
        let line = usize::try_from(reader.position().line()).unwrap_or(usize::MAX);
        match reader.read_record(&mut record) {
            Ok(true) if !is_end(&record) => {}
            Ok(true | false) => {
                others.tell(findings);
                return Some(records);
            }
            Err(error) => {
                findings.report(line, error);
                return None;
            }
        }
        let line = record
            .position()
            .map_or(line, |at| usize::try_from(at.line()).unwrap_or(usize::MAX));
        unclosed(&record, line, findings)?;
        number += 1;
        if number > MAX_ROWS || findings.count() > MAX_PROBLEMS {
            let what = if number > MAX_ROWS {
                format!("there are more than {MAX_ROWS} rows")
            } else {
                format!("there are more than {MAX_PROBLEMS} problems")
            };
            findings.report(line, format_args!("{what}: this is no radar, and is not read on"));
            return None;
        }
        if record.iter().all(|value| value.trim().is_empty()) {
            continue;
        }
        for (at, name) in &header.others {
            if record.get(*at).is_some_and(|value| !value.trim().is_empty()) {
                others.see(name, || line);
            }
        }
        records.extend(header.record(&record, line, number, findings));
    }
}

fn is_end(record: &StringRecord) -> bool {
    record.iter().eq([END.trim_start()])
}

/// Reports a row that goes on to the end of the file.
fn unclosed(record: &StringRecord, line: usize, findings: &mut Findings) -> Option<()> {
    let last = record.iter().next_back().unwrap_or_default();
    if !last.ends_with(END.trim_start()) {
        return Some(());
    }
    findings.report(
        line,
        "a quote that opens in this row is never closed, so everything below it would be read as a part of it: close it, \
         or write a quote within a quoted value twice",
    );
    None
}

fn header(record: &StringRecord, findings: &mut Findings) -> Option<Header> {
    let names: Vec<&str> = record.iter().map(str::trim).collect();
    let at = Column::ALL.map(|column| names.iter().position(|name| *name == column.name()));
    let mut complete = true;
    for (column, at) in Column::ALL.iter().zip(&at) {
        if column.is_required() && at.is_none() {
            complete = false;
            let near = names.iter().find(|name| name.eq_ignore_ascii_case(column.name()));
            let near = near
                .map(|name| format!(" (`{name}` is not the same)"))
                .unwrap_or_default();
            findings.report(
                1,
                format_args!(
                    "the header has no column `{}`{near}; it has {}",
                    column.name(),
                    short(&names.join(", "))
                ),
            );
        }
    }
    if [Column::IsNew, Column::Status]
        .iter()
        .all(|column| !names.contains(&column.name()))
    {
        findings.note(
            1,
            "Build Your Own Radar itself wants a column `isNew` or `status`",
        );
    }
    let others = names.iter().enumerate();
    let others = others.filter(|(place, _)| !at.contains(&Some(*place)));
    complete.then(|| Header {
        width: names.len(),
        at,
        others: others
            .map(|(place, name)| (place, format!("column {} (`{}`)", place + 1, short(name))))
            .collect(),
    })
}

impl Header {
    fn record(
        &self,
        record: &StringRecord,
        line: usize,
        number: usize,
        findings: &mut Findings,
    ) -> Option<Record> {
        let value = |column: Column| {
            let at = Column::ALL.iter().position(|other| *other == column)?;
            record.get((*self.at.get(at)?)?)
        };
        let text = |column: Column| value(column).unwrap_or_default().trim().to_owned();
        if record.len() != self.width {
            let (columns, width) = (record.len(), self.width);
            let why = if columns > width {
                "a text with a comma must stand in quotes"
            } else {
                "some are missing"
            };
            // Where it shows: what is called the ring is none.
            let ring = self.at.get(1).copied().flatten().map_or(0, |at| at + 1);
            findings.report(
                line,
                format_args!(
                    "row {number} has {columns} columns and the header {width}: {why}; column {ring} (`ring`) is `{}`, \
                     after `{}` in `name`",
                    short(&text(Column::Ring)),
                    short(&text(Column::Name)),
                ),
            );
            // The name may have the commas that should stand in quotes.
            let cells: Vec<&str> = record.iter().collect();
            let from = self.at.first().copied().flatten().unwrap_or_default();
            let cells = cells.get(from..).unwrap_or_default();
            for end in 1..=cells.len().min(MAX_COMMAS_IN_NAME) {
                findings.miss(line, cells.get(..end).unwrap_or_default().join(","));
            }
            return None;
        }
        let related = text(Column::RelatedBlips);
        Some(Record {
            line,
            number,
            name: text(Column::Name),
            ring: text(Column::Ring),
            quadrant: text(Column::Quadrant),
            is_new: text(Column::IsNew),
            status: text(Column::Status),
            description: text(Column::Description),
            related: related.replace(';', "\n"),
            places: Some(self.at.map(|at| at.map_or(0, |at| at + 1))),
        })
    }
}
