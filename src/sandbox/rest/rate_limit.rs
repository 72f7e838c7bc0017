//! Buckets: so many requests in so much time, for each route and each channel, guild or webhook.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::time::Duration;

use axum::http::Method;
use tokio::time::Instant;

/// Requests in one window: generous.
const LIMIT: u32 = 50;
/// The window, by the runtime's timer.
const WINDOW: Duration = Duration::from_secs(1);

/// A route with its major id, which together have a bucket.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Route {
    template: String,
    major: String,
}

impl Route {
    /// The route of a request; `None` for the answers to interactions, which have no bucket.
    pub fn of(method: &Method, path: &str) -> Option<Self> {
        let path = path.strip_prefix("/api/v10").unwrap_or(path);
        let parts: Vec<&str> = path.trim_matches('/').split('/').collect();
        if let ["interactions", .., "callback"] = parts.as_slice() {
            return None;
        }
        let major_parts = match parts.first() {
            Some(&("channels" | "guilds")) => 2,
            Some(&"webhooks") => 3,
            Some(_) | None => 1,
        };
        let (major, minor) = parts.split_at(major_parts.min(parts.len()));
        let id = |part: &&str| part.bytes().all(|byte| byte.is_ascii_digit());
        let minor: Vec<&str> = minor
            .iter()
            .map(|part| if id(part) { ":id" } else { part })
            .collect();
        Some(Self {
            template: format!("{method} {}/{}", parts.first().unwrap_or(&""), minor.join("/")),
            major: major.join("/"),
        })
    }

    /// The bucket's name: the same for all major ids of a route.
    pub fn bucket(&self) -> String {
        let mut hasher = DefaultHasher::new();
        self.template.hash(&mut hasher);
        format!("{:016x}", hasher.finish())
    }
}

/// How a request finds its bucket.
#[derive(Debug, Clone, Copy)]
pub struct Standing {
    /// Requests of a window.
    pub limit: u32,
    /// What is left of them.
    pub remaining: u32,
    /// Until the next window.
    pub reset_after: Duration,
    /// Whether the bucket was empty.
    pub refused: bool,
}

/// All buckets.
#[derive(Debug, Default)]
pub struct RateLimits {
    windows: HashMap<Route, (Instant, u32)>,
}

impl RateLimits {
    /// Takes one request out of its bucket.
    pub fn take(&mut self, route: &Route, now: Instant) -> Standing {
        if self.windows.len() > 1_000 {
            self.windows
                .retain(|_, (start, _)| now.duration_since(*start) < WINDOW);
        }
        let (start, used) = self.windows.entry(route.clone()).or_insert((now, 0));
        if now.duration_since(*start) >= WINDOW {
            (*start, *used) = (now, 0);
        }
        let refused = *used >= LIMIT;
        if !refused {
            *used += 1;
        }
        Standing {
            limit: LIMIT,
            remaining: LIMIT - *used,
            reset_after: WINDOW.saturating_sub(now.duration_since(*start)),
            refused,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn route(path: &str) -> Route {
        Route::of(&Method::POST, path).unwrap()
    }

    #[test]
    fn messages_of_a_channel_share_a_bucket_and_channels_do_not() {
        let one = route("/api/v10/channels/1/messages/5");
        assert_eq!(one, route("/api/v10/channels/1/messages/6"));
        let other = route("/api/v10/channels/2/messages/5");
        assert_ne!(one, other);
        assert_eq!(one.bucket(), other.bucket());
        assert!(Route::of(&Method::POST, "/api/v10/interactions/1/t/callback").is_none());
        assert_ne!(route("/webhooks/1/a"), route("/webhooks/1/b"));
    }

    #[test]
    fn the_fifty_first_request_of_a_second_is_refused_and_the_next_second_is_new() {
        let mut limits = RateLimits::default();
        let (route, start) = (route("/channels/1/messages"), Instant::now());
        for _ in 0..LIMIT {
            assert!(!limits.take(&route, start).refused);
        }
        let refused = limits.take(&route, start + Duration::from_millis(400));
        assert!(refused.refused);
        assert_eq!(refused.reset_after, Duration::from_millis(600));
        assert!(!limits.take(&route, start + WINDOW).refused);
    }
}
