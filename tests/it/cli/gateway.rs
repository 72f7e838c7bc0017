//! A gateway that says no: the process ends with a sentence, or goes on, and never spins.

use std::time::{Duration, Instant};

use futures_util::future::join_all;
use serde_json::{Value, json};
use tokio::task::block_in_place;

use super::place::{Place, Running};
use crate::support::{Page, faulty_sandbox};

/// How soon an end that Discord wants is noticed.
const NOTICED_WITHIN: Duration = Duration::from_secs(5);
/// What an idle bot may use of a processor, logs at their finest included.
const IDLE: Duration = Duration::from_secs(1);

/// A bot that answers commands, at a sandbox of its own.
fn ready(place: &Place, url: &str) -> Running {
    let mut running = place.start(&mut place.bot(url));
    assert_eq!(block_in_place(|| running.line()), "ready");
    running
}

async fn close(page: &Page, code: u16) {
    page.fault(&json!({"gateway": {"close": code}})).await;
}

/// After Discord has closed with this code, the process ends with one sentence.
async fn ends_after(code: u16, sentence: &'static str) {
    let (sandbox, page) = faulty_sandbox().await;
    let place = Place::new();
    let running = ready(&place, &sandbox.url());
    let before = running.cpu();
    close(&page, code).await;
    let ended = block_in_place(|| running.end());
    ended.refused(&[sentence]);
    let told = ended.err.lines().filter(|line| line.starts_with("blipbot: "));
    assert_eq!(told.count(), 1, "{code}: {}", ended.err);
    assert_eq!(ended.out, "", "{code}");
    assert!(ended.took < NOTICED_WITHIN, "{code}: {:?}", ended.took);
    let used = ended.cpu.saturating_sub(before);
    assert!(used < IDLE, "{code}: {used:?} of a processor");
    assert_eq!(page.gateway().await.count("identify"), 1, "{code}");
    sandbox.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_close_code_that_is_final_ends_the_process_with_a_sentence() {
    let finals = [
        (
            4004,
            "Discord's gateway refused the bot's token (4004): check DISCORD_TOKEN",
        ),
        (4010, "does not take this share of the bot's servers (4010)"),
        (4011, "more servers than one connection takes (4011)"),
        (
            4012,
            "does not speak this version of its language any more (4012)",
        ),
        (
            4013,
            "does not know the events that this version of the bot asks for",
        ),
        (
            4014,
            "under \"Privileged Gateway Intents\" in the developer portal",
        ),
    ];
    let ends = finals.map(|(code, sentence)| tokio::spawn(ends_after(code, sentence)));
    for ended in join_all(ends).await {
        ended.unwrap();
    }
}

/// Discord refuses every session: each is tried as slowly as Discord wants it, and after the fifth the process ends.
#[tokio::test(flavor = "multi_thread")]
async fn sessions_that_end_at_once_end_the_process_after_the_fifth() {
    let (sandbox, page) = faulty_sandbox().await;
    page.fault(&json!({"connection": {"close_on_identify": 4003}, "times": "always"}))
        .await;
    let place = Place::new();
    let running = place.start(&mut place.bot(&sandbox.url()));
    let ended = block_in_place(|| running.end());
    ended.refused(&[
        "ended 5 new sessions within 10 minutes",
        "code 4003",
        "discordstatus.com",
    ]);
    assert!(
        ended.cpu < IDLE * 2,
        "{:?} of a processor in {:?}",
        ended.cpu,
        ended.took
    );
    let log = page.gateway().await;
    assert_eq!((log.count("identify"), log.count("connected")), (5, 5), "{log:?}");
    sandbox.stop().await;
}

/// What Discord says about the starts that are left today.
fn sessions_left(url: &str, remaining: u32) -> Value {
    let gateway = format!("{}/gw", url.replacen("http", "ws", 1));
    let limit =
        json!({"total": 1000, "remaining": remaining, "reset_after": 5_400_000, "max_concurrency": 1});
    let body = json!({"url": gateway, "shards": 1, "session_start_limit": limit});
    json!({
        "rest": {"method": "GET", "path": "/gateway/bot"}, "times": "always",
        "then": {"answer": {"status": 200, "body": body}},
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn the_days_last_sessions_are_left_alone() {
    let (sandbox, page) = faulty_sandbox().await;
    page.fault(&sessions_left(&sandbox.url(), 3)).await;
    let place = Place::new();
    let running = place.start(&mut place.bot(&sandbox.url()));
    let ended = block_in_place(|| running.end());
    ended.refused(&["only 3 more sessions", "start it again in 90 minutes"]);
    assert!(ended.took < NOTICED_WITHIN, "{:?}", ended.took);
    assert_eq!(page.gateway().await.len(), 0, "there was no connection");
    sandbox.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_starts_that_are_left_are_looked_at_before_a_new_session_too() {
    let (sandbox, page) = faulty_sandbox().await;
    let place = Place::new();
    let running = ready(&place, &sandbox.url());
    page.fault(&sessions_left(&sandbox.url(), 3)).await;
    close(&page, 4009).await;
    let ended = block_in_place(|| running.end());
    ended.refused(&["only 3 more sessions", "start it again in 90 minutes"]);
    assert_eq!(page.gateway().await.count("identify"), 1);
    sandbox.stop().await;
}

/// What keeps a bot from coming back; the log's entry that says that it is at it.
async fn stops_while(failures: &[Value], busy: (&str, usize)) {
    let (sandbox, page) = faulty_sandbox().await;
    let place = Place::new();
    let running = ready(&place, &sandbox.url());
    for failure in failures {
        page.fault(failure).await;
    }
    let (event, count) = busy;
    page.until_gateway("the bot is not back", |log| log.count(event) >= count)
        .await;
    let asked = Instant::now();
    running.signal("TERM");
    let ended = block_in_place(|| running.end());
    assert_eq!(ended.code, Some(0), "{failures:?}: {ended:#?}");
    assert!(
        asked.elapsed() < NOTICED_WITHIN,
        "{failures:?}: {:?}",
        asked.elapsed()
    );
    sandbox.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn wherever_a_reconnection_is_it_stops_in_time() {
    let drop_it = json!({"gateway": {"drop": true}});
    // Nothing is said on the next connection; each is refused; a new session has to wait for its turn.
    stops_while(
        &[json!({"connection": {"no_hello": true}}), drop_it.clone()],
        ("connected", 2),
    )
    .await;
    let refused = json!({"connection": {"refuse": 503}, "times": "always"});
    stops_while(&[refused, drop_it.clone()], ("closed", 1)).await;
    stops_while(&[json!({"gateway": {"close": 4009}})], ("closed", 1)).await;
}

/// The token is refused while the bot runs: all stops. What was to be said is said when it has a good one.
#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_is_refused_ends_the_process_and_loses_nothing() {
    let (sandbox, page) = faulty_sandbox().await;
    let place = Place::new();
    let running = ready(&place, &sandbox.url());
    let post = json!({"method": "POST", "path": "/channels/*/messages"});
    page.fault(&json!({"rest": post, "then": {"status": 401}})).await;
    page.command("Ada", "general", "/propose crossplane trial").await;
    let ended = block_in_place(|| running.end());
    ended.refused(&["Discord refused the bot's token", "DISCORD_TOKEN"]);
    assert!(ended.took < NOTICED_WITHIN, "{:?}", ended.took);
    assert_eq!(page.state().await["invalid_requests"], 1, "it asked no more");
    assert!(page.public("general").await.is_empty());

    let running = ready(&place, &sandbox.url());
    page.until("general", "the vote", |text| text.contains("In favor 0"))
        .await;
    running.signal("TERM");
    assert_eq!(block_in_place(|| running.end()).code, Some(0));
    assert_eq!(page.public("general").await.len(), 1);
    sandbox.stop().await;
}
