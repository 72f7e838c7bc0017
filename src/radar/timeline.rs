//! All editions in the order of their publication, each as a full snapshot.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::Timestamp;

use super::blip::Blip;
use super::edition::Edition;
use super::id::{BlipId, EditionId, QuadrantId, RingId};
use super::movement::Movement;
use super::publication::Publication;
use super::revision::{Revision, RevisionError};
use super::scheme::Scheme;
use super::shift::{Shift, Step};

/// The radar through time. Cheap to clone and to extend: snapshots share what did not change.
#[derive(Debug, Clone)]
pub struct Timeline {
    scheme: Arc<Scheme>,
    /// In the order of replay, and so are the editions: one each.
    publications: Vec<Arc<Publication>>,
    editions: Vec<Arc<Edition>>,
}

/// A publication that can not be replayed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("edition {edition}{}: {why}", .blip.as_ref().map(|id| format!(", {id}")).unwrap_or_default())]
pub struct TimelineError {
    /// The edition at fault.
    pub edition: EditionId,
    /// The blip at fault, unless it is the whole edition.
    pub blip: Option<BlipId>,
    /// What is wrong.
    pub why: TimelineFault,
}

/// What can be wrong with a publication.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TimelineFault {
    /// Another publication has the same id.
    #[error("there are two editions of this name")]
    EditionTwice,
    /// The publication says two things about one blip.
    #[error("an edition revises a blip once")]
    BlipTwice,
    /// The first revision of a blip leaves out what it can not inherit.
    #[error(transparent)]
    First(#[from] RevisionError),
    /// A ring that the radar does not have.
    #[error("`{0}` is not a ring of this radar")]
    Ring(RingId),
    /// A quadrant that the radar does not have.
    #[error("`{0}` is not a quadrant of this radar")]
    Quadrant(QuadrantId),
}

impl Timeline {
    /// Replays publications in the order of their times; of the same moment, files before guilds, then by id.
    pub fn build(
        scheme: Arc<Scheme>,
        mut publications: Vec<Publication>,
    ) -> Result<Self, Vec<TimelineError>> {
        publications.sort_by(|a, b| a.order().cmp(&b.order()));
        let publications = publications.into_iter().map(Arc::new).collect();
        Self {
            scheme,
            publications,
            editions: Vec::new(),
        }
        .replay()
    }

    /// This timeline with one more publication, wherever its time puts it.
    pub fn with(&self, publication: Publication) -> Result<Self, Vec<TimelineError>> {
        let at = self
            .publications
            .partition_point(|other| other.order() <= publication.order());
        let mut publications = self.publications.clone();
        publications.insert(at, Arc::new(publication));
        Self {
            scheme: Arc::clone(&self.scheme),
            publications,
            editions: self.editions[..at].to_vec(),
        }
        .replay()
    }

    /// Makes the snapshots that are missing at the end.
    fn replay(mut self) -> Result<Self, Vec<TimelineError>> {
        let mut errors = self.repeated_editions();
        for publication in self.publications.iter().skip(self.editions.len()) {
            let before = self.editions.last().map(Arc::as_ref);
            let edition = snapshot(&self.scheme, before, publication, &mut errors);
            self.editions.push(Arc::new(edition));
        }
        if errors.is_empty() { Ok(self) } else { Err(errors) }
    }

    fn repeated_editions(&self) -> Vec<TimelineError> {
        let mut seen = BTreeSet::new();
        self.publications
            .iter()
            .filter(|publication| !seen.insert(&publication.id))
            .map(|publication| TimelineError {
                edition: publication.id.clone(),
                blip: None,
                why: TimelineFault::EditionTwice,
            })
            .collect()
    }

    /// The rings and quadrants that all editions share.
    pub fn scheme(&self) -> &Arc<Scheme> {
        &self.scheme
    }

    /// All editions, past and to come, oldest first.
    pub fn editions(&self) -> &[Arc<Edition>] {
        &self.editions
    }

