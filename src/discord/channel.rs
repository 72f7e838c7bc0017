//! What the bot needs to know about a channel, however it learnt of it.

use crate::id::{ChannelId, GuildId};

/// A channel or thread.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Channel {
    /// Its id.
    pub id: ChannelId,
    /// What it is for.
    pub kind: ChannelKind,
    /// The guild that it is in; `None` for direct messages.
    pub guild: Option<GuildId>,
    /// Its name; direct messages have none.
    pub name: Option<String>,
}

/// What a channel is for, by Discord's numbers
/// (<https://discord.com/developers/docs/resources/channel#channel-object-channel-types>).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ChannelKind {
    /// Text in a guild.
    Text,
    /// Between the bot and one person.
    DirectMessage,
    /// Voice in a guild; it has a chat, too.
    Voice,
    /// A direct message between several people.
    GroupDirectMessage,
    /// A heading over channels.
    Category,
    /// A channel that other guilds can follow.
    Announcement,
    /// A thread of an announcement channel.
    AnnouncementThread,
    /// A thread that everybody who sees its channel can see.
    PublicThread,
    /// A thread for the invited.
    PrivateThread,
    /// A stage for speakers.
    Stage,
    /// The list of a hub's guilds.
    Directory,
    /// A channel that holds threads only.
    Forum,
    /// A forum for pictures.
    Media,
    /// A kind that is younger than this code.
    Unknown(u8),
}

impl ChannelKind {
    /// The kind that Discord gives this number.
    pub const fn from_number(number: u8) -> Self {
        match number {
            0 => Self::Text,
            1 => Self::DirectMessage,
            2 => Self::Voice,
            3 => Self::GroupDirectMessage,
            4 => Self::Category,
            5 => Self::Announcement,
            10 => Self::AnnouncementThread,
            11 => Self::PublicThread,
            12 => Self::PrivateThread,
            13 => Self::Stage,
            14 => Self::Directory,
            15 => Self::Forum,
            16 => Self::Media,
            other => Self::Unknown(other),
        }
    }

    /// Whether what is posted here can be published to other guilds, where it can hardly be edited.
    pub const fn is_announcement(self) -> bool {
        matches!(self, Self::Announcement | Self::AnnouncementThread)
    }

    /// Whether this is a thread of another channel.
    pub const fn is_thread(self) -> bool {
        matches!(
            self,
            Self::AnnouncementThread | Self::PublicThread | Self::PrivateThread
        )
    }
}
