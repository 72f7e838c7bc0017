//! Where a shard's events are taken in: interactions side by side, all else in order.

use std::sync::Arc;

use tokio::sync::mpsc;
use tokio::time::Instant;
use tokio_util::task::TaskTracker;

use super::event::{GatewayEvent, GatewayHandler, Read};
use super::frame::Dispatch;
use super::ledger::Ledger;
use super::read::read;

/// The reception of one shard.
pub(super) struct Reception {
    handler: Arc<dyn GatewayHandler>,
    under_way: TaskTracker,
    in_order: mpsc::UnboundedSender<GatewayEvent>,
}

impl Reception {
    /// Hands a shard's events to `handler`, in tasks that `under_way` knows.
    pub fn open(handler: Arc<dyn GatewayHandler>, under_way: TaskTracker) -> Self {
        let (in_order, mut waiting) = mpsc::unbounded_channel();
        let taker = Arc::clone(&handler);
        // Ends when the shard does, with what was taken until then.
        under_way.spawn(async move {
            while let Some(event) = waiting.recv().await {
                taker.handle(event).await;
            }
        });
        Self {
            handler,
            under_way,
            in_order,
        }
    }

    /// Something happened, which `ledger` notes; says whether it could be read.
    pub fn take(&self, dispatch: &Dispatch, ledger: &Ledger) -> bool {
        let event = match read(dispatch, Instant::now()) {
            Read::Event(event) => event,
            Read::Nothing => return true,
            Read::Unreadable(why) => {
                tracing::error!(discord.event = dispatch.kind, "an event could not be read");
                // The words may quote what is in it.
                tracing::debug!(
                    discord.event = dispatch.kind,
                    why,
                    "why an event could not be read"
                );
                return false;
            }
        };
        let readable = !matches!(event, GatewayEvent::UnreadableInteraction { .. });
        let outage = ledger.told(&event);
        match event {
            GatewayEvent::Press { .. }
            | GatewayEvent::Interaction { .. }
            | GatewayEvent::Form { .. }
            | GatewayEvent::UnreadableInteraction { .. } => {
                let handler = Arc::clone(&self.handler);
                self.under_way.spawn(async move { handler.handle(event).await });
            }
            GatewayEvent::Ready { .. }
            | GatewayEvent::Heard { .. }
            | GatewayEvent::GuildAvailable(_)
            | GatewayEvent::GuildUnavailable { .. }
            | GatewayEvent::GuildLeft { .. }
            | GatewayEvent::PlacesChanged { .. }
            | GatewayEvent::ChannelDeleted { .. }
            | GatewayEvent::MessagesDeleted { .. } => self.tell(event),
        }
        if let Some((guild, gap)) = outage {
            let (shard, guild) = (ledger.shard(), Some(guild));
            self.tell(GatewayEvent::Heard { shard, guild, gap });
        }
        readable
    }

    /// Hands on what is told in order.
    pub fn tell(&self, event: GatewayEvent) {
        if self.in_order.send(event).is_err() {
            tracing::debug!("an event came too late");
        }
    }
}
