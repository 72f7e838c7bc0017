//! What an administrator of the little world can change: the bot's permissions in a channel, members' roles, and whether
//! a role may be mentioned.

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use serde_json::{Value, json};

use super::refusal::Refusal;
use crate::sandbox::permissions::Permissions;
use crate::sandbox::shared::Handle;
use crate::sandbox::snowflake::Snowflake;
use crate::sandbox::wire;
use crate::sandbox::world::{BOT, Role};

/// The intent for guilds, their channels and roles.
const GUILDS: u64 = 1;
/// The intent for members.
const GUILD_MEMBERS: u64 = 1 << 1;

/// What a channel changes for a member.
#[derive(Debug, Deserialize)]
pub struct OverwriteRequest {
    channel: Snowflake,
    member: String,
    #[serde(default)]
    allow: Vec<String>,
    #[serde(default)]
    deny: Vec<String>,
}

/// `POST /sandbox/permissions`
pub async fn permissions(
    State(shared): State<Handle>,
    Json(request): Json<OverwriteRequest>,
) -> Result<Json<Value>, Refusal> {
    let named = |names: &[String]| {
        Permissions::from_names(names)
            .map_err(|name| Refusal::bad(format!("There is no permission `{name}`.")))
    };
    let (allow, deny) = (named(&request.allow)?, named(&request.deny)?);
    let member = match request.member.as_str() {
        "bot" => BOT,
        id => id
            .parse()
            .map_err(|_| Refusal::bad("`member` is `bot` or an id."))?,
    };
    shared.update(|state| {
        state.world.overwrite(request.channel, member, allow, deny);
        let channel = state
            .world
            .channel(request.channel)
            .ok_or_else(|| Refusal::bad("There is no such channel."))?;
        let wire = wire::channel(channel, &state.world);
        state.tell(channel.place.guild(), GUILDS, "CHANNEL_UPDATE", &wire);
        Ok(Json(
            json!({ "permissions": state.world.permissions_in(member, request.channel) }),
        ))
    })
}

/// The roles of a member, all of them.
#[derive(Debug, Deserialize)]
pub struct RolesRequest {
    guild: Snowflake,
    member: Snowflake,
    roles: Vec<Snowflake>,
}

/// `POST /sandbox/roles`
pub async fn roles(
    State(shared): State<Handle>,
    Json(request): Json<RolesRequest>,
) -> Result<Json<Value>, Refusal> {
    shared.update(|state| {
        let guild = state
            .world
            .guild_mut(request.guild)
            .ok_or_else(|| Refusal::bad("There is no such guild."))?;
        if let Some(unknown) = request.roles.iter().find(|id| guild.role(**id).is_none()) {
            return Err(Refusal::bad(format!("There is no role {unknown}.")));
        }
        let member = guild
            .members
            .iter_mut()
            .find(|member| member.user.id == request.member);
        let member = member.ok_or_else(|| Refusal::bad("There is no such member."))?;
        member.roles.clone_from(&request.roles);
        let mut wire = wire::member(member);
        wire["guild_id"] = json!(request.guild);
        state.tell(Some(request.guild), GUILD_MEMBERS, "GUILD_MEMBER_UPDATE", &wire);
        Ok(Json(json!({ "roles": request.roles })))
    })
}

/// What is changed of a role.
#[derive(Debug, Deserialize)]
pub struct RoleRequest {
    guild: Snowflake,
    role: Snowflake,
    mentionable: bool,
}

/// `POST /sandbox/role`
pub async fn role(
    State(shared): State<Handle>,
    Json(request): Json<RoleRequest>,
) -> Result<Json<Value>, Refusal> {
    shared.update(|state| {
        let guild = state
            .world
            .guild_mut(request.guild)
            .ok_or_else(|| Refusal::bad("There is no such guild."))?;
        // Discord has no such switch for `@everyone`.
        let own = |role: &&mut Role| role.id == request.role && role.id != request.guild;
        let found = guild.roles.iter_mut().enumerate().find(|(_, role)| own(role));
        let (position, role) = found.ok_or_else(|| Refusal::bad("There is no such role."))?;
        role.mentionable = request.mentionable;
        let wire = wire::role(role, position);
        let event = json!({ "guild_id": request.guild, "role": wire });
        state.tell(Some(request.guild), GUILDS, "GUILD_ROLE_UPDATE", &event);
        Ok(Json(wire))
    })
}
