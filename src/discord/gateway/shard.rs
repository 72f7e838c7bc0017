//! One shard: connection after connection, until the bot stops or Discord says that it is no use.

use std::time::Duration;

use secrecy::ExposeSecret as _;
use tokio::time::{Instant, sleep_until, timeout};
use tokio_util::sync::CancellationToken;

use super::address;
use super::back_off::{BackOff, jitter};
use super::check_sessions;
use super::close_code::{After, after};
use super::error::GatewayError;
use super::event::Shard;
use super::frame;
use super::identifying::Turns;
use super::ledger::Ledger;
use super::protocol::{Protocol, Session, Step, Why};
use super::reception::Reception;
use super::socket::{Socket, Sockets};
use crate::discord::sender::{SendError, Sender};
use crate::health::Stage;

/// How long a new session may take to start. It doubles with each that did not, so that a slow Discord is waited for.
const READY_WITHIN: Duration = Duration::from_secs(8);
/// Its longest.
const READY_AT_MOST: Duration = Duration::from_mins(1);
/// How many resumes in a row may come to nothing before a new session is started.
const MAX_RESUMES: u32 = 2;
/// Discord wants bots whose session it did not accept to wait between one and five seconds
/// (<https://discord.com/developers/docs/events/gateway#resuming>).
const INVALID_WAIT: Duration = Duration::from_secs(1);

/// How long Discord may take to confirm that the bot logs off.
const LOG_OFF_WITHIN: Duration = Duration::from_secs(1);

/// One shard's way.
pub(super) struct Runner {
    pub shard: Shard,
    pub sender: Sender,
    pub sockets: Sockets,
    pub turns: Turns,
    pub reception: Reception,
    pub ledger: Ledger,
    /// Where sessions are started.
    pub address: String,
    /// How many sessions may be started within five seconds.
    pub max_concurrency: u32,
    pub stop: CancellationToken,
}

/// What is known from one connection to the next.
#[derive(Default)]
struct Memory {
    session: Option<Session>,
    back_off: BackOff,
    /// Resumes in a row that came to nothing.
    failed_resumes: u32,
    /// Tries to resume in a row at which nothing was heard of Discord; every other one is where sessions are started.
    unheard: u32,
    /// New sessions in a row that did not start.
    failed_starts: u32,
    /// Whether a session was started before: then Discord is asked again where, and how many may be.
    started: bool,
    /// Why the last connection ended.
    last: String,
}

