//! What a maintainer changes about a blip's words before the next edition comes out: recorded, and carried out by it.

use std::fmt;
use std::num::NonZeroU32;
use std::str::FromStr;

use jiff::Timestamp;

use crate::id::{GuildId, MemberId};
use crate::prose::Prose;
use crate::radar::Revision;

/// An edit's number: 1, 2, 3 ... in each guild.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EditNumber(NonZeroU32);

impl EditNumber {
    /// The first one of a guild.
    pub const FIRST: Self = Self(NonZeroU32::MIN);

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

impl TryFrom<u32> for EditNumber {
    type Error = std::num::TryFromIntError;

    fn try_from(number: u32) -> Result<Self, Self::Error> {
        NonZeroU32::try_from(number).map(Self)
    }
}

impl FromStr for EditNumber {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self)
    }
}

impl fmt::Display for EditNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// An edit. It never changes but that it can be dropped; which edition carried it out, the edition says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// Its guild.
    pub guild: GuildId,
    /// Its number in the guild.
    pub number: EditNumber,
    /// Who made it.
    pub by: MemberId,
    /// When.
    pub at: Timestamp,
    /// What it changes: words only, never where a blip stands.
    pub revision: Revision,
    /// That it was taken out of the draft, if it was.
    pub dropped: Option<Dropped>,
}

/// That an edit was taken out of the draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dropped {
    /// By whom.
    pub by: MemberId,
    /// When.
    pub at: Timestamp,
    /// Why; everybody can read it.
    pub reason: Prose,
}
