//! What members and moderators delete, and roles that may be mentioned.

use reqwest::Method;
use serde_json::{Value, json};

use super::Loop;
use super::socket::Socket;
use crate::sandbox::world::{ADA, ENGINEERING, GRACE, LINUS, VOTERS, VOTES};

/// The intents for guilds and their messages.
const INTENTS: u64 = 1 | 1 << 9;
/// Fifteen days, after which messages are deleted one by one.
const LONG: i64 = 15 * 86_400;

async fn listening(sandbox: &Loop) -> Socket {
    let mut socket = Socket::open(sandbox).await;
    let identify = json!({ "op": 2, "d": { "token": "sandbox", "intents": INTENTS, "properties": {} } });
    socket.say(&identify).await;
    assert_eq!(socket.next().await.frame()["t"], "READY");
    socket.guilds(2).await;
    socket
}

async fn says(sandbox: &Loop, member: &str, text: &str) -> String {
    let said = json!({ "as": member, "channel": VOTES, "text": text });
    let (_, said) = sandbox.page("message", &said).await;
    said["id"].as_str().unwrap().to_owned()
}

async fn deletes(sandbox: &Loop, path: &str) -> u16 {
    let path = format!("/sandbox/{path}");
    sandbox.send(Method::DELETE, &path, None).await.status().as_u16()
}

/// The next event that is about no new message.
async fn told(socket: &mut Socket) -> (String, Value) {
    loop {
        let frame = socket.next().await.frame();
        if frame["t"] != "MESSAGE_CREATE" {
            return (frame["t"].as_str().unwrap().to_owned(), frame["d"].clone());
        }
    }
}

#[tokio::test]
async fn members_delete_their_own_words_and_moderators_those_of_others() {
    let sandbox = Loop::start().await;
    let mut socket = listening(&sandbox).await;
    let said = says(&sandbox, "Grace", "a").await;
    let path = format!("messages/{VOTES}/{said}");
    assert_eq!(deletes(&sandbox, &format!("{path}?as={LINUS}")).await, 400);
    assert_eq!(deletes(&sandbox, &format!("{path}?as={GRACE}")).await, 204);
    let (event, gone) = told(&mut socket).await;
    assert_eq!((event.as_str(), &gone["id"]), ("MESSAGE_DELETE", &json!(said)));
    let said = says(&sandbox, "Grace", "b").await;
    assert_eq!(
        deletes(&sandbox, &format!("messages/{VOTES}/{said}?as={ADA}")).await,
        204
    );
    assert!(sandbox.seen(VOTES, "Ada").await.is_empty());
}

#[tokio::test]
async fn many_messages_go_together_and_old_ones_one_by_one() {
    let sandbox = Loop::start().await;
    let mut socket = listening(&sandbox).await;
    let kept = says(&sandbox, "Grace", "kept").await;
    let old = says(&sandbox, "Grace", "old").await;
    sandbox.page("clock", &json!({ "advance_seconds": LONG })).await;
    let young = [
        says(&sandbox, "Linus", "b").await,
        says(&sandbox, "Ada", "c").await,
    ];
    let path = format!("messages/{VOTES}/{old}?newer=true&as=");
    assert_eq!(
        deletes(&sandbox, &format!("{path}{GRACE}")).await,
        400,
        "not all are hers"
    );
    assert_eq!(deletes(&sandbox, &format!("{path}{ADA}")).await, 204);
    assert_eq!(told(&mut socket).await.1["id"], json!(old));
    let (event, gone) = told(&mut socket).await;
    assert_eq!(
        (event.as_str(), &gone["ids"], &gone["channel_id"]),
        ("MESSAGE_DELETE_BULK", &json!(young), &json!(VOTES))
    );
    assert_eq!(sandbox.seen(VOTES, "Ada").await[0]["id"], json!(kept));
}

#[tokio::test]
async fn who_manages_channels_deletes_one_with_its_thread() {
    let sandbox = Loop::start().await;
    let thread = format!("/channels/{VOTES}/threads");
    let (_, thread) = sandbox
        .post(&thread, &json!({ "name": "Talk", "type": 11 }))
        .await;
    let mut socket = listening(&sandbox).await;
    let path = format!("channels/{VOTES}?as=");
    assert_eq!(deletes(&sandbox, &format!("{path}{LINUS}")).await, 400);
    assert_eq!(deletes(&sandbox, &format!("{path}{ADA}")).await, 204);
    for (event, id) in [
        ("THREAD_DELETE", &thread["id"]),
        ("CHANNEL_DELETE", &json!(VOTES)),
    ] {
        let (happened, gone) = told(&mut socket).await;
        assert_eq!((happened.as_str(), &gone["id"]), (event, id));
    }
}

#[tokio::test]
async fn whether_a_role_may_be_mentioned_is_switched_and_told() {
    let sandbox = Loop::start().await;
    let mut socket = listening(&sandbox).await;
    let switch = |role| json!({ "guild": ENGINEERING, "role": role, "mentionable": false });
    assert_eq!(
        sandbox.page("role", &switch(ENGINEERING)).await.0,
        400,
        "not @everyone"
    );
    assert_eq!(sandbox.page("role", &switch(VOTERS)).await.0, 200);
    let (event, told) = told(&mut socket).await;
    assert_eq!(event, "GUILD_ROLE_UPDATE");
    let roles = sandbox.get(&format!("/guilds/{ENGINEERING}/roles")).await.1;
    assert_eq!(told["role"], roles[2], "as the list of roles has it");
    assert_eq!(roles[2]["mentionable"], false);
    let state = sandbox.page_get("state").await;
    assert_eq!(state["guilds"][0]["roles"][2]["mentionable"], false);
}

#[tokio::test]
async fn a_member_starts_the_thread_of_a_message_and_the_bot_finds_it_there() {
    let sandbox = Loop::start().await;
    let mut socket = listening(&sandbox).await;
    let said = says(&sandbox, "Grace", "a").await;
    let start = |name: &str| json!({ "as": "Linus", "channel": VOTES, "message": said, "name": name });
    assert_eq!(sandbox.page("thread", &start(" ")).await.0, 400);
    assert_eq!(sandbox.page("thread", &start("Talk")).await.0, 200);
    let (event, thread) = told(&mut socket).await;
    assert_eq!(
        (event.as_str(), &thread["owner_id"], &thread["id"]),
        ("THREAD_CREATE", &json!(LINUS), &json!(said))
    );
    let path = format!("/channels/{VOTES}/messages/{said}/threads");
    let (_, second) = sandbox.post(&path, &json!({ "name": "Vote" })).await;
    assert_eq!(second["code"], 160_004, "a message has one thread");
    let (_, archived) = sandbox
        .patch(&format!("/channels/{said}"), &json!({ "archived": true }))
        .await;
    assert_eq!(archived["code"], 50_013, "it is not the bot's");
}
