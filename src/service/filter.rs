//! Which blips of the radar are wanted.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use jiff::civil::Date;

use super::begun::{self, Beginning, Begun};
use super::error::Refusal;
use super::library::Current;
use crate::fnv::hash32;
use crate::radar::{Blip, Movement, QuadrantId, RingId, fold};

/// Longest text that blips are searched by, in characters: it travels in the id of the buttons that turn pages, which
/// holds 100.
pub const MAX_WORDS: usize = 40;

/// What blips must have to be wanted; what is absent does not matter. `N` is how a ring, a quadrant, a tag or an owner is
/// named.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Filter<N> {
    /// Each of these words begins a word of its names or texts.
    pub words: Option<String>,
    /// It stands in this ring.
    pub ring: Option<N>,
    /// It belongs to this quadrant.
    pub quadrant: Option<N>,
    /// It has this tag.
    pub tag: Option<N>,
    /// It is theirs.
    pub owner: Option<N>,
    /// It moved so with the current edition.
    pub motion: Option<Motion>,
    /// Its day of review has come.
    pub due: bool,
}

impl<N> Default for Filter<N> {
    fn default() -> Self {
        Self {
            words: None,
            ring: None,
            quadrant: None,
            tag: None,
            owner: None,
            motion: None,
            due: false,
        }
    }
}

/// How a blip moved with the current edition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Motion {
    /// It is new.
    New,
    /// It moved in.
    In,
    /// It moved out.
    Out,
    /// It came back.
    Returned,
    /// It stayed in its ring.
    Unchanged,
    /// It is off the radar, since whichever edition.
    Gone,
}

impl Motion {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::New,
        Self::In,
        Self::Out,
        Self::Returned,
        Self::Unchanged,
        Self::Gone,
    ];

    /// The value of the option, and what stands in the ids of buttons.
    pub const fn name(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::In => "in",
            Self::Out => "out",
            Self::Returned => "back",
            Self::Unchanged => "same",
            Self::Gone => "gone",
        }
    }

    /// The one with this [`Motion::name`].
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|motion| motion.name() == name)
    }

    const fn of(movement: &Movement) -> Self {
        match movement {
            Movement::New => Self::New,
            Movement::MovedIn { .. } => Self::In,
            Movement::MovedOut { .. } => Self::Out,
            Movement::Returned { .. } => Self::Returned,
            Movement::NoChange => Self::Unchanged,
            Movement::Retired { .. } => Self::Gone,
        }
    }
}

/// Stands for a ring, a quadrant, a tag or an owner in the id of a button, where there is no room for names. Should two
/// ever have the same, the reader sees it: the answer says what it shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Mark(pub u32);

impl Mark {
    fn of(name: &str) -> Self {
        Self(hash32(key(name).bytes()))
    }
}

/// What blips must have to be wanted, found on the radar.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sieve {
    /// Each of these words begins a word of its names or texts.
    pub words: Option<String>,
    /// It stands in this ring.
    pub ring: Option<RingId>,
    /// It belongs to this quadrant.
    pub quadrant: Option<QuadrantId>,
    /// It has this tag.
    pub tag: Option<String>,
    /// It is theirs.
    pub owner: Option<String>,
    /// It moved so with the current edition.
    pub motion: Option<Motion>,
    /// Its day of review is this one or came before it.
    pub due_by: Option<Date>,
}

