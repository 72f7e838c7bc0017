//! What the bot counts about itself, for Prometheus.
//!
//! A [`Metrics`] is a handle that clones share. Every label's value is one of a few that are written here: nothing of a
//! guild, a member or a message becomes a label, so the number of series is bounded whatever members do.

mod families;
mod known;
mod label;
mod process;

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use prometheus_client::encoding::prometheus_text;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::Registry;

use families::{Gateway, Interactions, Kept, Process, Rest};
pub use label::{
    Commit, Delivery, Ended, GuildState, InteractionKind, InteractionOutcome, LimitScope, Outbox,
};

use crate::clock::Clock;
use crate::health::Stage;

/// What [`Metrics::render`] writes, as the header `Content-Type` says it.
pub const CONTENT_TYPE: &str = prometheus_text::CONTENT_TYPE;

/// What the bot counts. Clones count together.
#[derive(Clone)]
pub struct Metrics {
    inner: Arc<Inner>,
}

struct Inner {
    registry: Registry,
    interactions: Interactions,
    gateway: Gateway,
    rest: Rest,
    kept: Kept,
    process: Process,
    /// The bot's time, by which ages are told; the host's while nobody has said.
    clock: OnceLock<Clock>,
    /// When the oldest notice was queued that waits.
    oldest_notice: Mutex<Option<Timestamp>>,
}

impl Inner {
    /// A series that begins with its first event does not show that one as an increase.
    fn start_at_zero(&self) {
        for kind in InteractionKind::ALL {
            for outcome in InteractionOutcome::ALL {
                let labels = [("kind", kind.name()), ("outcome", outcome.name())];
                drop(self.interactions.count.get_or_create(&labels));
            }
        }
        for result in Commit::ALL {
            drop(self.kept.commits.get_or_create(&[("result", result.name())]));
        }
        for result in Delivery::ALL {
            drop(self.kept.deliveries.get_or_create(&[("result", result.name())]));
        }
        for scope in LimitScope::ALL {
            drop(self.rest.rate_limited.get_or_create(&[("scope", scope.name())]));
        }
    }
}

impl Default for Metrics {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Metrics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Metrics").finish_non_exhaustive()
    }
}

impl Metrics {
    /// Everything at zero.
    pub fn new() -> Self {
        let mut registry = Registry::with_prefix("blipbot");
        let inner = Inner {
            process: Process::register(&mut registry),
            interactions: Interactions::register(&mut registry),
            gateway: Gateway::register(&mut registry),
            rest: Rest::register(&mut registry),
            kept: Kept::register(&mut registry),
            registry,
            clock: OnceLock::new(),
            oldest_notice: Mutex::default(),
        };
        inner.start_at_zero();
        Self {
            inner: Arc::new(inner),
        }
    }

    /// Ages are told by this clock from now on; the first word counts.
    pub fn go_by(&self, clock: &Clock) {
        self.inner.clock.get_or_init(|| clock.clone());
    }

    /// What became of the first answer to an interaction, and how long after its receipt Discord said so.
    pub fn interaction(&self, kind: InteractionKind, outcome: InteractionOutcome, after: Duration) {
        let labels = [("kind", kind.name()), ("outcome", outcome.name())];
        self.inner.interactions.count.get_or_create(&labels).inc();
        self.inner.interactions.seconds.observe(after.as_secs_f64());
    }

    /// So many shards are in this stage.
    pub fn shards(&self, stage: Stage, count: usize) {
        set(
            &self
                .inner
                .gateway
                .shards
                .get_or_create(&[("stage", stage.name())]),
            count,
        );
    }

    /// A session is started.
    pub fn identify(&self) {
        self.inner.gateway.identifies.inc();
    }

    /// A session is continued.
    pub fn resume(&self) {
        self.inner.gateway.resumes.inc();
    }

    /// A connection to the gateway ended, or could not be made.
    pub fn closed(&self, why: Ended) {
        let label = [("code", why.name())];
        self.inner.gateway.closes.get_or_create(&label).inc();
    }

    /// A heartbeat was acknowledged after this time.
    pub fn heartbeat(&self, round_trip: Duration) {
        self.inner.gateway.heartbeat.gauge().set(round_trip.as_secs_f64());
    }

    /// So many sessions may still be started today.
    pub fn sessions_remaining(&self, count: u32) {
        self.inner.gateway.sessions_remaining.gauge().set(count.into());
    }

    /// An event came in.
    pub fn event(&self) {
        self.inner.gateway.events.inc();
    }

    /// An event came in that could not be read.
    pub fn unreadable_event(&self) {
        self.inner.gateway.unreadable_events.inc();
    }

    /// So many notices are in this state.
    pub fn outbox(&self, state: Outbox, count: usize) {
        set(
            &self
                .inner
                .kept
                .open_notices
                .get_or_create(&[("state", state.name())]),
            count,
        );
    }

