//! How far the writer is: what is durable, and whether it had to stop.

use std::future::Future;

use tokio::sync::watch;

use crate::storage::{Revision, StoreError};

/// Told by the writer, asked by the readers.
#[derive(Debug)]
pub struct Progress(watch::Sender<State>);

#[derive(Debug, Clone)]
struct State {
    /// Commits up to this one are on the disk.
    durable: Revision,
    /// Why nothing is written any more.
    stopped: Option<String>,
}

impl Progress {
    /// Everything up to `durable` is on the disk.
    pub fn new(durable: Revision) -> Self {
        let (sender, _) = watch::channel(State {
            durable,
            stopped: None,
        });
        Self(sender)
    }

    /// A group of commits reached the disk.
    pub fn reached(&self, durable: Revision) {
        self.0.send_modify(|state| state.durable = durable);
    }

    /// A write failed: it is not tried again.
    pub fn stop(&self, why: String) {
        self.0.send_modify(|state| {
            state.stopped.get_or_insert(why);
        });
    }

    /// Why the writer stopped, if it did.
    pub fn stopped(&self) -> Option<StoreError> {
        self.0.borrow().stopped.clone().map(StoreError::Stopped)
    }

    /// Waits until the commit is on the disk: sled shows it earlier, and a reader could otherwise tell of a vote that
    /// a power cut takes away.
    pub async fn durable(&self, revision: Revision) -> Result<(), StoreError> {
        if self.0.borrow().durable >= revision {
            return Ok(());
        }
        let mut states = self.0.subscribe();
        let state = states
            .wait_for(|state| state.durable >= revision || state.stopped.is_some())
            .await;
        match state {
            Ok(state) if state.durable >= revision => Ok(()),
            Ok(state) => Err(StoreError::Stopped(state.stopped.clone().unwrap_or_default())),
            Err(_) => Err(StoreError::Failed("the writer is gone".to_owned())),
        }
    }

    /// Ends when the writer has stopped, with the reason.
    pub fn failed(&self) -> impl Future<Output = StoreError> + Send + use<> {
        let mut states = self.0.subscribe();
        async move {
            let stopped = match states.wait_for(|state| state.stopped.is_some()).await {
                Ok(state) => state.stopped.clone(),
                Err(_) => None,
            };
            match stopped {
                Some(why) => StoreError::Stopped(why),
                // The store was closed in order: nothing will ever fail.
                None => std::future::pending().await,
            }
        }
    }
}
