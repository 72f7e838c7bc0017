//! What waits for the next edition, read from the store.

use std::collections::HashSet;

use super::library::Current;
use crate::draft::Draft;
use crate::edit::{Edit, EditNumber};
use crate::guild_edition::GuildEdition;
use crate::storage::Stored;
use crate::vote::{Fate, Proposal, ProposalNumber, Status};

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
