//! What breaks is made anew: resumed where that is possible, and never in a hurry.

use std::time::Duration;

use serde_json::json;
use tokio::time::Instant;

use super::Running;
use super::stage::{Connection, Offer, Stage, dispatch};
use crate::clock::HeldTimer;
use crate::discord::gateway::{GatewayError, GatewayEvent};
use crate::discord::sender::tests::stand_in::TOKEN;

/// What Discord may do to a connection.
type Blow = fn(Connection);

/// Waits for the bot's next connection while the time goes on, and tells how much of it went.
async fn after(held: &HeldTimer, stage: &Stage) -> (Connection, Duration) {
    let start = Instant::now();
    let connection = held.passes(Duration::from_millis(50), stage.connection()).await;
    (connection, start.elapsed())
}

/// A bot whose session has started, on a timer that stands still.
async fn in_session() -> (HeldTimer, Stage, Running, Connection) {
    let held = HeldTimer::hold();
    let stage = Stage::set(Offer::default()).await;
    let mut running = Running::at(&stage).await;
    let connection = stage.session().await;
    running.started().await;
    (held, stage, running, connection)
}

/// The bot resumes after `blow`, within ten seconds, at the place that Discord named for it. One end of a connection is
/// counted.
async fn resumes_after(blow: Blow, counted_as: &str) {
    let (held, stage, mut running, connection) = in_session().await;
    connection.say(&dispatch(2, "GUILD_DELETE", &json!({"id": "8"})));
    running.event().await;
    blow(connection);
    let (mut connection, waited) = after(&held, &stage).await;
    assert!(waited < Duration::from_secs(10), "{waited:?}");
    assert_eq!(connection.door, "back");
    connection.hello(3_600_000);
    let resume = connection.heard_besides_heartbeats().await;
    assert_eq!(
        resume,
        json!({"op": 6, "d": {"token": format!("Bot {TOKEN}"), "session_id": "s", "seq": 2}})
    );
    // What was missed comes now.
    connection.say(&dispatch(3, "GUILD_DELETE", &json!({"id": "9"})));
    connection.say(&dispatch(4, "RESUMED", &json!({})));
    let event = running.event().await;
    assert!(matches!(event, GatewayEvent::GuildLeft { guild } if guild.get() == 9));
    assert_eq!(
        Running::ends_counted(&running.metrics),
        [format!("code=\"{counted_as}\"}} 1")]
    );
    running.stop().await;
}

/// The bot starts a new session after `blow`, within ten seconds, having asked how many are left.
async fn starts_anew_after(blow: Blow, counted_as: &str) {
    let (held, stage, mut running, connection) = in_session().await;
    let start = Instant::now();
    blow(connection);
    let (mut connection, _) = after(&held, &stage).await;
    assert_eq!(connection.door, "front");
    connection.hello(3_600_000);
    // It waits for its turn: the last session was started just now.
    let identify = connection.heard_besides_heartbeats();
    let identify = held.passes(Duration::from_millis(50), identify).await;
    assert_eq!(identify["op"], 2);
    assert!(start.elapsed() < Duration::from_secs(10), "{:?}", start.elapsed());
    assert_eq!(stage.discord.lines(), ["GET /gateway/bot", "GET /gateway/bot"]);
    connection.say(&stage.ready());
    running.started().await;
    assert_eq!(
        Running::ends_counted(&running.metrics),
        [format!("code=\"{counted_as}\"}} 1")]
    );
    running.stop().await;
}

#[tokio::test]
async fn a_dropped_socket_is_resumed() {
    resumes_after(Connection::drop_it, "broken").await;
}

#[tokio::test]
async fn op_7_is_followed_by_a_resume() {
    resumes_after(|connection| connection.say(&json!({"op": 7, "d": null})), "asked").await;
}

#[tokio::test]
async fn op_9_is_obeyed() {
    resumes_after(
        |connection| connection.say(&json!({"op": 9, "d": true})),
        "invalid_session",
    )
    .await;
    starts_anew_after(
        |connection| connection.say(&json!({"op": 9, "d": false})),
        "invalid_session",
    )
    .await;
}

#[tokio::test]
async fn most_close_codes_are_followed_by_a_resume() {
    let blows: [(Blow, &str); 8] = [
        (|connection| connection.close(1000), "1000"),
        (|connection| connection.close(1001), "1001"),
        (|connection| connection.close(4000), "4000"),
        (|connection| connection.close(4001), "4001"),
        (|connection| connection.close(4002), "4002"),
        (|connection| connection.close(4005), "4005"),
        (|connection| connection.close(4008), "4008"),
        (|connection| connection.close(4999), "other"),
    ];
    for (blow, counted_as) in blows {
        resumes_after(blow, counted_as).await;
    }
}

#[tokio::test]
async fn some_close_codes_end_the_session() {
    let blows: [(Blow, &str); 3] = [
        (|connection| connection.close(4003), "4003"),
        (|connection| connection.close(4007), "4007"),
        (|connection| connection.close(4009), "4009"),
    ];
    for (blow, counted_as) in blows {
        starts_anew_after(blow, counted_as).await;
    }
}

