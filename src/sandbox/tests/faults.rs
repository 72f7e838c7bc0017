//! Faults on demand, as a client sees them.

use reqwest::Method;
use serde_json::{Value, json};

use super::socket::{Heard, Socket, identify};
use super::{Loop, answer, definitions};
use crate::sandbox::world::{BOT, VOTES};

fn messages() -> String {
    format!("/channels/{VOTES}/messages")
}

async fn count(sandbox: &Loop) -> usize {
    sandbox.seen(VOTES, "Ada").await.len()
}

async fn arm(sandbox: &Loop, then: Value) {
    let rest = json!({ "method": "POST", "path": "/channels/{id}/messages" });
    sandbox.fault(&json!({ "rest": rest, "then": then })).await;
}

/// Writes a message; the error if there was no answer.
async fn write(sandbox: &Loop) -> Result<reqwest::Response, reqwest::Error> {
    let url = format!("{}/api/v10{}", sandbox.sandbox.url(), messages());
    let request = sandbox
        .client
        .post(url)
        .header("authorization", "Bot sandbox")
        .header("content-type", "application/json");
    request.body(json!({ "content": "a" }).to_string()).send().await
}

#[tokio::test]
async fn without_being_asked_for_there_are_none() {
    let sandbox = Loop::start().await;
    for path in ["/sandbox/faults", "/sandbox/gateway"] {
        assert_eq!(sandbox.send(Method::GET, path, None).await.status(), 404);
    }
    let order = json!({ "gateway": { "drop": true } });
    let (status, body) = sandbox.page("faults", &order).await;
    assert_eq!(status, 404);
    assert!(
        body["error"]
            .as_str()
            .unwrap()
            .contains("`sandbox.faults = true`"),
        "{body}"
    );
}

#[tokio::test]
async fn orders_are_numbered_listed_used_up_and_forgotten() {
    let sandbox = Loop::with_faults().await;
    let wrong = sandbox
        .page("faults", &json!({ "rest": { "path": "/x" }, "then": {} }))
        .await;
    assert_eq!(wrong.0, 400);
    assert!(
        wrong.1["error"].as_str().unwrap().contains("`stall`"),
        "{}",
        wrong.1
    );
    let order = json!({ "rest": { "path": "/users/@me" }, "times": 2, "then": { "status": 503 } });
    assert_eq!(sandbox.fault(&order).await["id"], 1);
    let before = sandbox.page_get("state").await["change"].as_u64().unwrap();
    assert_eq!(sandbox.get("/users/@me").await.0, 503);
    let after = sandbox.page_get("state").await["change"].as_u64().unwrap();
    assert!(after > before, "a use wakes those who wait for changes");
    let listed = sandbox.page_get("faults").await;
    assert_eq!(
        listed,
        json!([{ "id": 1, "rest": { "path": "/users/@me" }, "times": 1, "then": { "status": 503 } }])
    );
    let gone = sandbox.send(Method::DELETE, "/sandbox/faults", None).await;
    assert_eq!(gone.status(), 204);
    assert_eq!(sandbox.get("/users/@me").await.0, 200);
}

#[tokio::test]
async fn limits_come_with_discords_headers_and_may_contradict_themselves() {
    let sandbox = Loop::with_faults().await;
    arm(
        &sandbox,
        json!({ "rate_limit": { "scope": "shared", "retry_after": 1163.5, "header_retry_after": 1 } }),
    )
    .await;
    let limited = write(&sandbox).await.unwrap();
    assert_eq!(limited.status(), 429);
    assert_eq!(limited.headers()["retry-after"], "1");
    assert_eq!(limited.headers()["x-ratelimit-scope"], "shared");
    let (_, body) = answer(limited).await;
    assert_eq!(
        (&body["retry_after"], &body["global"]),
        (&json!(1163.5), &json!(false))
    );

    arm(
        &sandbox,
        json!({ "rate_limit": { "scope": "global", "retry_after": 0.5 } }),
    )
    .await;
    let limited = write(&sandbox).await.unwrap();
    assert_eq!(limited.headers()["x-ratelimit-global"], "true");
    assert_eq!(limited.headers()["retry-after"], "1");
    assert_eq!(answer(limited).await.1["global"], true);

    arm(&sandbox, json!({ "rate_limit": { "cloudflare": true } })).await;
    let limited = write(&sandbox).await.unwrap();
    assert!(!limited.headers().contains_key("x-ratelimit-scope"));
    assert!(limited.text().await.unwrap().starts_with("<!doctype html>"));
    assert_eq!(count(&sandbox).await, 0, "nothing was done");
    assert_eq!(write(&sandbox).await.unwrap().status(), 200);
}

