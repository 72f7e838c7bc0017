//! Keeps out what is not meant for the server: pages of other web sites, whose names may point here (DNS rebinding),
//! and requests that bring something along.

use axum::body::HttpBody as _;
use axum::extract::Request;
use axum::http::StatusCode;
use axum::http::header::HOST;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::loopback::is_loopback_host;

pub(super) async fn refuse_what_is_not_meant(request: Request, next: Next) -> Response {
    let host = request
        .headers()
        .get(HOST)
        .map(|host| host.to_str().unwrap_or_default());
    if !is_loopback_host(host.unwrap_or_default()) {
        let why = "only requests for a loopback address are answered, such as 127.0.0.1 or localhost\n";
        return (StatusCode::FORBIDDEN, why).into_response();
    }
    if !request.body().is_end_stream() {
        return (
            StatusCode::PAYLOAD_TOO_LARGE,
            "only requests without a body are answered\n",
        )
            .into_response();
    }
    next.run(request).await
}
