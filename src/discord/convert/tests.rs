//! Commands and presses as Discord sends them.

use jiff::Timestamp;
use serde_json::{Value, json};
use serenity::model::Permissions;
use serenity::model::application::{CommandInteraction, ModalInteraction};
use serenity::model::channel::ChannelType;

use tokio::time::Instant;

use super::{channel_kind, command_call, form_call, is_ephemeral, missing, press_call, threads};
use crate::discord::press::Press;
use crate::discord::select_id::Chosen;
use crate::discord::usage_error::UsageError;
use crate::service::{ChannelKind, Permission, Threads};

const ENOUGH: u64 = (1 << 10) | (1 << 11) | (1 << 14) | (1 << 16);

fn user() -> Value {
    json!({"id": "44", "username": "ada", "discriminator": "0", "avatar": null})
}

fn interaction(kind: u8, data: &Value, granted: u64, held: u64, channel: u8) -> Value {
    json!({
        "id": "175928847299117063", "application_id": "2", "type": kind, "data": data, "guild_id": "11",
        "channel_id": "22", "channel": {"id": "22", "type": channel, "name": "radar"},
        "member": {
            "user": user(), "roles": ["66", "67"], "joined_at": "2023-01-01T00:00:00Z", "deaf": false,
            "mute": false, "flags": 0, "permissions": held.to_string(),
        },
        "token": "t", "version": 1, "app_permissions": granted.to_string(), "locale": "en-US",
        "entitlements": [], "attachment_size_limit": 1,
    })
}

fn command(granted: u64, held: u64, channel: u8) -> CommandInteraction {
    let data = json!({"id": "1", "name": "help", "type": 1});
    serde_json::from_value(interaction(2, &data, granted, held, channel)).unwrap()
}

#[test]
fn a_command_tells_who_asks_and_from_where() {
    let now = Timestamp::UNIX_EPOCH;
    let call = command_call(&command(ENOUGH, 1 << 5, 0), now).unwrap();
    assert_eq!((call.guild.get(), call.place.channel.get()), (11, 22));
    assert_eq!((call.place.kind, call.place.missing), (ChannelKind::Text, vec![]));
    assert_eq!(call.actor.member.get(), 44);
    assert_eq!(
        call.actor.roles.iter().map(|role| role.get()).collect::<Vec<_>>(),
        [66, 67]
    );
    assert!(call.actor.manages_server);
    assert_eq!((call.interaction.get(), call.now), (175_928_847_299_117_063, now));
}

#[test]
fn administrators_manage_the_server_and_others_do_not() {
    let manages = |held| {
        let call = command_call(&command(ENOUGH, held, 0), Timestamp::UNIX_EPOCH).unwrap();
        call.actor.manages_server
    };
    assert!(manages(1 << 3));
    assert!(!manages(1 << 11));
}

#[test]
fn missing_permissions_are_named() {
    let call = command_call(&command(1 << 10, 0, 0), Timestamp::UNIX_EPOCH).unwrap();
    let expected = [
        Permission::SendMessages,
        Permission::EmbedLinks,
        Permission::ReadMessageHistory,
    ];
    assert_eq!(call.place.missing, expected);
    assert_eq!(missing(Permissions::ADMINISTRATOR, ChannelType::Text), []);
}

#[test]
fn in_threads_another_permission_counts() {
    let granted = Permissions::from_bits_truncate(ENOUGH);
    assert_eq!(
        missing(granted, ChannelType::PublicThread),
        [Permission::SendMessages]
    );
    let in_threads = (granted - Permissions::SEND_MESSAGES) | Permissions::SEND_MESSAGES_IN_THREADS;
    assert_eq!(missing(in_threads, ChannelType::PublicThread), []);
    assert_eq!(missing(in_threads, ChannelType::Text), [Permission::SendMessages]);
}

#[test]
fn threads_are_started_where_discord_has_them_and_the_bot_may() {
    let both = Permissions::CREATE_PUBLIC_THREADS | Permissions::SEND_MESSAGES_IN_THREADS;
    // The two numbers of the README: what the bot needs, and what it needs for threads.
    assert_eq!(ENOUGH, 84_992);
    assert_eq!(ENOUGH | both.bits(), 309_237_730_304);
    for kind in [ChannelType::Text, ChannelType::News] {
        assert_eq!(threads(both, kind), Threads::Startable);
        assert_eq!(threads(Permissions::ADMINISTRATOR, kind), Threads::Startable);
        let missing = vec![Permission::CreatePublicThreads];
        assert_eq!(
            threads(Permissions::SEND_MESSAGES_IN_THREADS, kind),
            Threads::Missing(missing)
        );
    }
    for kind in [ChannelType::PublicThread, ChannelType::Voice, ChannelType::Forum] {
        assert_eq!(threads(Permissions::all(), kind), Threads::Impossible, "{kind:?}");
    }
    let call = command_call(&command(ENOUGH, 0, 0), Timestamp::UNIX_EPOCH).unwrap();
    assert_eq!(call.place.missing, [], "votes without threads need no more");
    assert_eq!(
        call.place.threads,
        Threads::Missing(Permission::FOR_THREADS.to_vec())
    );
}

