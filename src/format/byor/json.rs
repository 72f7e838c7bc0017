//! The table as JSON: a list of objects.

use serde::Deserialize;
use serde_json::value::RawValue;

use super::record::{Column, Record};
use crate::format::import::{MAX_PROBLEMS, MAX_ROWS};
use crate::format::json::{self, Json};
use crate::format::others::Others;
use crate::format::problem::Findings;

/// A row. Build Your Own Radar itself takes texts only; other values are read all the same.
#[derive(Debug, Deserialize)]
#[serde(expecting = "an object with name, ring, quadrant and description")]
struct Wire<'a> {
    #[serde(borrow)]
    name: Option<&'a RawValue>,
    #[serde(borrow)]
    ring: Option<&'a RawValue>,
    #[serde(borrow)]
    quadrant: Option<&'a RawValue>,
    #[serde(borrow, rename = "isNew")]
    is_new: Option<&'a RawValue>,
    #[serde(borrow)]
    status: Option<&'a RawValue>,
    #[serde(borrow)]
    description: Option<&'a RawValue>,
    #[serde(borrow, rename = "relatedBlips")]
    related: Option<&'a RawValue>,
}

pub(super) fn records(text: &str, findings: &mut Findings) -> Option<Vec<Record>> {
    let source = Json::new(text);
    let rows: Vec<&RawValue> = source.parse("a list of blips", findings)?;
    if rows.len() > MAX_ROWS {
        let count = rows.len();
        findings.report(
            1,
            format_args!("there are {count} rows: at most {MAX_ROWS} are read"),
        );
        return None;
    }
    let mut records = Vec::with_capacity(rows.len());
    let mut unquoted = 0;
    let mut others = Others::of(("row", "rows"));
    for ((row, line), number) in rows.iter().zip(source.lines(&rows)).zip(1..) {
        if findings.count() > MAX_PROBLEMS {
            findings.report(
                line,
                format_args!(
                    "there are more than {MAX_PROBLEMS} problems: this is no radar, and is not read on"
                ),
            );
            return None;
        }
        others.see_in(Json::part(row, line), &Column::ALL.map(Column::name));
        match serde_json::from_str::<Wire<'_>>(row.get()) {
            Ok(wire) => records.push(record(&wire, line, number, &mut unquoted, findings)),
            Err(error) => {
                let text = error.to_string();
                let (text, _) = text.split_once(" at line ").unwrap_or((&text, ""));
                findings.report(line, format_args!("row {number}: this is not a blip: {text}"));
            }
        }
    }
    others.tell(findings);
    if unquoted > 0 {
        findings.note(
            1,
            format_args!("descriptions that stand in the quotes of CSV inside those of JSON were read without them: {unquoted}"),
        );
    }
    Some(records)
}

/// The row; what in it is no text is reported and remembered.
fn record(
    wire: &Wire<'_>,
    line: usize,
    number: usize,
    unquoted: &mut usize,
    findings: &mut Findings,
) -> Record {
    let mut wrong = Vec::new();
    let mut take = |column: Column, value: Option<&RawValue>| {
        let Some(value) = value else {
            if column.is_required() && column != Column::Description {
                wrong.push(column);
                findings.report(
                    line,
                    format_args!("row {number}, `{}`: it is missing", column.name()),
                );
            }
            return String::new();
        };
        let text = json::text(value);
        if text.is_none() {
            wrong.push(column);
            findings.report(
                line,
                format_args!(
                    "row {number}, `{}`: this is {}, and must be a text",
                    column.name(),
                    json::kind(value)
                ),
            );
        }
        text.unwrap_or_default().trim().to_owned()
    };
    let mut record = Record {
        line,
        number,
        name: take(Column::Name, wire.name),
        ring: take(Column::Ring, wire.ring),
        quadrant: take(Column::Quadrant, wire.quadrant),
        is_new: take(Column::IsNew, wire.is_new),
        status: take(Column::Status, wire.status),
        description: take(Column::Description, wire.description),
        related: String::new(),
        places: None,
        wrong,
    };
    if let Some(value) = wire.related {
        let of_text = || Some(json::text(value)?.replace(';', "\n"));
        if let Some(names) = json::lines(value).or_else(of_text) {
            record.related = names;
        } else {
            record.wrong.push(Column::RelatedBlips);
            findings.report(
                line,
                format_args!(
                    "row {number}, `relatedBlips`: this is {}, and must be a list of texts",
                    json::kind(value)
                ),
            );
        }
    }
    if let Some(text) = unquote(&record.description) {
        *unquoted += 1;
        record.description = text;
    }
    record
}

/// The text that somebody quoted for CSV: all of it in quotes, and each quote in it doubled.
fn unquote(text: &str) -> Option<String> {
    let inner = text.strip_prefix('"')?.strip_suffix('"')?;
    let plain = inner.replace("\"\"", "");
    (!plain.contains('"')).then(|| inner.replace("\"\"", "\"").trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::unquote;

    #[test]
    fn only_what_is_quoted_as_csv_is_unquoted() {
        assert_eq!(unquote("\"say \"\"yes\"\"\"").as_deref(), Some("say \"yes\""));
        assert_eq!(unquote("\"\"").as_deref(), Some(""));
        for text in ["", "\"", "plain", "\"one\" and \"two\"", "\"open"] {
            assert_eq!(unquote(text), None, "{text}");
        }
    }
}