#[tokio::test]
async fn a_failure_comes_before_or_after_it_was_done() {
    let sandbox = Loop::with_faults().await;
    arm(&sandbox, json!({ "status": 502, "when": "before" })).await;
    assert_eq!(write(&sandbox).await.unwrap().status(), 502);
    assert_eq!(count(&sandbox).await, 0);
    arm(&sandbox, json!({ "status": 502, "when": "after" })).await;
    assert_eq!(write(&sandbox).await.unwrap().status(), 502);
    assert_eq!(count(&sandbox).await, 1);
    arm(
        &sandbox,
        json!({ "refuse": { "status": 403, "code": 50_013, "message": "Missing Permissions" } }),
    )
    .await;
    let (status, body) = answer(write(&sandbox).await.unwrap()).await;
    assert_eq!(status, 403);
    assert_eq!(body, json!({ "message": "Missing Permissions", "code": 50_013 }));
    assert_eq!(count(&sandbox).await, 1);
}

#[tokio::test]
async fn a_connection_breaks_before_or_after_it_was_done() {
    let sandbox = Loop::with_faults().await;
    for (when, done) in [("before", 0), ("after", 1)] {
        arm(&sandbox, json!({ "reset": { "when": when } })).await;
        let error = write(&sandbox).await.unwrap_err();
        assert!(!error.is_timeout(), "{error}");
        assert_eq!(count(&sandbox).await, done, "{when}");
    }
    assert_eq!(write(&sandbox).await.unwrap().status(), 200);
}

#[tokio::test]
async fn an_answer_never_comes_and_the_sandbox_stops_all_the_same() {
    let sandbox = Loop::with_faults().await;
    arm(&sandbox, json!({ "stall": { "when": "after" } })).await;
    let mut request = Box::pin(write(&sandbox));
    let done = async {
        while count(&sandbox).await == 0 {
            tokio::task::yield_now().await;
        }
    };
    tokio::select! {
        _ = &mut request => panic!("answered"),
        () = done => {}
    }
    drop(request);
    assert_eq!(write(&sandbox).await.unwrap().status(), 200);
    arm(&sandbox, json!({ "stall": { "when": "before" } })).await;
    let url = format!("{}/api/v10{}", sandbox.sandbox.url(), messages());
    let waiting = tokio::spawn(sandbox.client.post(url).send());
    while sandbox.page_get("faults").await != json!([]) {
        tokio::task::yield_now().await;
    }
    sandbox.sandbox.stop().await;
    assert!(waiting.await.unwrap().is_err());
}

#[tokio::test]
async fn an_answer_comes_late_or_is_another() {
    let sandbox = Loop::with_faults().await;
    arm(&sandbox, json!({ "delay": { "seconds": 0.05 } })).await;
    let before = tokio::time::Instant::now();
    assert_eq!(write(&sandbox).await.unwrap().status(), 200);
    assert!(before.elapsed().as_millis() >= 50);
    let body = json!({ "url": "ws://127.0.0.1:1/", "shards": 3 });
    let order = json!({
        "rest": { "path": "/gateway/bot" },
        "then": { "answer": { "status": 200, "body": body } },
    });
    sandbox.fault(&order).await;
    assert_eq!(sandbox.get("/gateway/bot").await.1, body);
    assert_eq!(sandbox.get("/gateway/bot").await.1["shards"], 1);
}

#[tokio::test]
async fn live_connections_are_closed_dropped_and_told_things() {
    let sandbox = Loop::with_faults().await;
    let (mut socket, _) = Socket::ready(&sandbox).await;
    socket.guilds(2).await;
    let reached = sandbox.fault(&json!({ "gateway": { "redeliver": 1 } })).await;
    assert_eq!(reached["connections"], 1);
    let again = socket.next().await.frame();
    assert_eq!((&again["t"], &again["s"]), (&json!("GUILD_CREATE"), &json!(3)));
    let frame = json!({ "op": 0, "t": "ODD", "d": { "a": 1 } });
    sandbox.fault(&json!({ "gateway": { "send": frame } })).await;
    let odd = socket.next().await.frame();
    assert_eq!((&odd["t"], &odd["s"]), (&json!("ODD"), &json!(4)));
    sandbox
        .fault(&json!({ "gateway": { "send": { "op": 7, "d": null } } }))
        .await;
    assert_eq!(socket.next().await.frame()["op"], 7);
    let other = sandbox
        .fault(&json!({ "gateway": { "drop": true }, "shard": 1 }))
        .await;
    assert_eq!(other["connections"], 0);
    sandbox.fault(&json!({ "gateway": { "close": 4000 } })).await;
    assert_eq!(socket.next().await, Heard::Closed(4000));

    let (mut socket, _) = Socket::ready(&sandbox).await;
    socket.guilds(2).await;
    sandbox
        .fault(&json!({ "gateway": { "drop": true, "shard": 0 } }))
        .await;
    assert_eq!(socket.next().await, Heard::Gone);
    let first = ["connected", "identify", "ready", "closed 4000 by \"server\""];
    let second = ["connected", "identify", "ready", "closed null by \"server\""];
    sandbox.happens(&[first, second].concat()).await;
}

