//! A store in which something happens after each page that is read, as long as there is something to happen.

use std::collections::VecDeque;
use std::sync::Mutex;

use async_trait::async_trait;

use crate::guild_edition::GuildEdition;
use crate::id::GuildId;
use crate::outbox::{Notice, Topic};
use crate::settings::Settings;
use crate::storage::{Batch, CommitError, Key, MemoryStore, Revision, Row, Store, StoreError, Stored};
use crate::vote::{Ballot, Proposal, ProposalNumber};

pub(super) struct Busy {
    pub store: MemoryStore,
    pub next: Mutex<VecDeque<Batch>>,
}

#[async_trait]
impl Store for Busy {
    async fn settings(&self, guild: GuildId) -> Result<Stored<Settings>, StoreError> {
        self.store.settings(guild).await
    }

    async fn proposal(
        &self,
        guild: GuildId,
        number: ProposalNumber,
    ) -> Result<Option<Stored<Proposal>>, StoreError> {
        self.store.proposal(guild, number).await
    }

    async fn proposals(&self, guild: GuildId) -> Result<Vec<Stored<Proposal>>, StoreError> {
        self.store.proposals(guild).await
    }

    async fn ballots(&self, guild: GuildId, number: ProposalNumber) -> Result<Vec<Ballot>, StoreError> {
        self.store.ballots(guild, number).await
    }

    async fn editions(&self, guild: GuildId) -> Result<Vec<Stored<GuildEdition>>, StoreError> {
        self.store.editions(guild).await
    }

    async fn notice(&self, guild: GuildId, topic: &Topic) -> Result<Option<Stored<Notice>>, StoreError> {
        self.store.notice(guild, topic).await
    }

    async fn notices(&self, guild: GuildId) -> Result<Vec<Stored<Notice>>, StoreError> {
        self.store.notices(guild).await
    }

    async fn purge(&self, guild: GuildId, left: Revision) -> Result<(), CommitError> {
        self.store.purge(guild, left).await
    }

    async fn guilds(&self) -> Result<Vec<GuildId>, StoreError> {
        self.store.guilds().await
    }

    async fn rows(
        &self,
        guild: Option<GuildId>,
        after: Option<&Key>,
        limit: usize,
    ) -> Result<Vec<Row>, StoreError> {
        let rows = self.store.rows(guild, after, limit).await?;
        let next = self.next.lock().unwrap().pop_front();
        if let Some(batch) = next {
            self.store.commit(batch).await.unwrap();
        }
        Ok(rows)
    }

    async fn commit(&self, batch: Batch) -> Result<Revision, CommitError> {
        self.store.commit(batch).await
    }
}
