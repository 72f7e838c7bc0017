//! A gateway on loopback in which the test speaks for Discord, frame by frame.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::Path;
use axum::extract::ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade};
use axum::routing::get;
use serde_json::{Value, json};
use tokio::sync::mpsc::{self, UnboundedReceiver, UnboundedSender};

use crate::discord::sender::Sender;
use crate::discord::sender::tests::stand_in::{Pauses, Seen, StandIn, answer};

/// What `GET /gateway/bot` says.
#[derive(Debug, Clone)]
pub struct Offer {
    pub shards: u32,
    pub remaining: u32,
    pub max_concurrency: u32,
}

impl Default for Offer {
    fn default() -> Self {
        Self {
            shards: 1,
            remaining: 1000,
            max_concurrency: 1,
        }
    }
}

pub struct Stage {
    pub discord: StandIn,
    connections: tokio::sync::Mutex<UnboundedReceiver<Connection>>,
}

/// One connection of the bot's, seen from Discord's side.
pub struct Connection {
    /// What comes after `/gw/`: where the bot came to.
    pub door: String,
    heard: UnboundedReceiver<Value>,
    say: UnboundedSender<Say>,
}

enum Say {
    Frame(Value),
    Close(u16),
    /// Ends without a word.
    Drop,
}

impl Stage {
    pub async fn set(offer: Offer) -> Self {
        Self::with_offers([offer]).await
    }

    /// Each question is answered by the next offer, and the last one again and again.
    pub async fn with_offers(offers: impl IntoIterator<Item = Offer>) -> Self {
        let (came, connections) = mpsc::unbounded_channel();
        let routes = Router::new().route(
            "/gw/{door}",
            get(
                move |Path(door): Path<String>, upgrade: WebSocketUpgrade| async move {
                    upgrade.on_upgrade(move |socket| serve(socket, door, came))
                },
            ),
        );
        let address = Arc::new(Mutex::new(String::new()));
        let (gateway, offers) = (
            Arc::clone(&address),
            Arc::new(Mutex::new(VecDeque::from_iter(offers))),
        );
        let discord = StandIn::with_routes(routes, move |_: Seen| {
            let mut offers = offers.lock().unwrap();
            let offer = if offers.len() > 1 {
                offers.pop_front()
            } else {
                offers.front().cloned()
            }
            .unwrap();
            let limit = json!({
                "total": 1000, "remaining": offer.remaining, "reset_after": 5_400_000,
                "max_concurrency": offer.max_concurrency,
            });
            let url = gateway.lock().unwrap().clone();
            let body = json!({"url": url, "shards": offer.shards, "session_start_limit": limit});
            async move { answer(200, &body) }
        })
        .await;
        *address.lock().unwrap() = format!("{}/gw/front", discord.origin.replace("http", "ws"));
        Self {
            discord,
            connections: tokio::sync::Mutex::new(connections),
        }
    }

    pub fn sender(&self) -> Sender {
        self.discord.sender(&Pauses::short())
    }

    /// The bot's next connection.
    pub async fn connection(&self) -> Connection {
        self.connections.lock().await.recv().await.unwrap()
    }

    /// The next connection, which has started a session and whose first heartbeat is far.
    pub async fn session(&self) -> Connection {
        let mut connection = self.connection().await;
        connection.hello(3_600_000);
        assert_eq!(connection.heard_besides_heartbeats().await["op"], 2);
        connection.say(&self.ready());
        connection
    }

    /// The first event of a session, which is to be resumed at the back door.
    pub fn ready(&self) -> Value {
        let back = format!("{}/gw/back", self.discord.origin.replace("http", "ws"));
        ready(&back)
    }
}

impl Connection {
    pub fn say(&self, frame: &Value) {
        self.say.send(Say::Frame(frame.clone())).unwrap();
    }

    pub fn hello(&self, heartbeat_interval: u64) {
        self.say(&json!({"op": 10, "d": {"heartbeat_interval": heartbeat_interval}}));
    }

    pub fn close(&self, code: u16) {
        self.say.send(Say::Close(code)).unwrap();
    }

    pub fn drop_it(self) {
        self.say.send(Say::Drop).unwrap();
    }

    /// What the bot says next; its leaving is `{"closed": code}`.
    pub async fn heard(&mut self) -> Value {
        self.heard.recv().await.unwrap()
    }

    /// What the bot says next besides its heartbeats. The first one comes at a random moment of the interval, also before
    /// anything else if time goes on.
    pub async fn heard_besides_heartbeats(&mut self) -> Value {
        loop {
            let said = self.heard().await;
            if said["op"] != 1 {
                return said;
            }
        }
    }
}

async fn serve(mut socket: WebSocket, door: String, came: UnboundedSender<Connection>) {
    let (hear, heard) = mpsc::unbounded_channel();
    let (say, mut said) = mpsc::unbounded_channel();
    if came.send(Connection { door, heard, say }).is_err() {
        return;
    }
    loop {
        tokio::select! {
            frame = socket.recv() => match frame {
                Some(Ok(Message::Text(frame))) => {
                    let frame: Value = serde_json::from_str(&frame).unwrap();
                    // A test that has seen enough does not listen any more.
                    hear.send(frame).ok();
                }
                Some(Ok(Message::Close(frame))) => {
                    hear.send(json!({"closed": frame.map(|frame| frame.code)})).ok();
                }
                Some(Ok(Message::Binary(_) | Message::Ping(_) | Message::Pong(_))) => {}
                Some(Err(_)) | None => return,
            },
            // A test that has forgotten the connection leaves it open.
            Some(say) = said.recv() => match say {
                Say::Frame(frame) => socket.send(Message::Text(frame.to_string().into())).await.unwrap(),
                Say::Close(code) => {
                    let frame = CloseFrame { code, reason: "".into() };
                    socket.send(Message::Close(Some(frame))).await.unwrap();
                }
                Say::Drop => return,
            },
        }
    }
}

pub fn dispatch(sequence: u64, kind: &str, data: &Value) -> Value {
    json!({"op": 0, "s": sequence, "t": kind, "d": data})
}

pub fn ready(resume_at: &str) -> Value {
    dispatch(
        1,
        "READY",
        &json!({
            "v": 10, "user": {"id": "50", "username": "blipbot", "discriminator": "0000", "avatar": null, "bot": true},
            "guilds": [{"id": "8", "unavailable": true}], "session_id": "s", "resume_gateway_url": resume_at,
            "application": {"id": "5", "flags": 0}, "shard": [0, 1],
        }),
    )
}

pub fn interaction(id: u64) -> Value {
    json!({
        "id": id.to_string(), "application_id": "5", "type": 2, "token": "secret-token", "version": 1, "guild_id": "8",
        "channel_id": "1", "locale": "en-US", "entitlements": [], "app_permissions": "0",
        "attachment_size_limit": 10_485_760,
        "data": {"id": "70", "name": "radar", "type": 1},
        "member": {
            "user": {"id": "3", "username": "ada", "discriminator": "0000", "avatar": null}, "roles": [],
            "joined_at": "2026-01-01T00:00:00Z", "deaf": false, "mute": false, "flags": 0, "permissions": "0",
        },
    })
}
