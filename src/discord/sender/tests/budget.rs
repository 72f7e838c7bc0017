//! Requests that Discord takes for invalid, and what is counted of all requests.

use std::time::Duration;

use axum::response::IntoResponse as _;
use serde_json::{Value, json};

use tokio::time::Instant;

use super::stand_in::{Pauses, Seen, StandIn, answer, message, no_content};
use crate::discord::sender::{Callback, SendError, Sender};
use crate::metrics::Metrics;

async fn edit(sender: &Sender) -> Result<(), SendError> {
    let (channel, message) = ("1".parse().unwrap(), "9".parse().unwrap());
    sender.edit_message(channel, message, &json!({})).await.map(drop)
}

/// A server that answers with `status` and this scope of a rate limit.
async fn always(status: u16, scope: &'static str, body: Value) -> StandIn {
    StandIn::start(move |seen: Seen| {
        let body = body.clone();
        async move {
            if seen.path.ends_with("/callback") {
                no_content()
            } else {
                ([("x-ratelimit-scope", scope)], answer(status, &body)).into_response()
            }
        }
    })
    .await
}

#[tokio::test]
async fn after_five_hundred_refusals_the_bot_is_silent_and_members_are_answered() {
    let discord = always(
        403,
        "user",
        json!({"code": 50013, "message": "Missing Permissions"}),
    )
    .await;
    let sender = discord.sender(&Pauses::short());
    for _ in 0..500 {
        assert!(edit(&sender).await.unwrap_err().is_missing_permission());
    }
    assert_eq!(sender.invalid_requests(), 500);
    let error = edit(&sender).await.unwrap_err();
    let SendError::RateLimited { retry_after, .. } = error else {
        panic!("{error}");
    };
    assert!(retry_after > Duration::from_mins(1), "{retry_after:?}");
    assert_eq!(discord.seen().len(), 500, "it was not sent");
    sender
        .callback(
            "6".parse().unwrap(),
            "token",
            Callback::DeferUpdate,
            Instant::now(),
        )
        .await
        .unwrap();
    tokio::time::pause();
    tokio::time::advance(Duration::from_mins(11)).await;
    tokio::time::resume();
    assert!(edit(&sender).await.unwrap_err().is_missing_permission());
    assert_eq!(sender.invalid_requests(), 1);
}

#[tokio::test]
async fn a_shared_limit_is_not_the_bots_fault() {
    for (scope, invalid) in [("shared", 0), ("user", 1), ("global", 1)] {
        let body = json!({"retry_after": 1000.0, "global": scope == "global"});
        let discord = always(429, scope, body).await;
        let metrics = Metrics::new();
        let sender = discord.sender(&Pauses::short()).with_metrics(metrics.clone());
        let error = edit(&sender).await.unwrap_err();
        assert!(matches!(error, SendError::RateLimited { .. }), "{error}");
        assert_eq!(sender.invalid_requests(), invalid, "{scope}");
        let line = format!("blipbot_rest_rate_limited_total{{scope=\"{scope}\"}} 1");
        assert!(metrics.render().contains(&line), "{scope}");
    }
}

#[tokio::test]
async fn every_request_is_counted_by_its_status() {
    let metrics = Metrics::new();
    let discord = StandIn::start(|seen: Seen| async move {
        match seen.method.as_str() {
            "PATCH" => message(),
            _ => answer(404, &json!({"code": 10003, "message": "Unknown Channel"})),
        }
    })
    .await;
    let sender = discord.sender(&Pauses::short()).with_metrics(metrics.clone());
    edit(&sender).await.unwrap();
    sender.channel("1".parse().unwrap()).await.unwrap_err();
    let text = metrics.render();
    for line in [
        "blipbot_rest_requests_total{status=\"2xx\"} 1",
        "blipbot_rest_requests_total{status=\"4xx\"} 1",
    ] {
        assert!(text.contains(line), "{line}: {text}");
    }
}
