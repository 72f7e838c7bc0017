//! Editions with more blips than one picture has numbers for, and than one message tells.

use std::fs;
use std::path::Path;

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::support::{Member, World, text};

/// How many blips the next edition brings into each of two quadrants.
const NEW: usize = 30;

/// So long that the whole radar takes two pages.
const LONG: &str = "that does what no other of its kind does so well, and never stops";

/// A radar of two quadrants: three blips, and in a day many more.
fn crowd() -> TempDir {
    let folder = TempDir::new().unwrap();
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/radar.toml");
    let scheme =
        fs::read_to_string(shipped).unwrap() + "\n[[quadrants]]\nid = \"secure\"\ntitle = \"Secure\"\n";
    fs::write(folder.path().join("radar.toml"), scheme).unwrap();
    let edition = |id: &str, publish: Timestamp, blips: &mut dyn Iterator<Item = (String, &str)>| {
        let folder = folder.path().join(id);
        fs::create_dir(&folder).unwrap();
        let head = format!("title = \"Edition {id}\"\npublish = \"{publish}\"\n");
        fs::write(folder.join("edition.toml"), head).unwrap();
        for (at, (title, quadrant)) in blips.enumerate() {
            let id: String = title.to_lowercase().replace(' ', "-").chars().take(16).collect();
            let ring = ["adopt", "trial", "assess", "hold"][at % 4];
            let text = format!("---\ntitle: {title}\nring: {ring}\nquadrant: {quadrant}\n---\n\nIt works.\n");
            fs::write(folder.join(format!("{id}.md")), text).unwrap();
        }
    };
    let first = ["Old one", "Old two", "Old three"];
    edition(
        "first",
        "2026-01-01T00:00:00Z".parse().unwrap(),
        &mut first.into_iter().map(|title| (title.to_owned(), "operable")),
    );
    let tools = (0..NEW).flat_map(|at| {
        [
            (format!("Tool {at:02} {LONG}"), "operable"),
            (format!("Guard {at:02} {LONG}"), "secure"),
        ]
    });
    let tomorrow = Timestamp::now() + SignedDuration::from_hours(24);
    edition("crowd", tomorrow, &mut tools.into_iter());
    folder
}

/// The radar of `data`, a day after it was introduced in a channel.
async fn a_day_later(data: &TempDir, channel: &str) -> World {
    let world = World::with("", Some(data.path())).await;
    let setup = format!("/setup digests:#{channel}");
    world.types(Member::Ada, "general", &setup).await;
    world
        .until(channel, "the introduction", |text| text.contains("Edition first"))
        .await;
    world.passes(SignedDuration::from_hours(25)).await;
    world
}

/// A maintainer corrects the large edition.
async fn corrects(world: &World, title: &str, note: &str) {
    let typed = "/edition correct edition:crowd";
    let offer = world.types(Member::Ada, "general", typed).await.message().clone();
    let values = json!({"title": title, "note": note});
    world.fills(Member::Ada, &offer, "Correct it", values).await;
}

/// The descriptions of the pictures of a message, each of which is in an embed of its own.
fn pictures(message: &Value) -> Vec<String> {
    let files = message["attachments"].as_array().unwrap();
    let embeds = message["embeds"].as_array().unwrap();
    assert_eq!(files.len(), embeds.len(), "{message:#}");
    for (file, embed) in files.iter().zip(embeds) {
        assert_eq!(file["url"], embed["image"]["url"], "{message:#}");
    }
    let told = files.iter().map(|file| file["description"].as_str().unwrap());
    told.map(str::to_owned).collect()
}

/// How many blips have their numbers in these pictures of a quadrant.
fn numbered(pictures: &[String]) -> usize {
    let counts = pictures.iter().map(|told| {
        let (_, rest) = told.split_once(": ").unwrap();
        rest.split(' ').next().unwrap().parse::<usize>().unwrap()
    });
    counts.sum()
}

