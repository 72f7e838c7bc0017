//! A store under a process that dies at one of its commits.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use async_trait::async_trait;

use super::{Batch, CommitError, Layer, Revision, Store, StoreError};

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
impl Layer for Crashing {
    fn below(&self) -> &dyn Store {
        &*self.below
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
}