    /// When the oldest notice was queued that is pending or sending; `None`: there is none.
    pub fn oldest_notice(&self, queued_at: Option<Timestamp>) {
        *self.oldest() = queued_at;
    }

    /// No code between lock and unlock can panic, so a poisoned note is as good as any.
    fn oldest(&self) -> MutexGuard<'_, Option<Timestamp>> {
        self.inner
            .oldest_notice
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// So many guilds are in this state.
    pub fn guilds(&self, state: GuildState, count: usize) {
        let label = [("state", state.name())];
        set(&self.inner.kept.guilds.get_or_create(&label), count);
    }

    /// What an attempt to deliver a notice came to.
    pub fn delivery(&self, result: Delivery) {
        let label = [("result", result.name())];
        self.inner.kept.deliveries.get_or_create(&label).inc();
    }

    /// A request was answered with this status, or not at all.
    pub fn request(&self, status: Option<u16>) {
        let label = [("status", label::status(status))];
        self.inner.rest.requests.get_or_create(&label).inc();
    }

    /// Discord limited a request.
    pub fn rate_limited(&self, scope: LimitScope) {
        let label = [("scope", scope.name())];
        self.inner.rest.rate_limited.get_or_create(&label).inc();
    }

    /// So many requests of the last ten minutes were invalid.
    pub fn invalid_requests(&self, count: usize) {
        set(&self.inner.rest.invalid, count);
    }

    /// What became of a batch for the store, and how long that took.
    pub fn commit(&self, result: Commit, took: Duration) {
        let label = [("result", result.name())];
        self.inner.kept.commits.get_or_create(&label).inc();
        self.inner.kept.commit_seconds.observe(took.as_secs_f64());
    }

    /// So many notices are stored, said ones included.
    pub fn stored_notices(&self, count: usize) {
        set(&self.inner.kept.notices, count);
    }

    /// So many votes are open.
    pub fn open_votes(&self, count: usize) {
        set(&self.inner.kept.open_votes, count);
    }

    /// Everything that was counted, in Prometheus's text format ([`CONTENT_TYPE`]).
    pub fn render(&self) -> String {
        self.ask_the_system();
        self.tell_the_age();
        let mut text = String::new();
        // Writing to a string can not fail.
        if prometheus_text::encode(&mut text, &self.inner.registry).is_err() {
            tracing::error!("the metrics could not be written");
        }
        text
    }

    fn tell_the_age(&self) {
        let now = self.inner.clock.get_or_init(Clock::system).now();
        let age = self.oldest().map(|queued_at| now.duration_since(queued_at));
        // The sandbox's clock may have been ahead when the notice was queued.
        let seconds = age.map_or(0.0, |age| age.as_secs_f64().max(0.0));
        self.inner.kept.oldest_notice.set(seconds);
    }

    fn ask_the_system(&self) {
        let _alone = self
            .inner
            .process
            .asking
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let Some(usage) = process::usage() else { return };
        set(&self.inner.process.resident_memory, usage.resident_bytes);
        let past = usage.cpu_seconds - self.inner.process.cpu.get();
        if past > 0.0 {
            self.inner.process.cpu.inc_by(past);
        }
    }
}

