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
        write!(f, "{}:{}: error: {}", OnOneLine(&self.path), self.line, self.text)
    }
}

/// What a file says and the radar has no place for: no mistake of the file's, and left out all the same.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Omission {
    /// Where it stands, and what it is.
    pub at: Problem,
    /// How many things it is; more than one where the rest of a file is counted and not listed.
    pub number: usize,
}

impl fmt::Display for Omission {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Problem { path, line, text } = &self.at;
        write!(f, "{}:{line}: left out: {text}", OnOneLine(path))
    }
}

/// What was read otherwise than it is written, and is no mistake: nothing of the radar is missing for it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Note(pub Problem);

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Problem { path, line, text } = &self.0;
        write!(f, "{}:{line}: note: {text}", OnOneLine(path))
    }
}

/// A path whose name may hold line breaks.
struct OnOneLine<'a>(&'a Path);

impl fmt::Display for OnOneLine<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.0.to_string_lossy();
        f.write_str(&path.replace(char::is_control, " "))
    }
}

/// Omissions, and notes, of one file that are listed. The largest volume that is known has 118 blips; a file that means
/// harm makes one of every two bytes.
pub(super) const MAX_LISTED: usize = 1_000;
/// Problems of one file that are listed. Readers end at [`MAX_PROBLEMS`](super::import::MAX_PROBLEMS), and say why; what they
/// find until they look is counted.
const MAX_REPORTED: usize = super::import::MAX_PROBLEMS + 1_000;

/// A list that does not grow without end, and knows how many more there were.
#[derive(Debug, Default)]
struct Listed {
    places: Vec<Problem>,
    more: usize,
}

impl Listed {
    fn add(&mut self, at: impl FnOnce() -> Problem) {
        if self.places.len() < MAX_LISTED {
            self.places.push(at());
        } else {
            self.more += 1;
        }
    }

    /// The places with how many things each stands for: the rest is told in one, at the last place that is listed.
    fn counted(self, what: &str) -> impl Iterator<Item = Omission> {
        let more = self.more;
        let rest = self.places.last().filter(|_| more > 0).map(|last| Omission {
            at: Problem {
                text: format!(
                    "{more} more {what} of this file, which are not listed: `blipbot check` with a part of the file lists \
                     those of that part"
                ),
                ..last.clone()
            },
            number: more,
        });
        let listed = self.places.into_iter().map(|at| Omission { at, number: 1 });
        listed.chain(rest)
    }
}

/// What was found in one file.
#[derive(Debug)]
pub(super) struct Findings {
    path: PathBuf,
    problems: Vec<Problem>,
    /// Further ones.
    more_problems: usize,
    omissions: Listed,
    notes: Listed,
    /// The blips whose rows could not be read.
    unread: Vec<Missed>,
}

/// What is known of a row that could not be read.
#[derive(Debug)]
pub(super) struct Missed {
    pub(super) line: usize,
    /// What its blip may be called: of several, the first that is a blip's name counts.
    pub(super) names: Vec<String>,
    /// Whether the row says the name, so that it is its blip's for sure.
    pub(super) sure: bool,
}

impl Findings {
    pub(super) fn new(path: PathBuf) -> Self {
        Self {
            path,
            problems: Vec::new(),
            more_problems: 0,
            omissions: Listed::default(),
            notes: Listed::default(),
            unread: Vec::new(),
        }
    }

    /// A row that is not read for its mistakes may be of a blip of this name: that it is not in the edition says nothing.
    pub(super) fn miss(&mut self, line: usize, name: impl Into<String>) {
        self.unread.push(Missed {
            line,
            names: vec![name.into()],
            sure: true,
        });
    }

    /// Such a row, of which it is not known which of these its name is.
    pub(super) fn miss_one_of(&mut self, line: usize, names: Vec<String>) {
        self.unread.push(Missed {
            line,
            names,
            sure: false,
        });
    }

    /// The names that such rows say for sure.
    pub(super) fn missed(&self) -> impl Iterator<Item = &str> {
        let sure = self.unread.iter().filter(|missed| missed.sure);
        sure.flat_map(|missed| &missed.names).map(String::as_str)
    }

    /// Those rows.
    pub(super) fn take_missed(&mut self) -> Vec<Missed> {
        std::mem::take(&mut self.unread)
    }

    /// A mistake: what stands there is not read.
    pub(super) fn report(&mut self, line: usize, text: impl fmt::Display) {
        if self.problems.len() < MAX_REPORTED {
            let problem = at(&self.path, line, text);
            self.problems.push(problem);
        } else {
            self.more_problems += 1;
        }
    }

    /// No mistake, but the radar has no place for it.
    pub(super) fn leave_out(&mut self, line: usize, text: impl fmt::Display) {
        self.omissions.add(|| at(&self.path, line, text));
    }

    /// It is read otherwise than it is written.
    pub(super) fn note(&mut self, line: usize, text: impl fmt::Display) {
        self.notes.add(|| at(&self.path, line, text));
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// How many problems there are.
    pub(super) fn count(&self) -> usize {
        self.problems.len() + self.more_problems
    }

    pub(super) fn into_problems(self) -> Vec<Problem> {
        let Self {
            mut problems,
            more_problems,
            ..
        } = self;
        let last = problems.last().cloned();
        problems.extend(last.filter(|_| more_problems > 0).map(|last| Problem {
            text: format!("{more_problems} more problems of this file, which are not listed"),
            ..last
        }));
        problems
    }

    pub(super) fn into_parts(mut self) -> (Vec<Problem>, Vec<Omission>, Vec<Note>) {
        let omissions = std::mem::take(&mut self.omissions);
        let omissions = omissions.counted("things were left out").collect();
        let notes = std::mem::take(&mut self.notes);
        let notes = notes.counted("notes").map(|note| Note(note.at)).collect();
        (self.into_problems(), omissions, notes)
    }
}

fn at(path: &Path, line: usize, text: impl fmt::Display) -> Problem {
    // What a file says may be part of the text; it must not start a line of its own.
    let text: String = text
        .to_string()
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    Problem {
        path: path.to_owned(),
        line: line.max(1),
        text,
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_a_million_problems_lists_some_and_counts_the_others() {
        let mut findings = Findings::new(PathBuf::from("x"));
        for line in 1..=MAX_REPORTED + 7 {
            findings.report(line, "no");
        }
        assert_eq!(findings.count(), MAX_REPORTED + 7);
        let problems = findings.into_problems();
        assert_eq!(problems.len(), MAX_REPORTED + 1);
        assert_eq!(
            problems.last().unwrap().to_string(),
            format!("x:{MAX_REPORTED}: error: 7 more problems of this file, which are not listed")
        );
    }

    #[test]
    fn a_report_stands_on_one_line_whatever_the_path_is() {
        let mut findings = Findings::new(PathBuf::from("a\nb"));
        findings.report(1, "c\nd");
        assert_eq!(findings.into_problems()[0].to_string(), "a b:1: error: c d");
    }
}
