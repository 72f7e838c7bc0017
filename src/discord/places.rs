//! Looks at a channel over REST: what it is, and what the bot may do there.

use async_trait::async_trait;
use serde::de::DeserializeOwned;
use serde_json::Value;
use serenity::model::channel::GuildChannel;
use serenity::model::guild::{Member, PartialGuild};

use super::convert::{channel_kind, missing};
use super::sender::{SendError, Sender};
use crate::id::{ChannelId, GuildId, MemberId};
use crate::service::{Place, PlaceError, Places};

/// Channels as Discord describes them now.
#[derive(Debug, Clone)]
pub struct RestPlaces {
    sender: Sender,
    me: MemberId,
}

impl RestPlaces {
    /// Looks with the eyes of the bot `me`.
    pub fn new(sender: Sender, me: MemberId) -> Self {
        Self { sender, me }
    }
}

#[async_trait]
impl Places for RestPlaces {
    async fn look(&self, guild: GuildId, channel: ChannelId) -> Result<Place, PlaceError> {
        let unreachable = |error: SendError| match error {
            error if error.is_unknown_channel() || error.is_missing_permission() => {
                PlaceError::NotSeen(channel)
            }
            error => PlaceError::Unreachable(error.to_string()),
        };
        let (found, server, member) = tokio::try_join!(
            self.sender.channel_object(channel),
            self.sender.guild_object(guild),
            self.sender.member_object(guild, self.me),
        )
        .map_err(unreachable)?;
        if found.get("guild_id").and_then(Value::as_str) != Some(guild.to_string().as_str()) {
            return Err(PlaceError::NotSeen(channel));
        }
        // A member's guild is told by the request's path alone.
        let mut member = member;
        if let Value::Object(fields) = &mut member {
            fields.insert("guild_id".to_owned(), Value::from(guild.to_string()));
        }
        let found: GuildChannel = read(found)?;
        let permissions = read::<PartialGuild>(server)?.user_permissions_in(&found, &read::<Member>(member)?);
        Ok(Place {
            channel,
            kind: channel_kind(found.kind),
            missing: missing(permissions, found.kind),
        })
    }
}

fn read<T: DeserializeOwned>(value: Value) -> Result<T, PlaceError> {
    serde_json::from_value(value).map_err(|error| PlaceError::Unreachable(error.to_string()))
}
