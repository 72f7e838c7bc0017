//! What must be said: stored in the same commit as the decision, delivered later, exactly once.
//!
//! A notice moves `Pending -> Sending -> Sent`, or is parked. It holds facts, not wording, until the first attempt:
//! then the rendered text is stored with it, before the request, so that every retry says the same.

use std::fmt;

use jiff::Timestamp;
use jiff::civil::Date;

use crate::id::{ChannelId, GuildId, InteractionId, MessageId};
use crate::radar::EditionId;
use crate::settings::Theme;
use crate::vote::trail::Digest as Sha256;
use crate::vote::{ConcernNumber, ProposalNumber};

/// What a notice says. Unique in its guild: the same thing is never queued twice.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Topic {
    /// The vote's own message, with its buttons.
    Vote(ProposalNumber),
    /// The vote's message gets its outcome and loses its buttons: an edit, which can be repeated.
    Ending(ProposalNumber),
    /// The channel is told the outcome.
    Outcome(ProposalNumber),
    /// Those who vote are told what happened to the vote before or after that.
    Update(ProposalNumber, Update),
    /// An edition came out.
    Digest(EditionId),
    /// The messages that told of an edition are corrected: edits, which can be repeated, and what more has to be said.
    /// Which correction of the edition, from 1.
    Correction(EditionId, u32),
    /// The guild meets the current edition for the first time.
    Introduction,
    /// The guild's maintainers are told why something else waits.
    Trouble(Trouble),
    /// An edition came out while nobody could tell: it is told in the digest of a later one. Said from the start.
    Missed(Missed),
    /// The messages of a digest are published to those who follow the announcement channel.
    Followers(EditionId),
    /// The guild's maintainers are told what became of the radar's files.
    Files(Files),
    /// Something about an edition that comes out by a schedule.
    Calendar(Occasion),
}

impl Topic {
    /// Of a correction: the edition, and which correction of it.
    pub fn correction(&self) -> Option<(&EditionId, u32)> {
        match self {
            Self::Correction(edition, number) => Some((edition, *number)),
            Self::Vote(_)
            | Self::Ending(_)
            | Self::Outcome(_)
            | Self::Update(..)
            | Self::Digest(_)
            | Self::Introduction
            | Self::Trouble(_)
            | Self::Missed(_)
            | Self::Followers(_)
            | Self::Files(_)
            | Self::Calendar(_) => None,
        }
    }
}

/// An edition that has no digest of its own.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Missed {
    /// The edition in whose digest it is told.
    pub told_in: EditionId,
    /// The edition.
    pub edition: EditionId,
}

/// News of the radar's files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Files {
    /// The how-many-th news, from 1; what was gone at a start is counted for itself.
    pub count: u32,
    /// What became of them.
    pub state: FilesState,
}

/// What became of the radar's files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FilesState {
    /// They have problems, which have this fingerprint: what was read before goes on.
    Broken(u64),
    /// They have none any more, and are read again.
    Mended,
    /// When the bot started they did not have editions any more that had come out, which have this fingerprint.
    Lost(u64),
}

impl Files {
    /// The channel of news that have no place yet: they go to the owner, whose channel is known once it is opened. It has
    /// the guild's id, as no channel has that was made in the last years.
    pub fn nowhere(guild: GuildId) -> Option<ChannelId> {
        ChannelId::try_from(guild.get()).ok()
    }
}

/// One occurrence of a schedule, and what is told of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Occasion {
    /// The command that set the schedule.
    pub schedule: InteractionId,
    /// The local date on which the edition comes out.
    pub date: Date,
    /// What is told.
    pub news: News,
}

/// What is told of an edition that comes out by a schedule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum News {
    /// It comes out soon.
    Soon,
    /// It does not come out when that was told, but then; how often that was put right before.
    Moved(u32, Timestamp),
    /// It does not come out; how often what was told was put right before.
    CalledOff(u32),
    /// It would have come out, and there was nothing to publish.
    Empty,
    /// It came out, and there is no channel for digests: the maintainers are told.
    Unannounced,
}

