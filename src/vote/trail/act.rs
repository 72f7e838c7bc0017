//! What is done in a vote.

use crate::id::InteractionId;
use crate::vote::Choice;

/// A public event of a vote that is no ballot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum EventKind {
    /// A member raised a concern.
    ConcernRaised,
    /// A concern was resolved by its author.
    ConcernResolved,
    /// A maintainer overrode a concern.
    ConcernOverridden,
    /// The electorate changed: somebody left it, or recused themselves.
    RosterChanged,
    /// A maintainer had the electorate read again.
    RosterRefreshed,
    /// A proposal that waited was put to the vote, by the member who seconded it where it needed one.
    Opened,
    /// The deadline was moved.
    Extended,
    /// The deadline came while a concern was open.
    Held,
    /// Ballots are taken again.
    Reopened,
    /// A maintainer took a ballot out of the count.
    BallotVoided,
    /// The proposer added to the reasons.
    Addendum,
    /// The vote ended.
    Closed,
    /// A maintainer took what passed out of the draft of the next edition.
    Dropped,
    /// A maintainer put it back.
    Kept,
}

impl EventKind {
    /// All of them.
    pub const ALL: [Self; 14] = [
        Self::ConcernRaised,
        Self::ConcernResolved,
        Self::ConcernOverridden,
        Self::RosterChanged,
        Self::RosterRefreshed,
        Self::Opened,
        Self::Extended,
        Self::Held,
        Self::Reopened,
        Self::BallotVoided,
        Self::Addendum,
        Self::Closed,
        Self::Dropped,
        Self::Kept,
    ];

    /// The word in dumps and under the hash.
    pub const fn name(self) -> &'static str {
        match self {
            Self::ConcernRaised => "concern_raised",
            Self::ConcernResolved => "concern_resolved",
            Self::ConcernOverridden => "concern_overridden",
            Self::RosterChanged => "roster_changed",
            Self::RosterRefreshed => "roster_refreshed",
            Self::Opened => "opened",
            Self::Extended => "extended",
            Self::Held => "held",
            Self::Reopened => "reopened",
            Self::BallotVoided => "ballot_voided",
            Self::Addendum => "addendum",
            Self::Closed => "closed",
            Self::Dropped => "dropped",
            Self::Kept => "kept",
        }
    }

    /// The kind with this [`EventKind::name`].
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// What an entry of a trail says was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
    /// A ballot.
    Cast {
        /// What was answered.
        choice: Choice,
        /// The press that carried it.
        interaction: InteractionId,
    },
    /// Something else that all may know.
    Event {
        /// What.
        what: EventKind,
        /// The particulars, for readers. They must not name the member who acted: what is written here stays.
        detail: String,
    },
}

impl Act {
    /// The word under the hash: the choice, or the kind of event.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Cast { choice, .. } => choice.name(),
            Self::Event { what, .. } => what.name(),
        }
    }

    /// The particulars under the hash; none of a ballot.
    pub const fn detail(&self) -> &str {
        match self {
            Self::Cast { .. } => "",
            Self::Event { detail, .. } => detail.as_str(),
        }
    }

    /// The press of a ballot.
    pub const fn interaction(&self) -> Option<InteractionId> {
        match self {
            Self::Cast { interaction, .. } => Some(*interaction),
            Self::Event { .. } => None,
        }
    }
}
