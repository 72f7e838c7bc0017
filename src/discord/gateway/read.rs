//! Turns Discord's events into ours.
//!
//! Of guilds and channels a few fields are read, each for itself: what Discord adds or leaves out elsewhere does not
//! make an event unreadable. Interactions are read into serenity's types.

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;
use tokio::time::Instant;

use super::event::{GatewayEvent, GuildSnapshot, Read, Shard};
use super::frame::Dispatch;
use super::interaction;
use crate::discord::channel::{Channel, ChannelKind};
use crate::discord::wire::{id, ids, optional_id};
use crate::id::{ApplicationId, ChannelId, GuildId, MemberId, MessageId};

#[derive(Deserialize)]
struct Ready {
    user: BotUser,
    application: BotApplication,
    #[serde(default)]
    guilds: Vec<KnownGuild>,
    shard: Option<(u32, u32)>,
}

#[derive(Deserialize)]
struct BotUser {
    #[serde(deserialize_with = "id")]
    id: MemberId,
}

#[derive(Deserialize)]
struct BotApplication {
    #[serde(deserialize_with = "id")]
    id: ApplicationId,
}

#[derive(Deserialize)]
struct KnownGuild {
    #[serde(deserialize_with = "id")]
    id: GuildId,
    #[serde(default)]
    unavailable: Option<bool>,
}

#[derive(Deserialize)]
struct WholeGuild {
    name: String,
    #[serde(rename = "owner_id", deserialize_with = "id")]
    owner: MemberId,
    #[serde(default)]
    channels: Vec<ListedChannel>,
}

#[derive(Deserialize)]
struct ListedChannel {
    #[serde(deserialize_with = "id")]
    id: ChannelId,
    #[serde(rename = "type")]
    kind: u8,
    name: Option<String>,
}

#[derive(Deserialize)]
struct OfChannel {
    #[serde(deserialize_with = "id")]
    id: ChannelId,
    #[serde(default, rename = "guild_id", deserialize_with = "optional_id")]
    guild: Option<GuildId>,
}

#[derive(Deserialize)]
struct DeletedMessage {
    #[serde(deserialize_with = "id")]
    id: MessageId,
    #[serde(flatten)]
    place: OfMessages,
}

#[derive(Deserialize)]
struct DeletedMessages {
    #[serde(deserialize_with = "ids")]
    ids: Vec<MessageId>,
    #[serde(flatten)]
    place: OfMessages,
}

#[derive(Deserialize)]
struct OfMessages {
    #[serde(rename = "channel_id", deserialize_with = "id")]
    channel: ChannelId,
    #[serde(default, rename = "guild_id", deserialize_with = "optional_id")]
    guild: Option<GuildId>,
}

impl OfMessages {
    /// Direct messages are nobody's votes.
    fn deleted(self, messages: Vec<MessageId>) -> Option<GatewayEvent> {
        Some(GatewayEvent::MessagesDeleted {
            guild: self.guild?,
            channel: self.channel,
            messages,
        })
    }
}

#[derive(Deserialize)]
struct InGuild {
    #[serde(default, rename = "guild_id", deserialize_with = "optional_id")]
    guild: Option<GuildId>,
}

/// What `dispatch`, which came in at `received`, tells.
pub(super) fn read(dispatch: &Dispatch, received: Instant) -> Read {
    let data = &dispatch.data;
    match dispatch.kind.as_str() {
        "INTERACTION_CREATE" => interaction::read(data, received),
        "READY" => event(data, |ready: Ready| Some(started(&ready))),
        "GUILD_CREATE" => guild(data),
        "GUILD_DELETE" => event(data, |guild: KnownGuild| {
            // An outage has the flag; taking it for a farewell would be a loss.
            Some(if guild.unavailable == Some(true) {
                GatewayEvent::GuildUnavailable { guild: guild.id }
            } else {
                GatewayEvent::GuildLeft { guild: guild.id }
            })
        }),
        "CHANNEL_DELETE" | "THREAD_DELETE" => event(data, |gone: OfChannel| {
            let guild = gone.guild?;
            Some(GatewayEvent::ChannelDeleted {
                guild,
                channel: gone.id,
            })
        }),
        "MESSAGE_DELETE" => event(data, |gone: DeletedMessage| gone.place.deleted(vec![gone.id])),
        "MESSAGE_DELETE_BULK" => event(data, |gone: DeletedMessages| gone.place.deleted(gone.ids)),
        "CHANNEL_CREATE" | "CHANNEL_UPDATE" | "GUILD_ROLE_CREATE" | "GUILD_ROLE_UPDATE" => {
            event(data, |place: InGuild| {
                let guild = place.guild?;
                Some(GatewayEvent::PlacesChanged { guild })
            })
        }
        _ => Read::Nothing,
    }
}

