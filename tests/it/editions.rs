//! Editions: from the draft to the digest, and those of the data folder.

use std::fs;
use std::path::Path;

use blipbot::outbox::Topic;
use blipbot::radar::EditionId;
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

/// The radar that ships, in a folder that can be changed.
fn shipped() -> TempDir {
    let folder = TempDir::new().unwrap();
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("data"), folder.path());
    folder
}

/// Writes an edition that comes out in so many hours and changes the ring of a blip.
fn adds(folder: &Path, id: &str, hours: i64, blip: &str, ring: &str) {
    let edition = folder.join(id);
    fs::create_dir_all(&edition).unwrap();
    let publish: Timestamp = Timestamp::now() + SignedDuration::from_hours(hours);
    let head = format!("title = \"Edition {id}\"\npublish = \"{publish}\"\n");
    fs::write(edition.join("edition.toml"), head).unwrap();
    fs::write(
        edition.join(format!("{blip}.md")),
        format!("---\nring: {ring}\n---\n"),
    )
    .unwrap();
}

/// Waits until the bot suggests something for what is typed.
async fn until_suggested(world: &World, typed: &str, wanted: &str) {
    let waiting = async {
        loop {
            let offered = world.suggests(Member::Ada, "general", typed).await;
            if offered.iter().any(|(name, _)| name.contains(wanted)) {
                break;
            }
        }
    };
    let in_time = tokio::time::timeout(std::time::Duration::from_secs(20), waiting).await;
    assert!(in_time.is_ok(), "{wanted} is not suggested");
}

#[tokio::test]
async fn a_folder_that_is_copied_in_while_the_bot_runs_is_picked_up() {
    let data = shipped();
    let world = World::with("", Some(data.path())).await;
    world.is_introduced().await;
    adds(data.path(), "soon", 2, "hermes", "trial");
    adds(data.path(), "now", -1, "pulumi", "trial");
    // Nothing tells that a folder for later was seen, so one that is out already shows it.
    until_suggested(&world, "/edition show edition:now", "Edition now").await;
    world
        .types(Member::Ada, "general", "/radar pulumi")
        .await
        .says(&["Trial"]);
    world
        .types(Member::Ada, "general", "/radar hermes")
        .await
        .says(&["Assess"]);
    world.passes(SignedDuration::from_hours(3)).await;
    let digest = world
        .until("digests", "the digest", |text| text.contains("Edition soon"))
        .await;
    assert!(text(&digest).contains("Hermes"));
    world.end().await;
}

#[tokio::test]
async fn a_broken_folder_is_told_and_changes_nothing_until_it_is_mended() {
    let data = shipped();
    let world = World::with("", Some(data.path())).await;
    world.is_introduced().await;
    world.types(Member::Ada, "general", "/setup votes:#votes").await;
    adds(data.path(), "soon", 2, "hermes", "nowhere");
    let told = world
        .until("votes", "the problems", |text| text.contains("soon/hermes.md:2"))
        .await;
    let told = text(&told);
    for part in ["nowhere", "blipbot check", "stays as it was"] {
        assert!(told.contains(part), "{part:?} is not in:\n{told}");
    }
    assert!(!told.contains(&data.path().display().to_string()), "{told}");
    world
        .types(Member::Ada, "general", "/setup")
        .await
        .says(&["soon/hermes.md:2"]);
    world.passes(SignedDuration::from_hours(3)).await;
    world
        .types(Member::Ada, "general", "/radar hermes")
        .await
        .says(&["Assess"]);
    adds(data.path(), "soon", 2, "hermes", "trial");
    world
        .until("votes", "that it is mended", |text| text.contains("right again"))
        .await;
    world
        .until("digests", "the digest", |text| text.contains("Edition soon"))
        .await;
    world
        .types(Member::Ada, "general", "/setup")
        .await
        .does_not_say(&["hermes.md"]);
    assert_eq!(world.public("votes").await.len(), 2, "each is told once");
    world.end().await;
}

#[tokio::test]
async fn an_edition_that_goes_while_the_bot_is_down_is_told_once_and_can_be_brought_back() {
    let data = shipped();
    adds(data.path(), "first", 1, "hermes", "trial");
    let world = World::with("", Some(data.path())).await;
    world.is_introduced().await;
    world.types(Member::Ada, "general", "/setup votes:#votes").await;
    world.passes(SignedDuration::from_hours(2)).await;
    let first = Topic::Digest(EditionId::parse("first").unwrap());
    world.until_said(&first).await;
    let ground = world.stops().await;
    let aside = TempDir::new().unwrap();
    copy(&data.path().join("first"), &aside.path().join("first"));
    fs::remove_dir_all(data.path().join("first")).unwrap();
    let world = ground.starts().await;
    let told = world
        .until("votes", "what is missing", |text| {
            text.contains("first: this edition")
        })
        .await;
    let told = text(&told);
    assert!(told.contains("Bring the folders back"), "{told}");
    let world = world.restart().await;
    world
        .types(Member::Ada, "general", "/radar hermes")
        .await
        .says(&["Assess"]);
    copy(&aside.path().join("first"), &data.path().join("first"));
    until_suggested(&world, "/edition show edition:first", "Edition first").await;
    world
        .types(Member::Ada, "general", "/radar hermes")
        .await
        .says(&["Trial"]);
    let world = world.restart().await;
    world.types(Member::Ada, "general", "/help").await;
    assert_eq!(world.public("votes").await.len(), 1);
    assert_eq!(
        world.public("digests").await.len(),
        2,
        "the introduction and the digest"
    );
    world.end().await;
}

#[tokio::test]
async fn editions_that_came_out_while_the_bot_was_away_are_told_together() {
    let data = shipped();
    adds(data.path(), "first", 1, "pulumi", "trial");
    adds(data.path(), "second", 2, "hermes", "trial");
    let world = World::with("", Some(data.path())).await;
    world.is_introduced().await;
    let world = world.restart_after(SignedDuration::from_hours(30)).await;
    let digest = world
        .until("digests", "what was missed", |text| {
            text.contains("Edition first")
        })
        .await;
    assert!(text(&digest).contains("1 change"), "{}", text(&digest));
    let all = world.public("digests").await;
    assert_eq!(all.len(), 3, "the introduction, the digest, what was missed");
    assert!(text(&all[1]).contains("Edition second") && text(&all[1]).contains("Hermes"));
    world
        .presses(Member::Guest, &digest, "Edition first")
        .await
        .says(&["Edition first", "Pulumi", "Trial"]);
    let world = world.restart().await;
    assert_eq!(world.public("digests").await.len(), 3);
    world.end().await;
}

#[tokio::test]
async fn a_digest_in_an_announcement_channel_is_published_to_followers() {
    let data = with_tomorrow();
    let world = World::with("", Some(data.path())).await;
    world
        .types(Member::Ada, "general", "/setup digests:#announcements")
        .await;
    world
        .until("announcements", "the introduction", |text| text.contains("16"))
        .await;
    world.passes(SignedDuration::from_hours(25)).await;
    let next = EditionId::parse("next").unwrap();
    world.until_said(&Topic::Digest(next.clone())).await;
    world.until_said(&Topic::Followers(next)).await;
    let all = world.public("announcements").await;
    let published: Vec<bool> = all
        .iter()
        .map(|message| message["flags"].as_u64().unwrap_or_default() & 1 != 0)
        .collect();
    assert_eq!(published, [false, true], "{all:#?}");
    let world = world.restart().await;
    assert_eq!(world.public("announcements").await.len(), 2);
    world.end().await;
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
