//! A real Discord client on the gateway.

use serde_json::json;
use serenity::all::{ClientBuilder, GatewayError, GatewayIntents, Http, HttpBuilder};

use super::bot::Bot;
use super::{Loop, definitions};
use crate::sandbox::world::{BOT, GENERAL, VOTES};

async fn with_commands() -> (Loop, Bot) {
    let sandbox = Loop::start().await;
    let path = format!("/applications/{BOT}/commands");
    let (status, _) = sandbox
        .api(reqwest::Method::PUT, &path, Some(&definitions()))
        .await;
    assert_eq!(status, 200);
    let bot = Bot::connect(&sandbox).await;
    (sandbox, bot)
}

#[tokio::test]
async fn a_command_is_understood_answered_and_seen_by_its_reader_only() {
    let (sandbox, mut bot) = with_commands().await;
    let (status, outcome) = sandbox
        .page(
            "command",
            &json!({ "as": "Grace", "channel": VOTES, "text": "/ask two words public:true" }),
        )
        .await;
    assert_eq!(status, 200);
    assert_eq!(bot.next().await, r#"command ask of grace String("two words")"#);
    assert_eq!(outcome["status"], "answered");
    assert_eq!(outcome["message"]["content"], "an answer");
    assert_eq!(sandbox.seen(VOTES, "Grace").await.len(), 1);
    assert!(sandbox.seen(VOTES, "Linus").await.is_empty());

    let message = outcome["message"]["id"].clone();
    let click = json!({ "as": "Grace", "channel": VOTES, "message": message, "custom_id": "press" });
    let (_, clicked) = sandbox.page("click", &click).await;
    assert_eq!(bot.next().await, "grace clicked press");
    assert_eq!(clicked["message"]["content"], "clicked in an answer");
    let foreign = json!({ "as": "Linus", "channel": VOTES, "message": message, "custom_id": "press" });
    assert_eq!(sandbox.page("click", &foreign).await.0, 400);
    sandbox.sandbox.stop().await;
}

#[tokio::test]
async fn a_form_is_opened_and_its_values_arrive() {
    let (sandbox, mut bot) = with_commands().await;
    let (_, opened) = sandbox
        .page(
            "command",
            &json!({ "as": "Ada", "channel": VOTES, "text": "/form" }),
        )
        .await;
    assert_eq!(bot.next().await, "command form of ada ");
    assert_eq!(opened["modal"]["title"], "A form");
    let form = json!({ "as": "Ada", "interaction": opened["interaction"], "values": { "why": "because" } });
    let (_, sent) = sandbox.page("modal", &form).await;
    assert_eq!(bot.next().await, "form because");
    assert_eq!(sent["message"]["content"], "because");
    let empty = json!({ "as": "Ada", "interaction": opened["interaction"], "values": {} });
    assert_eq!(sandbox.page("modal", &empty).await.0, 400);
}

#[tokio::test]
async fn suggestions_come_from_the_client_and_from_the_bot() {
    let (sandbox, mut bot) = with_commands().await;
    let suggest = async |text: &str| {
        let body = json!({ "as": "Guest", "channel": VOTES, "text": text });
        let (_, found) = sandbox.page("suggest", &body).await;
        let items = found["items"].as_array().cloned().unwrap_or_default();
        items
            .iter()
            .map(|item| item["line"].as_str().unwrap_or_default().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        suggest("/").await,
        ["/ask ", "/form ", "/later ", "/strict ", "/many one "]
    );
    assert_eq!(suggest("/ask x").await, [r#"/ask "thing x" "#]);
    assert_eq!(bot.next().await, "typing x");
    assert_eq!(suggest("/ask x where:#vot").await, ["/ask x where:#votes "]);
    assert_eq!(
        suggest("/ask x public:").await,
        ["/ask x public:true ", "/ask x public:false "]
    );
    let apart = json!({ "as": "Guest", "channel": VOTES, "name": "ask", "options": { "thing": "y" }, "focused": "thing" });
    let (_, choices) = sandbox.page("autocomplete", &apart).await;
    assert_eq!(choices["choices"][0]["value"], "thing y");
}

#[tokio::test]
async fn a_promised_answer_comes_with_the_first_follow_up() {
    let (sandbox, mut bot) = with_commands().await;
    let (_, outcome) = sandbox
        .page(
            "command",
            &json!({ "as": "Ada", "channel": VOTES, "text": "/later" }),
        )
        .await;
    assert_eq!(outcome["status"], "deferred");
    assert_eq!(bot.next().await, "command later of ada ");
    let seen = sandbox.seen(VOTES, "Ada").await;
    assert_eq!(seen.len(), 1);
    assert_eq!(seen[0]["content"], "at last");
    assert_eq!(seen[0]["ephemeral"], true);
}

#[tokio::test]
async fn an_answer_is_checked_and_taken_once() {
    let (sandbox, mut bot) = with_commands().await;
    let (_, outcome) = sandbox
        .page(
            "command",
            &json!({ "as": "Ada", "channel": VOTES, "text": "/strict" }),
        )
        .await;
    assert_eq!(outcome["message"]["content"], "good");
    assert_eq!(bot.next().await, "50035 /errors/data/content, then 40060");
}

#[tokio::test]
async fn a_wrong_token_ends_the_connection() {
    let sandbox = Loop::start().await;
    let http: Http = HttpBuilder::new("wrong")
        .proxy(sandbox.sandbox.url())
        .ratelimiter_disabled(true)
        .build();
    let mut client = ClientBuilder::new_with_http(http, GatewayIntents::empty())
        .await
        .unwrap();
    let error = client.start().await.unwrap_err();
    assert!(
        matches!(
            error,
            serenity::Error::Gateway(GatewayError::InvalidAuthentication)
        ),
        "{error}"
    );
}

#[tokio::test]
async fn messages_and_changes_of_channels_are_heard() {
    let (sandbox, mut bot) = with_commands().await;
    let path = format!("/channels/{GENERAL}/messages");
    let (_, message) = sandbox.post(&path, &json!({ "content": "hello" })).await;
    assert_eq!(bot.next().await, "message hello");
    let one = format!("{path}/{}", message["id"].as_str().unwrap());
    sandbox.patch(&one, &json!({ "content": "changed" })).await;
    assert_eq!(bot.next().await, "changed");
    sandbox
        .post(&format!("{one}/threads"), &json!({ "name": "talk" }))
        .await;
    assert_eq!(bot.next().await, "thread talk");
    sandbox
        .page(
            "permissions",
            &json!({ "channel": GENERAL, "member": "bot", "deny": ["SEND_MESSAGES"] }),
        )
        .await;
    assert_eq!(bot.next().await, "channel general");
    sandbox.api(reqwest::Method::DELETE, &one, None).await;
    assert_eq!(bot.next().await, "deleted");
}
