//! What is due when: an index in memory, rebuilt from the store at each start.

use std::collections::BTreeSet;
use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use tokio::sync::Notify;

use crate::id::GuildId;
use crate::vote::{Proposal, ProposalNumber};

/// The open votes by the time at which they can be counted, and the guilds that the bot left by the time at which
/// they are purged.
#[derive(Debug, Default)]
pub struct Agenda {
    due: Mutex<Due>,
    changed: Notify,
}

#[derive(Debug, Default)]
struct Due {
    votes: BTreeSet<(Timestamp, GuildId, ProposalNumber)>,
    purges: BTreeSet<(Timestamp, GuildId)>,
}

impl Agenda {
    /// Notes an open vote.
    pub fn add(&self, proposal: &Proposal) {
        self.lock()
            .votes
            .insert((proposal.due_at(), proposal.guild, proposal.number));
        self.changed.notify_one();
    }

    /// Forgets a vote that ended.
    pub fn remove(&self, proposal: &Proposal) {
        self.lock()
            .votes
            .remove(&(proposal.due_at(), proposal.guild, proposal.number));
    }

    /// Notes that a guild is purged at this time.
    pub fn add_purge(&self, guild: GuildId, at: Timestamp) {
        self.lock().purges.insert((at, guild));
        self.changed.notify_one();
    }

    /// Forgets that a guild is purged.
    pub fn remove_purge(&self, guild: GuildId) {
        self.lock().purges.retain(|(_, purged)| *purged != guild);
    }

    /// Forgets everything of a guild.
    pub fn forget(&self, guild: GuildId) {
        let mut due = self.lock();
        due.votes.retain(|(_, of, _)| *of != guild);
        due.purges.retain(|(_, of)| *of != guild);
    }

    /// The votes that can be counted at `now`.
    pub fn due(&self, now: Timestamp) -> Vec<(GuildId, ProposalNumber)> {
        self.lock()
            .votes
            .iter()
            .take_while(|(at, _, _)| *at <= now)
            .map(|&(_, guild, number)| (guild, number))
            .collect()
    }

    /// How many votes are open.
    pub fn open(&self) -> usize {
        self.lock().votes.len()
    }

    /// The guilds that are to be purged at `now`.
    pub fn purges_due(&self, now: Timestamp) -> Vec<GuildId> {
        self.lock()
            .purges
            .iter()
            .take_while(|(at, _)| *at <= now)
            .map(|&(_, guild)| guild)
            .collect()
    }

    /// When the next thing is due.
    pub fn next(&self) -> Option<Timestamp> {
        let due = self.lock();
        let vote = due.votes.first().map(|(at, _, _)| *at);
        let purge = due.purges.first().map(|(at, _)| *at);
        vote.into_iter().chain(purge).min()
    }

    /// Returns after something was added.
    pub async fn changed(&self) {
        self.changed.notified().await;
    }

    fn lock(&self) -> MutexGuard<'_, Due> {
        self.due.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
