//! What a shard notes about itself, for those who watch over the bot.

use std::time::Duration;

use super::event::Shard;
use super::why::Why;
use crate::health::{Health, Stage};
use crate::metrics::Metrics;

/// The notes of one shard.
pub(super) struct Ledger {
    shard: Shard,
    health: Health,
    metrics: Metrics,
}

impl Ledger {
    /// Of a shard.
    pub fn of(shard: Shard, health: Health, metrics: Metrics) -> Self {
        Self {
            shard,
            health,
            metrics,
        }
    }

    /// The shard has come to a stage.
    pub fn stage(&self, stage: Stage) {
        match stage {
            Stage::Identifying => self.metrics.identify(),
            Stage::Resuming => self.metrics.resume(),
            Stage::Disconnected | Stage::Connecting | Stage::Connected => {}
        }
        self.health.shard(self.shard.index, stage);
        tracing::debug!(
            discord.shard = self.shard.index,
            stage = stage.name(),
            "a shard's stage"
        );
    }

    /// A connection ended, or could not be made.
    pub fn ended(&self, why: &Why) {
        self.metrics.closed(why.counted());
    }

    /// A heartbeat was answered after this time.
    pub fn heartbeat(&self, round_trip: Duration) {
        self.metrics.heartbeat(round_trip);
    }

    /// An event has come in.
    pub fn event(&self, readable: bool) {
        self.metrics.event();
        if !readable {
            self.metrics.unreadable_event();
        }
    }
}
