//! The frame that all editions share: the radar's title, its rings from the centre outwards, its quadrants.

use std::collections::BTreeSet;

use super::fold::fold;
use super::id::{QuadrantId, RingId};
use super::quadrant::Quadrant;
use super::ring::Ring;
use super::title::Title;

/// Rings and quadrants, of which there is at least one each and whose names are unambiguous.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scheme {
    title: Title,
    rings: Vec<Ring>,
    quadrants: Vec<Quadrant>,
}

/// Why rings and quadrants do not make a [`Scheme`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SchemeError {
    /// A radar without rings says nothing.
    #[error("a radar needs at least one ring")]
    NoRings,
    /// A radar without quadrants has no place for a blip.
    #[error("a radar needs at least one quadrant")]
    NoQuadrants,
    /// An id, title or alias of a ring that another ring has too.
    #[error("ring `{ring}`: the name `{name}` belongs to another ring")]
    RingName {
        /// Which of the rings, counted from 0: the later of the two.
        position: usize,
        /// Its id.
        ring: RingId,
        /// The shared name.
        name: String,
    },
    /// An id, title or alias of a quadrant that another quadrant has too.
    #[error("quadrant `{quadrant}`: the name `{name}` belongs to another quadrant")]
    QuadrantName {
        /// Which of the quadrants, counted from 0: the later of the two.
        position: usize,
        /// Its id.
        quadrant: QuadrantId,
        /// The shared name.
        name: String,
    },
}

impl Scheme {
    /// Checks and joins the parts; `rings` from the centre outwards.
    pub fn new(title: Title, rings: Vec<Ring>, quadrants: Vec<Quadrant>) -> Result<Self, Vec<SchemeError>> {
        let mut errors = Vec::new();
        if rings.is_empty() {
            errors.push(SchemeError::NoRings);
        }
        if quadrants.is_empty() {
            errors.push(SchemeError::NoQuadrants);
        }
        let mut taken = BTreeSet::new();
        for (
            position,
            Ring {
                id, title, aliases, ..
            },
        ) in rings.iter().enumerate()
        {
            if let Err(name) = claim(&mut taken, names(id.as_str(), title, aliases)) {
                errors.push(SchemeError::RingName {
                    position,
                    ring: id.clone(),
                    name,
                });
            }
        }
        taken.clear();
        for (position, Quadrant { id, title, aliases }) in quadrants.iter().enumerate() {
            if let Err(name) = claim(&mut taken, names(id.as_str(), title, aliases)) {
                errors.push(SchemeError::QuadrantName {
                    position,
                    quadrant: id.clone(),
                    name,
                });
            }
        }
        if errors.is_empty() {
            Ok(Self {
                title,
                rings,
                quadrants,
            })
        } else {
            Err(errors)
        }
    }

    /// The radar's name.
    pub fn title(&self) -> &Title {
        &self.title
    }

    /// The rings from the centre outwards.
    pub fn rings(&self) -> &[Ring] {
        &self.rings
    }

    /// The quadrants in the order of `radar.toml`.
    pub fn quadrants(&self) -> &[Quadrant] {
        &self.quadrants
    }

    /// The ring of this id.
    pub fn ring(&self, id: &RingId) -> Option<&Ring> {
        self.rings.iter().find(|ring| ring.id == *id)
    }

    /// The quadrant of this id.
    pub fn quadrant(&self, id: &QuadrantId) -> Option<&Quadrant> {
        self.quadrants.iter().find(|quadrant| quadrant.id == *id)
    }

    /// What readers call a ring: its title, or its id if the radar does not have it any more.
    pub fn ring_name<'a>(&'a self, id: &'a RingId) -> &'a str {
        self.ring(id).map_or(id.as_str(), |ring| ring.title.as_str())
    }

    /// The same of a quadrant.
    pub fn quadrant_name<'a>(&'a self, id: &'a QuadrantId) -> &'a str {
        self.quadrant(id)
            .map_or(id.as_str(), |quadrant| quadrant.title.as_str())
    }

