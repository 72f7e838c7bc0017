//! How many rows of which kind each guild has: a few bytes a guild in memory, so that what is not there is answered
//! without asking the disk.

use std::collections::BTreeMap;
use std::sync::{PoisonError, RwLock};

use crate::id::GuildId;
use crate::storage::key::Kind;

/// A change of the counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// A new row came.
    Added(GuildId, Kind),
    /// A row went.
    Removed(GuildId, Kind),
    /// All rows of a guild went.
    Purged(GuildId),
}

/// The counts.
#[derive(Debug, Default)]
pub struct Census {
    counts: RwLock<BTreeMap<GuildId, [u64; Kind::ALL.len()]>>,
}

impl Census {
    /// Takes note of changes, in their order.
    pub fn note(&self, changes: impl IntoIterator<Item = Change>) {
        let mut counts = self.counts.write().unwrap_or_else(PoisonError::into_inner);
        for change in changes {
            match change {
                Change::Added(guild, kind) => counts.entry(guild).or_default()[kind.index()] += 1,
                Change::Removed(guild, kind) => {
                    let count = &mut counts.entry(guild).or_default()[kind.index()];
                    *count = count.saturating_sub(1);
                }
                Change::Purged(guild) => {
                    counts.remove(&guild);
                }
            }
        }
    }

    /// Whether the guild has any row of this kind.
    pub fn any(&self, guild: GuildId, kind: Kind) -> bool {
        let counts = self.counts.read().unwrap_or_else(PoisonError::into_inner);
        counts.get(&guild).is_some_and(|counts| counts[kind.index()] > 0)
    }

    /// The guilds that have any row.
    pub fn guilds(&self) -> Vec<GuildId> {
        let counts = self.counts.read().unwrap_or_else(PoisonError::into_inner);
        counts.keys().copied().collect()
    }
}
