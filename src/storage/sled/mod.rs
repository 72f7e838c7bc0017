//! The store on the disk: sled, used in the one way that was measured to lose nothing.
//!
//! - One process: a lock beside the folder, then clean-up, then sled ([`open`]).
//! - One writer thread: it applies all waiting batches at once, flushes, and syncs sled's file itself, since sled's own
//!   flush does not survive a power cut; only then it answers ([`writer`]).
//! - The first write that fails is the last one ([`progress`]).
//! - What is there must be what was confirmed: each row has a checksum ([`envelope`]), all rows together have a sum
//!   ([`ledger`]), and a mark beside the store knows the last commit ([`mark`]) and the closed files ([`fingerprint`]).

mod aside;
mod census;
mod check;
mod encoded;
mod envelope;
mod error;
mod fingerprint;
mod group;
mod home;
mod ledger;
mod mark;
mod open;
mod progress;
mod recall;
mod trail;
mod writer;

#[cfg(test)]
mod tests;

use std::future::Future;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread::JoinHandle;

use async_trait::async_trait;
use jiff::Timestamp;
use tokio::sync::{mpsc, oneshot};

pub use error::OpenError;

use self::census::Census;
use self::encoded::Encoded;
use self::home::Home;
use self::open::{Opened, failed};
use self::progress::Progress;
use self::recall::Recall;
use self::writer::{Job, Writer};
use super::key::{self, Kind};
use super::{Batch, CommitError, Key, Revision, Row, Store, StoreError, Stored};
use crate::correction::Correction;
use crate::edit::Edit;
use crate::guild_edition::GuildEdition;
use crate::id::GuildId;
use crate::outbox::{Notice, Topic};
use crate::settings::Settings;
use crate::vote::{Proposal, ProposalNumber, Trail};

/// How many batches may wait: two full groups.
const QUEUE: usize = 2048;
/// How many rows of a dump are written at a time: sled keeps all of a batch in memory, several times over.
const FILL: usize = 1000;

/// A store in a folder of the disk. Dropping it closes it: what was sent is written first.
#[derive(Debug)]
pub struct SledStore {
    shared: Arc<Shared>,
    /// Taken when the store is dropped: then the writer ends.
    jobs: Option<mpsc::Sender<Job>>,
    writer: Option<JoinHandle<()>>,
}

/// What the writer and the readers share. The fields are dropped in this order: sled closes before the lock opens.
struct Shared {
    db: sled::Db,
    census: Census,
    progress: Progress,
    syncs: AtomicU64,
    home: Home,
}

impl std::fmt::Debug for Shared {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // sled's own would print every row.
        f.debug_struct("Shared")
            .field("home", &self.home)
            .finish_non_exhaustive()
    }
}

impl SledStore {
    /// Opens the store in the folder `path`, or makes one. Blocks while sled recovers and every row is checked.
    pub fn open(path: &Path) -> Result<Self, OpenError> {
        Self::start(open::open(path)?)
    }

    /// Whether there is a store in the folder `path`, or was: reading one that never was would make it.
    pub fn is_at(path: &Path) -> bool {
        home::is_at(path)
    }

    fn start(opened: Opened) -> Result<Self, OpenError> {
        let Opened {
            db,
            file,
            ledger,
            census,
            home,
        } = opened;
        let (sender, jobs) = mpsc::channel(QUEUE);
        let shared = Arc::new(Shared {
            db,
            census,
            progress: Progress::new(Revision(ledger.sequence)),
            syncs: AtomicU64::new(0),
            home,
        });
        let writer = Writer {
            shared: Arc::clone(&shared),
            file,
            ledger,
            recall: Recall::default(),
            jobs,
        };
        let writer = std::thread::Builder::new()
            .name("store-writer".to_owned())
            .spawn(move || writer.run())
            .map_err(|error| shared.home.io(error))?;
        Ok(Self {
            shared,
            jobs: Some(sender),
            writer: Some(writer),
        })
    }

    /// Ends when a write has failed, with the reason: the bot must then be started again.
    pub fn failed(&self) -> impl Future<Output = StoreError> + Send + use<> {
        self.shared.progress.failed()
    }

    /// How many times the disk was asked to make commits durable.
    pub fn syncs(&self) -> u64 {
        self.shared.syncs.load(Ordering::Relaxed)
    }

