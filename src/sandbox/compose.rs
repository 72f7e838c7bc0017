//! Writing and changing messages: what the REST routes, the interactions and the page have in common.

use jiff::Timestamp;
use serde_json::json;

use super::api_error::ApiError;
use super::draft::{Draft, Upload};
use super::form_errors::FormErrors;
use super::limits;
use super::mentions::{AllowedMentions, Mentions};
use super::message::{Attachment, Cause, Message, flags};
use super::permissions::Permissions;
use super::snowflake::Snowflake;
use super::state::{Ping, State};
use super::wire;
use super::world::Place;

/// The intent for guilds, their channels and threads.
const GUILDS: u64 = 1;
/// Intents that a session needs to hear of messages: of guilds, and of direct messages.
const GUILD_MESSAGES: u64 = 1 << 9;
const DIRECT_MESSAGES: u64 = 1 << 12;
/// The flags that a bot may set on any message.
const SETTABLE: u64 = flags::SUPPRESS_EMBEDS | flags::SUPPRESS_NOTIFICATIONS | flags::COMPONENTS_V2;

/// Who writes, and where.
#[derive(Debug, Clone)]
pub struct Sender {
    /// The author.
    pub author: Snowflake,
    /// The channel.
    pub channel: Snowflake,
    /// The interaction that is answered, if one is.
    pub cause: Option<Cause>,
}

/// Writes a message.
pub fn create(
    state: &mut State,
    sender: Sender,
    draft: Draft,
    now: Timestamp,
) -> Result<Snowflake, ApiError> {
    let settable = if sender.cause.is_some() {
        SETTABLE | flags::EPHEMERAL
    } else {
        SETTABLE
    };
    check(
        &draft,
        draft.flags.is_some_and(|set| set & flags::COMPONENTS_V2 != 0),
    )?;
    wake(state, &sender)?;
    let id = state.new_id(now);
    let message = Message {
        id,
        channel: sender.channel,
        author: sender.author,
        created: now,
        edited: None,
        content: draft.content.clone().unwrap_or_default(),
        embeds: draft.embeds.clone().unwrap_or_default(),
        components: draft.components.clone().unwrap_or_default(),
        attachments: uploaded(state, id, sender.channel, &draft, now)?,
        flags: draft.flags.unwrap_or_default() & settable,
        nonce: draft.nonce.clone(),
        reply_to: draft.reply_to,
        mentions: Mentions::default(),
        cause: sender.cause,
    };
    if message.is_empty() {
        return Err(ApiError::EmptyMessage);
    }
    if let Some(nonce) = &message.nonce
        && message.cause.is_none()
    {
        state.nonces.remember(nonce, id, now);
    }
    store(state, message, draft.allowed_mentions, "MESSAGE_CREATE");
    Ok(id)
}

/// Writes the message that stands for an answer to come.
pub fn create_loading(state: &mut State, sender: Sender, ephemeral: bool, now: Timestamp) -> Snowflake {
    let id = state.new_id(now);
    let message = Message {
        id,
        channel: sender.channel,
        author: sender.author,
        created: now,
        edited: None,
        content: String::new(),
        embeds: Vec::new(),
        components: Vec::new(),
        attachments: Vec::new(),
        flags: flags::LOADING | if ephemeral { flags::EPHEMERAL } else { 0 },
        nonce: None,
        reply_to: None,
        mentions: Mentions::default(),
        cause: sender.cause,
    };
    store(state, message, None, "MESSAGE_CREATE");
    id
}

/// Changes what a draft speaks of.
pub fn edit(state: &mut State, id: Snowflake, draft: Draft, now: Timestamp) -> Result<(), ApiError> {
    let mut message = state.messages.get(&id).cloned().ok_or(ApiError::UnknownMessage)?;
    let v2 =
        message.is(flags::COMPONENTS_V2) || draft.flags.is_some_and(|set| set & flags::COMPONENTS_V2 != 0);
    check(&draft, v2)?;
    let new = uploaded(state, id, message.channel, &draft, now)?;
    if let Some(entries) = &draft.attachments {
        message
            .attachments
            .retain(|file| entries.iter().any(|entry| entry.id.0 == file.id.get()));
        for (file, entry) in message.attachments.iter_mut().filter_map(|file| {
            let entry = entries.iter().find(|entry| entry.id.0 == file.id.get())?;
            Some((file, entry))
        }) {
            if entry.description.is_some() {
                file.description.clone_from(&entry.description);
            }
        }
    }
    message.attachments.extend(new);
    let mut errors = FormErrors::default();
    limits::attachments(&message.attachments, &mut errors);
    errors.finish()?;
    if let Some(content) = draft.content {
        message.content = content;
    }
    if let Some(embeds) = draft.embeds {
        message.embeds = embeds;
    }
    if let Some(components) = draft.components {
        message.components = components;
    }
    if let Some(set) = draft.flags {
        // A message never stops being made of components alone.
        let settable = flags::SUPPRESS_EMBEDS;
        message.flags = (message.flags & !settable) | (set & settable) | (set & flags::COMPONENTS_V2);
    }
    if message.is_empty() {
        return Err(ApiError::EmptyMessage);
    }
    if message.is(flags::LOADING) {
        message.flags &= !flags::LOADING;
    } else {
        message.edited = Some(now);
    }
    store(state, message, draft.allowed_mentions, "MESSAGE_UPDATE");
    Ok(())
}

