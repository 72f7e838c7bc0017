//! What is read of Discord's answers, and how it comes over the wire.

use std::time::Duration;

use serde::{Deserialize, Deserializer};

use crate::discord::channel::{Channel, ChannelKind};
use crate::discord::wire::{id, optional_id};
use crate::id::{ApplicationId, ChannelId, GuildId, MemberId, MessageId};

/// How to reach the gateway.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct GatewayBot {
    /// Its address.
    pub url: String,
    /// How many connections Discord wants the bot to make.
    pub shards: u32,
    /// How many more sessions Discord lets the bot start.
    pub session_start_limit: SessionStartLimit,
}

/// The budget of new sessions. Discord resets the token of a bot that uses it up.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct SessionStartLimit {
    /// How many in a day.
    pub total: u32,
    /// How many are left.
    pub remaining: u32,
    /// When `total` is available again.
    #[serde(deserialize_with = "milliseconds")]
    pub reset_after: Duration,
    /// How many may be started within five seconds.
    pub max_concurrency: u32,
}

/// A message that was posted.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Message {
    /// Its id.
    #[serde(deserialize_with = "id")]
    pub id: MessageId,
    /// Where it is.
    #[serde(rename = "channel_id", deserialize_with = "id")]
    pub channel: ChannelId,
}

/// The bot's user.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct User {
    /// Its id.
    #[serde(deserialize_with = "id")]
    pub id: MemberId,
    /// Its name.
    #[serde(rename = "username")]
    pub name: String,
}

/// The bot's application.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Application {
    /// Its id.
    #[serde(deserialize_with = "id")]
    pub id: ApplicationId,
    /// Its name.
    pub name: String,
}

/// A guild that the bot is in.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Guild {
    /// Its id.
    #[serde(deserialize_with = "id")]
    pub id: GuildId,
    /// Its name.
    pub name: String,
    /// Who owns it.
    #[serde(rename = "owner_id", deserialize_with = "id")]
    pub owner: MemberId,
}

/// A channel as it comes over the wire.
#[derive(Deserialize)]
pub(super) struct WireChannel {
    #[serde(deserialize_with = "id")]
    id: ChannelId,
    #[serde(rename = "type")]
    kind: u8,
    #[serde(default, deserialize_with = "optional_id")]
    guild_id: Option<GuildId>,
    name: Option<String>,
}

impl From<WireChannel> for Channel {
    fn from(wire: WireChannel) -> Self {
        Self {
            id: wire.id,
            kind: ChannelKind::from_number(wire.kind),
            guild: wire.guild_id,
            name: wire.name,
        }
    }
}

fn milliseconds<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Duration, D::Error> {
    u64::deserialize(deserializer).map(Duration::from_millis)
}
