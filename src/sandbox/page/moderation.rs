//! Messages and channels that somebody deletes.
//!
//! Who is named by `as` may delete what Discord lets such a member delete; without a name it is done whoever might.

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use serde::Deserialize;

use super::refusal::Refusal;
use crate::sandbox::client::{Actor, ClientError};
use crate::sandbox::deletion;
use crate::sandbox::message::{Message, flags};
use crate::sandbox::permissions::Permissions;
use crate::sandbox::shared::Handle;
use crate::sandbox::snowflake::Snowflake;
use crate::sandbox::state::State as World;
use crate::sandbox::world::Place;

/// Who deletes, and how much.
#[derive(Debug, Deserialize)]
pub struct Deletion {
    #[serde(rename = "as")]
    member: Option<String>,
    /// Whether all that was said after the message goes, too.
    #[serde(default)]
    newer: bool,
}

/// `DELETE /sandbox/messages/{channel}/{message}`
pub async fn message(
    State(shared): State<Handle>,
    Path((channel, message)): Path<(Snowflake, Snowflake)>,
    Query(wanted): Query<Deletion>,
) -> Result<StatusCode, Refusal> {
    let now = shared.clock.now();
    shared.update(|state| {
        let here = |one: &&Message| one.channel == channel;
        let first = state.messages.get(&message).filter(here);
        let first = first.ok_or(ClientError::NoSuchMessage)?;
        let chosen: Vec<&Message> = if wanted.newer {
            let rest = state.messages.range(message..).map(|(_, one)| one);
            // What only one member sees is nobody else's to delete.
            rest.filter(here)
                .filter(|one| !one.is(flags::EPHEMERAL))
                .collect()
        } else {
            vec![first]
        };
        if let Some(name) = &wanted.member {
            let actor = Actor::find(&state.world, name, &channel.to_string())?;
            if !chosen.iter().all(|one| may_delete(state, &actor, one)) {
                return Err(ClientError::CannotDelete.into());
            }
        }
        let ids: Vec<Snowflake> = chosen.iter().map(|one| one.id).collect();
        deletion::messages(state, channel, &ids, now)?;
        Ok(StatusCode::NO_CONTENT)
    })
}

fn may_delete(state: &World, actor: &Actor, message: &Message) -> bool {
    let rights = state.world.permissions_in(actor.user, actor.channel);
    let seen = !message.is(flags::EPHEMERAL);
    seen && (message.author == actor.user || rights.contains(Permissions::MANAGE_MESSAGES))
}

/// `DELETE /sandbox/channels/{channel}`: a channel or a thread, with what was said there.
pub async fn channel(
    State(shared): State<Handle>,
    Path(id): Path<Snowflake>,
    Query(wanted): Query<Deletion>,
) -> Result<StatusCode, Refusal> {
    shared.update(|state| {
        let place = state.world.channel(id).map(|channel| channel.place);
        let place = place.ok_or_else(|| Refusal::bad("There is no such channel."))?;
        if let Some(name) = &wanted.member {
            let actor = Actor::find(&state.world, name, &id.to_string())?;
            let needed = match place {
                Place::Text(_) | Place::Announcement(_) => Permissions::MANAGE_CHANNELS,
                Place::Thread { .. } => Permissions::MANAGE_THREADS,
                Place::Direct(_) => return Err(ClientError::CannotDelete.into()),
            };
            if !state.world.permissions_in(actor.user, id).contains(needed) {
                return Err(ClientError::CannotDelete.into());
            }
        }
        deletion::channel(state, id);
        Ok(StatusCode::NO_CONTENT)
    })
}
