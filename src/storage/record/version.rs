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

/// One of two numbers, where the later version can tell more: a row is written in the lower one that can tell what it
/// says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "u32", try_from = "u32")]
pub enum OneOf<const OLD: u32, const NEW: u32> {
    /// The lower number.
    Old,
    /// The higher one.
    New,
}

impl<const OLD: u32, const NEW: u32> OneOf<OLD, NEW> {
    /// The version of a row, by whether it says what only the later one can tell.
    pub const fn of(says_more: bool) -> Self {
        if says_more { Self::New } else { Self::Old }
    }
}

impl<const OLD: u32, const NEW: u32> From<OneOf<OLD, NEW>> for u32 {
    fn from(version: OneOf<OLD, NEW>) -> Self {
        match version {
            OneOf::Old => OLD,
            OneOf::New => NEW,
        }
    }
}

impl<const OLD: u32, const NEW: u32> TryFrom<u32> for OneOf<OLD, NEW> {
    type Error = String;

    fn try_from(version: u32) -> Result<Self, String> {
        match version {
            _ if version == OLD => Ok(Self::Old),
            _ if version == NEW => Ok(Self::New),
            _ => Err(format!(
                "version {version} of this row is not known; known are {OLD} and {NEW}"
            )),
        }
    }
}