fn event<T: DeserializeOwned>(data: &RawValue, tell: impl FnOnce(T) -> Option<GatewayEvent>) -> Read {
    match serde_json::from_str(data.get()) {
        Ok(known) => tell(known).map_or(Read::Nothing, Read::Event),
        Err(error) => Read::Unreadable(error.to_string()),
    }
}

fn started(ready: &Ready) -> GatewayEvent {
    let (index, total) = ready.shard.unwrap_or((0, 1));
    GatewayEvent::Ready {
        application: ready.application.id,
        bot: ready.user.id,
        shard: Shard { index, total },
        guilds: ready.guilds.iter().map(|guild| guild.id).collect(),
    }
}

/// A guild comes whole, or as the news that it can not be used.
fn guild(data: &RawValue) -> Read {
    let known: KnownGuild = match serde_json::from_str(data.get()) {
        Ok(known) => known,
        Err(error) => return Read::Unreadable(error.to_string()),
    };
    if known.unavailable == Some(true) {
        return Read::Event(GatewayEvent::GuildUnavailable { guild: known.id });
    }
    event(data, |whole: WholeGuild| {
        let listed = whole.channels.into_iter().map(|channel| Channel {
            id: channel.id,
            kind: ChannelKind::from_number(channel.kind),
            guild: Some(known.id),
            name: channel.name,
        });
        Some(GatewayEvent::GuildAvailable(GuildSnapshot {
            id: known.id,
            name: whole.name,
            owner: whole.owner,
            channels: listed.collect(),
        }))
    })
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn told(kind: &str, data: &Value) -> Read {
        let dispatch = Dispatch {
            sequence: Some(1),
            kind: kind.to_owned(),
            data: serde_json::value::to_raw_value(data).unwrap(),
        };
        read(&dispatch, Instant::now())
    }

    #[test]
    fn an_outage_is_not_a_farewell() {
        for (kind, data) in [
            ("GUILD_CREATE", json!({"id": "7", "unavailable": true})),
            ("GUILD_DELETE", json!({"id": "7", "unavailable": true})),
        ] {
            assert!(matches!(
                told(kind, &data),
                Read::Event(GatewayEvent::GuildUnavailable { guild }) if guild.get() == 7
            ));
        }
        for data in [json!({"id": "7"}), json!({"id": "7", "unavailable": false})] {
            assert!(matches!(
                told("GUILD_DELETE", &data),
                Read::Event(GatewayEvent::GuildLeft { guild }) if guild.get() == 7
            ));
        }
    }

    #[test]
    fn of_a_guild_only_what_is_needed_must_be_there() {
        let data = json!({
            "id": "7", "name": "Team", "owner_id": "3", "channels": [
                {"id": "9", "type": 0, "name": "general", "application_id": null, "new": {}},
                {"id": "10", "type": 99, "name": null},
            ],
        });
        let Read::Event(GatewayEvent::GuildAvailable(guild)) = told("GUILD_CREATE", &data) else {
            panic!("it is whole")
        };
        assert_eq!(
            (guild.id.get(), guild.owner.get(), guild.name.as_str()),
            (7, 3, "Team")
        );
        let kinds: Vec<_> = guild.channels.iter().map(|channel| channel.kind).collect();
        assert_eq!(kinds, [ChannelKind::Text, ChannelKind::Unknown(99)]);
    }

    #[test]
    fn deleted_messages_are_told_one_or_many() {
        let deleted = |kind, data: Value| match told(kind, &data) {
            Read::Event(GatewayEvent::MessagesDeleted {
                guild,
                channel,
                messages,
            }) => Some((
                guild.get(),
                channel.get(),
                messages.into_iter().map(MessageId::get).collect::<Vec<_>>(),
            )),
            _ => None,
        };
        let one = json!({"id": "9", "channel_id": "1", "guild_id": "7"});
        assert_eq!(deleted("MESSAGE_DELETE", one), Some((7, 1, vec![9])));
        let many = json!({"ids": ["9", "10"], "channel_id": "1", "guild_id": "7"});
        assert_eq!(deleted("MESSAGE_DELETE_BULK", many), Some((7, 1, vec![9, 10])));
        let direct = json!({"id": "9", "channel_id": "1"});
        assert!(matches!(told("MESSAGE_DELETE", &direct), Read::Nothing));
        let written = json!({"id": "9", "channel_id": "1", "guild_id": "7", "content": ""});
        assert!(matches!(told("MESSAGE_CREATE", &written), Read::Nothing));
    }

    #[test]
    fn what_can_not_be_read_is_told_apart_from_what_nobody_wants() {
        assert!(matches!(
            told("GUILD_CREATE", &json!({"id": "0"})),
            Read::Unreadable(_)
        ));
        assert!(matches!(told("GUILD_DELETE", &json!([])), Read::Unreadable(_)));
        assert!(matches!(told("TYPING_START", &json!([])), Read::Nothing));
        assert!(matches!(
            told("CHANNEL_DELETE", &json!({"id": "7"})),
            Read::Nothing
        ));
    }
}
