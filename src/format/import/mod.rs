//! What the readers of other tools' files have in common: editions as whole lists of blips become editions as changes.

mod compose;
mod relate;
mod revise;
mod volume;

use std::collections::BTreeSet;
use std::path::PathBuf;

use jiff::civil::Date;

pub(super) use self::compose::compose;
pub(super) use self::volume::{Head, Row, Volume, fits, head_by_name};
use super::native::RadarFiles;
use super::problem::{Findings, Note, Omission, Problem};
use super::source::Source;

/// The largest radars that are known have 120 blips in a volume. A row takes 4 KB of memory while it is read.
pub(super) const MAX_ROWS: usize = 20_000;
/// What has more mistakes in one file is no such file.
pub(super) const MAX_PROBLEMS: usize = 5_000;

/// What the person who imports says, since the files do not.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The names of the rings, from the centre outwards.
    pub rings: Option<Vec<String>>,
    /// The names of the quadrants.
    pub quadrants: Option<Vec<String>>,
    /// The date of the edition.
    pub date: Option<Date>,
    /// The day of an edition that nothing dates.
    pub today: Date,
}

impl Options {
    /// What was said that files of this tool, which are at `paths`, say themselves.
    pub fn needless(&self, tool: &str, paths: &[PathBuf]) -> Vec<Problem> {
        let said = [
            ("--rings", self.rings.is_some()),
            ("--quadrants", self.quadrants.is_some()),
            ("--date", self.date.is_some()),
        ];
        let said = said.into_iter().filter(|(_, said)| *said);
        said.map(|(option, _)| Problem {
            path: paths.first().cloned().unwrap_or_default(),
            line: 1,
            text: format!("{option} is for formats whose files do not say it: {tool} does; leave it out"),
        })
        .collect()
    }

    /// Whether the date, if there is one, is that of one file, of which each is an edition.
    pub(super) fn dates_one_of(&self, files: &[Source]) -> Result<(), Vec<Problem>> {
        match (self.date, files) {
            (Some(_), [_, second, ..]) => Err(vec![Problem {
                path: second.path.clone(),
                line: 1,
                text: format!(
                    "--date is the date of one edition, and these are {} files: leave it out, and put the date of each into \
                     its name, as in `radar 2024-03.csv`",
                    files.len()
                ),
            }]),
            (None, _) | (Some(_), [] | [_]) => Ok(()),
        }
    }
}

/// What could be read.
#[derive(Debug)]
pub struct Import {
    /// The radar.
    pub files: RadarFiles,
    /// What is wrong: what stands there was left out.
    pub problems: Vec<Problem>,
    /// What was left out though it is no mistake.
    pub omissions: Vec<Omission>,
    /// What was read otherwise than it is written.
    pub notes: Vec<Note>,
}

impl Import {
    /// How many blips stand in any of the editions.
    pub fn blips(&self) -> usize {
        let revisions = self
            .files
            .publications
            .iter()
            .flat_map(|publication| &publication.revisions);
        revisions
            .map(|revision| &revision.blip)
            .collect::<BTreeSet<_>>()
            .len()
    }

    /// How many things were left out though they are no mistakes.
    pub fn omitted(&self) -> usize {
        self.omissions.iter().map(|omission| omission.number).sum()
    }

    /// The same with what was found elsewhere.
    pub(super) fn with(mut self, found: Vec<Findings>) -> Self {
        for findings in found {
            self.take(findings);
        }
        self
    }

    /// Adds what was found in one file.
    pub(super) fn take(&mut self, findings: Findings) {
        let (problems, omissions, notes) = findings.into_parts();
        self.problems.extend(problems);
        self.omissions.extend(omissions);
        self.notes.extend(notes);
    }
}
