//! serenity's shards against a small gateway on loopback.

mod stage;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use serde_json::json;
use tokio::sync::{Semaphore, mpsc};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use self::stage::{Script, Stage, dispatch, interaction, ready};
use super::{Gateway, GatewayError, GatewayEvent, GatewayHandler};
use crate::discord::sender::SendError;
use crate::discord::sender::tests::stand_in::{Pauses, StandIn, TOKEN, answer};

/// Hands the events to the test.
struct Events(mpsc::UnboundedSender<GatewayEvent>);

#[async_trait]
impl GatewayHandler for Events {
    async fn handle(&self, event: GatewayEvent) {
        self.0.send(event).unwrap();
    }
}

type Running = (
    mpsc::UnboundedReceiver<GatewayEvent>,
    CancellationToken,
    JoinHandle<Result<(), GatewayError>>,
);

async fn run(stage: &Stage) -> Running {
    let (events, received) = mpsc::unbounded_channel();
    let gateway = Gateway::connect(stage.sender(), Arc::new(Events(events)))
        .await
        .unwrap();
    let shutdown = CancellationToken::new();
    (received, shutdown.clone(), tokio::spawn(gateway.run(shutdown)))
}

#[tokio::test]
async fn the_bot_identifies_where_the_api_says_and_leaves_politely() {
    let stage = Stage::set(Script::Send(vec![ready()]), 1000).await;
    let (mut events, shutdown, running) = run(&stage).await;
    let GatewayEvent::Ready {
        application,
        bot,
        shard: _,
        guilds,
    } = events.recv().await.unwrap()
    else {
        panic!("the first event is Ready");
    };
    assert_eq!((application.get(), bot.get()), (5, 50));
    assert_eq!(guilds, ["8".parse().unwrap()]);
    let identify = stage.client_sent().await;
    assert_eq!(identify["op"], 2);
    assert_eq!(identify["d"]["intents"], 1, "guilds, and nothing privileged");
    assert_eq!(identify["d"]["token"], format!("Bot {TOKEN}"));
    shutdown.cancel();
    running.await.unwrap().unwrap();
    assert_eq!(stage.client_sent().await, json!({"closed": 1000}));
    assert_eq!(
        stage.discord.lines(),
        ["GET /gateway/bot"],
        "serenity asked nothing of its own"
    );
}

#[tokio::test]
async fn interactions_arrive_even_if_serenity_can_not_read_them() {
    for complete in [true, false] {
        let stage = Stage::set(Script::Send(vec![interaction(complete)]), 1000).await;
        let (mut events, shutdown, running) = run(&stage).await;
        let event = events.recv().await.unwrap();
        assert!(!format!("{event:?}").contains("secret-token"));
        let ticket = match event {
            GatewayEvent::Interaction { ticket, .. } if complete => ticket,
            GatewayEvent::UnreadableInteraction { ticket } if !complete => ticket,
            other => panic!("{other:?}"),
        };
        assert_eq!((ticket.interaction.get(), ticket.application.get()), (6, 5));
        shutdown.cancel();
        running.await.unwrap().unwrap();
    }
}

#[tokio::test]
async fn an_outage_is_not_a_farewell() {
    let script = vec![
        dispatch(2, "GUILD_CREATE", &json!({"id": "7", "unavailable": true})),
        dispatch(3, "GUILD_DELETE", &json!({"id": "7", "unavailable": true})),
        dispatch(4, "GUILD_DELETE", &json!({"id": "8"})),
    ];
    let stage = Stage::set(Script::Send(script), 1000).await;
    let (mut events, shutdown, running) = run(&stage).await;
    let mut outages = Vec::new();
    let farewell = loop {
        match events.recv().await.unwrap() {
            GatewayEvent::GuildUnavailable { guild } => outages.push(guild.get()),
            GatewayEvent::GuildLeft { guild } => break guild.get(),
            other => panic!("{other:?}"),
        }
        // Each event has a task of its own, so they may come in any order.
    };
    assert_eq!(farewell, 8);
    assert!(outages.iter().all(|guild| *guild == 7));
    shutdown.cancel();
    running.await.unwrap().unwrap();
}

