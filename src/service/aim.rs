//! Which change a member means: the blip, and where it would stand.

use super::MAX_SUMMARY;
use super::Service;
use super::begun;
use super::browse::{WHOLE, candidates};
use super::error::{Field, Refusal};
use super::library::Current;
use super::propose::{Target, required};
use super::request::Propose;
use crate::draft::Draft;
use crate::radar::{Answer, Blip, BlipId, Ring, RingId, Score, Standing, Title};
use crate::vote::Change;

impl Service {
    /// The change that is meant. Only an exact name takes a blip that is on the radar: a vote on another blip than
    /// the one that was meant is worse than a question.
    pub(super) fn aim(
        current: &Current<'_>,
        draft: &Draft,
        propose: &Propose,
        target: &Target,
    ) -> Result<Change, Refusal> {
        let scheme = current.timeline.scheme();
        if let Target::Ring(ring) = target
            && scheme.ring(&ring.id).is_none()
        {
            // The radar's files changed since the ring was looked up.
            return Err(Refusal::UnknownRing {
                typed: propose.ring.clone(),
                rings: scheme.rings().iter().map(|ring| ring.title.clone()).collect(),
            });
        }
        match current.index.answer(&propose.blip) {
            Answer::Clear { id, exact: true } => match current.edition.blip(&id) {
                Some(blip) => Self::change_known(current, draft, blip, target),
                None => Self::change_new(current, draft, propose, target),
            },
            Answer::Several(matches) if matches.iter().all(|found| found.score == Score::EXACT) => {
                Err(Refusal::Ambiguous {
                    typed: propose.blip.clone(),
                    candidates: candidates(scheme, current, &matches),
                    asked: Box::new(propose.clone()),
                })
            }
            Answer::Clear { .. } | Answer::Several(_) | Answer::Unknown { .. } => {
                Self::change_new(current, draft, propose, target)
            }
        }
    }

    fn change_known(
        current: &Current<'_>,
        draft: &Draft,
        blip: &Blip,
        target: &Target,
    ) -> Result<Change, Refusal> {
        let (id, title) = (blip.id.clone(), blip.title.clone());
        match (draft.standing(current.edition, &blip.id), target) {
            (Standing::In(from), Target::Ring(ring)) if from == ring.id => Err(Refusal::SameRing {
                title,
                ring: ring.title.clone(),
                in_draft: draft.changes(&blip.id),
            }),
            (Standing::In(from), Target::Ring(ring)) => Ok(Change::Move {
                blip: id,
                title,
                from,
                to: ring.id.clone(),
            }),
            (Standing::In(from), Target::Off) => Ok(Change::Retire {
                blip: id,
                title,
                from,
            }),
            (Standing::Retired | Standing::Unknown, Target::Ring(ring)) => Ok(Change::Return {
                blip: id,
                title,
                to: ring.id.clone(),
            }),
            (Standing::Retired | Standing::Unknown, Target::Off) => Err(Refusal::AlreadyRetired { title }),
        }
    }

    fn change_new(
        current: &Current<'_>,
        draft: &Draft,
        propose: &Propose,
        target: &Target,
    ) -> Result<Change, Refusal> {
        let scheme = current.timeline.scheme();
        let nearest = || candidates(scheme, current, &current.index.find(&propose.blip));
        if propose.blip.trim() == WHOLE {
            return Err(Refusal::ReservedName {
                typed: propose.blip.clone(),
            });
        }
        let title = Title::parse(&propose.blip).map_err(Refusal::BadTitle)?;
        let blip = BlipId::from_title(&title);
        let ring = match (target, draft.standing(current.edition, &blip)) {
            (Target::Ring(ring), Standing::Unknown) => ring,
            (Target::Off, Standing::Unknown) => {
                return Err(Refusal::NothingToRetire {
                    typed: propose.blip.clone(),
                    nearest: nearest(),
                    asked: Box::new(propose.clone()),
                });
            }
            // It joined the radar in the draft, and is not in the index of the current edition yet.
            (Target::Ring(ring), Standing::In(from)) if current.edition.blip(&blip).is_none() => {
                return Self::change_drafted(blip, title, from, ring);
            }
            (Target::Off, Standing::In(from)) if current.edition.blip(&blip).is_none() => {
                return Ok(Change::Retire { blip, title, from });
            }
            (Target::Ring(_) | Target::Off, Standing::In(_) | Standing::Retired) => {
                let holder = current
                    .edition
                    .blip(&blip)
                    .map_or_else(|| title.clone(), |other| other.title.clone());
                return Err(Refusal::IdTaken {
                    id: blip,
                    title: holder,
                });
            }
        };
        let (Some(quadrant), Some(summary)) = (&propose.quadrant, &propose.summary) else {
            return Err(Refusal::NewBlipNeeds {
                title,
                quadrant: propose.quadrant.is_none(),
                summary: propose.summary.is_none(),
                quadrants: scheme.quadrants().iter().map(|one| one.title.clone()).collect(),
                nearest: nearest(),
                asked: Box::new(propose.clone()),
            });
        };
        let quadrant = begun::quadrant(scheme, quadrant.clone())?;
        let summary = required(summary, MAX_SUMMARY, Field::Summary)?;
        Ok(Change::Add {
            blip,
            title,
            quadrant: quadrant.id.clone(),
            to: ring.id.clone(),
            summary,
        })
    }

    /// A change to a blip that a passed vote adds in the draft.
    fn change_drafted(blip: BlipId, title: Title, from: RingId, ring: &Ring) -> Result<Change, Refusal> {
        if from == ring.id {
            return Err(Refusal::SameRing {
                title,
                ring: ring.title.clone(),
                in_draft: true,
            });
        }
        Ok(Change::Move {
            blip,
            title,
            from,
            to: ring.id.clone(),
        })
    }
}
