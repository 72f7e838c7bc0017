//! A gateway on loopback that goes by a script.

use std::sync::Arc;

use axum::Router;
use axum::extract::ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade};
use axum::routing::get;
use serde_json::{Value, json};
use tokio::sync::{Mutex, mpsc};

use crate::discord::sender::Sender;
use crate::discord::sender::tests::stand_in::{Pauses, Seen, StandIn, answer};

/// What the gateway does after the client has identified.
#[derive(Clone)]
pub enum Script {
    Send(Vec<Value>),
    Close(u16),
    /// Confirms nothing, not even the end.
    FallSilent,
}

pub struct Stage {
    pub discord: StandIn,
    /// What the client sent, and the code that it closed with as `{"closed": code}`.
    client: Arc<Mutex<mpsc::UnboundedReceiver<Value>>>,
}

impl Stage {
    pub async fn set(script: Script, remaining: u32) -> Self {
        let (log, client) = mpsc::unbounded_channel();
        let routes = Router::new().route(
            "/gw",
            get(move |upgrade: WebSocketUpgrade| async move {
                upgrade.on_upgrade(move |socket| serve(socket, script, log))
            }),
        );
        let address = Arc::new(std::sync::Mutex::new(String::new()));
        let gateway = Arc::clone(&address);
        let discord = StandIn::with_routes(routes, move |_: Seen| {
            let url = gateway.lock().unwrap().clone();
            let limit = json!({"total": 1000, "remaining": remaining, "reset_after": 5_400_000, "max_concurrency": 1});
            async move { answer(200, &json!({"url": url, "shards": 1, "session_start_limit": limit})) }
        })
        .await;
        *address.lock().unwrap() = format!("{}/gw", discord.origin.replace("http", "ws"));
        Self {
            discord,
            client: Arc::new(Mutex::new(client)),
        }
    }

    pub fn sender(&self) -> Sender {
        self.discord.sender(&Pauses::short())
    }

    pub async fn client_sent(&self) -> Value {
        self.client.lock().await.recv().await.unwrap()
    }
}

async fn serve(mut socket: WebSocket, script: Script, log: mpsc::UnboundedSender<Value>) {
    let text = |value: &Value| Message::Text(value.to_string().into());
    socket
        .send(text(&json!({"op": 10, "d": {"heartbeat_interval": 45_000}})))
        .await
        .unwrap();
    while let Some(Ok(message)) = socket.recv().await {
        match message {
            Message::Text(frame) => {
                let frame: Value = serde_json::from_str(&frame).unwrap();
                let identified = frame["op"] == 2;
                log.send(frame).unwrap();
                match &script {
                    Script::Send(events) if identified => {
                        for event in events {
                            socket.send(text(event)).await.unwrap();
                        }
                    }
                    Script::Close(code) if identified => {
                        let frame = CloseFrame {
                            code: *code,
                            reason: "".into(),
                        };
                        socket.send(Message::Close(Some(frame))).await.unwrap();
                    }
                    Script::FallSilent if identified => std::future::pending().await,
                    Script::Send(_) | Script::Close(_) | Script::FallSilent => {}
                }
            }
            Message::Close(frame) => log
                .send(json!({"closed": frame.map(|frame| frame.code)}))
                .unwrap(),
            Message::Binary(_) | Message::Ping(_) | Message::Pong(_) => {}
        }
    }
}

pub fn dispatch(sequence: u64, kind: &str, data: &Value) -> Value {
    json!({"op": 0, "s": sequence, "t": kind, "d": data})
}

pub fn ready() -> Value {
    dispatch(
        1,
        "READY",
        &json!({
            "v": 10, "user": {"id": "50", "username": "blipbot", "discriminator": "0000", "avatar": null, "bot": true},
            "guilds": [{"id": "8", "unavailable": true}], "session_id": "s", "resume_gateway_url": "ws://127.0.0.1:1",
            "application": {"id": "5", "flags": 0}, "shard": [0, 1],
        }),
    )
}

pub fn interaction(complete: bool) -> Value {
    let mut data = json!({
        "id": "6", "application_id": "5", "type": 2, "token": "secret-token", "version": 1, "guild_id": "8",
        "channel_id": "1", "locale": "en-US", "entitlements": [], "app_permissions": "0",
        "data": {"id": "70", "name": "radar", "type": 1},
        "member": {
            "user": {"id": "3", "username": "ada", "discriminator": "0000", "avatar": null}, "roles": [],
            "joined_at": "2026-01-01T00:00:00Z", "deaf": false, "mute": false, "flags": 0, "permissions": "0",
        },
    });
    if complete {
        data["attachment_size_limit"] = json!(10_485_760);
    }
    dispatch(2, "INTERACTION_CREATE", &data)
}
