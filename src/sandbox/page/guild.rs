//! The bot leaves and joins guilds, and guilds are out of reach for a while.

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use serde_json::{Value, json};

use super::refusal::Refusal;
use crate::sandbox::shared::Handle;
use crate::sandbox::snowflake::Snowflake;
use crate::sandbox::state::State as World;
use crate::sandbox::wire;
use crate::sandbox::world::{BOT, Guild, bot_member};

/// The intent for guilds, their channels and roles.
const GUILDS: u64 = 1;

/// What happens to the bot in a guild.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Change {
    /// It is removed.
    Kick,
    /// It is added.
    Invite,
    /// The guild is out of reach; nobody has left it.
    Outage,
    /// The guild is back.
    Recover,
}

/// What happens, and where.
#[derive(Debug, Deserialize)]
pub struct GuildRequest {
    guild: Snowflake,
    #[serde(rename = "do")]
    change: Change,
}

/// `POST /sandbox/guild`. What is so already is refused.
pub async fn guild(
    State(shared): State<Handle>,
    Json(GuildRequest { guild, change }): Json<GuildRequest>,
) -> Result<Json<Value>, Refusal> {
    shared.update(|state| {
        apply(state, guild, change)?;
        tell(state, guild);
        let found = state.world.guild(guild);
        Ok(Json(json!({
            "guild": guild,
            "member": found.is_some_and(Guild::has_bot),
            "outage": found.is_some_and(|guild| guild.outage),
        })))
    })
}

fn apply(state: &mut World, id: Snowflake, change: Change) -> Result<(), Refusal> {
    let guild = state
        .world
        .guild_mut(id)
        .ok_or_else(|| Refusal::bad("There is no such guild."))?;
    match (change, guild.has_bot(), guild.outage) {
        (Change::Kick, true, _) => guild.members.retain(|member| member.user.id != BOT),
        (Change::Invite, false, false) => guild.members.push(bot_member()),
        (Change::Outage, _, false) => guild.outage = true,
        (Change::Recover, _, true) => guild.outage = false,
        (Change::Kick, false, _) => return Err(Refusal::bad("The bot is not in this guild.")),
        (Change::Invite, true, _) => return Err(Refusal::bad("The bot is in this guild already.")),
        (Change::Invite | Change::Outage, _, true) => {
            return Err(Refusal::bad("The guild is out of reach."));
        }
        (Change::Recover, _, false) => return Err(Refusal::bad("The guild is not out of reach.")),
    }
    Ok(())
}

/// Tells the bot how things are now.
fn tell(state: &mut World, id: Snowflake) {
    let Some(guild) = state.world.guild(id) else {
        return;
    };
    let (event, data) = if !guild.has_bot() {
        ("GUILD_DELETE", json!({ "id": id }))
    } else if guild.outage {
        ("GUILD_DELETE", wire::unavailable(id))
    } else {
        ("GUILD_CREATE", wire::guild_create(guild, &state.world, false))
    };
    // Not by `tell`: the bot hears of a guild that it can no longer reach.
    state.sessions.dispatch(Some(id), GUILDS, event, &data);
}
