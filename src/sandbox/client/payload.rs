//! The `INTERACTION_CREATE` event, with everything that Discord puts into it.

use serde_json::{Value, json};

use super::actor::Actor;
use crate::sandbox::interaction::{Interaction, InteractionKind};
use crate::sandbox::limits;
use crate::sandbox::snowflake::Snowflake;
use crate::sandbox::state::State;
use crate::sandbox::wire;
use crate::sandbox::world::BOT;

/// What a member does.
#[derive(Debug)]
pub struct Act {
    /// What it is.
    pub kind: InteractionKind,
    /// The event's `data`.
    pub data: Value,
    /// The command's name.
    pub command: Option<String>,
    /// The message in whose menu the command was used.
    pub target: Option<Snowflake>,
    /// The message with the component.
    pub source: Option<Snowflake>,
}

/// The event's payload.
pub fn payload(state: &State, actor: &Actor, interaction: &Interaction, data: &Value) -> Value {
    let world = &state.world;
    let rights = world.permissions_in(actor.user, actor.channel);
    let bot = world.permissions_in(BOT, actor.channel);
    let mut payload = json!({
        "id": interaction.id,
        "application_id": BOT,
        "type": interaction.kind.number(),
        "data": data,
        "channel_id": actor.channel,
        "token": interaction.token,
        "version": 1,
        "locale": "en-US",
        "app_permissions": bot,
        "entitlements": [],
        "authorizing_integration_owners": { "0": actor.guild.map_or_else(|| "0".to_owned(), |guild| guild.to_string()) },
        "context": u8::from(actor.guild.is_none()),
        "attachment_size_limit": limits::FILE_BYTES,
    });
    if let Some(channel) = world.channel(actor.channel) {
        payload["channel"] = wire::partial_channel(channel, rights);
    }
    if let Some((guild, member)) = actor.membership(world) {
        let mut member = wire::member(member);
        member["permissions"] = json!(rights);
        payload["guild_id"] = json!(guild.id);
        payload["guild"] = json!({ "id": guild.id, "locale": "en-US", "features": [] });
        payload["guild_locale"] = json!("en-US");
        payload["member"] = member;
    } else if let Some(user) = world.user(actor.user) {
        payload["user"] = wire::user(user);
    }
    if let Some(message) = interaction.source.and_then(|id| state.messages.get(&id)) {
        payload["message"] = wire::message(message, world);
    }
    payload
}
