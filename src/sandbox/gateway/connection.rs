//! One connection: hello, identify or resume, heartbeats, and whatever the session sends.

use std::time::Duration;

use axum::extract::ws::{CloseFrame, Message, WebSocket};
use serde_json::{Value, json};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::time::{Instant, sleep_until, timeout};

use super::close_code::CloseCode;
use super::frames::{FRAME_BYTES, FrameBudget};
use super::identify::{GUILD_MEMBERS, Identify};
use super::log::{Happening, Side};
use super::session::{Outgoing, ResumeRefused, Shard};
use crate::sandbox::faults::ConnectionFault;
use crate::sandbox::rest::is_sandbox_token;
use crate::sandbox::shared::Handle;
use crate::sandbox::wire;
use crate::sandbox::world::World;

/// What a client is asked to beat at.
const HEARTBEAT_MILLIS: u64 = 41_250;
/// The intent for guilds, their channels and roles.
const GUILDS: u64 = 1;
/// How long the client may take to confirm an end.
const FAREWELL: Duration = Duration::from_millis(250);

/// What to do after a frame of the client.
enum Next {
    Nothing,
    Reply(Value),
    Close(CloseCode),
}

/// How a connection ended.
struct End {
    code: Option<u16>,
    by: Option<Side>,
    /// Whether the session is over, too.
    for_good: bool,
}

impl End {
    /// Nobody said anything.
    const BROKEN: Self = Self {
        code: None,
        by: None,
        for_good: false,
    };
}

/// One connection.
pub struct Connection {
    shared: Handle,
    number: u64,
    fault: ConnectionFault,
    sender: UnboundedSender<Outgoing>,
    outgoing: UnboundedReceiver<Outgoing>,
    session: Option<String>,
    shard: Option<Shard>,
    frames: FrameBudget,
    interval: Duration,
    last_beat: Instant,
    /// An identify that is taken up later.
    waiting: Option<(Instant, Identify)>,
}

impl Connection {
    /// A connection to `path`, on which something may go wrong.
    pub fn new(shared: Handle, fault: ConnectionFault, path: &str) -> Self {
        let (sender, outgoing) = unbounded_channel();
        let now = shared.clock.now();
        let number = shared.update(|state| state.gateway_log.connect(now, path));
        let millis = fault.heartbeat_interval.unwrap_or(HEARTBEAT_MILLIS);
        Self {
            shared,
            number,
            fault,
            sender,
            outgoing,
            session: None,
            shard: None,
            frames: FrameBudget::new(Instant::now()),
            interval: Duration::from_millis(millis),
            last_beat: Instant::now(),
            waiting: None,
        }
    }

    /// Until one side is done. `offered`: whether what the client wants to speak is spoken here.
    pub async fn run(mut self, mut socket: WebSocket, offered: bool) {
        let end = if offered {
            self.serve(&mut socket).await
        } else {
            close(&mut socket, CloseCode::InvalidVersion).await
        };
        if let Some(session) = &self.session {
            self.shared.update(|state| {
                state.sessions.disconnected(session, &self.sender);
                if end.for_good {
                    state.sessions.end(session);
                }
            });
        }
        self.note(Happening::Closed {
            code: end.code,
            by: end.by,
        });
        if end.by == Some(Side::Server) && end.code.is_some() {
            // What is still unread would break the connection before the client has read why. Not every client confirms.
            let confirmed = async { while let Some(Ok(_)) = socket.recv().await {} };
            let _ = timeout(FAREWELL, confirmed).await;
        }
    }

    fn note(&self, happening: Happening) {
        let now = self.shared.clock.now();
        self.shared
            .update(|state| state.gateway_log.push(now, self.number, self.shard, happening));
    }

