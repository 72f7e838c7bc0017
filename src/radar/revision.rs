//! What one edition changes about one blip. What is absent is inherited from the edition before.

use jiff::civil::Date;

use super::blip::{Blip, BlipText, Relation};
use super::id::{BlipId, QuadrantId, RingId};
use super::link::Link;
use super::title::Title;

/// A change of one blip: from a file of the radar, or from a vote that passed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    /// The blip.
    pub blip: BlipId,
    /// A new title.
    pub title: Option<Title>,
    /// A new ring.
    pub ring: Option<RingId>,
    /// A new quadrant.
    pub quadrant: Option<QuadrantId>,
    /// All its tags.
    pub tags: Option<Vec<String>>,
    /// All its aliases.
    pub aliases: Option<Vec<Title>>,
    /// All its links.
    pub links: Option<Vec<Link>>,
    /// All its relations.
    pub related: Option<Vec<Relation>>,
    /// A new owner.
    pub owner: Option<String>,
    /// A new date of review.
    pub review_by: Option<Date>,
    /// All its words.
    pub text: Option<BlipText>,
    /// Whether it leaves the radar, or returns to it.
    pub retired: Option<bool>,
}

/// Why a revision can not be the first of its blip.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RevisionError {
    /// No title to inherit.
    #[error("a blip's first revision needs a title")]
    NoTitle,
    /// No ring to inherit.
    #[error("a blip's first revision needs a ring")]
    NoRing,
    /// No quadrant to inherit.
    #[error("a blip's first revision needs a quadrant")]
    NoQuadrant,
    /// No text to inherit.
    #[error("a blip's first revision needs a text")]
    NoText,
    /// What never stood on the radar can not leave it.
    #[error("a blip's first revision can not retire it")]
    Retired,
}

impl Revision {
    /// A revision that changes nothing yet.
    pub fn of(blip: BlipId) -> Self {
        Self {
            blip,
            title: None,
            ring: None,
            quadrant: None,
            tags: None,
            aliases: None,
            links: None,
            related: None,
            owner: None,
            review_by: None,
            text: None,
            retired: None,
        }
    }

    /// A blip that is not on the radar comes onto it.
    pub fn introduce(blip: BlipId, title: Title, ring: RingId, quadrant: QuadrantId, text: BlipText) -> Self {
        Self {
            title: Some(title),
            ring: Some(ring),
            quadrant: Some(quadrant),
            text: Some(text),
            ..Self::of(blip)
        }
    }

    /// A blip goes to another ring.
    pub fn move_to(blip: BlipId, ring: RingId) -> Self {
        Self {
            ring: Some(ring),
            ..Self::of(blip)
        }
    }

    /// A blip leaves the radar.
    pub fn retire(blip: BlipId) -> Self {
        Self {
            retired: Some(true),
            ..Self::of(blip)
        }
    }

    /// A blip that has left comes back.
    pub fn return_to(blip: BlipId, ring: RingId) -> Self {
        Self {
            ring: Some(ring),
            retired: Some(false),
            ..Self::of(blip)
        }
    }

    /// The blip as this revision makes it, with what it inherits from `before`.
    pub(super) fn apply(&self, before: Option<&Blip>) -> Result<Blip, Vec<RevisionError>> {
        match before {
            Some(blip) => Ok(self.change(blip.clone())),
            None => self.found(),
        }
    }

    fn found(&self) -> Result<Blip, Vec<RevisionError>> {
        let retired = self.retired == Some(true);
        match (&self.title, &self.ring, &self.quadrant, &self.text) {
            (Some(title), Some(ring), Some(quadrant), Some(text)) if !retired => Ok(self.change(Blip {
                id: self.blip.clone(),
                title: title.clone(),
                ring: ring.clone(),
                quadrant: quadrant.clone(),
                tags: Vec::new(),
                aliases: Vec::new(),
                links: Vec::new(),
                related: Vec::new(),
                owner: None,
                review_by: None,
                text: text.clone(),
            })),
            (title, ring, quadrant, text) => Err([
                (title.is_none(), RevisionError::NoTitle),
                (ring.is_none(), RevisionError::NoRing),
                (quadrant.is_none(), RevisionError::NoQuadrant),
                (text.is_none(), RevisionError::NoText),
                (retired, RevisionError::Retired),
            ]
            .into_iter()
            .filter_map(|(wrong, why)| wrong.then_some(why))
            .collect()),
        }
    }

