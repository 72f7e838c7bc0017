//! What an edition, an edit or a correction changes about one blip, as it is stored in it.

use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize};

use super::text::Text;
use crate::radar::{
    BlipId, BlipText, Heading, Link, QuadrantId, Relation, Revision, RingId, Section, Title, Url,
};

/// Of a row, which carries the version. What is absent is inherited; an owner and a date that are `null`, which version 1
/// of an edition does not know, are taken away.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(
    clippy::option_option,
    reason = "absent, nothing, or something: three different words"
)]
pub struct RevisionV1 {
    blip: Text<BlipId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<Text<Title>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ring: Option<Text<RingId>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    quadrant: Option<Text<QuadrantId>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tags: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    aliases: Option<Vec<Text<Title>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    links: Option<Vec<LinkV1>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    related: Option<Vec<RelationV1>>,
    #[serde(default, deserialize_with = "there", skip_serializing_if = "Option::is_none")]
    owner: Option<Option<String>>,
    #[serde(default, deserialize_with = "there", skip_serializing_if = "Option::is_none")]
    review_by: Option<Option<Text<Date>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<BlipTextV1>,
    #[serde(skip_serializing_if = "Option::is_none")]
    retired: Option<bool>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct LinkV1 {
    title: Text<Title>,
    url: Text<Url>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RelationV1 {
    id: Text<BlipId>,
    how: String,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct BlipTextV1 {
    summary: String,
    sections: Vec<SectionV1>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SectionV1 {
    heading: String,
    markdown: String,
}

/// What is there, also if it is `null`.
fn there<'de, T: Deserialize<'de>, D: Deserializer<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}

impl RevisionV1 {
    /// Whether it takes away what a blip may be without.
    pub const fn takes_away(&self) -> bool {
        matches!(self.owner, Some(None)) || matches!(self.review_by, Some(None))
    }
}

/// Each element in another shape.
fn each<'a, T, U: From<&'a T>>(list: Option<&'a Vec<T>>) -> Option<Vec<U>> {
    list.map(|list| list.iter().map(U::from).collect())
}

fn all<T, U: From<T>>(list: Option<Vec<T>>) -> Option<Vec<U>> {
    list.map(|list| list.into_iter().map(U::from).collect())
}

impl From<&Revision> for RevisionV1 {
    fn from(revision: &Revision) -> Self {
        Self {
            blip: Text(revision.blip.clone()),
            title: revision.title.clone().map(Text),
            ring: revision.ring.clone().map(Text),
            quadrant: revision.quadrant.clone().map(Text),
            tags: revision.tags.clone(),
            aliases: revision
                .aliases
                .as_ref()
                .map(|list| list.iter().cloned().map(Text).collect()),
            links: each(revision.links.as_ref()),
            related: each(revision.related.as_ref()),
            owner: revision.owner.clone().map(Into::into),
            review_by: revision
                .review_by
                .clone()
                .map(|given| Option::from(given).map(Text)),
            text: revision.text.as_ref().map(BlipTextV1::from),
            retired: revision.retired,
        }
    }
}

impl From<RevisionV1> for Revision {
    fn from(record: RevisionV1) -> Self {
        let RevisionV1 {
            blip: Text(blip),
            title,
            ring,
            quadrant,
            tags,
            aliases,
            links,
            related,
            owner,
            review_by,
            text,
            retired,
        } = record;
        Self {
            blip,
            title: title.map(|title| title.0),
            ring: ring.map(|ring| ring.0),
            quadrant: quadrant.map(|quadrant| quadrant.0),
            tags,
            aliases: aliases.map(|list| list.into_iter().map(|alias| alias.0).collect()),
            links: all(links),
            related: all(related),
            owner: owner.map(Into::into),
            review_by: review_by.map(|date| date.map(|date| date.0).into()),
            text: text.map(BlipText::from),
            retired,
        }
    }
}

impl From<&Link> for LinkV1 {
    fn from(link: &Link) -> Self {
        Self {
            title: Text(link.title.clone()),
            url: Text(link.url.clone()),
        }
    }
}

impl From<LinkV1> for Link {
    fn from(link: LinkV1) -> Self {
        Self {
            title: link.title.0,
            url: link.url.0,
        }
    }
}

impl From<&Relation> for RelationV1 {
    fn from(relation: &Relation) -> Self {
        Self {
            id: Text(relation.id.clone()),
            how: relation.how.clone(),
        }
    }
}

impl From<RelationV1> for Relation {
    fn from(relation: RelationV1) -> Self {
        Self {
            id: relation.id.0,
            how: relation.how,
        }
    }
}

impl From<&BlipText> for BlipTextV1 {
    fn from(text: &BlipText) -> Self {
        let section = |section: &Section| SectionV1 {
            heading: section.heading.as_str().to_owned(),
            markdown: section.markdown.clone(),
        };
        Self {
            summary: text.summary.clone(),
            sections: text.sections.iter().map(section).collect(),
        }
    }
}

impl From<BlipTextV1> for BlipText {
    fn from(text: BlipTextV1) -> Self {
        let section = |section: SectionV1| Section {
            heading: Heading::parse(&section.heading),
            markdown: section.markdown,
        };
        Self {
            summary: text.summary,
            sections: text.sections.into_iter().map(section).collect(),
        }
    }
}
