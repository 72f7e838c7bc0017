//! A store over another one.

use async_trait::async_trait;
use jiff::Timestamp;

use super::{Batch, CommitError, Key, Revision, Row, Store, StoreError, Stored};
use crate::correction::Correction;
use crate::edit::Edit;
use crate::guild_edition::GuildEdition;
use crate::id::GuildId;
use crate::outbox::{Notice, Topic};
use crate::settings::Settings;
use crate::vote::{Proposal, ProposalNumber, Trail};

/// A store that passes everything on to the one below, but for what it does in its own way. Reads that nobody has to
/// change are passed on as they are.
#[async_trait]
pub trait Layer: Send + Sync + 'static {
    /// The store below.
    fn below(&self) -> &dyn Store;

    /// See [`Store::notice`].
    async fn notice(&self, guild: GuildId, topic: &Topic) -> Result<Option<Stored<Notice>>, StoreError> {
        self.below().notice(guild, topic).await
    }

    /// See [`Store::trail`].
    async fn trail(&self, guild: GuildId, number: ProposalNumber) -> Result<Stored<Trail>, StoreError> {
        self.below().trail(guild, number).await
    }

    /// See [`Store::rows`].
    async fn rows(
        &self,
        guild: Option<GuildId>,
        after: Option<&Key>,
        limit: usize,
    ) -> Result<Vec<Row>, StoreError> {
        self.below().rows(guild, after, limit).await
    }

    /// See [`Store::commit`].
    async fn commit(&self, batch: Batch) -> Result<Revision, CommitError> {
        self.below().commit(batch).await
    }

    /// See [`Store::purge`].
    async fn purge(&self, guild: GuildId, left: Revision) -> Result<(), CommitError> {
        self.below().purge(guild, left).await
    }

    /// See [`Store::fill`].
    async fn fill(&self, rows: Vec<Row>) -> Result<(), CommitError> {
        self.below().fill(rows).await
    }
}

#[async_trait]
impl<L: Layer> Store for L {
    async fn settings(&self, guild: GuildId) -> Result<Stored<Settings>, StoreError> {
        self.below().settings(guild).await
    }

    async fn proposal(
        &self,
        guild: GuildId,
        number: ProposalNumber,
    ) -> Result<Option<Stored<Proposal>>, StoreError> {
        self.below().proposal(guild, number).await
    }

    async fn proposals(&self, guild: GuildId) -> Result<Vec<Stored<Proposal>>, StoreError> {
        self.below().proposals(guild).await
    }

    async fn trail(&self, guild: GuildId, number: ProposalNumber) -> Result<Stored<Trail>, StoreError> {
        Layer::trail(self, guild, number).await
    }

    async fn editions(&self, guild: GuildId) -> Result<Vec<Stored<GuildEdition>>, StoreError> {
        self.below().editions(guild).await
    }

    async fn edits(&self, guild: GuildId) -> Result<Vec<Stored<Edit>>, StoreError> {
        self.below().edits(guild).await
    }

    async fn corrections(&self, guild: GuildId) -> Result<Vec<Stored<Correction>>, StoreError> {
        self.below().corrections(guild).await
    }

    async fn notice(&self, guild: GuildId, topic: &Topic) -> Result<Option<Stored<Notice>>, StoreError> {
        Layer::notice(self, guild, topic).await
    }

    async fn notices(&self, guild: GuildId) -> Result<Vec<Stored<Notice>>, StoreError> {
        self.below().notices(guild).await
    }

    async fn guilds(&self) -> Result<Vec<GuildId>, StoreError> {
        self.below().guilds().await
    }

    async fn rows(
        &self,
        guild: Option<GuildId>,
        after: Option<&Key>,
        limit: usize,
    ) -> Result<Vec<Row>, StoreError> {
        Layer::rows(self, guild, after, limit).await
    }

    async fn commit(&self, batch: Batch) -> Result<Revision, CommitError> {
        Layer::commit(self, batch).await
    }

    async fn purge(&self, guild: GuildId, left: Revision) -> Result<(), CommitError> {
        Layer::purge(self, guild, left).await
    }

    async fn heard(&self) -> Result<Option<Timestamp>, StoreError> {
        self.below().heard().await
    }

    async fn note_heard(&self, until: Timestamp) -> Result<(), StoreError> {
        self.below().note_heard(until).await
    }

    async fn fill(&self, rows: Vec<Row>) -> Result<(), CommitError> {
        Layer::fill(self, rows).await
    }
}
