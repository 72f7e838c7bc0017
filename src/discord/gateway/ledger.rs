//! What a shard notes about itself, for those who watch over the bot.

use std::time::Duration;

use super::event::Shard;
use super::why::Why;
use crate::clock::{Clock, Mark};
use crate::discord::sender::Sender;
use crate::health::{Health, Stage};
use crate::hearing::{Gap, Hearing};
use crate::metrics::Metrics;

/// The notes of one shard.
pub(super) struct Ledger {
    shard: Shard,
    health: Health,
    metrics: Metrics,
    hearing: Hearing,
    clock: Clock,
    /// When Discord was heard of last. A clock that is moved while nothing is wrong makes no gap.
    heard: Mark,
}

impl Ledger {
    /// Of a shard, which counts into the sender's metrics and goes by its clock.
    pub fn of(shard: Shard, sender: &Sender, health: Health, hearing: Hearing) -> Self {
        let clock = sender.clock().clone();
        Self {
            shard,
            health,
            metrics: sender.metrics().clone(),
            hearing,
            heard: clock.mark(),
            clock,
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
        self.hearing
            .lost(self.shard.index, self.clock.time_of(self.heard));
        self.metrics.closed(why.counted());
    }

    /// A heartbeat was answered after this time.
    pub fn heartbeat(&mut self, round_trip: Duration) {
        self.heard();
        self.metrics.heartbeat(round_trip);
    }

    /// What is done is heard from now on: the gap that has ended, if there was one.
    pub fn back(&mut self) -> Option<Gap> {
        let gap = self.hearing.back(self.shard.index, self.clock.now());
        self.heard();
        gap
    }

    fn heard(&mut self) {
        self.heard = self.clock.mark();
        self.hearing.heard(self.shard.index, self.heard);
    }

    /// An event has come in.
    pub fn event(&mut self, readable: bool) {
        self.heard();
        self.metrics.event();
        if !readable {
            self.metrics.unreadable_event();
        }
    }
}
