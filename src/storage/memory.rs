//! The store in memory: the reference that says what the others must do. It forgets everything at the end.

use std::collections::{BTreeMap, HashSet};
use std::ops::Bound;
use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use jiff::Timestamp;

use super::append::Chained;
use super::key::{self, Kind};
use super::parts::Parts;
use super::{
    Append, Batch, CommitError, Expect, Forget, Key, Revision, Row, Store, StoreError, Stored, record,
};
use crate::correction::Correction;
use crate::edit::Edit;
use crate::guild_edition::GuildEdition;
use crate::id::GuildId;
use crate::outbox::{Notice, Topic};
use crate::settings::Settings;
use crate::vote::trail::Head;
use crate::vote::{Proposal, ProposalNumber, Trail};

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
    heard: Option<Timestamp>,
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
                let found = self.head(*guild, *number).map_or_else(
                    || self.bare_ballots(*guild, *number),
                    |head| usize::try_from(head.all_ballots()).unwrap_or(usize::MAX),
                );
                found == *count
            }
        }
    }

    fn head(&self, guild: GuildId, number: ProposalNumber) -> Option<Head> {
        let found = self.rows.get(&key::encode(&Key::Trail(guild, number)))?;
        found.value.clone().into_head()
    }

    /// How many ballots there are from before the trail.
    fn bare_ballots(&self, guild: GuildId, number: ProposalNumber) -> usize {
        let prefix = key::of_proposal(guild, Kind::Ballot, number);
        self.starting_with(&prefix)
            .filter(|(_, row)| !row.value.is_of_a_trail())
            .count()
    }

    /// Whether each ballot of the batch is a new one, and none from before the trails comes after one.
    fn adds_ballots_only(&self, batch: &Batch) -> bool {
        let mut added = HashSet::new();
        let mut is_new = |key: &Key| {
            let key = key::encode(key);
            !self.rows.contains_key(&key) && added.insert(key)
        };
        let rows = batch.rows.iter().all(|row| match row {
            Row::Ballot(guild, number, _) => is_new(&row.key()) && self.head(*guild, *number).is_none(),
            Row::Settings(..)
            | Row::Proposal(_)
            | Row::Edition(_)
            | Row::Notice(_)
            | Row::Event(..)
            | Row::Voter(..)
            | Row::Reason(..)
            | Row::Trail(..)
            | Row::Edit(_)
            | Row::Correction(_) => true,
        });
        rows && batch
            .appends
            .iter()
            .filter_map(Append::new_ballot)
            .all(|key| is_new(&key))
    }

    fn put(&mut self, revision: Revision, value: Row) {
        let key = key::encode(&value.key());
        self.rows.insert(key, Stored { revision, value });
    }

    fn append(&mut self, revision: Revision, append: Append) {
        let (guild, number) = (append.guild, append.proposal);
        let head = self.head(guild, number).unwrap_or_else(|| {
            let before = u32::try_from(self.bare_ballots(guild, number)).unwrap_or(u32::MAX);
            Head::genesis(guild, number, before)
        });
        let known = append.member().and_then(|member| {
            let found = self.rows.get(&key::encode(&Key::Voter(guild, number, member)))?;
            found.value.clone().into_voter()
        });
        let Chained { newcomer, link, head } = append.chain(&head, known);
        if let Some((member, key)) = newcomer {
            self.put(revision, Row::Voter(guild, number, member, key));
        }
        for row in link.rows(guild, number) {
            self.put(revision, row);
        }
        self.put(revision, Row::Trail(guild, number, head));
    }

    fn forget(&mut self, revision: Revision, forget: Forget) {
        match forget {
            Forget::Remove(key) => {
                self.rows.remove(&key::encode(&key));
            }
            Forget::Write(row) => self.put(revision, *row),
        }
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

    async fn trail(&self, guild: GuildId, number: ProposalNumber) -> Result<Stored<Trail>, StoreError> {
        let mut parts = Parts::of(guild, number);
        let state = self.state();
        for kind in Kind::OF_TRAILS {
            for (_, row) in state.starting_with(&key::of_proposal(guild, kind, number)) {
                parts.add(row.value.clone());
            }
        }
        let head = state.rows.get(&key::encode(&Key::Trail(guild, number)));
        Ok(Stored {
            revision: head.map_or(Revision::ABSENT, |head| head.revision),
            value: parts.whole(),
        })
    }

    async fn editions(&self, guild: GuildId) -> Result<Vec<Stored<GuildEdition>>, StoreError> {
        Ok(self.all(&key::of_kind(guild, Kind::Edition), Row::into_edition))
    }

    async fn edits(&self, guild: GuildId) -> Result<Vec<Stored<Edit>>, StoreError> {
        Ok(self.all(&key::of_kind(guild, Kind::Edit), Row::into_edit))
    }

    async fn corrections(&self, guild: GuildId) -> Result<Vec<Stored<Correction>>, StoreError> {
        Ok(self.all(&key::of_kind(guild, Kind::Correction), Row::into_correction))
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
        batch.check()?;
        for row in &batch.rows {
            record::encode(row)?;
        }
        let mut state = self.state();
        if !batch.expects.iter().all(|expect| state.holds(expect)) || !state.adds_ballots_only(&batch) {
            return Err(CommitError::Conflict);
        }
        if !batch.is_empty() {
            state.sequence += 1;
        }
        let revision = Revision(state.sequence);
        for row in batch.rows {
            state.put(revision, row);
        }
        for append in batch.appends {
            state.append(revision, append);
        }
        for forget in batch.forgets {
            state.forget(revision, forget);
        }
        Ok(revision)
    }

    async fn fill(&self, rows: Vec<Row>) -> Result<(), CommitError> {
        for row in &rows {
            record::encode(row)?;
        }
        let mut state = self.state();
        if !state.rows.is_empty() {
            return Err(CommitError::Conflict);
        }
        state.sequence += 1;
        let revision = Revision(state.sequence);
        for row in rows {
            state.put(revision, row);
        }
        Ok(())
    }

    async fn heard(&self) -> Result<Option<Timestamp>, StoreError> {
        Ok(self.state().heard)
    }

    async fn note_heard(&self, until: Timestamp) -> Result<(), StoreError> {
        self.state().heard = Some(until);
        Ok(())
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