#[test]
fn kinds_of_channels_are_sorted() {
    let kind = |number: u8| channel_kind(ChannelType::from(number));
    for number in [0, 2, 10, 11, 12, 13] {
        assert_eq!(kind(number), ChannelKind::Text, "{number}");
    }
    assert_eq!(kind(5), ChannelKind::Announcement);
    for number in [1, 3, 4, 14, 15, 16, 99] {
        assert_eq!(kind(number), ChannelKind::Unsuitable, "{number}");
    }
}

#[test]
fn direct_messages_are_refused() {
    let mut sent = interaction(2, &json!({"id": "1", "name": "help", "type": 1}), ENOUGH, 0, 1);
    sent.as_object_mut().unwrap().remove("guild_id");
    sent.as_object_mut().unwrap().remove("member");
    sent["user"] = user();
    let command: CommandInteraction = serde_json::from_value(sent).unwrap();
    assert_eq!(
        command_call(&command, Timestamp::UNIX_EPOCH),
        Err(UsageError::GuildOnly)
    );
}

fn message(flags: u64) -> Value {
    json!({
        "id": "33", "channel_id": "22", "author": user(), "content": "", "type": 0, "flags": flags,
        "timestamp": "2023-01-01T00:00:00Z", "edited_timestamp": null, "tts": false, "pinned": false,
        "mention_everyone": false, "mentions": [], "mention_roles": [], "attachments": [], "embeds": [],
    })
}

fn press(data: &Value, flags: u64) -> Press {
    let mut sent = interaction(3, data, ENOUGH, 0, 0);
    sent["message"] = message(flags);
    let (ticket, press) = Press::read(&sent.to_string(), Instant::now()).unwrap();
    assert_eq!(ticket.interaction, press.interaction);
    press
}

#[test]
fn a_press_tells_the_same_and_whether_others_see_its_message() {
    let data = json!({"custom_id": "1:vote:1:against", "component_type": 2});
    let call = press_call(&press(&data, 0), Timestamp::UNIX_EPOCH).unwrap();
    let command = command_call(&command(ENOUGH, 0, 0), Timestamp::UNIX_EPOCH).unwrap();
    assert_eq!(call, command, "a command of the same member from the same place");
    assert!(press(&data, 1 << 6).is_ephemeral);
    assert!(!press(&data, 0).is_ephemeral);
    assert_eq!(press(&data, 0).chosen, None);
}

#[test]
fn a_press_in_a_direct_message_is_refused_and_one_that_lacks_little_is_read() {
    let data = json!({"custom_id": "1:\u{1F680}:\"", "component_type": 2});
    let mut sent = interaction(3, &data, ENOUGH, 0, 11);
    for field in [
        "message",
        "guild_id",
        "member",
        "channel",
        "app_permissions",
        "locale",
        "version",
    ] {
        sent.as_object_mut().unwrap().remove(field);
    }
    let (_, press) = Press::read(&sent.to_string(), Instant::now()).unwrap();
    assert_eq!(press.custom_id, "1:\u{1F680}:\"");
    assert_eq!(
        press_call(&press, Timestamp::UNIX_EPOCH),
        Err(UsageError::GuildOnly)
    );
    sent["message"] = Value::Null;
    sent["guild_id"] = Value::Null;
    assert!(Press::read(&sent.to_string(), Instant::now()).is_ok());
    sent.as_object_mut().unwrap().remove("data");
    assert!(Press::read(&sent.to_string(), Instant::now()).is_err());
}

#[test]
fn a_form_tells_the_same_with_or_without_a_message() {
    let data = json!({"custom_id": "1:cancel:1", "components": []});
    let mut sent = interaction(5, &data, ENOUGH, 1 << 5, 11);
    let form: ModalInteraction = serde_json::from_value(sent.clone()).unwrap();
    let call = form_call(&form, Timestamp::UNIX_EPOCH).unwrap();
    assert_eq!((call.guild.get(), call.actor.member.get()), (11, 44));
    assert!(call.actor.manages_server);
    assert_eq!(call.place.missing, [Permission::SendMessages], "it is a thread");
    sent["message"] = message(1 << 6);
    let form: ModalInteraction = serde_json::from_value(sent).unwrap();
    assert!(is_ephemeral(form.message.as_deref().unwrap()));
}

#[test]
fn what_was_chosen_in_a_menu_is_told_by_its_kind() {
    let choice = |kind: u8, values: &[&str]| {
        let data = json!({"custom_id": "1:x", "component_type": kind, "values": values});
        press(&data, 0).chosen
    };
    let options = Chosen::Options(vec!["atlantis".to_owned(), "7".to_owned()]);
    assert_eq!(choice(3, &["atlantis", "7"]), Some(options));
    let members = Chosen::Members(vec!["45".parse().unwrap(), "44".parse().unwrap()]);
    assert_eq!(choice(5, &["45", "44"]), Some(members));
    let roles = Chosen::Roles(vec!["66".parse().unwrap()]);
    assert_eq!(choice(6, &["66"]), Some(roles));
    assert_eq!(choice(8, &["22"]), None, "no menu of ours offers channels");
}
