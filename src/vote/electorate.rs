//! Who may vote on a proposal, and how many they are.

use std::collections::BTreeSet;

use super::excluded::Excluded;
use crate::id::{MemberId, RoleId};

/// Who may vote, copied into the proposal when it opens, so that a later `/setup` changes no open vote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Electorate {
    /// Anyone who may use the channel in which the vote stands: nobody knows how many that are.
    Anyone,
    /// These members.
    Listed(BTreeSet<MemberId>),
    /// Members who have this role when they vote.
    Role {
        /// Which.
        role: RoleId,
        /// How many had it when the vote opened; unknown in votes that opened before roles were counted.
        size: Option<u32>,
    },
    /// The members who had this role when the vote opened.
    Members {
        /// Which.
        role: RoleId,
        /// Who had it.
        members: BTreeSet<MemberId>,
    },
}

/// What a member may do in a vote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Admission {
    /// Their ballot counts.
    Binding,
    /// They gained the role after the vote opened: their ballot is kept and shown, and does not count.
    Advisory,
    /// They lack this role.
    LacksRole(RoleId),
    /// They are not on the list.
    NotListed,
    /// The policy leaves them out.
    Excluded,
}

impl Admission {
    /// Whether a ballot would count.
    pub fn is_binding(self) -> bool {
        match self {
            Self::Binding => true,
            Self::Advisory | Self::LacksRole(_) | Self::NotListed | Self::Excluded => false,
        }
    }

    /// Whether a ballot would be taken, and shown if it does not count.
    pub fn takes_ballots(self) -> bool {
        match self {
            Self::Binding | Self::Advisory => true,
            Self::LacksRole(_) | Self::NotListed | Self::Excluded => false,
        }
    }
}

/// A size in a few characters, as trails tell it.
pub fn size_or_unknown(size: Option<u32>) -> String {
    size.map_or_else(|| "?".to_owned(), |size| size.to_string())
}

impl Electorate {
    /// What a member with these roles may do where the policy leaves those of `excluded` out.
    pub fn admits(&self, member: MemberId, roles: &[RoleId], excluded: &Excluded) -> Admission {
        match self {
            _ if excluded.excludes(member, roles) => Admission::Excluded,
            Self::Listed(members) if !members.contains(&member) => Admission::NotListed,
            Self::Role { role, .. } | Self::Members { role, .. } if !roles.contains(role) => {
                Admission::LacksRole(*role)
            }
            Self::Members { members, .. } if !members.contains(&member) => Admission::Advisory,
            Self::Anyone | Self::Listed(_) | Self::Role { .. } | Self::Members { .. } => Admission::Binding,
        }
    }

    /// Whether a stored ballot of this member counts: what they were when the vote opened decides.
    pub fn binds(&self, member: MemberId) -> bool {
        match self {
            Self::Anyone | Self::Role { .. } => true,
            Self::Listed(members) | Self::Members { members, .. } => members.contains(&member),
        }
    }

    /// The same with these members, where it has names.
    #[must_use]
    pub fn with_those(mut self, more: impl IntoIterator<Item = MemberId>) -> Self {
        match &mut self {
            Self::Anyone | Self::Role { .. } => {}
            Self::Listed(members) | Self::Members { members, .. } => members.extend(more),
        }
        self
    }

    /// The same without these members, where it has names.
    #[must_use]
    pub fn without(mut self, fewer: &BTreeSet<MemberId>) -> Self {
        match &mut self {
            Self::Anyone | Self::Role { .. } => {}
            Self::Listed(members) | Self::Members { members, .. } => {
                members.retain(|member| !fewer.contains(member));
            }
        }
        self
    }

    /// How many may vote, if that is known.
    pub fn size(&self) -> Option<u32> {
        match self {
            Self::Anyone => None,
            Self::Listed(members) | Self::Members { members, .. } => {
                Some(u32::try_from(members.len()).unwrap_or(u32::MAX))
            }
            Self::Role { size, .. } => *size,
        }
    }

    /// The members by name, if they are known.
    pub fn members(&self) -> Option<&BTreeSet<MemberId>> {
        match self {
            Self::Anyone | Self::Role { .. } => None,
            Self::Listed(members) | Self::Members { members, .. } => Some(members),
        }
    }

    /// The voters' role, if there is one.
    pub fn role(&self) -> Option<RoleId> {
        match self {
            Self::Anyone | Self::Listed(_) => None,
            Self::Role { role, .. } | Self::Members { role, .. } => Some(*role),
        }
    }
}

/// What is known of the electorate when a vote is counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Attendance {
    /// Discord could not be asked, or there is nothing to ask: what was known when the vote opened is used.
    Unread,
    /// So many have the role.
    Count(u32),
    /// Of the members by name, these are still on the server and, where a role decides, have it.
    Still(BTreeSet<MemberId>),
}

/// How many the electorate had when a vote opened and how many when it was counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Electors {
    /// When it opened, or when a maintainer last refreshed the roster.
    pub opened: u32,
    /// When it was counted: without those who left or recused themselves, and never fewer than took part.
    pub counted: u32,
    /// Whether Discord was asked again for the count; otherwise those of the opening stand.
    pub asked: bool,
}