#[tokio::test]
async fn a_digest_shows_the_quadrants_that_the_radars_picture_has_no_room_for() {
    let data = crowd();
    let world = a_day_later(&data, "digests").await;
    let digest = world
        .until("digests", "the digest", |text| {
            text.contains("Edition crowd") && text.contains("Guard 00")
        })
        .await;
    let told = pictures(&digest);
    assert!(
        told[0].starts_with("The radar of Edition crowd: 63 technologies"),
        "{told:?}"
    );
    let (operable, secure): (Vec<String>, Vec<String>) = told[1..]
        .iter()
        .cloned()
        .partition(|told| told.starts_with("Operable on the radar"));
    assert_eq!((numbered(&operable), numbered(&secure)), (NEW + 3, NEW));
    assert!(secure[0].contains("34 Guard 00 that does"), "{secure:?}");
    assert!(operable.concat().contains("Old one"), "a quadrant is shown whole");
    // A correction leaves them where they are.
    corrects(&world, "A crowd", "It had no name.").await;
    let corrected = world
        .until_all("digests", "the corrected digest", |messages| {
            let shown = messages.iter().find(|message| message["id"] == digest["id"])?;
            text(shown).contains("It had no name.").then(|| shown.clone())
        })
        .await;
    let again = pictures(&corrected);
    assert_eq!(again.len(), told.len());
    assert!(again.iter().all(|told| told.contains("A crowd")), "{again:?}");
    world.end().await;
}

#[tokio::test]
async fn a_quadrant_is_shown_by_itself_from_the_whole_radar() {
    let data = crowd();
    let world = a_day_later(&data, "digests").await;
    world
        .until("digests", "the digest", |text| text.contains("Edition crowd"))
        .await;
    let whole = world
        .types(Member::Guest, "general", "/radar * public:True")
        .await;
    whole.says(&["30 technologies", "33 technologies", "Guard 00", "Tool 00"]);
    let quadrant = world.chooses(Member::Ada, whole.message(), "secure").await;
    quadrant.says(&["Secure", "30 blips", "Guard 00", "Guard 29"]);
    quadrant.does_not_say(&["Tool 00", "33 technologies"]);
    assert!(quadrant.is_private());
    assert_eq!(numbered(&pictures(quadrant.message())), NEW);
    // A page that takes the place of another has its own pictures, or none.
    let page = world.types(Member::Ada, "general", "/radar *").await;
    assert_eq!(pictures(page.message()).len(), 1);
    let second = world.presses(Member::Ada, page.message(), "More (2/2)").await;
    assert_eq!(second.message()["id"], page.message()["id"]);
    assert_eq!(second.message()["attachments"], json!([]));
    assert_eq!(second.message()["embeds"][0]["image"], Value::Null);
    let first = world.presses(Member::Ada, second.message(), "Back (1/2)").await;
    assert_eq!(pictures(first.message()).len(), 1);
    world.end().await;
}

/// All messages of the digest, in order, once one of them says this.
async fn told(world: &World, channel: &str, first: &str) -> Vec<Value> {
    world
        .until_all(channel, first, |messages| {
            let from = messages
                .iter()
                .position(|message| text(message).contains(first))?;
            let last = messages.last().map(text)?;
            let (_, count) = last.rsplit_once(" of ")?;
            let count: usize = count.trim().parse().ok()?;
            (messages.len() == from + count).then(|| messages[from..].to_vec())
        })
        .await
}

#[tokio::test]
async fn a_correction_that_discord_delays_holds_up_no_edition_and_is_finished_in_the_end() {
    let data = crowd();
    let world = a_day_later(&data, "announcements").await;
    let digest = told(&world, "announcements", "Edition crowd").await;
    assert!(digest.len() > 1, "{}", digest.len());
    // Of published messages Discord takes three edits an hour.
    let long = "Nobody had looked at its name before it came out. ".repeat(6);
    corrects(&world, "A crowd", &long).await;
    corrects(&world, "A great crowd", &long).await;
    world
        .until("announcements", "the first edits", |text| {
            text.contains("crowd") && text.contains("Nobody had")
        })
        .await;
    // What comes out now is told at once.
    let form = world
        .types(Member::Ada, "general", "/edition edit blip:Old one")
        .await
        .message()
        .clone();
    world
        .fills(Member::Ada, &form, "Edit", json!({"owner": "Platform"}))
        .await;
    let preview = world
        .types(Member::Ada, "general", "/edition publish title:Meanwhile")
        .await
        .message()
        .clone();
    world.presses(Member::Ada, &preview, "Publish").await;
    world
        .until("announcements", "the next digest", |text| {
            text.contains("Meanwhile")
        })
        .await;
    // The next hour brings it further; what is right already costs nothing.
    let world = world.restart_after(SignedDuration::from_mins(61)).await;
    world
        .until_all("announcements", "the whole correction", |messages| {
            let all: String = messages.iter().map(text).collect();
            let blips =
                (0..NEW).flat_map(|at| ["Tool", "Guard"].map(|name| format!("**{name} {at:02} that does")));
            // Six sentences in each of two corrections.
            let noted = all.matches("Nobody had looked").count() == 12;
            (noted && blips.into_iter().all(|blip| all.contains(&blip))).then_some(())
        })
        .await;
    world.end().await;
}
