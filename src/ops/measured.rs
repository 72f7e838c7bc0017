//! A store whose commits are counted and timed.

use std::sync::Arc;

use async_trait::async_trait;
use tokio::time::Instant;

use crate::guild_edition::GuildEdition;
use crate::id::GuildId;
use crate::metrics::{Commit, Metrics};
use crate::outbox::{Notice, Topic};
use crate::settings::Settings;
use crate::storage::{Batch, CommitError, Key, Revision, Row, Store, StoreError, Stored};
use crate::vote::{Ballot, Proposal, ProposalNumber};

/// The store below, measured.
pub struct MeasuredStore {
    store: Arc<dyn Store>,
    metrics: Metrics,
}

impl MeasuredStore {
    /// Measures `store` into `metrics`.
    pub fn new(store: Arc<dyn Store>, metrics: Metrics) -> Self {
        Self { store, metrics }
    }

    fn count<T>(&self, started: Instant, written: Result<T, CommitError>) -> Result<T, CommitError> {
        let result = match &written {
            Ok(_) => Commit::Written,
            Err(CommitError::Conflict) => Commit::Conflict,
            Err(CommitError::Store(_)) => Commit::Failed,
        };
        self.metrics.commit(result, started.elapsed());
        written
    }
}

#[async_trait]
impl Store for MeasuredStore {
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

    async fn guilds(&self) -> Result<Vec<GuildId>, StoreError> {
        self.store.guilds().await
    }

    async fn rows(
        &self,
        guild: Option<GuildId>,
        after: Option<&Key>,
        limit: usize,
    ) -> Result<Vec<Row>, StoreError> {
        self.store.rows(guild, after, limit).await
    }

    async fn commit(&self, batch: Batch) -> Result<Revision, CommitError> {
        let started = Instant::now();
        let written = self.store.commit(batch).await;
        self.count(started, written)
    }

    async fn purge(&self, guild: GuildId, left: Revision) -> Result<(), CommitError> {
        let started = Instant::now();
        let written = self.store.purge(guild, left).await;
        self.count(started, written)
    }

    async fn fill(&self, rows: Vec<Row>) -> Result<(), CommitError> {
        let started = Instant::now();
        let written = self.store.fill(rows).await;
        self.count(started, written)
    }
}
