//! What a client may say on the gateway.

use std::time::Duration;

use serde_json::{Value, json};

use super::super::Loop;
use super::super::sessions::pass;
use super::super::socket::{Heard, Socket, identify};
use super::long;

fn identify_with(key: &str, value: Value) -> Value {
    let mut frame = identify([0, 1]);
    frame["d"][key] = value;
    frame
}

#[tokio::test]
async fn an_identify_is_taken_or_closed_with_its_code() {
    let no_intents = json!({ "op": 2, "d": { "token": "sandbox" } });
    let of_bytes = |count: usize| {
        let empty = identify_with("properties", json!({ "os": "" })).to_string().len();
        identify_with("properties", json!({ "os": long(count - empty) }))
    };
    let token = |token: &str| identify_with("token", json!(token));
    let intents = |bits: u64| identify_with("intents", json!(bits));
    for (limit, fine, wrong, code) in [
        ("4096 bytes", of_bytes(4_096), of_bytes(4_097), 4002),
        ("a token", token("Bot sandbox"), token("other"), 4004),
        ("a shard that there is", identify([1, 2]), identify([2, 2]), 4010),
        ("intents: there", intents(0), no_intents, 4013),
        ("intents: known", intents(1 << 25), intents(1 << 26), 4013),
        ("intents: granted", intents(1 << 9), intents(1 << 15), 4014),
    ] {
        let sandbox = Loop::start().await;
        let mut socket = Socket::open(&sandbox).await;
        socket.say(&wrong).await;
        assert_eq!(socket.next().await, Heard::Closed(code), "{limit}");
        let mut socket = Socket::open(&sandbox).await;
        socket.say(&fine).await;
        assert_eq!(socket.next().await.frame()["t"], "READY", "{limit}");
    }
}

#[tokio::test]
async fn version_and_encoding_are_those_that_are_offered() {
    let sandbox = Loop::start().await;
    for (query, offered) in [
        ("v=10&encoding=json", true),
        ("v=10", true),
        ("v=9&encoding=json", false),
        ("v=10&encoding=etf", false),
    ] {
        let mut socket = Socket::at(&sandbox, &format!("/gw?{query}")).await.unwrap();
        match socket.next().await {
            Heard::Frame(hello) => assert!(offered && hello["op"] == 10, "{query}"),
            other => assert!(!offered && other == Heard::Closed(4012), "{query}: {other:?}"),
        }
    }
}

#[tokio::test]
async fn a_minute_has_a_hundred_and_twenty_frames() {
    let sandbox = Loop::start().await;
    let (mut socket, _) = Socket::ready(&sandbox).await;
    socket.guilds(2).await;
    let beat = json!({ "op": 1, "d": 3 });
    for _ in 0..119 {
        socket.say(&beat).await;
        assert_eq!(socket.next().await.frame()["op"], 11);
    }
    pass(Duration::from_mins(1)).await;
    for _ in 0..120 {
        socket.say(&beat).await;
        assert_eq!(socket.next().await.frame()["op"], 11);
    }
    socket.say(&beat).await;
    assert_eq!(socket.next().await, Heard::Closed(4008));
}

#[tokio::test]
async fn what_is_out_of_turn_has_its_code() {
    let sandbox = Loop::start().await;
    for (frame, code) in [
        (json!({ "op": 3, "d": {} }), 4003),
        (json!({ "op": 99, "d": {} }), 4001),
        (json!({ "d": {} }), 4002),
    ] {
        let mut socket = Socket::open(&sandbox).await;
        socket.say(&frame).await;
        assert_eq!(socket.next().await, Heard::Closed(code), "{frame}");
    }
    let (mut socket, ready) = Socket::ready(&sandbox).await;
    socket.guilds(2).await;
    socket.say(&identify([0, 1])).await;
    assert_eq!(socket.next().await, Heard::Closed(4005));
    let ahead = json!({ "op": 6, "d": { "token": "sandbox", "session_id": ready["session_id"], "seq": 99 } });
    let mut socket = Socket::open(&sandbox).await;
    socket.say(&ahead).await;
    assert_eq!(socket.next().await, Heard::Closed(4007));
}