    /// How many bytes a row takes, its key included: for those who measure.
    pub fn bytes_of(&self, key: &Key) -> Result<Option<usize>, StoreError> {
        let key = key::encode(key);
        let value = self.shared.db.get(&key).map_err(|error| failed(&error))?;
        Ok(value.map(|value| key.len() + value.len()))
    }

    async fn send(&self, batch: Encoded) -> Result<Revision, CommitError> {
        let (reply, answer) = oneshot::channel();
        let gone = || CommitError::Store(StoreError::Failed("the writer is gone".to_owned()));
        let jobs = self.jobs.as_ref().ok_or_else(gone)?;
        jobs.send(Job { batch, reply }).await.map_err(|_| gone())?;
        answer.await.map_err(|_| gone())?
    }

    /// One row. Reading one key is cheap enough for the caller's own thread.
    async fn one<T>(
        &self,
        key: &Key,
        guild: GuildId,
        pick: impl FnOnce(Row) -> Option<T>,
    ) -> Result<Option<Stored<T>>, StoreError> {
        if !self.shared.census.any(guild, Kind::of(key)) {
            return Ok(None);
        }
        let key = key::encode(key);
        let Some(value) = self.shared.db.get(&key).map_err(|error| failed(&error))? else {
            return Ok(None);
        };
        let Stored { revision, value } = envelope::stored(&key, &value)?;
        self.shared.progress.durable(revision).await?;
        let value = pick(value).ok_or_else(|| envelope::damaged(&key, "it holds another row"))?;
        Ok(Some(Stored { revision, value }))
    }

    /// All rows whose keys start with `prefix`, if the guild has any of this kind.
    async fn all<T: Send + 'static>(
        &self,
        guild: GuildId,
        kind: Kind,
        prefix: Vec<u8>,
        pick: fn(Row) -> Option<T>,
    ) -> Result<Vec<Stored<T>>, StoreError> {
        if !self.shared.census.any(guild, kind) {
            return Ok(Vec::new());
        }
        self.read(move |db| {
            let picked = db.scan_prefix(prefix).map(|entry| {
                let (key, value) = entry.map_err(|error| failed(&error))?;
                let Stored { revision, value } = envelope::stored(&key, &value)?;
                let value = pick(value).ok_or_else(|| envelope::damaged(&key, "it holds another row"))?;
                Ok(Stored { revision, value })
            });
            picked.collect()
        })
        .await
    }

    /// Reads on a thread that may block, and waits until what was read is durable.
    async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&sled::Db) -> Result<Vec<Stored<T>>, StoreError> + Send + 'static,
    ) -> Result<Vec<Stored<T>>, StoreError> {
        let shared = Arc::clone(&self.shared);
        let rows = tokio::task::spawn_blocking(move || work(&shared.db))
            .await
            .map_err(|error| StoreError::Failed(error.to_string()))??;
        let newest = rows.iter().map(|row| row.revision).max().unwrap_or_default();
        self.shared.progress.durable(newest).await?;
        Ok(rows)
    }
}

impl Drop for SledStore {
    fn drop(&mut self) {
        drop(self.jobs.take());
        if let Some(writer) = self.writer.take()
            && writer.join().is_err()
        {
            tracing::error!("the store's writer panicked");
        }
    }
}

#[async_trait]
impl Store for SledStore {
    async fn settings(&self, guild: GuildId) -> Result<Stored<Settings>, StoreError> {
        let found = self.one(&Key::Settings(guild), guild, Row::into_settings).await?;
        Ok(found.unwrap_or_default())
    }

    async fn proposal(
        &self,
        guild: GuildId,
        number: ProposalNumber,
    ) -> Result<Option<Stored<Proposal>>, StoreError> {
        self.one(&Key::Proposal(guild, number), guild, Row::into_proposal)
            .await
    }

    async fn proposals(&self, guild: GuildId) -> Result<Vec<Stored<Proposal>>, StoreError> {
        let prefix = key::of_kind(guild, Kind::Proposal);
        self.all(guild, Kind::Proposal, prefix, Row::into_proposal).await
    }

