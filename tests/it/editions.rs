//! Editions: from the draft to the digest, and those of the data folder.

use std::fs;
use std::path::Path;

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use tempfile::TempDir;

use crate::support::{Member, World, buttons, text};

/// Three members pass Crossplane to Trial.
async fn passed(world: &World) {
    let vote = world
        .proposes(Member::Ada, "crossplane trial reason:it runs our databases")
        .await;
    world.three_in_favor(&vote).await;
    world.votes_close(1).await;
}

#[tokio::test]
async fn a_draft_is_previewed_published_and_announced_once() {
    let world = World::start().await;
    world.is_introduced().await;
    passed(&world).await;
    let preview = world
        .types(Member::Ada, "general", "/edition publish title:November")
        .await;
    preview.says(&["November", "Crossplane", "Trial"]);
    assert!(preview.is_private());
    let message = preview.message().clone();
    let second = world.types(Member::Grace, "general", "/edition publish").await;
    second.says(&["Manage Server"]);
    let second = world
        .types(Member::Ada, "general", "/edition publish")
        .await
        .message()
        .clone();
    world
        .presses(Member::Ada, &message, "Publish")
        .await
        .says(&["November"]);
    let digest = world
        .until("digests", "the digest", |text| text.contains("November"))
        .await;
    let picture = &digest["attachments"][0];
    assert_eq!(picture["filename"], "radar.png", "{digest}");
    let alt = picture["description"].as_str().unwrap();
    assert!(
        alt.contains("16 technologies") && alt.contains("Crossplane (Moved in)"),
        "{alt}"
    );
    assert_eq!(digest["embeds"][0]["image"]["url"], picture["url"]);
    let digest = text(&digest);
    for part in [
        "Crossplane",
        "Assess",
        "Trial",
        "it runs our databases",
        "discord.com/channels/",
        "15",
    ] {
        assert!(digest.contains(part), "{part:?} is not in:\n{digest}");
    }
    world
        .types(Member::Guest, "general", "/radar crossplane")
        .await
        .says(&["Trial", "November"]);
    let card = world.types(Member::Guest, "general", "/radar crossplane").await;
    card.says(&[
        "Moved in from Assess with November",
        "vote #1",
        "it runs our databases",
        "October 2023, Assess",
    ]);
    let shown = world
        .types(Member::Guest, "general", "/proposal show proposal:1")
        .await;
    shown
        .says(&["Published with November"])
        .does_not_say(&["/edition draft"]);
    world
        .types(Member::Guest, "general", "/edition list")
        .await
        .says(&["November", "2023-10-01"]);
    world
        .types(Member::Guest, "general", "/edition show")
        .await
        .says(&["Crossplane"]);
    world
        .types(Member::Guest, "general", "/history crossplane")
        .await
        .says(&["November", "▲", "Assess", "vote #1", "October 2023", "★"]);
    world
        .types(Member::Guest, "general", "/edition diff from:2023-10-01")
        .await
        .says(&["November", "1 moved in", "Crossplane", "vote #1", "15 stayed"]);
    world
        .types(Member::Guest, "general", "/edition diff from:never")
        .await
        .says(&["2023-10-01"]);
    let world = world.restart().await;
    assert_eq!(
        world.public("digests").await.len(),
        2,
        "a restart announces nothing again"
    );
    let again = world.presses(Member::Ada, &second, "Publish").await;
    again.says(&["draft"]).does_not_say(&["Crossplane"]);
    assert_eq!(world.public("digests").await.len(), 2);
    world.end().await;
}

#[tokio::test]
async fn an_empty_draft_is_refused_and_only_maintainers_publish() {
    let world = World::start().await;
    world
        .types(Member::Ada, "general", "/edition publish")
        .await
        .says(&["draft"]);
    world
        .types(Member::Linus, "general", "/edition publish")
        .await
        .says(&["maintainer"]);
    world.end().await;
}

#[tokio::test]
async fn a_draft_that_changed_after_the_preview_is_not_published() {
    let world = World::start().await;
    passed(&world).await;
    let preview = world.types(Member::Ada, "general", "/edition publish").await;
    let message = preview.message().clone();
    let vote = world.proposes(Member::Ada, "pulumi retire").await;
    world.three_in_favor(&vote).await;
    world.votes_close(1).await;
    world
        .presses(Member::Ada, &message, "Publish")
        .await
        .says(&["changed"]);
    world
        .types(Member::Ada, "general", "/edition list")
        .await
        .does_not_say(&["2026-"]);
    world.end().await;
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// The radar that ships, with an edition that comes out in a day and moves Hermes to Trial.
fn with_tomorrow() -> TempDir {
    let folder = TempDir::new().unwrap();
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("data"), folder.path());
    let edition = folder.path().join("next");
    fs::create_dir(&edition).unwrap();
    let publish: Timestamp = Timestamp::now() + SignedDuration::from_hours(24);
    fs::write(
        edition.join("edition.toml"),
        format!("title = \"Next\"\npublish = \"{publish}\"\n"),
    )
    .unwrap();
    fs::write(edition.join("hermes.md"), "---\nring: trial\n---\n").unwrap();
    folder
}

fn digests(messages: &[Value]) -> usize {
    messages
        .iter()
        .filter(|message| text(message).contains("Next"))
        .count()
}

#[tokio::test]
async fn an_edition_of_the_data_folder_comes_out_while_the_bot_runs() {
    let data = with_tomorrow();
    let world = World::with("", Some(data.path())).await;
    world.is_introduced().await;
    world
        .types(Member::Ada, "general", "/radar hermes")
        .await
        .says(&["Assess"]);
    world.passes(SignedDuration::from_hours(25)).await;
    let digest = world
        .until("digests", "the digest", |text| text.contains("Next"))
        .await;
    assert!(text(&digest).contains("Hermes"));
    assert!(
        text(&digest).contains("No reason was given"),
        "the text of an older edition is no reason: {}",
        text(&digest)
    );
    world
        .types(Member::Ada, "general", "/radar hermes")
        .await
        .says(&["Trial"]);
    let world = world.restart().await;
    assert_eq!(digests(&world.public("digests").await), 1);
    world.end().await;
}

#[tokio::test]
async fn an_edition_that_came_out_while_the_bot_was_away_is_announced_at_the_next_start() {
    let data = with_tomorrow();
    let world = World::with("", Some(data.path())).await;
    world.is_introduced().await;
    let world = world.restart_after(SignedDuration::from_hours(30)).await;
    world
        .until("digests", "the digest", |text| text.contains("Next"))
        .await;
    let world = world.restart().await;
    assert_eq!(digests(&world.public("digests").await), 1);
    world.end().await;
}

#[tokio::test]
async fn a_guild_is_introduced_once_in_a_few_lines() {
    let world = World::start().await;
    let introduction = world.is_introduced().await;
    assert!(
        text(&introduction).lines().count() <= 14,
        "{}",
        text(&introduction)
    );
    world
        .types(Member::Ada, "general", "/setup digests:#general")
        .await;
    let world = world.restart().await;
    assert!(world.public("general").await.is_empty());
    assert_eq!(world.public("digests").await.len(), 1);
    assert!(buttons(&introduction).is_empty() || text(&introduction).contains("/radar"));
    world.end().await;
}
