//! Keeps other web sites out: a page elsewhere must not reach the sandbox through its visitor's browser.
//!
//! A site that lets its name point to this machine (DNS rebinding) is known by its `Host`, one that sends a request
//! here by its `Origin`.

use axum::extract::Request;
use axum::http::header::{HOST, ORIGIN};
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::refusal::Refusal;
use crate::loopback::is_loopback_host;

/// Lets only requests through that were made for this address, by its own page or by a program.
pub async fn refuse_other_sites(request: Request, next: Next) -> Response {
    match check(request.headers()) {
        Ok(()) => next.run(request).await,
        Err(sentence) => Refusal(StatusCode::FORBIDDEN, sentence.to_owned()).into_response(),
    }
}

fn check(headers: &HeaderMap) -> Result<(), &'static str> {
    let text = |name| headers.get(name).map(|value| value.to_str().unwrap_or_default());
    let host = text(HOST).unwrap_or_default();
    if !is_loopback_host(host) {
        return Err(
            "The sandbox answers only to requests for a loopback address, such as 127.0.0.1 or localhost.",
        );
    }
    match text(ORIGIN) {
        Some(origin) if origin.strip_prefix("http://") != Some(host) => {
            Err("The sandbox does not take requests from other web sites.")
        }
        Some(_) | None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn checked(host: &'static str, origin: Option<&'static str>) -> bool {
        let mut headers = HeaderMap::new();
        headers.insert(HOST, HeaderValue::from_static(host));
        if let Some(origin) = origin {
            headers.insert(ORIGIN, HeaderValue::from_static(origin));
        }
        check(&headers).is_ok()
    }

    #[test]
    fn only_loopback_hosts_and_the_own_origin_pass() {
        assert!(checked("127.0.0.1:7700", None));
        assert!(checked("localhost:7700", Some("http://localhost:7700")));
        assert!(checked("[::1]:7700", None));
        assert!(!checked("evil.example:7700", None));
        assert!(!checked("127.0.0.1.evil.example", None));
        assert!(!checked("127.0.0.1:7700", Some("https://evil.example")));
        assert!(!checked("127.0.0.1:7700", Some("http://127.0.0.1:8000")));
        assert!(!checked("127.0.0.1:7700", Some("null")));
    }
}
