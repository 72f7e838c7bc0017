//! The bot in its guilds: removed, added, and out of reach.

use reqwest::Method;
use serde_json::{Value, json};

use super::socket::Socket;
use super::{Loop, definitions};
use crate::sandbox::snowflake::Snowflake;
use crate::sandbox::world::{BOT, ENGINEERING, SECOND_GENERAL, SECOND_TEAM, VOTES};

async fn change(sandbox: &Loop, guild: Snowflake, what: &str) -> Value {
    let (status, answer) = sandbox
        .page("guild", &json!({ "guild": guild, "do": what }))
        .await;
    assert_eq!(status, 200, "{answer}");
    answer
}

async fn code(sandbox: &Loop, path: &str) -> (u16, u64) {
    let (status, answer) = sandbox.get(path).await;
    (status.as_u16(), answer["code"].as_u64().unwrap_or_default())
}

async fn events(socket: &mut Socket, count: usize) -> Vec<(String, Value)> {
    let mut heard = Vec::new();
    for _ in 0..count {
        let frame = socket.next().await.frame();
        let data = json!({ "id": frame["d"]["id"], "unavailable": frame["d"]["unavailable"] });
        heard.push((frame["t"].as_str().unwrap().to_owned(), data));
    }
    heard
}

fn told(event: &str, unavailable: Option<bool>) -> (String, Value) {
    let data = json!({ "id": ENGINEERING, "unavailable": unavailable });
    (event.to_owned(), data)
}

#[tokio::test]
async fn a_bot_that_is_removed_hears_of_it_and_reaches_nothing_there() {
    let sandbox = Loop::start().await;
    let commands = format!("/applications/{BOT}/commands");
    sandbox.api(Method::PUT, &commands, Some(&definitions())).await;
    let (mut socket, _) = Socket::ready(&sandbox).await;
    socket.guilds(2).await;
    assert_eq!(change(&sandbox, ENGINEERING, "kick").await["member"], false);
    assert_eq!(events(&mut socket, 1).await, [told("GUILD_DELETE", None)]);
    assert_eq!(
        code(&sandbox, &format!("/guilds/{ENGINEERING}")).await,
        (404, 10_004)
    );
    assert_eq!(code(&sandbox, &format!("/channels/{VOTES}")).await, (403, 50_001));
    let guild_commands = format!("/applications/{BOT}/guilds/{ENGINEERING}/commands");
    assert_eq!(code(&sandbox, &guild_commands).await, (403, 50_001));
    let (_, mine) = sandbox.get("/users/@me/guilds").await;
    assert_eq!(mine.as_array().unwrap().len(), 1);
    let typed = json!({ "as": "Ada", "channel": VOTES, "text": "/form" });
    let (status, refused) = sandbox.page("command", &typed).await;
    assert_eq!(
        (status.as_u16(), &refused["error"]),
        (400, &json!("There is no command `/form`."))
    );
    let (_, ready) = Socket::ready(&sandbox).await;
    assert_eq!(
        ready["guilds"],
        json!([{ "id": SECOND_TEAM, "unavailable": true }])
    );

    assert_eq!(change(&sandbox, ENGINEERING, "invite").await["member"], true);
    assert_eq!(events(&mut socket, 1).await, [told("GUILD_CREATE", Some(false))]);
    assert_eq!(code(&sandbox, &format!("/channels/{VOTES}")).await, (200, 0));
    let twice = json!({ "guild": ENGINEERING, "do": "invite" });
    assert_eq!(sandbox.page("guild", &twice).await.0, 400);
}

#[tokio::test]
async fn an_outage_is_not_a_departure() {
    let sandbox = Loop::start().await;
    let (mut socket, _) = Socket::ready(&sandbox).await;
    socket.guilds(2).await;
    let outage = change(&sandbox, ENGINEERING, "outage").await;
    assert_eq!(
        (&outage["member"], &outage["outage"]),
        (&json!(true), &json!(true))
    );
    assert_eq!(code(&sandbox, &format!("/channels/{VOTES}")).await, (404, 10_003));
    let said = json!({ "as": "Ada", "channel": VOTES, "text": "hello?" });
    assert_eq!(sandbox.page("message", &said).await.0, 200, "people still talk");
    let (mut second, ready) = Socket::ready(&sandbox).await;
    assert_eq!(ready["guilds"].as_array().unwrap().len(), 2, "it is still in it");
    let create = second.next().await.frame();
    assert_eq!(create["d"]["id"], json!(SECOND_TEAM), "only the other is there");
    change(&sandbox, ENGINEERING, "recover").await;
    let expected = [
        told("GUILD_DELETE", Some(true)),
        told("GUILD_CREATE", Some(false)),
    ];
    assert_eq!(events(&mut socket, 2).await, expected);
    assert_eq!(code(&sandbox, &format!("/channels/{VOTES}")).await, (200, 0));
    let write = json!({ "content": "a" });
    let elsewhere = format!("/channels/{SECOND_GENERAL}/messages");
    assert_eq!(sandbox.post(&elsewhere, &write).await.0, 200);
}
