//! Members, threads and channels that come and go.

use reqwest::Method;
use serde_json::{Value, json};

use super::Loop;
use super::socket::{Heard, Socket};
use crate::sandbox::Options;
use crate::sandbox::world::{ADA, BOT, ENGINEERING, LINUS, SECOND_TEAM, VOTERS, VOTES};

/// The intents for guilds, members and their messages.
const INTENTS: u64 = 1 | 1 << 1 | 1 << 9;

async fn count(sandbox: &Loop) -> Value {
    let path = format!("/guilds/{ENGINEERING}/roles/member-counts");
    sandbox.get(&path).await.1[VOTERS.to_string()].clone()
}

async fn identified(sandbox: &Loop) -> Socket {
    let mut socket = Socket::open(sandbox).await;
    let identify = json!({ "op": 2, "d": { "token": "sandbox", "intents": INTENTS, "properties": {} } });
    socket.say(&identify).await;
    socket
}

#[tokio::test]
async fn the_first_guild_is_filled_with_voters_and_each_role_is_counted() {
    let options = Options {
        members: 300,
        ..Options::default()
    };
    let sandbox = Loop::start_with(options).await;
    assert_eq!(count(&sandbox).await, 298, "all but Ada and the guest");
    let path = format!("/guilds/{ENGINEERING}/roles/member-counts");
    let counts = sandbox.get(&path).await.1;
    assert_eq!(counts[ENGINEERING.to_string()], Value::Null, "no @everyone");
}

#[tokio::test]
async fn the_list_of_members_needs_the_intent_and_is_paged() {
    let sandbox = Loop::start().await;
    let path = format!("/guilds/{ENGINEERING}/members");
    let (status, refused) = sandbox.get(&path).await;
    assert_eq!((status.as_u16(), &refused["code"]), (403, &json!(50_001)));
    assert_eq!(identified(&sandbox).await.next().await, Heard::Closed(4014));
    sandbox.page("intents", &json!({ "members": true })).await;
    let first = sandbox.get(&format!("{path}?limit=2")).await.1;
    assert_eq!(first.as_array().unwrap().len(), 2);
    let last = first[1]["user"]["id"].as_str().unwrap();
    let rest = sandbox.get(&format!("{path}?limit=1000&after={last}")).await.1;
    assert_eq!(rest.as_array().unwrap().len(), 4);
    let all = sandbox.get(&format!("{path}?limit=1000&after=0")).await.1;
    assert_eq!(all.as_array().unwrap().len(), 6, "0 comes before all");
    for odd in ["limit=1001", "after=ada"] {
        let (status, _) = sandbox.get(&format!("{path}?{odd}")).await;
        assert_eq!(status, 400, "{odd}");
    }
}

#[tokio::test]
async fn who_leaves_is_an_unknown_member_and_comes_back_without_roles() {
    let options = Options {
        members_intent: true,
        ..Options::default()
    };
    let sandbox = Loop::start_with(options).await;
    let mut socket = identified(&sandbox).await;
    assert_eq!(socket.next().await.frame()["t"], "READY");
    socket.guilds(2).await;
    let act = async |body: Value| {
        let (status, answer) = sandbox.page("member", &body).await;
        assert_eq!(status, 200, "{answer}");
    };
    act(json!({ "guild": ENGINEERING, "do": "leave", "member": LINUS })).await;
    let gone = socket.next().await.frame();
    assert_eq!(
        (&gone["t"], &gone["d"]["user"]["id"]),
        (&json!("GUILD_MEMBER_REMOVE"), &json!(LINUS))
    );
    let path = format!("/guilds/{ENGINEERING}/members/{LINUS}");
    let (status, unknown) = sandbox.get(&path).await;
    assert_eq!((status.as_u16(), &unknown["code"]), (404, &json!(10_007)));
    assert_eq!(count(&sandbox).await, 2);
    act(json!({ "guild": ENGINEERING, "do": "return", "member": LINUS })).await;
    assert_eq!(socket.next().await.frame()["t"], "GUILD_MEMBER_ADD");
    assert_eq!(sandbox.get(&path).await.1["roles"], json!([]));
    act(json!({ "guild": SECOND_TEAM, "do": "join", "name": "Edsger" })).await;
    assert_eq!(socket.next().await.frame()["d"]["user"]["global_name"], "Edsger");
    let owner = json!({ "guild": ENGINEERING, "do": "leave", "member": ADA });
    assert_eq!(sandbox.page("member", &owner).await.0, 400);
}

#[tokio::test]
async fn a_thread_rests_and_a_message_wakes_it() {
    let sandbox = Loop::start().await;
    let threads = format!("/channels/{VOTES}/threads");
    let refused = async |body: Value| sandbox.post(&threads, &body).await.1["code"].clone();
    assert_eq!(refused(json!({ "name": "", "type": 11 })).await, 50_035);
    let odd = json!({ "name": "a", "type": 11, "auto_archive_duration": 61 });
    assert_eq!(refused(odd).await, 50_035);
    let wanted = json!({ "name": "Talk", "type": 11, "auto_archive_duration": 1_440 });
    let (status, thread) = sandbox.post(&threads, &wanted).await;
    assert_eq!(status, 201);
    assert_eq!(thread["thread_metadata"]["auto_archive_duration"], 1_440);
    let path = format!("/channels/{}", thread["id"].as_str().unwrap());
    let said = sandbox
        .post(&format!("{path}/messages"), &json!({ "content": "a" }))
        .await
        .1;
    let (status, resting) = sandbox.patch(&path, &json!({ "archived": true })).await;
    assert_eq!(
        (status.as_u16(), &resting["thread_metadata"]["archived"]),
        (200, &json!(true))
    );
    let message = format!("{path}/messages/{}", said["id"].as_str().unwrap());
    let (_, edited) = sandbox.patch(&message, &json!({ "content": "b" })).await;
    assert_eq!(edited["code"], 50_083);
    sandbox
        .post(&format!("{path}/messages"), &json!({ "content": "c" }))
        .await;
    assert_eq!(sandbox.get(&path).await.1["thread_metadata"]["archived"], false);
    let (_, locked) = sandbox.patch(&path, &json!({ "locked": true })).await;
    assert_eq!(locked["code"], 50_013);
}

#[tokio::test]
async fn a_channel_that_is_deleted_takes_its_threads_with_it() {
    let sandbox = Loop::start().await;
    let wanted = json!({ "name": "Talk", "type": 11 });
    let thread = sandbox
        .post(&format!("/channels/{VOTES}/threads"), &wanted)
        .await
        .1;
    let page = format!("/sandbox/channels/{VOTES}");
    assert_eq!(sandbox.send(Method::DELETE, &page, None).await.status(), 204);
    for gone in [VOTES.to_string(), thread["id"].as_str().unwrap().to_owned()] {
        let (status, answer) = sandbox.get(&format!("/channels/{gone}")).await;
        assert_eq!((status.as_u16(), &answer["code"]), (404, &json!(10_003)));
    }
    let (_, own) = sandbox.get(&format!("/channels/{VOTES}/messages/{BOT}")).await;
    assert_eq!(own["code"], 10_003);
}
