//! What an edition changed, and why. Pure.

use std::collections::HashMap;
use std::sync::Arc;

use jiff::Timestamp;

use crate::correction::Correction;
use crate::id::MemberId;
use crate::outbox::Posted;
use crate::prose::Prose;
use crate::radar::{Blip, BlipId, Edition, EditionId, Shift, Timeline};
use crate::vote::ProposalNumber;

/// An edition by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditionRef {
    /// Its id.
    pub id: EditionId,
    /// What it is called.
    pub title: String,
    /// When it came out.
    pub published: Timestamp,
}

impl From<&Edition> for EditionRef {
    fn from(edition: &Edition) -> Self {
        Self {
            id: edition.id.clone(),
            title: edition.title.clone(),
            published: edition.published,
        }
    }
}

/// The vote behind a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VoteBehind {
    /// The proposal.
    pub number: ProposalNumber,
    /// Why it was made, if its proposer said.
    pub reason: Option<Prose>,
    /// Its message.
    pub posted: Option<Posted>,
}

/// One blip that changed.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The blip as it stands after the change; for a retired one, as it stood last.
    pub blip: Arc<Blip>,
    /// How it changed; something of it always did.
    pub shift: Shift,
    /// The vote behind it, if it came from one.
    pub vote: Option<VoteBehind>,
    /// Whether the edition wrote the blip's text: one from before does not speak of this change.
    pub has_own_text: bool,
}

/// What an edition changed.
#[derive(Debug, Clone, PartialEq)]
pub struct Digest {
    /// The edition.
    pub edition: EditionRef,
    /// Whether it is the first one: then everything on it is new, which says little.
    pub founding: bool,
    /// The blips that changed, by title.
    pub entries: Vec<Entry>,
    /// How many blips stayed where they were.
    pub stayed: usize,
    /// Those of them of which the edition says something else than the one before, by title.
    pub updated: Vec<Arc<Blip>>,
    /// How it was corrected since, in order.
    pub corrections: Vec<Told>,
}

/// A correction as readers are told of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: MemberId,
    /// What was wrong.
    pub note: Prose,
}

impl From<&Correction> for Told {
    fn from(correction: &Correction) -> Self {
        Self {
            at: correction.at,
            by: correction.by,
            note: correction.note.clone(),
        }
    }
}

/// What differs between two editions.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// The earlier one.
    pub from: EditionRef,
    /// The later one.
    pub to: EditionRef,
    /// The blips that differ, by title, as they stand in the later one; those that left, as they stood last.
    pub entries: Vec<Entry>,
    /// How many blips stand in both as they were.
    pub stayed: usize,
}

impl Comparison {
    /// What differs between two editions, in whichever order. `votes` are those of all editions in between; a blip's
    /// last one counts. Nothing if either is not there.
    pub fn of(
        timeline: &Timeline,
        one: &EditionId,
        other: &EditionId,
        mut votes: HashMap<BlipId, VoteBehind>,
    ) -> Option<Self> {
        let (one, other) = (timeline.get(one)?, timeline.get(other)?);
        let both = [one, other];
        let later = |edition: &&&Arc<Edition>| timeline.upcoming(edition.published).len();
        let (to, from) = (both.iter().min_by_key(later)?, both.iter().max_by_key(later)?);
        let entries: Vec<Entry> = timeline
            .differences(&one.id, &other.id)?
            .into_iter()
            .map(|(blip, shift)| Entry {
                vote: votes.remove(&blip.id),
                // What any edition in between wrote speaks of a change in between.
                has_own_text: from.blip(&blip.id).is_none_or(|before| before.text != blip.text),
                blip,
                shift,
            })
            .collect();
        let standing = |entry: &&Entry| to.blips.contains_key(&entry.blip.id);
        let stayed = to.blips.len() - entries.iter().filter(standing).count();
        Some(Self {
            from: from.as_ref().into(),
            to: to.as_ref().into(),
            entries,
            stayed,
        })
    }
}

impl Digest {
    /// What `edition` changed. `votes` are those that the edition carried out; a blip's last one counts.
    pub fn of(timeline: &Timeline, edition: &Edition, mut votes: HashMap<BlipId, VoteBehind>) -> Self {
        let mut stayed = 0;
        let (mut entries, mut updated) = (Vec::new(), Vec::new());
        let previous = timeline.previous(&edition.id);
        for blip in edition.blips.values().chain(edition.retired.values()) {
            match timeline.shift(&edition.id, &blip.id) {
                None => {}
                Some(shift) if shift.is_change() => entries.push(Entry {
                    vote: votes.remove(&blip.id),
                    has_own_text: has_text(timeline, edition, &blip.id),
                    blip: Arc::clone(blip),
                    shift,
                }),
                Some(_) => {
                    stayed += 1;
                    let before = previous.and_then(|previous| previous.blips.get(&blip.id));
                    if before.is_some_and(|before| before != blip) {
                        updated.push(Arc::clone(blip));
                    }
                }
            }
        }
        updated.sort_by_cached_key(|blip| blip.title.key());
        entries.sort_by_cached_key(|entry| entry.blip.title.key());
        Self {
            edition: edition.into(),
            founding: previous.is_none(),
            entries,
            stayed,
            updated,
            corrections: Vec::new(),
        }
    }

    /// How many blips it changed, in whichever way.
    pub fn changes(&self) -> usize {
        self.entries.len() + self.updated.len()
    }
}

/// Whether `edition` wrote the text of `blip`.
fn has_text(timeline: &Timeline, edition: &Edition, blip: &BlipId) -> bool {
    let revisions = timeline
        .publication(&edition.id)
        .map(|publication| publication.revisions.as_slice());
    revisions
        .unwrap_or_default()
        .iter()
        .any(|revision| revision.blip == *blip && revision.text.is_some())
}
