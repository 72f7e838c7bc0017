//! A guild's members that a test enrolls, and that may be out of reach.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, MutexGuard};

use async_trait::async_trait;

use super::{Enrolled, RoleFacts, RosterError, Rosters};
use crate::id::{GuildId, MemberId, RoleId};

/// The members and roles of all guilds: none, until a test says otherwise.
#[derive(Debug, Default)]
pub struct FakeRosters(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    roles: BTreeMap<(GuildId, RoleId), RoleFacts>,
    members: BTreeMap<(GuildId, MemberId), Enrolled>,
    members_listed: bool,
    unreachable: bool,
}

impl FakeRosters {
    /// The guild has this role from now on.
    pub fn makes(&self, guild: GuildId, role: RoleId, mentionable: bool) {
        self.state()
            .roles
            .insert((guild, role), RoleFacts { mentionable });
    }

    /// The role is deleted.
    pub fn deletes(&self, guild: GuildId, role: RoleId) {
        let mut state = self.state();
        state.roles.remove(&(guild, role));
        for enrolled in state.members.values_mut() {
            enrolled.roles.remove(&role);
        }
    }

    /// A person is in the guild from now on, with these roles and no others.
    pub fn enrolls(&self, guild: GuildId, member: MemberId, roles: impl IntoIterator<Item = RoleId>) {
        let roles = roles.into_iter().collect();
        let person = Enrolled { roles, bot: false };
        self.state().members.insert((guild, member), person);
    }

    /// The same for a program.
    pub fn enrolls_bot(&self, guild: GuildId, member: MemberId, roles: impl IntoIterator<Item = RoleId>) {
        let roles = roles.into_iter().collect();
        let program = Enrolled { roles, bot: true };
        self.state().members.insert((guild, member), program);
    }

    /// Somebody leaves the guild.
    pub fn leaves(&self, guild: GuildId, member: MemberId) {
        self.state().members.remove(&(guild, member));
    }

    /// Whether the bot has the privilege to list members.
    pub fn may_list_members(&self, listed: bool) {
        self.state().members_listed = listed;
    }

    /// Whether Discord does not answer.
    pub fn is_unreachable(&self, unreachable: bool) {
        self.state().unreachable = unreachable;
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap()
    }

    fn reached(&self) -> Result<MutexGuard<'_, State>, RosterError> {
        let state = self.state();
        if state.unreachable {
            return Err(RosterError::Unreachable("it was told to be so".to_owned()));
        }
        Ok(state)
    }
}

impl State {
    fn having(&self, guild: GuildId, role: RoleId) -> impl Iterator<Item = (MemberId, &Enrolled)> {
        let in_guild = self.members.iter().filter(move |((at, _), _)| *at == guild);
        in_guild
            .filter(move |(_, enrolled)| role == guild.everyone() || enrolled.roles.contains(&role))
            .map(|((_, member), enrolled)| (*member, enrolled))
    }

    fn known(&self, guild: GuildId, role: RoleId) -> Result<(), RosterError> {
        if role == guild.everyone() || self.roles.contains_key(&(guild, role)) {
            Ok(())
        } else {
            Err(RosterError::NoSuchRole(role))
        }
    }
}

#[async_trait]
impl Rosters for FakeRosters {
    fn lists_members(&self) -> bool {
        self.state().members_listed
    }

    async fn roles(&self, guild: GuildId) -> Result<BTreeMap<RoleId, RoleFacts>, RosterError> {
        let everyone = (guild.everyone(), RoleFacts { mentionable: false });
        let state = self.reached()?;
        let here = state.roles.iter().filter(|((of, _), _)| *of == guild);
        let here = here.map(|((_, role), facts)| (*role, *facts));
        Ok(std::iter::once(everyone).chain(here).collect())
    }

    async fn role_size(&self, guild: GuildId, role: RoleId) -> Result<u32, RosterError> {
        let state = self.reached()?;
        if role == guild.everyone() {
            return Err(RosterError::Everybody);
        }
        state.known(guild, role)?;
        Ok(u32::try_from(state.having(guild, role).count()).unwrap())
    }

    async fn role_members(&self, guild: GuildId, role: RoleId) -> Result<BTreeSet<MemberId>, RosterError> {
        let state = self.reached()?;
        if !state.members_listed {
            return Err(RosterError::NotListed);
        }
        state.known(guild, role)?;
        let people = state
            .having(guild, role)
            .filter(|(_, enrolled)| !enrolled.bot)
            .map(|(member, _)| member);
        Ok(people.collect())
    }

    async fn enrolled(&self, guild: GuildId, member: MemberId) -> Result<Option<Enrolled>, RosterError> {
        Ok(self.reached()?.members.get(&(guild, member)).cloned())
    }
}
