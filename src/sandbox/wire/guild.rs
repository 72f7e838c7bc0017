//! Guilds, channels, roles, members and users in JSON.

use serde_json::{Value, json};

use crate::sandbox::permissions::{Overwrite, OverwriteTarget, Permissions};
use crate::sandbox::snowflake::Snowflake;
use crate::sandbox::world::{BOT, Channel, Guild, Member, Place, Role, User, World};

/// A user.
pub fn user(user: &User) -> Value {
    json!({
        "id": user.id,
        "username": user.name.to_lowercase(),
        "global_name": if user.bot { Value::Null } else { json!(user.name) },
        "discriminator": if user.bot { "0001" } else { "0" },
        "avatar": null,
        "bot": user.bot,
        "public_flags": 0,
    })
}

/// The application's flags: `GATEWAY_GUILD_MEMBERS_LIMITED`, as an application in fewer than 100 guilds has it once the
/// intent for members is switched on.
pub fn application_flags(members_intent: bool) -> u64 {
    if members_intent { 1 << 15 } else { 0 }
}

/// The bot's application.
pub fn application(members_intent: bool) -> Value {
    json!({
        "id": BOT,
        "name": World::bot().name,
        "icon": null,
        "description": "",
        "bot_public": true,
        "bot_require_code_grant": false,
        "verify_key": "0".repeat(64),
        "flags": application_flags(members_intent),
        "bot": user(&World::bot()),
        "summary": "",
        "team": null,
    })
}

/// A member.
pub fn member(member: &Member) -> Value {
    json!({
        "user": user(&member.user),
        "nick": null,
        "avatar": null,
        "roles": member.roles,
        "joined_at": super::time(World::joined_at()),
        "premium_since": null,
        "deaf": false,
        "mute": false,
        "flags": 0,
        "pending": false,
        "communication_disabled_until": null,
    })
}

/// A role.
pub fn role(role: &Role, position: usize) -> Value {
    json!({
        "id": role.id,
        "name": role.name,
        "color": role.color,
        "colors": { "primary_color": role.color, "secondary_color": null, "tertiary_color": null },
        "hoist": false,
        "icon": null,
        "unicode_emoji": null,
        "position": position,
        "permissions": role.permissions,
        "managed": false,
        "mentionable": role.mentionable,
        "flags": 0,
    })
}

/// Discord's number of the channel's type.
fn channel_type(place: Place) -> u8 {
    match place {
        Place::Text(_) => 0,
        Place::Direct(_) => 1,
        Place::Announcement(_) => 5,
        Place::Thread { .. } => 11,
    }
}

/// A channel.
pub fn channel(channel: &Channel, world: &World) -> Value {
    let base = json!({
        "id": channel.id,
        "type": channel_type(channel.place),
        "name": channel.name,
        "last_message_id": null,
        "flags": 0,
    });
    let more = match channel.place {
        Place::Text(guild) | Place::Announcement(guild) => json!({
            "guild_id": guild,
            "position": world.channels_of(guild).position(|other| other.id == channel.id),
            "permission_overwrites": channel.overwrites.iter().map(overwrite).collect::<Vec<_>>(),
            "parent_id": null,
            "topic": null,
            "nsfw": false,
            "rate_limit_per_user": 0,
        }),
        Place::Thread { guild, parent, owner } => json!({
            "guild_id": guild,
            "parent_id": parent,
            "owner_id": owner,
            "message_count": 0,
            "member_count": 1,
            "rate_limit_per_user": 0,
            "total_message_sent": 0,
            "thread_metadata": thread_metadata(channel),
        }),
        Place::Direct(recipient) => json!({
            "recipients": world.user(recipient).map(user).into_iter().collect::<Vec<_>>(),
        }),
    };
    merged(base, more)
}

