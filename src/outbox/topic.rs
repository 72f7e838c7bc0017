//! What a notice is about: its name in the outbox of its guild.

use std::fmt;

use jiff::Timestamp;
use jiff::civil::Date;

use super::Obstacle;
use crate::id::{ChannelId, GuildId, InteractionId};
use crate::radar::EditionId;
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

    /// Of an edition that was missed: which, and where it is told.
    pub fn missed(&self) -> Option<&Missed> {
        match self {
            Self::Missed(missed) => Some(missed),
            Self::Vote(_)
            | Self::Ending(_)
            | Self::Outcome(_)
            | Self::Update(..)
            | Self::Digest(_)
            | Self::Correction(..)
            | Self::Introduction
            | Self::Trouble(_)
            | Self::Followers(_)
            | Self::Files(_)
            | Self::Calendar(_) => None,
        }
    }

    /// Of the radar's files: what became of them.
    pub const fn files(&self) -> Option<Files> {
        match self {
            Self::Files(files) => Some(*files),
            Self::Vote(_)
            | Self::Ending(_)
            | Self::Outcome(_)
            | Self::Update(..)
            | Self::Digest(_)
            | Self::Correction(..)
            | Self::Introduction
            | Self::Trouble(_)
            | Self::Missed(_)
            | Self::Followers(_)
            | Self::Calendar(_) => None,
        }
    }

    /// The edition of which it says that it came out.
    pub fn told_edition(&self) -> Option<&EditionId> {
        match self {
            Self::Digest(edition) | Self::Missed(Missed { edition, .. }) => Some(edition),
            Self::Vote(_)
            | Self::Ending(_)
            | Self::Outcome(_)
            | Self::Update(..)
            | Self::Correction(..)
            | Self::Introduction
            | Self::Trouble(_)
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
    /// A maintainer voided ballots of a member; which time, from 0.
    Voided(u32),
    /// A maintainer had the roster read again; at which second.
    Refreshed(u32),
    /// A maintainer took what passed out of the draft; at which second.
    Dropped(u32),
    /// A maintainer put it back into the draft; at which second.
    Kept(u32),
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
            | Self::Voided(_)
            | Self::Refreshed(_)
            | Self::Dropped(_)
            | Self::Kept(_)
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
            Self::Voided(index) => write!(f, "voided/{index}"),
            Self::Refreshed(second) => write!(f, "refreshed/{second}"),
            Self::Dropped(second) => write!(f, "dropped/{second}"),
            Self::Kept(second) => write!(f, "kept/{second}"),
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
