//! Everything that the bot says by itself is there once, whatever Discord makes of its requests.

use blipbot::outbox::{Topic, Update};
use blipbot::vote::{ConcernNumber, ProposalNumber};
use futures_util::future::join_all;
use jiff::SignedDuration;
use serde_json::{Value, json};

use crate::support::{Member, World, buttons, text};

const VOTE: Topic = Topic::Vote(ProposalNumber::FIRST);
const ENDING: Topic = Topic::Ending(ProposalNumber::FIRST);
const OUTCOME: Topic = Topic::Outcome(ProposalNumber::FIRST);

fn update(what: Update) -> Topic {
    Topic::Update(ProposalNumber::FIRST, what)
}

/// The next message, or the next change of one, goes wrong.
async fn next_fails(world: &World, method: &str, then: &Value) {
    let path = match method {
        "POST" => "/channels/*/messages",
        _ => "/channels/*/messages/*",
    };
    let order = json!({"rest": {"method": method, "path": path}, "then": then});
    world.page().fault(&order).await;
}

/// A vote's message, its tally, its end, its outcome and a digest; the first request of each goes wrong.
async fn all_is_said_once(then: &Value) {
    let world = World::with_faults().await;
    next_fails(&world, "POST", then).await;
    let vote = world.proposes(Member::Ada, "crossplane trial").await;
    world.until_said(&VOTE).await;

    next_fails(&world, "PATCH", then).await;
    world
        .presses(Member::Linus, &vote, "In favor")
        .await
        .says(&["Recorded"]);
    world
        .until("general", "the tally", |text| text.contains("In favor 1"))
        .await;
    world.page().until_faults_happened().await;

    next_fails(&world, "PATCH", then).await;
    next_fails(&world, "POST", then).await;
    world.votes_close(1).await;
    world.until_said(&OUTCOME).await;
    world.until_said(&ENDING).await;
    world.page().until_faults_happened().await;

    next_fails(&world, "POST", then).await;
    world.is_introduced().await;
    world.until_said(&Topic::Introduction).await;
    world.page().until_faults_happened().await;

    let messages = world.public("general").await;
    assert_eq!(
        messages.len(),
        2,
        "the vote and its outcome after {then}: {messages:#?}"
    );
    assert!(buttons(&messages[0]).is_empty(), "the vote is open after {then}");
    let digests = world.public("digests").await;
    assert_eq!(digests.len(), 1, "one introduction after {then}: {digests:#?}");
    world.end().await;
}

async fn all_is_said_once_through_each(failures: &[Value]) {
    join_all(failures.iter().map(all_is_said_once)).await;
}

#[tokio::test]
async fn rate_limits_are_waited_for() {
    let limit = |limit: Value| json!({"rate_limit": limit});
    all_is_said_once_through_each(&[
        limit(json!({"scope": "user", "retry_after": 0.05, "header_retry_after": 0.02})),
        limit(json!({"scope": "shared", "retry_after": 0.02, "header_retry_after": 0.05})),
        limit(json!({"scope": "global", "retry_after": 0.05, "header_retry_after": 0.05})),
        // Not Discord's answer: HTML, and no header but this.
        limit(json!({"cloudflare": true, "header_retry_after": 0.05})),
    ])
    .await;
}

#[tokio::test]
async fn failures_before_and_after_discord_did_it_leave_one_message() {
    all_is_said_once_through_each(&[
        json!({"status": 502, "when": "before"}),
        json!({"status": 502, "when": "after"}),
        json!({"status": 503, "when": "after"}),
        json!({"reset": {"when": "before"}}),
        json!({"reset": {"when": "after"}}),
    ])
    .await;
}