impl fmt::Display for Occasion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { schedule, date, news } = self;
        write!(f, "{schedule}/{date}/")?;
        match news {
            News::Soon => f.write_str("soon"),
            News::Moved(count, to) => write!(f, "moved/{count}/{}", to.as_second()),
            News::CalledOff(count) => write!(f, "called-off/{count}"),
            News::Empty => f.write_str("empty"),
            News::Unannounced => f.write_str("unannounced"),
        }
    }
}

/// Something that happened to a vote. Each is said once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Update {
    /// The thread in which it is discussed was opened from the start.
    Thread,
    /// The deadline comes in so many seconds.
    Reminder(u32),
    /// A concern was raised: said in the thread.
    Raised(ConcernNumber),
    /// A concern was answered: said in the thread.
    Answered(ConcernNumber),
    /// A concern holds the vote; for the how-many-th time, from 0.
    Held(u32),
    /// The deadline was moved; which extension, from 0.
    Extended(u32),
    /// What passed can not be carried out any more.
    Conflict,
    /// A proposal that waited is put to the vote.
    Waiting,
    /// The proposer added to the reason; which addendum, from 0: said in the thread.
    Added(u32),
    /// The vote's message was deleted and is posted again; for the how-many-th time, from 1. From then on this is the
    /// vote's message.
    Repost(u32),
}

impl Update {
    /// Whether it is said in the vote's thread, and not in its channel.
    pub const fn is_for_the_thread(self) -> bool {
        match self {
            Self::Thread | Self::Raised(_) | Self::Answered(_) | Self::Added(_) => true,
            Self::Reminder(_)
            | Self::Held(_)
            | Self::Extended(_)
            | Self::Conflict
            | Self::Waiting
            | Self::Repost(_) => false,
        }
    }
}

impl fmt::Display for Update {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Thread => f.write_str("thread"),
            Self::Reminder(before) => write!(f, "reminder/{before}"),
            Self::Raised(concern) => write!(f, "raised/{concern}"),
            Self::Answered(concern) => write!(f, "answered/{concern}"),
            Self::Held(count) => write!(f, "held/{count}"),
            Self::Extended(count) => write!(f, "extended/{count}"),
            Self::Conflict => f.write_str("conflict"),
            Self::Waiting => f.write_str("waiting"),
            Self::Added(index) => write!(f, "added/{index}"),
            Self::Repost(count) => write!(f, "repost/{count}"),
        }
    }
}

/// A cause for which notices wait. Whatever waits for the same cause is told once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Trouble {
    /// What stands in the way.
    pub why: Obstacle,
    /// In which channel.
    pub channel: ChannelId,
    /// How many times it has come up, from 1: what was mended and comes again is told again.
    pub count: u32,
}

impl fmt::Display for Topic {
    /// A short, stable name: keys and log fields are made of it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Vote(number) => write!(f, "vote/{number}"),
            Self::Ending(number) => write!(f, "ending/{number}"),
            Self::Outcome(number) => write!(f, "outcome/{number}"),
            Self::Update(number, update) => write!(f, "update/{number}/{update}"),
            Self::Digest(edition) => write!(f, "digest/{edition}"),
            Self::Correction(edition, number) => write!(f, "correction/{edition}/{number}"),
            Self::Introduction => f.write_str("introduction"),
            Self::Trouble(Trouble { why, channel, count }) => {
                write!(f, "trouble/{}/{channel}/{count}", why.name())
            }
            Self::Missed(Missed { told_in, edition }) => write!(f, "missed/{told_in}/{edition}"),
            Self::Followers(edition) => write!(f, "followers/{edition}"),
            Self::Files(Files { count, state }) => match state {
                FilesState::Broken(print) => write!(f, "files/{count}/broken/{print:016x}"),
                FilesState::Mended => write!(f, "files/{count}/mended"),
                FilesState::Lost(print) => write!(f, "files/{count}/lost/{print:016x}"),
            },
            Self::Calendar(occasion) => write!(f, "calendar/{occasion}"),
        }
    }
}

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
