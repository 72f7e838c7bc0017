//! One request in flight per route and channel.
//!
//! Discord counts requests per route and channel, and a burst of concurrent edits into one bucket costs a 429 for most
//! of them. One after another also keeps edits in their order, across the repetition of one of them.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::{Mutex as AsyncMutex, OwnedMutexGuard};

/// What requests have in common that must not overlap: the route without its method, and its channel or guild.
pub(super) type LaneKey = (&'static str, u64);

/// The lanes in use; one that nobody is in or waits for is forgotten.
#[derive(Debug, Default)]
pub(super) struct Lanes {
    lanes: Mutex<HashMap<LaneKey, Lane>>,
}

#[derive(Debug, Default)]
struct Lane {
    lock: Arc<AsyncMutex<()>>,
    users: usize,
}

/// The lane is free again when this is dropped.
pub(super) struct InLane<'lanes> {
    lanes: &'lanes Lanes,
    key: LaneKey,
    held: Option<OwnedMutexGuard<()>>,
}

impl Lanes {
    /// Waits for the lane, first come, first served.
    pub async fn enter(&self, key: LaneKey) -> InLane<'_> {
        let lock = self.with(|lanes| {
            let lane = lanes.entry(key).or_default();
            lane.users += 1;
            Arc::clone(&lane.lock)
        });
        // Made before the wait, so that a request that is given up leaves the lane, too.
        let mut in_lane = InLane {
            lanes: self,
            key,
            held: None,
        };
        in_lane.held = Some(lock.lock_owned().await);
        in_lane
    }

    /// No code between lock and unlock can panic, so a poisoned map is as good as any.
    fn with<T>(&self, change: impl FnOnce(&mut HashMap<LaneKey, Lane>) -> T) -> T {
        change(&mut self.lanes.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Drop for InLane<'_> {
    fn drop(&mut self) {
        self.held = None;
        self.lanes.with(|lanes| {
            if let Some(lane) = lanes.get_mut(&self.key) {
                lane.users -= 1;
                if lane.users == 0 {
                    lanes.remove(&self.key);
                }
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::*;

    #[test]
    fn a_lane_holds_one_and_is_forgotten_after_the_last() {
        let lanes = Lanes::default();
        let first = lanes.enter(("messages", 1)).now_or_never().unwrap();
        assert!(lanes.enter(("messages", 1)).now_or_never().is_none());
        let other = lanes.enter(("messages", 2)).now_or_never().unwrap();
        assert_eq!(lanes.with(|lanes| lanes.len()), 2);
        drop(first);
        drop(other);
        assert_eq!(lanes.with(|lanes| lanes.len()), 0);
        assert!(lanes.enter(("messages", 1)).now_or_never().is_some());
    }

    #[test]
    fn those_who_wait_take_turns() {
        let lanes = Lanes::default();
        let first = lanes.enter(("messages", 1)).now_or_never().unwrap();
        let mut second = Box::pin(lanes.enter(("messages", 1)));
        let mut third = Box::pin(lanes.enter(("messages", 1)));
        assert!(second.as_mut().now_or_never().is_none());
        assert!(third.as_mut().now_or_never().is_none());
        drop(first);
        assert!(third.as_mut().now_or_never().is_none());
        drop(second);
        assert!(third.as_mut().now_or_never().is_some());
    }
}
