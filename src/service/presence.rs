//! Where the bot stands with each guild just now: in memory, as the gateway tells it.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::id::GuildId;

/// Whether a guild can be told anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Whereabouts {
    /// Nothing was heard of it since the start: what Discord refuses there may be allowed in a moment.
    #[default]
    Unknown,
    /// It can be used.
    Here,
    /// An outage at Discord: it comes back by itself.
    Unavailable,
    /// The bot is not in it any more.
    Left,
}

/// All guilds that were heard of.
#[derive(Debug, Default)]
pub struct Presence(Mutex<HashMap<GuildId, Whereabouts>>);

impl Presence {
    /// Where the bot stands with a guild.
    pub fn of(&self, guild: GuildId) -> Whereabouts {
        self.lock().get(&guild).copied().unwrap_or_default()
    }

    /// Notes where the bot stands with a guild; says where it stood before.
    pub fn note(&self, guild: GuildId, now: Whereabouts) -> Whereabouts {
        let mut guilds = self.lock();
        let before = match now {
            Whereabouts::Unknown => guilds.remove(&guild),
            Whereabouts::Here | Whereabouts::Unavailable | Whereabouts::Left => guilds.insert(guild, now),
        };
        before.unwrap_or_default()
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<GuildId, Whereabouts>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
