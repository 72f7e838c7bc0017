//! Messages in JSON.

use serde_json::{Value, json};

use super::user;
use crate::sandbox::command::{CHAT_INPUT, MESSAGE};
use crate::sandbox::interaction::InteractionKind;
use crate::sandbox::message::{Attachment, Cause, Message};
use crate::sandbox::world::World;

/// A message as REST and the gateway give it.
pub fn message(message: &Message, world: &World) -> Value {
    let mut wire = json!({
        "id": message.id,
        "type": message_type(message),
        "channel_id": message.channel,
        "author": author(message, world),
        "content": message.content,
        "timestamp": super::time(message.created),
        "edited_timestamp": message.edited.map(super::time),
        "tts": false,
        "mention_everyone": message.mentions.everyone,
        "mentions": message.mentions.users.iter().filter_map(|id| world.user(*id)).map(user).collect::<Vec<_>>(),
        "mention_roles": message.mentions.roles,
        "attachments": message.attachments.iter().map(attachment).collect::<Vec<_>>(),
        "embeds": message.embeds.iter().map(|one| embed(one, &message.attachments)).collect::<Vec<_>>(),
        "components": message.components,
        "flags": message.flags,
        "pinned": false,
    });
    if let Some(nonce) = &message.nonce {
        wire["nonce"] = nonce.clone();
    }
    if let Some(target) = message.reply_to {
        wire["message_reference"] = json!({ "type": 0, "message_id": target, "channel_id": message.channel });
    }
    if let Some(cause) = &message.cause {
        wire["application_id"] = json!(World::bot().id);
        wire["webhook_id"] = json!(World::bot().id);
        wire["interaction_metadata"] = metadata(cause, message, world);
    }
    wire
}

/// 0 is plain, 19 a reply, 20 the answer to a command, 23 to one of a message's menu.
fn message_type(message: &Message) -> u8 {
    match &message.cause {
        Some(cause) if cause.target.is_some() => 23,
        Some(cause) if cause.name.is_some() => 20,
        Some(_) => 19,
        None if message.reply_to.is_some() => 19,
        None => 0,
    }
}

fn author(message: &Message, world: &World) -> Value {
    user(world.user(message.author).unwrap_or(&World::bot()))
}

fn metadata(cause: &Cause, message: &Message, world: &World) -> Value {
    let mut metadata = json!({
        "id": cause.interaction,
        "type": cause.kind,
        "user": world.user(cause.user).map(user),
        "authorizing_integration_owners": {},
    });
    if let Some(name) = &cause.name {
        metadata["name"] = json!(name);
        metadata["command_type"] = json!(if cause.target.is_some() {
            MESSAGE
        } else {
            CHAT_INPUT
        });
        if let Some(target) = cause.target {
            metadata["target_message_id"] = json!(target);
        }
    } else {
        metadata["interacted_message_id"] = json!(message.reply_to.unwrap_or(message.id));
    }
    if cause.kind == InteractionKind::Modal.number() {
        let mut triggering = metadata.clone();
        triggering["type"] = json!(InteractionKind::Component.number());
        metadata["triggering_interaction_metadata"] = triggering;
    }
    metadata
}

fn attachment(file: &Attachment) -> Value {
    let mut wire = json!({
        "id": file.id,
        "filename": file.filename,
        "size": file.bytes.len(),
        "url": file.url,
        "proxy_url": file.url,
        "content_type": file.content_type,
    });
    if let Some(text) = &file.description {
        wire["description"] = json!(text);
    }
    wire
}

/// An embed with the links to the message's files that stand in it. A picture whose file is gone is gone, too.
fn embed(sent: &Value, files: &[Attachment]) -> Value {
    let mut wire = sent.clone();
    wire["type"] = json!("rich");
    for (part, key) in [
        ("image", "url"),
        ("thumbnail", "url"),
        ("author", "icon_url"),
        ("footer", "icon_url"),
    ] {
        let Some(link) = sent
            .get(part)
            .and_then(|part| part.get(key))
            .and_then(Value::as_str)
        else {
            continue;
        };
        let Some(name) = link.strip_prefix("attachment://") else {
            continue;
        };
        match files.iter().find(|file| file.filename == name) {
            Some(file) => wire[part][key] = json!(file.url),
            None => wire[part] = Value::Null,
        }
    }
    if let Some(object) = wire.as_object_mut() {
        object.retain(|_, value| !value.is_null());
    }
    wire
}
