//! What the bot counts about itself, for Prometheus.
//!
//! A [`Metrics`] is a handle that clones share. Every label's value is one of a few that are written here: nothing of a
//! guild, a member or a message becomes a label, so the number of series is bounded whatever members do.

mod label;
mod process;

use std::fmt;
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use prometheus_client::encoding::prometheus_text;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::metrics::info::Info;
use prometheus_client::registry::{Metric, Registry, Unit};

pub use label::{Commit, Delivery, InteractionKind, InteractionOutcome, LimitScope, Outbox};

use crate::health::Stage;

/// What [`Metrics::render`] writes, as the header `Content-Type` says it.
pub const CONTENT_TYPE: &str = prometheus_text::CONTENT_TYPE;

/// Up to Discord's three seconds for an interaction, and a little beyond to see by how much it was missed.
const INTERACTION_SECONDS: [f64; 11] = [0.025, 0.05, 0.1, 0.2, 0.4, 0.8, 1.5, 2.0, 2.5, 3.0, 5.0];
/// A commit is some milliseconds on an SSD and a second on a disk that is in trouble.
const COMMIT_SECONDS: [f64; 10] = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 1.0, 5.0];

/// A label with its value, both written in this program.
type Label = (&'static str, &'static str);
type ByOne<M> = Family<[Label; 1], M>;
type ByTwo<M> = Family<[Label; 2], M>;
type Seconds = Gauge<f64, AtomicU64>;

/// What the bot counts. Clones count together.
#[derive(Clone)]
pub struct Metrics {
    inner: Arc<Inner>,
}

struct Inner {
    registry: Registry,
    interactions: ByTwo<Counter>,
    interaction_seconds: Histogram,
    shards: ByOne<Gauge>,
    identifies: Counter,
    resumes: Counter,
    closes: ByOne<Counter>,
    heartbeat: Seconds,
    events: Counter,
    unreadable_events: Counter,
    notices: ByOne<Gauge>,
    deliveries: ByOne<Counter>,
    requests: ByOne<Counter>,
    rate_limited: ByOne<Counter>,
    invalid_requests: Gauge,
    commits: ByOne<Counter>,
    commit_seconds: Histogram,
    stored_notices: Gauge,
    open_votes: Gauge,
    resident_memory: Gauge,
    cpu: Counter<f64, AtomicU64>,
    /// The counter of processor time can only be moved on: two who ask at once must not both do it.
    asking: Mutex<()>,
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

/// Registers a metric and gives it back.
fn family<M: Metric + Clone>(registry: &mut Registry, name: &str, help: &str, metric: M) -> M {
    registry.register(name, help, metric.clone());
    metric
}

/// The same for one that is measured in a unit, which becomes the end of its name.
fn measure<M: Metric + Clone>(registry: &mut Registry, name: &str, unit: Unit, help: &str, metric: M) -> M {
    registry.register_with_unit(name, help, unit, metric.clone());
    metric
}

impl Metrics {
    /// Everything at zero.
    pub fn new() -> Self {
        let mut registry = Registry::with_prefix("blipbot");
        let all = &mut registry;
        let version = Info::new(vec![("version", env!("CARGO_PKG_VERSION"))]);
        all.register("build", "The version that runs", version);
        let inner = Inner {
            interactions: family(
                all,
                "interactions",
                "Interactions by kind and by what became of their first answer",
                Family::default(),
            ),
            interaction_seconds: measure(
                all,
                "interaction",
                Unit::Seconds,
                "From the receipt of an interaction to Discord's word that its first answer is there; Discord voids one after 3 s",
                Histogram::new(INTERACTION_SECONDS),
            ),
            shards: family(
                all,
                "gateway_shards",
                "Connections to the gateway by stage",
                Family::default(),
            ),
            identifies: family(
                all,
                "gateway_identifies",
                "Sessions that were started; Discord allows a limited number a day",
                Counter::default(),
            ),
            resumes: family(
                all,
                "gateway_resumes",
                "Sessions that were continued after a broken connection",
                Counter::default(),
            ),
            closes: family(
                all,
                "gateway_closes",
                "Connections that Discord or the network ended, by close code",
                Family::default(),
            ),
            heartbeat: measure(
                all,
                "gateway_heartbeat",
                Unit::Seconds,
                "How long Discord took to acknowledge the last heartbeat",
                Seconds::default(),
            ),
            events: family(
                all,
                "gateway_events",
                "Events that came over the gateway",
                Counter::default(),
            ),
            unreadable_events: family(
                all,
                "gateway_unreadable_events",
                "Events that could not be read",
                Counter::default(),
            ),
            notices: family(
                all,
                "outbox_notices",
                "What is stored to be said and is not said yet, by state; refreshed every few seconds",
                Family::default(),
            ),
            deliveries: family(
                all,
                "deliveries",
                "Attempts to say what is stored, by result",
                Family::default(),
            ),
            requests: family(
                all,
                "rest_requests",
                "Requests to Discord's API by class of status; none if there was no answer",
                Family::default(),
            ),
            rate_limited: family(
                all,
                "rest_rate_limited",
                "Answers 429 by the scope of the limit",
                Family::default(),
            ),
            invalid_requests: family(
                all,
                "rest_invalid_requests",
                "Requests of the last ten minutes that Discord counts as invalid; it blocks an address at 10,000",
                Gauge::default(),
            ),
            commits: family(
                all,
                "store_commits",
                "Batches that were given to the store, by result",
                Family::default(),
            ),
            commit_seconds: measure(
                all,
                "store_commit",
                Unit::Seconds,
                "How long a batch took until it was durable",
                Histogram::new(COMMIT_SECONDS),
            ),
            stored_notices: family(
                all,
                "store_notices",
                "Notices in the store, said ones included; refreshed every few seconds",
                Gauge::default(),
            ),
            open_votes: family(all, "open_votes", "Votes that are open", Gauge::default()),
            resident_memory: measure(
                all,
                "process_resident_memory",
                Unit::Bytes,
                "Memory of this process; 0 where the system does not tell",
                Gauge::default(),
            ),
            cpu: measure(
                all,
                "process_cpu",
                Unit::Seconds,
                "Processor time of this process; 0 where the system does not tell",
                Counter::default(),
            ),
            asking: Mutex::default(),
            registry,
        };
        Self {
            inner: Arc::new(inner),
        }
    }

