//! One thing that the team has an opinion about.

use jiff::civil::Date;

use super::id::{BlipId, QuadrantId, RingId};
use super::link::Link;
use super::title::Title;

/// A blip as it stands in one edition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blip {
    /// What it is called across all editions.
    pub id: BlipId,
    /// What readers see.
    pub title: Title,
    /// How far the team stands behind it.
    pub ring: RingId,
    /// What kind of thing it is.
    pub quadrant: QuadrantId,
    /// Words to group blips by.
    pub tags: Vec<String>,
    /// Other names under which it is found.
    pub aliases: Vec<Title>,
    /// Where to read on.
    pub links: Vec<Link>,
    /// Other blips, and what they have to do with this one.
    pub related: Vec<Relation>,
    /// Who answers questions about it.
    pub owner: Option<String>,
    /// When the team wants to look at it again.
    pub review_by: Option<Date>,
    /// What the team has to say.
    pub text: BlipText,
}

/// Another blip and how it is related: "is an alternative to", "sits on".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relation {
    /// The other blip.
    pub id: BlipId,
    /// The relation in words, read as "this blip … that blip".
    pub how: String,
}

/// The words of a blip, in Markdown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BlipText {
    /// What it is and what it is for, in a paragraph.
    pub summary: String,
    /// Everything under a heading, in the order of the file.
    pub sections: Vec<Section>,
}

/// What stands under one heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// The heading.
    pub heading: Heading,
    /// The text below it, as Markdown source.
    pub markdown: String,
}

/// The headings that every blip may have, and any other that its authors found useful.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Heading {
    /// What it does well.
    Strengths,
    /// Where it falls short.
    Limits,
    /// What else could be used.
    Alternatives,
    /// How to use it well.
    Tips,
    /// What the team concludes.
    Verdict,
    /// A heading of its own.
    Other(String),
}

impl Heading {
    /// Reads a heading; the five known ones in any case.
    pub fn parse(text: &str) -> Self {
        match text.trim().to_lowercase().as_str() {
            "strengths" => Self::Strengths,
            "limits" => Self::Limits,
            "alternatives" => Self::Alternatives,
            "tips" => Self::Tips,
            "verdict" => Self::Verdict,
            _ => Self::Other(text.trim().to_owned()),
        }
    }

    /// The heading as the files spell it.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Strengths => "Strengths",
            Self::Limits => "Limits",
            Self::Alternatives => "Alternatives",
            Self::Tips => "Tips",
            Self::Verdict => "Verdict",
            Self::Other(text) => text,
        }
    }
}

impl BlipText {
    /// A text of one paragraph, as a proposal of a new blip gives it.
    pub fn from_summary(summary: impl Into<String>) -> Self {
        Self {
            summary: summary.into(),
            sections: Vec::new(),
        }
    }

    /// Whether there is nothing to read.
    pub fn is_empty(&self) -> bool {
        self.summary.is_empty() && self.sections.is_empty()
    }

    /// What stands under `heading`, if the blip has it.
    pub fn section(&self, heading: &Heading) -> Option<&str> {
        self.sections
            .iter()
            .find(|section| section.heading == *heading)
            .map(|section| section.markdown.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_headings_are_read_in_any_case_and_others_kept() {
        for heading in [
            Heading::Strengths,
            Heading::Limits,
            Heading::Alternatives,
            Heading::Tips,
            Heading::Verdict,
        ] {
            assert_eq!(Heading::parse(&heading.as_str().to_uppercase()), heading);
        }
        assert_eq!(
            Heading::parse(" How it works "),
            Heading::Other("How it works".to_owned())
        );
    }
}
