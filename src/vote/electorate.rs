//! Who may vote on a proposal.

use crate::id::RoleId;

/// Who may vote, copied into the proposal when it opens, so that a later `/setup` changes no open vote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Electorate {
    /// Anyone who may use the channel in which the vote stands.
    Anyone,
    /// Members who have this role when they vote.
    Role(RoleId),
}

impl Electorate {
    /// Whether a member with these roles may vote.
    pub fn admits(self, roles: &[RoleId]) -> bool {
        match self {
            Self::Anyone => true,
            Self::Role(role) => roles.contains(&role),
        }
    }
}
