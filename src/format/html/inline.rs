//! Words and their emphasis, as one paragraph of Markdown.

use std::collections::BTreeSet;
use std::rc::Rc;

use super::fewer::fewer;
use super::marked::{read, rendered};

/// How words look.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Style {
    pub(super) marks: Marks,
    pub(super) code: bool,
    /// Shared, since each letter has a look.
    pub(super) link: Option<Rc<str>>,
    /// The picture that the words describe.
    pub(super) picture: Option<Rc<str>>,
}

/// The signs around words.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Marks {
    pub(super) bold: bool,
    pub(super) italic: bool,
    pub(super) struck: bool,
}

/// What Markdown can not say of a paragraph, and is no matter of looks.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Unsaid {
    /// Where links lead, and pictures are.
    pub(super) addresses: BTreeSet<Rc<str>>,
    /// Whether words were struck out.
    pub(super) struck: bool,
    /// Whether words were emphasised.
    pub(super) emphasised: bool,
}

/// Words of one look. A line break in them is one that the author meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Run {
    pub(super) text: String,
    pub(super) style: Style,
}

/// The words of a paragraph or heading, as they come.
#[derive(Debug, Default)]
pub(super) struct Inline {
    runs: Vec<Run>,
}

impl Inline {
    /// Adds words; white space is one space, as browsers show it.
    pub(super) fn push(&mut self, text: &str, style: &Style) {
        for c in text.chars() {
            if c.is_whitespace() || c.is_control() {
                let ends_in_space = self.last().is_none_or(|last| matches!(last, ' ' | '\n'));
                if !ends_in_space {
                    self.add(' ', style);
                }
            } else {
                self.add(c, style);
            }
        }
    }

    /// Adds a line break.
    pub(super) fn break_line(&mut self) {
        self.trim_end(&[' ']);
        if self.last().is_some() {
            self.add('\n', &Style::default());
        }
    }

    fn add(&mut self, c: char, style: &Style) {
        // White space belongs to no emphasis, which could not start or end with it.
        let style = Style {
            marks: if c.is_whitespace() {
                Marks::default()
            } else {
                style.marks
            },
            code: style.code && c != '\n',
            link: style.link.clone(),
            picture: style.picture.clone(),
        };
        match self.runs.last_mut() {
            Some(run) if run.style == style => run.text.push(c),
            Some(_) | None => self.runs.push(Run {
                text: c.to_string(),
                style,
            }),
        }
    }

    /// The last letter or sign.
    pub(super) fn last(&self) -> Option<char> {
        self.runs.last()?.text.chars().next_back()
    }

    fn trim_end(&mut self, what: &[char]) {
        while let Some(run) = self.runs.last_mut() {
            run.text.truncate(run.text.trim_end_matches(what).len());
            if !run.text.is_empty() {
                break;
            }
            self.runs.pop();
        }
    }

    /// The paragraph, which reads as what was pushed: what Markdown can not say is left out.
    pub(super) fn take(&mut self) -> (String, Unsaid) {
        self.trim_end(&[' ', '\n']);
        let runs = joined(std::mem::take(&mut self.runs));
        if runs.is_empty() {
            return (String::new(), Unsaid::default());
        }
        for tried in [runs.clone(), fewer(&runs)] {
            let markdown = rendered(&tried);
            if read(&markdown).as_ref() == Some(&tried) {
                return (markdown, unsaid(&runs, &tried));
            }
        }
        let plain = restyled(&runs, |_| Style::default());
        (rendered(&plain), unsaid(&runs, &plain))
    }

    /// What was pushed.
    pub(super) fn into_runs(self) -> Vec<Run> {
        joined(self.runs)
    }
}

pub(super) fn restyled(runs: &[Run], way: impl Fn(&Style) -> Style) -> Vec<Run> {
    let restyled = runs.iter().map(|run| Run {
        text: run.text.clone(),
        style: way(&run.style),
    });
    joined(restyled.collect())
}

fn unsaid(meant: &[Run], said: &[Run]) -> Unsaid {
    let addresses = |runs: &[Run]| -> BTreeSet<Rc<str>> {
        let both = runs.iter().flat_map(|run| [&run.style.link, &run.style.picture]);
        both.flatten().cloned().collect()
    };
    // Letters are counted, since what is said is part of what is meant. Spaces are no words.
    let letters = |runs: &[Run], has: fn(Marks) -> bool| -> usize {
        let marked = runs.iter().filter(|run| has(run.style.marks));
        marked
            .map(|run| run.text.split_whitespace().map(str::len).sum::<usize>())
            .sum()
    };
    let loses = |has| letters(said, has) < letters(meant, has);
    Unsaid {
        addresses: &addresses(meant) - &addresses(said),
        struck: loses(|marks| marks.struck),
        emphasised: loses(|marks| marks.bold) || loses(|marks| marks.italic),
    }
}

/// Neighbours of one look become one. The space between two bold words is bold again.
pub(super) fn joined(runs: Vec<Run>) -> Vec<Run> {
    let mut joined: Vec<Run> = Vec::new();
    let mut runs = runs.into_iter().filter(|run| !run.text.is_empty()).peekable();
    while let Some(mut run) = runs.next() {
        let blank = run.text.trim().is_empty();
        if blank
            && let (Some(before), Some(after)) = (joined.last(), runs.peek())
            && before.style == after.style
            && run.style.link == before.style.link
            && run.style.picture == before.style.picture
        {
            run.style = before.style.clone();
        }
        match joined.last_mut() {
            Some(last) if last.style == run.style => last.text.push_str(&run.text),
            Some(_) | None => joined.push(run),
        }
    }
    joined
}