/// Tells the bot's sessions what became of a channel or a thread: `UPDATE` or `DELETE`.
pub fn tell_channel(state: &mut State, id: Snowflake, what: &str) {
    let Some(channel) = state.world.channel(id) else {
        return;
    };
    let kind = match channel.place {
        Place::Thread { .. } => "THREAD",
        Place::Text(_) | Place::Announcement(_) | Place::Direct(_) => "CHANNEL",
    };
    let wire = wire::channel(channel, &state.world);
    state.tell(channel.place.guild(), GUILDS, &format!("{kind}_{what}"), &wire);
}

/// A message in a thread that rests brings it back, unless it is locked and the author does not manage threads.
fn wake(state: &mut State, sender: &Sender) -> Result<(), ApiError> {
    let rights = state.world.permissions_in(sender.author, sender.channel);
    let Some(channel) = state
        .world
        .channel_mut(sender.channel)
        .filter(|one| one.archive.archived)
    else {
        return Ok(());
    };
    if channel.archive.locked && !rights.contains(Permissions::MANAGE_THREADS) {
        return Err(ApiError::ThreadArchived);
    }
    channel.archive.archived = false;
    tell_channel(state, sender.channel, "UPDATE");
    Ok(())
}

/// Refuses what breaks a limit. `v2`: the message is made of components alone.
fn check(draft: &Draft, v2: bool) -> Result<(), ApiError> {
    let mut errors = FormErrors::default();
    limits::message(draft, v2, &mut errors);
    Ok(errors.finish()?)
}

fn uploaded(
    state: &mut State,
    message: Snowflake,
    channel: Snowflake,
    draft: &Draft,
    now: Timestamp,
) -> Result<Vec<Attachment>, ApiError> {
    let mut attachments = Vec::new();
    for Upload {
        index,
        filename,
        content_type,
        bytes,
    } in &draft.files
    {
        if bytes.len() > limits::FILE_BYTES {
            return Err(ApiError::TooLarge);
        }
        let id = state.new_id(now);
        let entry = draft
            .attachments
            .iter()
            .flatten()
            .find(|entry| entry.id.0 == *index);
        attachments.push(Attachment {
            id,
            filename: filename.clone(),
            description: entry.and_then(|entry| entry.description.clone()),
            content_type: content_type.clone(),
            url: format!(
                "{}/attachments/{channel}/{message}/{id}/{}",
                state.base_url,
                file_name(filename)
            ),
            bytes: bytes.clone(),
        });
    }
    Ok(attachments)
}

/// A name as it can stand in a link.
fn file_name(name: &str) -> String {
    let plain = |c: char| {
        if c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_') {
            c
        } else {
            '_'
        }
    };
    name.chars().map(plain).collect()
}

/// Keeps the message, counts who is pinged and tells the bot's sessions.
fn store(state: &mut State, mut message: Message, allowed: Option<AllowedMentions>, event: &str) {
    let guild = state
        .world
        .channel(message.channel)
        .and_then(|channel| channel.place.guild());
    let rights = state.world.permissions_in(message.author, message.channel);
    let default = || {
        if message.cause.is_some() {
            AllowedMentions::users_only()
        } else {
            AllowedMentions::everything()
        }
    };
    let found = guild.and_then(|guild| state.world.guild(guild));
    message.mentions = Mentions::evaluate(
        &message.content,
        &allowed.unwrap_or_else(default),
        found,
        rights.contains(Permissions::MENTION_EVERYONE),
    );
    let targets = message.mentions.targets();
    if !targets.is_empty() {
        state.pings.push(Ping {
            message: message.id,
            channel: message.channel,
            targets,
        });
    }
    if !message.is(flags::EPHEMERAL) {
        let mut wire = wire::message(&message, &state.world);
        if let Some(guild) = guild {
            wire["guild_id"] = json!(guild);
        }
        state.tell(guild, intent(guild), event, &wire);
    }
    if message.is(flags::EPHEMERAL) && !state.messages.contains_key(&message.id) {
        state.remember_private(message.id);
    }
    state.messages.insert(message.id, message);
}

/// The intent that a session needs to hear of messages there.
pub fn intent(guild: Option<Snowflake>) -> u64 {
    if guild.is_some() {
        GUILD_MESSAGES
    } else {
        DIRECT_MESSAGES
    }
}
