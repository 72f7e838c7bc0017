//! What the bot tells its operator.
//!
//! A message can be read alone; ids are fields with dotted names (`guild.id`, `proposal.id`, `interaction.id`). A
//! failure is logged once, at the boundary where it is handled. Never logged: tokens, and what members wrote.

use std::fmt::Display;
use std::io::{self, Write};
use std::sync::OnceLock;

use tracing::{Level, Metadata, Subscriber};
use tracing_subscriber::filter::{EnvFilter, FilterExt, filter_fn};
use tracing_subscriber::fmt::{self, MakeWriter};
use tracing_subscriber::layer::{Layer, SubscriberExt};
use tracing_subscriber::registry;
use tracing_subscriber::util::SubscriberInitExt;

use crate::clock::Clock;
use crate::config::LogFormat;

/// What is logged when `RUST_LOG` says nothing.
const DEFAULT: &str = "info";
/// Libraries that would write whole payloads, and with them tokens, at finer levels: never below `warn`, whatever
/// `RUST_LOG` says.
const QUIET: [&str; 8] = [
    "serenity",
    "tungstenite",
    "tokio_tungstenite",
    "reqwest",
    "hyper",
    "hyper_util",
    "h2",
    "rustls",
];

/// A subscriber that writes to `writer` what `filter` lets through.
pub fn subscriber<W>(format: LogFormat, filter: EnvFilter, writer: W) -> Box<dyn Subscriber + Send + Sync>
where
    W: for<'a> MakeWriter<'a> + Send + Sync + 'static,
{
    let layer = fmt::layer().with_writer(writer).with_target(false);
    let filter = filter.and(filter_fn(is_harmless));
    match format {
        LogFormat::Text => Box::new(registry().with(layer.with_ansi(false).with_filter(filter))),
        LogFormat::Json => Box::new(registry().with(layer.json().flatten_event(true).with_filter(filter))),
    }
}

fn is_harmless(metadata: &Metadata<'_>) -> bool {
    let library = metadata.target().split("::").next().unwrap_or_default();
    *metadata.level() <= Level::WARN || !QUIET.contains(&library)
}

/// What `RUST_LOG` asks for.
pub fn filter() -> EnvFilter {
    EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(DEFAULT))
}

/// How this process's logs are written, once they are.
static STARTED: OnceLock<LogFormat> = OnceLock::new();

/// Sends all logs of this process to standard error. A second call changes nothing.
pub fn start(format: LogFormat) {
    if STARTED.set(format).is_ok() && format == LogFormat::Json {
        // A panic, too, is one line that collectors can read.
        std::panic::set_hook(Box::new(|panic| say_failure(&panic)));
    }
    if subscriber(format, filter(), io::stderr).try_init().is_err() {
        tracing::debug!("logging was started before");
    }
}

/// Says on standard error why the process fails: to people in a sentence, to collectors in a line of JSON. No filter
/// of logs hides it.
#[expect(
    clippy::let_underscore_must_use,
    reason = "there is nobody left to tell when standard error is closed"
)]
pub fn say_failure(why: &dyn Display) {
    let line = match STARTED.get() {
        Some(LogFormat::Json) => {
            let timestamp = Clock::system().now().to_string();
            serde_json::json!({"timestamp": timestamp, "level": "ERROR", "message": why.to_string()})
                .to_string()
        }
        Some(LogFormat::Text) | None => format!("blipbot: {why}"),
    };
    let _ = writeln!(io::stderr().lock(), "{line}");
}
