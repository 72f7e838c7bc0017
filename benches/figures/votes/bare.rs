//! The baselines: records that are written as they queue, with one fdatasync for all of a group. A bare log appends them to
//! a file; bare sled puts each as a row into a tree, which says how much of the store's time is not the bot's.

use std::fs::File;
use std::io::{self, Write};
use std::path::Path;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use tokio::sync::{mpsc, oneshot};

use crate::Outcome;

/// As the store's writer has them.
const QUEUE: usize = 2048;
const MAX_GROUP: usize = 1024;
/// As long as the key of a ballot.
const KEY: usize = 21;
/// As the store has them.
const CACHE_BYTES: u64 = 8 * 1024 * 1024;
const FLUSH_EVERY_MS: Option<u64> = Some(500);

/// Where records go.
pub trait Medium: Send + 'static {
    /// Writes the records of a group; they are on the disk when it returns.
    fn write(&mut self, records: impl Iterator<Item = Vec<u8>>) -> io::Result<()>;
}

/// A file to which is appended.
pub struct Log {
    file: File,
    bytes: Vec<u8>,
    /// How many bytes are written for each group besides its records.
    group: usize,
}

impl Log {
    pub fn create(path: &Path, group: usize) -> Outcome<Self> {
        let (file, bytes) = (File::create(path)?, Vec::new());
        Ok(Self { file, bytes, group })
    }
}

impl Medium for Log {
    fn write(&mut self, records: impl Iterator<Item = Vec<u8>>) -> io::Result<()> {
        self.bytes.clear();
        for record in records {
            self.bytes.extend_from_slice(&record);
        }
        self.bytes.resize(self.bytes.len() + self.group, b'x');
        self.file.write_all(&self.bytes)?;
        self.file.sync_data()
    }
}

/// A tree of sled, each record a row behind all others, and one row that is written with each group.
pub struct Tree {
    db: sled::Db,
    file: File,
    rows: u64,
    group: usize,
}

impl Tree {
    pub fn create(folder: &Path, group: usize) -> Outcome<Self> {
        let config = sled::Config::new()
            .path(folder)
            .cache_capacity(CACHE_BYTES)
            .flush_every_ms(FLUSH_EVERY_MS);
        let db = config.open()?;
        let file = File::options().read(true).write(true).open(folder.join("db"))?;
        Ok(Self {
            db,
            file,
            rows: 0,
            group,
        })
    }
}

impl Medium for Tree {
    fn write(&mut self, records: impl Iterator<Item = Vec<u8>>) -> io::Result<()> {
        let mut batch = sled::Batch::default();
        for record in records {
            self.rows += 1;
            let mut key = [0; KEY];
            key[KEY - 8..].copy_from_slice(&(self.rows << 16).to_be_bytes());
            batch.insert(&key[..], &record[KEY..]);
        }
        let mut of_group = vec![b'x'; self.group];
        of_group[..8].copy_from_slice(&self.rows.to_be_bytes());
        batch.insert(&b"group"[..], of_group);
        self.db.apply_batch(batch)?;
        self.db.flush()?;
        self.file.sync_data()
    }
}

/// A record that waits to be written, and who waits for it.
struct Job {
    record: Vec<u8>,
    reply: oneshot::Sender<()>,
}

/// A medium with one thread that writes.
pub struct Grouped {
    jobs: mpsc::Sender<Job>,
    writer: JoinHandle<io::Result<()>>,
}

impl Grouped {
    pub fn on(medium: impl Medium) -> Self {
        let (jobs, queue) = mpsc::channel(QUEUE);
        let writer = std::thread::spawn(move || write(medium, queue));
        Self { jobs, writer }
    }

    /// Returns when the record is on the disk.
    pub async fn append(&self, record: Vec<u8>) -> Outcome<()> {
        let (reply, written) = oneshot::channel();
        self.jobs
            .send(Job { record, reply })
            .await
            .map_err(|_| "the writer is gone")?;
        Ok(written.await?)
    }

    /// Ends the thread; says whether it failed.
    pub fn close(self) -> Outcome<()> {
        let Self { jobs, writer } = self;
        drop(jobs);
        Ok(writer.join().map_err(|_| "the writer panicked")??)
    }
}

fn write(mut medium: impl Medium, mut queue: mpsc::Receiver<Job>) -> io::Result<()> {
    let mut jobs = Vec::new();
    while queue.blocking_recv_many(&mut jobs, MAX_GROUP) > 0 {
        let mut replies = Vec::with_capacity(jobs.len());
        medium.write(jobs.drain(..).map(|Job { record, reply }| {
            replies.push(reply);
            record
        }))?;
        for reply in replies {
            // Who was to hear it may have ended.
            reply.send(()).ok();
        }
    }
    Ok(())
}

/// How long one fdatasync takes after one record of so many bytes: `count` times.
pub fn syncs_alone(path: &Path, bytes: usize, count: usize) -> Outcome<Vec<Duration>> {
    let (mut file, record) = (File::create(path)?, vec![b'x'; bytes]);
    let mut sample = Vec::with_capacity(count);
    for _ in 0..count {
        file.write_all(&record)?;
        let started = Instant::now();
        file.sync_data()?;
        sample.push(started.elapsed());
    }
    Ok(sample)
}
