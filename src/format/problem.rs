//! What is wrong with a file, and where.

use std::fmt;
use std::path::PathBuf;

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

/// Collects the problems of one file.
#[derive(Debug)]
pub(super) struct Findings {
    path: PathBuf,
    problems: Vec<Problem>,
}

impl Findings {
    pub(super) fn new(path: PathBuf) -> Self {
        Self {
            path,
            problems: Vec::new(),
        }
    }

    pub(super) fn report(&mut self, line: usize, text: impl fmt::Display) {
        // What a file says may be part of the text; it must not start a line of its own.
        let text: String = text
            .to_string()
            .chars()
            .map(|c| if c.is_control() { ' ' } else { c })
            .collect();
        self.problems.push(Problem {
            path: self.path.clone(),
            line: line.max(1),
            text,
        });
    }

    pub(super) fn into_problems(self) -> Vec<Problem> {
        self.problems
    }
}
