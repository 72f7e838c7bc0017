//! So many in so much time, for each of many things.

use std::collections::{HashMap, VecDeque};
use std::hash::Hash;
use std::time::Duration;

use jiff::Timestamp;
use tokio::time::Instant;

/// A point in time, of whichever clock.
pub trait Moment: Copy {
    /// The time from an earlier moment until this one; nothing if it is not earlier.
    fn since(self, earlier: Self) -> Duration;
}

impl Moment for Instant {
    fn since(self, earlier: Self) -> Duration {
        self.duration_since(earlier)
    }
}

impl Moment for Timestamp {
    fn since(self, earlier: Self) -> Duration {
        Duration::try_from(self.duration_since(earlier)).unwrap_or_default()
    }
}

/// So many in each window, for each key; the window slides.
#[derive(Debug)]
pub struct Pace<K, M> {
    limit: usize,
    window: Duration,
    taken: HashMap<K, VecDeque<M>>,
}

impl<K: Hash + Eq, M: Moment> Pace<K, M> {
    /// At most `limit` in each `window`.
    pub fn new(limit: usize, window: Duration) -> Self {
        Self {
            limit,
            window,
            taken: HashMap::new(),
        }
    }

    /// Takes `count` at `now`, or nothing: then it says after how long there is room again.
    pub fn take(&mut self, key: K, count: usize, now: M) -> Result<(), Duration> {
        let window = self.window;
        let over = |then: &M| now.since(*then) >= window;
        self.taken.retain(|_, taken| {
            while taken.front().is_some_and(over) {
                taken.pop_front();
            }
            !taken.is_empty()
        });
        let taken = self.taken.entry(key).or_default();
        if taken.len() + count > self.limit {
            let first = taken.front().copied().unwrap_or(now);
            return Err(window.saturating_sub(now.since(first)));
        }
        taken.extend(std::iter::repeat_n(now, count));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_room_again_when_the_first_has_left_the_window() {
        let start = Instant::now();
        let mut pace = Pace::new(2, Duration::from_secs(20));
        let mut take = |key: u8, second: u64| pace.take(key, 1, start + Duration::from_secs(second));
        assert_eq!(take(1, 0), Ok(()));
        assert_eq!(take(1, 5), Ok(()));
        assert_eq!(take(1, 6), Err(Duration::from_secs(14)));
        assert_eq!(take(2, 6), Ok(()));
        assert_eq!(take(1, 20), Ok(()));
        assert_eq!(take(1, 21), Err(Duration::from_secs(4)));
    }
}
