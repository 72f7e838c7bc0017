//! What Discord refuses waits; maintainers are told once, and `/setup` shows it until it is mended.

use std::time::Duration;

use blipbot::outbox::{Delivery, Topic};
use blipbot::vote::ProposalNumber;
use jiff::SignedDuration;

use crate::support::{Member, World};

const OUTCOME: Topic = Topic::Outcome(ProposalNumber::FIRST);

/// The first vote ends in #general, where the bot may not write any more.
async fn the_outcome_waits(world: &World, votes: Option<&str>) {
    world.proposes(Member::Ada, "crossplane trial").await;
    world.until_said(&Topic::Vote(ProposalNumber::FIRST)).await;
    if let Some(votes) = votes {
        let setup = format!("/setup votes:{votes}");
        world.types(Member::Ada, "general", &setup).await;
    }
    world.denies("general", &["SEND_MESSAGES"]).await;
    world
        .passes(SignedDuration::from_hours(7 * 24) + SignedDuration::from_secs(20))
        .await;
    world.until_parked(&OUTCOME).await;
}

#[tokio::test]
async fn maintainers_are_told_once_and_the_state_shows_it_until_it_is_mended() {
    let world = World::start().await;
    let general = world.channel(Member::Ada, "general");
    the_outcome_waits(&world, Some("#votes")).await;
    let told = world
        .until("votes", "the trouble", |text| text.contains("I may not write in"))
        .await;
    assert!(
        crate::support::text(&told).contains("the outcome of vote #1"),
        "{told:#}"
    );
    // It is being tried again all the time here, and does not wait while it is.
    let waiting = async {
        loop {
            let shown = world.types(Member::Ada, "votes", "/setup").await;
            if shown.text().contains("the outcome of vote #1") {
                break shown;
            }
        }
    };
    let shown = tokio::time::timeout(Duration::from_secs(20), waiting)
        .await
        .unwrap();
    shown.says(&["Waiting", &format!("<#{general}>")]);
    world
        .types(Member::Barbara, "general", "/setup")
        .await
        .does_not_say(&["Waiting"]);
    world.denies("general", &[]).await;
    world
        .until("general", "the outcome", |text| text.contains("No quorum:"))
        .await;
    world.until_said(&OUTCOME).await;
    world.until_said(&Topic::Ending(ProposalNumber::FIRST)).await;
    world
        .types(Member::Ada, "votes", "/setup")
        .await
        .does_not_say(&["Waiting"]);
    assert_eq!(world.public("votes").await.len(), 1, "it was told once");
    world.end().await;
}

#[tokio::test]
async fn without_a_votes_channel_the_owner_gets_a_direct_message() {
    let world = World::start().await;
    the_outcome_waits(&world, None).await;
    let guild = world.guild().parse().unwrap();
    let posted = loop {
        let notices = world.store().notices(guild).await.unwrap().into_iter();
        let told = notices.map(|stored| stored.value).find(|notice| {
            matches!(notice.topic, Topic::Trouble(_)) && matches!(notice.delivery, Delivery::Sent { .. })
        });
        match told {
            Some(notice) => break notice.posted().to_vec(),
            None => tokio::task::yield_now().await,
        }
    };
    assert_eq!(posted.len(), 1, "the owner accepts direct messages");
    let known = ["general", "votes", "digests"].map(|name| world.channel(Member::Ada, name));
    assert!(!known.contains(&posted[0].channel.to_string()));
    world.end().await;
}
