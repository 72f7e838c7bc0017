//! Who may vote, as it is stored.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::RecordError;
use crate::id::{MemberId, RoleId};
use crate::storage::record::text::Text;
use crate::vote::Electorate;

/// By kind.
#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum ElectorateV2 {
    /// Anyone.
    Anyone {},
    /// These members, in ascending order.
    List {
        /// Who.
        members: Vec<Text<MemberId>>,
    },
    /// Whoever has the role.
    Role {
        /// Which.
        role: Text<RoleId>,
        /// How many had it.
        size: Option<u32>,
    },
    /// Those who had the role.
    Members {
        /// Which.
        role: Text<RoleId>,
        /// Who, in ascending order.
        members: Vec<Text<MemberId>>,
    },
}

impl From<&Electorate> for ElectorateV2 {
    fn from(electorate: &Electorate) -> Self {
        let texts = |members: &BTreeSet<MemberId>| members.iter().copied().map(Text).collect();
        match electorate {
            Electorate::Anyone => Self::Anyone {},
            Electorate::Listed(members) => Self::List {
                members: texts(members),
            },
            Electorate::Role { role, size } => Self::Role {
                role: Text(*role),
                size: *size,
            },
            Electorate::Members { role, members } => Self::Members {
                role: Text(*role),
                members: texts(members),
            },
        }
    }
}

impl TryFrom<ElectorateV2> for Electorate {
    type Error = RecordError;

    fn try_from(record: ElectorateV2) -> Result<Self, RecordError> {
        Ok(match record {
            ElectorateV2::Anyone {} => Self::Anyone,
            ElectorateV2::List { members } => Self::Listed(ascending(members)?),
            ElectorateV2::Role { role, size } => Self::Role { role: role.0, size },
            ElectorateV2::Members { role, members } => Self::Members {
                role: role.0,
                members: ascending(members)?,
            },
        })
    }
}

/// Members, roles or voters in ascending order.
pub fn ascending<T: Ord>(members: Vec<Text<T>>) -> Result<BTreeSet<T>, RecordError> {
    let members: Vec<T> = members.into_iter().map(|member| member.0).collect();
    if members.is_sorted_by(|one, next| one < next) {
        Ok(members.into_iter().collect())
    } else {
        Err(RecordError::Contradiction(
            "`members`, `excluded` or `departed` are not in ascending order, each once",
        ))
    }
}
