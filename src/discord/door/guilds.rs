//! Guilds that come and go, as the gateway tells of them.

use jiff::Timestamp;

use super::Door;
use crate::discord::gateway::{GuildSnapshot, Shard};
use crate::id::GuildId;

impl Door {
    /// Notes a guild that can be used.
    pub(super) async fn meet(&self, guild: GuildSnapshot) {
        let channels: Vec<_> = guild.channels.iter().map(|channel| channel.id).collect();
        if let Err(error) = self
            .service
            .meet(guild.id, guild.owner, &channels, self.clock.now())
            .await
        {
            tracing::error!(guild.id = %guild.id, error = %error, "a guild could not be noted");
        }
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
    }

    /// Marks a guild that the bot was removed from.
    pub(super) async fn leave(&self, guild: GuildId) {
        tracing::info!(guild.id = %guild, "the bot left a guild; its data is kept for a while");
        if let Err(error) = self.service.leave(guild, self.clock.now()).await {
            tracing::error!(guild.id = %guild, error = %error, "that the bot left could not be noted");
        }
    }

    /// A guild from which something comes is there, whatever order its events came in.
    pub(super) async fn hear(&self, guild: GuildId, at: Timestamp) {
        if let Err(error) = self.service.hear(guild, at).await {
            tracing::error!(guild.id = %guild, error = %error, "that the guild is there could not be noted");
        }
    }
}
