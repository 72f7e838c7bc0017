//! What is wrong with a file, and where.

use std::fmt;
use std::path::{Path, PathBuf};

/// A mistake in a file. Displayed as compilers do, so that editors can jump to it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// The file or folder.
    pub path: PathBuf,
    /// Counted from 1; 1 also stands for the whole file.
    pub line: usize,
    /// What is wrong, on one line.
    pub text: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: error: {}", self.path.display(), self.line, self.text)
    }
}

/// What was read otherwise than it is written, and is no mistake.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Note(pub Problem);

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Problem { path, line, text } = &self.0;
        write!(f, "{}:{line}: note: {text}", path.display())
    }
}

/// Collects the problems of one file.
#[derive(Debug)]
pub(super) struct Findings {
    path: PathBuf,
    problems: Vec<Problem>,
    notes: Vec<Note>,
    /// What blips are called whose rows could not be read, with the lines of those.
    unread: Vec<(usize, String)>,
}

impl Findings {
    pub(super) fn new(path: PathBuf) -> Self {
        Self {
            path,
            problems: Vec::new(),
            notes: Vec::new(),
            unread: Vec::new(),
        }
    }

    /// A row that is not read for its mistakes may be of a blip of this name: that it is not in the edition says nothing.
    pub(super) fn miss(&mut self, line: usize, name: impl Into<String>) {
        self.unread.push((line, name.into()));
    }

    /// The names of those.
    pub(super) fn take_missed(&mut self) -> Vec<(usize, String)> {
        std::mem::take(&mut self.unread)
    }

    pub(super) fn report(&mut self, line: usize, text: impl fmt::Display) {
        let problem = self.at(line, text);
        self.problems.push(problem);
    }

    pub(super) fn note(&mut self, line: usize, text: impl fmt::Display) {
        let note = self.at(line, text);
        self.notes.push(Note(note));
    }

    fn at(&self, line: usize, text: impl fmt::Display) -> Problem {
        // What a file says may be part of the text; it must not start a line of its own.
        let text: String = text
            .to_string()
            .chars()
            .map(|c| if c.is_control() { ' ' } else { c })
            .collect();
        Problem {
            path: self.path.clone(),
            line: line.max(1),
            text,
        }
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// How many problems there are.
    pub(super) fn count(&self) -> usize {
        self.problems.len()
    }

    pub(super) fn into_problems(self) -> Vec<Problem> {
        self.problems
    }

    pub(super) fn into_parts(self) -> (Vec<Problem>, Vec<Note>) {
        (self.problems, self.notes)
    }
}

/// What a file says, short enough to stand in a report.
pub(super) fn short(text: &str) -> String {
    /// Enough to find the place.
    const MAX_CHARS: usize = 60;
    match text.char_indices().nth(MAX_CHARS) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}