impl Sieve {
    /// What is wanted as a member typed it, on this radar on this day.
    pub fn typed(filter: Filter<String>, current: &Current<'_>, today: Date) -> Result<Self, Refusal> {
        let scheme = current.timeline.scheme();
        let ring = filter.ring.map(|typed| {
            let ring = begun::ring(scheme, &typed, Beginning::OfWords).map(|ring| ring.id.clone());
            ring.map_err(|unclear| match unclear {
                Begun::None => Refusal::NoSuchRing {
                    typed,
                    rings: scheme.rings().iter().map(|ring| ring.title.clone()).collect(),
                },
                Begun::Several(rings) => Refusal::WhichRing { typed, rings },
            })
        });
        let quadrant = filter
            .quadrant
            .map(|typed| begun::quadrant(scheme, typed).map(|quadrant| quadrant.id.clone()));
        let tag = filter.tag.map(|typed| {
            let tags = Counted::of(current, tags_of);
            tags.meant(&typed).map_err(|unclear| match unclear {
                NotOne::None => Refusal::NoSuchTag {
                    typed,
                    tags: tags.names(),
                },
                NotOne::Several(tags) => Refusal::WhichTag { typed, tags },
            })
        });
        let owner = filter.owner.map(|typed| {
            let owners = Counted::of(current, owners_of);
            owners.meant(&typed).map_err(|unclear| match unclear {
                NotOne::None => Refusal::NoSuchOwner {
                    typed,
                    owners: owners.names(),
                },
                NotOne::Several(owners) => Refusal::WhichOwner { typed, owners },
            })
        });
        Ok(Self {
            words: filter.words,
            ring: ring.transpose()?,
            quadrant: quadrant.transpose()?,
            tag: tag.transpose()?,
            owner: owner.transpose()?,
            motion: filter.motion,
            due_by: filter.due.then_some(today),
        })
    }

    /// What is wanted as a button has it, on this radar on this day. Refused if the radar does not have all of it any more.
    pub fn marked(filter: Filter<Mark>, current: &Current<'_>, today: Date) -> Result<Self, Refusal> {
        let scheme = current.timeline.scheme();
        Ok(Self {
            words: filter.words,
            ring: still_there(filter.ring, |mark| {
                let mut rings = scheme.rings().iter().map(|ring| &ring.id);
                rings.find(|id| Mark::of(id.as_str()) == mark).cloned()
            })?,
            quadrant: still_there(filter.quadrant, |mark| {
                let mut quadrants = scheme.quadrants().iter().map(|quadrant| &quadrant.id);
                quadrants.find(|id| Mark::of(id.as_str()) == mark).cloned()
            })?,
            tag: still_there(filter.tag, |mark| Counted::of(current, tags_of).marked(mark))?,
            owner: still_there(filter.owner, |mark| Counted::of(current, owners_of).marked(mark))?,
            motion: filter.motion,
            due_by: filter.due.then_some(today),
        })
    }

    /// The same for the id of a button.
    pub fn marks(&self) -> Filter<Mark> {
        Filter {
            words: self.words.clone(),
            ring: self.ring.as_ref().map(|ring| Mark::of(ring.as_str())),
            quadrant: self.quadrant.as_ref().map(|quadrant| Mark::of(quadrant.as_str())),
            tag: self.tag.as_deref().map(Mark::of),
            owner: self.owner.as_deref().map(Mark::of),
            motion: self.motion,
            due: self.due_by.is_some(),
        }
    }

    /// Whether a blip that moved so with the current edition is wanted, but for the words. One that is off the radar is
    /// wanted only by those who ask for such.
    pub fn keeps(&self, blip: &Blip, movement: Option<&Movement>, retired: bool) -> bool {
        let moved = match self.motion {
            Some(Motion::Gone) => retired,
            Some(motion) => !retired && movement.is_some_and(|movement| Motion::of(movement) == motion),
            None => !retired,
        };
        moved
            && self.ring.as_ref().is_none_or(|ring| blip.ring == *ring)
            && self
                .quadrant
                .as_ref()
                .is_none_or(|quadrant| blip.quadrant == *quadrant)
            && self
                .tag
                .as_deref()
                .is_none_or(|tag| blip.tags.iter().any(|own| same(own, tag)))
            && self
                .owner
                .as_deref()
                .is_none_or(|owner| blip.owner.as_deref().is_some_and(|own| same(own, owner)))
            && self
                .due_by
                .is_none_or(|day| blip.review_by.is_some_and(|review| review <= day))
    }
}

