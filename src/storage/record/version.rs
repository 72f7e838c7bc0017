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
