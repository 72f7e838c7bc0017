//! The requests that the bots send.

use std::sync::{Arc, PoisonError};

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, State, WebSocketUpgrade};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{any, get, post};
use serde_json::{Value, json};

use super::{Shared, gateway};

pub fn router(shared: Arc<Shared>) -> Router {
    let api = Router::new()
        .route("/interactions/{id}/{token}/callback", post(callback))
        .route("/applications/{id}/commands", get(commands).put(set_commands))
        .route("/gateway", get(gateway_address))
        .route("/gateway/bot", get(gateway_address))
        .route("/users/@me", get(me));
    Router::new()
        .nest("/api/v10", api)
        .route("/gateway/", any(connect))
        .with_state(shared)
}

async fn callback(
    State(shared): State<Arc<Shared>>,
    Path((id, _token)): Path<(u64, String)>,
    body: Bytes,
) -> StatusCode {
    shared.arrives(id, body);
    StatusCode::NO_CONTENT
}

async fn commands(State(shared): State<Arc<Shared>>) -> Bytes {
    shared
        .commands
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .clone()
}

async fn set_commands(State(shared): State<Arc<Shared>>, body: Bytes) -> Bytes {
    *shared.commands.lock().unwrap_or_else(PoisonError::into_inner) = body.clone();
    body
}

async fn gateway_address(State(shared): State<Arc<Shared>>) -> axum::Json<Value> {
    let url = format!("{}/gateway/", shared.url.replacen("http", "ws", 1));
    axum::Json(json!({
        "url": url, "shards": 1,
        "session_start_limit": { "total": 1000, "remaining": 1000, "reset_after": 0, "max_concurrency": 1 },
    }))
}

async fn me() -> axum::Json<Value> {
    axum::Json(gateway::user())
}

async fn connect(State(shared): State<Arc<Shared>>, upgrade: WebSocketUpgrade) -> Response {
    upgrade.on_upgrade(|socket| gateway::serve(socket, shared))
}
