//! Messages of a channel.

use axum::Json;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use serde_json::Value;

use super::body::Body;
use super::channels::{need, to_send, visible};
use super::path::Ids;
use crate::sandbox::api_error::ApiError;
use crate::sandbox::compose::{self, Sender};
use crate::sandbox::deletion;
use crate::sandbox::draft::Draft;
use crate::sandbox::message::{Message, flags};
use crate::sandbox::permissions::Permissions;
use crate::sandbox::shared::Handle;
use crate::sandbox::snowflake::Snowflake;
use crate::sandbox::state::State as World;
use crate::sandbox::wire;
use crate::sandbox::world::{BOT, Place};

/// From this age on a message is changed less often.
const OLD: SignedDuration = SignedDuration::from_hours(1);

/// Which page of a channel's history. Its ends are numbers that need be no message's, 0 among them.
#[derive(Debug, Deserialize)]
pub struct Page {
    before: Option<u64>,
    after: Option<u64>,
    around: Option<u64>,
    limit: Option<usize>,
}

/// `GET /channels/{channel}/messages`: newest first. Who may not read the history sees an empty list.
pub async fn list(
    State(shared): State<Handle>,
    Ids(channel): Ids<Snowflake>,
    Query(page): Query<Page>,
) -> Result<Json<Value>, ApiError> {
    let limit = page.limit.unwrap_or(50);
    if !(1..=100).contains(&limit) {
        let message = "int value should be between 1 and 100.";
        return Err(ApiError::field("limit", "NUMBER_TYPE_MAX", message));
    }
    let anchors = [page.before, page.after, page.around];
    if anchors.iter().flatten().count() > 1 {
        let message = "Only one of before, after and around may be passed at a time.";
        return Err(ApiError::field("before", "MUTUALLY_EXCLUSIVE", message));
    }
    shared.read(|state| {
        let (_, rights) = visible(&state.world, channel)?;
        if !rights.contains(Permissions::READ_MESSAGE_HISTORY) {
            return Ok(Json(Value::Array(Vec::new())));
        }
        let here: Vec<&Message> = state
            .messages
            .values()
            .filter(|message| message.channel == channel && !message.is(flags::EPHEMERAL))
            .collect();
        let chosen = choose(&here, &page, limit);
        Ok(Json(
            chosen
                .iter()
                .rev()
                .map(|message| wire::message(message, &state.world))
                .collect(),
        ))
    })
}