    /// The ring that a person means: its id, title or an alias, folded.
    pub fn find_ring(&self, text: &str) -> Option<&Ring> {
        let key = fold(text);
        self.rings
            .iter()
            .find(|ring| names(ring.id.as_str(), &ring.title, &ring.aliases).any(|name| fold(name) == key))
    }

    /// The quadrant that a person means: its id, title or an alias, folded.
    pub fn find_quadrant(&self, text: &str) -> Option<&Quadrant> {
        let key = fold(text);
        self.quadrants.iter().find(|quadrant| {
            names(quadrant.id.as_str(), &quadrant.title, &quadrant.aliases).any(|name| fold(name) == key)
        })
    }

    /// How many rings lie between this one and the centre.
    pub fn position(&self, id: &RingId) -> Option<usize> {
        self.rings.iter().position(|ring| ring.id == *id)
    }
}

fn names<'a>(id: &'a str, title: &'a Title, aliases: &'a [Title]) -> impl Iterator<Item = &'a str> {
    [id, title.as_str()]
        .into_iter()
        .chain(aliases.iter().map(Title::as_str))
}

/// Takes the folded names of one ring or quadrant, which may repeat each other but nobody else's.
fn claim<'a>(taken: &mut BTreeSet<String>, names: impl Iterator<Item = &'a str>) -> Result<(), String> {
    let mut own = BTreeSet::new();
    for name in names {
        let key = fold(name);
        if taken.contains(&key) {
            return Err(name.to_owned());
        }
        own.insert(key);
    }
    taken.append(&mut own);
    Ok(())
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::radar::Color;

    /// Adopt, Trial, Assess and Hold (also: Caution); one quadrant.
    pub(crate) fn four_rings() -> Scheme {
        let ring = |id: &str, title: &str, aliases: &[&str]| Ring {
            id: RingId::parse(id).unwrap(),
            title: Title::parse(title).unwrap(),
            aliases: aliases.iter().map(|alias| Title::parse(alias).unwrap()).collect(),
            color: Color::parse("#112233").unwrap(),
        };
        let quadrant = Quadrant {
            id: QuadrantId::parse("operable").unwrap(),
            title: Title::parse("Operable").unwrap(),
            aliases: Vec::new(),
        };
        let rings = vec![
            ring("adopt", "Adopt", &[]),
            ring("trial", "Trial", &[]),
            ring("assess", "Assess", &[]),
            ring("hold", "Hold", &["Caution"]),
        ];
        Scheme::new(Title::parse("Radar").unwrap(), rings, vec![quadrant]).unwrap()
    }

    #[test]
    fn rings_are_found_by_every_name_they_have() {
        let scheme = four_rings();
        for text in ["hold", "HOLD ", "caution", "Caution!"] {
            assert_eq!(scheme.find_ring(text).unwrap().id.as_str(), "hold", "{text}");
        }
        assert!(scheme.find_ring("").is_none());
        assert!(scheme.find_ring("holding").is_none());
        assert_eq!(scheme.position(&RingId::parse("assess").unwrap()), Some(2));
        assert_eq!(scheme.find_quadrant("OPERABLE").unwrap().id.as_str(), "operable");
    }

    #[test]
    fn a_name_belongs_to_one_ring() {
        let scheme = four_rings();
        let mut rings = scheme.rings().to_vec();
        rings[1].aliases.push(Title::parse("caution").unwrap());
        let taken = Scheme::new(scheme.title().clone(), rings, scheme.quadrants().to_vec());
        assert_eq!(
            taken,
            Err(vec![SchemeError::RingName {
                position: 3,
                ring: RingId::parse("hold").unwrap(),
                name: "Caution".to_owned()
            }])
        );
        assert_eq!(
            Scheme::new(scheme.title().clone(), Vec::new(), Vec::new()),
            Err(vec![SchemeError::NoRings, SchemeError::NoQuadrants])
        );
    }
}
