//! Everything at a glance: people, places, commands, the clock and who was pinged.

use std::collections::HashMap;
use std::sync::atomic::Ordering;

use axum::Json;
use axum::extract::State;
use serde_json::{Value, json};

use crate::sandbox::message::flags;
use crate::sandbox::permissions;
use crate::sandbox::shared::Handle;
use crate::sandbox::snowflake::Snowflake;
use crate::sandbox::state::State as World;
use crate::sandbox::world::{Channel, Guild, Place};

/// `GET /sandbox/state`
pub async fn state(State(shared): State<Handle>) -> Json<Value> {
    let now = shared.clock.now();
    let change = *shared.watch().borrow();
    shared.read(|state| {
        let bot = crate::sandbox::world::World::bot();
        let last = last_messages(state);
        Json(json!({
            "change": change,
            "now": now.to_string(),
            "now_unix": now.as_second(),
            "bot": { "connected": state.sessions.connected(), "name": bot.name, "id": bot.id },
            "application": { "id": bot.id, "members_intent": state.members_intent },
            "guilds": state.world.guilds.iter().map(|one| guild(one, state, &last)).collect::<Vec<_>>(),
            "direct": state.world.channels.iter().filter_map(|one| direct(one, &last)).collect::<Vec<_>>(),
            "commands": state.commands.iter().map(|command| &command.wire).collect::<Vec<_>>(),
            "invalid_requests": shared.invalid_requests.load(Ordering::Relaxed),
            "pings": state.pings.iter().map(|ping| json!({
                "message": ping.message, "channel": ping.channel, "targets": ping.targets,
            })).collect::<Vec<_>>(),
        }))
    })
}

fn guild(guild: &Guild, state: &World, last: &HashMap<Snowflake, Snowflake>) -> Value {
    let members = guild.members.iter().map(|member| {
        json!({
            "id": member.user.id,
            "name": member.user.name,
            "bot": member.user.bot,
            "owner": member.user.id == guild.owner,
            "roles": member.roles,
            "permissions": permissions::in_guild(guild, member),
        })
    });
    let roles = guild
        .roles
        .iter()
        .map(|role| json!({ "id": role.id, "name": role.name, "color": role.color, "mentionable": role.mentionable }));
    let former = state.world.former.iter().filter(|(from, _)| *from == guild.id);
    let former = former.map(|(_, gone)| json!({ "id": gone.user.id, "name": gone.user.name }));
    json!({
        "id": guild.id,
        "name": guild.name,
        "members": members.collect::<Vec<_>>(),
        "former": former.collect::<Vec<_>>(),
        "roles": roles.collect::<Vec<_>>(),
        "channels": state.world.channels_of(guild.id).map(|one| channel(one, last)).collect::<Vec<_>>(),
    })
}

fn channel(channel: &Channel, last: &HashMap<Snowflake, Snowflake>) -> Value {
    let (number, kind, parent) = match channel.place {
        Place::Text(_) => (0, "text", None),
        Place::Direct(_) => (1, "direct", None),
        Place::Announcement(_) => (5, "announcement", None),
        Place::Thread { parent, .. } => (11, "thread", Some(parent)),
    };
    json!({ "id": channel.id, "name": channel.name, "type": number, "kind": kind, "parent": parent, "archived": channel.archive.archived, "last": last.get(&channel.id) })
}

/// The last message of each channel that all can see.
fn last_messages(state: &World) -> HashMap<Snowflake, Snowflake> {
    let seen = state.messages.values();
    let seen = seen.filter(|message| !message.is(flags::EPHEMERAL));
    seen.map(|message| (message.channel, message.id)).collect()
}

/// A direct message, with the member whose it is.
fn direct(channel: &Channel, last: &HashMap<Snowflake, Snowflake>) -> Option<Value> {
    match channel.place {
        Place::Direct(member) => Some(
            json!({ "id": channel.id, "name": channel.name, "member": member, "last": last.get(&channel.id) }),
        ),
        Place::Text(_) | Place::Announcement(_) | Place::Thread { .. } => None,
    }
}
