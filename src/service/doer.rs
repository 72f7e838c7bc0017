//! Who did something to a vote whose state does not say it: the trail does.

use super::Service;
use crate::id::MemberId;
use crate::outbox::Update;
use crate::storage::StoreError;
use crate::vote::Proposal;
use crate::vote::trail::{Act, Entry, EventKind};

impl Service {
    /// Who did what `update` tells; `None` where the proposal itself says it, where nobody did, and of those who are
    /// forgotten.
    pub(super) async fn doer_of(
        &self,
        update: Update,
        proposal: &Proposal,
    ) -> Result<Option<MemberId>, StoreError> {
        let (kind, second) = match update {
            Update::Kept(second) => (EventKind::Kept, second),
            Update::Refreshed(second) => (EventKind::RosterRefreshed, second),
            Update::Added(_)
            | Update::Thread
            | Update::Reminder(_)
            | Update::Raised(_)
            | Update::Answered(_)
            | Update::Held(_)
            | Update::Extended(_)
            | Update::Conflict
            | Update::Waiting
            | Update::Voided(_)
            | Update::Dropped(_)
            | Update::Repost(_) => return Ok(None),
        };
        let trail = self.store.trail(proposal.guild, proposal.number).await?.value;
        let is_it = |entry: &&Entry| match &entry.act {
            Act::Event { what, .. } => *what == kind && entry.at.as_second() <= i64::from(second),
            Act::Cast { .. } => false,
        };
        let voter = trail.entries.iter().rfind(is_it).and_then(|entry| entry.voter);
        Ok(voter.and_then(|voter| trail.members().get(&voter).copied()))
    }
}
