//! After a rejection the same change needs a second for a while, before it is put to the vote again.

use jiff::Timestamp;

use super::Service;
use crate::storage::{StoreError, Stored};
use crate::vote::{Attendance, Change, Policy, Proposal, ProposalNumber};

/// A change that was rejected a short while ago.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cooling {
    /// By which vote.
    pub since: ProposalNumber,
    /// Until when it needs a second.
    pub until: Timestamp,
}

impl Service {
    /// Because of which vote, and until when, a change needs a second, since it was rejected a short while before `now`.
    pub(super) async fn cools(
        &self,
        proposals: &[Stored<Proposal>],
        change: &Change,
        policy: &Policy,
        now: Timestamp,
    ) -> Result<Option<Cooling>, StoreError> {
        let mut last: Option<Cooling> = None;
        for Stored { value: proposal, .. } in proposals {
            if !proposal.asks(change) {
                continue;
            }
            // The longer of the two: another policy is no way around the one by which it was rejected.
            let cooldown = policy.cooldown.max(proposal.policy.cooldown);
            let until = proposal
                .status
                .ended_at()
                .and_then(|at| at.saturating_add(cooldown).ok());
            let Some(until) = until.filter(|until| *until > now) else {
                continue;
            };
            if last.is_none_or(|last| until > last.until) && self.is_lost(proposal).await? {
                let since = proposal.number;
                last = Some(Cooling { since, until });
            }
        }
        Ok(last)
    }

    async fn is_lost(&self, proposal: &Proposal) -> Result<bool, StoreError> {
        let count = if let Some(count) = proposal.status.last_count() {
            *count
        } else {
            let ballots = self.store.ballots(proposal.guild, proposal.number).await?;
            proposal.count(&ballots, &Attendance::Unread)
        };
        Ok(proposal.is_lost(&count))
    }
}
