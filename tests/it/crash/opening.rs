//! The bot is killed while it opens its store, or makes one.

use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use fastrand::Rng;
use serde_json::Value;

use super::scene::Scene;
use super::{dice, rounds};
use crate::support::{Process, ballots, blipbot, bot, buttons, dump, text};

/// The bot is killed so long after its start, or after the time that a start takes here if that is longer.
const LONGEST: Duration = Duration::from_millis(40);
/// So many kills in a row fall on one store before it is looked at.
const IN_A_ROW: usize = 3;
/// So often the store grows: what is opened has a log of several ages.
const GROW_EVERY: usize = 10;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_store_opens_again_after_kill_9_at_any_moment_of_its_opening() {
    let (scene, mut dice) = (Scene::new().await, dice());
    let longest = takes_to_start(&scene).max(LONGEST);
    let mut recorded = Vec::new();
    let mut killed = |store: &Path| {
        for _ in 0..dice.usize(1..=IN_A_ROW) {
            killed_at_the_start(&scene.page.url, store, longest, &mut dice);
        }
    };
    for round in 0..rounds() * 5 / 2 {
        println!("round {round}");
        if round % 2 == 1 {
            let new = scene.store.with_file_name(format!("new-{round}"));
            tokio::task::block_in_place(|| killed(&new));
            tokio::task::block_in_place(|| is_new_or_not_there(&scene.page.url, &new));
            continue;
        }
        if round % GROW_EVERY == 0 {
            recorded.extend(records_one(&scene).await);
        }
        tokio::task::block_in_place(|| killed(&scene.store));
        let kept = ballots(&tokio::task::block_in_place(|| dump(&scene.store)));
        let lost: Vec<_> = recorded.iter().filter(|ballot| !kept.contains(*ballot)).collect();
        assert!(lost.is_empty(), "{lost:?} of {} ballots are lost", recorded.len());
    }
    assert!(!recorded.is_empty());
    scene.ends().await;
}

/// From the start to `ready`, in this build on this machine.
fn takes_to_start(scene: &Scene) -> Duration {
    let started = Instant::now();
    drop(scene.starts());
    started.elapsed()
}

fn killed_at_the_start(url: &str, store: &Path, longest: Duration, dice: &mut Rng) {
    let mut child = bot(url, store)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let moment = dice.u64(..=u64::try_from(longest.as_micros()).unwrap());
    // Not a wait for anything: the moment of the kill is what is tried here.
    std::thread::sleep(Duration::from_micros(moment));
    child.kill().unwrap();
    let ended = child.wait().unwrap();
    assert_eq!(
        ended.code(),
        None,
        "it ended of its own accord: it refuses its store"
    );
}

/// A ballot is recorded, and the bot is killed right after the answer.
async fn records_one(scene: &Scene) -> Option<String> {
    let process = scene.starts();
    let page = &scene.page;
    if scene.votes().await.is_empty() {
        page.command("Ada", "general", "/propose crossplane trial").await;
        page.until("general", "the vote", |text| text.contains("In favor 0"))
            .await;
    }
    let votes: Vec<Value> = scene.votes().await;
    let answer = page.press("Grace", &votes[0], &buttons(&votes[0])[0].1).await;
    process.kill();
    assert!(text(&answer["message"]).starts_with("Recorded"), "{answer:#}");
    answer["interaction"].as_str().map(str::to_owned)
}

/// What was made of a store can be read, or there is none yet; and a bot takes it.
fn is_new_or_not_there(url: &str, store: &Path) {
    let mut command = blipbot();
    let output = command
        .arg("dump")
        .env("BLIPBOT__STORE__PATH", store)
        .output()
        .unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(
        output.status.success() || said.contains("there is no store at"),
        "{said}"
    );
    Process::start_with(url, store, &[("RUST_LOG", "warn")]).kill();
    dump(store);
}
