//! Who plays the world: people come and go, and a moderator deletes.

use fantoccini::key::Key;

use super::{end, start};
use crate::support::Member;

#[tokio::test]
async fn people_leave_return_join_and_change_roles_and_the_bot_finds_them_so() {
    let (world, page) = start().await;
    world
        .types(Member::Ada, "general", "/setup voters:@Voters")
        .await
        .says(&["Voters"]);
    page.speaks_as(Member::Linus).await;
    page.sends("/propose crossplane trial").await;
    page.sees(&["Members with the role @Voters; 3"]).await;
    page.presses("People").await;
    page.ticks("Margaret: Voters").await;
    page.presses("Leave: Linus").await;
    page.is_told("Linus is not here. You speak as Grace now.").await;
    page.presses("Return: Linus").await;
    page.can_use("button", "Leave: Linus").await;
    page.fills("Newcomer", "Edsger\n").await;
    for name in ["Ada", "Guest", "Edsger"] {
        page.ticks(&format!("{name}: Voters")).await;
    }
    page.ticks("Anyone may mention @Voters").await;
    page.ticks("Server Members Intent").await;
    page.until(
        "the switch",
        "return document.querySelector('#switch-intent').checked",
        &[],
    )
    .await;
    let state = world.page().state().await;
    let guild = &state["guilds"][0];
    assert_eq!(state["application"]["members_intent"], true);
    assert_eq!(guild["roles"][2]["mentionable"], false);
    let voters: Vec<_> = guild["members"].as_array().unwrap().iter().collect();
    let with_role = voters.iter().filter(|one| {
        one["roles"]
            .as_array()
            .unwrap()
            .contains(&guild["roles"][2]["id"])
    });
    let names: Vec<_> = with_role.map(|one| one["name"].as_str().unwrap()).collect();
    assert_eq!(
        names,
        ["Ada", "Grace", "Guest", "Edsger"],
        "who returns has no role"
    );
    page.key(Key::Escape).await;
    page.speaks_as(Member::Ada).await;
    page.sends("/proposal refresh proposal:1").await;
    page.sees(&["was read again: 3 → 4"]).await;
    end(world, page).await;
}

#[tokio::test]
async fn a_moderator_deletes_messages_and_a_channel_by_keyboard_and_a_guest_what_is_the_guests() {
    let (world, page) = start().await;
    page.speaks_as(Member::Ada).await;
    for text in ["first", "second", "third"] {
        page.sends(text).await;
        page.sees(&[text]).await;
    }
    page.speaks_as(Member::Guest).await;
    page.sends("mine").await;
    page.sees(&["third", "mine"]).await;
    assert!(
        !page.has("button", "Channel menu").await,
        "a guest manages no channel"
    );
    page.picks("Message menu", "Delete message").await;
    page.sees_no_more("mine").await;
    page.presses("Message menu").await;
    page.can_use("menuitem", "Start a thread …").await;
    assert!(
        !page.has("menuitem", "Delete message").await,
        "what others said stays"
    );
    page.key(Key::Escape).await;
    page.speaks_as(Member::Ada).await;
    page.presses("Message menu").await;
    page.key(Key::Down).await;
    page.key(Key::Enter).await;
    page.sees_no_more("third").await;
    page.presses("Message menu").await;
    // The last entry is the bot's.
    page.key(Key::Up).await;
    page.key(Key::Up).await;
    page.key(Key::Enter).await;
    page.form_says("Delete this message and all newer ones?").await;
    page.key(Key::Tab).await;
    page.key(Key::Enter).await;
    page.sees_no_more("second").await;
    page.sees(&["first"]).await;
    page.goes_to("votes").await;
    page.picks("Channel menu", "Delete channel …").await;
    page.form_says("Delete #votes?").await;
    page.presses("Delete channel").await;
    page.is_told("votes was deleted").await;
    page.until(
        "another channel",
        "return document.title.startsWith('general')",
        &[],
    )
    .await;
    end(world, page).await;
}
