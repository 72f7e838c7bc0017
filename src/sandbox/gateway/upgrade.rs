//! The gateway's route.

use axum::Router;
use axum::extract::ws::WebSocketUpgrade;
use axum::extract::{Query, State};
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use axum::routing::any;
use serde::Deserialize;

use super::connection::Connection;
use crate::sandbox::shared::Handle;

/// What a client wants to speak.
#[derive(Debug, Deserialize)]
struct Speech {
    v: Option<String>,
    encoding: Option<String>,
}

impl Speech {
    /// Version 10, in JSON; both are what is spoken if nothing is said.
    fn is_offered(&self) -> bool {
        self.v.as_deref().is_none_or(|version| version == "10")
            && self.encoding.as_deref().is_none_or(|encoding| encoding == "json")
    }
}

/// The gateway, and the address that a session is told to be resumed at. Both take both.
pub fn router() -> Router<Handle> {
    Router::new()
        .route("/gw", any(upgrade))
        .route("/gw/", any(upgrade))
        .route("/gw/resume/{name}", any(upgrade))
        .route("/gw/resume/{name}/", any(upgrade))
}

async fn upgrade(
    State(shared): State<Handle>,
    address: Uri,
    Query(speech): Query<Speech>,
    upgrade: WebSocketUpgrade,
) -> Response {
    let fault = shared.faults.of_connection().unwrap_or_default();
    if let Some(status) = fault.refuse {
        shared.changed();
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::SERVICE_UNAVAILABLE);
        return status.into_response();
    }
    upgrade.on_upgrade(move |socket| {
        let sockets = shared.sockets.clone();
        let connection = Connection::new(shared, fault, address.path());
        sockets.track_future(connection.run(socket, speech.is_offered()))
    })
}