    /// The edition that is current at `now`, if any has been published by then.
    pub fn at(&self, now: Timestamp) -> Option<&Arc<Edition>> {
        self.editions[..self.published_by(now)].last()
    }

    /// The editions whose time has not come at `now`, next one first.
    pub fn upcoming(&self, now: Timestamp) -> &[Arc<Edition>] {
        &self.editions[self.published_by(now)..]
    }

    fn published_by(&self, now: Timestamp) -> usize {
        self.editions.partition_point(|edition| edition.published <= now)
    }

    /// The edition of this id.
    pub fn get(&self, id: &EditionId) -> Option<&Arc<Edition>> {
        self.position(id).map(|at| &self.editions[at])
    }

    /// The changes from which the edition of this id was made.
    pub fn publication(&self, id: &EditionId) -> Option<&Arc<Publication>> {
        self.position(id).map(|at| &self.publications[at])
    }

    /// The edition that came before the one of this id.
    pub fn previous(&self, id: &EditionId) -> Option<&Arc<Edition>> {
        self.before(id).last()
    }

    fn position(&self, id: &EditionId) -> Option<usize> {
        self.editions.iter().position(|edition| edition.id == *id)
    }

    /// All editions before the one of this id, oldest first.
    fn before(&self, id: &EditionId) -> &[Arc<Edition>] {
        &self.editions[..self.position(id).unwrap_or(0)]
    }

    /// What the edition did to the blip; nothing if the blip neither stands in it nor left with it.
    pub fn shift(&self, edition: &EditionId, blip: &BlipId) -> Option<Shift> {
        let now = self.get(edition)?;
        self.against(self.before(edition), now, blip)
    }

    /// How the blip moved with the edition; nothing if the blip neither stands in it nor left with it.
    pub fn movement(&self, edition: &EditionId, blip: &BlipId) -> Option<Movement> {
        self.shift(edition, blip).map(|shift| shift.movement)
    }

    /// What differs between two editions, by title: each blip as it stands in `to`, or as it stood last if it left. The
    /// order of the two does not matter: the earlier one is what came before. Nothing if either is not there.
    pub fn differences(&self, one: &EditionId, other: &EditionId) -> Option<Vec<(Arc<Blip>, Shift)>> {
        let (one, other) = (self.position(one)?, self.position(other)?);
        let (from, to) = (one.min(other), one.max(other));
        let (before, now) = (&self.editions[..=from], &self.editions[to]);
        if from == to {
            return Some(Vec::new());
        }
        let mut found: Vec<(Arc<Blip>, Shift)> = now
            .blips
            .values()
            .chain(now.retired.values())
            .filter_map(|blip| Some((Arc::clone(blip), self.against(before, now, &blip.id)?)))
            .filter(|(_, shift)| shift.is_change())
            .collect();
        found.sort_by_cached_key(|(blip, _)| blip.title.key());
        Some(found)
    }

    /// The life of a blip in the editions that are published at `now`: what changed, oldest first.
    pub fn history(&self, blip: &BlipId, now: Timestamp) -> Vec<Step> {
        let mut steps: Vec<Step> = Vec::new();
        for (index, edition) in self.editions[..self.published_by(now)].iter().enumerate() {
            let Some(shift) = self.against(&self.editions[..index], edition, blip) else {
                continue;
            };
            match steps.last_mut() {
                Some(last) if !shift.is_change() => last.stayed += 1,
                Some(_) | None => steps.extend(edition.blip(blip).map(|blip| Step {
                    edition: Arc::clone(edition),
                    blip: Arc::clone(blip),
                    shift,
                    stayed: 0,
                })),
            }
        }
        steps
    }