/// What a button asks for, if it is still there.
fn still_there<T>(asked: Option<Mark>, find: impl FnOnce(Mark) -> Option<T>) -> Result<Option<T>, Refusal> {
    asked
        .map(|mark| find(mark).ok_or(Refusal::FilterGone))
        .transpose()
}

/// The key under which tags and owners are compared. One without a letter or digit is its own.
fn key(name: &str) -> String {
    let key = fold(name);
    if key.is_empty() {
        name.trim().to_owned()
    } else {
        key
    }
}

fn same(one: &str, other: &str) -> bool {
    one == other || key(one) == key(other)
}

/// The tags of a blip.
pub fn tags_of(blip: &Blip) -> impl Iterator<Item = &str> {
    blip.tags.iter().map(String::as_str)
}

/// The owner of a blip.
pub fn owners_of(blip: &Blip) -> impl Iterator<Item = &str> {
    blip.owner.as_deref().into_iter()
}

/// The tags or owners of a radar, the most frequent first.
#[derive(Debug)]
pub struct Counted<'a>(Vec<(&'a str, usize)>);

/// Why a text means none of them.
enum NotOne {
    /// None begins so.
    None,
    /// These do, the most frequent first.
    Several(Vec<String>),
}

impl<'a> Counted<'a> {
    /// What `of` gives of the blips of the current edition, those off the radar among them.
    pub fn of<I: Iterator<Item = &'a str>>(current: &Current<'a>, of: fn(&'a Blip) -> I) -> Self {
        let mut counts: BTreeMap<String, (&str, usize)> = BTreeMap::new();
        let edition = current.edition;
        for blip in edition.blips.values().chain(edition.retired.values()) {
            for name in of(blip) {
                counts.entry(key(name)).or_insert((name, 0)).1 += 1;
            }
        }
        let mut counts: Vec<_> = counts.into_values().collect();
        counts.sort_by_key(|&(_, count)| Reverse(count));
        Self(counts)
    }

    /// The one that a person means: by its name, or by the beginning of one alone.
    fn meant(&self, typed: &str) -> Result<String, NotOne> {
        if let Some((name, _)) = self.0.iter().find(|(name, _)| same(name, typed)) {
            return Ok((*name).to_owned());
        }
        if typed.trim().is_empty() {
            return Err(NotOne::None);
        }
        let begin_so: Vec<String> = self.starting(typed).map(str::to_owned).collect();
        match begin_so.as_slice() {
            [] => Err(NotOne::None),
            [only] => Ok(only.clone()),
            _ => Err(NotOne::Several(begin_so)),
        }
    }

    /// Those that begin so, the most frequent first; where only signs are typed (`@`), those that are written so.
    pub fn starting(&self, typed: &str) -> impl Iterator<Item = &'a str> {
        let (start, is_of_signs) = (key(typed), fold(typed).is_empty());
        let names = self.0.iter().map(|&(name, _)| name);
        names.filter(move |name| key(name).starts_with(&start) || is_of_signs && name.starts_with(&start))
    }

    fn marked(&self, mark: Mark) -> Option<String> {
        let mut names = self.0.iter().map(|&(name, _)| name);
        names.find(|name| Mark::of(name) == mark).map(str::to_owned)
    }

    fn names(&self) -> Vec<String> {
        self.0.iter().map(|&(name, _)| name.to_owned()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_begin_what_is_written_with_them() {
        let owners = Counted(vec![("platform", 2), ("@ada", 1)]);
        let starting = |typed: &str| owners.starting(typed).collect::<Vec<_>>();
        assert_eq!(starting("@"), ["@ada"]);
        assert_eq!(starting("@a"), ["@ada"]);
        assert_eq!(starting("ad"), ["@ada"]);
        assert_eq!(starting(""), ["platform", "@ada"]);
        assert_eq!(starting("!"), [""; 0]);
    }
}
