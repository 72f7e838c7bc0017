//! REST, and how it refuses.

use std::time::Duration;

use jiff::SignedDuration;
use reqwest::multipart::{Form, Part};
use reqwest::{Client, Method};
use serde_json::{Value, json};

use super::{Loop, answer, definitions};
use crate::sandbox::world::{ADA, ANNOUNCEMENTS, BOT, ENGINEERING, GENERAL, LOCKED, VOTERS, VOTES};

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
async fn a_body_that_breaks_a_limit_is_refused_at_its_field() {
    let sandbox = Loop::start().await;
    let long = json!({ "content": "x".repeat(2_001), "embeds": [{ "title": "x".repeat(257) }] });
    let refused = sandbox.post(&messages(&VOTES), &long).await;
    assert_eq!(refusal(&refused), (400, 50_035));
    assert_eq!(
        refused.1["errors"]["content"]["_errors"][0]["code"],
        "BASE_TYPE_MAX_LENGTH"
    );
    assert!(
        refused
            .1
            .pointer("/errors/embeds/0/title/_errors/0/message")
            .is_some()
    );
    assert_eq!(
        sandbox
            .post(&messages(&VOTES), &json!({ "content": "x".repeat(2_000) }))
            .await
            .0,
        200
    );
}

#[tokio::test]
async fn the_history_is_paged_and_empty_for_who_may_not_read_it() {
    let sandbox = Loop::start().await;
    let mut ids = Vec::new();
    for number in 0..5 {
        let (_, message) = sandbox
            .post(&messages(&VOTES), &json!({ "content": number.to_string() }))
            .await;
        ids.push(message["id"].as_str().unwrap().to_owned());
    }
    let page = async |query: &str| {
        let (_, list) = sandbox.get(&format!("{}?{query}", messages(&VOTES))).await;
        let texts = list
            .as_array()
            .unwrap()
            .iter()
            .map(|message| message["content"].as_str().unwrap().to_owned());
        texts.collect::<String>()
    };
    assert_eq!(page("limit=100").await, "43210");
    assert_eq!(page("limit=2").await, "43");
    assert_eq!(page(&format!("after={}&limit=2", ids[0])).await, "21");
    assert_eq!(page(&format!("before={}&limit=2", ids[3])).await, "21");
    assert_eq!(page(&format!("around={}&limit=3", ids[2])).await, "321");
    let deny = json!({ "channel": VOTES, "member": "bot", "deny": ["READ_MESSAGE_HISTORY"] });
    sandbox.page("permissions", &deny).await;
    assert_eq!(page("limit=100").await, "");
}

#[tokio::test]
async fn an_enforced_nonce_gives_the_first_message_again_or_nothing_when_it_is_gone() {
    let sandbox = Loop::start().await;
    let body = json!({ "content": "once", "nonce": "n1", "enforce_nonce": true });
    let (_, first) = sandbox.post(&messages(&VOTES), &body).await;
    let (_, second) = sandbox.post(&messages(&VOTES), &body).await;
    assert_eq!(first["id"], second["id"]);
    let path = format!("{}/{}", messages(&VOTES), first["id"].as_str().unwrap());
    assert_eq!(sandbox.api(Method::DELETE, &path, None).await.0, 204);
    assert_eq!(
        refusal(&sandbox.post(&messages(&VOTES), &body).await),
        (404, 10_008)
    );
    let long = json!({ "content": "a", "nonce": "x".repeat(26) });
    assert_eq!(
        refusal(&sandbox.post(&messages(&VOTES), &long).await),
        (400, 50_035)
    );
}

