//! REST, and how it refuses.

use std::time::Duration;

use jiff::SignedDuration;
use reqwest::{Client, Method};
use serde_json::{Value, json};

use super::{Loop, answer, definitions};
use crate::sandbox::world::{BOT, ENGINEERING, GENERAL, LOCKED, VOTES};

const MESSAGES: &str = "messages";

fn messages(channel: &impl ToString) -> String {
    format!("/channels/{}/{MESSAGES}", channel.to_string())
}

fn refusal(answer: &(reqwest::StatusCode, Value)) -> (u16, u64) {
    (answer.0.as_u16(), answer.1["code"].as_u64().unwrap_or_default())
}

#[tokio::test]
async fn a_wrong_token_is_unauthorized_and_every_answer_has_the_date_and_the_bucket() {
    let sandbox = Loop::start().await;
    let url = format!("{}/api/v10/users/@me", sandbox.sandbox.url());
    let response = Client::new()
        .get(&url)
        .header("authorization", "Bot other")
        .send()
        .await
        .unwrap();
    assert_eq!(
        answer(response).await,
        (
            401.try_into().unwrap(),
            json!({ "message": "401: Unauthorized", "code": 0 })
        )
    );
    sandbox.clock.advance(SignedDuration::from_hours(24));
    let response = sandbox.send(Method::GET, "/api/v10/users/@me", None).await;
    assert_eq!(response.headers()["date"], "Mon, 02 Mar 2026 12:00:00 GMT");
    for name in ["limit", "remaining", "reset", "reset-after", "bucket"] {
        assert!(
            response.headers().contains_key(format!("x-ratelimit-{name}")),
            "{name}"
        );
    }
    assert_eq!(sandbox.get("/nowhere").await.1["message"], "404: Not Found");
    let wrong = sandbox.api(Method::DELETE, "/users/@me", None).await;
    assert_eq!(
        (wrong.0.as_u16(), &wrong.1["message"]),
        (405, &json!("405: Method Not Allowed"))
    );
}

#[tokio::test]
async fn what_is_missing_or_forbidden_has_its_code() {
    let sandbox = Loop::start().await;
    let text = json!({ "content": "hello" });
    assert_eq!(refusal(&sandbox.post(&messages(&7), &text).await), (404, 10_003));
    assert_eq!(
        refusal(&sandbox.post(&messages(&LOCKED), &text).await),
        (403, 50_013)
    );
    assert_eq!(
        refusal(&sandbox.get(&format!("{}/7", messages(&VOTES))).await),
        (404, 10_008)
    );
    assert_eq!(
        refusal(&sandbox.post(&messages(&VOTES), &json!({})).await),
        (400, 50_006)
    );
    let deny = json!({ "channel": VOTES, "member": "bot", "deny": ["VIEW_CHANNEL"] });
    sandbox.page("permissions", &deny).await;
    assert_eq!(
        refusal(&sandbox.post(&messages(&VOTES), &text).await),
        (403, 50_001)
    );
    let deny = json!({ "channel": VOTES, "member": "bot", "deny": ["EMBED_LINKS"] });
    sandbox.page("permissions", &deny).await;
    assert_eq!(sandbox.post(&messages(&VOTES), &text).await.0, 200);
    let embeds = json!({ "embeds": [{ "title": "a" }] });
    assert_eq!(
        refusal(&sandbox.post(&messages(&VOTES), &embeds).await),
        (403, 50_013)
    );
}

#[tokio::test]
async fn commands_keep_their_ids_and_bad_ones_are_refused_whole() {
    let sandbox = Loop::start().await;
    let path = format!("/applications/{BOT}/guilds/{ENGINEERING}/commands");
    let (_, first) = sandbox.api(Method::PUT, &path, Some(&definitions())).await;
    let (_, second) = sandbox.api(Method::PUT, &path, Some(&definitions())).await;
    assert_eq!(first[0]["id"], second[0]["id"]);
    let bad = json!([{ "name": "Bad Name", "description": "" }]);
    let refused = sandbox.api(Method::PUT, &path, Some(&bad)).await;
    assert_eq!(refusal(&refused), (400, 50_035));
    assert!(refused.1.pointer("/errors/0/name/_errors").is_some());
    assert_eq!(sandbox.get(&path).await.1.as_array().unwrap().len(), 6);
}

#[tokio::test]
async fn an_unknown_interaction_and_a_wrong_webhook_token_have_their_codes() {
    let sandbox = Loop::start().await;
    let hello = json!({ "type": 4, "data": { "content": "a" } });
    assert_eq!(
        refusal(&sandbox.post("/interactions/7/t/callback", &hello).await),
        (404, 10_062)
    );
    let path = format!("/webhooks/{BOT}/t/messages/@original");
    assert_eq!(
        refusal(&sandbox.patch(&path, &json!({ "content": "a" })).await),
        (401, 50_027)
    );
}

#[tokio::test]
async fn too_many_requests_are_told_to_wait() {
    let sandbox = Loop::start().await;
    let path = format!("/api/v10{}", messages(&GENERAL));
    let requests = (0..120).map(|_| sandbox.send(Method::GET, &path, None));
    let responses = futures_util::future::join_all(requests).await;
    let refused: Vec<_> = responses
        .into_iter()
        .filter(|response| response.status() == 429)
        .collect();
    assert!(!refused.is_empty());
    for response in refused {
        assert_eq!(response.headers()["x-ratelimit-remaining"], "0");
        assert_eq!(response.headers()["retry-after"], "1");
        let (_, body) = answer(response).await;
        assert!(Duration::from_secs_f64(body["retry_after"].as_f64().unwrap()) <= Duration::from_secs(1));
    }
}
