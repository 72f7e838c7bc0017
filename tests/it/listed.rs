//! The voters' role is known by its members.

use blipbot::sandbox::Options;
use jiff::SignedDuration;
use serde_json::json;

use crate::support::{Member, Setup, World};

#[tokio::test]
async fn a_role_is_read_by_its_members_and_who_leaves_is_not_waited_for() {
    let world = World::of(Setup {
        options: Options {
            members_intent: true,
            ..Options::default()
        },
        config: "discord.members_intent = true\nvote.policies.standard.quorum = '100%'",
        ..Setup::default()
    })
    .await;
    world
        .types(Member::Ada, "general", "/setup voters:@Voters")
        .await
        .says(&[&world.role("Voters")]);
    let vote = world.proposes(Member::Ada, "crossplane trial").await;
    let text = crate::support::text(&vote);
    assert!(text.contains("The 3 members who had the role"), "{text}");
    for voter in [Member::Grace, Member::Linus] {
        world
            .presses(voter, &vote, "In favor")
            .await
            .says(&["Recorded: **In favor**"]);
    }
    world
        .until("general", "the turnout", |text| {
            text.contains("2 of 3 have voted.")
        })
        .await;
    // Margaret leaves, and all who are left have voted.
    let page = world.page();
    let leaves = json!({ "guild": world.guild(), "do": "leave", "member": page.member("Margaret") });
    assert!(page.post("/sandbox/member", &leaves).await["member"].is_string());
    world.passes(SignedDuration::from_hours(7 * 24 + 1)).await;
    world
        .until("general", "the outcome", |text| {
            text.contains("✅ Passed") && text.contains("Electorate 3 → 2")
        })
        .await;
    world.end().await;
}
