//! What stands between the columns of a table.

use super::record::Column;
use super::rows::Rows;

/// The sign between columns. Spreadsheets in countries whose numbers have a decimal comma write semicolons.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Separator {
    Comma,
    Semicolon,
    Tab,
}

impl Separator {
    const ALL: [Self; 3] = [Self::Comma, Self::Semicolon, Self::Tab];

    /// The one with which the header has most of the columns that there must be. One column shows nothing: a text can have
    /// any sign in it.
    pub(super) fn of(text: &str) -> Self {
        let known = |separator| {
            let header = Rows::of(text, separator).next();
            let Some(Ok(header)) = header else { return 0 };
            let names: Vec<&str> = header.cells.iter().map(|cell| cell.text.trim()).collect();
            let required = Column::ALL.into_iter().filter(|column| column.is_required());
            required.filter(|column| names.contains(&column.name())).count()
        };
        let best = Self::ALL
            .into_iter()
            .rev()
            .max_by_key(|separator| known(*separator));
        best.filter(|separator| known(*separator) > 1)
            .unwrap_or(Self::Comma)
    }

    pub(super) const fn sign(self) -> char {
        match self {
            Self::Comma => ',',
            Self::Semicolon => ';',
            Self::Tab => '\t',
        }
    }

    pub(super) const fn text(self) -> &'static str {
        match self {
            Self::Comma => ",",
            Self::Semicolon => ";",
            Self::Tab => "\t",
        }
    }

    /// As a report names it.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Comma => "comma",
            Self::Semicolon => "semicolon",
            Self::Tab => "tab",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_header_shows_what_separates_columns() {
        for (text, separator) in [
            ("name,ring,quadrant,isNew,description\n", Separator::Comma),
            ("name;ring;quadrant;isNew;description\n", Separator::Semicolon),
            ("\n\"name\"\t\"ring\"\tquadrant\tdescription\n", Separator::Tab),
            ("name;ring,quadrant,description;x\n", Separator::Comma),
            ("name;ring;x\n", Separator::Semicolon),
            ("name;x\n", Separator::Comma),
            ("\"name;ring\n", Separator::Comma),
            ("", Separator::Comma),
        ] {
            assert_eq!(Separator::of(text), separator, "{text}");
        }
    }
}
