//! Keeping a vote's message at the stored tally, with as few edits as clicks allow.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::Deliverer;
use crate::id::GuildId;
use crate::vote::ProposalNumber;

/// Votes whose message is being refreshed, and whether it went stale again meanwhile.
#[derive(Debug, Clone, Default)]
pub(super) struct Refreshing(Arc<Mutex<HashMap<(GuildId, ProposalNumber), bool>>>);

impl Refreshing {
    /// Whether the caller is to start refreshing; otherwise somebody does already, and will do it once more.
    fn start(&self, vote: (GuildId, ProposalNumber)) -> bool {
        let mut votes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let first = !votes.contains_key(&vote);
        votes.insert(vote, true);
        first
    }

    /// Whether there is something to show; forgets the vote otherwise.
    fn take(&self, vote: (GuildId, ProposalNumber)) -> bool {
        let mut votes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match votes.get_mut(&vote) {
            Some(stale) if *stale => {
                *stale = false;
                true
            }
            Some(_) | None => {
                votes.remove(&vote);
                false
            }
        }
    }
}

impl Deliverer {
    /// Shows the vote's tally in its message, at once if it was quiet, else after the pace of edits. The last edit
    /// always shows the stored tally.
    pub(super) fn refresh(&self, refreshing: &Refreshing, guild: GuildId, number: ProposalNumber) {
        let vote = (guild, number);
        if !refreshing.start(vote) {
            return;
        }
        let (deliverer, refreshing) = (self.clone(), refreshing.clone());
        tokio::spawn(async move {
            while refreshing.take(vote) {
                match deliverer.show(guild, number).await {
                    Ok(Ok(())) => {}
                    Ok(Err(error)) => {
                        tracing::warn!(guild.id = %guild, proposal.id = %number, error = %error, "a tally could not be shown");
                    }
                    Err(error) => {
                        tracing::error!(guild.id = %guild, proposal.id = %number, error = %error, "a tally could not be read");
                    }
                }
                tokio::time::sleep(deliverer.pace.edits).await;
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clicks_during_a_refresh_cause_exactly_one_more() {
        let refreshing = Refreshing::default();
        let vote = (GuildId::try_from(1).unwrap(), ProposalNumber::FIRST);
        assert!(refreshing.start(vote));
        assert!(refreshing.take(vote));
        assert!(!refreshing.start(vote));
        assert!(!refreshing.start(vote));
        assert!(refreshing.take(vote));
        assert!(!refreshing.take(vote));
        assert!(refreshing.start(vote));
    }
}
