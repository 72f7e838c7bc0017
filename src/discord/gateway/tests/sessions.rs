//! New sessions are counted: Discord resets the token of a bot that starts too many.

use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use futures_util::future::join_all;
use serde_json::json;
use tokio::sync::mpsc;
use tokio::time::Instant;

use super::stage::{Offer, Stage};
use super::{Events, Running};
use crate::clock::HeldTimer;
use crate::discord::gateway::{Gateway, GatewayError, Intents};
use crate::discord::sender::SendError;
use crate::discord::sender::tests::stand_in::{Pauses, StandIn, TOKEN, answer};
use crate::health::Health;
use crate::hearing::Hearing;

#[tokio::test]
async fn the_bot_identifies_where_the_api_says_and_leaves_politely() {
    let stage = Stage::set(Offer::default()).await;
    let mut running = Running::at(&stage).await;
    let mut connection = stage.connection().await;
    assert_eq!(connection.door, "front");
    running.counted("blipbot_gateway_sessions_remaining 1000");
    connection.hello(41_250);
    let identify = connection.heard_besides_heartbeats().await;
    assert_eq!(identify["op"], 2);
    assert_eq!(
        identify["d"]["intents"], 513,
        "guilds, deleted messages, and nothing privileged"
    );
    assert_eq!(identify["d"]["token"], format!("Bot {TOKEN}"));
    assert_eq!(identify["d"]["shard"], json!([0, 1]));
    connection.say(&stage.ready());
    running.started().await;
    running.stop().await;
    assert_eq!(connection.heard().await, json!({"closed": 1000}));
    assert_eq!(stage.discord.lines(), ["GET /gateway/bot"]);
}

async fn refused(discord: &StandIn) -> GatewayError {
    let (events, _received) = mpsc::unbounded_channel();
    let sender = discord.sender(&Pauses::short());
    Gateway::connect(
        sender,
        Arc::new(Events(events)),
        Intents::PLAIN,
        Health::default(),
        Hearing::default(),
    )
    .await
    .err()
    .unwrap()
}

#[tokio::test]
async fn the_days_last_sessions_are_kept() {
    let offer = Offer {
        remaining: 5,
        ..Offer::default()
    };
    let error = refused(&Stage::set(offer).await.discord).await;
    assert!(
        error.to_string().contains("start it again in 90 minutes"),
        "{error}"
    );
    // Each shard needs one.
    let offer = Offer {
        remaining: 7,
        shards: 3,
        ..Offer::default()
    };
    let error = refused(&Stage::set(offer).await.discord).await;
    assert!(error.to_string().contains("8 are wanted"), "{error}");
}

#[tokio::test]
async fn the_limit_is_looked_at_before_every_start() {
    let _held = HeldTimer::hold();
    let few = Offer {
        remaining: 5,
        ..Offer::default()
    };
    let stage = Stage::with_offers([Offer::default(), few]).await;
    let mut running = Running::at(&stage).await;
    let connection = stage.session().await;
    running.started().await;
    connection.close(4009);
    let error = running.ends().await;
    assert!(
        matches!(
            error,
            GatewayError::SessionsUsedUp {
                remaining: 5,
                needed: 6,
                ..
            }
        ),
        "{error}"
    );
}

#[tokio::test]
async fn a_refused_token_ends_the_bot() {
    let discord =
        StandIn::start(|_| async { answer(401, &json!({"message": "401: Unauthorized", "code": 0})) }).await;
    assert!(matches!(
        refused(&discord).await,
        GatewayError::Send(SendError::Unauthorized)
    ));
    assert_eq!(discord.seen().len(), 1);
}

#[tokio::test]
async fn no_stand_in_leads_to_the_real_gateway() {
    let discord = StandIn::start(|_| async {
        let limit = json!({"total": 1000, "remaining": 1000, "reset_after": 0, "max_concurrency": 1});
        answer(
            200,
            &json!({"url": "wss://gateway.discord.gg", "shards": 1, "session_start_limit": limit}),
        )
    })
    .await;
    assert!(matches!(refused(&discord).await, GatewayError::Address { .. }));
}

