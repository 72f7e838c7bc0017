//! A row of the table as it is written, and the blip that it means.

use crate::format::claim::Claim;
use crate::format::frame;
use crate::format::import::Row;
use crate::format::problem::{Findings, short};
use crate::format::text;
use crate::radar::{Scheme, Title};

/// The columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    Name,
    Ring,
    Quadrant,
    IsNew,
    Status,
    Description,
    RelatedBlips,
}

impl Column {
    pub(super) const ALL: [Self; 7] = [
        Self::Name,
        Self::Ring,
        Self::Quadrant,
        Self::IsNew,
        Self::Status,
        Self::Description,
        Self::RelatedBlips,
    ];

    /// As the header has it.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Ring => "ring",
            Self::Quadrant => "quadrant",
            Self::IsNew => "isNew",
            Self::Status => "status",
            Self::Description => "description",
            Self::RelatedBlips => "relatedBlips",
        }
    }

    /// Whether a table is nothing without it.
    pub(super) const fn is_required(self) -> bool {
        match self {
            Self::Name | Self::Ring | Self::Quadrant | Self::Description => true,
            Self::IsNew | Self::Status | Self::RelatedBlips => false,
        }
    }
}

/// A row.
#[derive(Debug, Default)]
pub(super) struct Record {
    pub(super) line: usize,
    /// Counted from 1, without the header.
    pub(super) number: usize,
    pub(super) name: String,
    pub(super) ring: String,
    pub(super) quadrant: String,
    pub(super) is_new: String,
    pub(super) status: String,
    pub(super) description: String,
    /// Each on a line.
    pub(super) related: String,
    /// Where each column stands, counted from 1; JSON has names only.
    pub(super) places: Option<[usize; 7]>,
    /// Columns whose value is no text, which is reported: the others are looked at all the same.
    pub(super) wrong: Vec<Column>,
}

impl Record {
    /// The row and a column of it, as a report names them.
    pub(super) fn place(&self, column: Column) -> String {
        let place = self.places.and_then(|places| {
            let at = Column::ALL.iter().position(|other| *other == column)?;
            places.get(at).copied()
        });
        match place.filter(|place| *place > 0) {
            Some(place) => format!("row {}, column {place} (`{}`)", self.number, column.name()),
            None => format!("row {}, `{}`", self.number, column.name()),
        }
    }

    /// The blip; nothing if there is a mistake in it, each of which is reported.
    pub(super) fn row(self, scheme: &Scheme, findings: &mut Findings) -> Option<Row> {
        let before = findings.count();
        let says = |column: Column| !self.wrong.contains(&column);
        let title = Title::parse(&self.name);
        if let (Err(why), true) = (&title, says(Column::Name)) {
            findings.report(self.line, format_args!("{}: {why}", self.place(Column::Name)));
        }
        let ring = frame::find_ring(scheme, &self.ring);
        if ring.is_none() && says(Column::Ring) {
            let rings = frame::listed(scheme.rings().iter().map(|ring| &ring.title));
            let place = self.place(Column::Ring);
            findings.report(
                self.line,
                format_args!(
                    "{place}: `{}` is not a ring: the rings are {rings} (--rings names others)",
                    short(&self.ring)
                ),
            );
        }
        let quadrant = frame::find_quadrant(scheme, &self.quadrant);
        if quadrant.is_none() && says(Column::Quadrant) {
            let quadrants = frame::listed(scheme.quadrants().iter().map(|quadrant| &quadrant.title));
            let place = self.place(Column::Quadrant);
            findings.report(
                self.line,
                format_args!(
                    "{place}: `{}` is not a quadrant: the quadrants are {quadrants} (--quadrants names others)",
                    short(&self.quadrant)
                ),
            );
        }
        if let Some(why) = text::refused(&self.description) {
            let place = self.place(Column::Description);
            findings.report(self.line, format_args!("{place}: {why}"));
        }
        let claim = self.claim(findings);
        if findings.count() > before || !self.wrong.is_empty() {
            findings.miss(self.line, self.name);
            return None;
        }
        let title = title.ok()?;
        let (text, left_out) = text::of_html(&self.description, &title);
        left_out.tell(self.line, &self.place(Column::Description), findings);
        Some(Row {
            line: self.line,
            name: format!("row {}", self.number),
            id: None,
            title,
            ring: ring?.id.clone(),
            quadrant: quadrant?.id.clone(),
            text,
            links: Vec::new(),
            related: self.related,
            tags: None,
            away: false,
            claim,
        })
    }

    /// `status` wins over `isNew`. What is unknown is no claim, which is noted: movements are computed from the rings.
    fn claim(&self, findings: &mut Findings) -> Option<Claim> {
        let status = self.status.to_lowercase();
        let status = status.split_whitespace().collect::<Vec<_>>().join(" ");
        match status.as_str() {
            "new" => return Some(Claim::New),
            "moved in" => return Some(Claim::In),
            "moved out" => return Some(Claim::Out),
            "no change" => return Some(Claim::Stayed),
            "" => {}
            _ => {
                let place = self.place(Column::Status);
                findings.note(
                    self.line,
                    format_args!(
                        "{place}: `{}` is none of New, Moved In, Moved Out, No Change: the movement is that of its rings",
                        short(&self.status)
                    ),
                );
                return None;
            }
        }
        match self.is_new.trim().to_lowercase().as_str() {
            "true" => Some(Claim::New),
            "false" => Some(Claim::NotNew),
            "" => None,
            _ => {
                let place = self.place(Column::IsNew);
                findings.note(
                    self.line,
                    format_args!(
                        "{place}: `{}` is neither TRUE nor FALSE: whether it is new is seen in the editions",
                        short(&self.is_new)
                    ),
                );
                None
            }
        }
    }
}
