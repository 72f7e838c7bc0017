//! What was lost: times in which members were not heard.

use super::Service;
use crate::hearing::Gap;
use crate::id::GuildId;

impl Service {
    /// Nothing was heard for a while of those guilds for which `concerns` holds. [`Service::hearing`] remembers it.
    pub fn heard_again(&self, _concerns: impl Fn(GuildId) -> bool, gap: Gap) {
        tracing::debug!(from = %gap.from, until = %gap.until, "members could not be heard for a while");
    }
}