    /// What became of the first answer to an interaction, and how long after its receipt Discord said so.
    pub fn interaction(&self, kind: InteractionKind, outcome: InteractionOutcome, after: Duration) {
        let labels = [("kind", kind.name()), ("outcome", outcome.name())];
        self.inner.interactions.get_or_create(&labels).inc();
        self.inner.interaction_seconds.observe(after.as_secs_f64());
    }

    /// So many shards are in this stage.
    pub fn shards(&self, stage: Stage, count: usize) {
        set(
            &self.inner.shards.get_or_create(&[("stage", stage.name())]),
            count,
        );
    }

    /// A session is started.
    pub fn identify(&self) {
        self.inner.identifies.inc();
    }

    /// A session is continued.
    pub fn resume(&self) {
        self.inner.resumes.inc();
    }

    /// A connection ended, with Discord's code if it gave one.
    pub fn closed(&self, code: Option<u16>) {
        let label = [("code", label::close_code(code))];
        self.inner.closes.get_or_create(&label).inc();
    }

    /// A heartbeat was acknowledged after this time.
    pub fn heartbeat(&self, round_trip: Duration) {
        self.inner.heartbeat.set(round_trip.as_secs_f64());
    }

    /// An event came in.
    pub fn event(&self) {
        self.inner.events.inc();
    }

    /// An event came in that could not be read.
    pub fn unreadable_event(&self) {
        self.inner.unreadable_events.inc();
    }

    /// So many notices are in this state.
    pub fn outbox(&self, state: Outbox, count: usize) {
        set(
            &self.inner.notices.get_or_create(&[("state", state.name())]),
            count,
        );
    }

    /// What an attempt to deliver a notice came to.
    pub fn delivery(&self, result: Delivery) {
        let label = [("result", result.name())];
        self.inner.deliveries.get_or_create(&label).inc();
    }

    /// A request was answered with this status, or not at all.
    pub fn request(&self, status: Option<u16>) {
        let label = [("status", label::status(status))];
        self.inner.requests.get_or_create(&label).inc();
    }

    /// Discord limited a request.
    pub fn rate_limited(&self, scope: LimitScope) {
        let label = [("scope", scope.name())];
        self.inner.rate_limited.get_or_create(&label).inc();
    }

    /// So many requests of the last ten minutes were invalid.
    pub fn invalid_requests(&self, count: usize) {
        set(&self.inner.invalid_requests, count);
    }

    /// What became of a batch for the store, and how long that took.
    pub fn commit(&self, result: Commit, took: Duration) {
        let label = [("result", result.name())];
        self.inner.commits.get_or_create(&label).inc();
        self.inner.commit_seconds.observe(took.as_secs_f64());
    }

    /// So many notices are stored, said ones included.
    pub fn stored_notices(&self, count: usize) {
        set(&self.inner.stored_notices, count);
    }

    /// So many votes are open.
    pub fn open_votes(&self, count: usize) {
        set(&self.inner.open_votes, count);
    }

    /// Everything that was counted, in Prometheus's text format ([`CONTENT_TYPE`]).
    pub fn render(&self) -> String {
        self.ask_the_system();
        let mut text = String::new();
        // Writing to a string can not fail.
        if prometheus_text::encode(&mut text, &self.inner.registry).is_err() {
            tracing::error!("the metrics could not be written");
        }
        text
    }

    fn ask_the_system(&self) {
        let _alone = self.inner.asking.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(usage) = process::usage() else { return };
        set(&self.inner.resident_memory, usage.resident_bytes);
        let past = usage.cpu_seconds - self.inner.cpu.get();
        if past > 0.0 {
            self.inner.cpu.inc_by(past);
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
        gateway.closed(Some(4009));
        gateway.closed(Some(31_337));
        gateway.closed(None);
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
        for line in [
            "blipbot_gateway_identifies_total 1",
            "blipbot_gateway_resumes_total 1",
            "blipbot_gateway_closes_total{code=\"4009\"} 1",
            "blipbot_gateway_closes_total{code=\"other\"} 1",
            "blipbot_gateway_closes_total{code=\"none\"} 1",
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
    fn whatever_discord_sends_makes_no_more_series() {
        let metrics = Metrics::new();
        for code in 0..=u16::MAX {
            metrics.closed(Some(code));
            metrics.request(Some(code));
        }
        let series = metrics
            .render()
            .lines()
            .filter(|line| !line.starts_with('#'))
            .count();
        assert!(series < 100, "{series}");
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
        let before = value("blipbot_process_cpu_seconds_total ");
        assert!(value("blipbot_process_cpu_seconds_total ") >= before);
    }
}
