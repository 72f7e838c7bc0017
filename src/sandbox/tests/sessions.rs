//! Sessions of the gateway, by a plain client: heartbeats, resumes, starts and shards.

use std::time::Duration;

use jiff::SignedDuration;
use serde_json::{Value, json};
use tokio::time::{advance, pause, resume};

use super::socket::{Heard, Socket, identify};
use super::{Loop, Options};
use crate::sandbox::world::VOTES;

/// Moves the runtime's time, and with it the sandbox's windows.
pub async fn pass(time: Duration) {
    pause();
    advance(time).await;
    resume();
}

fn resume_of(ready: &Value, sequence: u64) -> Value {
    json!({ "op": 6, "d": { "token": "sandbox", "session_id": ready["session_id"], "seq": sequence } })
}

fn path_of(ready: &Value) -> String {
    let url = ready["resume_gateway_url"].as_str().unwrap();
    let (_, path) = url.split_once("//").unwrap().1.split_once('/').unwrap();
    format!("/{path}?v=10&encoding=json")
}

#[tokio::test]
async fn a_silent_client_loses_its_session_and_one_that_beats_does_not() {
    let sandbox = Loop::with_faults().await;
    let (mut socket, ready) = Socket::ready(&sandbox).await;
    socket.guilds(2).await;
    for _ in 0..3 {
        pass(Duration::from_secs(41)).await;
        socket.say(&json!({ "op": 1, "d": 3 })).await;
        assert_eq!(socket.next().await.frame()["op"], 11);
    }
    pass(Duration::from_millis(61_800)).await;
    socket.say(&json!({ "op": 3, "d": {} })).await;
    pass(Duration::from_millis(100)).await;
    assert_eq!(socket.next().await, Heard::Closed(4009));
    let mut socket = Socket::open(&sandbox).await;
    socket.say(&resume_of(&ready, 3)).await;
    let invalid = socket.next().await.frame();
    assert_eq!((&invalid["op"], &invalid["d"]), (&json!(9), &json!(false)));
}

#[tokio::test]
async fn a_session_goes_on_at_its_own_address_with_what_was_missed() {
    let sandbox = Loop::with_faults().await;
    let (mut socket, ready) = Socket::ready(&sandbox).await;
    socket.guilds(2).await;
    socket.close(4000).await;
    sandbox
        .page("permissions", &json!({ "channel": VOTES, "member": "bot" }))
        .await;
    let mut socket = Socket::at(&sandbox, &path_of(&ready)).await.unwrap();
    assert_eq!(socket.next().await.frame()["op"], 10);
    socket.say(&resume_of(&ready, 3)).await;
    for event in ["CHANNEL_UPDATE", "RESUMED"] {
        assert_eq!(socket.next().await.frame()["t"], event);
    }
    let log = sandbox.page_get("gateway").await;
    let connected = log
        .as_array()
        .unwrap()
        .iter()
        .rfind(|entry| entry["event"] == "connected");
    assert!(
        connected.unwrap()["path"]
            .as_str()
            .unwrap()
            .starts_with("/gw/resume/")
    );
    let first = ["connected", "identify", "ready", "closed 4000 by \"client\""];
    sandbox
        .happens(&[&first[..], &["connected", "resume", "resumed"]].concat())
        .await;
}

#[tokio::test]
async fn an_orderly_end_and_a_long_absence_end_the_session() {
    let sandbox = Loop::with_faults().await;
    let refused = async |ready: &Value| {
        let mut socket = Socket::open(&sandbox).await;
        socket.say(&resume_of(ready, 3)).await;
        socket.next().await.frame()["d"] == false
    };
    let (socket, ready) = Socket::ready(&sandbox).await;
    socket.close(1000).await;
    assert!(refused(&ready).await);
    let (socket, ready) = Socket::ready(&sandbox).await;
    socket.close(4000).await;
    pass(Duration::from_secs(181)).await;
    assert!(refused(&ready).await);
}

#[tokio::test]
async fn starts_are_counted_for_a_day_of_the_clock() {
    let sandbox = Loop::with_faults().await;
    let limit = async || sandbox.get("/gateway/bot").await.1["session_start_limit"].clone();
    assert_eq!(limit().await["remaining"], 1_000);
    let _one = Socket::ready(&sandbox).await;
    sandbox.clock.advance(SignedDuration::from_hours(1));
    let after = limit().await;
    assert_eq!(
        (&after["remaining"], &after["total"]),
        (&json!(999), &json!(1_000))
    );
    assert_eq!(after["reset_after"], 23 * 3_600_000);
    sandbox.clock.advance(SignedDuration::from_hours(23));
    assert_eq!(limit().await["remaining"], 1_000);
}

#[tokio::test]
async fn shards_follow_each_other_and_get_their_own_guilds() {
    let options = Options {
        faults: true,
        shards: 4,
        max_concurrency: 2,
        guilds: 1_000,
        ..Options::default()
    };
    let sandbox = Loop::start_with(options).await;
    let told = sandbox.get("/gateway/bot").await.1;
    assert_eq!(
        (&told["shards"], &told["session_start_limit"]["max_concurrency"]),
        (&json!(4), &json!(2))
    );
    let started = async |index: u64| {
        let mut socket = Socket::open(&sandbox).await;
        socket.say(&identify([index, 4])).await;
        let answer = socket.next().await.frame();
        if answer["op"] == 9 {
            return None;
        }
        let guilds = answer["d"]["guilds"].as_array().unwrap().len();
        socket.guilds(guilds).await;
        Some((socket, guilds))
    };
    let (first, second) = (started(0).await.unwrap(), started(1).await.unwrap());
    assert!(started(2).await.is_none(), "too early for its bucket");
    pass(Duration::from_secs(5)).await;
    let (third, fourth) = (started(2).await.unwrap(), started(3).await.unwrap());
    let sizes = [first.1, second.1, third.1, fourth.1];
    assert_eq!(sizes.iter().sum::<usize>(), 1_000);
    assert!(sizes.iter().all(|size| *size > 200), "{sizes:?}");
}
