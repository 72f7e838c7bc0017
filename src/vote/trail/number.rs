//! What a trail counts: its entries, and who acts in it.

use std::fmt;
use std::num::NonZeroU32;
use std::str::FromStr;

macro_rules! numbers {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(NonZeroU32);

        impl $name {
            /// The first one of a proposal.
            pub const FIRST: Self = Self(NonZeroU32::MIN);
            /// The last one that there can be.
            pub const LAST: Self = Self(NonZeroU32::MAX);

            /// The one that follows on `count` others; saturates after 2^32 - 2.
            pub const fn after(count: u32) -> Self {
                Self(NonZeroU32::MIN.saturating_add(count))
            }

            /// The plain number.
            pub const fn get(self) -> u32 {
                self.0.get()
            }
        }

        impl TryFrom<u32> for $name {
            type Error = std::num::TryFromIntError;

            fn try_from(number: u32) -> Result<Self, Self::Error> {
                NonZeroU32::try_from(number).map(Self)
            }
        }

        impl FromStr for $name {
            type Err = std::num::ParseIntError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    )+};
}

numbers! {
    /// An entry's place in its trail: 1, 2, 3 ... in each proposal.
    EntryNumber,
    /// Stands for a member in one trail: 1, 2, 3 ... by their first act in it. It stays when the member is forgotten.
    VoterNumber,
}
