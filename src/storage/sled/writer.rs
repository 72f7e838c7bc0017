//! The one thread that writes: it takes what has queued, and answers when all of it is on the disk.

use std::fs::File;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::Ordering;

use tokio::sync::{mpsc, oneshot};

use super::Shared;
use super::encoded::Encoded;
use super::group::Group;
use super::ledger::Ledger;
use super::open::failed;
use super::recall::Recall;
use crate::storage::{CommitError, Revision, StoreError};

/// The most batches that one sync carries.
const MAX_GROUP: usize = 1024;

/// The answer to a batch.
pub type Answer = Result<Revision, CommitError>;

/// A batch that waits to be written.
#[derive(Debug)]
pub struct Job {
    /// What to write.
    pub batch: Encoded,
    /// Who waits for it.
    pub reply: oneshot::Sender<Answer>,
}

/// The thread's state.
pub struct Writer {
    /// What it shares with the readers.
    pub shared: Arc<Shared>,
    /// Our own handle on sled's file.
    pub file: File,
    /// What all rows add up to.
    pub ledger: Ledger,
    /// What it remembers of the rows.
    pub recall: Recall,
    /// The queue.
    pub jobs: mpsc::Receiver<Job>,
}

impl Writer {
    /// Writes until nobody can send any more, and everything that was sent is answered.
    pub fn run(mut self) {
        let mut jobs = Vec::new();
        while self.jobs.blocking_recv_many(&mut jobs, MAX_GROUP) > 0 {
            self.answer(&mut jobs);
        }
    }

    fn answer(&mut self, jobs: &mut Vec<Job>) {
        let (batches, replies): (Vec<_>, Vec<_>) = jobs.drain(..).map(|job| (job.batch, job.reply)).unzip();
        let answers = match self.shared.progress.stopped() {
            Some(stopped) => Err(stopped),
            None => self.write(batches).inspect_err(|error| self.stop(error)),
        };
        match answers {
            Ok(answers) => {
                for (reply, answer) in replies.into_iter().zip(answers) {
                    // A task that was cancelled does not want to know.
                    let _ = reply.send(answer);
                }
            }
            Err(error) => {
                for reply in replies {
                    let _ = reply.send(Err(CommitError::Store(error.clone())));
                }
            }
        }
    }

    fn write(&mut self, batches: Vec<Encoded>) -> Result<Vec<Answer>, StoreError> {
        let group = catch_unwind(AssertUnwindSafe(|| self.write_group(batches)));
        group.unwrap_or_else(|_| Err(StoreError::Failed("sled panicked".to_owned())))
    }

    fn write_group(&mut self, batches: Vec<Encoded>) -> Result<Vec<Answer>, StoreError> {
        let db = &self.shared.db;
        let mut group = Group::new(db, &mut self.recall, self.ledger);
        let mut answers = Vec::with_capacity(batches.len());
        for batch in batches {
            answers.push(group.admit(batch)?.ok_or(CommitError::Conflict));
        }
        if group.is_empty() {
            return Ok(answers);
        }
        let (values, ledger, changes) = group.finish()?;
        db.apply_batch(values).map_err(|error| failed(&error))?;
        // sled's flush leaves the file in the cache of the system, and its asynchronous one can lock up.
        db.flush().map_err(|error| failed(&error))?;
        let io = |error: std::io::Error| StoreError::Failed(error.to_string());
        self.file.sync_data().map_err(io)?;
        self.shared.syncs.fetch_add(1, Ordering::Relaxed);
        self.shared.home.reached(ledger.sequence).map_err(io)?;
        self.ledger = ledger;
        self.shared.census.note(changes);
        self.shared.progress.reached(Revision(ledger.sequence));
        Ok(answers)
    }

    /// After a sync that failed nobody knows what is on the disk, and a second one may lie: only a new start helps.
    fn stop(&self, error: &StoreError) {
        tracing::error!(%error, "a write failed: nothing is stored any more until the bot is started again");
        self.shared.home.set_intact(false);
        self.shared.progress.stop(error.to_string());
    }
}
