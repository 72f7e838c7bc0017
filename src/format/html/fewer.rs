//! What of the marks of a paragraph Markdown can say: it has none inside words beside signs, and none that overlap.

use super::inline::{Marks, Run, Style, joined, restyled};
use super::marked::{read, rendered};

/// How often one piece is tried before all of one kind is given up: a text can be one piece of a hundred thousand letters.
const MAX_TRIES: usize = 32;

/// The runs with as many marks as read back. Words between spaces are judged by themselves: what can not be said of some
/// costs the others nothing.
pub(super) fn fewer(runs: &[Run]) -> Vec<Run> {
    joined(pieces(runs).into_iter().flat_map(said).collect())
}

/// Cut at the spaces that have no look: no mark reaches over one.
fn pieces(runs: &[Run]) -> Vec<Vec<Run>> {
    let mut pieces = vec![Vec::new()];
    let mut piece = Vec::new();
    for run in runs {
        let ends = run
            .text
            .find(char::is_whitespace)
            .zip(run.text.rfind(char::is_whitespace));
        match ends.filter(|_| run.style == Style::default()) {
            Some((first, last)) => {
                let part = |text: &str| Run {
                    text: text.to_owned(),
                    style: Style::default(),
                };
                // White space is one space or line break, and each is one byte.
                let (start, rest) = run.text.split_at(first);
                let (spaces, end) = rest.split_at(last + 1 - first);
                piece.push(part(start));
                pieces.push(std::mem::take(&mut piece));
                pieces.push(vec![part(spaces)]);
                piece.push(part(end));
            }
            None => piece.push(run.clone()),
        }
    }
    pieces.push(piece);
    pieces
}

fn reads_back(runs: &[Run]) -> bool {
    read(&rendered(runs)).as_deref() == Some(runs)
}

fn said(piece: Vec<Run>) -> Vec<Run> {
    let piece = joined(piece);
    if piece.iter().all(|run| run.style == Style::default()) || reads_back(&piece) {
        return piece;
    }
    let mut tries = 0;
    let mut kept = vec![Marks::default(); piece.len()];
    if !reads_back(&with(&piece, &kept)) {
        return restyled(&piece, |_| Style::default());
    }
    // What was struck out says the opposite of what it says: it comes before emphasis.
    for mark in [Mark::Struck, Mark::Bold, Mark::Italic] {
        for span in spans(&piece, mark) {
            // Together, since words of one look can stand where a part of them can not; else each by itself.
            let parts = span.clone().map(|at| at..at + 1);
            let alone = parts.filter(|part| *part != span);
            let mut whole = false;
            for part in std::iter::once(span.clone()).chain(alone) {
                if whole || tries == MAX_TRIES {
                    break;
                }
                tries += 1;
                let mut more = kept.clone();
                for marks in more.get_mut(part.clone()).unwrap_or_default() {
                    mark.set(marks);
                }
                if reads_back(&with(&piece, &more)) {
                    kept = more;
                    whole = part == span;
                }
            }
        }
    }
    with(&piece, &kept)
}

/// The same words and links with these marks.
fn with(piece: &[Run], marks: &[Marks]) -> Vec<Run> {
    let runs = piece.iter().zip(marks).map(|(run, marks)| Run {
        text: run.text.clone(),
        style: Style {
            marks: *marks,
            ..run.style.clone()
        },
    });
    joined(runs.collect())
}

/// One of the marks.
#[derive(Debug, Clone, Copy)]
enum Mark {
    Struck,
    Bold,
    Italic,
}

impl Mark {
    const fn is_in(self, marks: Marks) -> bool {
        match self {
            Self::Struck => marks.struck,
            Self::Bold => marks.bold,
            Self::Italic => marks.italic,
        }
    }

    const fn set(self, marks: &mut Marks) {
        match self {
            Self::Struck => marks.struck = true,
            Self::Bold => marks.bold = true,
            Self::Italic => marks.italic = true,
        }
    }
}

/// Where runs with this mark stand in a row.
fn spans(piece: &[Run], mark: Mark) -> Vec<std::ops::Range<usize>> {
    let mut spans: Vec<std::ops::Range<usize>> = Vec::new();
    for (at, run) in piece.iter().enumerate() {
        if !mark.is_in(run.style.marks) {
            continue;
        }
        match spans.last_mut() {
            Some(last) if last.end == at => last.end += 1,
            Some(_) | None => spans.push(at..at + 1),
        }
    }
    spans
}
