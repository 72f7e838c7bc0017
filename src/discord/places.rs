//! Looks at a channel over REST: what it is, and what the bot may do there.

use async_trait::async_trait;
use serde::de::DeserializeOwned;
use serde_json::Value;
use serenity::model::Permissions;
use serenity::model::channel::{ChannelType, GuildChannel};
use serenity::model::guild::{Member, PartialGuild};

use super::channel::ChannelKind;
use super::convert::{channel_kind, missing, threads};
use super::sender::{SendError, Sender};
use crate::id::{ChannelId, GuildId, MemberId};
use crate::outbox::Posted;
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
        let (kind, permissions) = self.permissions(guild, channel, self.me).await?;
        Ok(Place {
            channel,
            kind: channel_kind(kind),
            missing: missing(permissions, kind),
            threads: threads(permissions, kind),
        })
    }

    async fn may_use(
        &self,
        guild: GuildId,
        channel: ChannelId,
        member: MemberId,
    ) -> Result<bool, PlaceError> {
        let (_, permissions) = self.permissions(guild, channel, member).await?;
        Ok(permissions.contains(Permissions::VIEW_CHANNEL))
    }

    async fn is_there(&self, posted: Posted) -> Result<bool, PlaceError> {
        match self.sender.message(posted.channel, posted.message).await {
            Ok(_) => Ok(true),
            Err(error) if error.is_unknown_message() => Ok(false),
            Err(error) => Err(unseen(posted.channel, &error)),
        }
    }
}

/// Why Discord did not show a channel.
fn unseen(channel: ChannelId, error: &SendError) -> PlaceError {
    if error.is_unknown_channel() || error.is_missing_permission() {
        PlaceError::NotSeen(channel)
    } else {
        PlaceError::Unreachable(error.to_string())
    }
}

impl RestPlaces {
    /// What kind of channel it is, and what `member` may do there.
    async fn permissions(
        &self,
        guild: GuildId,
        channel: ChannelId,
        member: MemberId,
    ) -> Result<(ChannelType, Permissions), PlaceError> {
        let unreachable = |error: SendError| unseen(channel, &error);
        let (found, server, member) = tokio::try_join!(
            self.sender.channel_object(channel),
            self.sender.guild_object(guild),
            self.sender.member_object(guild, member),
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
        let kind = found.kind;
        // A thread has no overwrites of its own: those of its channel count.
        let ruling = match (ChannelKind::from_number(kind.into()).is_thread(), found.parent_id) {
            (true, Some(parent)) => {
                let parent = ChannelId::try_from(parent.get()).map_err(|_| PlaceError::NotSeen(channel))?;
                let parent = self.sender.channel_object(parent).await;
                read(parent.map_err(unreachable)?)?
            }
            (true | false, _) => found,
        };
        let permissions =
            read::<PartialGuild>(server)?.user_permissions_in(&ruling, &read::<Member>(member)?);
        Ok((kind, permissions))
    }
}

fn read<T: DeserializeOwned>(value: Value) -> Result<T, PlaceError> {
    serde_json::from_value(value).map_err(|error| PlaceError::Unreachable(error.to_string()))
}
