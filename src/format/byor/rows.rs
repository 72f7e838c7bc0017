//! The rows of a table as CSV, each with where it starts and what its quotes do: a quote too much or too few makes one row
//! of many, and is seen only here. The csv crate, which writes our tables, reads on through such quotes without a word.

use std::fmt;

use super::separator::Separator;

/// More columns are no table's. Each makes a cell, which takes some memory.
const MAX_SEPARATORS: usize = 200_000;

/// A row.
#[derive(Debug)]
pub(super) struct Row<'a> {
    /// Counted from 1.
    pub(super) line: usize,
    /// As it is written.
    pub(super) raw: &'a str,
    pub(super) cells: Vec<Cell<'a>>,
}

/// What stands between two separators.
#[derive(Debug)]
pub(super) struct Cell<'a> {
    /// Without the quotes around it.
    pub(super) text: String,
    /// Whether there are quotes around it.
    pub(super) in_quotes: bool,
    /// What stands behind the quote that closes it, which should be nothing.
    pub(super) behind: &'a str,
}

/// Why nothing can be read from a row on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stop {
    /// A quote opens and is not closed until the end.
    Unclosed,
    /// There are too many cells.
    TooWide,
}

impl fmt::Display for Stop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unclosed => f.write_str(
                "a quote that opens in this row is never closed, so everything below it would be read as a part of it: \
                 close it, or write a quote within a quoted value twice",
            ),
            Self::TooWide => {
                write!(
                    f,
                    "this line has more than {MAX_SEPARATORS} columns: this is no radar, and is not read on"
                )
            }
        }
    }
}

impl Row<'_> {
    /// Whether nothing stands behind a quote that closes.
    pub(super) fn is_clean(&self) -> bool {
        self.cells.iter().all(|cell| cell.behind.is_empty())
    }

    /// The line on which it ends.
    pub(super) fn last_line(&self) -> usize {
        self.line + self.raw.matches('\n').count()
    }
}

/// The rows that are not blank.
#[derive(Debug)]
pub(super) struct Rows<'a> {
    rest: &'a str,
    line: usize,
    separator: Separator,
}

impl<'a> Rows<'a> {
    pub(super) const fn of(text: &'a str, separator: Separator) -> Self {
        Self {
            rest: text,
            line: 1,
            separator,
        }
    }

    fn row(&mut self) -> Result<Row<'a>, Stop> {
        let (start, line) = (self.rest, self.line);
        let mut cells = Vec::new();
        let mut rest = start;
        loop {
            let (cell, after) = cell(rest, self.separator).ok_or(Stop::Unclosed)?;
            // One more cell than separators.
            if cells.len() > MAX_SEPARATORS {
                return Err(Stop::TooWide);
            }
            cells.push(cell);
            let Some(next) = after.strip_prefix(self.separator.sign()) else {
                rest = after;
                break;
            };
            rest = next;
        }
        let (raw, _) = start
            .split_at_checked(start.len() - rest.len())
            .unwrap_or((start, ""));
        let row = Row { line, raw, cells };
        self.line = row.last_line() + 1;
        self.rest = rest.strip_prefix('\n').unwrap_or(rest);
        Ok(row)
    }
}

impl<'a> Iterator for Rows<'a> {
    /// A row, or the line from which on nothing can be read, and why.
    type Item = Result<Row<'a>, (usize, Stop)>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if self.rest.is_empty() {
                return None;
            }
            let (line, after) = self.rest.split_once('\n').unwrap_or((self.rest, ""));
            if !line.trim().is_empty() {
                break;
            }
            self.rest = after;
            self.line += 1;
        }
        let row = self.row().map_err(|stop| (self.line, stop));
        if row.is_err() {
            self.rest = "";
        }
        Some(row)
    }
}

/// The first cell, and what comes after it. Nothing if a quote is not closed.
fn cell(text: &str, separator: Separator) -> Option<(Cell<'_>, &str)> {
    let until_end = |text: &str| text.find([separator.sign(), '\n']).unwrap_or(text.len());
    let Some(mut rest) = text.strip_prefix('"') else {
        let (text, after) = text.split_at_checked(until_end(text))?;
        let text = text.to_owned();
        let cell = Cell {
            text,
            in_quotes: false,
            behind: "",
        };
        return Some((cell, after));
    };
    let mut text = String::new();
    loop {
        let (part, after) = rest.split_once('"')?;
        text.push_str(part);
        if let Some(after) = after.strip_prefix('"') {
            text.push('"');
            rest = after;
            continue;
        }
        let (behind, after) = after.split_at_checked(until_end(after))?;
        let behind = behind.trim();
        let cell = Cell {
            text,
            in_quotes: true,
            behind,
        };
        return Some((cell, after));
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> Vec<(usize, Vec<String>)> {
        Rows::of(text, Separator::Comma)
            .map(|row| {
                let row = row.unwrap();
                (row.line, row.cells.into_iter().map(|cell| cell.text).collect())
            })
            .collect()
    }

    #[test]
    fn rows_know_the_line_on_which_they_start() {
        let texts = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
        assert_eq!(
            read("a,b\n\n \n\"c\n\nd\",\"e \"\"f\"\"\" \n\ng,\n"),
            [
                (1, texts(&["a", "b"])),
                (4, texts(&["c\n\nd", "e \"f\""])),
                (8, texts(&["g", ""])),
            ]
        );
    }

    #[test]
    fn what_stands_behind_a_quote_is_told_apart() {
        let row = Rows::of("\"A\"B\"C,\"d\" ,e\"f", Separator::Comma)
            .next()
            .unwrap()
            .unwrap();
        let behind: Vec<&str> = row.cells.iter().map(|cell| cell.behind).collect();
        assert_eq!(behind, ["B\"C", "", ""]);
        let stop = Rows::of("a\nb,\"c\n", Separator::Comma)
            .last()
            .unwrap()
            .unwrap_err();
        assert_eq!(stop, (2, Stop::Unclosed));
        let wide = ",".repeat(MAX_SEPARATORS + 1);
        assert_eq!(
            Rows::of(&wide, Separator::Comma).last().unwrap().unwrap_err(),
            (1, Stop::TooWide)
        );
    }

    proptest! {
        #[test]
        fn what_is_written_as_csv_is_read_the_same(
            rows in proptest::collection::vec(proptest::collection::vec("[a-c\", \n]{0,6}", 2), 0..6),
        ) {
            let mut writer = csv::Writer::from_writer(Vec::new());
            for row in &rows {
                writer.write_record(row).unwrap();
            }
            let text = String::from_utf8(writer.into_inner().unwrap()).unwrap();
            let again: Vec<Vec<String>> = read(&text).into_iter().map(|(_, cells)| cells).collect();
            prop_assert_eq!(again, rows);
        }
    }
}
