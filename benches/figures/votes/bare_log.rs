//! The baseline: a file to which records are appended, and one fdatasync for all that have queued.

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

/// A record that waits to be written, and who waits for it.
struct Job {
    record: Vec<u8>,
    reply: oneshot::Sender<()>,
}

/// A bare log with one thread that writes.
pub struct BareLog {
    jobs: mpsc::Sender<Job>,
    writer: JoinHandle<io::Result<()>>,
}

impl BareLog {
    /// A log that writes so many bytes for each group besides its records.
    pub fn create(path: &Path, group: usize) -> Outcome<Self> {
        let file = File::create(path)?;
        let (jobs, queue) = mpsc::channel(QUEUE);
        let writer = std::thread::spawn(move || write(file, queue, group));
        Ok(Self { jobs, writer })
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

fn write(mut file: File, mut queue: mpsc::Receiver<Job>, group: usize) -> io::Result<()> {
    let mut bytes = Vec::new();
    while let Some(first) = queue.blocking_recv() {
        let mut jobs = vec![first];
        while jobs.len() < MAX_GROUP
            && let Ok(job) = queue.try_recv()
        {
            jobs.push(job);
        }
        bytes.clear();
        for job in &jobs {
            bytes.extend_from_slice(&job.record);
        }
        bytes.resize(bytes.len() + group, b'x');
        file.write_all(&bytes)?;
        file.sync_data()?;
        for job in jobs {
            // Who was to hear it may have ended.
            job.reply.send(()).ok();
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
