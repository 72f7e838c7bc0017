//! `/setup`.

use crate::support::{Member, World};

#[tokio::test]
async fn the_state_is_shown_changed_and_kept() {
    let world = World::start().await;
    world
        .types(Member::Ada, "general", "/setup")
        .await
        .says(&["digests", "votes"]);
    let voters = format!("<@&{}>", world.role("Voters"));
    world
        .types(Member::Ada, "general", "/setup voters:@Voters votes:#votes")
        .await
        .says(&[&voters]);
    let world = world.restart().await;
    let votes = format!("<#{}>", world.channel(Member::Ada, "votes"));
    world
        .types(Member::Ada, "general", "/setup")
        .await
        .says(&[&voters, &votes]);
    world.end().await;
}

#[tokio::test]
async fn a_channel_in_which_the_bot_may_not_write_is_refused_with_the_missing_permission() {
    let world = World::start().await;
    world
        .types(Member::Ada, "general", "/setup votes:#locked")
        .await
        .says(&["Send Messages"]);
    world
        .types(Member::Ada, "general", "/setup votes:#announcements")
        .await
        .says(&["announcement"]);
    world.denies("votes", &["EMBED_LINKS"]).await;
    world
        .types(Member::Ada, "general", "/setup votes:#votes")
        .await
        .says(&["Embed Links"]);
    world.end().await;
}

#[tokio::test]
async fn only_managers_of_the_server_set_up() {
    let world = World::start().await;
    let answer = world
        .sends(Member::Linus, "general", "setup", None, serde_json::json!({}))
        .await;
    answer.says(&["Manage Server"]);
    world.end().await;
}
