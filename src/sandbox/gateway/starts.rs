//! How many sessions a bot may start, and how fast.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use tokio::time::Instant;

use super::session::Shard;

/// Identifies in a day, over all shards.
const TOTAL: u64 = 1_000;
/// A day of the sandbox's clock.
const DAY: SignedDuration = SignedDuration::from_hours(24);
/// The pace of identifies of one bucket.
const PACE: Duration = Duration::from_secs(5);
/// How often one and the same shard may identify within the pace, times `max_concurrency`. Discord allows it once; here
/// a bot that is stopped and started by hand, or by a test, does not have to wait for it. Another shard of the bucket
/// does.
const SAME_SHARD: usize = 5;

/// What `GET /gateway/bot` says about starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StartLimit {
    /// Identifies in a day.
    pub total: u64,
    /// What is left of them.
    pub remaining: u64,
    /// Until they are all there again.
    pub reset_after: SignedDuration,
}

/// The identifies of the bot.
#[derive(Debug, Default)]
pub struct Starts {
    used: u64,
    /// When the first of them was.
    since: Option<Timestamp>,
    recent: Vec<(Instant, Shard)>,
}

impl Starts {
    /// How many are left at `now`.
    pub fn limit(&self, now: Timestamp) -> StartLimit {
        let passed = self.since.map(|since| now.duration_since(since));
        match passed.filter(|passed| *passed < DAY) {
            Some(passed) => StartLimit {
                total: TOTAL,
                remaining: TOTAL.saturating_sub(self.used),
                reset_after: DAY - passed,
            },
            None => StartLimit {
                total: TOTAL,
                remaining: TOTAL,
                reset_after: DAY,
            },
        }
    }

    /// Counts an identify; says whether it may start a session. `at` is the same moment by the runtime's timer.
    pub fn take(&mut self, shard: Shard, max_concurrency: u64, now: Timestamp, at: Instant) -> bool {
        if self.limit(now).remaining == TOTAL {
            (self.since, self.used) = (Some(now), 0);
        }
        if self.used >= TOTAL {
            return false;
        }
        self.used += 1;
        let max_concurrency = max_concurrency.max(1);
        let bucket = |shard: Shard| shard.index % max_concurrency;
        self.recent.retain(|(then, _)| at.duration_since(*then) < PACE);
        let mut rivals = self
            .recent
            .iter()
            .filter(|(_, one)| bucket(*one) == bucket(shard));
        let same = self.recent.iter().filter(|(_, one)| *one == shard).count();
        let at_most =
            usize::try_from(max_concurrency).map_or(usize::MAX, |times| SAME_SHARD.saturating_mul(times));
        let allowed = rivals.all(|(_, one)| *one == shard) && same < at_most;
        if allowed {
            self.recent.push((at, shard));
        }
        allowed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn shard(index: u64) -> Shard {
        Shard { index, count: 4 }
    }

    #[test]
    fn a_day_has_a_thousand_starts() {
        let (mut starts, mut at) = (Starts::default(), Instant::now());
        let mut now = Timestamp::UNIX_EPOCH;
        for _ in 0..TOTAL {
            at += PACE;
            assert!(starts.take(shard(0), 1, now, at));
        }
        now += SignedDuration::from_hours(1);
        assert_eq!(starts.limit(now).remaining, 0);
        assert_eq!(starts.limit(now).reset_after, SignedDuration::from_hours(23));
        assert!(!starts.take(shard(0), 1, now, at + PACE));
        now += SignedDuration::from_hours(23);
        assert!(starts.take(shard(0), 1, now, at + PACE));
        assert_eq!(starts.limit(now).remaining, TOTAL - 1);
    }

    #[test]
    fn shards_of_one_bucket_follow_each_other_by_five_seconds() {
        let (mut starts, start) = (Starts::default(), Instant::now());
        let mut take = |index, after: u64| {
            let at = start + Duration::from_millis(after);
            starts.take(shard(index), 2, Timestamp::UNIX_EPOCH, at)
        };
        assert!(take(0, 0));
        assert!(take(1, 0), "another bucket");
        assert!(!take(2, 4_999));
        assert!(take(2, 5_000));
    }

    #[test]
    fn one_shard_does_not_identify_for_ever() {
        let (mut starts, start) = (Starts::default(), Instant::now());
        let mut take = || starts.take(shard(0), 1, Timestamp::UNIX_EPOCH, start);
        assert!((0..SAME_SHARD).all(|_| take()));
        assert!(!take());
    }
}