    async fn serve(&mut self, socket: &mut WebSocket) -> End {
        if !self.fault.no_hello {
            let millis = u64::try_from(self.interval.as_millis()).unwrap_or(u64::MAX);
            let hello = json!({ "op": 10, "s": null, "t": null, "d": { "heartbeat_interval": millis } });
            if socket.send(Message::text(hello.to_string())).await.is_err() {
                return End::BROKEN;
            }
        }
        let stopping = self.shared.stopping.clone();
        loop {
            // A client that was never told how often to beat is not expected to.
            let silent = self.last_beat + self.interval.saturating_mul(3) / 2;
            let waiting = self.waiting.as_ref().map(|(at, _)| *at);
            tokio::select! {
                () = stopping.cancelled() => {
                    let reconnect = json!({ "op": 7, "s": null, "t": null, "d": null });
                    // The other side may be gone already.
                    let _ = socket.send(Message::text(reconnect.to_string())).await;
                    return close(socket, CloseCode::GoingAway).await;
                }
                () = sleep_until(silent), if !self.fault.no_hello => {
                    return close(socket, CloseCode::SessionTimedOut).await;
                }
                () = sleep_until(waiting.unwrap_or(silent)), if waiting.is_some() => {
                    if let Some((_, identify)) = self.waiting.take() {
                        self.open(identify);
                    }
                }
                outgoing = self.outgoing.recv() => match outgoing {
                    Some(Outgoing::Frame(text)) => {
                        if socket.send(Message::text(text)).await.is_err() {
                            return End::BROKEN;
                        }
                    }
                    Some(Outgoing::Close(code)) => return close(socket, code).await,
                    Some(Outgoing::Drop) | None => {
                        return End { by: Some(Side::Server), ..End::BROKEN };
                    }
                },
                incoming = socket.recv() => {
                    let next = match incoming {
                        Some(Ok(Message::Text(text))) => self.hear(text.as_bytes()),
                        Some(Ok(Message::Binary(bytes))) => self.hear(&bytes),
                        Some(Ok(Message::Ping(_) | Message::Pong(_))) => Next::Nothing,
                        Some(Ok(Message::Close(frame))) => {
                            let code = frame.map(|frame| frame.code);
                            let for_good = matches!(code, Some(1000 | 1001));
                            return End { code, by: Some(Side::Client), for_good };
                        }
                        Some(Err(_)) | None => return End::BROKEN,
                    };
                    match next {
                        Next::Nothing => {}
                        Next::Reply(frame) => {
                            if socket.send(Message::text(frame.to_string())).await.is_err() {
                                return End::BROKEN;
                            }
                        }
                        Next::Close(code) => return close(socket, code).await,
                    }
                }
            }
        }
    }

    fn hear(&mut self, bytes: &[u8]) -> Next {
        if !self.frames.take(Instant::now()) {
            return Next::Close(CloseCode::RateLimited);
        }
        if bytes.len() > FRAME_BYTES {
            return Next::Close(CloseCode::DecodeError);
        }
        let Ok(frame) = serde_json::from_slice::<Value>(bytes) else {
            return Next::Close(CloseCode::DecodeError);
        };
        let Some(opcode) = frame.get("op").and_then(Value::as_u64) else {
            return Next::Close(CloseCode::DecodeError);
        };
        let data = &frame["d"];
        let known = self.session.is_some() || self.waiting.is_some();
        match opcode {
            1 => self.heartbeat(),
            2 | 6 if known => Next::Close(CloseCode::AlreadyAuthenticated),
            2 => self.identify(data),
            6 => self.resume(data),
            3 | 4 | 8 | 31 if known => Next::Nothing,
            3 | 4 | 8 | 31 => Next::Close(CloseCode::NotAuthenticated),
            _ => Next::Close(CloseCode::UnknownOpcode),
        }
    }

    fn heartbeat(&mut self) -> Next {
        self.last_beat = Instant::now();
        self.note(Happening::Heartbeat);
        if self.fault.no_ack {
            Next::Nothing
        } else {
            Next::Reply(json!({ "op": 11, "s": null, "t": null, "d": null }))
        }
    }

