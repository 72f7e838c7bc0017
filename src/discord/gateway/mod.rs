//! The gateway: the connections over which Discord tells what happens.
//!
//! serenity reads the events; its shards are not used. Its runner spins on a socket that Discord closed with 4003, 4010
//! or 4011, resumes after 4012, starts a session where a heartbeat was missed, takes no notice of where or how fast
//! Discord wants to be connected to, and may never end; none of that can be mended from outside. The address is what
//! `GET /gateway/bot` said, and nothing else.
//!
//! `protocol` is pure: frames and the time in, steps out. `shard` drives one of it for each connection.

mod address;
mod back_off;
mod close_code;
mod error;
mod event;
mod frame;
mod identifying;
mod intents;
mod interaction;
mod ledger;
mod memory;
mod protocol;
mod read;
mod reception;
mod shard;
mod socket;
#[cfg(test)]
#[cfg(feature = "sandbox")]
mod tests;
mod why;

use std::sync::Arc;
use std::time::Duration;

use tokio::task::JoinSet;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use self::identifying::Turns;
use self::ledger::Ledger;
use self::reception::Reception;
use self::shard::Runner;
use self::socket::Sockets;
use super::sender::{SendError, Sender, SessionStartLimit};
use crate::health::Health;
use crate::hearing::Hearing;

pub use error::GatewayError;
pub use event::{GatewayEvent, GatewayHandler, GuildSnapshot, Shard};
pub use intents::Intents;

/// Sessions that are left for the reconnections of the day. Discord resets the token of a bot that uses all up.
const SESSION_RESERVE: u32 = 5;

/// How long leaving may take.
const LEAVE_WITHIN: Duration = Duration::from_millis(1500);

/// How long events that are being handled may take after that.
const FINISH_WITHIN: Duration = Duration::from_millis(1600);

/// A connection that Discord allows, and that can be made.
pub struct Gateway {
    sender: Sender,
    handler: Arc<dyn GatewayHandler>,
    sockets: Sockets,
    address: String,
    shards: u32,
    max_concurrency: u32,
    intents: Intents,
    health: Health,
    hearing: Hearing,
    under_way: TaskTracker,
}

impl Gateway {
    /// Asks Discord for the gateway, and whether the sessions may be started. How the shards stand is noted in `health`,
    /// and when they heard nothing in `hearing`, by the sender's clock.
    pub async fn connect(
        sender: Sender,
        handler: Arc<dyn GatewayHandler>,
        intents: Intents,
        health: Health,
        hearing: Hearing,
    ) -> Result<Self, GatewayError> {
        let gateway = sender.gateway_bot().await?;
        let shards = gateway.shards.max(1);
        health.shards(shards);
        hearing.shards(shards, sender.clock().now());
        check_sessions(&gateway.session_start_limit, shards)?;
        let address = address::check(sender.api(), &gateway.url)?;
        Ok(Self {
            sender,
            handler,
            sockets: Sockets::new()?,
            address,
            shards,
            max_concurrency: gateway.session_start_limit.max_concurrency,
            intents,
            health,
            hearing,
            under_way: TaskTracker::new(),
        })
    }

    /// Connects, and hands all events to the handler, until `shutdown` or an end that trying again would not change.
    ///
    /// After `shutdown` it returns within four seconds, when the events that were taken have been handled.
    pub async fn run(self, shutdown: CancellationToken) -> Result<(), GatewayError> {
        let stop = shutdown.child_token();
        let mut runners = self.runners(&stop);
        let ended = tokio::select! {
            () = shutdown.cancelled() => Ok(()),
            () = self.sender.token_refused() => Err(GatewayError::Send(SendError::Unauthorized)),
            ended = next(&mut runners) => ended,
        };
        stop.cancel();
        self.leave(runners).await;
        ended
    }

    fn runners(&self, stop: &CancellationToken) -> JoinSet<Result<(), GatewayError>> {
        let turns = Turns::default();
        let total = self.shards;
        (0..total)
            .map(|index| {
                let shard = Shard { index, total };
                let runner = Runner {
                    shard,
                    sender: self.sender.clone(),
                    sockets: self.sockets.clone(),
                    turns: turns.clone(),
                    reception: Reception::open(Arc::clone(&self.handler), self.under_way.clone()),
                    ledger: Ledger::of(shard, &self.sender, self.health.clone(), self.hearing.clone()),
                    intents: self.intents,
                    address: self.address.clone(),
                    max_concurrency: self.max_concurrency,
                    stop: stop.clone(),
                };
                runner.run()
            })
            .collect()
    }

    /// Takes no more events, and lets those finish that were taken: their members wait for an answer.
    async fn leave(&self, mut runners: JoinSet<Result<(), GatewayError>>) {
        let left = async { while runners.join_next().await.is_some() {} };
        if timeout(LEAVE_WITHIN, left).await.is_err() {
            tracing::info!("a shard did not leave in time");
        }
        runners.shutdown().await;
        self.under_way.close();
        if timeout(FINISH_WITHIN, self.under_way.wait()).await.is_err() {
            tracing::warn!(
                discord.unfinished = self.under_way.len(),
                "events were still being handled"
            );
        }
    }
}

/// The first end of a shard. None of them ends by itself but for good.
async fn next(runners: &mut JoinSet<Result<(), GatewayError>>) -> Result<(), GatewayError> {
    match runners.join_next().await {
        Some(Ok(ended)) => ended,
        Some(Err(failed)) if failed.is_panic() => std::panic::resume_unwind(failed.into_panic()),
        Some(Err(_)) | None => Ok(()),
    }
}

fn check_sessions(limit: &SessionStartLimit, sessions: u32) -> Result<(), GatewayError> {
    let needed = sessions.saturating_add(SESSION_RESERVE);
    if limit.remaining < needed {
        return Err(GatewayError::SessionsUsedUp {
            remaining: limit.remaining,
            needed,
            reset_after: limit.reset_after,
        });
    }
    Ok(())
}
