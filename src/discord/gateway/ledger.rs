//! What a shard notes about itself, for those who watch over the bot.

use std::time::Duration;

use super::event::{GatewayEvent, Shard};
use super::why::Why;
use crate::clock::{Clock, Mark};
use crate::discord::sender::Sender;
use crate::health::{Health, Stage};
use crate::hearing::{Gap, Hearing};
use crate::id::GuildId;
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

    /// Notes what an event says about whether a guild can be heard: its own outage that has ended, if one has.
    pub fn told(&self, event: &GatewayEvent) -> Option<(GuildId, Gap)> {
        let now = self.clock.now();
        let heard = |guild: Option<GuildId>| Some((guild?, self.hearing.guild_back(guild?, now)?));
        match event {
            GatewayEvent::GuildUnavailable { guild } => {
                self.hearing.guild_lost(*guild, now);
                None
            }
            GatewayEvent::GuildLeft { guild } => {
                self.hearing.guild_left(*guild);
                None
            }
            GatewayEvent::Ready { shard, guilds, .. } => {
                self.hearing.guilds_are(guilds, |guild| shard.has(guild));
                None
            }
            GatewayEvent::GuildAvailable(guild) => heard(Some(guild.id)),
            // Who can vote is heard, also if the news that the guild is back could not be read.
            GatewayEvent::Press { press, .. } => heard(press.guild),
            // Nothing is told of a guild that has an outage.
            GatewayEvent::PlacesChanged { guild }
            | GatewayEvent::ChannelDeleted { guild, .. }
            | GatewayEvent::MessagesDeleted { guild, .. } => heard(Some(*guild)),
            GatewayEvent::Interaction { .. }
            | GatewayEvent::Form { .. }
            | GatewayEvent::UnreadableInteraction { .. }
            | GatewayEvent::Heard { .. } => None,
        }
    }

    /// Which shard it is.
    pub fn shard(&self) -> Shard {
        self.shard
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