    /// What turns `before` into `after`, which is retired now or not; nothing if they are the same. `before` is the blip
    /// with whether it was retired. What a blip no longer has can not be said: a revision takes no owner or date away.
    pub fn between(before: Option<(&Blip, bool)>, after: &Blip, retired: bool) -> Option<Self> {
        fn new<T: Clone + PartialEq>(before: Option<&T>, after: &T) -> Option<T> {
            (before != Some(after)).then(|| after.clone())
        }
        let old = before.map(|(blip, _)| blip);
        let was_retired = before.is_some_and(|(_, retired)| retired);
        let revision = Self {
            blip: after.id.clone(),
            title: new(old.map(|blip| &blip.title), &after.title),
            ring: new(old.map(|blip| &blip.ring), &after.ring),
            quadrant: new(old.map(|blip| &blip.quadrant), &after.quadrant),
            tags: new(old.map(|blip| &blip.tags), &after.tags),
            aliases: new(old.map(|blip| &blip.aliases), &after.aliases),
            links: new(old.map(|blip| &blip.links), &after.links),
            related: new(old.map(|blip| &blip.related), &after.related),
            owner: new(old.map(|blip| &blip.owner), &after.owner).flatten(),
            review_by: new(old.map(|blip| &blip.review_by), &after.review_by).flatten(),
            text: new(old.map(|blip| &blip.text), &after.text),
            retired: (retired != was_retired).then_some(retired),
        };
        (revision != Self::of(after.id.clone())).then_some(revision)
    }

    fn change(&self, mut blip: Blip) -> Blip {
        fn replace<T: Clone>(old: &mut T, new: Option<&T>) {
            if let Some(new) = new {
                new.clone_into(old);
            }
        }
        replace(&mut blip.title, self.title.as_ref());
        replace(&mut blip.ring, self.ring.as_ref());
        replace(&mut blip.quadrant, self.quadrant.as_ref());
        replace(&mut blip.tags, self.tags.as_ref());
        replace(&mut blip.aliases, self.aliases.as_ref());
        replace(&mut blip.links, self.links.as_ref());
        replace(&mut blip.related, self.related.as_ref());
        replace(&mut blip.text, self.text.as_ref());
        blip.owner = self.owner.clone().or(blip.owner);
        blip.review_by = self.review_by.or(blip.review_by);
        blip
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_first_revision_says_everything_that_it_lacks() {
        let id = BlipId::parse("atlantis").unwrap();
        assert_eq!(
            Revision::retire(id.clone()).apply(None),
            Err(vec![
                RevisionError::NoTitle,
                RevisionError::NoRing,
                RevisionError::NoQuadrant,
                RevisionError::NoText,
                RevisionError::Retired
            ])
        );
    }

    #[test]
    fn what_is_absent_is_inherited() {
        let id = BlipId::parse("atlantis").unwrap();
        let ring = |text| RingId::parse(text).unwrap();
        let first = Revision {
            owner: Some("platform".to_owned()),
            ..Revision::introduce(
                id.clone(),
                Title::parse("Atlantis").unwrap(),
                ring("trial"),
                QuadrantId::parse("operable").unwrap(),
                BlipText::from_summary("Terraform by pull request."),
            )
        };
        let before = first.apply(None).unwrap();
        let after = Revision::move_to(id, ring("adopt")).apply(Some(&before)).unwrap();
        assert_eq!(
            after,
            Blip {
                ring: ring("adopt"),
                ..before
            }
        );
    }
}
