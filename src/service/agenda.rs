//! What is due when: an index in memory, rebuilt from the store at each start.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use tokio::sync::Notify;

use crate::id::GuildId;
use crate::vote::ProposalNumber;

/// The proposals by the time at which something is to be done about them, the guilds by that of their schedules, and those
/// that the bot left by the time at which they are purged.
#[derive(Debug, Default)]
pub struct Agenda {
    due: Mutex<Due>,
    changed: Notify,
}

#[derive(Debug, Default)]
struct Due {
    votes: BTreeSet<(Timestamp, GuildId, ProposalNumber)>,
    by_vote: HashMap<(GuildId, ProposalNumber), Entry>,
    /// How many entries were made.
    entries: u64,
    /// Those that wait until their guild is heard again.
    deferred: BTreeSet<(GuildId, ProposalNumber)>,
    purges: BTreeSet<(Timestamp, GuildId)>,
    schedules: BTreeSet<(Timestamp, GuildId)>,
    /// The same by guild.
    by_guild: HashMap<GuildId, Timestamp>,
}

/// When something is to be done about a proposal.
#[derive(Debug, Clone, Copy)]
struct Entry {
    at: Timestamp,
    serial: Serial,
}

/// Tells an entry from those that are made later.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Serial(u64);

impl Due {
    fn set(&mut self, guild: GuildId, number: ProposalNumber, at: Option<Timestamp>) {
        if let Some(before) = self.by_vote.remove(&(guild, number)) {
            self.votes.remove(&(before.at, guild, number));
        }
        self.deferred.remove(&(guild, number));
        if let Some(at) = at {
            self.entries += 1;
            let serial = Serial(self.entries);
            self.by_vote.insert((guild, number), Entry { at, serial });
            self.votes.insert((at, guild, number));
        }
    }
}

impl Agenda {
    /// Notes when something is next to be done about a proposal, in place of what was noted before; `None`: nothing.
    pub fn set(&self, guild: GuildId, number: ProposalNumber, at: Option<Timestamp>) {
        self.lock().set(guild, number, at);
        if at.is_some() {
            self.changed.notify_one();
        }
    }

    /// What is noted of a proposal before it is looked at.
    pub fn seen(&self, guild: GuildId, number: ProposalNumber) -> Option<Serial> {
        self.lock()
            .by_vote
            .get(&(guild, number))
            .map(|entry| entry.serial)
    }

    /// Notes when something is next to be done about a proposal that was looked at after it was `seen` so. What others
    /// noted meanwhile stays: the look may have missed its cause.
    pub fn follow(
        &self,
        guild: GuildId,
        number: ProposalNumber,
        seen: Option<Serial>,
        at: Option<Timestamp>,
    ) {
        let mut due = self.lock();
        let found = due.by_vote.get(&(guild, number)).map(|entry| entry.serial);
        if found == seen {
            due.set(guild, number, at);
            self.changed.notify_one();
        }
    }

    /// Notes that nothing is to be done about a proposal before its guild is heard again, and that it is looked at then,
    /// or at `at` if that comes first.
    pub fn defer(&self, guild: GuildId, number: ProposalNumber, at: Option<Timestamp>) {
        let mut due = self.lock();
        due.set(guild, number, at);
        due.deferred.insert((guild, number));
    }

    /// The guilds for which `concerns` holds are heard again: what waited for that is due at `now`.
    pub fn resume(&self, concerns: impl Fn(GuildId) -> bool, now: Timestamp) {
        let mut due = self.lock();
        let waiting = due.deferred.iter().copied();
        let waiting: Vec<_> = waiting.filter(|(guild, _)| concerns(*guild)).collect();
        for (guild, number) in waiting {
            due.set(guild, number, Some(now));
        }
        self.changed.notify_one();
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

    /// Notes when something is next to be done about a guild's schedule; `None`: nothing.
    pub fn set_schedule(&self, guild: GuildId, at: Option<Timestamp>) {
        let mut due = self.lock();
        if let Some(before) = due.by_guild.remove(&guild) {
            due.schedules.remove(&(before, guild));
        }
        if let Some(at) = at {
            due.by_guild.insert(guild, at);
            due.schedules.insert((at, guild));
        }
        self.changed.notify_one();
    }

    /// The guilds about whose schedules something is to be done at `now`.
    pub fn schedules_due(&self, now: Timestamp) -> Vec<GuildId> {
        let due = self.lock();
        let due = due.schedules.iter().take_while(|(at, _)| *at <= now);
        due.map(|&(_, guild)| guild).collect()
    }

    /// Forgets everything of a guild.
    pub fn forget(&self, guild: GuildId) {
        let mut due = self.lock();
        due.votes.retain(|(_, of, _)| *of != guild);
        due.by_vote.retain(|(of, _), _| *of != guild);
        due.deferred.retain(|(of, _)| *of != guild);
        due.purges.retain(|(_, of)| *of != guild);
        if let Some(at) = due.by_guild.remove(&guild) {
            due.schedules.remove(&(at, guild));
        }
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
        let schedule = due.schedules.first().map(|(at, _)| *at);
        vote.into_iter().chain(purge).chain(schedule).min()
    }

    /// Has everything looked at now: what is due may have changed elsewhere.
    pub fn wake(&self) {
        self.changed.notify_one();
    }

    /// Returns after something was added.
    pub async fn changed(&self) {
        self.changed.notified().await;
    }

    fn lock(&self) -> MutexGuard<'_, Due> {
        self.due.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn guild(id: u64) -> GuildId {
        GuildId::try_from(id).unwrap()
    }

    const FIRST: ProposalNumber = ProposalNumber::FIRST;

    #[test]
    fn what_was_noted_during_a_look_stays() {
        let agenda = Agenda::default();
        agenda.set(guild(1), FIRST, Some(at(10)));
        let seen = agenda.seen(guild(1), FIRST);
        // A ballot comes while the vote is looked at, at the very time for which it was noted.
        agenda.set(guild(1), FIRST, Some(at(10)));
        agenda.follow(guild(1), FIRST, seen, Some(at(99)));
        assert_eq!(agenda.next(), Some(at(10)));
        let seen = agenda.seen(guild(1), FIRST);
        agenda.follow(guild(1), FIRST, seen, Some(at(99)));
        assert_eq!(agenda.next(), Some(at(99)));
        agenda.follow(guild(1), FIRST, None, None);
        assert_eq!(agenda.open(), 1);
    }

    #[test]
    fn what_waits_for_its_guild_to_be_heard_is_due_when_it_is() {
        let agenda = Agenda::default();
        for id in 1..=2 {
            agenda.defer(guild(id), FIRST, Some(at(99)));
        }
        assert_eq!(agenda.due(at(98)), []);
        agenda.resume(|of| of == guild(1), at(50));
        assert_eq!(agenda.due(at(98)), [(guild(1), FIRST)]);
        agenda.set(guild(2), FIRST, Some(at(70)));
        agenda.resume(|_| true, at(50));
        assert_eq!(
            agenda.due(at(60)),
            [(guild(1), FIRST)],
            "it waits no longer for that"
        );
    }
}
