//! The next edition as it stands: the passed proposals and the edits that no edition has carried out yet. Pure.

use std::collections::HashMap;

use crate::edit::{Edit, EditNumber};
use crate::radar::{Blip, BlipId, Edition, Revision, Standing};
use crate::vote::{Change, Proposal, ProposalNumber};

/// A passed proposal that waits for an edition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Queued {
    /// The proposal.
    pub proposal: Proposal,
    /// Whether it still fits: the blip stands where it stood when the proposal opened. One that does not fit is
    /// shown, and left out of the edition.
    pub fits: bool,
}

/// An edit that waits for an edition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueuedEdit {
    /// The edit.
    pub edit: Edit,
    /// Whether its blip will stand on the radar. One that does not fit is shown, and left out of the edition.
    pub fits: bool,
}

/// All that wait, in the order in which they were put to the vote: never two at once on a blip.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// The waiting proposals.
    pub queued: Vec<Queued>,
    /// The waiting edits, in the order in which they were made: a later one of a blip lies over the earlier ones.
    pub edits: Vec<QueuedEdit>,
    standing: HashMap<BlipId, Standing>,
}

impl Draft {
    /// Lays the waiting proposals over the current edition, one after the other, and then the edits.
    pub fn of(current: &Edition, mut waiting: Vec<Proposal>, mut edits: Vec<Edit>) -> Self {
        // One that waited for its second is opened after others of higher numbers, from where those put its blip.
        waiting.sort_by_key(|proposal| (proposal.opens_at, proposal.number));
        let mut draft = Self {
            queued: Vec::new(),
            edits: Vec::new(),
            standing: HashMap::new(),
        };
        for proposal in waiting {
            let fits = proposal
                .change
                .fits(&draft.standing(current, proposal.change.blip()));
            if fits {
                let blip = proposal.change.blip();
                let result = result(&proposal.change, Standing::of(current, blip));
                draft.standing.insert(blip.clone(), result);
            }
            draft.queued.push(Queued { proposal, fits });
        }
        edits.sort_by_key(|edit| edit.number);
        for edit in edits {
            let fits = matches!(draft.standing(current, &edit.revision.blip), Standing::In(_));
            draft.edits.push(QueuedEdit { edit, fits });
        }
        draft
    }

    /// Where `blip` will stand: in the draft if it changes there, else in the current edition.
    pub fn standing(&self, current: &Edition, blip: &BlipId) -> Standing {
        self.standing
            .get(blip)
            .cloned()
            .unwrap_or_else(|| Standing::of(current, blip))
    }

    /// Whether the draft changes `blip`.
    pub fn changes(&self, blip: &BlipId) -> bool {
        self.standing.contains_key(blip)
    }

    /// Whether nothing waits.
    pub fn is_empty(&self) -> bool {
        self.queued.is_empty() && self.edits.is_empty()
    }

    /// A blip as the draft makes it; nothing if it will not be known.
    pub fn blip(&self, current: &Edition, id: &BlipId) -> Option<Blip> {
        let before = current.blip(id).map(AsRef::as_ref);
        match self.revisions().iter().find(|revision| revision.blip == *id) {
            Some(revision) => revision.applied(before),
            None => before.cloned(),
        }
    }

    /// What an edition made of the draft would write: one revision a blip, in the order of the first proposals, then of
    /// the first edits.
    pub fn revisions(&self) -> Vec<Revision> {
        let mut revisions: Vec<Revision> = Vec::new();
        for proposal in self.fitting() {
            let next = proposal.change.revision();
            match revisions.iter_mut().find(|earlier| earlier.blip == next.blip) {
                Some(earlier) => *earlier = merged(earlier, next),
                None => revisions.push(next),
            }
        }
        // What joins and leaves in the same draft was never on the radar.
        revisions.retain(|revision| revision.title.is_none() || revision.retired != Some(true));
        for edit in self.fitting_edits() {
            let next = edit.revision.clone();
            match revisions.iter_mut().find(|earlier| earlier.blip == next.blip) {
                Some(earlier) => *earlier = earlier.clone().then(next),
                None => revisions.push(next),
            }
        }
        revisions
    }

    /// The proposals that it would carry out.
    pub fn numbers(&self) -> Vec<ProposalNumber> {
        self.fitting().map(|proposal| proposal.number).collect()
    }

    /// The edits that it would carry out.
    pub fn edit_numbers(&self) -> Vec<EditNumber> {
        self.fitting_edits().map(|edit| edit.number).collect()
    }

    /// The edits that can be carried out.
    pub fn fitting_edits(&self) -> impl Iterator<Item = &Edit> {
        self.edits
            .iter()
            .filter(|queued| queued.fits)
            .map(|queued| &queued.edit)
    }

    /// The proposals that can be carried out.
    pub fn fitting(&self) -> impl Iterator<Item = &Proposal> {
        self.queued
            .iter()
            .filter(|queued| queued.fits)
            .map(|queued| &queued.proposal)
    }
}

/// `earlier` with what `later` says on top. What introduces a blip says everything.
fn merged(earlier: &Revision, later: Revision) -> Revision {
    if later.title.is_some() {
        return later;
    }
    earlier.clone().then(later)
}

/// Where the change puts its blip, which stands at `published` in the current edition.
fn result(change: &Change, published: Standing) -> Standing {
    match (change.to(), published) {
        (Some(ring), _) => Standing::In(ring.clone()),
        // What joins and leaves in the same draft was never on the radar, and can be proposed anew.
        (None, Standing::Unknown) => Standing::Unknown,
        (None, Standing::In(_) | Standing::Retired) => Standing::Retired,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::radar::{BlipText, QuadrantId, RingId, Title};

    fn ring(id: &str) -> RingId {
        RingId::parse(id).unwrap()
    }

    fn add() -> Revision {
        let (id, title) = (BlipId::parse("nix").unwrap(), Title::parse("Nix").unwrap());
        Revision::introduce(
            id,
            title,
            ring("assess"),
            QuadrantId::parse("tools").unwrap(),
            BlipText::from_summary("x"),
        )
    }

    #[test]
    fn two_changes_of_a_blip_become_one_revision() {
        let id = BlipId::parse("nix").unwrap();
        let moved = merged(&add(), Revision::move_to(id.clone(), ring("trial")));
        assert_eq!(
            moved,
            Revision {
                ring: Some(ring("trial")),
                ..add()
            }
        );
        let back = merged(
            &Revision::retire(id.clone()),
            Revision::return_to(id.clone(), ring("hold")),
        );
        assert_eq!(back, Revision::return_to(id.clone(), ring("hold")));
        let left = merged(&add(), Revision::retire(id));
        assert_eq!(merged(&left, add()), add());
    }
}
