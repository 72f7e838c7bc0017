//! Health and metrics over HTTP on a loopback port.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::{CONTENT_TYPE, HeaderName};
use axum::middleware::from_fn;
use axum::routing::get;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::{JoinHandle, JoinSet};
use tokio::time::timeout;

use super::figures::Figures;
use super::guard::refuse_what_is_not_meant;
use crate::health::Health;
use crate::metrics::{self, Metrics};

/// How long the head of a request may take to come in.
const HEAD_WITHIN: Duration = Duration::from_secs(5);
/// How long a connection may take altogether; it serves one request.
const ANSWER_WITHIN: Duration = Duration::from_secs(10);
/// So many connections at a time; others wait until one ends.
const AT_ONCE: usize = 32;
/// After an error of the system's (too many open files, say) before the next connection is taken.
const BREATH: Duration = Duration::from_millis(100);

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
            .layer(from_fn(refuse_what_is_not_meant))
            .with_state(shared);
        let server = tokio::spawn(serve(listener, routes));
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

async fn serve(listener: TcpListener, routes: Router) {
    // They end with this task.
    let mut answering = JoinSet::new();
    let places = Arc::new(Semaphore::new(AT_ONCE));
    loop {
        while answering.try_join_next().is_some() {}
        let Ok(place) = Arc::clone(&places).acquire_owned().await else {
            return;
        };
        match listener.accept().await {
            Ok((connection, _)) => {
                answering.spawn(answer(connection, routes.clone(), place));
            }
            Err(error) => {
                tracing::warn!(error = %error, "a connection for health or metrics failed");
                tokio::time::sleep(BREATH).await;
            }
        }
    }
}

/// Answers one request. A connection that is kept open would take the place of another.
async fn answer(connection: TcpStream, routes: Router, _place: OwnedSemaphorePermit) {
    let answered = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_WITHIN)
        .keep_alive(false)
        .serve_connection(TokioIo::new(connection), TowerToHyperService::new(routes));
    match timeout(ANSWER_WITHIN, answered).await {
        Ok(Ok(())) => {}
        Ok(Err(error)) => {
            tracing::debug!(error = %error, "a question for health or metrics was not answered");
        }
        Err(_elapsed) => tracing::debug!("an answer about health or metrics was not taken in time"),
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
