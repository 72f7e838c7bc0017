//! A store under a process that dies at one of its commits.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use async_trait::async_trait;

use crate::guild_edition::GuildEdition;
use crate::id::GuildId;
use crate::outbox::{Notice, Topic};
use crate::settings::Settings;
use crate::storage::{Batch, CommitError, Key, Revision, Row, Store, StoreError, Stored};
use crate::vote::{Ballot, Proposal, ProposalNumber};

/// When a process dies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Crash {
    /// Never.
    Never,
    /// Before so many commits and one more, which is not written.
    Before(usize),
    /// After so many commits and one more, which is written.
    After(usize),
}

/// Passes everything to the store below, until the crash.
pub struct Crashing {
    below: Arc<dyn Store>,
    crash: Crash,
    commits: AtomicUsize,
}

impl Crashing {
    pub fn new(below: Arc<dyn Store>, crash: Crash) -> Self {
        let commits = AtomicUsize::new(0);
        Self {
            below,
            crash,
            commits,
        }
    }
}

fn dead() -> CommitError {
    CommitError::Store(StoreError::Stopped("the process died".to_owned()))
}

#[async_trait]
impl Store for Crashing {
    async fn settings(&self, guild: GuildId) -> Result<Stored<Settings>, StoreError> {
        self.below.settings(guild).await
    }

    async fn proposal(
        &self,
        guild: GuildId,
        number: ProposalNumber,
    ) -> Result<Option<Stored<Proposal>>, StoreError> {
        self.below.proposal(guild, number).await
    }

    async fn proposals(&self, guild: GuildId) -> Result<Vec<Stored<Proposal>>, StoreError> {
        self.below.proposals(guild).await
    }

    async fn ballots(&self, guild: GuildId, number: ProposalNumber) -> Result<Vec<Ballot>, StoreError> {
        self.below.ballots(guild, number).await
    }

    async fn editions(&self, guild: GuildId) -> Result<Vec<Stored<GuildEdition>>, StoreError> {
        self.below.editions(guild).await
    }

    async fn notice(&self, guild: GuildId, topic: &Topic) -> Result<Option<Stored<Notice>>, StoreError> {
        self.below.notice(guild, topic).await
    }

    async fn notices(&self, guild: GuildId) -> Result<Vec<Stored<Notice>>, StoreError> {
        self.below.notices(guild).await
    }

    async fn guilds(&self) -> Result<Vec<GuildId>, StoreError> {
        self.below.guilds().await
    }

    async fn rows(
        &self,
        guild: Option<GuildId>,
        after: Option<&Key>,
        limit: usize,
    ) -> Result<Vec<Row>, StoreError> {
        self.below.rows(guild, after, limit).await
    }

    async fn commit(&self, batch: Batch) -> Result<Revision, CommitError> {
        let commit = self.commits.fetch_add(1, Ordering::SeqCst);
        match self.crash {
            Crash::Before(last) if commit >= last => Err(dead()),
            Crash::After(last) if commit > last => Err(dead()),
            Crash::After(last) if commit == last => {
                self.below.commit(batch).await?;
                Err(dead())
            }
            Crash::Never | Crash::Before(_) | Crash::After(_) => self.below.commit(batch).await,
        }
    }

    async fn purge(&self, guild: GuildId, left: Revision) -> Result<(), CommitError> {
        self.below.purge(guild, left).await
    }
}