#[tokio::test]
async fn files_are_kept_listed_and_dropped_on_edits() {
    let sandbox = Loop::start().await;
    let url = format!("{}/api/v10{}", sandbox.sandbox.url(), messages(&VOTES));
    let payload = json!({
        "embeds": [{ "title": "a", "image": { "url": "attachment://a.png" } }],
        "attachments": [{ "id": 0, "filename": "a.png", "description": "a picture" }],
    });
    let part = Part::bytes(b"png".to_vec())
        .file_name("a.png")
        .mime_str("image/png")
        .unwrap();
    let form = Form::new()
        .text("payload_json", payload.to_string())
        .part("files[0]", part);
    let request = Client::new()
        .post(&url)
        .header("authorization", "Bot sandbox")
        .multipart(form);
    let (status, message) = answer(request.send().await.unwrap()).await;
    assert_eq!(status, 200, "{message}");
    let link = message["attachments"][0]["url"].as_str().unwrap();
    assert_eq!(message["attachments"][0]["description"], "a picture");
    assert_eq!(message["embeds"][0]["image"]["url"], link);
    assert_eq!(
        Client::new()
            .get(link)
            .send()
            .await
            .unwrap()
            .bytes()
            .await
            .unwrap()
            .as_ref(),
        b"png"
    );

    let path = format!("{}/{}", messages(&VOTES), message["id"].as_str().unwrap());
    let (_, kept) = sandbox.patch(&path, &json!({ "content": "b" })).await;
    assert_eq!(kept["attachments"].as_array().unwrap().len(), 1);
    let listed = json!({ "attachments": [{ "id": message["attachments"][0]["id"] }] });
    assert_eq!(
        sandbox.patch(&path, &listed).await.1["attachments"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
    let (_, dropped) = sandbox.patch(&path, &json!({ "attachments": [] })).await;
    assert!(dropped["attachments"].as_array().unwrap().is_empty());
    assert!(dropped["embeds"][0].get("image").is_none());
}

#[tokio::test]
async fn who_would_be_pinged_is_recorded_for_posts_and_edits() {
    let sandbox = Loop::start().await;
    let text = format!("@everyone <@{ADA}> <@&{VOTERS}>");
    let quiet = json!({ "content": text, "allowed_mentions": { "parse": [] } });
    let (_, message) = sandbox.post(&messages(&VOTES), &quiet).await;
    assert!(
        sandbox.page_get("state").await["pings"]
            .as_array()
            .unwrap()
            .is_empty()
    );
    let path = format!("{}/{}", messages(&VOTES), message["id"].as_str().unwrap());
    sandbox.patch(&path, &json!({ "content": text })).await;
    let pings = sandbox.page_get("state").await["pings"].clone();
    assert_eq!(
        pings[0]["targets"],
        json!(["everyone", format!("user:{ADA}"), format!("role:{VOTERS}")])
    );
}

#[tokio::test]
async fn announcements_are_published_once_and_only_where_they_can_be() {
    let sandbox = Loop::start().await;
    let publish = async |channel| {
        let (_, message) = sandbox
            .post(&messages(&channel), &json!({ "content": "news" }))
            .await;
        format!(
            "{}/{}/crosspost",
            messages(&channel),
            message["id"].as_str().unwrap()
        )
    };
    let path = publish(ANNOUNCEMENTS).await;
    assert_eq!(sandbox.api(Method::POST, &path, None).await.0, 200);
    assert_eq!(
        refusal(&sandbox.api(Method::POST, &path, None).await),
        (400, 40_033)
    );
    let path = publish(GENERAL).await;
    assert_eq!(
        refusal(&sandbox.api(Method::POST, &path, None).await),
        (400, 50_024)
    );
}

#[tokio::test]
async fn direct_messages_and_threads_can_be_written_to() {
    let sandbox = Loop::start().await;
    let (_, direct) = sandbox
        .post("/users/@me/channels", &json!({ "recipient_id": ADA }))
        .await;
    assert_eq!(direct["type"], 1);
    let (_, again) = sandbox
        .post("/users/@me/channels", &json!({ "recipient_id": ADA }))
        .await;
    assert_eq!(direct["id"], again["id"]);
    let id = direct["id"].as_str().unwrap();
    assert_eq!(
        sandbox
            .post(&messages(&id), &json!({ "content": "psst" }))
            .await
            .0,
        200
    );
    assert_eq!(sandbox.seen(id, "Ada").await.len(), 1);
    let (_, message) = sandbox.post(&messages(&VOTES), &json!({ "content": "a" })).await;
    let path = format!("{}/{}/threads", messages(&VOTES), message["id"].as_str().unwrap());
    let (status, thread) = sandbox.post(&path, &json!({ "name": "talk" })).await;
    assert_eq!((status.as_u16(), &thread["parent_id"]), (201, &json!(VOTES)));
    assert_eq!(
        sandbox
            .post(
                &messages(&message["id"].as_str().unwrap()),
                &json!({ "content": "b" })
            )
            .await
            .0,
        200
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
    assert_eq!(sandbox.get(&path).await.1.as_array().unwrap().len(), 5);
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
