//! Keeping a vote's message at the stored tally, with as few edits as clicks allow.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use super::lane::{Lane, Lanes};
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

impl Refreshing {
    /// Has the vote's message shown anew by its lane: at once if it was quiet, else after the pace of edits. The last
    /// edit always shows the stored tally.
    ///
    /// All edits of a message go through one lane. Two writers could overtake each other, and an old tally would
    /// bring back the buttons of a vote that has ended.
    pub(super) fn ask(&self, lanes: &Lanes, lane: Lane, number: ProposalNumber, pace: Duration) {
        let vote = (lane.guild, number);
        if !self.start(vote) {
            return;
        }
        let (refreshing, lanes) = (self.clone(), lanes.clone());
        tokio::spawn(async move {
            while refreshing.take(vote) {
                // When the bot is stopping: open votes are shown again at the next start.
                let Ok(again) = lanes.shows(lane, number).await else {
                    return;
                };
                if again.is_some() {
                    refreshing.start(vote);
                }
                tokio::time::sleep(again.unwrap_or_default().max(pace)).await;
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
