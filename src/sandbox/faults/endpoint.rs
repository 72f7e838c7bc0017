//! `/sandbox/faults` and `/sandbox/gateway`.

use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get};
use axum::{Json, Router};
use serde_json::{Value, json};

use super::armed::Waiting;
use super::order::Order;
use crate::sandbox::shared::Handle;

/// The routes.
pub fn router() -> Router<Handle> {
    Router::new()
        .route("/sandbox/faults", get(list).post(order).delete(disarm))
        .route("/sandbox/gateway", get(log))
}

/// Where the routes would be in a sandbox that was started without them.
pub fn absent() -> Router<Handle> {
    Router::new()
        .route("/sandbox/faults", any(refuse))
        .route("/sandbox/gateway", any(refuse))
}

async fn refuse() -> Response {
    let sentence = "Failures are ordered, and the gateway's log is read, only if the sandbox was started with \
                    `sandbox.faults = true`.";
    (StatusCode::NOT_FOUND, Json(json!({ "error": sentence }))).into_response()
}

/// `GET /sandbox/faults`: those that are armed.
async fn list(State(shared): State<Handle>) -> Json<Value> {
    Json(shared.faults.listed())
}

/// `DELETE /sandbox/faults`
async fn disarm(State(shared): State<Handle>) -> StatusCode {
    shared.faults.disarm();
    shared.changed();
    StatusCode::NO_CONTENT
}

/// `POST /sandbox/faults`. For a fault of the live connections it also says how many there were.
async fn order(State(shared): State<Handle>, body: Bytes) -> Response {
    let order = match Order::read(&body) {
        Ok(order) => order,
        Err(sentence) => {
            return (StatusCode::BAD_REQUEST, Json(json!({ "error": sentence }))).into_response();
        }
    };
    let written = serde_json::from_slice(&body).unwrap_or_default();
    let answer = match order {
        Order::Rest(pattern, fault, times) => {
            json!({ "id": shared.faults.arm(Waiting::Rest(pattern, fault), times, written) })
        }
        Order::Connection(fault, times) => {
            json!({ "id": shared.faults.arm(Waiting::Connection(fault), times, written) })
        }
        Order::Interaction(fault, times) => {
            json!({ "id": shared.faults.arm(Waiting::Interaction(fault), times, written) })
        }
        Order::Live(live) => {
            let reached = shared.update(|state| live.happen(&mut state.sessions));
            json!({ "id": shared.faults.number(), "connections": reached })
        }
    };
    shared.changed();
    Json(answer).into_response()
}

/// `GET /sandbox/gateway`: what happened on the gateway since the start, oldest first.
async fn log(State(shared): State<Handle>) -> Json<Value> {
    shared.read(|state| Json(state.gateway_log.listed()))
}
