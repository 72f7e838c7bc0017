//! What waits for the next edition, read from the store.

use std::collections::HashSet;
use std::sync::Arc;

use super::library::{Current, Prepared};
use crate::draft::Draft;
use crate::edit::{Edit, EditNumber};
use crate::guild_edition::GuildEdition;
use crate::radar::Edition;
use crate::storage::Stored;
use crate::vote::{Fate, Proposal, ProposalNumber, Status};

/// An edition with what joins the radar with the draft, and all their names.
#[derive(Debug)]
pub struct Joined {
    edition: Edition,
    prepared: Prepared,
}

impl Joined {
    /// `None`: the draft brings nothing onto the radar that `current` does not know.
    pub fn of(current: &Edition, draft: &Draft) -> Option<Self> {
        let revisions = draft.revisions().into_iter();
        let unknown = revisions.filter(|revision| current.blip(&revision.blip).is_none());
        // An edit alone brings nothing onto the radar.
        let joining: Vec<_> = unknown.filter_map(|revision| revision.applied(None)).collect();
        if joining.is_empty() {
            return None;
        }
        let mut edition = current.clone();
        let joining = joining.into_iter().map(|blip| (blip.id.clone(), Arc::new(blip)));
        edition.blips.extend(joining);
        Some(Self {
            edition,
            prepared: Prepared::default(),
        })
    }

    /// The same as `current`, with what joins it.
    pub fn over<'a>(&'a self, current: Current<'a>) -> Current<'a> {
        Current::new(current.timeline, &self.edition, &self.prepared)
    }
}

/// The passed proposals that no edition has carried out.
pub(super) fn waiting(proposals: &[Stored<Proposal>], editions: &[Stored<GuildEdition>]) -> Vec<Proposal> {
    let carried_out: HashSet<ProposalNumber> = editions
        .iter()
        .flat_map(|stored| stored.value.proposals.iter().copied())
        .collect();
    proposals
        .iter()
        .map(|stored| &stored.value)
        .filter(|proposal| {
            let queued = matches!(
                proposal.status,
                Status::Passed {
                    fate: Fate::Queued,
                    ..
                }
            );
            // Votes that were stored before they had a fate are told by the editions.
            queued && !carried_out.contains(&proposal.number)
        })
        .cloned()
        .collect()
}

/// The edits that no edition has carried out, and that nobody dropped.
pub(super) fn waiting_edits(edits: &[Stored<Edit>], editions: &[Stored<GuildEdition>]) -> Vec<Edit> {
    let carried_out: HashSet<EditNumber> = editions
        .iter()
        .flat_map(|stored| stored.value.edits.iter().copied())
        .collect();
    let edits = edits.iter().map(|stored| &stored.value);
    edits
        .filter(|edit| edit.dropped.is_none() && !carried_out.contains(&edit.number))
        .cloned()
        .collect()
}

/// The draft of the edition that would follow `current`, as far as it matters where blips stand: edits move none.
pub(super) fn draft(
    current: &Current<'_>,
    proposals: &[Stored<Proposal>],
    editions: &[Stored<GuildEdition>],
) -> Draft {
    Draft::of(current.edition, waiting(proposals, editions), Vec::new())
}
