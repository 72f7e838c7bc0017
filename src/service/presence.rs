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
pub struct Presence(Mutex<Heard>);

#[derive(Debug, Default)]
struct Heard {
    guilds: HashMap<GuildId, Whereabouts>,
    count: Count,
}

/// How many guilds the bot is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Count {
    /// Those that can be used.
    pub here: usize,
    /// Those that have an outage.
    pub unavailable: usize,
}

impl Count {
    /// The number to which a guild belongs that the bot stands so with.
    fn of(&mut self, whereabouts: Whereabouts) -> Option<&mut usize> {
        match whereabouts {
            Whereabouts::Here => Some(&mut self.here),
            Whereabouts::Unavailable => Some(&mut self.unavailable),
            Whereabouts::Unknown | Whereabouts::Left => None,
        }
    }
}

impl Presence {
    /// Where the bot stands with a guild.
    pub fn of(&self, guild: GuildId) -> Whereabouts {
        self.lock().guilds.get(&guild).copied().unwrap_or_default()
    }

    /// Notes where the bot stands with a guild; says where it stood before.
    pub fn note(&self, guild: GuildId, now: Whereabouts) -> Whereabouts {
        let mut heard = self.lock();
        let before = match now {
            Whereabouts::Unknown => heard.guilds.remove(&guild),
            Whereabouts::Here | Whereabouts::Unavailable | Whereabouts::Left => {
                heard.guilds.insert(guild, now)
            }
        }
        .unwrap_or_default();
        if let Some(fewer) = heard.count.of(before) {
            *fewer = fewer.saturating_sub(1);
        }
        if let Some(more) = heard.count.of(now) {
            *more += 1;
        }
        before
    }

    /// How many guilds the bot is in, as far as it knows.
    pub fn count(&self) -> Count {
        self.lock().count
    }

    fn lock(&self) -> MutexGuard<'_, Heard> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
