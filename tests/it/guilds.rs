//! One guild never sees another's data.

use crate::support::{Member, World};

#[tokio::test]
async fn proposals_settings_and_buttons_stay_in_their_guild() {
    let world = World::start().await;
    world.types(Member::Ada, "general", "/setup votes:#votes").await;
    world
        .types(Member::Ada, "general", "/propose crossplane trial")
        .await;
    let vote = world
        .until("votes", "the vote", |text| text.contains("Crossplane"))
        .await;
    world
        .types(Member::Barbara, "general", "/proposal list")
        .await
        .does_not_say(&["Crossplane"]);
    world
        .types(Member::Barbara, "general", "/proposal show proposal:1")
        .await
        .says(&["1"])
        .does_not_say(&["Crossplane"]);
    let votes = world.channel(Member::Ada, "votes");
    world
        .types(Member::Barbara, "general", "/setup")
        .await
        .does_not_say(&[&votes]);
    let against = world
        .types(Member::Barbara, "general", "/vote proposal:1 choice:against")
        .await;
    assert!(against.text().starts_with("Not recorded"), "{}", against.text());
    assert!(crate::support::text(&vote).contains("Against 0"));
    world
        .types(Member::Ada, "general", "/proposal show proposal:1")
        .await
        .says(&["Against 0"]);
    world.end().await;
}
