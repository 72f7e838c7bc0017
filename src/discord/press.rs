//! A press of a button, or a use of a menu, as far as the bot has a use for it.
//!
//! It is read from Discord's JSON itself: a press carries its whole message along, with all that is framed in it, and
//! serenity reads that, too. In a storm of presses most of the bot's time went into it.

use std::borrow::Cow;

use serde::Deserialize;
use serenity::model::Permissions;
use serenity::model::channel::{ChannelType, MessageFlags};
use tokio::time::Instant;

use super::responder::Ticket;
use super::select_id::Chosen;
use super::wire::{id, ids, optional_id};
use crate::id::{ApplicationId, ChannelId, GuildId, InteractionId, MemberId, RoleId};

/// Discord's numbers for the menus that the bot has.
mod component_type {
    pub const STRING_SELECT: u8 = 3;
    pub const USER_SELECT: u8 = 5;
    pub const ROLE_SELECT: u8 = 6;
}

/// A press of a button, or a use of a menu.
#[derive(Debug, Clone)]
pub struct Press {
    /// Its id.
    pub interaction: InteractionId,
    /// The guild, if it happened in one.
    pub guild: Option<GuildId>,
    /// The channel.
    pub channel: ChannelId,
    /// What kind of channel that is.
    pub kind: ChannelType,
    /// Who pressed, in a guild.
    pub member: Option<Presser>,
    /// What the bot may do in the channel.
    pub granted: Option<Permissions>,
    /// What the button or menu carries.
    pub custom_id: String,
    /// What was chosen; `None`: a button was pressed, or a menu used that the bot has none of.
    pub chosen: Option<Chosen>,
    /// Whether only one member sees the message.
    pub is_ephemeral: bool,
}

/// Who pressed.
#[derive(Debug, Clone)]
pub struct Presser {
    /// Who.
    pub member: MemberId,
    /// Their roles.
    pub roles: Vec<RoleId>,
    /// What they may do in the channel.
    pub permissions: Option<Permissions>,
}

impl Press {
    /// Reads one that came in at `received`, with what it takes to answer it.
    pub fn read(json: &str, received: Instant) -> Result<(Ticket, Self), serde_json::Error> {
        let sent: Sent<'_> = serde_json::from_str(json)?;
        let ticket = Ticket::new(sent.id, sent.application, sent.token.into_owned(), received).of_press();
        let press = Self {
            interaction: sent.id,
            guild: sent.guild,
            channel: sent.channel_id,
            kind: sent.channel.map_or(ChannelType::Text, |channel| channel.kind),
            member: sent.member.map(|member| Presser {
                member: member.user.id,
                roles: member.roles,
                permissions: member.permissions,
            }),
            granted: sent.granted,
            chosen: chosen(sent.data.kind, sent.data.values)?,
            custom_id: sent.data.custom_id.into_owned(),
            is_ephemeral: sent
                .message
                .and_then(|message| message.flags)
                .is_some_and(|flags| flags.contains(MessageFlags::EPHEMERAL)),
        };
        Ok((ticket, press))
    }
}

fn chosen(kind: u8, values: Option<Vec<String>>) -> Result<Option<Chosen>, serde_json::Error> {
    fn read<T: std::str::FromStr<Err: std::fmt::Display>>(
        values: &[String],
    ) -> Result<Vec<T>, serde_json::Error> {
        let ids = values.iter().map(|value| value.parse());
        ids.collect::<Result<_, _>>().map_err(serde::de::Error::custom)
    }
    let Some(values) = values else { return Ok(None) };
    Ok(match kind {
        component_type::STRING_SELECT => Some(Chosen::Options(values)),
        component_type::USER_SELECT => Some(Chosen::Members(read(&values)?)),
        component_type::ROLE_SELECT => Some(Chosen::Roles(read(&values)?)),
        _ => None,
    })
}

/// As Discord sends it.
#[derive(Deserialize)]
struct Sent<'a> {
    #[serde(deserialize_with = "id")]
    id: InteractionId,
    #[serde(rename = "application_id", deserialize_with = "id")]
    application: ApplicationId,
    #[serde(borrow)]
    token: Cow<'a, str>,
    #[serde(rename = "guild_id", default, deserialize_with = "optional_id")]
    guild: Option<GuildId>,
    #[serde(deserialize_with = "id")]
    channel_id: ChannelId,
    channel: Option<SentChannel>,
    member: Option<SentMember>,
    #[serde(rename = "app_permissions")]
    granted: Option<Permissions>,
    #[serde(borrow)]
    data: SentData<'a>,
    message: Option<SentMessage>,
}

#[derive(Deserialize)]
struct SentChannel {
    #[serde(rename = "type")]
    kind: ChannelType,
}

#[derive(Deserialize)]
struct SentMember {
    user: SentUser,
    #[serde(deserialize_with = "ids")]
    roles: Vec<RoleId>,
    permissions: Option<Permissions>,
}

#[derive(Deserialize)]
struct SentUser {
    #[serde(deserialize_with = "id")]
    id: MemberId,
}

#[derive(Deserialize)]
struct SentData<'a> {
    #[serde(borrow)]
    custom_id: Cow<'a, str>,
    #[serde(rename = "component_type")]
    kind: u8,
    values: Option<Vec<String>>,
}

#[derive(Deserialize)]
struct SentMessage {
    flags: Option<MessageFlags>,
}
