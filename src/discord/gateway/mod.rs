//! The gateway: the connection over which Discord tells what happens.
//!
//! serenity's shards are used without its `Client`, which would ask `GET /gateway` by a client of its own, and fall
//! back to the real Discord's address when that fails. The address here is what `GET /gateway/bot` said, and nothing
//! else.

mod address;
mod error;
mod event;
mod forward;
#[cfg(test)]
#[cfg(feature = "sandbox")]
mod tests;

use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use futures_util::StreamExt as _;
use secrecy::ExposeSecret as _;
use serenity::gateway::{ConnectionStage, PresenceData, ShardManager, ShardManagerOptions};
use serenity::http::HttpBuilder;
use serenity::model::gateway::GatewayIntents;
use serenity::prelude::{Mutex, RwLock, TypeMap};
use tokio::time::{MissedTickBehavior, interval, timeout};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use self::forward::Forward;
use super::sender::{SendError, Sender, SessionStartLimit};

pub use error::GatewayError;
pub use event::{GatewayEvent, GatewayHandler, GuildSnapshot, Shard};

/// Sessions that are left for the reconnections of the day. Discord resets the token of a bot that uses all up.
const SESSION_RESERVE: u32 = 5;

/// How long leaving may take. serenity's own way out may never end.
const LEAVE_WITHIN: Duration = Duration::from_millis(1500);

/// How long events that are being handled may take after that.
const FINISH_WITHIN: Duration = Duration::from_secs(2);

/// How often the connection is looked at.
const CHECK_EVERY: Duration = Duration::from_secs(30);

/// At how many checks in a row it may be down, while Discord's REST API answers, before the bot gives up: four
/// minutes. To some of Discord's refusals serenity starts session after session; this ends it after a few.
const MAX_DOWN: u32 = 8;

/// A connection that Discord allows, and that can be made.
pub struct Gateway {
    sender: Sender,
    handler: Arc<dyn GatewayHandler>,
    address: String,
    shards: u32,
    under_way: TaskTracker,
}

impl Gateway {
    /// Asks Discord for the gateway, and whether one more session may be started.
    pub async fn connect(sender: Sender, handler: Arc<dyn GatewayHandler>) -> Result<Self, GatewayError> {
        let gateway = sender.gateway_bot().await?;
        let shards = gateway.shards.max(1);
        check_sessions(&gateway.session_start_limit, shards)?;
        let address = address::check(sender.api(), &gateway.url)?;
        Ok(Self {
            sender,
            handler,
            address,
            shards,
            under_way: TaskTracker::new(),
        })
    }

    /// Connects, and hands all events to the handler, until `shutdown` or an end that trying again would not change.
    ///
    /// After `shutdown` it returns within four seconds, when the events that were taken have been handled. Tasks of
    /// serenity's that do not end may be left; they must not keep the process from ending.
    pub async fn run(self, shutdown: CancellationToken) -> Result<(), GatewayError> {
        let (manager, stopped) = ShardManager::new(self.options());
        let mut stopped = pin!(stopped);
        manager.set_shards(0, self.shards, self.shards).await;
        manager
            .initialize()
            .map_err(|error| GatewayError::Library(error.to_string()))?;
        let mut checks = interval(CHECK_EVERY);
        checks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        // The first is due at once.
        checks.tick().await;
        let mut down = 0;
        loop {
            tokio::select! {
                () = shutdown.cancelled() => {
                    self.leave(&manager).await;
                    return Ok(());
                }
                () = self.sender.token_refused() => {
                    self.leave(&manager).await;
                    return Err(GatewayError::Send(SendError::Unauthorized));
                }
                Some(result) = stopped.next() => return result.map_err(GatewayError::from),
                _ = checks.tick() => {
                    down = if is_connected(&manager, self.shards).await { 0 } else { down + 1 };
                    if down >= MAX_DOWN {
                        self.diagnose(down).await?;
                    }
                }
            }
        }
    }

    /// Whether it is the network that is down, which passes, or only the gateway.
    async fn diagnose(&self, down: u32) -> Result<(), GatewayError> {
        match self.sender.gateway_bot().await {
            Ok(gateway) => {
                check_sessions(&gateway.session_start_limit, self.shards)?;
                Err(GatewayError::Down {
                    since: CHECK_EVERY * down,
                })
            }
            Err(error @ SendError::Unauthorized) => Err(error.into()),
            Err(error) => {
                tracing::warn!(error = %error, "Discord can not be reached; the gateway is tried again and again");
                Ok(())
            }
        }
    }

    /// Takes no more events, and lets those finish that were taken: their members wait for an answer.
    async fn leave(&self, manager: &ShardManager) {
        if timeout(LEAVE_WITHIN, manager.shutdown_all()).await.is_err() {
            tracing::info!("Discord did not confirm that the gateway's connection is closed");
        }
        self.under_way.close();
        if timeout(FINISH_WITHIN, self.under_way.wait()).await.is_err() {
            tracing::warn!(
                discord.unfinished = self.under_way.len(),
                "events were still being handled"
            );
        }
    }

    fn options(&self) -> ShardManagerOptions {
        let http = HttpBuilder::new(self.sender.token().expose_secret())
            .client(self.sender.http().clone())
            .proxy(self.sender.api().origin())
            // With its limiter, serenity's client would ignore the line before.
            .ratelimiter_disabled(true)
            .build();
        ShardManagerOptions {
            data: Arc::new(RwLock::new(TypeMap::new())),
            event_handlers: Vec::new(),
            raw_event_handlers: vec![Arc::new(Forward::new(
                Arc::clone(&self.handler),
                self.under_way.clone(),
            ))],
            shard_index: 0,
            shard_init: self.shards,
            shard_total: self.shards,
            ws_url: Arc::new(Mutex::new(self.address.clone())),
            http: Arc::new(http),
            // Guilds and their channels coming and going. Interactions belong to no intent.
            intents: GatewayIntents::GUILDS,
            presence: Some(PresenceData::default()),
        }
    }
}

fn check_sessions(limit: &SessionStartLimit, shards: u32) -> Result<(), GatewayError> {
    let needed = shards.saturating_add(SESSION_RESERVE);
    if limit.remaining < needed {
        return Err(GatewayError::SessionsUsedUp {
            remaining: limit.remaining,
            needed,
            reset_after: limit.reset_after,
        });
    }
    Ok(())
}

async fn is_connected(manager: &ShardManager, shards: u32) -> bool {
    let runners = manager.runners.lock().await;
    let connected = runners
        .values()
        .filter(|runner| runner.stage == ConnectionStage::Connected);
    u32::try_from(connected.count()).is_ok_and(|connected| connected == shards)
}
