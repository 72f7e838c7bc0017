//! Whatever happens to an interaction, its member is answered once, or it does no harm.

use futures_util::future::join_all;
use serde_json::{Value, json};

use crate::support::{Member, World};

const CALLBACK: &str = "/interactions/*/*/callback";

/// The series of interactions by kind and outcome.
fn interactions(kind: &str, outcome: &str) -> String {
    format!("blipbot_interactions_total{{kind=\"{kind}\",outcome=\"{outcome}\"}}")
}

/// What only Ada sees in #general.
async fn whispers(world: &World) -> usize {
    let messages = world.page().messages("Ada", "general").await;
    messages.len() - world.public("general").await.len()
}

async fn callback_fails(world: &World, then: &Value) {
    let rest = json!({"method": "POST", "path": CALLBACK});
    world.page().fault(&json!({"rest": rest, "then": then})).await;
}

#[tokio::test]
async fn an_interaction_that_can_not_be_read_is_answered_counted_and_told_to_the_operator() {
    let world = World::with_faults().await;
    let lacks = |fields: &[&str]| json!({"interaction": {"lacks": fields}});
    // What nothing here depends on is not missed.
    let spare = ["attachment_size_limit", "entitlements", "version", "locale"];
    world.page().fault(&lacks(&spare)).await;
    world
        .types(Member::Ada, "general", "/radar atlantis")
        .await
        .says(&["Atlantis"]);
    assert_eq!(world.figure(&interactions("command", "answered")), 1);
    world.page().fault(&lacks(&["data"])).await;
    let answer = world.types(Member::Ada, "general", "/radar atlantis").await;
    answer.says(&["something that I cannot read yet"]);
    assert!(answer.is_private());
    // Suggestions are answered by suggestions: Discord takes nothing else there.
    world.page().fault(&lacks(&["data"])).await;
    let none = world.suggests(Member::Ada, "general", "/radar atl").await;
    assert_eq!(none, []);
    world
        .until_figure(&interactions("unreadable", "answered"), 2)
        .await;
    assert_eq!(world.figure("blipbot_gateway_unreadable_events_total"), 2);
    world.end().await;
}

#[tokio::test]
async fn what_discord_delivers_twice_is_done_once() {
    let world = World::with_faults().await;
    let vote = world.proposes(Member::Ada, "crossplane trial").await;
    world
        .presses(Member::Linus, &vote, "In favor")
        .await
        .says(&["Recorded"]);
    // The press, and the news of the tally's edit that may have come after it.
    world.page().fault(&json!({"gateway": {"redeliver": 2}})).await;
    world
        .until_figure(&interactions("component", "redelivered"), 1)
        .await;
    world
        .presses(Member::Grace, &vote, "In favor")
        .await
        .says(&["Recorded"]);
    world
        .until("general", "the tally", |text| text.contains("In favor 2"))
        .await;
    let (guild, number) = (
        world.guild().parse().unwrap(),
        blipbot::vote::ProposalNumber::FIRST,
    );
    let ballots = world.store().ballots(guild, number).await.unwrap();
    assert_eq!(ballots.len(), 2);
    assert_eq!(world.figure(&interactions("component", "answered")), 2);
    let refused = world.figure("blipbot_rest_requests_total{status=\"4xx\"}");
    assert_eq!(refused, 0, "a second answer was not even tried");
    world.end().await;
}

#[tokio::test]
async fn an_answer_that_gets_lost_on_its_way_is_there_once() {
    let failures = [
        json!({"status": 502, "when": "before"}),
        json!({"status": 502, "when": "after"}),
        json!({"reset": {"when": "before"}}),
        json!({"reset": {"when": "after"}}),
        json!({"stall": {"when": "before"}}),
        json!({"stall": {"when": "after"}}),
        json!({"rate_limit": {"retry_after": 0.05, "header_retry_after": 0.02}}),
    ];
    let told = failures.map(async |then| {
        let world = World::with_faults().await;
        callback_fails(&world, &then).await;
        let answer = world.types(Member::Ada, "general", "/radar atlantis").await;
        answer.says(&["Atlantis"]);
        assert_eq!(whispers(&world).await, 1, "{then}");
        world.until_figure(&interactions("command", "answered"), 1).await;
        world.end().await;
    });
    join_all(told).await;
}

#[tokio::test]
async fn an_answer_that_is_late_does_no_harm() {
    let world = World::with_faults().await;
    let vote = world.proposes(Member::Ada, "crossplane trial").await;
    let late = json!({"refuse": {"status": 404, "code": 10_062, "message": "Unknown interaction"}});
    callback_fails(&world, &late).await;
    let series = interactions("component", "late");
    tokio::select! {
        // Nobody is told, and the sandbox waits for three seconds.
        answer = world.presses(Member::Linus, &vote, "In favor") => panic!("it was answered: {answer:?}"),
        () = world.until_figure(&series, 1) => {}
    }
    // The vote counts all the same, since it came in time.
    world
        .until("general", "the tally", |text| text.contains("In favor 1"))
        .await;
    world
        .presses(Member::Grace, &vote, "Against")
        .await
        .says(&["Recorded"]);
    world.end().await;
}

#[tokio::test]
async fn who_must_wait_longer_than_discord_does_is_told_to_wait_and_then_answered() {
    let world = World::with_faults().await;
    let slow = json!({"rest": {"method": "GET", "path": "/channels/*"}, "then": {"delay": {"seconds": 2.6}}});
    world.page().fault(&slow).await;
    let answer = world.types(Member::Ada, "general", "/setup votes:#votes").await;
    assert_eq!(answer.value["status"], "deferred", "{:#}", answer.value);
    let channel = world.channel(Member::Ada, "votes");
    let answered = async {
        let mut change = 0;
        loop {
            let messages = world.page().messages("Ada", "general").await;
            if messages
                .iter()
                .any(|message| crate::support::text(message).contains(&channel))
            {
                break messages.len();
            }
            change = world.page().change_after(change).await;
        }
    };
    let count = tokio::time::timeout(std::time::Duration::from_secs(5), answered).await;
    assert_eq!(count.unwrap(), 1, "in place of the words that it takes a while");
    world.until_figure(&interactions("command", "deferred"), 1).await;
    world.end().await;
}
