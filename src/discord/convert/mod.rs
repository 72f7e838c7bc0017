//! Discord's description of who asks and from where, in our words.

use std::num::NonZeroU64;

use jiff::Timestamp;
use serenity::model::Permissions;
use serenity::model::application::{
    CommandData, CommandInteraction, ComponentInteraction, ComponentInteractionDataKind, ModalInteraction,
};
use serenity::model::channel::{ChannelType, Message, MessageFlags, PartialChannel};
use serenity::model::guild::Member;

use super::select_id::Chosen;
use super::usage_error::UsageError;
use crate::id::{ChannelId, GuildId, InteractionId, MemberId, MessageId, RoleId};
use crate::outbox::Posted;
use crate::service::{Actor, Call, ChannelKind, Permission, Place, Threads};

/// The circumstances of a command.
pub fn command_call(command: &CommandInteraction, now: Timestamp) -> Result<Call, UsageError> {
    call(
        &Origin {
            interaction: command.id.get(),
            guild: command.guild_id.map(serenity::model::id::GuildId::get),
            channel: command.channel_id.get(),
            partial: command.channel.as_ref(),
            member: command.member.as_deref(),
            granted: command.app_permissions,
        },
        now,
    )
}

/// The circumstances of a press.
pub fn component_call(press: &ComponentInteraction, now: Timestamp) -> Result<Call, UsageError> {
    call(
        &Origin {
            interaction: press.id.get(),
            guild: press.guild_id.map(serenity::model::id::GuildId::get),
            channel: press.channel_id.get(),
            partial: press.channel.as_ref(),
            member: press.member.as_ref(),
            granted: press.app_permissions,
        },
        now,
    )
}

/// The circumstances of a form that is submitted.
pub fn form_call(form: &ModalInteraction, now: Timestamp) -> Result<Call, UsageError> {
    call(
        &Origin {
            interaction: form.id.get(),
            guild: form.guild_id.map(serenity::model::id::GuildId::get),
            channel: form.channel_id.get(),
            partial: form.channel.as_ref(),
            member: form.member.as_ref(),
            granted: form.app_permissions,
        },
        now,
    )
}

/// What was chosen in a menu; `None`: a button was pressed, or a menu used that the bot has none of.
pub fn chosen(press: &ComponentInteraction) -> Option<Chosen> {
    fn ids<T: Into<NonZeroU64> + Copy, I>(values: &[T], id: fn(NonZeroU64) -> I) -> Vec<I> {
        values.iter().map(|value| id((*value).into())).collect()
    }
    match &press.data.kind {
        ComponentInteractionDataKind::StringSelect { values } => Some(Chosen::Options(values.clone())),
        ComponentInteractionDataKind::UserSelect { values } => {
            Some(Chosen::Members(ids(values, MemberId::new)))
        }
        ComponentInteractionDataKind::RoleSelect { values } => Some(Chosen::Roles(ids(values, RoleId::new))),
        ComponentInteractionDataKind::Button
        | ComponentInteractionDataKind::MentionableSelect { .. }
        | ComponentInteractionDataKind::ChannelSelect { .. }
        | ComponentInteractionDataKind::Unknown(_) => None,
    }
}

/// The message in whose menu an entry was used, and its words: its text, what it forwards, what is framed in it.
pub fn message(data: &CommandData) -> Result<(Posted, String), UsageError> {
    let target = data.target_id.map(|id| id.to_message_id());
    let message = target.and_then(|id| data.resolved.messages.get(&id));
    let message = message.ok_or(UsageError::NoMessage)?;
    let mut texts = vec![message.content.as_str()];
    let forwarded = message.message_snapshots.iter();
    texts.extend(forwarded.clone().map(|snapshot| snapshot.content.as_str()));
    let embeds = message
        .embeds
        .iter()
        .chain(forwarded.flat_map(|snapshot| &snapshot.embeds));
    for embed in embeds {
        texts.extend(embed.title.as_deref());
        texts.extend(embed.description.as_deref());
        texts.extend(
            embed
                .fields
                .iter()
                .flat_map(|field| [field.name.as_str(), field.value.as_str()]),
        );
    }
    let posted = Posted {
        channel: ChannelId::new(message.channel_id.into()),
        message: MessageId::new(message.id.into()),
    };
    Ok((posted, texts.join("\n")))
}

/// Whether only one member sees the message.
pub fn is_ephemeral(message: &Message) -> bool {
    message
        .flags
        .is_some_and(|flags| flags.contains(MessageFlags::EPHEMERAL))
}

