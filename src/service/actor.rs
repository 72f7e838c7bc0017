//! Who asks, and what they may do.

use crate::id::{MemberId, RoleId};
use crate::settings::Settings;

/// The member who used a command or a button, as Discord described them with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// Who.
    pub member: MemberId,
    /// Their roles at that moment.
    pub roles: Vec<RoleId>,
    /// Whether they may manage the server (Manage Server or Administrator).
    pub manages_server: bool,
}

impl Actor {
    /// The proof that this member is a maintainer, if they are: Manage Server, or the maintainers' role.
    pub fn maintainer(&self, settings: &Settings) -> Option<Maintainer> {
        let by_role = settings
            .maintainers
            .is_some_and(|role| self.roles.contains(&role));
        (self.manages_server || by_role).then_some(Maintainer { member: self.member })
    }
}

/// A proof that somebody is a maintainer of the guild: only [`Actor::maintainer`] makes one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Maintainer {
    member: MemberId,
}

impl Maintainer {
    /// Who it is.
    pub fn member(self) -> MemberId {
        self.member
    }
}
