//! One shard: connection after connection, until the bot stops or Discord says that it is no use.

use std::time::Duration;

use secrecy::ExposeSecret as _;
use tokio::time::{Instant, sleep_until, timeout};
use tokio_util::sync::CancellationToken;

use super::address;
use super::back_off::jitter;
use super::check_sessions;
use super::error::GatewayError;
use super::event::{GatewayEvent, Shard};
use super::frame;
use super::identifying::{TooMany, Turns};
use super::intents::Intents;
use super::ledger::Ledger;
use super::memory::Memory;
use super::protocol::{Protocol, Session, Step};
use super::reception::Reception;
use super::socket::{Socket, Sockets};
use super::why::Why;
use crate::discord::sender::{SendError, Sender};
use crate::health::Stage;
use crate::hearing::Gap;

/// How long Discord may take to confirm that the bot logs off.
const LOG_OFF_WITHIN: Duration = Duration::from_secs(1);

/// How late a heartbeat may be because frames come in all the time.
const OVERDUE: Duration = Duration::from_secs(1);

/// One shard's way.
pub(super) struct Runner {
    pub shard: Shard,
    pub sender: Sender,
    pub sockets: Sockets,
    pub turns: Turns,
    pub reception: Reception,
    pub ledger: Ledger,
    pub intents: Intents,
    /// Where sessions are started.
    pub address: String,
    /// How many sessions may be started within five seconds.
    pub max_concurrency: u32,
    pub stop: CancellationToken,
}

impl Runner {
    /// Keeps the shard connected until the bot stops.
    pub async fn run(mut self) -> Result<(), GatewayError> {
        let mut memory = Memory::default();
        loop {
            let Some((why, lived)) = self.connection(&mut memory).await? else {
                self.ledger.stage(Stage::Disconnected);
                return Ok(());
            };
            self.ledger.stage(Stage::Disconnected);
            self.ledger.ended(&why);
            let wait = memory.learn(&why, lived)?;
            self.say(&why, wait, &memory);
            if !self.waits(Instant::now() + wait).await {
                return Ok(());
            }
        }
    }

