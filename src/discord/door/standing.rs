//! How far the bot is on its way to answering commands: its shards start, and its commands are registered.

use std::collections::HashSet;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::watch;
use tokio::task::AbortHandle;
use tokio::time::sleep;

use super::Door;
use crate::discord::commands;
use crate::discord::gateway::Shard;
use crate::discord::register::{Registered, register};
use crate::discord::sender::SendError;
use crate::id::ApplicationId;

/// The waits before registering is tried again, when what hinders it may pass.
const WAITS: [Duration; 5] = [
    Duration::from_secs(1),
    Duration::from_secs(2),
    Duration::from_secs(4),
    Duration::from_secs(8),
    Duration::from_secs(15),
];

/// Where the bot stands with Discord.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// Not all shards have started, or the commands are not registered.
    Starting,
    /// Commands are answered.
    Ready,
    /// The commands could not be registered.
    Failed(String),
}

/// What has been reached.
#[derive(Debug)]
pub(super) struct Progress {
    standing: watch::Sender<Standing>,
    reached: Mutex<Reached>,
}

#[derive(Debug, Default)]
struct Reached {
    shards: HashSet<u32>,
    all_shards: bool,
    registered: bool,
    /// The task that registers the commands, once there is one.
    registering: Option<AbortHandle>,
}

impl Default for Progress {
    fn default() -> Self {
        let (standing, _) = watch::channel(Standing::Starting);
        Self {
            standing,
            reached: Mutex::default(),
        }
    }
}

impl Progress {
    /// Changes with where the bot stands.
    pub fn watch(&self) -> watch::Receiver<Standing> {
        self.standing.subscribe()
    }

    /// The bot stops: commands that are not registered yet are registered at the next start.
    pub fn give_up(&self) {
        if let Some(registering) = self.reached().registering.take() {
            registering.abort();
        }
    }

    fn shard(&self, shard: Shard) {
        let mut reached = self.reached();
        reached.shards.insert(shard.index);
        reached.all_shards = u32::try_from(reached.shards.len()).is_ok_and(|known| known >= shard.total);
        self.tell(&reached);
    }

    fn registered(&self, outcome: Result<(), String>) {
        let mut reached = self.reached();
        match outcome {
            Ok(()) => {
                reached.registered = true;
                self.tell(&reached);
            }
            Err(why) => {
                self.standing.send_replace(Standing::Failed(why));
            }
        }
    }

    fn tell(&self, reached: &Reached) {
        if reached.all_shards && reached.registered {
            self.standing.send_if_modified(|standing| {
                let news = *standing != Standing::Ready;
                *standing = Standing::Ready;
                news
            });
        }
    }

    /// No code between lock and unlock can panic, so a poisoned lock is as good as any.
    fn reached(&self) -> MutexGuard<'_, Reached> {
        self.reached.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Door {
    /// A shard's session has started. The first one has the commands registered, in a task of its own: what happens in
    /// guilds is not kept waiting for it.
    pub(super) fn shard_started(&self, application: ApplicationId, shard: Shard) {
        self.progress.shard(shard);
        let mut reached = self.progress.reached();
        if reached.registering.is_none() {
            let door = self.clone();
            let task = tokio::spawn(async move {
                let outcome = door.register(application).await;
                door.progress
                    .registered(outcome.map_err(|error| error.to_string()));
            });
            reached.registering = Some(task.abort_handle());
        }
    }

    async fn register(&self, application: ApplicationId) -> Result<(), SendError> {
        let wanted = commands::definitions(&self.wording);
        let mut waits = WAITS.into_iter();
        loop {
            let error = match register(&self.sender, application, self.scope, &wanted).await {
                Ok(Registered::Unchanged) => return Ok(()),
                Ok(Registered::Replaced { count }) => {
                    tracing::info!(count, "the commands were registered");
                    return Ok(());
                }
                Err(error) => error,
            };
            match waits.next() {
                Some(wait) if error.may_pass() => {
                    tracing::warn!(error = %error, "the commands could not be registered yet");
                    sleep(wait).await;
                }
                Some(_) | None => return Err(error),
            }
        }
    }
}
