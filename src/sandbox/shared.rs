//! What all requests share: the state, the clock, the count of changes and the sign to stop.

use std::sync::atomic::AtomicU64;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::faults::Faults;
use super::options::Options;
use super::rest::RateLimits;
use super::state::State;
use crate::clock::Clock;

/// A handle on what all requests share.
pub type Handle = Arc<Shared>;

/// What all requests share.
#[derive(Debug)]
pub struct Shared {
    /// Discord's time.
    pub clock: Clock,
    /// Told when the sandbox stops.
    pub stopping: CancellationToken,
    /// The tasks of the gateway's sockets.
    pub sockets: TaskTracker,
    /// What was chosen at the start.
    pub options: Options,
    /// The faults that wait.
    pub faults: Faults,
    /// The REST buckets.
    pub limits: Mutex<RateLimits>,
    /// How many requests were answered by 401, 403 or 429, except for limits that are everybody's.
    pub invalid_requests: AtomicU64,
    state: Mutex<State>,
    changes: watch::Sender<u64>,
}

impl Shared {
    /// Of a sandbox at `base_url`.
    pub fn new(clock: Clock, base_url: String, options: Options) -> Self {
        Self {
            clock,
            options,
            faults: Faults::default(),
            stopping: CancellationToken::new(),
            sockets: TaskTracker::new(),
            limits: Mutex::default(),
            invalid_requests: AtomicU64::new(0),
            state: Mutex::new(State::new(base_url, options)),
            changes: watch::Sender::new(0),
        }
    }

    /// Looks into the state.
    pub fn read<T>(&self, look: impl FnOnce(&State) -> T) -> T {
        look(&self.lock())
    }

    /// Changes the state and tells those who watch.
    pub fn update<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        let result = change(&mut self.lock());
        self.changed();
        result
    }

    /// Tells those who watch that something outside the state changed.
    pub fn changed(&self) {
        self.changes.send_modify(|count| *count += 1);
    }

    /// The count of changes, to watch it.
    pub fn watch(&self) -> watch::Receiver<u64> {
        self.changes.subscribe()
    }

    /// The lock is only ever held for a moment, never across an await. A panic inside leaves a state that is whole
    /// enough to go on with.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
