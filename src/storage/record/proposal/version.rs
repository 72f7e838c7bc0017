//! The versions of a proposal's row.

use serde::{Deserialize, Serialize};

/// Those that have this shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "u32", try_from = "u32")]
pub enum ProposalVersion {
    Two,
    Three,
    Four,
}

impl ProposalVersion {
    /// The lowest that can tell it.
    pub const fn of(excludes: bool, is_dropped: bool) -> Self {
        match (is_dropped, excludes) {
            (true, _) => Self::Four,
            (false, true) => Self::Three,
            (false, false) => Self::Two,
        }
    }
}

impl From<ProposalVersion> for u32 {
    fn from(version: ProposalVersion) -> Self {
        match version {
            ProposalVersion::Two => 2,
            ProposalVersion::Three => 3,
            ProposalVersion::Four => 4,
        }
    }
}

impl TryFrom<u32> for ProposalVersion {
    type Error = String;

    fn try_from(version: u32) -> Result<Self, String> {
        match version {
            2 => Ok(Self::Two),
            3 => Ok(Self::Three),
            4 => Ok(Self::Four),
            _ => Err(format!(
                "version {version} of this row is not known; known are 1 to 4"
            )),
        }
    }
}
