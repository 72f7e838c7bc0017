//! What must be said: stored in the same commit as the decision, delivered later, exactly once.
//!
//! A notice moves `Pending -> Sending -> Sent`, or is parked. It holds facts, not wording, until the first attempt:
//! then the rendered text is stored with it, before the request, so that every retry says the same.

mod topic;

use jiff::Timestamp;

use crate::id::{ChannelId, GuildId, MessageId};
use crate::radar::EditionId;
use crate::settings::Theme;
use crate::vote::trail::Digest as Sha256;

pub use self::topic::{Files, FilesState, Missed, News, Occasion, Topic, Trouble, Update};

/// A message that was posted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Posted {
    /// Where.
    pub channel: ChannelId,
    /// Which.
    pub message: MessageId,
}

/// One thing to be said in one channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// Its guild.
    pub guild: GuildId,
    /// What it says.
    pub topic: Topic,
    /// Where.
    pub channel: ChannelId,
    /// When it was queued.
    pub queued_at: Timestamp,
    /// How far its delivery is.
    pub delivery: Delivery,
    /// The picture that goes with its first message, once that was rendered; absent if it has none.
    pub picture: Option<PictureOf>,
}

/// A picture that goes with a message: of what it is made, not its bytes. It is drawn again for each attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PictureOf {
    /// What it shows.
    pub edition: EditionId,
    /// How it looks.
    pub theme: Theme,
    /// How wide it is, in pixels.
    pub width: u32,
    /// The SHA-256 of the file that was drawn first.
    pub hash: Sha256,
}

/// How far the delivery of a notice is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Delivery {
    /// Nothing was tried yet.
    Pending,
    /// Rendered and, at least in part, on its way.
    Sending {
        /// The messages in order, each as the JSON body that is sent.
        parts: Vec<String>,
        /// Those that Discord confirmed: the first ones of `parts`.
        posted: Vec<Posted>,
        /// When the part after the confirmed ones was first tried; before that its request can not have been made.
        first_try: Timestamp,
    },
    /// Everything was said.
    Sent {
        /// The messages, in order.
        posted: Vec<Posted>,
        /// When the last was confirmed.
        at: Timestamp,
    },
    /// Discord refuses it for now (channel gone, permission missing), or it can not be known whether it was said.
    Parked {
        /// Why, for the maintainers.
        why: Obstacle,
        /// Since when it waits for that, or may have been said; it is tried again from time to time.
        at: Timestamp,
        /// What was rendered, if it was.
        parts: Vec<String>,
        /// Those that Discord confirmed.
        posted: Vec<Posted>,
    },
}

/// Why a notice is parked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Obstacle {
    /// The channel does not exist any more (Discord's code 10003).
    ChannelGone,
    /// The bot may not see or write there (50001, 50013).
    PermissionMissing,
    /// Discord refused the message itself; our mistake, logged.
    Refused,
    /// It may have been said, and the channel's history could not tell.
    Unknown,
    /// The message that was to be edited was deleted (10008).
    MessageGone,
}

impl Obstacle {
    /// The word for it in records and log fields.
    pub const fn name(self) -> &'static str {
        match self {
            Self::ChannelGone => "channel_gone",
            Self::PermissionMissing => "permission_missing",
            Self::Refused => "refused",
            Self::Unknown => "unknown",
            Self::MessageGone => "message_gone",
        }
    }

    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::ChannelGone,
        Self::PermissionMissing,
        Self::Refused,
        Self::Unknown,
        Self::MessageGone,
    ];
}

impl Notice {
    /// A notice that nobody tried to deliver yet.
    pub fn new(guild: GuildId, topic: Topic, channel: ChannelId, now: Timestamp) -> Self {
        Self {
            guild,
            topic,
            channel,
            queued_at: now,
            delivery: Delivery::Pending,
            picture: None,
        }
    }

    /// Whether it is to be said now: nothing is known that stands in its way.
    pub fn is_under_way(&self) -> bool {
        match self.delivery {
            Delivery::Pending | Delivery::Sending { .. } => true,
            Delivery::Parked { .. } | Delivery::Sent { .. } => false,
        }
    }

    /// Whether nobody has tried to say it yet.
    pub const fn is_untried(&self) -> bool {
        match self.delivery {
            Delivery::Pending => true,
            Delivery::Sending { .. } | Delivery::Parked { .. } | Delivery::Sent { .. } => false,
        }
    }

    /// Whether something is left to do now or on a later day.
    pub fn is_open(&self) -> bool {
        match self.delivery {
            Delivery::Pending | Delivery::Sending { .. } | Delivery::Parked { .. } => true,
            Delivery::Sent { .. } => false,
        }
    }

    /// What stands in its way, and since when, if it is parked.
    pub const fn parked(&self) -> Option<(Obstacle, Timestamp)> {
        match self.delivery {
            Delivery::Parked { why, at, .. } => Some((why, at)),
            Delivery::Pending | Delivery::Sending { .. } | Delivery::Sent { .. } => None,
        }
    }

    /// Whether somebody may have read it, or will: a message of it was posted, may have been, or is on its way.
    pub fn may_be_read(&self) -> bool {
        match &self.delivery {
            Delivery::Pending => false,
            Delivery::Sending { .. } => true,
            Delivery::Sent { posted, .. } => !posted.is_empty(),
            Delivery::Parked { why, posted, .. } => match why {
                Obstacle::Unknown => true,
                Obstacle::ChannelGone
                | Obstacle::PermissionMissing
                | Obstacle::Refused
                | Obstacle::MessageGone => !posted.is_empty(),
            },
        }
    }

    /// The messages that Discord confirmed.
    pub fn posted(&self) -> &[Posted] {
        match &self.delivery {
            Delivery::Pending => &[],
            Delivery::Sending { posted, .. }
            | Delivery::Sent { posted, .. }
            | Delivery::Parked { posted, .. } => posted,
        }
    }
}
