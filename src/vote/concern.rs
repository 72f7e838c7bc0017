//! A named objection that must be answered before the vote closes.

use std::fmt;
use std::num::NonZeroU32;
use std::str::FromStr;

use jiff::Timestamp;

use crate::id::MemberId;
use crate::prose::Prose;

/// The longest title, in characters: what an option's suggestion holds with its number.
pub const MAX_TITLE: usize = 90;
/// The longest text, in characters.
pub const MAX_TEXT: usize = 1_000;
/// The most concerns of one vote: what can be discussed, and what its record holds.
pub const MAX_CONCERNS: usize = 20;
/// The most of them that one member raises: nobody takes from the others the right to raise theirs.
pub const MAX_CONCERNS_EACH: usize = 5;

/// A concern's number: 1, 2, 3 ... in each proposal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ConcernNumber(NonZeroU32);

impl ConcernNumber {
    /// The number of the concern at this place, from 0.
    pub fn at(index: usize) -> Self {
        let index = u32::try_from(index).unwrap_or(u32::MAX);
        Self(NonZeroU32::MIN.saturating_add(index))
    }

    /// The plain number.
    pub const fn get(self) -> u32 {
        self.0.get()
    }

    /// The place of the concern, from 0.
    pub const fn index(self) -> usize {
        self.0.get() as usize - 1
    }
}

impl TryFrom<u32> for ConcernNumber {
    type Error = std::num::TryFromIntError;

    fn try_from(number: u32) -> Result<Self, Self::Error> {
        NonZeroU32::try_from(number).map(Self)
    }
}

impl FromStr for ConcernNumber {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self)
    }
}

impl fmt::Display for ConcernNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// What became of a concern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// Nothing yet.
    Open,
    /// Its author took it back.
    Resolved {
        /// When.
        at: Timestamp,
    },
    /// A maintainer went past it.
    Overridden {
        /// When.
        at: Timestamp,
        /// Who.
        by: MemberId,
        /// Why; everybody can read it.
        reason: Prose,
    },
}

/// A named objection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Concern {
    /// Whose.
    pub author: MemberId,
    /// In a few words.
    pub title: Prose,
    /// In more, if they were needed.
    pub text: Option<Prose>,
    /// When it was raised, by Discord's clock.
    pub raised_at: Timestamp,
    /// What became of it.
    pub answer: Answer,
}

impl Concern {
    /// Whether it waits for an answer.
    pub fn is_open(&self) -> bool {
        match self.answer {
            Answer::Open => true,
            Answer::Resolved { .. } | Answer::Overridden { .. } => false,
        }
    }
}
