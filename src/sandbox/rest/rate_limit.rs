//! Buckets: so many requests in so much time, for each route and each channel, guild or webhook; and one for all.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::time::Duration;

use axum::http::Method;
use tokio::time::Instant;

/// So many requests in one window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quota {
    /// The requests.
    pub limit: u32,
    /// The window, by the runtime's timer.
    window: Duration,
}

/// Most routes. Discord does not publish its figures; this one is generous.
const ROUTE: Quota = Quota {
    limit: 30,
    window: Duration::from_secs(1),
};
/// What follows the first answer to an interaction, for each interaction.
const FOLLOW_UP: Quota = Quota {
    limit: 5,
    window: Duration::from_secs(2),
};
/// Everything that a bot asks, except for what belongs to interactions.
const GLOBAL: Quota = Quota {
    limit: 50,
    window: Duration::from_secs(1),
};
/// Windows that are over are forgotten when there are so many.
const CLEAN_UP_AT: usize = 1_000;

/// A route with its major id, which together have a bucket.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Route {
    template: String,
    major: String,
    /// Whether it belongs to an interaction.
    of_interaction: bool,
}

impl Route {
    /// The route of a request; `None` for the first answers to interactions, which have no bucket.
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
            of_interaction: parts.first() == Some(&"webhooks"),
        })
    }

    /// The bucket's name: the same for all major ids of a route.
    pub fn bucket(&self) -> String {
        let mut hasher = DefaultHasher::new();
        self.template.hash(&mut hasher);
        format!("{:016x}", hasher.finish())
    }

    fn quota(&self) -> Quota {
        if self.of_interaction { FOLLOW_UP } else { ROUTE }
    }
}

/// Which bucket was empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Empty {
    /// The route's.
    Route,
    /// The one for all.
    Global {
        /// Until there is room again.
        retry_after: Duration,
    },
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
    /// Why the request is refused, if it is.
    pub empty: Option<Empty>,
}

#[derive(Debug, Clone, Copy)]
struct Window {
    start: Instant,
    used: u32,
}

impl Window {
    fn at(start: Instant) -> Self {
        Self { start, used: 0 }
    }

    /// Takes one request; says whether there was one.
    fn take(&mut self, quota: Quota, now: Instant) -> bool {
        if now.duration_since(self.start) >= quota.window {
            *self = Self::at(now);
        }
        let there = self.used < quota.limit;
        self.used += u32::from(there);
        there
    }

    fn reset_after(&self, quota: Quota, now: Instant) -> Duration {
        quota.window.saturating_sub(now.duration_since(self.start))
    }
}

/// All buckets.
#[derive(Debug, Default)]
pub struct RateLimits {
    routes: HashMap<Route, Window>,
    global: Option<Window>,
}

impl RateLimits {
    /// Takes one request out of its bucket, and out of the one for all.
    pub fn take(&mut self, route: &Route, now: Instant) -> Standing {
        if self.routes.len() > CLEAN_UP_AT {
            self.routes
                .retain(|route, window| now.duration_since(window.start) < route.quota().window);
        }
        let quota = route.quota();
        let window = self.routes.entry(route.clone()).or_insert(Window::at(now));
        let mut empty = (!window.take(quota, now)).then_some(Empty::Route);
        let standing = (quota.limit - window.used, window.reset_after(quota, now));
        if empty.is_none() && !route.of_interaction {
            let global = self.global.get_or_insert(Window::at(now));
            if !global.take(GLOBAL, now) {
                let retry_after = global.reset_after(GLOBAL, now);
                empty = Some(Empty::Global { retry_after });
            }
        }
        let (remaining, reset_after) = standing;
        Standing {
            limit: quota.limit,
            remaining,
            reset_after,
            empty,
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
    fn one_request_too_many_is_refused_and_the_next_window_is_new() {
        for (path, quota) in [("/channels/1/messages", ROUTE), ("/webhooks/1/t", FOLLOW_UP)] {
            let mut limits = RateLimits::default();
            let (route, start) = (route(path), Instant::now());
            for _ in 0..quota.limit {
                assert_eq!(limits.take(&route, start).empty, None);
            }
            let refused = limits.take(&route, start + Duration::from_millis(400));
            assert_eq!(refused.empty, Some(Empty::Route));
            assert_eq!(refused.remaining, 0);
            assert_eq!(
                refused.reset_after,
                quota.window.saturating_sub(Duration::from_millis(400))
            );
            assert_eq!(limits.take(&route, start + quota.window).empty, None);
        }
    }

    #[test]
    fn all_routes_together_have_fifty_a_second_but_for_those_of_interactions() {
        let mut limits = RateLimits::default();
        let start = Instant::now();
        for number in 0..GLOBAL.limit {
            let route = route(&format!("/channels/{number}/messages"));
            assert_eq!(limits.take(&route, start).empty, None);
        }
        let later = start + Duration::from_millis(900);
        let refused = limits.take(&route("/channels/99/messages"), later);
        let retry_after = Duration::from_millis(100);
        assert_eq!(refused.empty, Some(Empty::Global { retry_after }));
        assert_eq!(limits.take(&route("/webhooks/1/t"), later).empty, None);
    }
}
