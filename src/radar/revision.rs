//! What one edition changes about one blip. What is absent is inherited from the edition before.

use jiff::civil::Date;

use super::blip::{Blip, BlipText, Relation};
use super::id::{BlipId, QuadrantId, RingId};
use super::link::Link;
use super::title::Title;

/// What a revision says of something that a blip may be without.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Given<T> {
    /// From now on it is this.
    Is(T),
    /// From now on there is none.
    Nothing,
}

impl<T> From<Option<T>> for Given<T> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Nothing, Self::Is)
    }
}

impl<T> From<Given<T>> for Option<T> {
    fn from(given: Given<T>) -> Self {
        match given {
            Given::Is(value) => Some(value),
            Given::Nothing => None,
        }
    }
}

impl<T> Given<T> {
    /// What it is, if it is something.
    pub const fn given(&self) -> Option<&T> {
        match self {
            Self::Is(value) => Some(value),
            Self::Nothing => None,
        }
    }
}

impl<T: Clone> Given<T> {
    fn value(&self) -> Option<T> {
        self.clone().into()
    }
}

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
    /// A new owner, or that it has none any more.
    pub owner: Option<Given<String>>,
    /// A new date of review, or that it has none any more.
    pub review_by: Option<Given<Date>>,
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
    /// Whether it changes more than where a blip stands.
    pub fn rewords(&self) -> bool {
        let Self {
            blip: _,
            title,
            ring: _,
            quadrant: _,
            tags,
            aliases,
            links,
            related,
            owner,
            review_by,
            text,
            retired: _,
        } = self;
        title.is_some()
            || tags.is_some()
            || aliases.is_some()
            || links.is_some()
            || related.is_some()
            || owner.is_some()
            || review_by.is_some()
            || text.is_some()
    }

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

    /// The blip as this revision makes it; nothing if it would be a new one, of which too little is said.
    pub fn applied(&self, before: Option<&Blip>) -> Option<Blip> {
        self.apply(before).ok()
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
    /// with whether it was retired.
    pub fn between(before: Option<(&Blip, bool)>, after: &Blip, retired: bool) -> Option<Self> {
        fn new<T: Clone + PartialEq>(before: Option<&T>, after: &T) -> Option<T> {
            (before != Some(after)).then(|| after.clone())
        }
        // What a new blip has not needs no word.
        fn may_lack<T: Clone + PartialEq>(before: Option<&T>, after: Option<&T>) -> Option<Given<T>> {
            (before != after).then(|| after.cloned().into())
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
            owner: may_lack(old.and_then(|blip| blip.owner.as_ref()), after.owner.as_ref()),
            review_by: may_lack(
                old.and_then(|blip| blip.review_by.as_ref()),
                after.review_by.as_ref(),
            ),
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
        if let Some(given) = &self.owner {
            blip.owner = given.value();
        }
        if let Some(given) = &self.review_by {
            blip.review_by = given.value();
        }
        blip
    }

    /// This revision with what `later` says of the same blip laid over it.
    #[must_use]
    pub fn then(self, later: Self) -> Self {
        Self {
            blip: self.blip,
            title: later.title.or(self.title),
            ring: later.ring.or(self.ring),
            quadrant: later.quadrant.or(self.quadrant),
            tags: later.tags.or(self.tags),
            aliases: later.aliases.or(self.aliases),
            links: later.links.or(self.links),
            related: later.related.or(self.related),
            owner: later.owner.or(self.owner),
            review_by: later.review_by.or(self.review_by),
            text: later.text.or(self.text),
            retired: later.retired.or(self.retired),
        }
    }

    /// Whether it moves, renames or retires nothing: what is said of the blip is changed, and not where it stands.
    pub const fn is_of_words(&self) -> bool {
        self.title.is_none() && self.ring.is_none() && self.quadrant.is_none() && self.retired.is_none()
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
            owner: Some(Given::Is("platform".to_owned())),
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

    #[test]
    fn an_owner_and_a_date_can_be_taken_away() {
        let id = BlipId::parse("atlantis").unwrap();
        let bare = Revision::introduce(
            id.clone(),
            Title::parse("Atlantis").unwrap(),
            RingId::parse("trial").unwrap(),
            QuadrantId::parse("operable").unwrap(),
            BlipText::from_summary("Terraform by pull request."),
        )
        .apply(None)
        .unwrap();
        let owned = Blip {
            owner: Some("platform".to_owned()),
            review_by: Some(jiff::civil::date(2027, 1, 1)),
            ..bare.clone()
        };
        let away = Revision::between(Some((&owned, false)), &bare, false).unwrap();
        assert_eq!(away.owner, Some(Given::Nothing));
        assert_eq!(away.review_by, Some(Given::Nothing));
        assert!(away.is_of_words());
        assert_eq!(away.apply(Some(&owned)), Ok(bare.clone()));
        let back = Revision::between(Some((&bare, false)), &owned, false).unwrap();
        assert_eq!(away.then(back).apply(Some(&owned)), Ok(owned));
        assert_eq!(Revision::between(Some((&bare, false)), &bare, false), None);
    }
}
