//! The bot is killed while members vote, votes close and editions come out.

use std::collections::BTreeSet;

use jiff::SignedDuration;
use serde_json::Value;

use super::load::until_killed;
use super::scene::Scene;
use super::{dice, rounds};
use crate::support::dump;

/// Votes take half an hour: one that was proposed in a round is open in the next, and closes in the one after.
const STEP: SignedDuration = SignedDuration::from_mins(16);
/// So many votes before the newest may still change in a round.
const UNDER_WAY: u64 = 5;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_promise_is_broken_and_nothing_is_said_twice_after_kill_9() {
    let (mut scene, mut dice) = (Scene::new().await, dice());
    let mut process = scene.starts();
    scene
        .page
        .command("Ada", "general", "/setup digests:#digests")
        .await;
    scene.is_quiet(0).await;
    let mut newest = 0;
    for round in 0..rounds() {
        println!("round {round}");
        let votes = scene.votes().await;
        scene.clock.advance(STEP);
        let promises = until_killed(&scene.page, votes, round, &mut dice, process).await;
        let rows = tokio::task::block_in_place(|| dump(&scene.store));
        scene.promises_are_kept(promises, &rows);
        let first = u64::saturating_sub(newest, UNDER_WAY);
        newest = rows.iter().filter(|row| row["type"] == "proposal").count() as u64;
        process = scene.starts();
        scene.is_quiet(first).await;
    }
    // All votes end, and everything of all of them is once more as it was promised.
    for _ in 0..2 {
        scene.clock.advance(STEP);
        scene.is_quiet(0).await;
    }
    assert_eq!(tokio::task::block_in_place(|| process.terminate()), Some(0));
    let rows = tokio::task::block_in_place(|| dump(&scene.store));
    scene.promises_are_kept(Vec::new(), &rows);
    each_passed_vote_is_in_one_edition_at_most(&rows);
    println!("{}", scene.summary());
    scene.ends().await;
}

fn each_passed_vote_is_in_one_edition_at_most(rows: &[Value]) {
    let editions = rows.iter().filter(|row| row["type"] == "edition");
    let published = editions.flat_map(|row| row["proposals"].as_array().unwrap());
    let numbers: Vec<_> = published.map(|number| number.as_u64().unwrap()).collect();
    let different: BTreeSet<_> = numbers.iter().collect();
    assert_eq!(different.len(), numbers.len(), "published twice: {numbers:?}");
}
