//! Editions that come out by a schedule.

use jiff::Timestamp;
use jiff::civil::Date;

use crate::digest::Digest;
use crate::id::ChannelId;
use crate::outbox::Posted;
use crate::radar::Title;
use crate::schedule::{Occurrence, Schedule};
use crate::vote::ProposalNumber;

/// When editions come out by themselves.
#[derive(Debug, Clone, PartialEq)]
pub struct ScheduleView {
    /// The schedule, if there is one.
    pub schedule: Option<Schedule>,
    /// The name of the zone in which its times are meant.
    pub zone: String,
    /// The next occurrences, the first one first.
    pub upcoming: Vec<Occurrence>,
    /// What would come out as things stand; `None`: nothing waits.
    pub digest: Option<Digest>,
    /// Where it is announced; `None`: the guild has no channel for digests.
    pub digests: Option<ChannelId>,
    /// What this request did.
    pub what: ScheduleChange,
}

/// What was done with a schedule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScheduleChange {
    /// Nothing: it is shown.
    Shown,
    /// It was set.
    Set,
    /// It was removed.
    Removed,
}

/// What the channel is told of an edition that comes out by a schedule.
#[derive(Debug, Clone, PartialEq)]
pub enum CalendarView {
    /// It comes out soon.
    Soon {
        /// When.
        at: Timestamp,
        /// What it is to be called, if that was said.
        title: Option<String>,
        /// What waits for it so far; `None`: nothing.
        digest: Option<Digest>,
        /// The votes that end before it, the first one first.
        votes: Vec<ClosingVote>,
    },
    /// It comes out at another time than was told.
    Moved {
        /// The day for which it was told.
        date: Date,
        /// When it comes out.
        to: Timestamp,
    },
    /// It does not come out.
    CalledOff {
        /// The day for which it was told.
        date: Date,
    },
    /// There was nothing to publish.
    Empty {
        /// The day.
        date: Date,
        /// When the next one comes out.
        next: Option<Timestamp>,
    },
    /// It came out, and there is no channel for digests.
    Unannounced {
        /// The day.
        date: Date,
    },
}

/// A vote that ends before an edition comes out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClosingVote {
    /// Its number.
    pub number: ProposalNumber,
    /// The blip's title.
    pub title: Title,
    /// When it closes.
    pub closes_at: Timestamp,
    /// Its message, once it is posted.
    pub posted: Option<Posted>,
}
