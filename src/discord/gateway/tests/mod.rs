//! The gateway's connections, with a Discord on loopback for which the test speaks, and a timer that it moves.

mod events;
mod hearing;
mod reconnecting;
mod sessions;
mod stage;

use std::sync::Arc;

use async_trait::async_trait;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use self::stage::Stage;
use super::{Gateway, GatewayError, GatewayEvent, GatewayHandler, Intents};
use crate::clock::Clock;
use crate::health::Health;
use crate::hearing::{Gap, Hearing};
use crate::metrics::Metrics;

/// Hands the events to the test.
struct Events(mpsc::UnboundedSender<GatewayEvent>);

#[async_trait]
impl GatewayHandler for Events {
    async fn handle(&self, event: GatewayEvent) {
        // A test that has seen enough does not listen any more.
        self.0.send(event).ok();
    }
}

/// A running gateway.
struct Running {
    events: mpsc::UnboundedReceiver<GatewayEvent>,
    shutdown: CancellationToken,
    task: JoinHandle<Result<(), GatewayError>>,
    metrics: Metrics,
    clock: Clock,
    hearing: Hearing,
}

impl Running {
    async fn at(stage: &Stage) -> Self {
        let (sender, events) = mpsc::unbounded_channel();
        let metrics = Metrics::new();
        let discord = stage.sender().with_metrics(metrics.clone());
        let (clock, hearing) = (discord.clock().clone(), Hearing::default());
        let gateway = Gateway::connect(
            discord,
            Arc::new(Events(sender)),
            Intents::PLAIN,
            Health::default(),
            hearing.clone(),
        )
        .await
        .unwrap();
        let shutdown = CancellationToken::new();
        Self {
            events,
            shutdown: shutdown.clone(),
            task: tokio::spawn(gateway.run(shutdown)),
            metrics,
            clock,
            hearing,
        }
    }

    /// The next event of Discord's.
    async fn event(&mut self) -> GatewayEvent {
        loop {
            let event = self.events.recv().await.unwrap();
            if !matches!(event, GatewayEvent::Heard { .. }) {
                return event;
            }
        }
    }

    /// The next time in which nothing was heard, once it has ended.
    async fn gap(&mut self) -> Gap {
        loop {
            if let GatewayEvent::Heard { gap, .. } = self.events.recv().await.unwrap() {
                return gap;
            }
        }
    }

    /// Returns when a session has started.
    async fn started(&mut self) {
        let event = self.event().await;
        assert!(matches!(event, GatewayEvent::Ready { .. }), "{event:?}");
    }

    /// Whether this is a line of the metrics.
    #[track_caller]
    fn counted(&self, line: &str) {
        let text = self.metrics.render();
        assert!(text.lines().any(|one| one == line), "{line} is not in:\n{text}");
    }

    /// The ends of connections that were counted, as `code="..."} number`.
    fn ends_counted(metrics: &Metrics) -> Vec<String> {
        let text = metrics.render();
        let ends = text
            .lines()
            .filter_map(|line| line.strip_prefix("blipbot_gateway_closes_total{"));
        ends.map(str::to_owned).collect()
    }

    /// The sentence with which it ends by itself.
    async fn ends(self) -> GatewayError {
        self.task.await.unwrap().unwrap_err()
    }

    async fn stop(self) {
        self.shutdown.cancel();
        self.task.await.unwrap().unwrap();
    }
}
