//! A server that logs what it is sent and answers what the test says, and pauses that a test holds in its hands.

use std::future::Future;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use secrecy::SecretString;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tokio::task::JoinHandle;

use crate::clock::Clock;
use crate::discord::sender::{Pause, Sender};

/// The token of all tests: what must be in no log, error or `Debug` output.
pub const TOKEN: &str = "sandbox.secret-of-the-bot";

/// One request as it came in.
#[derive(Debug, Clone)]
pub struct Seen {
    pub method: String,
    /// Without `/api/v10`.
    pub path: String,
    pub query: String,
    pub headers: HeaderMap,
    pub body: Value,
}

/// The server; it stops when it is dropped.
pub struct StandIn {
    pub origin: String,
    log: Arc<Mutex<Vec<Seen>>>,
    server: JoinHandle<()>,
}

impl StandIn {
    /// Answers each request by `answer`.
    pub async fn start<F, A>(answer: F) -> Self
    where
        F: Fn(Seen) -> A + Clone + Send + Sync + 'static,
        A: Future<Output = Response> + Send + 'static,
    {
        Self::with_routes(Router::new(), answer).await
    }

    /// The same, with routes of the test's own before.
    pub async fn with_routes<F, A>(routes: Router, answer: F) -> Self
    where
        F: Fn(Seen) -> A + Clone + Send + Sync + 'static,
        A: Future<Output = Response> + Send + 'static,
    {
        let log = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&log);
        let routes = routes.fallback(move |request: Request| {
            let (answer, log) = (answer.clone(), Arc::clone(&seen));
            async move {
                let seen = read(request).await;
                log.lock().unwrap().push(seen.clone());
                answer(seen).await
            }
        });
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let server = tokio::spawn(async move { axum::serve(listener, routes).await.unwrap() });
        Self { origin, log, server }
    }

    /// A sender to this server, and the pauses that it makes.
    pub fn sender(&self, pauses: &Arc<Pauses>) -> Sender {
        sender(&self.origin, pauses)
    }

    pub fn seen(&self) -> Vec<Seen> {
        self.log.lock().unwrap().clone()
    }

    /// `METHOD path` of each request.
    pub fn lines(&self) -> Vec<String> {
        self.seen()
            .iter()
            .map(|seen| format!("{} {}", seen.method, seen.path))
            .collect()
    }
}

impl Drop for StandIn {
    fn drop(&mut self) {
        self.server.abort();
    }
}

pub fn sender(origin: &str, pauses: &Arc<Pauses>) -> Sender {
    let pause: Arc<dyn Pause> = Arc::<Pauses>::clone(pauses);
    let clock = Clock::frozen(Timestamp::UNIX_EPOCH);
    Sender::with_pause(origin.parse().unwrap(), &SecretString::from(TOKEN), clock, pause).unwrap()
}

async fn read(request: Request) -> Seen {
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, usize::MAX).await.unwrap();
    Seen {
        method: parts.method.to_string(),
        path: parts.uri.path().trim_start_matches("/api/v10").to_owned(),
        query: parts.uri.query().unwrap_or_default().to_owned(),
        headers: parts.headers,
        body: json_of(&body),
    }
}

/// An answer with a body.
pub fn answer(status: u16, body: &Value) -> Response {
    (StatusCode::from_u16(status).unwrap(), body.to_string()).into_response()
}

/// Success without a body.
pub fn no_content() -> Response {
    (StatusCode::NO_CONTENT, Body::empty()).into_response()
}

/// A message that was posted or edited.
pub fn message() -> Response {
    answer(200, &json!({"id": "9", "channel_id": "1"}))
}

/// Pauses that are logged, and that pass when the test lets them.
#[derive(Debug)]
pub struct Pauses {
    asked: Mutex<Vec<Duration>>,
    began: Semaphore,
    passes: Semaphore,
}

impl Pauses {
    /// Pauses that pass at once.
    pub fn short() -> Arc<Self> {
        Self::with_passes(Semaphore::MAX_PERMITS)
    }

    /// Pauses that last until [`Pauses::pass`].
    pub fn held() -> Arc<Self> {
        Self::with_passes(0)
    }

    fn with_passes(passes: usize) -> Arc<Self> {
        Arc::new(Self {
            asked: Mutex::new(Vec::new()),
            began: Semaphore::new(0),
            passes: Semaphore::new(passes),
        })
    }

    /// Lets `count` pauses pass.
    pub fn pass(&self, count: usize) {
        self.passes.add_permits(count);
    }

    /// Returns when one more pause has begun.
    pub async fn began(&self) {
        self.began.acquire().await.unwrap().forget();
    }

    pub fn asked(&self) -> Vec<Duration> {
        self.asked.lock().unwrap().clone()
    }
}

#[async_trait]
impl Pause for Pauses {
    async fn pause(&self, time: Duration) {
        self.asked.lock().unwrap().push(time);
        self.began.add_permits(1);
        self.passes.acquire().await.unwrap().forget();
    }
}

/// The JSON of a body: all of it, or the first part where a file goes with it.
fn json_of(body: &[u8]) -> Value {
    let part = || {
        let ends = |what: &[u8]| body.windows(what.len()).position(|bytes| bytes == what);
        let start = ends(b"\r\n\r\n")? + 4;
        let length = body[start..].windows(4).position(|bytes| bytes == b"\r\n--")?;
        serde_json::from_slice(&body[start..start + length]).ok()
    };
    serde_json::from_slice(body)
        .ok()
        .or_else(part)
        .unwrap_or_default()
}