fn set(gauge: &Gauge, count: usize) {
    gauge.set(i64::try_from(count).unwrap_or(i64::MAX));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn has(metrics: &Metrics, line: &str) {
        let text = metrics.render();
        assert!(text.lines().any(|one| one == line), "{line} is not in:\n{text}");
    }

    #[test]
    fn what_is_counted_is_written() {
        let metrics = Metrics::default();
        let gateway = metrics.clone();
        gateway.identify();
        gateway.resume();
        gateway.closed(Ended::Closed(Some(4009)));
        gateway.closed(Ended::Closed(Some(31_337)));
        gateway.closed(Ended::Closed(None));
        gateway.closed(Ended::NotAcknowledged);
        gateway.heartbeat(Duration::from_millis(250));
        gateway.event();
        gateway.unreadable_event();
        gateway.shards(Stage::Connected, 2);
        metrics.interaction(
            InteractionKind::Command,
            InteractionOutcome::Answered,
            Duration::from_millis(60),
        );
        metrics.outbox(Outbox::Parked, 3);
        metrics.delivery(Delivery::Parked);
        metrics.request(Some(204));
        metrics.request(None);
        metrics.rate_limited(LimitScope::Shared);
        metrics.invalid_requests(7);
        metrics.commit(Commit::Written, Duration::from_millis(3));
        metrics.open_votes(4);
        metrics.guilds(GuildState::Unavailable, 2);
        for line in [
            "blipbot_gateway_identifies_total 1",
            "blipbot_gateway_resumes_total 1",
            "blipbot_gateway_closes_total{code=\"4009\"} 1",
            "blipbot_gateway_closes_total{code=\"other\"} 1",
            "blipbot_gateway_closes_total{code=\"none\"} 1",
            "blipbot_gateway_closes_total{code=\"not_acknowledged\"} 1",
            "blipbot_gateway_heartbeat_seconds 0.25",
            "blipbot_gateway_events_total 1",
            "blipbot_gateway_unreadable_events_total 1",
            "blipbot_gateway_shards{stage=\"connected\"} 2",
            "blipbot_interactions_total{kind=\"command\",outcome=\"answered\"} 1",
            "blipbot_interaction_seconds_bucket{le=\"0.05\"} 0",
            "blipbot_interaction_seconds_bucket{le=\"0.1\"} 1",
            "blipbot_outbox_notices{state=\"parked\"} 3",
            "blipbot_deliveries_total{result=\"parked\"} 1",
            "blipbot_rest_requests_total{status=\"2xx\"} 1",
            "blipbot_rest_requests_total{status=\"none\"} 1",
            "blipbot_rest_rate_limited_total{scope=\"shared\"} 1",
            "blipbot_rest_invalid_requests 7",
            "blipbot_store_commits_total{result=\"written\"} 1",
            "blipbot_store_commit_seconds_count 1",
            "blipbot_open_votes 4",
            "blipbot_guilds{state=\"unavailable\"} 2",
            "# HELP blipbot_open_votes Votes that are open.",
        ] {
            has(&metrics, line);
        }
        let version = env!("CARGO_PKG_VERSION");
        has(
            &metrics,
            &format!("blipbot_build_info{{version=\"{version}\"}} 1"),
        );
    }

    #[test]
    fn the_first_event_of_a_series_is_an_increase() {
        let metrics = Metrics::new();
        for series in [
            "blipbot_interactions_total{kind=\"command\",outcome=\"late\"}",
            "blipbot_store_commits_total{result=\"failed\"}",
            "blipbot_deliveries_total{result=\"parked\"}",
            "blipbot_rest_rate_limited_total{scope=\"global\"}",
        ] {
            has(&metrics, &format!("{series} 0"));
        }
    }

    #[test]
    fn what_is_not_known_yet_has_no_line() {
        let metrics = Metrics::new();
        let is_written = |name: &str| {
            let text = metrics.render();
            text.lines().any(|line| line.starts_with(name))
        };
        for name in [
            "blipbot_gateway_heartbeat_seconds",
            "blipbot_gateway_sessions_remaining",
        ] {
            assert!(!is_written(name), "{name}");
        }
        metrics.heartbeat(Duration::from_millis(250));
        metrics.sessions_remaining(997);
        has(&metrics, "blipbot_gateway_heartbeat_seconds 0.25");
        has(&metrics, "blipbot_gateway_sessions_remaining 997");
        has(&metrics, "# TYPE blipbot_gateway_sessions_remaining gauge");
    }

    #[test]
    fn the_oldest_notice_ages_by_the_bots_clock() {
        let clock = Clock::frozen("2024-05-01T12:00:00Z".parse().unwrap());
        let metrics = Metrics::new();
        metrics.go_by(&clock);
        has(&metrics, "blipbot_outbox_oldest_seconds 0.0");
        metrics.oldest_notice(Some(clock.now()));
        clock.advance(jiff::SignedDuration::from_mins(2));
        has(&metrics, "blipbot_outbox_oldest_seconds 120.0");
        metrics.oldest_notice(None);
        has(&metrics, "blipbot_outbox_oldest_seconds 0.0");
    }

    #[test]
    fn whatever_discord_sends_makes_no_more_series() {
        let metrics = Metrics::new();
        for code in 0..=u16::MAX {
            metrics.closed(Ended::Closed(Some(code)));
            metrics.request(Some(code));
        }
        let series = metrics
            .render()
            .lines()
            .filter(|line| !line.starts_with('#'))
            .count();
        assert!(series < 120, "{series}");
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn the_process_tells_its_memory_and_time() {
        let metrics = Metrics::new();
        let value = |name: &str| -> f64 {
            let text = metrics.render();
            let line = text.lines().find_map(|line| line.strip_prefix(name)).unwrap();
            line.trim().parse().unwrap()
        };
        assert!(value("blipbot_process_resident_memory_bytes ") > 1e6);
        let age =
            Clock::system().now().as_duration().as_secs_f64() - value("blipbot_process_start_time_seconds ");
        assert!((0.0..600.0).contains(&age), "{age}");
        let before = value("blipbot_process_cpu_seconds_total ");
        assert!(value("blipbot_process_cpu_seconds_total ") >= before);
    }
}
