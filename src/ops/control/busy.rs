//! A store in which something happens after each page that is read, as long as there is something to happen.

use std::collections::VecDeque;
use std::sync::Mutex;

use async_trait::async_trait;

use crate::id::GuildId;
use crate::storage::{Batch, Key, Layer, MemoryStore, Row, Store, StoreError};

pub(super) struct Busy {
    pub store: MemoryStore,
    pub next: Mutex<VecDeque<Happening>>,
}

/// Something that happens.
pub(super) enum Happening {
    /// This is written.
    Commit(Batch),
    /// A guild that the bot left is purged.
    Purge(GuildId),
}

#[async_trait]
impl Layer for Busy {
    fn below(&self) -> &dyn Store {
        &self.store
    }

    async fn rows(
        &self,
        guild: Option<GuildId>,
        after: Option<&Key>,
        limit: usize,
    ) -> Result<Vec<Row>, StoreError> {
        let rows = self.store.rows(guild, after, limit).await?;
        let next = self.next.lock().unwrap().pop_front();
        match next {
            None => {}
            Some(Happening::Commit(batch)) => {
                self.store.commit(batch).await.unwrap();
            }
            Some(Happening::Purge(guild)) => {
                let settings = self.store.settings(guild).await.unwrap();
                self.store.purge(guild, settings.revision).await.unwrap();
            }
        }
        Ok(rows)
    }
}
