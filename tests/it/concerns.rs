//! Concerns: a vote is held for one, and decided once it is answered.

use blipbot::outbox::{Topic, Update};
use blipbot::vote::{ConcernNumber, ProposalNumber};
use jiff::SignedDuration;

use crate::support::{Member, World};

const WEEK: SignedDuration = SignedDuration::from_hours(7 * 24);

#[tokio::test]
async fn a_concern_holds_the_vote_is_discussed_in_its_thread_and_lets_it_pass_once_it_is_resolved() {
    let world = World::start().await;
    let vote = world.proposes(Member::Ada, "crossplane trial").await;
    world.three_in_favor(&vote).await;
    world
        .types(
            Member::Linus,
            "general",
            "/proposal concern proposal:1 title:Who runs it?",
        )
        .await
        .says(&["Your concern 1", "is recorded"]);
    world
        .until("general", "the concern on the card", |text| {
            text.contains("Concerns (1 open)") && text.contains("1 concern must be answered")
        })
        .await;
    let raised = Update::Raised(ConcernNumber::at(0));
    world
        .until_said(&Topic::Update(ProposalNumber::FIRST, raised))
        .await;
    // The page as one opens it now: with the thread.
    world
        .page()
        .reopened()
        .await
        .until("Vote #1: Crossplane", "the concern in the thread", |text| {
            text.contains("Concern 1: Who runs it?")
        })
        .await;
    world
        .types(Member::Ada, "general", "/proposal resolve proposal:1 concern:1")
        .await
        .says(&["can resolve it"]);

    // The deadline comes: nothing is decided, and nobody can vote.
    world.passes(WEEK + SignedDuration::from_mins(1)).await;
    world
        .until("general", "that it is held", |text| text.contains("Held:"))
        .await;
    world
        .types(Member::Grace, "general", "/vote proposal:1 choice:Against")
        .await
        .says(&["Not recorded", "held until its concerns are answered"]);

    world
        .types(Member::Linus, "general", "/proposal resolve proposal:1 concern:1")
        .await
        .says(&["Concern 1", "is resolved"]);
    world
        .until("general", "the new deadline", |text| {
            text.contains("concern 1 was answered late")
        })
        .await;
    world
        .types(
            Member::Grace,
            "general",
            "/vote proposal:1 choice:Against reason:Too early",
        )
        .await
        .says(&["Recorded"]);
    world
        .types(Member::Grace, "general", "/vote proposal:1 choice:In favor")
        .await
        .says(&["Recorded"]);
    world.passes(SignedDuration::from_hours(25)).await;
    world
        .until("general", "the outcome", |text| text.contains("Passed:"))
        .await;
    world.end().await;
}

#[tokio::test]
async fn a_maintainer_goes_past_a_concern_with_a_reason_that_everybody_reads() {
    let world = World::start().await;
    let vote = world.proposes(Member::Linus, "crossplane trial").await;
    world.three_in_favor(&vote).await;
    world
        .types(
            Member::Grace,
            "general",
            "/proposal concern proposal:1 title:The name text:It is taken.",
        )
        .await
        .says(&["Your concern 1"]);
    world
        .types(
            Member::Linus,
            "general",
            "/proposal override proposal:1 concern:1 reason:No.",
        )
        .await
        .says(&["maintainers"]);
    world
        .types(
            Member::Ada,
            "general",
            "/proposal override proposal:1 concern:1 reason:A name is no reason.",
        )
        .await
        .says(&["is overridden"]);
    world
        .until("general", "the reason on the card", |text| {
            text.contains("overridden by") && text.contains("A name is no reason.")
        })
        .await;
    world.passes(WEEK + SignedDuration::from_mins(1)).await;
    world
        .until("general", "the outcome", |text| text.contains("Passed:"))
        .await;
    world.end().await;
}

#[tokio::test]
async fn a_reason_is_told_when_the_vote_is_over() {
    let world = World::start().await;
    let vote = world.proposes(Member::Ada, "crossplane trial").await;
    world.three_in_favor(&vote).await;
    world
        .types(
            Member::Linus,
            "general",
            "/vote proposal:1 choice:Against reason:Nobody is on call",
        )
        .await
        .says(&["Recorded"]);
    let before = world
        .until("general", "the tally", |text| text.contains("Against 1"))
        .await;
    assert!(!before.to_string().contains("Nobody is on call"), "{before}");
    world.passes(WEEK + SignedDuration::from_mins(1)).await;
    world
        .until("general", "the reason", |text| {
            text.contains("Reasons") && text.contains("Nobody is on call")
        })
        .await;
    world.end().await;
}
