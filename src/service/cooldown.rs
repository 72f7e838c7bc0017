//! After a rejection the same change needs a second for a while, before it is put to the vote again.

use jiff::Timestamp;

use super::Service;
use crate::storage::{StoreError, Stored};
use crate::vote::{Attendance, Change, Policy, Proposal};

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

    async fn is_lost(&self, proposal: &Proposal) -> Result<bool, StoreError> {
        let count = if let Some(count) = proposal.status.count().or_else(|| proposal.status.stood()) {
            *count
        } else {
            let ballots = self.store.ballots(proposal.guild, proposal.number).await?;
            proposal.count(&ballots, &Attendance::Unread)
        };
        Ok(proposal.is_lost(&count))
    }
}
