//! Discord's rate limits: the buckets of each route, and the bot's global limit.
//!
//! The buckets are kept by twilight's limiter. It knows no global 429, so that one is kept here: while it lasts, no
//! request of the bot leaves. Interactions are exempt from both, and are not shown to the limiter, which logs paths:
//! theirs hold their tokens.

use std::str::FromStr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use reqwest::Method;
use reqwest::header::{HeaderMap, RETRY_AFTER};
use serde::Deserialize;
use tokio::sync::oneshot;
use twilight_http_ratelimiting::{self as twilight, Endpoint, Permit, RateLimitHeaders, RateLimiter};

use super::pause::Pause;
use super::route::Route;

/// What a 429 without any figure asks for.
const DEFAULT_RETRY_AFTER: Duration = Duration::from_secs(5);

/// The longest wait that is believed; beyond it only the length of the number grows.
const MAX_RETRY_AFTER: Duration = Duration::from_hours(24);

/// The state of all limits.
#[derive(Debug)]
pub(super) struct Limits {
    buckets: RateLimiter,
    globally_limited_until: Mutex<Option<Instant>>,
    pause: Arc<dyn Pause>,
}

/// A limit that lasts longer than the request may wait.
pub(super) struct TooLong(pub Duration);

impl Limits {
    /// Must be called within a runtime: the buckets are kept by a task.
    pub fn new(pause: Arc<dyn Pause>) -> Self {
        Self {
            buckets: RateLimiter::default(),
            globally_limited_until: Mutex::new(None),
            pause,
        }
    }

    /// Waits until the route may be used, unless that takes longer than `patience`.
    pub async fn admit(&self, route: &Route, patience: Duration) -> Result<Permit, TooLong> {
        let (refuse, refused) = oneshot::channel();
        let endpoint = Endpoint {
            method: method(&route.method),
            path: route.path.trim_start_matches('/').to_owned(),
        };
        let permit = self.buckets.acquire_if(endpoint, move |bucket| {
            let wait = bucket
                .filter(|bucket| bucket.remaining == 0)
                .map_or(Duration::ZERO, |bucket| {
                    bucket.reset_at.saturating_duration_since(Instant::now())
                });
            if wait > patience {
                // The other end waits for this, or has given the request up.
                let _ = refuse.send(wait);
            }
            wait <= patience
        });
        let Some(permit) = permit.await else {
            return Err(TooLong(refused.await.unwrap_or(DEFAULT_RETRY_AFTER)));
        };
        self.wait_for_global(patience).await?;
        Ok(permit)
    }

    async fn wait_for_global(&self, patience: Duration) -> Result<(), TooLong> {
        let mut waited_for = None;
        loop {
            let until = *self
                .globally_limited_until
                .lock()
                .unwrap_or_else(PoisonError::into_inner);
            let wait = until.map_or(Duration::ZERO, |until| {
                until.saturating_duration_since(Instant::now())
            });
            if wait.is_zero() || until == waited_for {
                return Ok(());
            }
            if wait > patience {
                return Err(TooLong(wait));
            }
            self.pause.pause(wait).await;
            waited_for = until;
        }
    }

    /// Learns from an answer; `limited` if it was a 429.
    pub fn settle(&self, permit: Permit, headers: &HeaderMap, limited: Option<&RateLimit>) {
        let mut bucket = read_bucket(headers);
        if let Some(limited) = limited {
            let until = Instant::now() + limited.retry_after;
            if limited.global {
                let mut global = self
                    .globally_limited_until
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner);
                *global = (*global).max(Some(until));
                bucket = None;
            } else if let Some(bucket) = &mut bucket {
                bucket.remaining = 0;
                bucket.reset_at = bucket.reset_at.max(until);
            }
        }
        permit.complete(bucket);
    }
}

/// What a 429 asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct RateLimit {
    /// The larger of the header's figure, which is in whole seconds, and the body's. Discord sends either too small.
    pub retry_after: Duration,
    /// Whether it holds for all requests of the bot, or of this machine's address.
    pub global: bool,
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
        let global = match body {
            Some(body) => {
                body.global
                    || header::<String>(headers, RateLimitHeaders::SCOPE).is_some_and(|s| s == "global")
            }
            // Not from Discord itself but from the guard in front of it, which looks at addresses.
            None => true,
        };
        Self { retry_after, global }
    }
}

fn read_bucket(headers: &HeaderMap) -> Option<RateLimitHeaders> {
    let reset_after = seconds(header(headers, RateLimitHeaders::RESET_AFTER)?);
    Some(RateLimitHeaders {
        bucket: headers.get(RateLimitHeaders::BUCKET)?.as_bytes().to_vec(),
        limit: header(headers, RateLimitHeaders::LIMIT)?,
        remaining: header(headers, RateLimitHeaders::REMAINING)?,
        reset_at: Instant::now() + reset_after,
    })
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

fn method(method: &Method) -> twilight::Method {
    match *method {
        Method::DELETE => twilight::Method::Delete,
        Method::PATCH => twilight::Method::Patch,
        Method::POST => twilight::Method::Post,
        Method::PUT => twilight::Method::Put,
        _ => twilight::Method::Get,
    }
}

#[cfg(test)]
mod tests {
    use reqwest::header::HeaderValue;

    use super::*;

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
        };
        assert_eq!(read(Some("1"), r#"{"retry_after":1163.0}"#), secs(1163));
        assert_eq!(read(Some("7"), r#"{"retry_after":0.5}"#), secs(7));
        assert_eq!(read(None, r#"{"retry_after":-3.0}"#), secs(0));
        assert_eq!(read(None, "{}").retry_after, DEFAULT_RETRY_AFTER);
        assert_eq!(read(Some("inf"), "{}").retry_after, MAX_RETRY_AFTER);
    }

    #[test]
    fn a_limit_of_the_address_is_global() {
        assert!(read(Some("60"), "<html>error 1015</html>").global);
        assert!(read(None, r#"{"retry_after":1,"global":true}"#).global);
        assert!(!read(None, r#"{"retry_after":1}"#).global);
    }
}
