//! How proposals are numbered.

use std::fmt;
use std::num::NonZeroU32;
use std::str::FromStr;

/// A proposal's number: 1, 2, 3 ... in each guild.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ProposalNumber(NonZeroU32);

impl ProposalNumber {
    /// The first one of a guild.
    pub const FIRST: Self = Self(NonZeroU32::MIN);
    /// The last one that there can be.
    pub const LAST: Self = Self(NonZeroU32::MAX);

    /// The plain number.
    pub const fn get(self) -> u32 {
        self.0.get()
    }

    /// The one after this.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }
}

impl TryFrom<u32> for ProposalNumber {
    type Error = std::num::TryFromIntError;

    fn try_from(number: u32) -> Result<Self, Self::Error> {
        NonZeroU32::try_from(number).map(Self)
    }
}

impl FromStr for ProposalNumber {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self)
    }
}

impl fmt::Display for ProposalNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
