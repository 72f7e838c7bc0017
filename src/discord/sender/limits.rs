//! Discord's rate limits: the buckets of each route, and what holds for all requests of the bot.
//!
//! No more leave in a second than Discord takes of one bot, and none while a global 429 lasts. Interactions are exempt from all of this.

use std::str::FromStr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use reqwest::header::{HeaderMap, RETRY_AFTER};
use serde::Deserialize;
use tokio::time::Instant;

use super::buckets::{Bucket, Buckets};
use super::global::Window;
use super::pause::Pause;
use super::route::Route;
use crate::metrics::LimitScope;

/// What a 429 without any figure asks for.
const DEFAULT_RETRY_AFTER: Duration = Duration::from_secs(5);

/// The longest wait that is believed; beyond it only the length of the number grows.
const MAX_RETRY_AFTER: Duration = Duration::from_hours(24);

/// Discord's headers (<https://discord.com/developers/docs/topics/rate-limits#header-format>).
const BUCKET: &str = "x-ratelimit-bucket";
const REMAINING: &str = "x-ratelimit-remaining";
const RESET_AFTER: &str = "x-ratelimit-reset-after";
const SCOPE: &str = "x-ratelimit-scope";

/// The state of all limits.
#[derive(Debug)]
pub(super) struct Limits {
    state: Mutex<State>,
    pause: Arc<dyn Pause>,
}

#[derive(Debug, Default)]
struct State {
    buckets: Buckets,
    window: Window,
    globally_limited_until: Option<Instant>,
}

/// A limit that lasts longer than the request may wait.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct TooLong(pub Duration);

impl Limits {
    pub fn new(pause: Arc<dyn Pause>) -> Self {
        Self {
            state: Mutex::default(),
            pause,
        }
    }

    /// Waits until the route may be used, unless that takes longer than `patience`.
    pub async fn admit(&self, route: &Route, patience: Duration) -> Result<(), TooLong> {
        // Until when this request has waited, by the pauses' word: a test's are shorter than they say.
        let mut waited = Instant::now();
        loop {
            let Some(until) = self.state().admit(route, waited) else {
                return Ok(());
            };
            let wait = until.saturating_duration_since(Instant::now());
            if wait > patience {
                return Err(TooLong(wait));
            }
            self.pause.pause(wait).await;
            waited = until.max(Instant::now());
        }
    }

    /// Learns from an answer; `limited` if it was a 429.
    pub fn settle(&self, route: &Route, headers: &HeaderMap, limited: Option<&RateLimit>) {
        let now = Instant::now();
        let mut bucket = read_bucket(headers, now);
        let mut state = self.state();
        if let Some(limited) = limited {
            let until = now + limited.retry_after;
            if limited.global {
                state.globally_limited_until = state.globally_limited_until.max(Some(until));
                // Its figures are not those of the route's bucket.
                return;
            }
            if let Some((_, bucket)) = &mut bucket {
                bucket.remaining = 0;
                bucket.resets = bucket.resets.max(until);
            }
        }
        if let Some((name, bucket)) = bucket {
            state.buckets.learn(route, name, bucket, now);
        }
    }

    /// No code between lock and unlock can panic, so a poisoned state is as good as any.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Counts a request at `now`, or says when to ask again.
    fn admit(&mut self, route: &Route, now: Instant) -> Option<Instant> {
        let global = self.globally_limited_until.filter(|until| *until > now);
        let full = global
            .or_else(|| self.window.full_until(now))
            .or_else(|| self.buckets.take(route, now));
        if full.is_none() {
            self.window.note(now);
        }
        full
    }
}

/// What a 429 asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct RateLimit {
    /// The larger of the header's figure, which is in whole seconds, and the body's. Discord sends either too small.
    pub retry_after: Duration,
    /// Whether it holds for all requests of the bot, or of this machine's address.
    pub global: bool,
    /// Whom it is about.
    pub scope: LimitScope,
}

#[derive(Deserialize)]
struct RateLimitBody {
    retry_after: Option<f64>,
    #[serde(default)]
    global: bool,
}

impl RateLimit {
    pub fn read(headers: &HeaderMap, body: &[u8]) -> Self {
        let body: Option<RateLimitBody> = serde_json::from_slice(body).ok();
        let of_header = header::<f64>(headers, RETRY_AFTER.as_str());
        let of_body = body.as_ref().and_then(|body| body.retry_after);
        let retry_after = match (of_header, of_body) {
            (None, None) => DEFAULT_RETRY_AFTER,
            (header, body) => seconds(header.unwrap_or(0.0).max(body.unwrap_or(0.0))),
        };
        let scope = header::<String>(headers, SCOPE);
        let global = match body {
            Some(body) => body.global || scope.as_deref() == Some("global"),
            // Not from Discord itself but from the guard in front of it, which looks at addresses.
            None => true,
        };
        let scope = match scope.as_deref() {
            Some("shared") => LimitScope::Shared,
            _ if global => LimitScope::Global,
            _ => LimitScope::User,
        };
        Self {
            retry_after,
            global,
            scope,
        }
    }
}

fn read_bucket(headers: &HeaderMap, now: Instant) -> Option<(Arc<[u8]>, Bucket)> {
    let name = headers.get(BUCKET)?.as_bytes().into();
    let bucket = Bucket {
        remaining: header(headers, REMAINING)?,
        resets: now + seconds(header(headers, RESET_AFTER)?),
    };
    Some((name, bucket))
}

