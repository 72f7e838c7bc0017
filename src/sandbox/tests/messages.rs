//! Messages over REST.

use reqwest::multipart::{Form, Part};
use reqwest::{Client, Method};
use serde_json::{Value, json};

use super::{Loop, answer};
use crate::sandbox::world::{ADA, ANNOUNCEMENTS, GENERAL, VOTERS, VOTES};

const MESSAGES: &str = "messages";

fn messages(channel: &impl ToString) -> String {
    format!("/channels/{}/{MESSAGES}", channel.to_string())
}

fn refusal(answer: &(reqwest::StatusCode, Value)) -> (u16, u64) {
    (answer.0.as_u16(), answer.1["code"].as_u64().unwrap_or_default())
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
    let (status, list) = sandbox.get(&format!("{}?before=0", messages(&VOTES))).await;
    assert_eq!(
        (status, list),
        (reqwest::StatusCode::OK, json!([])),
        "nothing is older than that"
    );
    assert_eq!(page("after=0&limit=2").await, "10");
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
