//! `/radar atlantis` as Discord sends it.

use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::json;

use super::gateway::{APPLICATION, CHANNEL, GUILD};
use crate::Outcome;

/// The start of Discord's time, 2015, in milliseconds of Unix's.
const DISCORD_EPOCH: u64 = 1_420_070_400_000;
/// Where an id's time is.
const TIME_SHIFT: u32 = 22;

/// An id of now; those that follow are of the next seconds.
pub fn first_id() -> Outcome<u64> {
    let now = SystemTime::now().duration_since(UNIX_EPOCH)?;
    Ok((u64::try_from(now.as_millis())? - DISCORD_EPOCH) << TIME_SHIFT)
}

/// The dispatch.
pub fn frame(id: u64) -> String {
    json!({ "op": 0, "s": 3, "t": "INTERACTION_CREATE", "d": {
        "id": id.to_string(),
        "application_id": APPLICATION,
        "type": 2,
        "data": {
            "id": "1000000000000000005", "name": "radar", "type": 1,
            "options": [{ "name": "blip", "type": 3, "value": "atlantis" }],
        },
        "guild_id": GUILD,
        "guild": { "id": GUILD, "locale": "en-US", "features": [] },
        "guild_locale": "en-US",
        "channel_id": CHANNEL,
        "channel": {
            "id": CHANNEL, "type": 0, "name": "general", "permissions": "2248473465835073", "flags": 0,
            "guild_id": GUILD, "parent_id": null,
        },
        "member": {
            "user": {
                "id": "1000000000000000006", "username": "ada", "global_name": "Ada", "discriminator": "0",
                "avatar": null, "bot": false, "public_flags": 0,
            },
            "nick": null, "avatar": null, "roles": [], "joined_at": "2026-01-05T09:00:00.000000+00:00",
            "premium_since": null, "deaf": false, "mute": false, "flags": 0, "pending": false,
            "communication_disabled_until": null, "permissions": "2248473465835073",
        },
        "token": format!("aW50ZXJhY3Rpb24{id:064}"),
        "version": 1,
        "locale": "en-US",
        "app_permissions": "2248473465835073",
        "entitlements": [],
        "authorizing_integration_owners": { "0": GUILD },
        "context": 0,
        "attachment_size_limit": 10_485_760,
    }})
    .to_string()
}
