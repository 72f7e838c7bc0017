//! What a vote brings besides its buttons: a form, a thread, and menus of several choices.

use fantoccini::key::Key;
use serde_json::json;

use super::{end, start};
use crate::support::Member;

#[tokio::test]
async fn a_concern_is_raised_in_a_form_and_discussed_in_the_votes_thread() {
    let (world, page) = start().await;
    world.proposes(Member::Ada, "crossplane trial").await;
    page.speaks_as(Member::Linus).await;
    page.picks("Message menu", "Start a thread …").await;
    page.fills("Name", "Why Crossplane?\n").await;
    page.sees(&["Nothing has been said here yet."]).await;
    page.sends("It runs our databases.").await;
    page.sees(&["It runs our databases."]).await;
    page.goes_to("general").await;
    page.presses("Raise a concern").await;
    page.form_says("A concern on vote #1").await;
    page.presses("Submit").await;
    page.form_says("This must be filled in.").await;
    let focused = page.asks("return document.activeElement.ariaInvalid").await;
    assert_eq!(focused, json!("true"), "one is where the mistake is");
    page.fills("What is the concern, in a few words?", " ").await;
    page.presses("Submit").await;
    page.sees(&["The concern has no visible character"]).await;
    page.presses("Raise a concern").await;
    page.fills("What is the concern, in a few words?", "Who runs it?")
        .await;
    page.fills("More about it", "Nobody is on call at night.").await;
    page.key(Key::Tab).await;
    page.presses("Submit").await;
    page.sees(&["Your concern 1", "Concerns (1 open)", "Who runs it?"])
        .await;
    page.presses("Thread: Why Crossplane?").await;
    page.sees(&[
        "It runs our databases.",
        "Concern 1: Who runs it?",
        "Nobody is on call at night.",
    ])
    .await;
    page.until(
        "the thread",
        "return document.title.startsWith('Why Crossplane?')",
        &[],
    )
    .await;
    end(world, page).await;
}

#[tokio::test]
async fn voters_are_put_on_the_list_and_taken_off_it_in_menus() {
    let (world, page) = start().await;
    page.speaks_as(Member::Ada).await;
    page.sends("/setup voters-list:true").await;
    page.sees(&["Voters by name (0)", "At most 6"]).await;
    let add = "Choose: Add members";
    assert!(!page.is_usable("button", add).await, "nothing is chosen yet");
    page.ticks("@Grace").await;
    page.ticks("@Linus").await;
    page.presses(add).await;
    page.sees(&["Voters by name (2)", "Take members off the list"])
        .await;
    page.ticks("@Linus").await;
    page.presses("Choose: Take members off the list").await;
    page.sees(&["Voters by name (1)", "@Grace"]).await;
    end(world, page).await;
}
