//! A store whose commits are counted and timed.

use std::sync::Arc;

use async_trait::async_trait;
use tokio::time::Instant;

use crate::id::GuildId;
use crate::metrics::{Commit, Metrics};
use crate::storage::{Batch, CommitError, Layer, Revision, Row, Store};

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
impl Layer for MeasuredStore {
    fn below(&self) -> &dyn Store {
        &*self.store
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
