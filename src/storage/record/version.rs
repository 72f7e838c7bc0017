//! The version that every stored row carries.

use serde::{Deserialize, Serialize};

/// The number `N`, and no other: a newer row is refused instead of being half understood.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
#[serde(into = "u32", try_from = "u32")]
pub struct Version<const N: u32>;

impl<const N: u32> From<Version<N>> for u32 {
    fn from(_: Version<N>) -> Self {
        N
    }
}

impl<const N: u32> TryFrom<u32> for Version<N> {
    type Error = String;

    fn try_from(version: u32) -> Result<Self, String> {
        if version == N {
            Ok(Self)
        } else {
            Err(format!(
                "version {version} of this row is not known; known is {N}"
            ))
        }
    }
}

/// One of the numbers from `OLDEST` to `NEWEST`, of which each later version can tell more: a row is written in the lowest
/// one that can tell what it says, so that what an older bot wrote and what this one writes of the same is the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "u32", try_from = "u32")]
pub struct Between<const OLDEST: u32, const NEWEST: u32>(u32);

impl<const OLDEST: u32, const NEWEST: u32> Between<OLDEST, NEWEST> {
    /// The lowest one that can tell it: of what the oldest one can not tell, whether it is there, and the version since
    /// which it can be told.
    pub fn lowest<const N: usize>(told: [(bool, u32); N]) -> Self {
        let needed = told.into_iter().filter(|(is_told, _)| *is_told);
        Self(needed.map(|(_, since)| since).fold(OLDEST, u32::max))
    }

    /// The plain number.
    pub const fn get(self) -> u32 {
        self.0
    }
}

impl<const OLDEST: u32, const NEWEST: u32> From<Between<OLDEST, NEWEST>> for u32 {
    fn from(version: Between<OLDEST, NEWEST>) -> Self {
        version.0
    }
}

impl<const OLDEST: u32, const NEWEST: u32> TryFrom<u32> for Between<OLDEST, NEWEST> {
    type Error = String;

    fn try_from(version: u32) -> Result<Self, String> {
        if (OLDEST..=NEWEST).contains(&version) {
            Ok(Self(version))
        } else {
            Err(format!(
                "version {version} of this row is not known; known are {OLDEST} to {NEWEST}"
            ))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lowest_version_is_the_newest_that_is_needed() {
        type Version = Between<2, 4>;
        assert_eq!(Version::lowest([(false, 4), (false, 3)]).get(), 2);
        assert_eq!(Version::lowest([(false, 4), (true, 3)]).get(), 3);
        assert_eq!(Version::lowest([(true, 3), (true, 4)]).get(), 4);
    }

    #[test]
    fn only_known_numbers_are_read() {
        for (number, known) in [(1, false), (2, true), (4, true), (5, false)] {
            assert_eq!(Between::<2, 4>::try_from(number).is_ok(), known, "{number}");
        }
    }
}
