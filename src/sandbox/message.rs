//! A message as it stands in a channel.

use jiff::Timestamp;
use serde_json::Value;

use super::mentions::Mentions;
use super::snowflake::Snowflake;

/// Flags of a message that mean something here.
pub mod flags {
    /// The message has been published to following channels.
    pub const CROSSPOSTED: u64 = 1;
    /// Embeds are not shown.
    pub const SUPPRESS_EMBEDS: u64 = 1 << 2;
    /// A thread hangs on the message.
    pub const HAS_THREAD: u64 = 1 << 5;
    /// Only one member sees the message.
    pub const EPHEMERAL: u64 = 1 << 6;
    /// The answer is still being worked on.
    pub const LOADING: u64 = 1 << 7;
    /// No notification is shown.
    pub const SUPPRESS_NOTIFICATIONS: u64 = 1 << 12;
    /// The message is made of components alone.
    pub const COMPONENTS_V2: u64 = 1 << 15;
}

/// A file of a message.
#[derive(Debug, Clone)]
pub struct Attachment {
    /// Its id.
    pub id: Snowflake,
    /// Its name.
    pub filename: String,
    /// The text for those who do not see it.
    pub description: Option<String>,
    /// What it is.
    pub content_type: String,
    /// Where it can be got.
    pub url: String,
    /// What is in it.
    pub bytes: axum::body::Bytes,
}

/// The interaction that a message answers.
#[derive(Debug, Clone)]
pub struct Cause {
    /// The interaction's id.
    pub interaction: Snowflake,
    /// Its type, as Discord numbers them.
    pub kind: u8,
    /// The command, if it was one.
    pub name: Option<String>,
    /// The message in whose menu the command was used.
    pub target: Option<Snowflake>,
    /// Who caused it.
    pub user: Snowflake,
}

/// A message.
#[derive(Debug, Clone)]
pub struct Message {
    /// Its id.
    pub id: Snowflake,
    /// Where it stands.
    pub channel: Snowflake,
    /// Who wrote it.
    pub author: Snowflake,
    /// When.
    pub created: Timestamp,
    /// When it was last changed.
    pub edited: Option<Timestamp>,
    /// Its text.
    pub content: String,
    /// Its embeds, as they were sent.
    pub embeds: Vec<Value>,
    /// Its components, as they were sent.
    pub components: Vec<Value>,
    /// Its files.
    pub attachments: Vec<Attachment>,
    /// See [`flags`].
    pub flags: u64,
    /// The nonce that it was sent with.
    pub nonce: Option<Value>,
    /// The message that it replies to.
    pub reply_to: Option<Snowflake>,
    /// Whom it mentions with effect.
    pub mentions: Mentions,
    /// The interaction that it answers.
    pub cause: Option<Cause>,
}

impl Message {
    /// Whether all of the flag's bits are set.
    pub fn is(&self, flag: u64) -> bool {
        self.flags & flag == flag
    }

    /// Whether a member sees it, given that the member sees the channel.
    pub fn visible_to(&self, user: Snowflake) -> bool {
        !self.is(flags::EPHEMERAL) || self.cause.as_ref().is_some_and(|cause| cause.user == user)
    }

    /// Whether there is nothing to see.
    pub fn is_empty(&self) -> bool {
        self.content.trim().is_empty()
            && self.embeds.is_empty()
            && self.components.is_empty()
            && self.attachments.is_empty()
    }
}
