//! `blipbot dump` of a bot that runs, through the socket beside its store.

use std::fs;
use std::os::unix::fs::{FileTypeExt as _, PermissionsExt as _};

use blipbot::clock::Clock;
use blipbot::sandbox::Sandbox;

use super::place::{Place, ended};
use crate::support::{Page, buttons};

const SOCKET: &str = "blipbot-store.socket";

#[tokio::test(flavor = "multi_thread")]
async fn a_dump_of_the_running_bot_is_that_of_its_store_after_the_end() {
    let sandbox = Sandbox::start("127.0.0.1:0".parse().unwrap(), Clock::system())
        .await
        .unwrap();
    let place = Place::new();
    let mut running = place.start(&mut place.bot(&sandbox.url()));
    assert_eq!(tokio::task::block_in_place(|| running.line()), "ready");
    let page = Page::new(&sandbox.url()).await;
    page.command("Ada", "general", "/propose crossplane trial").await;
    let vote = page
        .until("general", "the vote", |text| text.contains("In favor 0"))
        .await;
    for voter in ["Ada", "Grace", "Linus"] {
        page.press(voter, &vote, &buttons(&vote)[0].1).await;
    }
    page.until("general", "the tally", |text| text.contains("In favor 3"))
        .await;
    let socket = fs::metadata(place.path(SOCKET)).unwrap();
    assert!(socket.file_type().is_socket());
    assert_eq!(socket.permissions().mode() & 0o777, 0o600);
    let (all, one, none) = tokio::task::block_in_place(|| {
        let guild = place.run(&["dump"]).out;
        let id = guild.split("\"guild\":\"").nth(1).unwrap();
        let id = id.split('"').next().unwrap().to_owned();
        (
            guild,
            place.run(&["dump", "--guild", &id]),
            place.run(&["dump", "--guild", "8"]),
        )
    });
    assert_eq!(all.matches("\"type\":\"ballot\"").count(), 3, "{all}");
    let audit = tokio::task::block_in_place(|| {
        place.run(&["forget", "1"]).refused(&["stop the bot first"]);
        place.run(&["audit"])
    });
    assert_eq!(audit.code, Some(0), "{audit:#?}");
    assert!(
        audit.out.contains("proposal 1: 3 entries verified, head "),
        "{}",
        audit.out
    );
    assert!(audit.out.ends_with("0 problems\n"), "{}", audit.out);
    running.signal("TERM");
    assert_eq!(tokio::task::block_in_place(|| running.end()).code, Some(0));
    let closed = tokio::task::block_in_place(|| place.run(&["dump"]));
    assert_eq!(closed.out, all);
    let closed = tokio::task::block_in_place(|| place.run(&["audit"]));
    assert_eq!(closed.out, audit.out);
    assert!(one.code == Some(0) && all.contains(&one.out), "{one:#?}");
    assert_eq!((none.code, none.out.as_str()), (Some(0), ""));
    assert!(
        none.err.contains("nothing is stored of this guild"),
        "{}",
        none.err
    );
    assert!(!place.names().contains(&SOCKET.to_owned()), "the socket is left");
    sandbox.stop().await;
}

#[test]
fn what_a_killed_bot_leaves_keeps_nobody_from_starting() {
    let place = Place::new();
    let mut command = place.blipbot(&["run"]);
    command.env("BLIPBOT__STORE__PATH", "blipbot-store");
    let mut killed = place.start(&mut command);
    killed.line();
    assert_eq!(killed.line(), "ready");
    killed.signal("KILL");
    assert_eq!(killed.end().code, None);
    assert!(place.path(SOCKET).exists(), "nothing is left to test");
    // Nobody holds the store, so the stale socket is not even asked.
    place.run(&["dump"]).done();
    let mut running = place.start(&mut command);
    running.line();
    assert_eq!(running.line(), "ready");
    place.run(&["dump"]).done();
    ended(&mut command).refused(&["is in use by another process", "stop the bot first"]);
    place.run(&["dump"]).done();
    running.signal("TERM");
    assert_eq!(running.end().code, Some(0));
}

#[test]
fn a_path_that_is_too_long_for_a_socket_is_no_reason_to_fail() {
    let place = Place::new();
    let store = "s".repeat(120);
    let mut command = place.blipbot(&["run"]);
    command.env("BLIPBOT__STORE__PATH", &store);
    let mut running = place.start(&mut command);
    running.line();
    assert_eq!(running.line(), "ready");
    place
        .run_with(&["dump"], &[("BLIPBOT__STORE__PATH", &store)])
        .refused(&["stop the bot first"]);
    running.signal("TERM");
    let ended = running.end();
    assert_eq!(ended.code, Some(0));
    assert!(
        ended.err.contains("dumps of the running bot are not possible"),
        "{}",
        ended.err
    );
}
