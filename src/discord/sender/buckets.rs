//! Discord's buckets: how many requests of a kind are left, and until when.
//!
//! A bucket is shared by routes that Discord gives the same name, and counts for one channel, guild or application. It
//! says nothing once it was reset, so it is forgotten then. (twilight's limiter, which could do this, keeps something
//! of every path that it was ever asked about, and its task never ends.)

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use reqwest::Method;
use tokio::time::Instant;

use super::route::{Pace, Route};

/// The bot's requests on all routes
/// (<https://discord.com/developers/docs/topics/rate-limits#global-rate-limit>).
const GLOBAL: usize = 50;
/// In so much time.
const GLOBAL_WINDOW: Duration = Duration::from_secs(1);
/// The past is looked for when so many are known, and then when there are twice as many as were left.
const FEW: usize = 128;

/// What one bucket still holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Bucket {
    /// How many requests may still be sent.
    pub remaining: u32,
    /// When it is full again.
    pub resets: Instant,
}

/// Discord's name of a bucket, with the channel, guild or application that it counts for.
type BucketKey = (Arc<[u8]>, u64);
/// A route, with the same.
type RouteKey = (Method, &'static str, u64);

/// All buckets that say something, and the requests of the last second.
#[derive(Debug)]
pub(super) struct Buckets {
    /// In which bucket a route was last, and until when that matters.
    routes: HashMap<RouteKey, (Arc<[u8]>, Instant)>,
    left: HashMap<BucketKey, Bucket>,
    /// At most [`GLOBAL`].
    sent: VecDeque<Instant>,
    /// How many may be known before the past is looked for.
    room: usize,
}

impl Default for Buckets {
    fn default() -> Self {
        Self {
            routes: HashMap::new(),
            left: HashMap::new(),
            sent: VecDeque::with_capacity(GLOBAL),
            room: FEW,
        }
    }
}

impl Buckets {
    /// Counts a request at `now`, or says when to ask again.
    pub fn take(&mut self, route: &Route, now: Instant) -> Option<Instant> {
        let key = key(route);
        let name = self.routes.get(&key).map(|(name, _)| Arc::clone(name));
        let bucket = name.and_then(|name| self.left.get_mut(&(name, key.2)));
        let bucket = bucket.filter(|bucket| bucket.resets > now);
        if let Some(Bucket { remaining: 0, resets }) = bucket {
            return Some(*resets);
        }
        if let Some(oldest) = self.sent.front().filter(|_| self.sent.len() >= GLOBAL) {
            let free = *oldest + GLOBAL_WINDOW;
            if free > now {
                return Some(free);
            }
            self.sent.pop_front();
        }
        self.sent.push_back(now);
        if let Some(bucket) = bucket {
            bucket.remaining -= 1;
        }
        None
    }

    /// Takes over what an answer says about the bucket called `name`.
    pub fn learn(&mut self, route: &Route, name: Arc<[u8]>, bucket: Bucket, now: Instant) {
        let key = key(route);
        self.left.insert((Arc::clone(&name), key.2), bucket);
        self.routes.insert(key, (name, bucket.resets));
        if self.left.len().max(self.routes.len()) > self.room {
            self.left.retain(|_, bucket| bucket.resets > now);
            self.routes.retain(|_, (_, matters)| *matters > now);
            self.room = FEW.max(2 * self.left.len().max(self.routes.len()));
        }
    }
}

fn key(route: &Route) -> RouteKey {
    let major = match route.pace {
        Pace::Bot { major } => major,
        Pace::Interaction => 0,
    };
    (route.method.clone(), route.template, major)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn route(method: Method, channel: u64, message: u64) -> Route {
        let template = "/channels/{channel}/messages/{message}";
        let channel = channel.try_into().unwrap();
        Route::of_channel(method, template, channel, &format!("/messages/{message}"))
    }

    fn bucket(remaining: u32, resets: Instant) -> Bucket {
        Bucket { remaining, resets }
    }

    #[tokio::test]
    async fn a_bucket_counts_for_its_channel_whatever_the_message() {
        let (mut buckets, now) = (Buckets::default(), Instant::now());
        let resets = now + Duration::from_secs(5);
        buckets.learn(
            &route(Method::PATCH, 1, 9),
            Arc::from(*b"abc"),
            bucket(2, resets),
            now,
        );
        assert_eq!(buckets.take(&route(Method::PATCH, 1, 9), now), None);
        assert_eq!(buckets.take(&route(Method::PATCH, 1, 8), now), None);
        assert_eq!(buckets.take(&route(Method::PATCH, 1, 7), now), Some(resets));
        assert_eq!(buckets.take(&route(Method::PATCH, 2, 9), now), None);
        assert_eq!(buckets.take(&route(Method::DELETE, 1, 9), now), None);
        assert_eq!(buckets.take(&route(Method::PATCH, 1, 9), resets), None);
    }

    #[tokio::test]
    async fn routes_that_discord_puts_together_share_what_is_left() {
        let (mut buckets, now) = (Buckets::default(), Instant::now());
        let resets = now + Duration::from_secs(5);
        let (edit, delete) = (route(Method::PATCH, 1, 9), route(Method::DELETE, 1, 9));
        buckets.learn(&edit, Arc::from(*b"abc"), bucket(1, resets), now);
        buckets.learn(&delete, Arc::from(*b"abc"), bucket(1, resets), now);
        assert_eq!(buckets.take(&edit, now), None);
        assert_eq!(buckets.take(&delete, now), Some(resets));
    }

    #[tokio::test]
    async fn fifty_a_second_are_sent_and_no_more() {
        let (mut buckets, now) = (Buckets::default(), Instant::now());
        for channel in 1..=50 {
            assert_eq!(buckets.take(&route(Method::PATCH, channel, 9), now), None);
        }
        let next = now + GLOBAL_WINDOW;
        assert_eq!(buckets.take(&route(Method::PATCH, 51, 9), now), Some(next));
        assert_eq!(buckets.take(&route(Method::PATCH, 51, 9), next), None);
        assert_eq!(buckets.sent.len(), GLOBAL);
    }

    #[tokio::test]
    async fn ten_thousand_channels_leave_a_bounded_number() {
        let (mut buckets, start) = (Buckets::default(), Instant::now());
        for channel in 1..=10_000_u32 {
            // Fifty a second, each in a bucket that is full again after two seconds.
            let now = start + Duration::from_millis(20) * channel;
            let route = route(Method::PATCH, channel.into(), 9);
            assert_eq!(buckets.take(&route, now), None);
            let resets = now + Duration::from_secs(2);
            buckets.learn(&route, Arc::from(*b"abc"), bucket(4, resets), now);
            assert!(buckets.left.len() <= 2 * FEW && buckets.routes.len() <= 2 * FEW);
        }
    }
}
