//! `/proposal list|show|record|withdraw|cancel`.

use crate::support::{Member, World, buttons};

#[tokio::test]
async fn a_proposer_withdraws_and_nobody_else_can() {
    let world = World::start().await;
    world.proposes(Member::Linus, "crossplane trial").await;
    world
        .types(Member::Guest, "general", "/proposal withdraw proposal:1")
        .await
        .says(&["proposer"]);
    world
        .types(Member::Linus, "general", "/proposal withdraw proposal:1")
        .await
        .says(&["is withdrawn"]);
    let ended = world
        .until("general", "the end", |text| text.contains("Withdrawn"))
        .await;
    assert!(buttons(&ended).is_empty());
    let late = world
        .types(Member::Linus, "general", "/vote proposal:1 choice:in_favor")
        .await;
    assert!(late.text().starts_with("Not recorded"), "{}", late.text());
    world
        .types(Member::Linus, "general", "/proposal list")
        .await
        .says(&["Crossplane", "Withdrawn"]);
    world
        .types(Member::Linus, "general", "/proposal show proposal:1")
        .await
        .says(&["Crossplane", "Withdrawn"]);
    world.end().await;
}

#[tokio::test]
async fn a_maintainer_cancels_with_a_reason_that_is_shown() {
    let world = World::start().await;
    world
        .types(Member::Ada, "general", "/setup maintainers:@Maintainers")
        .await;
    world.proposes(Member::Linus, "crossplane trial").await;
    let refused = world
        .types(Member::Linus, "general", "/proposal cancel proposal:1 reason:no")
        .await;
    refused.says(&["Only members with the role", "can do that"]);
    let cancelled = world
        .types(
            Member::Grace,
            "general",
            "/proposal cancel proposal:1 reason:wrong quarter",
        )
        .await;
    cancelled.says(&["is cancelled"]);
    world
        .until("general", "the end", |text| {
            text.contains("Cancelled") && text.contains("wrong quarter")
        })
        .await;
    world.end().await;
}

#[tokio::test]
async fn an_unknown_number_is_said_to_be_unknown() {
    let world = World::start().await;
    world
        .types(Member::Linus, "general", "/proposal show proposal:77")
        .await
        .says(&["77"]);
    world
        .types(Member::Linus, "general", "/vote proposal:77 choice:abstain")
        .await
        .says(&["77"]);
    world
        .types(Member::Linus, "general", "/proposal list")
        .await
        .says(&["/propose"]);
    world.end().await;
}

#[tokio::test]
async fn a_vote_can_be_kept_as_a_document() {
    let world = World::start().await;
    world.proposes(Member::Linus, "crossplane trial").await;
    world
        .types(Member::Grace, "general", "/vote proposal:1 choice:against")
        .await
        .says(&["Recorded"]);
    let answer = world
        .types(Member::Linus, "general", "/proposal record proposal:1")
        .await;
    answer.says(&["The record of #1 Crossplane (Open)"]);
    assert!(answer.is_private());
    let (name, text) = world.page().file(answer.message()).await;
    assert_eq!(name, "0001-crossplane-to-trial.md");
    for part in [
        "status: \"proposed\"",
        "# Crossplane: ",
        ": Against",
        "1 entries, head `",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    world.end().await;
}