/// The messages of a page, oldest first; `here` is oldest first.
fn choose<'a>(here: &'a [&'a Message], page: &Page, limit: usize) -> &'a [&'a Message] {
    let index_of = |id: u64| here.partition_point(|message| message.id.get() < id);
    if let Some(around) = page.around {
        let middle = index_of(around);
        let start = middle.saturating_sub(limit / 2);
        return &here[start..(start + limit).min(here.len())];
    }
    if let Some(after) = page.after {
        let start = here.partition_point(|message| message.id.get() <= after);
        return &here[start..(start + limit).min(here.len())];
    }
    let end = page.before.map_or(here.len(), index_of);
    &here[end.saturating_sub(limit)..end]
}

/// `POST /channels/{channel}/messages`
pub async fn create(
    State(shared): State<Handle>,
    Ids(channel): Ids<Snowflake>,
    body: Body,
) -> Result<Json<Value>, ApiError> {
    let draft = Draft::read(&body.json, body.files)?;
    let now = shared.clock.now();
    shared.update(|state| {
        let (place, rights) = visible(&state.world, channel)?;
        need(rights, to_send(place))?;
        may_carry(rights, &draft)?;
        if let (true, Some(nonce)) = (draft.enforce_nonce, &draft.nonce)
            && let Some(first) = state.nonces.message(nonce, now)
        {
            let message = state.messages.get(&first).ok_or(ApiError::UnknownMessage)?;
            return Ok(Json(wire::message(message, &state.world)));
        }
        let sender = Sender {
            author: BOT,
            channel,
            cause: None,
        };
        let id = compose::create(state, sender, draft, now)?;
        one(state, channel, id).map(Json)
    })
}

fn may_carry(rights: Permissions, draft: &Draft) -> Result<(), ApiError> {
    if draft.embeds.as_ref().is_some_and(|embeds| !embeds.is_empty()) {
        need(rights, Permissions::EMBED_LINKS)?;
    }
    if !draft.files.is_empty() {
        need(rights, Permissions::ATTACH_FILES)?;
    }
    Ok(())
}

/// `GET /channels/{channel}/messages/{message}`
pub async fn show(
    State(shared): State<Handle>,
    Ids((channel, message)): Ids<(Snowflake, Snowflake)>,
) -> Result<Json<Value>, ApiError> {
    shared.read(|state| {
        let (_, rights) = visible(&state.world, channel)?;
        need(rights, Permissions::READ_MESSAGE_HISTORY)?;
        one(state, channel, message).map(Json)
    })
}

/// `PATCH /channels/{channel}/messages/{message}`
pub async fn edit(
    State(shared): State<Handle>,
    Ids((channel, message)): Ids<(Snowflake, Snowflake)>,
    body: Body,
) -> Result<Json<Value>, ApiError> {
    let draft = Draft::read(&body.json, body.files)?;
    let now = shared.clock.now();
    shared.update(|state| {
        let (place, rights) = visible(&state.world, channel)?;
        if place.archive.archived {
            return Err(ApiError::ThreadArchived);
        }
        if find(state, channel, message)?.author != BOT {
            return Err(ApiError::NotYourMessage);
        }
        may_carry(rights, &draft)?;
        not_too_often(state, channel, message, now)?;
        compose::edit(state, message, draft, now)?;
        one(state, channel, message).map(Json)
    })
}

/// Old messages, and published ones, are not changed as often as others.
fn not_too_often(
    state: &mut World,
    channel: Snowflake,
    message: Snowflake,
    now: Timestamp,
) -> Result<(), ApiError> {
    let found = find(state, channel, message)?;
    let (old, published) = (
        now.duration_since(found.created) > OLD,
        found.is(flags::CROSSPOSTED),
    );
    if old {
        let taken = state.old_edits.take(channel, 1, now);
        taken.map_err(ApiError::OldEdits)?;
    }
    if published {
        let taken = state.published_edits.take(channel, 1, now);
        taken.map_err(ApiError::PublishedEdits)?;
    }
    Ok(())
}

/// `DELETE /channels/{channel}/messages/{message}`
pub async fn delete(
    State(shared): State<Handle>,
    Ids((channel, message)): Ids<(Snowflake, Snowflake)>,
) -> Result<StatusCode, ApiError> {
    shared.update(|state| {
        let (_, rights) = visible(&state.world, channel)?;
        if find(state, channel, message)?.author != BOT {
            need(rights, Permissions::MANAGE_MESSAGES)?;
        }
        deletion::message(state, message)?;
        Ok(StatusCode::NO_CONTENT)
    })
}

/// `POST /channels/{channel}/messages/{message}/crosspost`
pub async fn crosspost(
    State(shared): State<Handle>,
    Ids((channel, message)): Ids<(Snowflake, Snowflake)>,
) -> Result<Json<Value>, ApiError> {
    let now = shared.clock.now();
    shared.update(|state| {
        let (place, rights) = visible(&state.world, channel)?;
        if !matches!(place.place, Place::Announcement(_)) {
            return Err(ApiError::WrongChannelType);
        }
        let own = find(state, channel, message)?.author == BOT;
        need(
            rights,
            if own {
                Permissions::SEND_MESSAGES
            } else {
                Permissions::MANAGE_MESSAGES
            },
        )?;
        if find(state, channel, message)?.is(flags::CROSSPOSTED) {
            return Err(ApiError::AlreadyCrossposted);
        }
        let taken = state.publishes.take(channel, 1, now);
        taken.map_err(ApiError::Publishes)?;
        let published = state.messages.get_mut(&message).ok_or(ApiError::UnknownMessage)?;
        published.flags |= flags::CROSSPOSTED;
        one(state, channel, message).map(Json)
    })
}

/// A message that stands in the channel. What only one member sees is not there for REST.
pub fn find(state: &World, channel: Snowflake, id: Snowflake) -> Result<&Message, ApiError> {
    let message = state
        .messages
        .get(&id)
        .filter(|message| message.channel == channel);
    message
        .filter(|message| !message.is(flags::EPHEMERAL))
        .ok_or(ApiError::UnknownMessage)
}

fn one(state: &World, channel: Snowflake, id: Snowflake) -> Result<Value, ApiError> {
    find(state, channel, id).map(|message| wire::message(message, &state.world))
}
