//! When a new session may be started: as fast as Discord allows, and never again and again.
//!
//! Discord counts: 1,000 sessions in a day over all shards, and of those shards whose number is the same modulo
//! `max_concurrency` one in five seconds. A bot that uses the day's sessions up loses its token.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use super::event::Shard;

/// How many sessions of one shard may be started within [`WINDOW`]; who needs more is not helped by another.
pub(super) const IDENTIFIES: usize = 5;
/// The time in which they are counted.
pub(super) const WINDOW: Duration = Duration::from_mins(10);

/// The time in which Discord counts identifies, and a little for the way there
/// (<https://discord.com/developers/docs/events/gateway#rate-limiting>).
const INTERVAL: Duration = Duration::from_millis(5_250);

/// The turns of all shards.
#[derive(Debug, Clone, Default)]
pub(super) struct Turns(Arc<Mutex<Taken>>);

#[derive(Debug, Default)]
struct Taken {
    /// When the next session of a bucket may be started.
    free_from: HashMap<u32, Instant>,
    /// When each shard's last sessions were started.
    started: HashMap<u32, VecDeque<Instant>>,
}

/// A shard has started too many sessions.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct TooMany;

impl Turns {
    /// Whether one more session of `shard` may be started.
    pub fn check(&self, shard: Shard, now: Instant) -> Result<(), TooMany> {
        let mut taken = self.taken();
        let started = taken.started.entry(shard.index).or_default();
        started.retain(|at| now.saturating_duration_since(*at) < WINDOW);
        if started.len() >= IDENTIFIES {
            return Err(TooMany);
        }
        Ok(())
    }

    /// Takes the next turn of `shard`, of which `max_concurrency` buckets have one each: when it comes. A session
    /// counts from [`Turns::started`] on: a connection that does not come so far costs nothing.
    pub fn take(&self, shard: Shard, max_concurrency: u32, now: Instant) -> Instant {
        let mut taken = self.taken();
        let bucket = shard.index % max_concurrency.max(1);
        let free = taken.free_from.entry(bucket).or_insert(now);
        let turn = (*free).max(now);
        *free = turn + INTERVAL;
        turn
    }

    /// A session of `shard` was asked for.
    pub fn started(&self, shard: Shard, now: Instant) {
        self.taken()
            .started
            .entry(shard.index)
            .or_default()
            .push_back(now);
    }

    /// No code between lock and unlock can panic, so a poisoned lock is as good as any.
    fn taken(&self) -> MutexGuard<'_, Taken> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shard(index: u32) -> Shard {
        Shard { index, total: 32 }
    }

    #[test]
    fn shards_of_a_bucket_take_turns_and_buckets_go_side_by_side() {
        let (turns, now) = (Turns::default(), Instant::now());
        let at = |index| turns.take(shard(index), 16, now) - now;
        assert_eq!(
            (at(0), at(1), at(15)),
            (Duration::ZERO, Duration::ZERO, Duration::ZERO)
        );
        assert_eq!(at(16), INTERVAL);
        let alone = Turns::default();
        let waits: Vec<_> = (0..3)
            .map(|index| alone.take(shard(index), 1, now) - now)
            .collect();
        assert_eq!(waits, [Duration::ZERO, INTERVAL, INTERVAL * 2]);
    }

    #[test]
    fn five_sessions_in_ten_minutes_are_all_that_a_shard_gets() {
        let (turns, start) = (Turns::default(), Instant::now());
        let minute = Duration::from_mins(1);
        for number in 0..5 {
            let at = start + minute * number;
            // A connection that failed before it came to a session does not count.
            assert_eq!(turns.check(shard(0), at), Ok(()));
            assert_eq!(turns.check(shard(0), at), Ok(()));
            turns.started(shard(0), at);
        }
        assert_eq!(turns.check(shard(0), start + minute * 5), Err(TooMany));
        assert_eq!(
            turns.check(shard(1), start + minute * 5),
            Ok(()),
            "others have their own"
        );
        let later = start + minute * 10;
        assert_eq!(turns.check(shard(0), later), Ok(()), "the first is long ago");
        turns.started(shard(0), later);
        assert_eq!(turns.check(shard(0), later), Err(TooMany));
    }

    #[test]
    fn a_max_concurrency_of_nothing_is_one() {
        let now = Instant::now();
        assert_eq!(Turns::default().take(shard(3), 0, now), now);
    }
}
