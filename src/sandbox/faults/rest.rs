//! What goes wrong with a request.

use std::future::pending;
use std::time::Duration;

use axum::Json;
use axum::body::{Body, to_bytes};
use axum::extract::{ConnectInfo, Request, State};
use axum::http::header::{CONTENT_TYPE, RETRY_AFTER, SERVER};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::time::sleep;

use super::order::seconds;
use crate::sandbox::line::Line;
use crate::sandbox::rest::MAX_BODY;
use crate::sandbox::shared::Handle;

/// Before Discord has done what was asked, or after.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "Value")]
pub enum When {
    /// Nothing is done.
    Before,
    /// It is done, and the client does not learn of it.
    After,
}

impl TryFrom<Value> for When {
    type Error = &'static str;

    fn try_from(written: Value) -> Result<Self, Self::Error> {
        match written.as_str() {
            Some("before") => Ok(Self::Before),
            Some("after") => Ok(Self::After),
            Some(_) | None => Err("expected `before` or `after`"),
        }
    }
}

/// Whose limit a 429 is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(try_from = "Value")]
pub enum RateLimitScope {
    /// The bot's, on this route.
    #[default]
    User,
    /// Everybody's, on this place.
    Shared,
    /// The bot's, on everything.
    Global,
}

impl TryFrom<Value> for RateLimitScope {
    type Error = &'static str;

    fn try_from(written: Value) -> Result<Self, Self::Error> {
        match written.as_str() {
            Some("user") => Ok(Self::User),
            Some("shared") => Ok(Self::Shared),
            Some("global") => Ok(Self::Global),
            Some(_) | None => Err("expected `user`, `shared` or `global`"),
        }
    }
}

/// A 429.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(
    deny_unknown_fields,
    default,
    expecting = r#"an object such as {"retry_after": 2, "scope": "user"}"#
)]
pub struct RateLimit {
    scope: RateLimitScope,
    /// Seconds in the body; one if nothing is said.
    retry_after: Option<f64>,
    /// Seconds in the header; those of the body, rounded up, if nothing is said.
    header_retry_after: Option<f64>,
    /// Not Discord's answer but the one of the network before it: HTML, without Discord's headers.
    cloudflare: bool,
}

impl RateLimit {
    /// Refuses what cannot be waited for.
    pub fn check(self) -> Result<Self, String> {
        for (name, value) in [
            ("retry_after", self.retry_after),
            ("header_retry_after", self.header_retry_after),
        ] {
            if let Some(value) = value {
                seconds(&format!("then.rate_limit.{name}"), value)?;
            }
        }
        Ok(self)
    }

    fn response(&self) -> Response {
        let after = self.retry_after.unwrap_or(1.0);
        let in_header = self.header_retry_after.unwrap_or(after.ceil());
        let mut response = if self.cloudflare {
            let page = "<!doctype html><html><head><title>Access denied</title></head>\
                        <body><h1>Error 1015</h1><p>You are being rate limited</p></body></html>";
            let headers = [(CONTENT_TYPE, "text/html; charset=UTF-8"), (SERVER, "cloudflare")];
            (StatusCode::TOO_MANY_REQUESTS, headers, page).into_response()
        } else {
            let global = self.scope == RateLimitScope::Global;
            let body =
                json!({ "message": "You are being rate limited.", "retry_after": after, "global": global });
            let mut response = (StatusCode::TOO_MANY_REQUESTS, Json(body)).into_response();
            self.put_scope(response.headers_mut(), after);
            response
        };
        put(
            response.headers_mut(),
            RETRY_AFTER.as_str(),
            &in_header.to_string(),
        );
        response
    }

    fn put_scope(&self, headers: &mut HeaderMap, after: f64) {
        let scope = match self.scope {
            RateLimitScope::User => "user",
            RateLimitScope::Shared => "shared",
            RateLimitScope::Global => "global",
        };
        put(headers, "x-ratelimit-scope", scope);
        match self.scope {
            RateLimitScope::Global => put(headers, "x-ratelimit-global", "true"),
            RateLimitScope::User | RateLimitScope::Shared => {
                put(headers, "x-ratelimit-limit", "5");
                put(headers, "x-ratelimit-remaining", "0");
                put(headers, "x-ratelimit-reset-after", &after.to_string());
                put(headers, "x-ratelimit-bucket", "00000000000fa017");
            }
        }
    }
}

/// What goes wrong with a request.
#[derive(Debug, Clone, PartialEq)]
pub enum RestFault {
    /// It is limited, and not done.
    RateLimit(RateLimit),
    /// It is answered with a status that says nothing of Discord's.
    Status(StatusCode, When),
    /// It is refused in Discord's words, and not done.
    Refuse {
        /// HTTP's status.
        status: StatusCode,
        /// Discord's code.
        code: u32,
        /// Discord's words.
        message: String,
    },
    /// It is never answered.
    Stall(When),
    /// The connection breaks without an answer.
    Reset(When),
    /// It is done at once and answered later.
    Delay(Duration),
    /// It is answered with something else, and not done.
    Answer(StatusCode, Value),
}

/// Lets a request go wrong if a fault waits for it.
pub async fn middleware(State(shared): State<Handle>, request: Request, next: Next) -> Response {
    let fault = shared.faults.of_request(request.method(), request.uri().path());
    let Some(fault) = fault else {
        return next.run(request).await;
    };
    shared.changed();
    let line = request
        .extensions()
        .get::<ConnectInfo<Line>>()
        .map(|ConnectInfo(line)| line.clone())
        .unwrap_or_default();
    // What goes wrong does so after the request has come in whole: a connection of which somebody still reads tells
    // when its other end is gone.
    let (parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, MAX_BODY).await else {
        return broken(&line);
    };
    let request = Request::from_parts(parts, Body::from(body));
    let mut next = Some((request, next));
    let mut done = async |when: When| match (when, next.take()) {
        (When::After, Some((request, next))) => drop(next.run(request).await),
        (When::Before | When::After, _) => {}
    };
    match fault {
        RestFault::RateLimit(limit) => limit.response(),
        RestFault::Status(status, when) => {
            done(when).await;
            let reason = status.canonical_reason().unwrap_or("Unknown");
            let message = format!("{}: {reason}", status.as_u16());
            (status, Json(json!({ "message": message, "code": 0 }))).into_response()
        }
        RestFault::Refuse {
            status,
            code,
            message,
        } => (status, Json(json!({ "message": message, "code": code }))).into_response(),
        RestFault::Stall(when) => {
            done(when).await;
            until_stopped(&shared, pending()).await;
            broken(&line)
        }
        RestFault::Reset(when) => {
            done(when).await;
            broken(&line)
        }
        RestFault::Delay(by) => match next.take() {
            Some((request, next)) => {
                let response = next.run(request).await;
                until_stopped(&shared, sleep(by)).await;
                response
            }
            None => broken(&line),
        },
        RestFault::Answer(status, Value::Null) => status.into_response(),
        RestFault::Answer(status, body) => (status, Json(body)).into_response(),
    }
}

/// An answer that is never written: the connection ends instead.
fn broken(line: &Line) -> Response {
    line.cut();
    StatusCode::BAD_GATEWAY.into_response()
}

async fn until_stopped(shared: &Handle, wait: impl Future<Output = ()>) {
    tokio::select! {
        () = shared.stopping.cancelled() => {}
        () = wait => {}
    }
}

fn put(headers: &mut HeaderMap, name: &'static str, value: &str) {
    if let Ok(value) = HeaderValue::try_from(value) {
        headers.insert(name, value);
    }
}