    async fn trail(&self, guild: GuildId, number: ProposalNumber) -> Result<Stored<Trail>, StoreError> {
        let census = &self.shared.census;
        if !census.any(guild, Kind::Ballot) && !census.any(guild, Kind::Trail) {
            return Ok(trail::nothing(guild, number));
        }
        let found = self
            .read(move |db| Ok(vec![trail::read(db, guild, number)?]))
            .await?;
        let found = found.into_iter().next().map(|stored| stored.value);
        Ok(found.unwrap_or_else(|| trail::nothing(guild, number)))
    }

    async fn editions(&self, guild: GuildId) -> Result<Vec<Stored<GuildEdition>>, StoreError> {
        let prefix = key::of_kind(guild, Kind::Edition);
        self.all(guild, Kind::Edition, prefix, Row::into_edition).await
    }

    async fn edits(&self, guild: GuildId) -> Result<Vec<Stored<Edit>>, StoreError> {
        let prefix = key::of_kind(guild, Kind::Edit);
        self.all(guild, Kind::Edit, prefix, Row::into_edit).await
    }

    async fn corrections(&self, guild: GuildId) -> Result<Vec<Stored<Correction>>, StoreError> {
        let prefix = key::of_kind(guild, Kind::Correction);
        self.all(guild, Kind::Correction, prefix, Row::into_correction)
            .await
    }

    async fn notice(&self, guild: GuildId, topic: &Topic) -> Result<Option<Stored<Notice>>, StoreError> {
        self.one(&Key::Notice(guild, topic.clone()), guild, Row::into_notice)
            .await
    }

    async fn notices(&self, guild: GuildId) -> Result<Vec<Stored<Notice>>, StoreError> {
        let prefix = key::of_kind(guild, Kind::Notice);
        self.all(guild, Kind::Notice, prefix, Row::into_notice).await
    }

    async fn guilds(&self) -> Result<Vec<GuildId>, StoreError> {
        Ok(self.shared.census.guilds())
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
        let after = after.map(key::encode);
        let rows = self.read(move |db| page(db, &prefix, after, limit)).await?;
        Ok(rows.into_iter().map(|stored| stored.value).collect())
    }

    async fn commit(&self, batch: Batch) -> Result<Revision, CommitError> {
        self.send(Encoded::new(batch)?).await
    }

    async fn purge(&self, guild: GuildId, left: Revision) -> Result<(), CommitError> {
        let settings = self.settings(guild).await?;
        if settings.value.left.is_none() {
            return Err(CommitError::Conflict);
        }
        // The writer looks at the revision again: what these settings say is true as long as they are the newest.
        self.send(Encoded::purge(guild, left)).await.map(drop)
    }

    async fn heard(&self) -> Result<Option<Timestamp>, StoreError> {
        let row = self.shared.db.get(key::HEARD).map_err(|error| failed(&error))?;
        row.map(|bytes| ledger::decode_heard(&bytes)).transpose()
    }

    async fn note_heard(&self, until: Timestamp) -> Result<(), StoreError> {
        match self.send(Encoded::heard(until)).await {
            // It expects nothing that could not hold.
            Ok(_) | Err(CommitError::Conflict) => Ok(()),
            Err(CommitError::Store(error)) => Err(error),
        }
    }

    async fn fill(&self, rows: Vec<Row>) -> Result<(), CommitError> {
        if !self.shared.census.guilds().is_empty() {
            return Err(CommitError::Conflict);
        }
        let (mut left, mut rows) = (rows.len(), rows.into_iter());
        while left > 0 {
            let part: Vec<Row> = rows.by_ref().take(FILL).collect();
            left -= part.len();
            self.send(Encoded::filling(&part, left > 0)?).await?;
        }
        Ok(())
    }
}

/// The rows of the guilds that come after a key.
fn page(
    db: &sled::Db,
    prefix: &[u8],
    after: Option<Vec<u8>>,
    limit: usize,
) -> Result<Vec<Stored<Row>>, StoreError> {
    let start = after.map_or_else(|| prefix.to_vec(), |after| after.max(prefix.to_vec()));
    let mut rows = Vec::new();
    for entry in db.range(start.clone()..) {
        let (key, value) = entry.map_err(|error| failed(&error))?;
        if !key.starts_with(prefix) || rows.len() == limit {
            break;
        }
        // The key itself is the one that the last page ended with.
        if *key == *start || key::is_of_the_bot(&key) {
            continue;
        }
        rows.push(envelope::stored(&key, &value)?);
    }
    Ok(rows)
}
