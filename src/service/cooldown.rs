//! After a rejection the same change needs a second for a while, before it is put to the vote again.

use jiff::Timestamp;

use super::Service;
use crate::storage::{StoreError, Stored};
use crate::vote::{Change, Policy, Proposal, Status};

impl Service {
    /// Until when a change needs a second, since it was rejected a short while before `now`.
    pub(super) async fn cools_until(
        &self,
        proposals: &[Stored<Proposal>],
        change: &Change,
        policy: &Policy,
        now: Timestamp,
    ) -> Result<Option<Timestamp>, StoreError> {
        let mut last = None;
        for Stored { value: proposal, .. } in proposals {
            if proposal.change.blip() != change.blip() || proposal.change.to() != change.to() {
                continue;
            }
            // The longer of the two: another policy is no way around the one by which it was rejected.
            let cooldown = policy.cooldown.max(proposal.policy.cooldown);
            let until = proposal
                .status
                .ended_at()
                .and_then(|at| at.saturating_add(cooldown).ok());
            if until > last && until > Some(now) && self.is_lost(proposal).await? {
                last = until;
            }
        }
        Ok(last)
    }

    /// Whether the members did not want it: who takes back what is being lost does not get around that.
    async fn is_lost(&self, proposal: &Proposal) -> Result<bool, StoreError> {
        match proposal.status {
            Status::Rejected { .. } => Ok(true),
            Status::Withdrawn { stood, .. } => {
                let tally = match stood {
                    Some(stood) => stood.tally,
                    None => proposal.tally(&self.store.ballots(proposal.guild, proposal.number).await?),
                };
                Ok(tally.against > 0 && tally.against >= tally.in_favor)
            }
            Status::Waiting(_)
            | Status::Open
            | Status::Held { .. }
            | Status::Passed { .. }
            | Status::NoQuorum { .. }
            | Status::Blocked { .. }
            | Status::Cancelled { .. }
            | Status::Stale { .. } => Ok(false),
        }
    }
}
