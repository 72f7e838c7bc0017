//! What is looked up when metrics are asked for, rather than counted as it happens.

use std::fmt;
use std::sync::{Arc, OnceLock, Weak};
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::Mutex;
use tokio::time::Instant;

use crate::metrics::{Metrics, Outbox};
use crate::outbox::Delivery;
use crate::storage::{Store, StoreError};

/// How long what was read from the store is good enough. A thousand guilds take some tenths of a second to read.
const FRESH: Duration = Duration::from_secs(15);

/// Where the figures come from, once the bot is built.
pub struct Sources {
    /// The store. It is not kept open for the figures' sake.
    pub store: Weak<dyn Store>,
    /// How many votes are open.
    pub open_votes: Box<dyn Fn() -> usize + Send + Sync>,
    /// How many requests of the last ten minutes Discord counts as invalid.
    pub invalid_requests: Box<dyn Fn() -> usize + Send + Sync>,
}

/// Looks figures up. Clones share what they have found.
#[derive(Clone, Default)]
pub struct Figures {
    inner: Arc<Inner>,
}

#[derive(Default)]
struct Inner {
    sources: OnceLock<Sources>,
    /// When the store was last read. Who asks meanwhile waits for the answer and reads nothing.
    read_at: Mutex<Option<Instant>>,
}

impl fmt::Debug for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Figures").finish_non_exhaustive()
    }
}

impl Figures {
    /// Says where they come from; the first word counts.
    pub fn come_from(&self, sources: Sources) {
        if self.inner.sources.set(sources).is_err() {
            tracing::debug!("the sources of the figures were known before");
        }
    }

    /// Puts the figures into `metrics`. Before the bot is built there are none.
    pub async fn take(&self, metrics: &Metrics) {
        let Some(sources) = self.inner.sources.get() else {
            return;
        };
        metrics.open_votes((sources.open_votes)());
        metrics.invalid_requests((sources.invalid_requests)());
        let mut read_at = self.inner.read_at.lock().await;
        if read_at.is_some_and(|at| at.elapsed() < FRESH) {
            return;
        }
        let Some(store) = sources.store.upgrade() else {
            return;
        };
        match Counts::of(&*store).await {
            Ok(counts) => {
                metrics.outbox(Outbox::Pending, counts.pending);
                metrics.outbox(Outbox::Sending, counts.sending);
                metrics.outbox(Outbox::Parked, counts.parked);
                metrics.stored_notices(counts.all);
                metrics.oldest_notice(counts.oldest);
                *read_at = Some(Instant::now());
            }
            Err(error) => tracing::warn!(error = %error, "the outbox could not be counted"),
        }
    }
}

/// How many notices there are.
#[derive(Debug, Default, PartialEq, Eq)]
struct Counts {
    pending: usize,
    sending: usize,
    parked: usize,
    all: usize,
    /// When the first of those was queued that are pending or sending. What waits in a guild that the bot has left is
    /// not looked at: it waits until it is deleted.
    oldest: Option<Timestamp>,
}

impl Counts {
    async fn of(store: &dyn Store) -> Result<Self, StoreError> {
        let mut counts = Self::default();
        for guild in store.guilds().await? {
            let mut first: Option<Timestamp> = None;
            for notice in store.notices(guild).await? {
                counts.all += 1;
                match notice.value.delivery {
                    Delivery::Pending => counts.pending += 1,
                    Delivery::Sending { .. } => counts.sending += 1,
                    Delivery::Parked { .. } => counts.parked += 1,
                    Delivery::Sent { .. } => {}
                }
                if notice.value.is_under_way() {
                    let queued_at = notice.value.queued_at;
                    first = Some(first.map_or(queued_at, |first| first.min(queued_at)));
                }
            }
            if first.is_some() && store.settings(guild).await?.value.left.is_none() {
                counts.oldest = [counts.oldest, first].into_iter().flatten().min();
            }
        }
        Ok(counts)
    }
}
