//! What is due when: an index in memory, rebuilt from the store at each start.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use tokio::sync::Notify;

use crate::id::GuildId;
use crate::vote::ProposalNumber;

/// The proposals by the time at which something is to be done about them, and the guilds that the bot left by the time
/// at which they are purged.
#[derive(Debug, Default)]
pub struct Agenda {
    due: Mutex<Due>,
    changed: Notify,
}

#[derive(Debug, Default)]
struct Due {
    votes: BTreeSet<(Timestamp, GuildId, ProposalNumber)>,
    by_vote: HashMap<(GuildId, ProposalNumber), Timestamp>,
    purges: BTreeSet<(Timestamp, GuildId)>,
}

impl Agenda {
    /// Notes when something is next to be done about a proposal, in place of what was noted before; `None`: nothing.
    pub fn set(&self, guild: GuildId, number: ProposalNumber, at: Option<Timestamp>) {
        let mut due = self.lock();
        if let Some(before) = due.by_vote.remove(&(guild, number)) {
            due.votes.remove(&(before, guild, number));
        }
        if let Some(at) = at {
            due.by_vote.insert((guild, number), at);
            due.votes.insert((at, guild, number));
            self.changed.notify_one();
        }
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
        due.by_vote.retain(|(of, _), _| *of != guild);
        due.purges.retain(|(_, of)| *of != guild);
    }

    /// The proposals about which something is to be done at `now`.
    pub fn due(&self, now: Timestamp) -> Vec<(GuildId, ProposalNumber)> {
        self.lock()
            .votes
            .iter()
            .take_while(|(at, _, _)| *at <= now)
            .map(|&(_, guild, number)| (guild, number))
            .collect()
    }

    /// Whether something is to be done about a vote of the guild some day.
    pub fn concerns(&self, guild: GuildId) -> bool {
        self.lock().by_vote.keys().any(|(of, _)| *of == guild)
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
