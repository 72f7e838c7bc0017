//! Guilds that come and go, as the gateway tells of them.

use jiff::Timestamp;

use super::Door;
use crate::discord::channel::ChannelKind;
use crate::discord::gateway::{GuildSnapshot, Shard};
use crate::id::GuildId;
use crate::metrics::GuildState;
use crate::service::Whereabouts;

impl Door {
    /// Notes a guild that can be used.
    pub(super) async fn meet(&self, guild: GuildSnapshot) {
        let before = self.service.presence().of(guild.id);
        let channels: Vec<_> = guild.channels.iter().map(|channel| channel.id).collect();
        let announcements = guild.channels.iter();
        let announcements = announcements.filter(|channel| channel.kind == ChannelKind::Announcement);
        let announcements = announcements.map(|channel| channel.id).collect();
        self.service.announcements().note(guild.id, announcements);
        if let Err(error) = self
            .service
            .meet(guild.id, guild.owner, &channels, self.clock.now())
            .await
        {
            tracing::error!(guild.id = %guild.id, error = %error, "a guild could not be noted");
        }
        self.tell_what_changed(guild.id, before);
    }

    /// Marks the guilds that the bot left while it was not connected.
    pub(super) async fn call_the_roll(&self, shard: Shard, guilds: &[GuildId]) {
        let is_asked = |guild| shard.has(guild);
        if let Err(error) = self
            .service
            .call_the_roll(is_asked, guilds, self.clock.now())
            .await
        {
            tracing::error!(error = %error, "which guilds the bot has left could not be noted");
        }
        self.count_guilds();
    }

    /// Marks a guild that the bot was removed from.
    pub(super) async fn leave(&self, guild: GuildId) {
        if self.service.presence().of(guild) != Whereabouts::Left {
            tracing::info!(guild.id = %guild, "the bot left a guild; its data is kept for a while");
        }
        if let Err(error) = self.service.leave(guild, self.clock.now()).await {
            tracing::error!(guild.id = %guild, error = %error, "that the bot left could not be noted");
        }
        self.count_guilds();
    }

    /// Notes an outage of a guild.
    pub(super) async fn lose(&self, guild: GuildId) {
        if self.service.presence().of(guild) != Whereabouts::Unavailable {
            tracing::info!(guild.id = %guild, "a guild is unavailable for now");
        }
        if let Err(error) = self.service.lose(guild, self.clock.now()).await {
            tracing::error!(guild.id = %guild, error = %error, "an outage of a guild could not be noted");
        }
        self.count_guilds();
    }

    /// A guild from which something comes is there, whatever order its events came in.
    pub(super) async fn hear(&self, guild: GuildId, at: Timestamp) {
        let before = self.service.presence().of(guild);
        if let Err(error) = self.service.hear(guild, at).await {
            tracing::error!(guild.id = %guild, error = %error, "that the guild is there could not be noted");
        }
        self.tell_what_changed(guild, before);
    }

    /// Tells operators of a guild with which the bot stood as `before`.
    fn tell_what_changed(&self, guild: GuildId, before: Whereabouts) {
        let now = self.service.presence().of(guild);
        if now == before {
            return;
        }
        if before == Whereabouts::Unavailable && now == Whereabouts::Here {
            tracing::info!(guild.id = %guild, "a guild is available again");
        }
        self.count_guilds();
    }

    fn count_guilds(&self) {
        let count = self.service.presence().count();
        let metrics = self.sender.metrics();
        metrics.guilds(GuildState::Here, count.here);
        metrics.guilds(GuildState::Unavailable, count.unavailable);
    }
}
