//! Whatever happens to the bot's connection, a command that is typed afterwards is answered, and what happened
//! meanwhile is handled.

use std::time::Instant;

use futures_util::future::join_all;
use serde_json::{Value, json};

use crate::support::{BACK_WITHIN, FAULTY, Member, Setup, World};

/// How the bot comes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Back {
    /// With its session, which goes on where Discord said, and without another identify.
    Resumed,
    /// With a new session, started where sessions are started.
    Anew,
}

/// After `orders` the bot is back within ten seconds, and answers.
async fn is_back(orders: &[Value], back: Back) {
    let world = World::with_faults().await;
    let page = world.page();
    let before = page.gateway().await.len();
    let failed = Instant::now();
    for order in orders {
        page.fault(order).await;
    }
    page.until_faults_happened().await;
    let event = match back {
        Back::Resumed => "resumed",
        Back::Anew => "ready",
    };
    // A heartbeat that is missed comes after a resume: the last word counts.
    let is_last = |entries: &[Value]| {
        let mut told = entries.iter().filter(|entry| entry["event"] != "heartbeat");
        told.next_back().is_some_and(|entry| entry["event"] == event)
    };
    let silent = orders.iter().any(|order| order["connection"]["no_ack"] == true);
    let log = page
        .until_gateway("the bot is back", |log| {
            let missed = !silent || log.count("resumed") > 1;
            missed && is_last(log.after(before))
        })
        .await;
    assert!(
        failed.elapsed() < BACK_WITHIN,
        "{orders:?}: {:?}",
        failed.elapsed()
    );
    let came = log.last(event);
    let (identifies, path) = (log.count("identify"), log.path(came));
    match back {
        Back::Resumed => {
            assert_eq!(identifies, 1, "{orders:?}: {log:?}");
            // A place that could not be reached may be gone: the next try is where sessions are started.
            let refused = orders
                .iter()
                .any(|order| !order["connection"]["refuse"].is_null());
            let expected = if refused { "/gw" } else { "/gw/resume/0-" };
            assert!(path.starts_with(expected), "{orders:?}: {path}");
        }
        Back::Anew => {
            assert_eq!(identifies, 2, "{orders:?}: {log:?}");
            assert!(matches!(path, "/gw" | "/gw/"), "{orders:?}: {path}");
        }
    }
    world
        .types(Member::Ada, "general", "/radar atlantis")
        .await
        .says(&["Atlantis"]);
    world.end().await;
}

async fn all_are_back(failures: impl IntoIterator<Item = Vec<Value>>, back: Back) {
    join_all(
        failures
            .into_iter()
            .map(async |orders| is_back(&orders, back).await),
    )
    .await;
}

fn close(code: u16) -> Value {
    json!({"gateway": {"close": code}})
}

fn send(frame: &Value) -> Value {
    json!({"gateway": {"send": frame}})
}

fn drop_it() -> Value {
    json!({"gateway": {"drop": true}})
}

#[tokio::test]
async fn after_most_close_codes_the_session_goes_on() {
    // The last is one that Discord does not name.
    let codes = [1000, 1001, 4000, 4001, 4002, 4005, 4008, 4999];
    all_are_back(codes.map(|code| vec![close(code)]), Back::Resumed).await;
}

#[tokio::test]
async fn the_session_goes_on_after_a_broken_connection_and_when_discord_wants_another() {
    let failures = [
        vec![drop_it()],
        vec![send(&json!({"op": 7, "d": null}))],
        vec![send(&json!({"op": 9, "d": true}))],
        // The next connection is refused, the one after that is not.
        vec![json!({"connection": {"refuse": 503}}), drop_it()],
        // The next connection is dead and nobody says so.
        vec![
            json!({"connection": {"heartbeat_interval": 300, "no_ack": true}}),
            drop_it(),
        ],
    ];
    all_are_back(failures, Back::Resumed).await;
}

#[tokio::test]
async fn a_session_that_is_over_is_followed_by_a_new_one() {
    let failures = [
        vec![close(4003)],
        vec![close(4007)],
        vec![close(4009)],
        vec![send(&json!({"op": 9, "d": false}))],
        // The session is gone when it is asked for.
        vec![json!({"connection": {"invalid_session": false}}), drop_it()],
    ];
    tokio::join!(
        all_are_back(failures, Back::Anew),
        a_start_of_which_nothing_is_heard()
    );
}

/// A READY that does not come is waited for, and asked for again.
async fn a_start_of_which_nothing_is_heard() {
    let started = Instant::now();
    let world = World::of(Setup {
        options: FAULTY,
        faults: &[json!({"connection": {"no_ready": true}})],
        ..Setup::default()
    })
    .await;
    assert!(started.elapsed() < BACK_WITHIN, "{:?}", started.elapsed());
    assert_eq!(world.page().gateway().await.count("identify"), 2);
    world
        .types(Member::Ada, "general", "/radar atlantis")
        .await
        .says(&["Atlantis"]);
    world.end().await;
}

#[tokio::test]
async fn a_ready_that_takes_its_time_is_waited_for() {
    let world = World::of(Setup {
        options: FAULTY,
        faults: &[json!({"connection": {"ready_after": 0.5}})],
        ..Setup::default()
    })
    .await;
    assert_eq!(world.page().gateway().await.count("identify"), 1);
    world.end().await;
}

#[tokio::test]
async fn what_members_do_while_the_bot_is_away_is_done_when_it_is_back() {
    let world = World::with_faults().await;
    let vote = world.proposes(Member::Ada, "crossplane trial").await;
    let page = world.page();
    page.cut_off().await;
    for member in [Member::Linus, Member::Grace] {
        let answer = world.presses(member, &vote, "In favor").await;
        assert_eq!(
            answer.value["status"], "no answer",
            "the bot is not away: {answer:?}"
        );
    }
    page.reconnect().await;
    let shown = world
        .until("general", "the tally", |text| text.contains("In favor 2"))
        .await;
    assert_eq!(shown["id"], vote["id"]);
    assert_eq!(
        page.gateway().await.count("identify"),
        1,
        "nothing is replayed to a new session"
    );
    world.end().await;
}

#[tokio::test]
async fn a_guild_that_removes_the_bot_while_it_is_away_is_known_to_have_left() {
    let world = World::with_faults().await;
    world
        .types(Member::Barbara, "general", "/setup votes:#general")
        .await;
    let page = world.page();
    let second = page.guilds().remove(1);
    page.cut_off().await;
    page.guild_change(&second, "kick").await;
    page.reconnect().await;
    world.until_left(&second).await;
    world.end().await;
}
