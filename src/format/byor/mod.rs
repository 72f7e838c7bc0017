//! Build Your Own Radar: a table with a row for each blip, as CSV or JSON. A file is one edition.
//!
//! Columns: `name`, `ring`, `quadrant`, `description`, and `isNew` or `status`; the volumes that are collected of
//! Thoughtworks' radar have `relatedBlips` as well. Descriptions are HTML.

mod csv;
mod json;
mod learn;
mod record;
mod rows;
mod separator;
mod write;

use std::path::PathBuf;

use self::record::Record;
use super::import::{self, Import, Options, Volume};
use super::problem::{Findings, Problem};
use super::source::{self, Sources};
pub use write::{to_csv, to_json};

/// Reads tables as CSV; of folders, those in them.
pub fn read_csv(paths: &[PathBuf], options: &Options) -> Result<Import, Vec<Problem>> {
    read(source::read_all(paths, "csv")?, options, csv::records)
}

/// Reads tables as JSON; of folders, those in them.
pub fn read_json(paths: &[PathBuf], options: &Options) -> Result<Import, Vec<Problem>> {
    read(source::read_all(paths, "json")?, options, json::records)
}

/// A file's records; nothing if it has none because it can not be read at all, which is reported.
type Reader = fn(&str, &mut Findings) -> Option<Vec<Record>>;

fn read(sources: Sources, options: &Options, records: Reader) -> Result<Import, Vec<Problem>> {
    let Sources {
        files: sources,
        passed_over,
        mut unread,
    } = sources;
    options.dates_one_of(&sources)?;
    let only = sources.len() == 1;
    let mut tables = Vec::with_capacity(sources.len());
    let mut rows = 0;
    for source in sources {
        let mut findings = Findings::new(source.path.clone());
        let head = import::head_by_name(&source.path, only, options, &mut findings);
        let records = records(&source.text, &mut findings);
        match head.zip(records) {
            Some((head, records)) => {
                rows += records.len();
                import::fits(rows, &source.path)?;
                tables.push((head, records, findings));
            }
            None => unread.extend(findings.into_problems()),
        }
    }
    // What came before and after a missing edition would look as if it had moved otherwise than it did.
    if !unread.is_empty() {
        match learn::scheme(&mut tables, options) {
            Ok(scheme) => unread.extend(tables.into_iter().flat_map(|(_, records, mut findings)| {
                for record in records {
                    record.row(&scheme, &mut findings);
                }
                findings.into_problems()
            })),
            Err(more) if !tables.is_empty() => unread.extend(more),
            Err(_) => {}
        }
        return Err(unread);
    }
    let scheme = learn::scheme(&mut tables, options)?;
    let volumes = tables
        .into_iter()
        .map(|(head, records, mut findings)| Volume {
            rows: records
                .into_iter()
                .filter_map(|record| record.row(&scheme, &mut findings))
                .collect(),
            head,
            findings,
            complete: true,
        })
        .collect();
    import::compose(scheme, volumes).map(|import| import.with(passed_over))
}

#[cfg(test)]
mod tests;
