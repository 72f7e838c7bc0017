//! How often: for all requests, for old and for published messages; and what is counted.

use std::time::Duration;

use jiff::SignedDuration;
use reqwest::Method;
use serde_json::{Value, json};

use super::super::Loop;
use super::super::sessions::pass;
use super::codes;
use crate::sandbox::world::{ANNOUNCEMENTS, GENERAL, LOCKED, VOTES};

async fn written(sandbox: &Loop, channel: &impl ToString) -> String {
    let path = format!("/channels/{}/messages", channel.to_string());
    let (_, message) = sandbox.post(&path, &json!({ "content": "a" })).await;
    format!("{path}/{}", message["id"].as_str().unwrap())
}

async fn changed(sandbox: &Loop, path: &str) -> (u16, u64) {
    codes(&sandbox.patch(path, &json!({ "content": "b" })).await)
}

#[tokio::test]
async fn a_bot_has_fifty_requests_a_second() {
    let sandbox = Loop::start().await;
    pass(Duration::from_secs(1)).await;
    // The second stands still; a blocked task keeps the runtime from moving it when it has nothing to do.
    let (done, hold) = std::sync::mpsc::channel::<()>();
    let blocked = tokio::task::spawn_blocking(move || hold.recv());
    tokio::time::pause();
    let ask = async |channel: Value| {
        let path = format!("/api/v10/channels/{}", channel.as_str().unwrap());
        sandbox.send(Method::GET, &path, None).await
    };
    for number in 0..50 {
        let channel = if number % 2 == 0 {
            json!(VOTES)
        } else {
            json!(GENERAL)
        };
        assert_eq!(ask(channel).await.status(), 200, "{number}");
    }
    let refused = ask(json!(LOCKED)).await;
    assert_eq!(refused.status(), 429);
    assert_eq!(refused.headers()["x-ratelimit-global"], "true");
    assert_eq!(refused.headers()["x-ratelimit-scope"], "global");
    assert!(!refused.headers().contains_key("x-ratelimit-bucket"));
    let callback = json!({ "type": 4, "data": { "content": "a" } });
    let exempt = sandbox.post("/interactions/7/t/callback", &callback).await;
    assert_eq!(codes(&exempt), (404, 10_062));
    tokio::time::resume();
    drop(done);
    assert!(blocked.await.unwrap().is_err());
    pass(Duration::from_secs(1)).await;
    assert_eq!(ask(json!(VOTES)).await.status(), 200);
}

#[tokio::test]
async fn messages_older_than_an_hour_are_changed_three_times_in_twenty_seconds() {
    let sandbox = Loop::start().await;
    let (one, other, elsewhere) = (
        written(&sandbox, &VOTES).await,
        written(&sandbox, &VOTES).await,
        written(&sandbox, &GENERAL).await,
    );
    for _ in 0..4 {
        assert_eq!(changed(&sandbox, &one).await, (200, 0), "a young one");
    }
    sandbox.clock.advance(SignedDuration::from_mins(61));
    for path in [&one, &other, &one] {
        assert_eq!(changed(&sandbox, path).await, (200, 0));
    }
    let body = json!({ "content": "b" });
    let refused = sandbox
        .send(Method::PATCH, &format!("/api/v10{other}"), Some(&body))
        .await;
    assert_eq!(refused.status(), 429);
    let header: f64 = refused.headers()["retry-after"]
        .to_str()
        .unwrap()
        .parse()
        .unwrap();
    let (_, refusal) = super::super::answer(refused).await;
    assert_eq!(refusal["code"], 30_046);
    assert!(
        refusal["retry_after"].as_f64().unwrap() <= header && header <= 20.0,
        "{refusal}"
    );
    assert_eq!(changed(&sandbox, &elsewhere).await, (200, 0), "another channel");
    sandbox.clock.advance(SignedDuration::from_secs(20));
    assert_eq!(changed(&sandbox, &other).await, (200, 0));
}

#[tokio::test]
async fn a_channel_publishes_ten_messages_an_hour_each_once() {
    let sandbox = Loop::start().await;
    let publish = async |path: &str| {
        codes(
            &sandbox
                .api(Method::POST, &format!("{path}/crosspost"), None)
                .await,
        )
    };
    let mut last = String::new();
    for _ in 0..10 {
        last = written(&sandbox, &ANNOUNCEMENTS).await;
        assert_eq!(publish(&last).await, (200, 0));
    }
    assert_eq!(publish(&last).await, (400, 40_033));
    let next = written(&sandbox, &ANNOUNCEMENTS).await;
    assert_eq!(publish(&next).await, (429, 20_028));
    for _ in 0..3 {
        assert_eq!(changed(&sandbox, &last).await, (200, 0));
    }
    assert_eq!(changed(&sandbox, &last).await, (429, 20_022));
    sandbox.clock.advance(SignedDuration::from_hours(1));
    assert_eq!(publish(&next).await, (200, 0));
    assert_eq!(changed(&sandbox, &last).await, (200, 0));
}

#[tokio::test]
async fn a_nonce_is_remembered_for_a_few_minutes() {
    let sandbox = Loop::start().await;
    let path = format!("/channels/{VOTES}/messages");
    let write = async || {
        let body = json!({ "content": "a", "nonce": "n", "enforce_nonce": true });
        sandbox.post(&path, &body).await.1["id"].clone()
    };
    let first = write().await;
    sandbox.clock.advance(SignedDuration::from_secs(299));
    assert_eq!(write().await, first);
    sandbox.clock.advance(SignedDuration::from_secs(2));
    assert_ne!(write().await, first);
}

#[tokio::test]
async fn invalid_requests_are_counted_but_not_those_that_are_everybodys() {
    let sandbox = Loop::with_faults().await;
    let counted = async || sandbox.page_get("state").await["invalid_requests"].clone();
    let write = json!({ "content": "a" });
    sandbox.post(&format!("/channels/{VOTES}/messages"), &write).await;
    sandbox.post("/channels/7/messages", &write).await;
    assert_eq!(counted().await, 0, "404 is not one");
    sandbox
        .post(&format!("/channels/{LOCKED}/messages"), &write)
        .await;
    assert_eq!(counted().await, 1, "403");
    let url = format!("{}/api/v10/users/@me", sandbox.sandbox.url());
    sandbox.client.get(url).send().await.unwrap();
    assert_eq!(counted().await, 2, "401");
    for (scope, count) in [("shared", 2), ("user", 3), ("global", 4)] {
        let then = json!({ "rate_limit": { "scope": scope } });
        sandbox
            .fault(&json!({ "rest": { "path": "/users/@me" }, "then": then }))
            .await;
        sandbox.get("/users/@me").await;
        assert_eq!(counted().await, count, "{scope}");
    }
}
