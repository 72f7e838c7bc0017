//! The families of metrics, as they are registered: names, words for people, units.

use std::sync::Mutex;
use std::sync::atomic::AtomicU64;

use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::metrics::info::Info;
use prometheus_client::registry::{Metric, Registry, Unit};

use super::known::Known;
use crate::clock::Clock;

/// Up to Discord's three seconds for an interaction, and a little beyond to see by how much it was missed.
const INTERACTION_SECONDS: [f64; 11] = [0.025, 0.05, 0.1, 0.2, 0.4, 0.8, 1.5, 2.0, 2.5, 3.0, 5.0];
/// A commit is some milliseconds on an SSD and a second on a disk that is in trouble.
const COMMIT_SECONDS: [f64; 10] = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 1.0, 5.0];

/// A label with its value, both written in this program.
type Label = (&'static str, &'static str);
pub(super) type ByOne<M> = Family<[Label; 1], M>;
pub(super) type ByTwo<M> = Family<[Label; 2], M>;

/// Registers a metric and gives it back.
fn one<M: Metric + Clone>(registry: &mut Registry, name: &str, help: &str, metric: M) -> M {
    registry.register(name, help, metric.clone());
    metric
}

/// The same for one that is measured in a unit, which becomes the end of its name.
fn measured<M: Metric + Clone>(registry: &mut Registry, name: &str, unit: Unit, help: &str, metric: M) -> M {
    registry.register_with_unit(name, help, unit, metric.clone());
    metric
}

pub(super) struct Interactions {
    pub count: ByTwo<Counter>,
    pub seconds: Histogram,
}

impl Interactions {
    pub fn register(all: &mut Registry) -> Self {
        Self {
            count: one(
                all,
                "interactions",
                "Interactions by kind and by what became of their first answer",
                Family::default(),
            ),
            seconds: measured(
                all,
                "interaction",
                Unit::Seconds,
                "From the receipt of an interaction to Discord's word that its first answer is there; Discord voids one after 3 s",
                Histogram::new(INTERACTION_SECONDS),
            ),
        }
    }
}

pub(super) struct Gateway {
    pub shards: ByOne<Gauge>,
    pub identifies: Counter,
    pub resumes: Counter,
    pub closes: ByOne<Counter>,
    pub heartbeat: Known<Gauge<f64, AtomicU64>>,
    pub sessions_remaining: Known<Gauge>,
    pub events: Counter,
    pub unreadable_events: Counter,
}

impl Gateway {
    pub fn register(all: &mut Registry) -> Self {
        let counter = |all: &mut Registry, name, help| one(all, name, help, Counter::default());
        Self {
            shards: one(
                all,
                "gateway_shards",
                "Connections to the gateway by stage",
                Family::default(),
            ),
            identifies: counter(
                all,
                "gateway_identifies",
                "Sessions that were started; Discord allows a limited number a day",
            ),
            resumes: counter(
                all,
                "gateway_resumes",
                "Sessions that were continued after a broken connection",
            ),
            closes: one(
                all,
                "gateway_closes",
                "Connections that ended before the bot stopped, or could not be made, by close code or by what else ended them",
                Family::default(),
            ),
            heartbeat: measured(
                all,
                "gateway_heartbeat",
                Unit::Seconds,
                "How long Discord took to acknowledge the last heartbeat; absent before the first",
                Known::default(),
            ),
            sessions_remaining: one(
                all,
                "gateway_sessions_remaining",
                "Sessions that Discord still allowed for the day when it was last asked, before one is started; the bot keeps the last 5",
                Known::default(),
            ),
            events: counter(all, "gateway_events", "Events that came over the gateway"),
            unreadable_events: counter(all, "gateway_unreadable_events", "Events that could not be read"),
        }
    }
}

pub(super) struct Rest {
    pub requests: ByOne<Counter>,
    pub rate_limited: ByOne<Counter>,
    pub invalid: Gauge,
}

impl Rest {
    pub fn register(all: &mut Registry) -> Self {
        Self {
            requests: one(
                all,
                "rest_requests",
                "Requests to Discord's API by class of status; none if there was no answer",
                Family::default(),
            ),
            rate_limited: one(
                all,
                "rest_rate_limited",
                "Answers 429 by the scope of the limit",
                Family::default(),
            ),
            invalid: one(
                all,
                "rest_invalid_requests",
                "Requests of the last ten minutes that Discord counts as invalid; it blocks an address at 10,000",
                Gauge::default(),
            ),
        }
    }
}

pub(super) struct Kept {
    pub commits: ByOne<Counter>,
    pub commit_seconds: Histogram,
    pub notices: Gauge,
    pub open_notices: ByOne<Gauge>,
    pub oldest_notice: Gauge<f64, AtomicU64>,
    pub deliveries: ByOne<Counter>,
    pub open_votes: Gauge,
    pub guilds: ByOne<Gauge>,
}

impl Kept {
    pub fn register(all: &mut Registry) -> Self {
        Self {
            commits: one(
                all,
                "store_commits",
                "Batches that were given to the store, by result",
                Family::default(),
            ),
            commit_seconds: measured(
                all,
                "store_commit",
                Unit::Seconds,
                "How long a batch took until it was durable",
                Histogram::new(COMMIT_SECONDS),
            ),
            notices: one(
                all,
                "store_notices",
                "Notices in the store, said ones included; refreshed every few seconds",
                Gauge::default(),
            ),
            open_notices: one(
                all,
                "outbox_notices",
                "What is stored to be said and is not said yet, by state; refreshed every few seconds",
                Family::default(),
            ),
            oldest_notice: measured(
                all,
                "outbox_oldest",
                Unit::Seconds,
                "Age of the oldest notice that is pending or sending, in guilds that the bot has not left; 0 if there is none",
                Gauge::default(),
            ),
            deliveries: one(
                all,
                "deliveries",
                "Attempts to say what is stored, by result",
                Family::default(),
            ),
            open_votes: one(all, "open_votes", "Votes that are open", Gauge::default()),
            guilds: one(
                all,
                "guilds",
                "Servers that the bot is in, by whether they can be used or have an outage at Discord",
                Family::default(),
            ),
        }
    }
}

pub(super) struct Process {
    pub resident_memory: Gauge,
    pub cpu: Counter<f64, AtomicU64>,
    /// The counter of processor time can only be moved on: two who ask at once must not both do it.
    pub asking: Mutex<()>,
}

impl Process {
    pub fn register(all: &mut Registry) -> Self {
        let version = Info::new(vec![("version", env!("CARGO_PKG_VERSION"))]);
        all.register("build", "The version that runs", version);
        let started: Gauge<f64, AtomicU64> = Gauge::default();
        started.set(Clock::system().now().as_duration().as_secs_f64());
        let name = "process_start_time";
        let help = "When this process started, in seconds since 1970 by the host's clock";
        all.register_with_unit(name, help, Unit::Seconds, started);
        Self {
            resident_memory: measured(
                all,
                "process_resident_memory",
                Unit::Bytes,
                "Memory of this process; 0 where the system does not tell",
                Gauge::default(),
            ),
            cpu: measured(
                all,
                "process_cpu",
                Unit::Seconds,
                "Processor time of this process; 0 where the system does not tell",
                Counter::default(),
            ),
            asking: Mutex::default(),
        }
    }
}
