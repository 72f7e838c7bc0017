//! Killed while an answer of Discord's is on its way.

use blipbot::clock::Clock;
use blipbot::sandbox::{Options, Sandbox};
use jiff::SignedDuration;
use serde_json::json;
use tempfile::TempDir;

use super::scene::all_is_said;
use crate::support::{FAULTY, Page, Process, buttons};

/// The bot is killed while it waits for Discord's answer to a message, and started again after some time.
async fn killed_without_an_answer(when: &'static str, away: SignedDuration) {
    let clock = Clock::system();
    let options = Options {
        max_concurrency: 16,
        ..FAULTY
    };
    let sandbox = Sandbox::start_with("127.0.0.1:0".parse().unwrap(), clock.clone(), options)
        .await
        .unwrap();
    let folder = TempDir::new().unwrap();
    let store = folder.path().join("store");
    let page = Page::new(&sandbox.url()).await;
    let start = || tokio::task::block_in_place(|| Process::start(&sandbox.url(), &store));
    let stall = json!({
        "rest": {"method": "POST", "path": "/channels/*/messages"}, "then": {"stall": {"when": when}},
    });
    let die = async |process: Process| {
        page.until_faults_happened().await;
        process.kill();
        clock.advance(away);
        let process = start();
        all_is_said(&store).await;
        process
    };

    let process = start();
    page.fault(&stall).await;
    tokio::select! {
        // It would wait for the link to the vote.
        _ = page.command("Ada", "general", "/propose crossplane trial") => {}
        () = page.until_faults_happened() => {}
    }
    let process = die(process).await;
    let vote = page.public("general").await;
    assert_eq!(vote.len(), 1, "{when}, {away}: {vote:#?}");

    page.fault(&stall).await;
    clock.advance(SignedDuration::from_hours(7 * 24) + SignedDuration::from_secs(20));
    let process = die(process).await;
    let messages = page.public("general").await;
    assert_eq!(messages.len(), 2, "{when}, {away}: {messages:#?}");
    assert!(
        buttons(&messages[0]).is_empty(),
        "{when}, {away}: the vote is open"
    );

    page.fault(&stall).await;
    page.command("Ada", "general", "/setup digests:#digests").await;
    let process = die(process).await;
    let digests = page.public("digests").await;
    assert_eq!(digests.len(), 1, "{when}, {away}: {digests:#?}");
    assert_eq!(process.terminate(), Some(0));
    sandbox.stop().await;
}

/// Before Discord has the message or after, while it knows the nonce and when only the channel's history can tell.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_message_without_an_answer_is_there_once_after_kill_9() {
    let cases = [
        ("before", SignedDuration::ZERO),
        ("after", SignedDuration::ZERO),
        ("after", SignedDuration::from_hours(1)),
    ];
    let told = cases.map(|(when, away)| tokio::spawn(killed_without_an_answer(when, away)));
    for told in futures_util::future::join_all(told).await {
        told.unwrap();
    }
}

/// The bot learns the time of a sandbox in another process by asking for it: nobody has to type.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_bot_in_another_process_follows_the_sandboxs_clock() {
    let clock = Clock::system();
    let sandbox = Sandbox::start("127.0.0.1:0".parse().unwrap(), clock.clone())
        .await
        .unwrap();
    let folder = TempDir::new().unwrap();
    let page = Page::new(&sandbox.url()).await;
    let process =
        tokio::task::block_in_place(|| Process::start(&sandbox.url(), &folder.path().join("store")));
    page.command("Ada", "general", "/propose crossplane trial").await;
    page.until("general", "the vote", |text| text.contains("In favor 0"))
        .await;
    clock.advance(SignedDuration::from_hours(7 * 24) + SignedDuration::from_secs(20));
    page.until("general", "the end", |text| text.contains("No quorum"))
        .await;
    assert_eq!(tokio::task::block_in_place(|| process.terminate()), Some(0));
    sandbox.stop().await;
}