/// What all kinds of interactions tell about where they come from.
struct Origin<'a> {
    interaction: u64,
    guild: Option<u64>,
    channel: u64,
    partial: Option<&'a PartialChannel>,
    member: Option<&'a Member>,
    granted: Option<Permissions>,
}

fn call(origin: &Origin<'_>, now: Timestamp) -> Result<Call, UsageError> {
    let (Some(guild), Some(member)) = (origin.guild, origin.member) else {
        return Err(UsageError::GuildOnly);
    };
    // Serenity's ids are never zero, as ours.
    let id = |id: u64| NonZeroU64::new(id).ok_or(UsageError::GuildOnly);
    let kind = origin.partial.map_or(ChannelType::Text, |channel| channel.kind);
    Ok(Call {
        guild: GuildId::new(id(guild)?),
        place: Place {
            channel: ChannelId::new(id(origin.channel)?),
            kind: channel_kind(kind),
            // Discord always sends them; should it not, the first message finds out.
            missing: origin
                .granted
                .map_or_else(Vec::new, |granted| missing(granted, kind)),
            threads: threads(origin.granted.unwrap_or(Permissions::all()), kind),
        },
        actor: Actor {
            member: MemberId::new(id(member.user.id.get())?),
            roles: member
                .roles
                .iter()
                .filter_map(|role| NonZeroU64::new(role.get()))
                .map(RoleId::new)
                .collect(),
            manages_server: member
                .permissions
                .is_some_and(|held| held.intersects(Permissions::MANAGE_GUILD | Permissions::ADMINISTRATOR)),
        },
        interaction: InteractionId::new(id(origin.interaction)?),
        now,
    })
}

/// What can be posted in a channel of Discord's `kind`.
pub fn channel_kind(kind: ChannelType) -> ChannelKind {
    match kind {
        ChannelType::Text
        | ChannelType::Voice
        | ChannelType::Stage
        | ChannelType::NewsThread
        | ChannelType::PublicThread
        | ChannelType::PrivateThread => ChannelKind::Text,
        ChannelType::News => ChannelKind::Announcement,
        // Direct messages, categories, forums, and whatever Discord adds.
        _ => ChannelKind::Unsuitable,
    }
}

/// Which of the permissions that the bot needs to post in a channel of `kind` are not among `granted`.
pub fn missing(granted: Permissions, kind: ChannelType) -> Vec<Permission> {
    not_among(granted, kind, &Permission::FOR_MESSAGES)
}

/// Whether a message in a channel of `kind` can have a thread, for a bot to which this is `granted`.
pub fn threads(granted: Permissions, kind: ChannelType) -> Threads {
    match kind {
        ChannelType::Text | ChannelType::News => {
            let missing = not_among(granted, kind, &Permission::FOR_THREADS);
            if missing.is_empty() {
                Threads::Startable
            } else {
                Threads::Missing(missing)
            }
        }
        // Threads, the chats of voice channels, what takes no messages, and whatever Discord adds.
        _ => Threads::Impossible,
    }
}

fn not_among(granted: Permissions, kind: ChannelType, needed: &[Permission]) -> Vec<Permission> {
    if granted.contains(Permissions::ADMINISTRATOR) {
        return Vec::new();
    }
    needed
        .iter()
        .copied()
        .filter(|permission| !granted.contains(discord_permission(*permission, kind)))
        .collect()
}

/// In threads, Send Messages has no effect: another permission takes its place.
fn discord_permission(permission: Permission, kind: ChannelType) -> Permissions {
    let thread = matches!(
        kind,
        ChannelType::NewsThread | ChannelType::PublicThread | ChannelType::PrivateThread
    );
    match permission {
        Permission::ViewChannel => Permissions::VIEW_CHANNEL,
        Permission::SendMessages if thread => Permissions::SEND_MESSAGES_IN_THREADS,
        Permission::SendMessages => Permissions::SEND_MESSAGES,
        Permission::EmbedLinks => Permissions::EMBED_LINKS,
        Permission::ReadMessageHistory => Permissions::READ_MESSAGE_HISTORY,
        Permission::CreatePublicThreads => Permissions::CREATE_PUBLIC_THREADS,
        Permission::SendMessagesInThreads => Permissions::SEND_MESSAGES_IN_THREADS,
    }
}

#[cfg(test)]
mod tests;
