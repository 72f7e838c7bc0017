//! How the bot is doing: whether it lives, and what it still needs before commands are answered.
//!
//! A [`Health`] is a handle: whoever knows something notes it, and the loopback port for supervisors reads it. It
//! decides nothing and holds no lock while anything is waited for.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// How far the connection of one shard is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Stage {
    /// There is no connection.
    #[default]
    Disconnected,
    /// It is being made; Discord has not been told who we are.
    Connecting,
    /// A new session is being started.
    Identifying,
    /// The session from before is being continued.
    Resuming,
    /// Events come in.
    Connected,
}

impl Stage {
    /// All of them, in the order of a connection's life.
    pub const ALL: [Self; 5] = [
        Self::Disconnected,
        Self::Connecting,
        Self::Identifying,
        Self::Resuming,
        Self::Connected,
    ];

    /// The word for it in sentences and metrics.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Disconnected => "disconnected",
            Self::Connecting => "connecting",
            Self::Identifying => "identifying",
            Self::Resuming => "resuming",
            Self::Connected => "connected",
        }
    }
}

/// A shared note of how the bot is doing. Clones share it.
#[derive(Debug, Clone, Default)]
pub struct Health {
    inner: Arc<Mutex<Inner>>,
}

#[derive(Debug, Default)]
struct Inner {
    shards: Vec<Stage>,
    commands_ready: bool,
    store_failed: bool,
    stopping: bool,
}

/// What the bot still needs before it answers commands.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Readiness {
    /// In plain words, one thing each; nothing if the bot is ready.
    pub missing: Vec<String>,
}

impl Readiness {
    /// Whether commands are answered.
    pub const fn is_ready(&self) -> bool {
        self.missing.is_empty()
    }
}

impl Health {
    /// Of a bot that has just started.
    pub fn new() -> Self {
        Self::default()
    }

    /// The gateway has so many shards from now on. Those that there were keep their stage.
    pub fn shards(&self, total: u32) {
        self.lock()
            .shards
            .resize(usize::try_from(total).unwrap_or(usize::MAX), Stage::Disconnected);
    }

    /// A shard came to a stage. A shard that there is not is passed over.
    pub fn shard(&self, index: u32, stage: Stage) {
        let mut inner = self.lock();
        let place = usize::try_from(index).ok();
        if let Some(shard) = place.and_then(|index| inner.shards.get_mut(index)) {
            *shard = stage;
        }
    }

    /// Whether Discord has our commands.
    pub fn commands_ready(&self, ready: bool) {
        self.lock().commands_ready = ready;
    }

    /// A write to the store failed: only a new start helps.
    pub fn store_failed(&self) {
        self.lock().store_failed = true;
    }

    /// The bot was asked to stop.
    pub fn stopping(&self) {
        self.lock().stopping = true;
    }

    /// Whether the process can still do its work. Why not, in plain words, otherwise: then only a new start helps.
    pub fn ails(&self) -> Option<&'static str> {
        let inner = self.lock();
        if inner.store_failed {
            Some("a write to the store failed: look at the disk, then start the bot again")
        } else if inner.stopping {
            Some("the bot is stopping")
        } else {
            None
        }
    }

    /// Whether the process can still do its work: its store has not failed, and it is not stopping.
    pub fn is_live(&self) -> bool {
        self.ails().is_none()
    }

    /// How many shards are in each stage.
    pub fn stages(&self) -> [(Stage, usize); Stage::ALL.len()] {
        let inner = self.lock();
        Stage::ALL.map(|stage| {
            let count = inner.shards.iter().filter(|shard| **shard == stage).count();
            (stage, count)
        })
    }

    /// What is missing before commands are answered.
    pub fn readiness(&self) -> Readiness {
        let mut missing: Vec<String> = self.ails().map(str::to_owned).into_iter().collect();
        let inner = self.lock();
        let total = inner.shards.len();
        if total == 0 {
            missing.push("the gateway: not asked for yet".to_owned());
        }
        let waiting = inner
            .shards
            .iter()
            .enumerate()
            .filter(|(_, stage)| **stage != Stage::Connected);
        missing.extend(waiting.map(|(index, stage)| {
            // Counted from 0, as Discord and the log do.
            format!("the gateway: shard {index} of {total} is {}", stage.name())
        }));
        if !inner.commands_ready {
            missing.push("commands are not registered yet".to_owned());
        }
        Readiness { missing }
    }

    /// No code between lock and unlock can panic, so a poisoned note is as good as any.
    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bot_is_ready_when_all_shards_are_connected_and_discord_has_the_commands() {
        let health = Health::new();
        assert_eq!(
            health.readiness().missing,
            [
                "the gateway: not asked for yet",
                "commands are not registered yet"
            ]
        );
        let gateway = health.clone();
        gateway.shards(2);
        gateway.shard(0, Stage::Connected);
        gateway.shard(1, Stage::Resuming);
        health.commands_ready(true);
        assert_eq!(
            health.readiness().missing,
            ["the gateway: shard 1 of 2 is resuming"]
        );
        gateway.shard(1, Stage::Connected);
        assert!(health.readiness().is_ready());
        gateway.shard(0, Stage::Disconnected);
        assert!(!health.readiness().is_ready() && health.is_live());
    }

    #[test]
    fn shards_are_counted_by_their_stage_and_none_is_made_up() {
        let health = Health::new();
        health.shards(3);
        health.shard(1, Stage::Connected);
        health.shard(7, Stage::Connected);
        let counts = health.stages();
        assert_eq!(
            (counts[0], counts[4]),
            ((Stage::Disconnected, 2), (Stage::Connected, 1))
        );
        health.shards(1);
        assert_eq!(health.stages().iter().map(|(_, count)| count).sum::<usize>(), 1);
    }

    #[test]
    fn a_bot_that_stops_or_lost_its_store_is_not_live() {
        let health = Health::new();
        assert!(health.is_live());
        health.stopping();
        assert_eq!(health.ails(), Some("the bot is stopping"));
        assert_eq!(health.readiness().missing[0], "the bot is stopping");
        health.store_failed();
        assert!(health.ails().is_some_and(|why| why.contains("store")));
    }
}
