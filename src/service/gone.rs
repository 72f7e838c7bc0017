//! What was lost: messages that somebody deleted.

use super::Service;
use crate::id::GuildId;
use crate::outbox::Posted;

impl Service {
    /// A message of a guild was deleted. Whose it was Discord does not say: most are nobody's business here.
    pub fn message_deleted(&self, guild: GuildId, posted: Posted) {
        tracing::debug!(
            guild.id = %guild,
            discord.channel = %posted.channel,
            discord.message = %posted.message,
            "a message was deleted"
        );
    }
}
