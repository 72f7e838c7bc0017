//! Which channels are announcement channels, as the gateway tells: so that Discord need not be asked for each digest.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::id::{ChannelId, GuildId};

/// The announcement channels of the guilds whose channels are known.
#[derive(Debug, Default)]
pub struct Announcements(Mutex<HashMap<GuildId, Vec<ChannelId>>>);

impl Announcements {
    /// Notes all announcement channels of a guild.
    pub fn note(&self, guild: GuildId, channels: Vec<ChannelId>) {
        self.lock().insert(guild, channels);
    }

    /// Whether a channel of the guild is one; `None`: Discord must be asked.
    pub fn has(&self, guild: GuildId, channel: ChannelId) -> Option<bool> {
        self.lock().get(&guild).map(|known| known.contains(&channel))
    }

    /// Something changed in the guild, and nobody knows what.
    pub fn forget(&self, guild: GuildId) {
        self.lock().remove(&guild);
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<GuildId, Vec<ChannelId>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
