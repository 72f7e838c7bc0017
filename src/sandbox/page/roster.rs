//! Members join and leave, and the bot is granted the intent for members.

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use serde_json::{Value, json};

use super::refusal::Refusal;
use crate::sandbox::shared::Handle;
use crate::sandbox::snowflake::Snowflake;
use crate::sandbox::state::State as World;
use crate::sandbox::wire;
use crate::sandbox::world::{Member, User};

/// The intent for members.
const GUILD_MEMBERS: u64 = 1 << 1;
/// The longest name of a member.
const NAME: usize = 32;

/// What a member does.
#[derive(Debug, Deserialize)]
#[serde(tag = "do", rename_all = "lowercase")]
pub enum Change {
    /// Somebody new comes, without a role.
    Join {
        /// What the newcomer is called.
        name: String,
    },
    /// A member leaves.
    Leave {
        /// Who.
        member: Snowflake,
    },
    /// Somebody who left comes back, without a role.
    Return {
        /// Who.
        member: Snowflake,
    },
}

/// What a member does, and where.
#[derive(Debug, Deserialize)]
pub struct RosterRequest {
    guild: Snowflake,
    #[serde(flatten)]
    change: Change,
}

/// `POST /sandbox/member`. The answer has the member's id.
pub async fn member(
    State(shared): State<Handle>,
    Json(RosterRequest { guild, change }): Json<RosterRequest>,
) -> Result<Json<Value>, Refusal> {
    let now = shared.clock.now();
    shared.update(|state| {
        if state.world.guild(guild).is_none() {
            return Err(Refusal::bad("There is no such guild."));
        }
        let id = match change {
            Change::Join { name } => {
                let name = name.trim().to_owned();
                if name.is_empty() || name.chars().count() > NAME {
                    return Err(Refusal::bad("A name has 1 to 32 characters."));
                }
                let user = User {
                    id: state.new_id(now),
                    name: name.into(),
                    bot: false,
                };
                enter(state, guild, user)
            }
            Change::Leave { member } => leave(state, guild, member)?,
            Change::Return { member } => {
                let gone = |(from, gone): &(Snowflake, Member)| *from == guild && gone.user.id == member;
                let place = state.world.former.iter().position(gone);
                let place = place.ok_or_else(|| Refusal::bad("Nobody of that id has left this guild."))?;
                let (_, back) = state.world.former.remove(place);
                enter(state, guild, back.user)
            }
        };
        Ok(Json(json!({ "member": id })))
    })
}

fn enter(state: &mut World, id: Snowflake, user: User) -> Snowflake {
    let newcomer = Member {
        user,
        roles: Vec::new(),
    };
    let mut event = wire::member(&newcomer);
    event["guild_id"] = json!(id);
    let who = newcomer.user.id;
    if let Some(guild) = state.world.guild_mut(id) {
        // The bot stays the last.
        let last = guild.members.iter().position(|one| one.user.bot);
        guild
            .members
            .insert(last.unwrap_or(guild.members.len()), newcomer);
    }
    state.tell(Some(id), GUILD_MEMBERS, "GUILD_MEMBER_ADD", &event);
    who
}

fn leave(state: &mut World, id: Snowflake, who: Snowflake) -> Result<Snowflake, Refusal> {
    let guild = state.world.guild_mut(id);
    let guild = guild.ok_or_else(|| Refusal::bad("There is no such guild."))?;
    if guild.owner == who {
        return Err(Refusal::bad("The owner can not leave."));
    }
    let place = guild
        .members
        .iter()
        .position(|one| one.user.id == who && !one.user.bot);
    let place = place.ok_or_else(|| Refusal::bad("There is no such member."))?;
    let gone = guild.members.remove(place);
    let event = json!({ "guild_id": id, "user": wire::user(&gone.user) });
    state.world.former.push((id, gone));
    state.tell(Some(id), GUILD_MEMBERS, "GUILD_MEMBER_REMOVE", &event);
    Ok(who)
}

/// Whether the application has the privileged intent for members.
#[derive(Debug, Deserialize)]
pub struct IntentRequest {
    members: bool,
}

/// `POST /sandbox/intents`: what Discord's developer portal switches. Sessions that are open stay as they are.
pub async fn intents(State(shared): State<Handle>, Json(wanted): Json<IntentRequest>) -> Json<Value> {
    shared.update(|state| state.members_intent = wanted.members);
    Json(json!({ "members": wanted.members }))
}