    fn identify(&mut self, data: &Value) -> Next {
        let (guilds, members) = self
            .shared
            .read(|state| (state.world.joined().count(), state.members_intent));
        let read = Identify::read(data, guilds, members);
        self.shard = read.ok().map(|identify| identify.shard);
        self.note(Happening::Identify);
        let identify = match read {
            Ok(identify) => identify,
            Err(code) => return Next::Close(code),
        };
        let (now, at) = (self.shared.clock.now(), Instant::now());
        let concurrency = self.shared.options.max_concurrency;
        let may_start = self
            .shared
            .update(|state| state.starts.take(identify.shard, concurrency, now, at));
        if !may_start {
            return invalid_session(false);
        }
        if let Some(code) = self.fault.close_on_identify {
            return Next::Close(CloseCode::Ordered(code));
        }
        if let Some(resumable) = self.fault.invalid_session.take() {
            return invalid_session(resumable);
        }
        if self.fault.no_ready {
            return Next::Nothing;
        }
        match self.fault.ready_after() {
            Some(after) => self.waiting = Some((at + after, identify)),
            None => self.open(identify),
        }
        Next::Nothing
    }

    /// Starts a session: READY, and the guilds.
    fn open(&mut self, Identify { shard, intents }: Identify) {
        let sender = self.sender.clone();
        let session = self.shared.update(|state| {
            let id = state.sessions.open(shard, intents, sender);
            let here = state.world.joined().filter(|guild| shard.has_guild(guild.id));
            let guilds: Vec<_> = here.map(|guild| guild.id).collect();
            let socket_url = state.base_url.replacen("http", "ws", 1);
            let ready = json!({
                "v": 10,
                "user": wire::user(&World::bot()),
                "guilds": guilds.iter().map(|guild| wire::unavailable(*guild)).collect::<Vec<_>>(),
                "session_id": id,
                "resume_gateway_url": format!("{socket_url}/gw/resume/{}-{}", shard.index, self.number),
                "shard": [shard.index, shard.count],
                "application": { "id": World::bot().id, "flags": wire::application_flags(state.members_intent) },
            });
            state.sessions.dispatch_to(&id, "READY", &ready);
            if intents & GUILDS != 0 {
                // One in an outage stays as READY said, until it recovers.
                for guild in guilds.into_iter().filter_map(|guild| state.world.reached(guild)) {
                    let create = wire::guild_create(guild, &state.world, intents & GUILD_MEMBERS != 0);
                    state.sessions.dispatch_to(&id, "GUILD_CREATE", &create);
                }
            }
            id
        });
        self.session = Some(session);
        self.note(Happening::Ready);
    }

    fn resume(&mut self, data: &Value) -> Next {
        let id = data["session_id"].as_str().unwrap_or_default().to_owned();
        self.shard = self.shared.read(|state| state.sessions.shard_of(&id));
        self.note(Happening::Resume);
        if !is_sandbox_token(data["token"].as_str().unwrap_or_default()) {
            return Next::Close(CloseCode::AuthenticationFailed);
        }
        if let Some(code) = self.fault.close_on_resume {
            return Next::Close(CloseCode::Ordered(code));
        }
        if let Some(resumable) = self.fault.invalid_session.take() {
            return invalid_session(resumable);
        }
        let sequence = data["seq"].as_u64().unwrap_or_default();
        let sender = self.sender.clone();
        match self
            .shared
            .update(|state| state.sessions.resume(&id, sequence, sender))
        {
            Ok(shard) => {
                self.session = Some(id);
                self.shard = Some(shard);
                self.note(Happening::Resumed);
                Next::Nothing
            }
            Err(ResumeRefused::Gone) => invalid_session(false),
            Err(ResumeRefused::InvalidSequence) => Next::Close(CloseCode::InvalidSequence),
        }
    }
}

fn invalid_session(resumable: bool) -> Next {
    Next::Reply(json!({ "op": 9, "s": null, "t": null, "d": resumable }))
}

/// Says that this is the end, and why.
async fn close(socket: &mut WebSocket, code: CloseCode) -> End {
    let frame = CloseFrame {
        code: code.number(),
        reason: code.reason().into(),
    };
    // The other side may be gone already; there is nobody to tell.
    let _ = socket.send(Message::Close(Some(frame))).await;
    End {
        code: Some(code.number()),
        by: Some(Side::Server),
        for_good: code.ends_session(),
    }
}
