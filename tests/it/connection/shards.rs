//! Several connections in one process: each is told of its guilds, and breaks alone.

use std::collections::BTreeSet;

use blipbot::sandbox::Options;
use serde_json::{Value, json};

use crate::support::{FAULTY, Member, Setup, World};

async fn with_shards(shards: u64, guilds: usize) -> World {
    World::of(Setup {
        options: Options {
            shards,
            max_concurrency: shards,
            guilds,
            ..FAULTY
        },
        ..Setup::default()
    })
    .await
}

/// The shards in the entries, as Discord writes them.
fn shards<'a>(entries: impl Iterator<Item = &'a Value>) -> BTreeSet<String> {
    entries.map(|entry| entry["shard"].to_string()).collect()
}

fn all(count: u64) -> BTreeSet<String> {
    (0..count).map(|index| format!("[{index},{count}]")).collect()
}

/// The shard that is told of a guild.
fn shard_of(guild: &str, count: u64) -> u64 {
    (guild.parse::<u64>().unwrap() >> 22) % count
}

#[tokio::test]
async fn as_many_shards_as_discord_recommends_serve_all_guilds() {
    let world = with_shards(3, 2).await;
    let page = world.page();
    page.until_gateway("all shards are there", |log| log.count("ready") == 3)
        .await;
    for (member, channel) in [(Member::Ada, "votes"), (Member::Barbara, "general")] {
        world
            .types(member, channel, "/radar atlantis")
            .await
            .says(&["Atlantis"]);
    }
    let log = page.gateway().await;
    assert_eq!(shards(log.all("identify")), all(3));
    assert_eq!((log.count("identify"), log.count("closed")), (3, 0), "{log:?}");
    world.end().await;
}

#[tokio::test]
async fn a_shard_that_is_away_keeps_only_its_own_guilds_waiting() {
    let world = with_shards(3, 2).await;
    let page = world.page();
    page.until_gateway("all shards are there", |log| log.count("ready") == 3)
        .await;
    let shard_of = |index: usize| shard_of(&page.guilds()[index], 3);
    let (first, second) = (shard_of(0), shard_of(1));
    assert_ne!(first, second, "the guilds of this story share a shard");
    page.fault(&json!({"connection": {"refuse": 503}, "times": "always"}))
        .await;
    page.fault(&json!({"gateway": {"drop": true}, "shard": first}))
        .await;
    page.until_gateway("a shard is away", |log| log.count("closed") == 1)
        .await;
    world
        .types(Member::Barbara, "general", "/radar atlantis")
        .await
        .says(&["Atlantis"]);
    let back = async {
        page.reconnect().await;
    };
    // What Ada types is kept for her guild's shard, and for no other.
    let (waiting, ()) = tokio::join!(world.types(Member::Ada, "votes", "/radar atlantis"), back);
    waiting.says(&["Atlantis"]);
    let log = page.gateway().await;
    assert_eq!(
        shards(log.all("resume")),
        BTreeSet::from([format!("[{first},3]")]),
        "{log:?}"
    );
    assert_eq!(log.count("identify"), 3);
    world.end().await;
}

#[tokio::test]
async fn sixteen_shards_start_and_come_back_side_by_side() {
    let world = with_shards(16, 40).await;
    let page = world.page();
    let log = page
        .until_gateway("all shards are there", |log| log.count("ready") == 16)
        .await;
    assert_eq!(shards(log.all("identify")), all(16));
    assert_eq!((log.count("identify"), log.count("closed")), (16, 0), "{log:?}");
    page.fault(&json!({"gateway": {"drop": true}})).await;
    let log = page
        .until_gateway("all shards are back", |log| log.count("resumed") == 16)
        .await;
    assert_eq!(shards(log.all("resumed")), all(16));
    assert_eq!(log.count("identify"), 16);
    world
        .types(Member::Barbara, "general", "/radar atlantis")
        .await
        .says(&["Atlantis"]);
    world.end().await;
}
