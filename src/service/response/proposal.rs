//! Proposals, ballots, and what was changed about a vote.

use std::sync::Arc;

use jiff::Timestamp;

use crate::id::{ChannelId, MemberId};
use crate::outbox::Posted;
use crate::prose::Prose;
use crate::radar::{Blip, Scheme, Standing, Title};
use crate::vote::electorate::Admission;
use crate::vote::{
    Choice, ConcernNumber, Count, Effect, Proposal, ProposalNumber, Status, Trail, Voter, Waiting,
};

/// What was changed about a proposal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Amended {
    /// Which.
    pub number: ProposalNumber,
    /// The blip's title.
    pub title: Title,
    /// Until when it takes ballots now.
    pub closes_at: Timestamp,
    /// What.
    pub what: Amendment,
}

/// A change of a proposal that goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Amendment {
    /// It is put to the vote.
    Seconded(Option<Waiting>),
    /// A concern was raised.
    Raised(ConcernNumber),
    /// A concern was resolved.
    Resolved(ConcernNumber),
    /// A concern was overridden.
    Overridden(ConcernNumber),
    /// The ballots of a member do not count.
    Voided(MemberId),
    /// The roster was read again: so many were in it, and so many are.
    Refreshed {
        /// Before.
        before: Option<u32>,
        /// Now.
        now: Option<u32>,
        /// How many of these have lost the role, and are in it since they voted.
        departed: usize,
    },
    /// Something was added to its reason.
    Added,
}

/// A member is away, or back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Away {
    /// Until when; absent: they are back.
    pub until: Option<Timestamp>,
    /// In how many votes that take ballots now this changes something.
    pub votes: usize,
}

/// What became of the wish to have a vote's message posted again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reposted {
    /// Which vote's.
    pub number: ProposalNumber,
    /// The blip's title.
    pub title: Title,
    /// What.
    pub what: Reposting,
}

/// Whether a vote's message is posted again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reposting {
    /// It was gone: it is queued for this channel.
    Queued(ChannelId),
    /// It is there.
    NotNeeded(Posted),
    /// One is on its way to this channel already, or something stands in its way.
    Waits(ChannelId),
}

/// A ballot that was stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    /// The proposal.
    pub number: ProposalNumber,
    /// The blip's title.
    pub title: Title,
    /// What is recorded now.
    pub choice: Choice,
    /// Whether it counts.
    pub effect: Effect,
    /// What was before, if the member had voted.
    pub before: Option<Choice>,
    /// Until when it can be changed.
    pub closes_at: Timestamp,
}

/// What a member has to do with a vote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mine {
    /// What they may do in it. Of one that waits it is not known yet.
    pub admission: Admission,
    /// What they answered last, and what became of it.
    pub ballot: Option<(Choice, Effect)>,
}

/// One proposal with what is needed to show it.
#[derive(Debug, Clone, PartialEq)]
pub struct ProposalView {
    /// The radar's rings and quadrants.
    pub scheme: Arc<Scheme>,
    /// The proposal.
    pub proposal: Proposal,
    /// How the vote stands: counted now if it is open, at the end if it was counted then.
    pub count: Count,
    /// Its newest message, once it is posted.
    pub posted: Option<Posted>,
    /// That it is not the first one, if it is not.
    pub again: Option<Again>,
    /// How many of its voters by name are away until after the close, while it goes on.
    pub away: usize,
    /// Whether something else is said of its blip than when the vote opened, while it goes on.
    pub reworded: bool,
    /// Whether the blip moved while it waited to be put to the vote.
    pub rebased: Option<Rebased>,
    /// How many have a ballot that stands, and had left or lost the voters' role when it was last looked.
    pub departed: usize,
    /// Why members voted as they did, the first of each answer first; told only when the vote is over.
    pub reasons: Vec<Why>,
    /// The title of the edition that carried it out.
    pub published: Option<String>,
    /// The vote before it that asked the same.
    pub earlier: Option<Earlier>,
}

/// That the start of a vote is not, or may not be, where its blip stood when it was proposed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rebased {
    /// It waits, and its blip stands there by now.
    To(Standing),
    /// It waited, and started from where its blip stood when it was put to the vote.
    Meanwhile,
}

/// A vote that asked the same before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Earlier {
    /// Its number.
    pub number: ProposalNumber,
    /// How it ended.
    pub status: Status,
    /// Its message, if it was posted.
    pub posted: Option<Posted>,
}

/// What was said of a blip, and what is said of it later.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reworded {
    /// The blip when the vote opened.
    pub before: Blip,
    /// The same now, with what waits for the next edition.
    pub now: Blip,
}

/// That a vote's message was deleted and is posted again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Again {
    /// Since when.
    pub at: Timestamp,
    /// The vote's thread, if it has one: it hangs from a message that is gone, and goes on.
    pub thread: Option<ChannelId>,
}

/// One proposal with all that was done in its vote, for a document.
#[derive(Debug, Clone, PartialEq)]
pub struct RecordView {
    /// The proposal.
    pub view: ProposalView,
    /// What was done.
    pub trail: Trail,
    /// The later proposal that asked the same again and was counted.
    pub superseded_by: Option<ProposalNumber>,
}

/// A reason that came with a ballot that counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Why {
    /// Whose.
    pub voter: Voter,
    /// What they answered.
    pub choice: Choice,
    /// Their words.
    pub text: Prose,
}