#[tokio::test]
async fn final_close_codes_end_the_bot_with_a_sentence() {
    let _held = HeldTimer::hold();
    for code in [4004, 4010, 4011, 4012, 4013, 4014] {
        let stage = Stage::set(Offer::default()).await;
        let running = Running::at(&stage).await;
        let mut connection = stage.connection().await;
        connection.hello(41_250);
        assert_eq!(connection.heard_besides_heartbeats().await["op"], 2);
        connection.close(code);
        let metrics = running.metrics.clone();
        let error = running.ends().await;
        assert_eq!(Running::ends_counted(&metrics), [format!("code=\"{code}\"}} 1")]);
        match code {
            4004 => assert!(matches!(error, GatewayError::AuthenticationFailed)),
            4010 => assert!(matches!(error, GatewayError::InvalidShard)),
            4011 => assert!(matches!(error, GatewayError::ShardingRequired)),
            4012 => assert!(matches!(error, GatewayError::InvalidVersion)),
            4013 => assert!(matches!(error, GatewayError::InvalidIntents)),
            _ => assert!(matches!(error, GatewayError::DisallowedIntents)),
        }
        assert!(!error.to_string().contains(TOKEN));
    }
}

#[tokio::test]
async fn a_dead_connection_is_noticed_by_its_heartbeat_and_resumed() {
    let held = HeldTimer::hold();
    let stage = Stage::set(Offer::default()).await;
    let mut running = Running::at(&stage).await;
    let mut connection = stage.connection().await;
    connection.hello(41_250);
    assert_eq!(connection.heard_besides_heartbeats().await["op"], 2);
    connection.say(&stage.ready());
    running.started().await;
    let (mut second, waited) = after(&held, &stage).await;
    assert!(waited < Duration::from_secs(41 + 10 + 2), "{waited:?}");
    assert_eq!(connection.heard().await, json!({"op": 1, "d": 1}));
    assert_eq!(
        connection.heard().await,
        json!({"closed": 4900}),
        "not 1000: the session stays"
    );
    second.hello(3_600_000);
    assert_eq!(second.heard_besides_heartbeats().await["op"], 6);
    running.counted("blipbot_gateway_closes_total{code=\"not_acknowledged\"} 1");
    running.stop().await;
}

#[tokio::test]
async fn who_resumes_in_vain_starts_anew() {
    let (held, stage, running, connection) = in_session().await;
    let start = Instant::now();
    connection.drop_it();
    for _ in 0..2 {
        let (mut connection, _) = after(&held, &stage).await;
        connection.hello(3_600_000);
        assert_eq!(connection.heard_besides_heartbeats().await["op"], 6);
    }
    let (mut connection, _) = after(&held, &stage).await;
    connection.hello(3_600_000);
    assert_eq!(connection.heard_besides_heartbeats().await["op"], 2);
    assert!(start.elapsed() < Duration::from_secs(10), "{:?}", start.elapsed());
    running.stop().await;
}

#[tokio::test]
async fn a_place_to_resume_that_is_not_safe_is_not_gone_to() {
    let held = HeldTimer::hold();
    let stage = Stage::set(Offer::default()).await;
    let mut running = Running::at(&stage).await;
    let mut connection = stage.connection().await;
    connection.hello(3_600_000);
    assert_eq!(connection.heard_besides_heartbeats().await["op"], 2);
    connection.say(&super::stage::ready("wss://gateway.discord.gg"));
    running.started().await;
    connection.drop_it();
    let (connection, _) = after(&held, &stage).await;
    assert_eq!(connection.door, "front");
    running.stop().await;
}

#[tokio::test]
async fn a_place_to_resume_that_is_gone_is_not_the_only_one_that_is_tried() {
    let (held, stage, running, connection) = in_session().await;
    let start = Instant::now();
    connection.drop_it();
    let (connection, _) = after(&held, &stage).await;
    assert_eq!(connection.door, "back");
    connection.drop_it();
    let (mut connection, _) = after(&held, &stage).await;
    assert_eq!(connection.door, "front");
    connection.hello(3_600_000);
    assert_eq!(
        connection.heard_besides_heartbeats().await["op"],
        6,
        "the session is not given up"
    );
    assert!(start.elapsed() < Duration::from_secs(10), "{:?}", start.elapsed());
    running.stop().await;
}

#[tokio::test]
async fn a_gateway_that_can_not_be_reached_is_tried_again_ever_more_slowly() {
    let (held, stage, running, connection) = in_session().await;
    connection.drop_it();
    let start = Instant::now();
    let mut tries = 0;
    while start.elapsed() < Duration::from_mins(2) {
        let (connection, waited) = after(&held, &stage).await;
        assert!(waited < Duration::from_secs(10), "{waited:?}");
        connection.drop_it();
        tries += 1;
    }
    assert!((15..60).contains(&tries), "{tries} tries in two minutes");
    running.stop().await;
}
