//! Health and metrics over HTTP on a loopback port.

use std::io;
use std::net::SocketAddr;

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::{CONTENT_TYPE, HeaderName};
use axum::routing::get;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use super::figures::Figures;
use crate::health::Health;
use crate::metrics::{self, Metrics};

/// The server. It ends when this is dropped.
#[derive(Debug)]
pub struct Ops {
    address: SocketAddr,
    server: JoinHandle<()>,
}

#[derive(Clone)]
struct Shared {
    health: Health,
    metrics: Metrics,
    figures: Figures,
}

impl Ops {
    /// Listens on `listen`; port 0 takes a free one.
    pub async fn start(
        listen: SocketAddr,
        health: Health,
        metrics: Metrics,
        figures: Figures,
    ) -> io::Result<Self> {
        let listener = TcpListener::bind(listen).await?;
        let address = listener.local_addr()?;
        let shared = Shared {
            health,
            metrics,
            figures,
        };
        let routes = Router::new()
            .route("/healthz", get(healthz))
            .route("/readyz", get(readyz))
            .route("/metrics", get(written_metrics))
            .with_state(shared);
        let server = tokio::spawn(async move {
            if let Err(error) = axum::serve(listener, routes).await {
                tracing::error!(error = %error, "health and metrics are not served any more");
            }
        });
        Ok(Self { address, server })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }
}

impl Drop for Ops {
    fn drop(&mut self) {
        self.server.abort();
    }
}

/// Whether the process can do its work; what does not get better without a new start makes it 503.
async fn healthz(State(shared): State<Shared>) -> (StatusCode, String) {
    match shared.health.ails() {
        None => (StatusCode::OK, "ok\n".to_owned()),
        Some(why) => (StatusCode::SERVICE_UNAVAILABLE, format!("{why}\n")),
    }
}

/// Whether commands are answered; what is missing is said, a line each.
async fn readyz(State(shared): State<Shared>) -> (StatusCode, String) {
    let missing = shared.health.readiness().missing;
    if missing.is_empty() {
        return (StatusCode::OK, "ok\n".to_owned());
    }
    (StatusCode::SERVICE_UNAVAILABLE, missing.join("\n") + "\n")
}

async fn written_metrics(State(shared): State<Shared>) -> ([(HeaderName, &'static str); 1], String) {
    for (stage, count) in shared.health.stages() {
        shared.metrics.shards(stage, count);
    }
    shared.figures.take(&shared.metrics).await;
    ([(CONTENT_TYPE, metrics::CONTENT_TYPE)], shared.metrics.render())
}
