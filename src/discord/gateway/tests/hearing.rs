//! The bot knows when it did not hear its members.

use jiff::SignedDuration;
use serde_json::json;

use super::stage::{Offer, Stage, dispatch};
use super::{GatewayEvent, Running};
use crate::hearing::Ear;
use crate::id::GuildId;

const MINUTE: SignedDuration = SignedDuration::from_mins(1);

fn guild() -> GuildId {
    "8".parse().unwrap()
}

#[tokio::test]
async fn a_gap_is_told_and_remembered_although_the_connection_was_resumed() {
    let stage = Stage::set(Offer::default()).await;
    let mut running = Running::at(&stage).await;
    let connection = stage.session().await;
    let start = running.gap().await;
    let opened = running.clock.now();
    assert_eq!(start.until, opened);
    // A guild of a new session is not heard before it comes.
    assert_eq!(running.hearing.of(guild()), Some(Ear::Deaf { since: opened }));
    let comes = json!({"id": "8", "name": "Team", "owner_id": "3", "channels": []});
    connection.say(&dispatch(2, "GUILD_CREATE", &comes));
    assert!(running.gap().await.length().is_zero());
    assert_eq!(running.hearing.of(guild()), Some(Ear::Hears { since: opened }));

    connection.drop_it();
    let mut next = stage.connection().await;
    running.clock.advance(MINUTE * 12);
    next.hello(3_600_000);
    assert_eq!(next.heard_besides_heartbeats().await["op"], 6);
    assert_eq!(running.hearing.of(guild()), Some(Ear::Deaf { since: opened }));
    next.say(&dispatch(3, "RESUMED", &json!({})));
    let gap = running.gap().await;
    assert_eq!((gap.from, gap.length()), (opened, MINUTE * 12));
    let window = running.hearing.gaps(guild(), opened, opened + MINUTE * 60);
    assert_eq!(window, [gap]);
    running.stop().await;
}

#[tokio::test]
async fn a_clock_that_is_moved_while_all_is_well_makes_no_gap() {
    let stage = Stage::set(Offer::default()).await;
    let mut running = Running::at(&stage).await;
    let connection = stage.session().await;
    running.gap().await;
    running.clock.advance(MINUTE * 60);
    connection.drop_it();
    let next = stage.connection().await;
    next.hello(3_600_000);
    next.say(&dispatch(2, "RESUMED", &json!({})));
    assert!(running.gap().await.length().is_zero());
    running.stop().await;
}

#[tokio::test]
async fn an_outage_of_a_guild_is_a_gap_of_that_guild() {
    let stage = Stage::set(Offer::default()).await;
    let mut running = Running::at(&stage).await;
    let connection = stage.session().await;
    running.gap().await;
    let began = running.clock.now();
    connection.say(&dispatch(
        2,
        "GUILD_DELETE",
        &json!({"id": "8", "unavailable": true}),
    ));
    assert!(
        matches!(running.event().await, GatewayEvent::GuildUnavailable { guild: lost } if lost == guild())
    );
    assert_eq!(running.hearing.of(guild()), Some(Ear::Deaf { since: began }));
    let other = "9".parse().unwrap();
    assert!(matches!(running.hearing.of(other), Some(Ear::Hears { .. })));

    running.clock.advance(MINUTE * 12);
    let back = json!({"id": "8", "name": "Team", "owner_id": "3", "channels": []});
    connection.say(&dispatch(3, "GUILD_CREATE", &back));
    let gap = running.gap().await;
    assert_eq!((gap.from, gap.length()), (began, MINUTE * 12));
    assert_eq!(running.hearing.gaps(guild(), began, gap.until + MINUTE), [gap]);
    assert_eq!(running.hearing.gaps(other, began, gap.until + MINUTE), []);
    running.stop().await;
}