#[tokio::test]
async fn an_end_that_is_final_ends_the_bot() {
    for code in [4004, 4013, 4014] {
        let stage = Stage::set(Script::Close(code), 1000).await;
        let (_events, _shutdown, running) = run(&stage).await;
        let error = running.await.unwrap().unwrap_err();
        match code {
            4004 => assert!(matches!(error, GatewayError::AuthenticationFailed)),
            4013 => assert!(matches!(error, GatewayError::InvalidIntents)),
            _ => assert!(matches!(error, GatewayError::DisallowedIntents)),
        }
        assert!(!error.to_string().contains(TOKEN));
    }
}

#[tokio::test]
async fn the_days_last_sessions_are_kept() {
    let stage = Stage::set(Script::Send(Vec::new()), 5).await;
    let (events, _received) = mpsc::unbounded_channel();
    let error = Gateway::connect(stage.sender(), Arc::new(Events(events)))
        .await
        .err()
        .unwrap();
    assert!(
        error.to_string().contains("start it again in 90 minutes"),
        "{error}"
    );
}

#[tokio::test]
async fn a_refused_token_ends_the_bot() {
    let discord =
        StandIn::start(|_| async { answer(401, &json!({"message": "401: Unauthorized", "code": 0})) }).await;
    let (events, _received) = mpsc::unbounded_channel();
    let connected = Gateway::connect(discord.sender(&Pauses::short()), Arc::new(Events(events))).await;
    assert!(matches!(
        connected.err(),
        Some(GatewayError::Send(SendError::Unauthorized))
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
    let (events, _received) = mpsc::unbounded_channel();
    let connected = Gateway::connect(discord.sender(&Pauses::short()), Arc::new(Events(events))).await;
    assert!(matches!(connected.err(), Some(GatewayError::Address { .. })));
}

#[tokio::test]
async fn leaving_has_a_bound() {
    let stage = Stage::set(Script::FallSilent, 1000).await;
    let (_events, shutdown, running) = run(&stage).await;
    assert_eq!(stage.client_sent().await["op"], 2);
    shutdown.cancel();
    tokio::time::timeout(Duration::from_secs(4), running)
        .await
        .unwrap()
        .unwrap()
        .unwrap();
}

#[tokio::test]
async fn what_was_taken_is_finished_before_the_end() {
    /// Waits for the test's leave to finish.
    struct Slow {
        began: mpsc::UnboundedSender<()>,
        go: Semaphore,
        finished: AtomicBool,
    }

    #[async_trait]
    impl GatewayHandler for Slow {
        async fn handle(&self, _: GatewayEvent) {
            self.began.send(()).unwrap();
            self.go.acquire().await.unwrap().forget();
            self.finished.store(true, Ordering::SeqCst);
        }
    }

    let stage = Stage::set(Script::Send(vec![interaction(true)]), 1000).await;
    let (began, mut begins) = mpsc::unbounded_channel();
    let slow = Arc::new(Slow {
        began,
        go: Semaphore::new(0),
        finished: AtomicBool::new(false),
    });
    let handler: Arc<dyn GatewayHandler> = Arc::<Slow>::clone(&slow);
    let gateway = Gateway::connect(stage.sender(), handler).await.unwrap();
    let shutdown = CancellationToken::new();
    let running = tokio::spawn(gateway.run(shutdown.clone()));
    begins.recv().await.unwrap();
    shutdown.cancel();
    assert_eq!(stage.client_sent().await["op"], 2);
    assert_eq!(stage.client_sent().await, json!({"closed": 1000}));
    slow.go.add_permits(1);
    running.await.unwrap().unwrap();
    assert!(slow.finished.load(Ordering::SeqCst));
}

#[tokio::test]
async fn a_gateway_that_stays_down_is_given_up_only_if_discord_can_be_reached() {
    let stage = Stage::set(Script::Send(Vec::new()), 1000).await;
    let (events, _received) = mpsc::unbounded_channel();
    let gateway = Gateway::connect(stage.sender(), Arc::new(Events(events)))
        .await
        .unwrap();
    let error = gateway.diagnose(8).await.unwrap_err();
    assert!(
        error.to_string().contains("no connection for 4 minutes"),
        "{error}"
    );
    drop(stage);
    gateway.diagnose(8).await.unwrap();
}
