//! The store in memory: the reference that says what the others must do. It forgets everything at the end.

use std::collections::{BTreeMap, HashSet};
use std::ops::Bound;
use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;

use super::key::{self, Kind};
use super::{Batch, CommitError, Expect, Key, Revision, Row, Store, StoreError, Stored, record};
use crate::guild_edition::GuildEdition;
use crate::id::GuildId;
use crate::outbox::{Notice, Topic};
use crate::settings::Settings;
use crate::vote::{Ballot, Proposal, ProposalNumber};

/// A store that lives as long as the process.
#[derive(Debug, Default)]
pub struct MemoryStore {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    sequence: u64,
    /// By the key's bytes: their order is the order of the rows.
    rows: BTreeMap<Vec<u8>, Stored<Row>>,
}

impl State {
    fn starting_with<'a>(&'a self, prefix: &'a [u8]) -> impl Iterator<Item = (&'a [u8], &'a Stored<Row>)> {
        self.rows
            .range(prefix.to_vec()..)
            .map(|(key, row)| (key.as_slice(), row))
            .take_while(move |(key, _)| key.starts_with(prefix))
    }

    fn holds(&self, expect: &Expect) -> bool {
        match expect {
            Expect::Revision(key, revision) => {
                let found = self.rows.get(&key::encode(key));
                found.map_or(Revision::ABSENT, |row| row.revision) == *revision
            }
            Expect::Ballots(guild, number, count) => {
                self.starting_with(&key::of_ballots(*guild, *number)).count() == *count
            }
        }
    }

    /// Whether each ballot of the batch is a new one.
    fn adds_ballots_only(&self, batch: &Batch) -> bool {
        let mut added = HashSet::new();
        batch.rows.iter().all(|row| match row {
            Row::Ballot(..) => {
                let key = key::encode(&row.key());
                !self.rows.contains_key(&key) && added.insert(key)
            }
            Row::Settings(..) | Row::Proposal(_) | Row::Edition(_) | Row::Notice(_) => true,
        })
    }
}

impl MemoryStore {
    /// An empty store.
    pub fn new() -> Self {
        Self::default()
    }

    /// A poisoned lock can not hold half a batch: nothing that a commit does after its checks can panic.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn one<T>(&self, key: &Key, pick: impl Fn(Row) -> Option<T>) -> Option<Stored<T>> {
        let found = self.state().rows.get(&key::encode(key)).cloned();
        found.and_then(|row| {
            let revision = row.revision;
            pick(row.value).map(|value| Stored { revision, value })
        })
    }

    fn all<T>(&self, prefix: &[u8], pick: impl Fn(Row) -> Option<T>) -> Vec<Stored<T>> {
        let state = self.state();
        let rows = state.starting_with(prefix);
        rows.filter_map(|(_, row)| {
            let revision = row.revision;
            pick(row.value.clone()).map(|value| Stored { revision, value })
        })
        .collect()
    }
}

#[async_trait]
impl Store for MemoryStore {
    async fn settings(&self, guild: GuildId) -> Result<Stored<Settings>, StoreError> {
        let found = self.one(&Key::Settings(guild), Row::into_settings);
        Ok(found.unwrap_or_default())
    }

    async fn proposal(
        &self,
        guild: GuildId,
        number: ProposalNumber,
    ) -> Result<Option<Stored<Proposal>>, StoreError> {
        Ok(self.one(&Key::Proposal(guild, number), Row::into_proposal))
    }

    async fn proposals(&self, guild: GuildId) -> Result<Vec<Stored<Proposal>>, StoreError> {
        Ok(self.all(&key::of_kind(guild, Kind::Proposal), Row::into_proposal))
    }

    async fn ballots(&self, guild: GuildId, number: ProposalNumber) -> Result<Vec<Ballot>, StoreError> {
        let ballots = self.all(&key::of_ballots(guild, number), Row::into_ballot);
        Ok(ballots.into_iter().map(|stored| stored.value).collect())
    }

    async fn editions(&self, guild: GuildId) -> Result<Vec<Stored<GuildEdition>>, StoreError> {
        Ok(self.all(&key::of_kind(guild, Kind::Edition), Row::into_edition))
    }

    async fn notice(&self, guild: GuildId, topic: &Topic) -> Result<Option<Stored<Notice>>, StoreError> {
        Ok(self.one(&Key::Notice(guild, topic.clone()), Row::into_notice))
    }

    async fn notices(&self, guild: GuildId) -> Result<Vec<Stored<Notice>>, StoreError> {
        Ok(self.all(&key::of_kind(guild, Kind::Notice), Row::into_notice))
    }

    async fn guilds(&self) -> Result<Vec<GuildId>, StoreError> {
        let state = self.state();
        let mut guilds: Vec<_> = state.rows.values().map(|row| row.value.guild()).collect();
        guilds.dedup();
        Ok(guilds)
    }

    async fn rows(
        &self,
        guild: Option<GuildId>,
        after: Option<&Key>,
        limit: usize,
    ) -> Result<Vec<Row>, StoreError> {
        let prefix = guild
            .map(|guild| key::of_guild(guild).to_vec())
            .unwrap_or_default();
        let start = match after.map(key::encode) {
            Some(after) if after >= prefix => Bound::Excluded(after),
            Some(_) | None => Bound::Included(prefix.clone()),
        };
        let state = self.state();
        let rows = state.rows.range((start, Bound::Unbounded));
        let rows = rows.take_while(|(key, _)| key.starts_with(&prefix));
        Ok(rows.take(limit).map(|(_, row)| row.value.clone()).collect())
    }

    async fn commit(&self, batch: Batch) -> Result<Revision, CommitError> {
        for row in &batch.rows {
            record::encode(row)?;
        }
        let mut state = self.state();
        if !batch.expects.iter().all(|expect| state.holds(expect)) || !state.adds_ballots_only(&batch) {
            return Err(CommitError::Conflict);
        }
        if !batch.rows.is_empty() {
            state.sequence += 1;
        }
        let revision = Revision(state.sequence);
        for value in batch.rows {
            state
                .rows
                .insert(key::encode(&value.key()), Stored { revision, value });
        }
        Ok(revision)
    }

    async fn purge(&self, guild: GuildId, left: Revision) -> Result<(), CommitError> {
        let mut state = self.state();
        let settings = state.rows.get(&key::encode(&Key::Settings(guild)));
        let has_left = settings.is_some_and(|stored| {
            stored.revision == left
                && matches!(&stored.value, Row::Settings(_, settings) if settings.left.is_some())
        });
        if !has_left {
            return Err(CommitError::Conflict);
        }
        let prefix = key::of_guild(guild);
        state.rows.retain(|key, _| !key.starts_with(&prefix));
        state.sequence += 1;
        Ok(())
    }
}
