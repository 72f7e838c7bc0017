//! The bot is killed while members vote, votes close and editions come out.

use std::collections::BTreeSet;

use serde_json::Value;

use super::load::until_killed;
use super::scene::Scene;
use super::{STEP, UNDER_WAY, dice, rounds};
use crate::support::dump;

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
        let kill = || process.kill();
        let ((), promises) = until_killed(&scene.page, votes, round, &mut dice, kill).await;
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
