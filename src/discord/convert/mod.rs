//! Discord's description of who asks and from where, in our words.

use jiff::Timestamp;
use serenity::model::Permissions;
use serenity::model::application::{CommandData, CommandInteraction, ModalInteraction};
use serenity::model::channel::{ChannelType, Message, MessageFlags, PartialChannel};
use serenity::model::guild::Member;
use serenity::model::id::TargetId;

use super::press::{Press, Presser};
use super::usage_error::UsageError;
use crate::id::{ChannelId, GuildId, InteractionId, MemberId, MessageId, RoleId};
use crate::outbox::Posted;
use crate::service::{Actor, Call, ChannelKind, Permission, Place, Threads};

/// The circumstances of a command.
pub fn command_call(command: &CommandInteraction, now: Timestamp) -> Result<Call, UsageError> {
    call(
        Origin {
            interaction: InteractionId::new(command.id.into()),
            guild: guild(command.guild_id),
            channel: ChannelId::new(command.channel_id.into()),
            kind: kind(command.channel.as_ref()),
            member: command.member.as_deref().map(presser),
            granted: command.app_permissions,
        },
        now,
    )
}

/// The circumstances of a press.
pub fn press_call(press: &Press, now: Timestamp) -> Result<Call, UsageError> {
    call(
        Origin {
            interaction: press.interaction,
            guild: press.guild,
            channel: press.channel,
            kind: press.kind,
            member: press.member.clone(),
            granted: press.granted,
        },
        now,
    )
}

/// The circumstances of a form that is submitted.
pub fn form_call(form: &ModalInteraction, now: Timestamp) -> Result<Call, UsageError> {
    call(
        Origin {
            interaction: InteractionId::new(form.id.into()),
            guild: guild(form.guild_id),
            channel: ChannelId::new(form.channel_id.into()),
            kind: kind(form.channel.as_ref()),
            member: form.member.as_ref().map(presser),
            granted: form.app_permissions,
        },
        now,
    )
}

/// A guild by our id of it. serenity's ids are never zero, as ours.
pub fn guild(id: Option<serenity::model::id::GuildId>) -> Option<GuildId> {
    id.map(|id| GuildId::new(id.into()))
}

fn kind(channel: Option<&PartialChannel>) -> ChannelType {
    channel.map_or(ChannelType::Text, |channel| channel.kind)
}

fn presser(member: &Member) -> Presser {
    Presser {
        member: MemberId::new(member.user.id.into()),
        roles: member
            .roles
            .iter()
            .map(|role| RoleId::new((*role).into()))
            .collect(),
        permissions: member.permissions,
    }
}

/// The message in whose menu an entry was used, and its words: its text, what it forwards, what is framed in it or asked
/// by it, a line each at least.
pub fn message(data: &CommandData) -> Result<(Posted, String), UsageError> {
    let target = data.target_id.map(TargetId::to_message_id);
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
        texts.extend(embed.author.as_ref().map(|author| author.name.as_str()));
        texts.extend(embed.title.as_deref());
        texts.extend(embed.description.as_deref());
        let fields = embed.fields.iter();
        texts.extend(fields.flat_map(|field| [field.name.as_str(), field.value.as_str()]));
        texts.extend(embed.footer.as_ref().map(|footer| footer.text.as_str()));
    }
    if let Some(poll) = &message.poll {
        texts.extend(poll.question.text.as_deref());
        let answers = poll.answers.iter();
        texts.extend(answers.filter_map(|answer| answer.poll_media.text.as_deref()));
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
struct Origin {
    interaction: InteractionId,
    guild: Option<GuildId>,
    channel: ChannelId,
    kind: ChannelType,
    member: Option<Presser>,
    granted: Option<Permissions>,
}

fn call(origin: Origin, now: Timestamp) -> Result<Call, UsageError> {
    let (Some(guild), Some(member)) = (origin.guild, origin.member) else {
        return Err(UsageError::GuildOnly);
    };
    let kind = origin.kind;
    Ok(Call {
        guild,
        place: Place {
            channel: origin.channel,
            kind: channel_kind(kind),
            // Discord always sends them; should it not, the first message finds out.
            missing: origin
                .granted
                .map_or_else(Vec::new, |granted| missing(granted, kind)),
            threads: threads(origin.granted.unwrap_or(Permissions::all()), kind),
        },
        actor: Actor {
            member: member.member,
            roles: member.roles,
            manages_server: member
                .permissions
                .is_some_and(|held| held.intersects(Permissions::MANAGE_GUILD | Permissions::ADMINISTRATOR)),
        },
        interaction: origin.interaction,
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
