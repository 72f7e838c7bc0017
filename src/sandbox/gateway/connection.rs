//! One connection: hello, identify or resume, heartbeats, and whatever the session sends.

use axum::Router;
use axum::extract::ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade};
use axum::extract::{Query, State};
use axum::response::Response;
use axum::routing::any;
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use super::close_code::CloseCode;
use super::session::{Outgoing, ResumeRefused, Shard};
use crate::sandbox::rest::is_sandbox_token;
use crate::sandbox::shared::Handle;
use crate::sandbox::wire;
use crate::sandbox::world::World;

/// What a client is asked to beat at.
const HEARTBEAT_MILLIS: u64 = 41_250;
/// The intent for guilds, their channels and roles.
const GUILDS: u64 = 1;

#[derive(Debug, Deserialize)]
struct Version {
    #[serde(default = "current")]
    v: u8,
}

fn current() -> u8 {
    10
}

/// The gateway's route.
pub fn router() -> Router<Handle> {
    Router::new()
        .route("/gw", any(upgrade))
        .route("/gw/", any(upgrade))
}

async fn upgrade(
    State(shared): State<Handle>,
    Query(version): Query<Version>,
    upgrade: WebSocketUpgrade,
) -> Response {
    upgrade.on_upgrade(move |socket| {
        let sockets = shared.sockets.clone();
        sockets.track_future(Connection::new(shared).run(socket, version.v))
    })
}

/// What to do after a frame of the client.
enum Next {
    Nothing,
    Reply(Value),
    Close(CloseCode),
}

struct Connection {
    shared: Handle,
    sender: UnboundedSender<Outgoing>,
    outgoing: UnboundedReceiver<Outgoing>,
    session: Option<String>,
}

impl Connection {
    fn new(shared: Handle) -> Self {
        let (sender, outgoing) = unbounded_channel();
        Self {
            shared,
            sender,
            outgoing,
            session: None,
        }
    }

    async fn run(mut self, mut socket: WebSocket, version: u8) {
        if version != 10 {
            close(&mut socket, CloseCode::InvalidVersion).await;
            return;
        }
        let hello =
            json!({ "op": 10, "s": null, "t": null, "d": { "heartbeat_interval": HEARTBEAT_MILLIS } });
        if socket.send(Message::text(hello.to_string())).await.is_err() {
            return;
        }
        let ended_by_client = self.converse(&mut socket).await;
        if let Some(session) = &self.session {
            self.shared.update(|state| {
                state.sessions.disconnected(session, &self.sender);
                if ended_by_client {
                    state.sessions.end(session);
                }
            });
        }
    }

    /// Until one side is done; says whether the client closed so that the session cannot be resumed.
    async fn converse(&mut self, socket: &mut WebSocket) -> bool {
        let stopping = self.shared.stopping.clone();
        loop {
            tokio::select! {
                () = stopping.cancelled() => {
                    let reconnect = json!({ "op": 7, "s": null, "t": null, "d": null });
                    // The other side may be gone already.
                    let _ = socket.send(Message::text(reconnect.to_string())).await;
                    close(socket, CloseCode::GoingAway).await;
                    return false;
                }
                outgoing = self.outgoing.recv() => match outgoing {
                    Some(Outgoing::Frame(text)) => {
                        if socket.send(Message::text(text)).await.is_err() {
                            return false;
                        }
                    }
                    Some(Outgoing::Close(code)) => {
                        close(socket, code).await;
                        return false;
                    }
                    None => return false,
                },
                incoming = socket.recv() => {
                    let next = match incoming {
                        Some(Ok(Message::Text(text))) => self.hear(text.as_bytes()),
                        Some(Ok(Message::Binary(bytes))) => self.hear(&bytes),
                        Some(Ok(Message::Ping(_) | Message::Pong(_))) => Next::Nothing,
                        Some(Ok(Message::Close(frame))) => {
                            return frame.is_some_and(|frame| matches!(frame.code, 1000 | 1001));
                        }
                        Some(Err(_)) | None => return false,
                    };
                    match next {
                        Next::Nothing => {}
                        Next::Reply(frame) => {
                            if socket.send(Message::text(frame.to_string())).await.is_err() {
                                return false;
                            }
                        }
                        Next::Close(code) => {
                            close(socket, code).await;
                            return false;
                        }
                    }
                }
            }
        }
    }