/// How a connection ended.
enum Ended {
    /// The bot stops, and has logged off.
    Stopped,
    /// It was of use for so long.
    Left { why: Why, lived: Duration },
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
            let wait = memory.learn(&why, lived)?;
            if let Why::Closed(code) = why {
                self.ledger.closed(code);
            }
            tracing::info!(
                discord.shard = self.shard.index,
                discord.resumes = memory.session.is_some(),
                wait_ms = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX),
                "the gateway's connection is made anew: {why}"
            );
            memory.last = why.to_string();
            if !self.waits(Instant::now() + wait).await {
                return Ok(());
            }
        }
    }

    /// One connection from its start to its end; `None`: the bot stops.
    async fn connection(&mut self, memory: &mut Memory) -> Result<Option<(Why, Duration)>, GatewayError> {
        let address = match &memory.session {
            Some(session) => {
                memory.unheard = memory.unheard.wrapping_add(1);
                // The place that Discord named may be gone while the session is not.
                if memory.unheard.is_multiple_of(2) {
                    self.address.clone()
                } else {
                    self.resume_address(session)
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
        let patience = (READY_WITHIN * 2_u32.saturating_pow(memory.failed_starts.min(8))).min(READY_AT_MOST);
        let mut protocol = Protocol::new(memory.session.take(), patience, jitter(), Instant::now());
        let ended = self.converse(&mut protocol, socket, memory).await;
        memory.session = protocol.into_session();
        Ok(match ended {
            Ended::Stopped => None,
            Ended::Left { why, lived } => Some((why, lived)),
        })
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

    /// Waits for the shard's turn to start a session, if it may.
    async fn may_identify(&mut self, memory: &mut Memory) -> Result<May, GatewayError> {
        if memory.started {
            let asked = tokio::select! {
                () = self.stop.cancelled() => return Ok(May::Stop),
                asked = self.sender.gateway_bot() => asked,
            };
            match asked {
                Ok(gateway) => {
                    check_sessions(&gateway.session_start_limit, 1)?;
                    self.address = address::check(self.sender.api(), &gateway.url)?;
                    self.max_concurrency = gateway.session_start_limit.max_concurrency;
                }
                Err(error @ SendError::Unauthorized) => return Err(error.into()),
                Err(error) => return Ok(May::NotNow(Why::Broken(error.to_string()))),
            }
        }
        let turn = self
            .turns
            .take(self.shard, self.max_concurrency, Instant::now())
            .map_err(|_| GatewayError::TooManySessions {
                last: memory.last.clone(),
            })?;
        memory.started = true;
        Ok(if self.waits(turn).await {
            May::Start
        } else {
            May::Stop
        })
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

    async fn converse(&self, protocol: &mut Protocol, mut socket: Socket, memory: &mut Memory) -> Ended {
        loop {
            let heard = tokio::select! {
                () = self.stop.cancelled() => {
                    if timeout(LOG_OFF_WITHIN, socket.log_off()).await.is_err() {
                        tracing::info!("Discord did not confirm that the gateway's connection is closed");
                    }
                    return Ended::Stopped;
                }
                heard = socket.hear() => Some(heard),
                () = sleep_until(protocol.wake_at()) => None,
            };
            let now = Instant::now();
            let step = match heard {
                Some(Ok(frame)) => protocol.heard(frame, now),
                Some(Err(why)) => return self.left(protocol, why, now),
                None => protocol.woken(now),
            };
            let said = match step {
                Step::Nothing => Ok(()),
                Step::Beat(sequence) => socket.say(&frame::heartbeat(sequence)).await,
                Step::Identify => {
                    self.turns.started(self.shard, now);
                    self.ledger.stage(Stage::Identifying);
                    socket
                        .say(&frame::identify(self.sender.token().expose_secret(), self.shard))
                        .await
                }
                Step::Resume(session) => {
                    memory.unheard = 0;
                    self.ledger.stage(Stage::Resuming);
                    let frame =
                        frame::resume(self.sender.token().expose_secret(), &session.id, session.sequence);
                    socket.say(&frame).await
                }
                Step::Take(dispatch) => {
                    self.ledger.event(self.reception.take(&dispatch));
                    Ok(())
                }
                Step::Started(dispatch) => {
                    memory.failed_resumes = 0;
                    memory.failed_starts = 0;
                    self.ledger.stage(Stage::Connected);
                    self.ledger.event(self.reception.take(&dispatch));
                    Ok(())
                }
                Step::Resumed => {
                    memory.failed_resumes = 0;
                    self.ledger.stage(Stage::Connected);
                    tracing::info!(discord.shard = self.shard.index, "the gateway's session goes on");
                    Ok(())
                }
                Step::Acknowledged(latency) => {
                    self.ledger.heartbeat(latency);
                    Ok(())
                }
                Step::Leave(why) => {
                    socket.leave().await;
                    return self.left(protocol, why, Instant::now());
                }
            };
            if let Err(why) = said {
                return self.left(protocol, why, Instant::now());
            }
        }
    }

    #[expect(clippy::unused_self, reason = "reads as what the shard does")]
    fn left(&self, protocol: &Protocol, why: Why, now: Instant) -> Ended {
        let lived = protocol.lived(now);
        Ended::Left { why, lived }
    }
}

/// Whether a session may be started.
enum May {
    Start,
    Stop,
    NotNow(Why),
}

impl Memory {
    /// What the end of a connection says about the next one: how long to wait for it.
    fn learn(&mut self, why: &Why, lived: Duration) -> Result<Duration, GatewayError> {
        let resumed = self.session.is_some();
        match why {
            Why::Closed(code) => match after(*code) {
                After::Resume => {}
                After::Identify => self.session = None,
                After::End(error) => return Err(error),
            },
            Why::InvalidSession { resumable: false } | Why::Unreadable(_) | Why::NotReady => {
                self.session = None;
            }
            Why::InvalidSession { resumable: true }
            | Why::Broken(_)
            | Why::Asked
            | Why::NoHello
            | Why::NotResumed
            | Why::NotAcknowledged => {}
        }
        if lived.is_zero() {
            if *why == Why::NotReady {
                self.failed_starts += 1;
            }
            let tried = matches!(why, Why::NotResumed | Why::Closed(_) | Why::InvalidSession { .. });
            if resumed && tried {
                self.failed_resumes += 1;
            }
            if self.failed_resumes >= MAX_RESUMES {
                self.failed_resumes = 0;
                self.session = None;
            }
        }
        let wait = self.back_off.next(lived, jitter());
        Ok(match why {
            Why::InvalidSession { .. } => wait.max(INVALID_WAIT + INVALID_WAIT * u32::from(jitter()) / 1_000),
            Why::Closed(_)
            | Why::Broken(_)
            | Why::Asked
            | Why::NoHello
            | Why::NotReady
            | Why::NotResumed
            | Why::NotAcknowledged
            | Why::Unreadable(_) => wait,
        })
    }
}