/// An outcome that Discord refuses in #general waits and is told once in #votes; then it is said once.
async fn waits_and_is_told_once(status: u16, code: u32, words: &str) {
    let world = World::with_faults().await;
    world.proposes(Member::Ada, "crossplane trial").await;
    world.until_said(&VOTE).await;
    world
        .types(Member::Ada, "general", "/setup votes:#votes")
        .await
        .says(&["votes"]);
    let path = format!("/channels/{}/messages", world.channel(Member::Ada, "general"));
    let refuse = json!({"refuse": {"status": status, "code": code, "message": "no"}});
    let order = json!({"rest": {"method": "POST", "path": path}, "times": "always", "then": refuse});
    world.page().fault(&order).await;
    world
        .passes(SignedDuration::from_hours(7 * 24) + SignedDuration::from_secs(20))
        .await;
    world.until_parked(&OUTCOME).await;
    let told = world
        .until("votes", "the trouble", |text| text.contains(words))
        .await;
    assert!(text(&told).contains("the outcome of vote #1"), "{told:#}");
    // It is tried again, and refused again, and nobody is told of it again.
    let attempts = "blipbot_deliveries_total{result=\"parked\"}";
    let before = world.figure(attempts);
    world.until_figure(attempts, before + 2).await;
    assert_eq!(world.public("general").await.len(), 1, "the vote alone");
    world.page().heal().await;
    world.until_said(&OUTCOME).await;
    assert_eq!(world.public("general").await.len(), 2, "the vote and its outcome");
    assert_eq!(world.public("votes").await.len(), 1, "it was told once");
    world.end().await;
}

#[tokio::test]
async fn what_discord_refuses_waits_is_told_once_and_said_once_in_the_end() {
    tokio::join!(
        waits_and_is_told_once(403, 50_013, "I may not write in"),
        waits_and_is_told_once(403, 50_001, "I may not write in"),
        waits_and_is_told_once(404, 10_003, "is gone"),
        waits_and_is_told_once(400, 50_035, "does not take a message of mine"),
    );
}

#[tokio::test]
async fn a_vote_whose_message_somebody_deletes_is_posted_again_and_keeps_its_thread() {
    let world = World::with_faults().await;
    let vote = world.proposes(Member::Ada, "crossplane trial").await;
    let first = ConcernNumber::at(0);
    let concern = "/proposal concern proposal:1 title:Who runs it?";
    world.types(Member::Linus, "general", concern).await;
    world.until_said(&update(Update::Raised(first))).await;
    world.page().deletes(&vote).await;
    world.until_said(&update(Update::Repost(1))).await;
    let again = world
        .until("general", "the message", |text| text.contains("Posted again"))
        .await;
    assert!(text(&again).contains("The thread goes on"), "{}", text(&again));
    world.presses(Member::Linus, &again, "In favor").await;
    world
        .until("general", "its tally", |text| text.contains("In favor 1"))
        .await;
    let resolve = "/proposal resolve proposal:1 concern:1";
    world.types(Member::Linus, "general", resolve).await;
    world.until_said(&update(Update::Answered(first))).await;
    let thread = world.page().reopened().await;
    let thread = thread.public("Vote #1: Crossplane").await;
    assert_eq!(thread.len(), 2, "all is said in the one thread: {thread:#?}");

    // Who deletes it once more means it, until somebody asks for it.
    let repost = "/proposal repost proposal:1";
    world
        .types(Member::Grace, "general", repost)
        .await
        .says(&["is there:"]);
    world.page().deletes(&again).await;
    world
        .types(Member::Grace, "general", repost)
        .await
        .says(&["was deleted", "posted again"]);
    world.until_said(&update(Update::Repost(2))).await;
    world.votes_close(1).await;
    world.until_said(&OUTCOME).await;
    world.until_said(&ENDING).await;
    let messages = world.public("general").await;
    assert_eq!(messages.len(), 2, "the vote and its outcome: {messages:#?}");
    assert!(text(&messages[0]).contains("No quorum"), "{}", text(&messages[0]));
    assert!(world.public("votes").await.is_empty(), "nobody needs to be told");
    world.end().await;
}
