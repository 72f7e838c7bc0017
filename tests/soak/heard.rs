//! What the bot says in its log about the interactions that it took.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex};

use tracing::field::{Field, Visit};
use tracing::{Event, Subscriber};
use tracing_subscriber::Layer;
use tracing_subscriber::layer::{Context, SubscriberExt as _};
use tracing_subscriber::util::SubscriberInitExt as _;

use crate::INTERACTIONS;

/// What became of an interaction that the bot took.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing yet.
    Taken,
    /// Discord took an answer, or the promise of one.
    Answered,
    /// Discord did not.
    Missed,
}

/// What became of each interaction that the bot took.
#[derive(Clone)]
pub struct Heard(Arc<Mutex<HashMap<u64, Outcome>>>);

impl Heard {
    /// What became of an interaction; `None`: the bot never took it.
    pub fn of(&self, interaction: u64) -> Option<Outcome> {
        self.0.lock().unwrap().get(&interaction).copied()
    }
}

/// Listens to this process's log.
pub fn listen() -> Heard {
    // Room for all: that it grows is not the bot's doing.
    let heard = Heard(Arc::new(Mutex::new(HashMap::with_capacity(
        2 * INTERACTIONS as usize,
    ))));
    // The whole log, for whoever looks for what went wrong: RUST_LOG says how much of it.
    let log = tracing_subscriber::fmt::layer()
        .with_writer(std::io::stderr)
        .with_filter(tracing_subscriber::EnvFilter::from_default_env());
    tracing_subscriber::registry()
        .with(heard.clone())
        .with(log)
        .init();
    heard
}

impl<S: Subscriber> Layer<S> for Heard {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        let mut line = Line::default();
        event.record(&mut line);
        let outcome = match (line.message.as_str(), line.outcome.as_deref()) {
            ("an interaction was taken", _) => Outcome::Taken,
            ("an interaction had its first answer", Some("answered" | "deferred")) => Outcome::Answered,
            ("an interaction had its first answer", _) => Outcome::Missed,
            _ => return,
        };
        let id = line.interaction.unwrap().parse().unwrap();
        self.0.lock().unwrap().insert(id, outcome);
    }
}

#[derive(Default)]
struct Line {
    message: String,
    interaction: Option<String>,
    outcome: Option<String>,
}

impl Visit for Line {
    fn record_str(&mut self, field: &Field, value: &str) {
        self.record_debug(field, &format_args!("{value}"));
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        match field.name() {
            "message" => self.message = format!("{value:?}"),
            "interaction.id" => self.interaction = Some(format!("{value:?}")),
            "outcome" => self.outcome = Some(format!("{value:?}")),
            _ => {}
        }
    }
}
