//! An edition's digest goes to every server. Those deliveries take turns: a few are at work, all others wait outside, and
//! what they ask of Discord leaves room for what somebody waits for.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, sleep_until};

use crate::discord::sender::A_SECOND;

/// How many requests a second are left for everything else.
const RESERVED: usize = 4;
/// How many digests are delivered at the same time: enough for all turns where Discord takes a second for an answer.
const AT_WORK: usize = 64;

/// The turns of all digests. Clones share them.
#[derive(Debug, Clone)]
pub(super) struct FanOut {
    places: Arc<Semaphore>,
    next: Arc<Mutex<Option<Instant>>>,
}

impl FanOut {
    pub fn new() -> Self {
        Self {
            places: Arc::new(Semaphore::new(AT_WORK)),
            next: Arc::default(),
        }
    }

    /// Waits for a place among those at work, first come, first served; it is given up when the permit is dropped.
    /// `None` is never given: nobody closes the places.
    pub async fn enter(&self) -> Option<OwnedSemaphorePermit> {
        Arc::clone(&self.places).acquire_owned().await.ok()
    }

    /// Waits until one more request may be made.
    pub async fn turn(&self) {
        sleep_until(self.take(Instant::now())).await;
    }

    /// The next turn at or after `now`, which is the caller's.
    fn take(&self, now: Instant) -> Instant {
        let mut next = self.next.lock().unwrap_or_else(PoisonError::into_inner);
        let turn = next.unwrap_or(now).max(now);
        *next = Some(turn + every());
        turn
    }
}

/// The time between two turns.
const fn every() -> Duration {
    Duration::from_nanos(1_000_000_000 / (A_SECOND - RESERVED) as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn turns_leave_room_for_others_and_are_not_saved_up() {
        let (fan_out, start) = (FanOut::new(), Instant::now());
        let turns: Vec<Instant> = (0..47).map(|_| fan_out.take(start)).collect();
        assert_eq!(turns[0], start);
        let last = turns[46].duration_since(start);
        assert!(
            last >= Duration::from_millis(999) && last <= Duration::from_secs(1),
            "{last:?}"
        );
        let later = start + Duration::from_mins(1);
        assert_eq!(fan_out.take(later), later);
        assert_eq!(fan_out.take(later), later + every());
    }

    #[tokio::test]
    async fn a_few_are_at_work_and_the_next_comes_when_one_has_done() {
        use futures_util::FutureExt as _;

        let fan_out = FanOut::new();
        let mut at_work: Vec<_> = (0..AT_WORK)
            .map(|_| fan_out.enter().now_or_never().unwrap())
            .collect();
        let mut waiting = Box::pin(fan_out.enter());
        assert!(waiting.as_mut().now_or_never().is_none());
        at_work.pop();
        assert!(waiting.as_mut().now_or_never().is_some());
    }
}