/// A channel as an interaction names it; `permissions`: of the member who uses it.
pub fn partial_channel(channel: &Channel, permissions: Permissions) -> Value {
    let base = json!({
        "id": channel.id,
        "type": channel_type(channel.place),
        "name": channel.name,
        "permissions": permissions,
        "flags": 0,
    });
    let more = match channel.place {
        Place::Text(guild) | Place::Announcement(guild) => json!({ "guild_id": guild, "parent_id": null }),
        Place::Thread { guild, parent, .. } => {
            json!({ "guild_id": guild, "parent_id": parent, "thread_metadata": thread_metadata(channel) })
        }
        Place::Direct(_) => json!({}),
    };
    merged(base, more)
}

fn thread_metadata(channel: &Channel) -> Value {
    json!({
        "archived": channel.archive.archived,
        "auto_archive_duration": channel.archive.after_minutes,
        "archive_timestamp": super::time(channel.id.created_at()),
        "locked": channel.archive.locked,
        "create_timestamp": super::time(channel.id.created_at()),
    })
}

fn overwrite(overwrite: &Overwrite) -> Value {
    let (id, kind) = match overwrite.target {
        OverwriteTarget::Role(id) => (id, 0),
        OverwriteTarget::Member(id) => (id, 1),
    };
    json!({ "id": id, "type": kind, "allow": overwrite.allow, "deny": overwrite.deny })
}

/// A guild that will come with an event of its own.
pub fn unavailable(guild: Snowflake) -> Value {
    json!({ "id": guild, "unavailable": true })
}

/// A guild as REST gives it.
pub fn guild_rest(guild: &Guild) -> Value {
    json!({
        "id": guild.id,
        "name": guild.name,
        "icon": null,
        "icon_hash": null,
        "splash": null,
        "discovery_splash": null,
        "owner_id": guild.owner,
        "region": "deprecated",
        "afk_channel_id": null,
        "afk_timeout": 300,
        "widget_enabled": false,
        "verification_level": 1,
        "default_message_notifications": 1,
        "explicit_content_filter": 0,
        "roles": guild.roles.iter().enumerate().map(|(position, one)| role(one, position)).collect::<Vec<_>>(),
        "emojis": [],
        "features": [],
        "mfa_level": 0,
        "application_id": null,
        "system_channel_id": null,
        "system_channel_flags": 0,
        "rules_channel_id": null,
        "max_members": 500_000,
        "vanity_url_code": null,
        "description": null,
        "banner": null,
        "premium_tier": 0,
        "premium_subscription_count": 0,
        "preferred_locale": "en-US",
        "public_updates_channel_id": null,
        "nsfw_level": 0,
        "stickers": [],
        "premium_progress_bar_enabled": false,
        "safety_alerts_channel_id": null,
    })
}

/// A guild as the gateway gives it. `roster`: with all members; else with the bot alone, as for a session without the
/// intent for members. Threads that rest are not told.
pub fn guild_create(guild: &Guild, world: &World, roster: bool) -> Value {
    let threads = |wanted: bool| {
        let is_thread = |place: Place| matches!(place, Place::Thread { .. });
        let chosen = world
            .channels_of(guild.id)
            .filter(|one| is_thread(one.place) == wanted && !one.archive.archived);
        chosen.map(|one| channel(one, world)).collect::<Vec<_>>()
    };
    let more = json!({
        "joined_at": super::time(World::joined_at()),
        "large": false,
        "unavailable": false,
        "member_count": guild.members.len(),
        "voice_states": [],
        "members": guild.members.iter().filter(|one| roster || one.user.id == BOT).map(member).collect::<Vec<_>>(),
        "channels": threads(false),
        "threads": threads(true),
        "presences": [],
        "stage_instances": [],
        "guild_scheduled_events": [],
        "soundboard_sounds": [],
    });
    merged(guild_rest(guild), more)
}

fn merged(mut base: Value, more: Value) -> Value {
    if let (Value::Object(base), Value::Object(more)) = (&mut base, more) {
        base.extend(more);
    }
    base
}
