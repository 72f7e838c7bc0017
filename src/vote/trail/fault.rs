//! What can be wrong with a trail.

use super::digest::Digest;
use super::number::EntryNumber;

/// The first thing that is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{wrong}")]
pub struct Fault {
    /// At which entry; absent: it is the trail as a whole.
    pub entry: Option<EntryNumber>,
    /// What it is.
    pub wrong: Wrong,
}

/// What is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Wrong {
    /// Another entry stands in its place.
    #[error("entry {0} is missing")]
    Missing(EntryNumber),
    /// Two entries have the same number.
    #[error("the entry is there twice")]
    Twice,
    /// It is not what was hashed, or does not follow on the one before.
    #[error("the hash does not fit: the entry, or its place, was changed")]
    Hash,
    /// The member who is said to have acted did not.
    #[error("the commitment does not fit: another member acted, or the row of the voter was changed")]
    Commitment,
    /// A number stands for somebody who never acted before the others.
    #[error("the voter's number was never given")]
    Voter,
    /// Nobody voted in it.
    #[error("the ballot has no voter")]
    Nobody,
    /// A ballot's time is not that of its press.
    #[error("the time is not that of the interaction")]
    Time,
    /// Two members have one number, or a number that no entry has.
    #[error("the rows of the voters contradict the entries")]
    Voters,
    /// The head counts other entries.
    #[error("the head names {named} entries, and {found} are there")]
    Length {
        /// By the head.
        named: u32,
        /// Found.
        found: u32,
    },
    /// The head's hash is not that of the last entry.
    #[error("the head is {named}, and the last entry gives {found}")]
    Head {
        /// By the head.
        named: Digest,
        /// Computed.
        found: Digest,
    },
    /// The head's other counts do not fit.
    #[error("the head counts other ballots or voters than there are")]
    Counts,
    /// There are entries without a head.
    #[error("the head is missing")]
    NoHead,
}
