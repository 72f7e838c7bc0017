//! What surrounds every route: the token, the bucket and the date.

use std::sync::PoisonError;
use std::sync::atomic::Ordering;
use std::time::Duration;

use axum::Json;
use axum::extract::{Request, State};
use axum::http::header::{AUTHORIZATION, DATE, RETRY_AFTER};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde_json::json;
use tokio::time::Instant;

use super::rate_limit::{Empty, Route};
use crate::sandbox::api_error::ApiError;
use crate::sandbox::shared::Handle;

/// Whether a token is one that the sandbox takes: any that starts with `sandbox`.
pub fn is_sandbox_token(token: &str) -> bool {
    token.strip_prefix("Bot ").unwrap_or(token).starts_with("sandbox")
}

/// Refuses what does not carry the bot's token.
pub async fn bot_token(State(_): State<Handle>, request: Request, next: Next) -> Response {
    let token = request
        .headers()
        .get(AUTHORIZATION)
        .and_then(|value| value.to_str().ok());
    if token.is_some_and(|token| token.starts_with("Bot ") && is_sandbox_token(token)) {
        next.run(request).await
    } else {
        ApiError::Unauthorized.into_response()
    }
}

/// Says on every answer what time it is on Discord.
pub async fn date(State(shared): State<Handle>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let date = shared
        .clock
        .now()
        .strftime("%a, %d %b %Y %H:%M:%S GMT")
        .to_string();
    if let Ok(date) = HeaderValue::try_from(date) {
        response.headers_mut().insert(DATE, date);
    }
    response
}

/// Takes the request out of its bucket, or refuses it when the bucket is empty.
pub async fn bucket(State(shared): State<Handle>, request: Request, next: Next) -> Response {
    let Some(route) = Route::of(request.method(), request.uri().path()) else {
        return next.run(request).await;
    };
    let standing = shared
        .limits
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .take(&route, Instant::now());
    let mut response = match standing.empty {
        None => next.run(request).await,
        Some(Empty::Route) => limited(standing.reset_after, "user"),
        // It is not the route's bucket that is empty: nothing is said of that.
        Some(Empty::Global { retry_after }) => return limited(retry_after, "global"),
    };
    let reset = shared.clock.now().as_duration().as_secs_f64() + standing.reset_after.as_secs_f64();
    let headers = response.headers_mut();
    put(headers, "x-ratelimit-limit", standing.limit.to_string());
    put(headers, "x-ratelimit-remaining", standing.remaining.to_string());
    put(headers, "x-ratelimit-reset", format!("{reset:.3}"));
    put(
        headers,
        "x-ratelimit-reset-after",
        format!("{:.3}", standing.reset_after.as_secs_f64()),
    );
    put(headers, "x-ratelimit-bucket", route.bucket());
    response
}

fn limited(after: Duration, scope: &str) -> Response {
    let seconds = after.as_secs_f64();
    let global = scope == "global";
    let body = json!({ "message": "You are being rate limited.", "retry_after": seconds, "global": global });
    let mut response = (StatusCode::TOO_MANY_REQUESTS, Json(body)).into_response();
    let headers = response.headers_mut();
    put(headers, RETRY_AFTER.as_str(), format!("{:.0}", seconds.ceil()));
    put(headers, "x-ratelimit-scope", scope.to_owned());
    if global {
        put(headers, "x-ratelimit-global", "true".to_owned());
    }
    response
}

/// Counts the answers for which Discord would in the end shut a bot out: 401, 403, and 429 unless it is everybody's.
pub async fn count_invalid(State(shared): State<Handle>, request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    let shared_limit = response
        .headers()
        .get("x-ratelimit-scope")
        .is_some_and(|scope| scope == "shared");
    let invalid = match response.status() {
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => true,
        StatusCode::TOO_MANY_REQUESTS => !shared_limit,
        _ => false,
    };
    if invalid {
        shared.invalid_requests.fetch_add(1, Ordering::Relaxed);
        shared.changed();
    }
    response
}

fn put(headers: &mut HeaderMap, name: &'static str, value: String) {
    if let Ok(value) = HeaderValue::try_from(value) {
        headers.insert(name, value);
    }
}
