//! Where something is asked or said, and what the bot may do there.

use async_trait::async_trait;

use crate::id::{ChannelId, GuildId, MemberId};
use crate::outbox::Posted;

/// What kind of channel it is, as far as it matters here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChannelKind {
    /// Messages can be posted and edited as often as needed: text channels, threads, the chat of a voice channel.
    Text,
    /// An announcement channel: its messages go to followers, and may be edited only a few times an hour.
    Announcement,
    /// Nothing can be posted there: categories, forums and whatever Discord adds.
    Unsuitable,
}

/// A permission that the bot needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Permission {
    /// View Channel.
    ViewChannel,
    /// Send Messages (in a thread: Send Messages in Threads).
    SendMessages,
    /// Embed Links.
    EmbedLinks,
    /// Read Message History: without it a lost answer could not be told from a lost message.
    ReadMessageHistory,
    /// Create Public Threads: to start the thread of a message.
    CreatePublicThreads,
    /// Send Messages in Threads: to speak in that thread.
    SendMessagesInThreads,
}

impl Permission {
    /// What is needed to post and to look after a message.
    pub const FOR_MESSAGES: [Self; 4] = [
        Self::ViewChannel,
        Self::SendMessages,
        Self::EmbedLinks,
        Self::ReadMessageHistory,
    ];

    /// What is needed besides for a thread under a message.
    pub const FOR_THREADS: [Self; 2] = [Self::CreatePublicThreads, Self::SendMessagesInThreads];
}

/// Whether the bot can start a thread under its message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Threads {
    /// It can.
    Startable,
    /// It could, but lacks these.
    Missing(Vec<Permission>),
    /// Discord has no threads there: in a thread, for one, all talk is in that thread.
    Impossible,
}

/// A channel and what the bot may do there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The channel.
    pub channel: ChannelId,
    /// What it is.
    pub kind: ChannelKind,
    /// What the bot needs there to post, and does not have.
    pub missing: Vec<Permission>,
    /// Whether a message of the bot can have a thread there.
    pub threads: Threads,
}

/// Why a channel could not be looked at.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PlaceError {
    /// It does not exist, is in another guild, or the bot can not see it.
    #[error("the channel {0} can not be seen")]
    NotSeen(ChannelId),
    /// Discord did not answer.
    #[error("discord did not answer: {0}")]
    Unreachable(String),
}

/// Looks at channels other than the one that an interaction came from.
#[async_trait]
pub trait Places: Send + Sync {
    /// The channel, if it belongs to `guild`.
    async fn look(&self, guild: GuildId, channel: ChannelId) -> Result<Place, PlaceError>;

    /// Whether a member of `guild` may use the channel: see it, and so press the buttons of its messages.
    async fn may_use(&self, guild: GuildId, channel: ChannelId, member: MemberId)
    -> Result<bool, PlaceError>;

    /// Whether a message of the bot is still there.
    async fn is_there(&self, posted: Posted) -> Result<bool, PlaceError>;
}