/// The end of a gateway to whose sessions Discord answers with a close code, or with silence: why, after how many
/// sessions, and after which time.
async fn ends_after(code: Option<u16>) -> (GatewayError, usize, Duration) {
    let held = HeldTimer::hold();
    let stage = Stage::set(Offer::default()).await;
    let running = Running::at(&stage).await;
    let (start, mut open) = (Instant::now(), Vec::new());
    let play = async {
        let mut ends = pin!(running.ends());
        loop {
            tokio::select! {
                biased;
                error = &mut ends => return error,
                mut connection = stage.connection() => {
                    connection.hello(3_600_000);
                    assert_eq!(connection.heard_besides_heartbeats().await["op"], 2);
                    if let Some(code) = code {
                        connection.close(code);
                    }
                    open.push(connection);
                }
            }
        }
    };
    let error = held.passes(Duration::from_millis(100), play).await;
    (error, open.len(), start.elapsed())
}

#[tokio::test]
async fn sessions_that_end_again_and_again_end_the_bot() {
    for code in [Some(4003), Some(4009), None] {
        let (error, identifies, took) = ends_after(code).await;
        assert!(matches!(error, GatewayError::TooManySessions { .. }), "{error}");
        assert_eq!(identifies, 5, "{code:?}");
        assert!(took < Duration::from_mins(10), "{took:?}");
        assert!(error.to_string().contains("within 10 minutes"), "{error}");
    }
}

#[tokio::test]
async fn a_gateway_that_can_not_be_reached_uses_no_sessions_up() {
    let held = HeldTimer::hold();
    let stage = Stage::set(Offer::default()).await;
    let mut running = Running::at(&stage).await;
    let step = Duration::from_millis(100);
    for _ in 0..12 {
        held.passes(step, stage.connection()).await.drop_it();
    }
    let (start, mut connection) = (Instant::now(), held.passes(step, stage.connection()).await);
    assert!(start.elapsed() < Duration::from_secs(10), "{:?}", start.elapsed());
    connection.hello(3_600_000);
    assert_eq!(connection.heard_besides_heartbeats().await["op"], 2);
    connection.say(&stage.ready());
    running.started().await;
    running.stop().await;
}

#[tokio::test]
async fn a_slow_start_is_waited_for_longer_each_time() {
    let held = HeldTimer::hold();
    let stage = Stage::set(Offer::default()).await;
    let mut running = Running::at(&stage).await;
    let mut patience = Vec::new();
    let step = Duration::from_millis(500);
    // The first heartbeat comes at a random time of this: surely after all that is waited for.
    let never = 1_000_000_000;
    for _ in 0..3 {
        let mut connection = held.passes(step, stage.connection()).await;
        connection.hello(never);
        assert_eq!(connection.heard_besides_heartbeats().await["op"], 2);
        let start = Instant::now();
        let left = held.passes(step, connection.heard()).await;
        assert_eq!(left, json!({"closed": 4900}));
        patience.push(start.elapsed().as_secs());
    }
    assert_eq!(patience, [8, 16, 32]);
    let mut connection = held.passes(step, stage.connection()).await;
    connection.hello(never);
    assert_eq!(connection.heard_besides_heartbeats().await["op"], 2);
    connection.say(&stage.ready());
    running.started().await;
    running.stop().await;
}

#[tokio::test]
async fn shards_start_as_fast_as_discord_allows() {
    for (max_concurrency, expected) in [(1, [0, 5, 10]), (2, [0, 0, 5])] {
        let held = HeldTimer::hold();
        let stage = Stage::set(Offer {
            shards: 3,
            max_concurrency,
            ..Offer::default()
        })
        .await;
        let running = Running::at(&stage).await;
        let (start, step) = (Instant::now(), Duration::from_millis(250));
        let mut connections = Vec::new();
        for _ in 0..3 {
            let connection = held.passes(step, stage.connection()).await;
            connection.hello(3_600_000);
            connections.push(connection);
        }
        let starts = connections.iter_mut().map(async |connection| {
            let identify = connection.heard_besides_heartbeats().await;
            assert_eq!(
                (&identify["op"], &identify["d"]["shard"][1]),
                (&json!(2), &json!(3))
            );
            start.elapsed().as_secs()
        });
        let mut identified = held.passes(step, join_all(starts)).await;
        identified.sort_unstable();
        assert_eq!(identified, expected, "max_concurrency {max_concurrency}");
        running.stop().await;
    }
}