    fn hear(&mut self, bytes: &[u8]) -> Next {
        let Ok(frame) = serde_json::from_slice::<Value>(bytes) else {
            return Next::Close(CloseCode::DecodeError);
        };
        let Some(opcode) = frame.get("op").and_then(Value::as_u64) else {
            return Next::Close(CloseCode::DecodeError);
        };
        let data = &frame["d"];
        match opcode {
            1 => Next::Reply(json!({ "op": 11, "s": null, "t": null, "d": null })),
            2 | 6 if self.session.is_some() => Next::Close(CloseCode::AlreadyAuthenticated),
            2 => self.identify(data),
            6 => self.resume(data),
            3 | 4 | 8 | 31 if self.session.is_some() => Next::Nothing,
            3 | 4 | 8 | 31 => Next::Close(CloseCode::NotAuthenticated),
            _ => Next::Close(CloseCode::UnknownOpcode),
        }
    }

    fn identify(&mut self, data: &Value) -> Next {
        if !is_sandbox_token(data["token"].as_str().unwrap_or_default()) {
            return Next::Close(CloseCode::AuthenticationFailed);
        }
        let Some(intents) = data["intents"].as_u64() else {
            return Next::Close(CloseCode::DecodeError);
        };
        let shard = match data.get("shard") {
            None | Some(Value::Null) => Shard { index: 0, count: 1 },
            Some(pair) => match (pair[0].as_u64(), pair[1].as_u64()) {
                (Some(index), Some(count)) if index < count => Shard { index, count },
                _ => return Next::Close(CloseCode::InvalidShard),
            },
        };
        let sender = self.sender.clone();
        let session = self.shared.update(|state| {
            let id = state.sessions.open(shard, intents, sender);
            let guilds: Vec<_> = state
                .world
                .guilds
                .iter()
                .filter(|guild| shard.has_guild(guild.id))
                .collect();
            let ready = json!({
                "v": 10,
                "user": wire::user(&World::bot()),
                "guilds": guilds.iter().map(|guild| wire::unavailable(guild)).collect::<Vec<_>>(),
                "session_id": id,
                "resume_gateway_url": format!("{}/gw", state.base_url.replacen("http", "ws", 1)),
                "shard": [shard.index, shard.count],
                "application": { "id": World::bot().id, "flags": 0 },
            });
            let creates: Vec<_> = guilds
                .iter()
                .map(|guild| wire::guild_create(guild, &state.world))
                .collect();
            state.sessions.dispatch_to(&id, "READY", &ready);
            if intents & GUILDS != 0 {
                for create in &creates {
                    state.sessions.dispatch_to(&id, "GUILD_CREATE", create);
                }
            }
            id
        });
        self.session = Some(session);
        Next::Nothing
    }

    fn resume(&mut self, data: &Value) -> Next {
        if !is_sandbox_token(data["token"].as_str().unwrap_or_default()) {
            return Next::Close(CloseCode::AuthenticationFailed);
        }
        let id = data["session_id"].as_str().unwrap_or_default().to_owned();
        let sequence = data["seq"].as_u64().unwrap_or_default();
        let sender = self.sender.clone();
        match self
            .shared
            .update(|state| state.sessions.resume(&id, sequence, sender))
        {
            Ok(()) => {
                self.session = Some(id);
                Next::Nothing
            }
            Err(ResumeRefused::Gone) => Next::Reply(json!({ "op": 9, "s": null, "t": null, "d": false })),
            Err(ResumeRefused::InvalidSequence) => Next::Close(CloseCode::InvalidSequence),
        }
    }
}

async fn close(socket: &mut WebSocket, code: CloseCode) {
    let frame = CloseFrame {
        code: code.number(),
        reason: code.reason().into(),
    };
    // The other side may be gone already; there is nobody to tell.
    let _ = socket.send(Message::Close(Some(frame))).await;
}