    /// Says that a connection ended: in an outage that lasts, as a warning.
    fn say(&self, why: &Why, wait: Duration, memory: &Memory) {
        let (shard, resumes) = (self.shard.index, memory.session.is_some());
        let wait_ms = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX);
        if memory.is_in_trouble() {
            tracing::warn!(
                discord.shard = shard,
                discord.resumes = resumes,
                wait_ms,
                "the gateway's connection can not be kept: {why}"
            );
        } else {
            tracing::info!(
                discord.shard = shard,
                discord.resumes = resumes,
                wait_ms,
                "the gateway's connection is made anew: {why}"
            );
        }
    }

    /// One connection from its start to its end: why it ended, and how long it was of use; `None`: the bot stops.
    async fn connection(&mut self, memory: &mut Memory) -> Result<Option<(Why, Duration)>, GatewayError> {
        let address = match &memory.session {
            Some(session) => {
                let named = self.resume_address(session);
                if memory.resumes_where_named() {
                    named
                } else {
                    self.address.clone()
                }
            }
            None => match self.may_identify(memory).await? {
                May::Start => self.address.clone(),
                May::Stop => return Ok(None),
                May::NotNow(why) => return Ok(Some((why, Duration::ZERO))),
            },
        };
        self.ledger.stage(Stage::Connecting);
        let stop = self.stop.clone();
        let socket = tokio::select! {
            () = stop.cancelled() => return Ok(None),
            socket = self.sockets.connect(&address) => socket,
        };
        let socket = match socket {
            Ok(socket) => socket,
            Err(why) => return Ok(Some((why, Duration::ZERO))),
        };
        let mut protocol = Protocol::new(memory.session.take(), memory.patience(), jitter(), Instant::now());
        let left = self.converse(&mut protocol, socket, memory).await;
        let lived = protocol.lived(Instant::now());
        memory.session = protocol.into_session();
        Ok(left.map(|why| (why, lived)))
    }

    /// Where Discord wants the session to be resumed; where sessions are started if that is no place to go to.
    fn resume_address(&self, session: &Session) -> String {
        let wanted = session.address.as_deref();
        wanted
            .and_then(|wanted| match address::check(self.sender.api(), wanted) {
                Ok(address) => Some(address),
                Err(error) => {
                    tracing::debug!(error = %error, "a session is resumed where it was started");
                    None
                }
            })
            .unwrap_or_else(|| self.address.clone())
    }

    /// Asks Discord whether one more session may be started, and where. What it said at the start holds for the first.
    async fn may_identify(&mut self, memory: &mut Memory) -> Result<May, GatewayError> {
        if self.turns.check(self.shard, Instant::now()) == Err(TooMany) {
            return Err(GatewayError::TooManySessions {
                last: memory.last.clone(),
            });
        }
        if !memory.started {
            memory.started = true;
            return Ok(May::Start);
        }
        let asked = tokio::select! {
            () = self.stop.cancelled() => return Ok(May::Stop),
            asked = self.sender.gateway_bot() => asked,
        };
        match asked {
            Ok(gateway) => {
                check_sessions(&gateway.session_start_limit, 1)?;
                self.address = address::check(self.sender.api(), &gateway.url)?;
                self.max_concurrency = gateway.session_start_limit.max_concurrency;
                Ok(May::Start)
            }
            Err(error @ SendError::Unauthorized) => Err(error.into()),
            Err(error) => Ok(May::NotNow(Why::Broken(error.to_string()))),
        }
    }

    /// Waits until a moment; `false`: the bot stops meanwhile.
    async fn waits(&self, until: Instant) -> bool {
        if until <= Instant::now() {
            return !self.stop.is_cancelled();
        }
        tokio::select! {
            () = self.stop.cancelled() => false,
            () = sleep_until(until) => true,
        }
    }

    /// Goes by the protocol until the connection ends; `None`: the bot stops, and has logged off.
    async fn converse(
        &mut self,
        protocol: &mut Protocol,
        mut socket: Socket,
        memory: &mut Memory,
    ) -> Option<Why> {
        loop {
            let wake_at = protocol.wake_at();
            let heard = tokio::select! {
                // What has come is looked at before what has not, but the time does not wait for ever.
                biased;
                () = self.stop.cancelled() => {
                    if timeout(LOG_OFF_WITHIN, socket.log_off()).await.is_err() {
                        tracing::info!("Discord did not confirm that the gateway's connection is closed");
                    }
                    return None;
                }
                () = sleep_until(wake_at + OVERDUE) => None,
                heard = socket.hear() => Some(heard),
                () = sleep_until(wake_at) => None,
            };
            let now = Instant::now();
            let step = match heard {
                Some(Ok(frame)) => protocol.heard(frame, now),
                Some(Err(why)) => return Some(why),
                None => protocol.woken(now),
            };
            let step = match step {
                Step::Queue => self.queue(protocol, now),
                step => step,
            };
            let said = match step {
                Step::Beat(sequence) => socket.say(&frame::heartbeat(sequence)).await,
                Step::Nothing | Step::Queue => Ok(()),
                Step::Identify => {
                    self.turns.started(self.shard, now);
                    self.ledger.stage(Stage::Identifying);
                    let token = self.sender.token().expose_secret();
                    let frame = frame::identify(token, self.shard, self.intents);
                    socket.say(&frame).await
                }
                Step::Resume(session) => {
                    memory.heard();
                    self.ledger.stage(Stage::Resuming);
                    let frame =
                        frame::resume(self.sender.token().expose_secret(), &session.id, session.sequence);
                    socket.say(&frame).await
                }
                Step::Take(dispatch) => {
                    let readable = self.reception.take(&dispatch, &self.ledger);
                    self.ledger.event(readable);
                    Ok(())
                }
                Step::Started(dispatch) => {
                    memory.lives();
                    tracing::info!(
                        discord.shard = self.shard.index,
                        "the gateway's session has started"
                    );
                    self.ledger.stage(Stage::Connected);
                    let gap = self.ledger.back();
                    let readable = self.reception.take(&dispatch, &self.ledger);
                    self.ledger.event(readable);
                    self.tell_gap(gap);
                    Ok(())
                }
                Step::Resumed => {
                    memory.lives();
                    self.ledger.stage(Stage::Connected);
                    tracing::info!(discord.shard = self.shard.index, "the gateway's session goes on");
                    let gap = self.ledger.back();
                    self.tell_gap(gap);
                    Ok(())
                }
                Step::Acknowledged(latency) => {
                    self.ledger.heartbeat(latency);
                    Ok(())
                }
                Step::Leave(why) => {
                    socket.leave().await;
                    return Some(why);
                }
            };
            if let Err(why) = said {
                return Some(why);
            }
        }
    }

    /// Tells that nothing was heard for a while.
    fn tell_gap(&self, gap: Option<Gap>) {
        if let Some(gap) = gap {
            let shard = self.shard;
            let guild = None;
            self.reception.tell(GatewayEvent::Heard { shard, guild, gap });
        }
    }

    /// Finds out when the shard's turn is to start a session, which may be now.
    fn queue(&self, protocol: &mut Protocol, now: Instant) -> Step {
        let turn = self.turns.take(self.shard, self.max_concurrency, now);
        protocol.identify_at(turn);
        if turn <= now {
            return protocol.woken(now);
        }
        let wait = turn.duration_since(now).as_millis();
        tracing::info!(
            discord.shard = self.shard.index,
            wait_ms = u64::try_from(wait).unwrap_or(u64::MAX),
            "a new session waits for its turn"
        );
        Step::Nothing
    }
}

/// Whether a session may be started.
enum May {
    Start,
    Stop,
    NotNow(Why),
}
