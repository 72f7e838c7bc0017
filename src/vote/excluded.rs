//! Whom a policy leaves out of its votes, since what is voted on is their own business: a conflict of interest.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use crate::id::{MemberId, RoleId};

/// The most that one policy leaves out: each may have to be looked up when a vote opens.
pub const MAX_EXCLUDED: usize = 25;

/// Somebody who does not vote.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Party {
    /// Everybody who has this role when they would vote.
    Role(RoleId),
    /// This member.
    Member(MemberId),
}

/// A text that names neither a role nor a member.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is neither `role:` nor `member:` with an id")]
pub struct PartyError(String);

impl fmt::Display for Party {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Role(role) => write!(f, "role:{role}"),
            Self::Member(member) => write!(f, "member:{member}"),
        }
    }
}

impl FromStr for Party {
    type Err = PartyError;

    /// Reads what [`Party`] writes, and mentions as chats write them (`<@&1>` for a role, `<@1>` for a member).
    fn from_str(text: &str) -> Result<Self, PartyError> {
        let mention = text.strip_prefix("<@").and_then(|rest| rest.strip_suffix('>'));
        let read = match (text.split_once(':'), mention) {
            (_, Some(id)) => match id.strip_prefix('&') {
                Some(role) => role.parse().ok().map(Self::Role),
                None => id.trim_start_matches('!').parse().ok().map(Self::Member),
            },
            (Some(("role", id)), None) => id.trim().parse().ok().map(Self::Role),
            (Some(("member", id)), None) => id.trim().parse().ok().map(Self::Member),
            (Some(_) | None, None) => None,
        };
        read.ok_or_else(|| PartyError(text.to_owned()))
    }
}

/// All whom a policy leaves out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Excluded(pub BTreeSet<Party>);

impl Excluded {
    /// Whether nobody is left out.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether a member with these roles is left out.
    pub fn excludes(&self, member: MemberId, roles: &[RoleId]) -> bool {
        self.0.iter().any(|party| match party {
            Party::Role(role) => roles.contains(role),
            Party::Member(excluded) => *excluded == member,
        })
    }

    /// Those who are left out here and not there.
    #[must_use]
    pub fn without(&self, there: &Self) -> Self {
        Self(self.0.difference(&there.0).copied().collect())
    }

    /// The roles that are left out.
    pub fn roles(&self) -> impl Iterator<Item = RoleId> {
        self.0.iter().filter_map(|party| match party {
            Party::Role(role) => Some(*role),
            Party::Member(_) => None,
        })
    }

    /// The members who are left out by name.
    pub fn members(&self) -> impl Iterator<Item = MemberId> {
        self.0.iter().filter_map(|party| match party {
            Party::Role(_) => None,
            Party::Member(member) => Some(*member),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_party_is_read_as_it_is_written_and_as_chats_mention_it() {
        let (role, member) = (RoleId::try_from(7).unwrap(), MemberId::try_from(8).unwrap());
        for text in ["role:7", "role: 7", "<@&7>"] {
            assert_eq!(text.parse(), Ok(Party::Role(role)), "{text}");
        }
        for text in ["member:8", "<@8>", "<@!8>"] {
            assert_eq!(text.parse(), Ok(Party::Member(member)), "{text}");
        }
        for party in [Party::Role(role), Party::Member(member)] {
            assert_eq!(party.to_string().parse(), Ok(party));
        }
        for text in ["", "7", "role:", "role:x", "@platform", "<@&>", "user:7", "<#7>"] {
            assert!(text.parse::<Party>().is_err(), "{text}");
        }
    }

    #[test]
    fn whoever_has_an_excluded_role_or_is_named_is_left_out() {
        let (role, member) = (RoleId::try_from(7).unwrap(), MemberId::try_from(8).unwrap());
        let excluded = Excluded([Party::Role(role), Party::Member(member)].into());
        let other = MemberId::try_from(9).unwrap();
        assert!(excluded.excludes(member, &[]));
        assert!(excluded.excludes(other, &[role]));
        assert!(!excluded.excludes(other, &[]));
    }
}