fn header<T: FromStr>(headers: &HeaderMap, name: &str) -> Option<T> {
    headers.get(name)?.to_str().ok()?.trim().parse().ok()
}

/// A number of seconds as it comes over the wire: negative, endless and no numbers included.
fn seconds(number: f64) -> Duration {
    Duration::try_from_secs_f64(number.max(0.0))
        .unwrap_or(MAX_RETRY_AFTER)
        .min(MAX_RETRY_AFTER)
}

#[cfg(test)]
mod tests {
    use reqwest::Method;
    use reqwest::header::{HeaderName, HeaderValue};

    use super::*;
    use crate::discord::sender::pause::TimerPause;

    fn read(header: Option<&'static str>, body: &str) -> RateLimit {
        let mut headers = HeaderMap::new();
        if let Some(header) = header {
            headers.insert(RETRY_AFTER, HeaderValue::from_static(header));
        }
        RateLimit::read(&headers, body.as_bytes())
    }

    #[test]
    fn the_longer_of_header_and_body_counts() {
        let secs = |secs| RateLimit {
            retry_after: Duration::from_secs(secs),
            global: false,
            scope: LimitScope::User,
        };
        assert_eq!(read(Some("1"), r#"{"retry_after":1163.0}"#), secs(1163));
        assert_eq!(read(Some("7"), r#"{"retry_after":0.5}"#), secs(7));
        assert_eq!(read(None, r#"{"retry_after":-3.0}"#), secs(0));
        assert_eq!(read(None, "{}").retry_after, DEFAULT_RETRY_AFTER);
        assert_eq!(read(Some("inf"), "{}").retry_after, MAX_RETRY_AFTER);
    }

    fn route(channel: u64) -> Route {
        let template = "/channels/{channel}/messages";
        Route::of_channel(Method::POST, template, channel.try_into().unwrap(), "/messages")
    }

    fn headers(of: &[(&'static str, &'static str)]) -> HeaderMap {
        of.iter()
            .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)))
            .collect()
    }

    fn bucket(remaining: &'static str, resets: &'static str) -> HeaderMap {
        headers(&[(BUCKET, "abc"), (REMAINING, remaining), (RESET_AFTER, resets)])
    }

    /// How long the next request of a route waits, by the runtime's timer.
    async fn wait(limits: &Limits, route: &Route) -> Duration {
        let asked = Instant::now();
        limits.admit(route, Duration::from_mins(1)).await.unwrap();
        asked.elapsed()
    }

    #[tokio::test(start_paused = true)]
    async fn an_empty_bucket_is_waited_for_and_no_other() {
        let limits = Limits::new(Arc::new(TimerPause));
        limits.settle(&route(1), &bucket("0", "2.5"), None);
        assert_eq!(wait(&limits, &route(2)).await, Duration::ZERO);
        assert_eq!(wait(&limits, &route(1)).await, Duration::from_millis(2500));
        limits.settle(&route(1), &bucket("0", "600"), None);
        let refused = limits.admit(&route(1), Duration::from_secs(30)).await;
        assert_eq!(refused, Err(TooLong(Duration::from_mins(10))));
    }

    #[tokio::test(start_paused = true)]
    async fn a_limit_of_one_route_lasts_as_long_as_the_longest_figure() {
        let limits = Limits::new(Arc::new(TimerPause));
        let limited = RateLimit {
            retry_after: Duration::from_secs(7),
            global: false,
            scope: LimitScope::User,
        };
        limits.settle(&route(1), &bucket("3", "2"), Some(&limited));
        assert_eq!(wait(&limits, &route(1)).await, Duration::from_secs(7));
    }

    #[tokio::test(start_paused = true)]
    async fn a_global_limit_holds_for_every_route() {
        let limits = Limits::new(Arc::new(TimerPause));
        let limited = RateLimit {
            retry_after: Duration::from_secs(9),
            global: true,
            scope: LimitScope::Global,
        };
        limits.settle(&route(1), &HeaderMap::new(), Some(&limited));
        assert_eq!(wait(&limits, &route(2)).await, Duration::from_secs(9));
        assert_eq!(wait(&limits, &route(1)).await, Duration::ZERO);
    }

    #[test]
    fn the_scope_is_the_headers_word() {
        let scope = |scope: Option<&'static str>, body: &str| {
            let headers = scope.map_or_else(HeaderMap::new, |scope| headers(&[(SCOPE, scope)]));
            RateLimit::read(&headers, body.as_bytes()).scope
        };
        assert_eq!(scope(Some("shared"), "{}"), LimitScope::Shared);
        assert_eq!(scope(Some("global"), "{}"), LimitScope::Global);
        assert_eq!(scope(None, r#"{"global":true}"#), LimitScope::Global);
        assert_eq!(scope(Some("user"), "{}"), LimitScope::User);
        assert_eq!(scope(None, "{}"), LimitScope::User);
    }

    #[test]
    fn a_limit_of_the_address_is_global() {
        assert!(read(Some("60"), "<html>error 1015</html>").global);
        assert!(read(None, r#"{"retry_after":1,"global":true}"#).global);
        assert!(!read(None, r#"{"retry_after":1}"#).global);
    }
}
