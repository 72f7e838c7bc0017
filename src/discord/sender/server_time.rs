//! Discord's time, as each answer carries it in its `Date` header.
//!
//! Ids judge a vote by Discord's clock, so deadlines are best kept by it, too: a host whose clock is off would close a
//! vote while Discord's clients still show time to go.

use std::time::Duration;

use jiff::fmt::rfc2822::DateTimeParser;
use jiff::{SignedDuration, Timestamp};
use reqwest::header::{DATE, HeaderMap};
use tokio::sync::watch;
use tokio::time::Instant;

use crate::clock::Clock;

/// How far apart the clocks may be. The header has whole seconds, rounded down, so below two seconds nothing can be
/// told from it.
const TOLERANCE: SignedDuration = SignedDuration::from_secs(2);

/// The header's time is on average half a second old when it is written.
const ROUNDING: SignedDuration = SignedDuration::from_millis(500);

static PARSER: DateTimeParser = DateTimeParser::new();

/// A request under way, timed so that a slow network is not taken for a wrong clock.
pub(super) struct ServerTime<'clock> {
    clock: &'clock Clock,
    sent: Instant,
    /// Somebody who moves the clock between question and answer (the sandbox's page) makes the answer's time stale.
    moved: watch::Receiver<u64>,
}

impl<'clock> ServerTime<'clock> {
    /// Just before the request is sent.
    pub fn start(clock: &'clock Clock) -> Self {
        Self {
            clock,
            sent: Instant::now(),
            moved: clock.moved(),
        }
    }

    /// As soon as the answer's headers are there.
    pub fn follow(self, headers: &HeaderMap) {
        let round_trip = self.sent.elapsed();
        self.follow_after(round_trip, headers);
    }

    fn follow_after(self, round_trip: Duration, headers: &HeaderMap) {
        let Some(written) = headers.get(DATE).and_then(|date| read(date.as_bytes())) else {
            return;
        };
        if self.moved.has_changed().unwrap_or(true) {
            return;
        }
        let half_way = SignedDuration::try_from(round_trip / 2).unwrap_or(SignedDuration::ZERO);
        let now = written.saturating_add(ROUNDING + half_way).unwrap_or(written);
        let before = self.clock.now();
        if self.clock.follow(now, TOLERANCE + half_way) {
            tracing::info!(
                clock.drift_ms = now.duration_since(before).as_millis(),
                "the host's clock differs from Discord's, which is followed"
            );
        }
    }
}

fn read(date: &[u8]) -> Option<Timestamp> {
    PARSER.parse_timestamp(date).ok()
}

#[cfg(test)]
mod tests {
    use reqwest::header::HeaderValue;

    use super::*;

    fn follow(host: &str, date: &'static str, round_trip: Duration) -> Timestamp {
        let clock = Clock::frozen(host.parse().unwrap());
        let headers = HeaderMap::from_iter([(DATE, HeaderValue::from_static(date))]);
        ServerTime::start(&clock).follow_after(round_trip, &headers);
        clock.now()
    }

    #[test]
    fn a_wrong_clock_is_set() {
        let quick = Duration::from_millis(20);
        let now = follow("2026-11-23T09:00:00Z", "Mon, 23 Nov 2026 10:00:00 GMT", quick);
        assert_eq!(now, "2026-11-23T10:00:00.510Z".parse().unwrap());
        let now = follow("2026-11-23T11:00:00Z", "Mon, 23 Nov 2026 10:00:00 GMT", quick);
        assert_eq!(now, "2026-11-23T10:00:00.510Z".parse().unwrap());
    }

    #[test]
    fn rounding_and_a_slow_network_are_no_drift() {
        let host = "2026-11-23T10:00:02Z";
        let same = host.parse().unwrap();
        assert_eq!(
            follow(host, "Mon, 23 Nov 2026 10:00:00 GMT", Duration::ZERO),
            same
        );
        assert_eq!(
            follow(host, "Mon, 23 Nov 2026 10:00:03 GMT", Duration::ZERO),
            same
        );
        assert_eq!(
            follow(host, "Mon, 23 Nov 2026 09:59:53 GMT", Duration::from_secs(8)),
            same
        );
        assert_eq!(follow(host, "yesterday", Duration::ZERO), same);
    }

    #[test]
    fn a_clock_that_was_moved_meanwhile_is_left_alone() {
        let clock = Clock::frozen("2026-11-23T10:00:00Z".parse().unwrap());
        let headers =
            HeaderMap::from_iter([(DATE, HeaderValue::from_static("Mon, 23 Nov 2026 10:00:00 GMT"))]);
        let request = ServerTime::start(&clock);
        clock.advance(SignedDuration::from_hours(1));
        request.follow(&headers);
        assert_eq!(clock.now(), "2026-11-23T11:00:00Z".parse().unwrap());
    }
}
