//! What was lost: messages that somebody deleted, and times in which members were not heard.

use super::Service;
use crate::hearing::Gap;
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

    /// Nothing was heard for a while of those guilds for which `concerns` holds. [`Service::hearing`] remembers it.
    pub fn heard_again(&self, _concerns: impl Fn(GuildId) -> bool, gap: Gap) {
        tracing::debug!(from = %gap.from, until = %gap.until, "members could not be heard for a while");
    }
}
