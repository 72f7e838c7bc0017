//! The gateway: a session of one shard in one guild.

use std::sync::{Arc, PoisonError};

use axum::extract::ws::{Message, WebSocket};
use serde_json::{Value, json};
use tokio::sync::mpsc;

use super::Shared;

/// The application, and its user.
pub const APPLICATION: &str = "1000000000000000001";
/// The guild that the bot is in.
pub const GUILD: &str = "1000000000000000002";
/// It as Discord describes it.
const GUILD_OBJECT: &str = include_str!("guild.json");
/// A channel of it.
pub const CHANNEL: &str = "1000000000000000003";

/// What a team's server has of them.
const CHANNELS: u64 = 40;
const ROLES: u64 = 20;

/// An interaction on its way to the bot.
pub struct Ask {
    pub interaction: u64,
    pub frame: String,
}

/// The bot as a user.
pub fn user() -> Value {
    json!({ "id": APPLICATION, "username": "bench", "discriminator": "0001", "global_name": null, "avatar": null, "bot": true })
}

/// One connection, until the bot is gone.
pub async fn serve(mut socket: WebSocket, shared: Arc<Shared>) {
    let hello = json!({ "op": 10, "s": null, "t": null, "d": { "heartbeat_interval": 41_250 } });
    let (sender, mut asks) = mpsc::unbounded_channel();
    let mut alive = socket.send(Message::text(hello.to_string())).await.is_ok();
    while alive {
        alive = tokio::select! {
            ask = asks.recv() => match ask {
                Some(Ask { interaction, frame }) => {
                    shared.sends(interaction);
                    socket.send(Message::text(frame)).await.is_ok()
                }
                None => false,
            },
            heard = socket.recv() => match heard {
                Some(Ok(Message::Text(text))) => hear(&mut socket, text.as_bytes(), &shared, &sender).await,
                Some(Ok(Message::Binary(bytes))) => hear(&mut socket, &bytes, &shared, &sender).await,
                Some(Ok(Message::Ping(_) | Message::Pong(_))) => true,
                Some(Ok(Message::Close(_)) | Err(_)) | None => false,
            },
        };
    }
}

/// Answers a frame; says whether the connection goes on.
async fn hear(
    socket: &mut WebSocket,
    frame: &[u8],
    shared: &Shared,
    sender: &mpsc::UnboundedSender<Ask>,
) -> bool {
    const HEARTBEAT: u64 = 1;
    const IDENTIFY: u64 = 2;
    let frame: Value = serde_json::from_slice(frame).unwrap_or_default();
    let answers = match frame["op"].as_u64() {
        Some(HEARTBEAT) => vec![json!({ "op": 11, "s": null, "t": null, "d": null })],
        Some(IDENTIFY) => {
            *shared.asks.lock().unwrap_or_else(PoisonError::into_inner) = Some(sender.clone());
            let ready = json!({ "op": 0, "s": 1, "t": "READY", "d": ready(shared) });
            std::iter::once(ready)
                .chain((0..shared.guilds).map(
                    |number| json!({ "op": 0, "s": number + 2, "t": "GUILD_CREATE", "d": guild(number) }),
                ))
                .collect()
        }
        _ => Vec::new(),
    };
    for answer in answers {
        if socket.send(Message::text(answer.to_string())).await.is_err() {
            return false;
        }
    }
    true
}

fn ready(shared: &Shared) -> Value {
    let guilds: Vec<_> = (0..shared.guilds)
        .map(|number| json!({ "id": guild_id(number), "unavailable": true }))
        .collect();
    json!({
        "v": 10, "user": user(), "guilds": guilds, "session_id": "bench",
        "resume_gateway_url": shared.url, "shard": [0, 1], "application": { "id": APPLICATION, "flags": 0 },
    })
}

/// The first is the one that is asked from.
fn guild_id(number: u64) -> String {
    let first: u64 = GUILD.parse().unwrap_or_default();
    (first + (number << 22)).to_string()
}

/// The first is as small as it can be, the others have what a team's server has.
fn guild(number: u64) -> Value {
    let mut guild: Value = serde_json::from_str(GUILD_OBJECT).unwrap_or_default();
    guild["id"] = guild_id(number).into();
    if number > 0 {
        for (list, count) in [("channels", CHANNELS), ("roles", ROLES)] {
            let model = guild[list][0].clone();
            let copies = (0..count).map(|index| {
                let mut copy = model.clone();
                copy["id"] = (2_000_000_000_000_000_000 + number * 1_000 + index)
                    .to_string()
                    .into();
                copy
            });
            guild[list] = copies.collect();
        }
    }
    guild
}