#[tokio::test]
async fn the_next_connection_is_refused_silent_or_slow() {
    let sandbox = Loop::with_faults().await;
    let next = async |fault: Value| sandbox.fault(&json!({ "connection": fault })).await;
    next(json!({ "refuse": 503 })).await;
    let refused = Socket::at(&sandbox, "/gw?v=10").await.map(|_| ()).unwrap_err();
    assert!(refused.to_string().contains("503"), "{refused}");

    next(json!({ "no_hello": true })).await;
    let mut socket = Socket::at(&sandbox, "/gw?v=10").await.unwrap();
    socket.say(&json!({ "op": 1, "d": null })).await;
    assert_eq!(
        socket.next().await.frame()["op"],
        11,
        "the first word is not a hello"
    );

    next(json!({ "heartbeat_interval": 5_000, "no_ack": true, "no_ready": true })).await;
    let mut socket = Socket::at(&sandbox, "/gw?v=10").await.unwrap();
    assert_eq!(socket.next().await.frame()["d"]["heartbeat_interval"], 5_000);
    socket.say(&json!({ "op": 1, "d": null })).await;
    socket.say(&identify([0, 1])).await;
    socket.say(&json!({ "op": 99, "d": null })).await;
    assert_eq!(
        socket.next().await,
        Heard::Closed(4001),
        "neither acknowledged nor ready"
    );

    next(json!({ "ready_after": 0.05 })).await;
    let before = tokio::time::Instant::now();
    let (_socket, _) = Socket::ready(&sandbox).await;
    assert!(before.elapsed().as_millis() >= 50);
}

#[tokio::test]
async fn the_next_identify_or_resume_is_refused() {
    let sandbox = Loop::with_faults().await;
    let (socket, ready) = Socket::ready(&sandbox).await;
    drop(socket);
    let resume = json!({ "op": 6, "d": { "token": "sandbox", "session_id": ready["session_id"], "seq": 1 } });
    for (fault, frame, code) in [
        (json!({ "close_on_identify": 4004 }), identify([0, 1]), 4004),
        (json!({ "close_on_resume": 4009 }), resume.clone(), 4009),
    ] {
        sandbox.fault(&json!({ "connection": fault })).await;
        let mut socket = Socket::open(&sandbox).await;
        socket.say(&frame).await;
        assert_eq!(socket.next().await, Heard::Closed(code));
    }
    sandbox
        .fault(&json!({ "connection": { "invalid_session": true } }))
        .await;
    let mut socket = Socket::open(&sandbox).await;
    socket.say(&resume).await;
    let invalid = socket.next().await.frame();
    assert_eq!((&invalid["op"], &invalid["d"]), (&json!(9), &json!(true)));
    socket.say(&resume).await;
    assert_eq!(socket.next().await.frame()["t"], "GUILD_CREATE");
    assert_eq!(sandbox.page_get("faults").await, json!([]));
}

#[tokio::test]
async fn the_next_interaction_is_not_whole() {
    let sandbox = Loop::with_faults().await;
    let path = format!("/applications/{BOT}/commands");
    sandbox.api(Method::PUT, &path, Some(&definitions())).await;
    let (mut socket, _) = Socket::ready(&sandbox).await;
    socket.guilds(2).await;
    sandbox
        .fault(&json!({ "interaction": { "lacks": ["data", "no_such_field"] } }))
        .await;
    let typed = json!({ "as": "Ada", "channel": VOTES, "text": "/form" });
    for lacks in [true, false] {
        let command = sandbox.page("command", &typed);
        let event = tokio::select! {
            event = socket.next() => event,
            (_, outcome) = command => panic!("nobody answers here: {outcome}"),
        };
        let data = event.frame()["d"].clone();
        assert_eq!(data.get("data").is_none(), lacks, "{data}");
        assert!(data["token"].is_string());
    }
}