    /// What became of a blip in `now`, after the editions `before`.
    fn against(&self, before: &[Arc<Edition>], now: &Edition, blip: &BlipId) -> Option<Shift> {
        let stood_just_before = before
            .last()
            .is_some_and(|edition| edition.blips.contains_key(blip));
        let last = before.iter().rev().find_map(|edition| edition.blips.get(blip));
        let movement = match (now.blips.get(blip), last) {
            (Some(_), None) => Movement::New,
            (Some(_), Some(last)) if !stood_just_before => Movement::Returned {
                from: last.ring.clone(),
            },
            (Some(blip), Some(last)) => self.between(&last.ring, &blip.ring),
            (None, Some(last)) if stood_just_before => Movement::Retired {
                from: last.ring.clone(),
            },
            (None, _) => return None,
        };
        let stands = now.blips.get(blip).zip(last);
        Some(Shift {
            movement,
            renamed_from: stands
                .filter(|(now, last)| now.title != last.title)
                .map(|(_, last)| last.title.clone()),
            quadrant_from: stands
                .filter(|(now, last)| now.quadrant != last.quadrant)
                .map(|(_, last)| last.quadrant.clone()),
        })
    }

    fn between(&self, from: &RingId, to: &RingId) -> Movement {
        let from_position = self.scheme.position(from);
        match self.scheme.position(to).cmp(&from_position) {
            std::cmp::Ordering::Less => Movement::MovedIn { from: from.clone() },
            std::cmp::Ordering::Equal => Movement::NoChange,
            std::cmp::Ordering::Greater => Movement::MovedOut { from: from.clone() },
        }
    }

    /// The edition since which the blip has stood without a break in the ring that it has in `edition`.
    pub fn since(&self, edition: &EditionId, blip: &BlipId) -> Option<&Arc<Edition>> {
        let at = self.position(edition)?;
        let ring = &self.editions[at].blips.get(blip)?.ring;
        self.editions[..=at]
            .iter()
            .rev()
            .take_while(|edition| edition.blips.get(blip).is_some_and(|blip| blip.ring == *ring))
            .last()
    }
}

fn snapshot(
    scheme: &Scheme,
    before: Option<&Edition>,
    publication: &Publication,
    errors: &mut Vec<TimelineError>,
) -> Edition {
    let (mut blips, mut retired) = before.map_or_else(Default::default, |edition| {
        (edition.blips.clone(), edition.retired.clone())
    });
    let mut revised = BTreeSet::new();
    for revision in &publication.revisions {
        let mut refuse = |why| {
            errors.push(TimelineError {
                edition: publication.id.clone(),
                blip: Some(revision.blip.clone()),
                why,
            });
        };
        if !revised.insert(&revision.blip) {
            refuse(TimelineFault::BlipTwice);
            continue;
        }
        if let Some(ring) = revision.ring.as_ref().filter(|ring| scheme.ring(ring).is_none()) {
            refuse(TimelineFault::Ring(ring.clone()));
        }
        if let Some(quadrant) = revision
            .quadrant
            .as_ref()
            .filter(|id| scheme.quadrant(id).is_none())
        {
            refuse(TimelineFault::Quadrant(quadrant.clone()));
        }
        if let Err(faults) = revise(&mut blips, &mut retired, revision) {
            for fault in faults {
                refuse(fault.into());
            }
        }
    }
    Edition {
        id: publication.id.clone(),
        title: publication.title.clone(),
        published: publication.publish,
        origin: publication.origin,
        blips,
        retired,
    }
}

/// Applies one revision to a snapshot in the making.
fn revise(
    blips: &mut BTreeMap<BlipId, Arc<Blip>>,
    retired: &mut BTreeMap<BlipId, Arc<Blip>>,
    revision: &Revision,
) -> Result<(), Vec<RevisionError>> {
    let id = &revision.blip;
    let was_retired = retired.contains_key(id);
    let before = blips.get(id).or_else(|| retired.get(id));
    let after = Arc::new(revision.apply(before.map(Arc::as_ref))?);
    let (to, other) = if revision.retired.unwrap_or(was_retired) {
        (retired, blips)
    } else {
        (blips, retired)
    };
    other.remove(id);
    to.insert(id.clone(), after);
    Ok(())
}

#[cfg(test)]
mod tests;
