//! When votes are due: an index in memory, rebuilt from the store at each start.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use jiff::Timestamp;
use tokio::sync::Notify;

use crate::id::GuildId;
use crate::vote::{Proposal, ProposalNumber};

/// The open votes by the time at which they can be counted.
#[derive(Debug, Default)]
pub struct Agenda {
    due: Mutex<BTreeSet<(Timestamp, GuildId, ProposalNumber)>>,
    changed: Notify,
}

impl Agenda {
    /// Notes an open vote.
    pub fn add(&self, proposal: &Proposal) {
        self.lock()
            .insert((proposal.due_at(), proposal.guild, proposal.number));
        self.changed.notify_one();
    }

    /// Forgets a vote that ended.
    pub fn remove(&self, proposal: &Proposal) {
        self.lock()
            .remove(&(proposal.due_at(), proposal.guild, proposal.number));
    }

    /// The votes that can be counted at `now`.
    pub fn due(&self, now: Timestamp) -> Vec<(GuildId, ProposalNumber)> {
        self.lock()
            .iter()
            .take_while(|(at, _, _)| *at <= now)
            .map(|&(_, guild, number)| (guild, number))
            .collect()
    }

    /// How many votes are open.
    pub fn open(&self) -> usize {
        self.lock().len()
    }

    /// When the next vote can be counted.
    pub fn next(&self) -> Option<Timestamp> {
        self.lock().first().map(|(at, _, _)| *at)
    }

    /// Returns after a vote was added.
    pub async fn changed(&self) {
        self.changed.notified().await;
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, BTreeSet<(Timestamp, GuildId, ProposalNumber)>> {
        self.due.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
