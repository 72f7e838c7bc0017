//! When a new session may be started: as fast as Discord allows, and never again and again.
//!
//! Discord counts: 1,000 sessions in a day over all shards, and of those shards whose number is the same modulo
//! `max_concurrency` one in five seconds. A bot that uses the day's sessions up loses its token.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};
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
    /// Takes the next turn of `shard`, of which `max_concurrency` buckets have one each: when it comes. A session that
    /// is then started is counted by [`Turns::started`]: a gateway that can not be reached costs nothing.
    pub fn take(&self, shard: Shard, max_concurrency: u32, now: Instant) -> Result<Instant, TooMany> {
        let mut taken = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let started = taken.started.entry(shard.index).or_default();
        started.retain(|at| now.saturating_duration_since(*at) < WINDOW);
        if started.len() >= IDENTIFIES {
            return Err(TooMany);
        }
        let bucket = shard.index % max_concurrency.max(1);
        let free = taken.free_from.entry(bucket).or_insert(now);
        let turn = (*free).max(now);
        *free = turn + INTERVAL;
        Ok(turn)
    }

    /// Counts a session of `shard` that is started at `now`.
    pub fn started(&self, shard: Shard, now: Instant) {
        let mut taken = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        taken.started.entry(shard.index).or_default().push_back(now);
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
        let at = |index| turns.take(shard(index), 16, now).unwrap() - now;
        assert_eq!(
            (at(0), at(1), at(15)),
            (Duration::ZERO, Duration::ZERO, Duration::ZERO)
        );
        assert_eq!(at(16), INTERVAL);
        let alone = Turns::default();
        let waits: Vec<_> = (0..3)
            .map(|index| alone.take(shard(index), 1, now).unwrap() - now)
            .collect();
        assert_eq!(waits, [Duration::ZERO, INTERVAL, INTERVAL * 2]);
    }

    #[test]
    fn five_sessions_in_ten_minutes_are_all_that_a_shard_gets() {
        let (turns, start) = (Turns::default(), Instant::now());
        let minute = Duration::from_mins(1);
        for number in 0..5 {
            turns.take(shard(0), 1, start + minute * number).unwrap();
            turns.started(shard(0), start + minute * number);
        }
        assert_eq!(turns.take(shard(0), 1, start + minute * 5), Err(TooMany));
        assert!(
            turns.take(shard(1), 1, start + minute * 5).is_ok(),
            "others have their own"
        );
        assert!(
            turns.take(shard(0), 1, start + minute * 10).is_ok(),
            "the first is long ago"
        );
        turns.started(shard(0), start + minute * 10);
        assert_eq!(turns.take(shard(0), 1, start + minute * 10), Err(TooMany));
    }

    #[test]
    fn a_max_concurrency_of_nothing_is_one() {
        assert!(Turns::default().take(shard(3), 0, Instant::now()).is_ok());
    }
}
