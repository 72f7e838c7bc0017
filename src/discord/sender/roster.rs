//! Requests about who is in a guild, and in which role.

use std::collections::HashMap;

use reqwest::Method;
use serde::Deserialize;

use super::Sender;
use super::error::SendError;
use super::payload::Payload;
use super::route::Route;
use crate::discord::wire::{id, ids, keys};
use crate::id::{GuildId, MemberId, RoleId};

/// The most members that one request reads.
pub const MEMBERS_A_PAGE: usize = 1_000;

const ROLES: &str = "/guilds/{guild}/roles";
const COUNTS: &str = "/guilds/{guild}/roles/member-counts";
const MEMBER: &str = "/guilds/{guild}/members/{member}";
const MEMBERS: &str = "/guilds/{guild}/members";

/// A role.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Role {
    /// Its id; that of `@everyone` is the guild's.
    #[serde(deserialize_with = "id")]
    pub id: RoleId,
    /// Whether everybody may ping it.
    #[serde(default)]
    pub mentionable: bool,
}

/// A member of a guild.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Member {
    /// Who it is.
    pub user: Person,
    /// Their roles, without `@everyone`.
    #[serde(deserialize_with = "ids")]
    pub roles: Vec<RoleId>,
}

/// An account.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Person {
    /// Its id.
    #[serde(deserialize_with = "id")]
    pub id: MemberId,
    /// Whether it is a program's.
    #[serde(default)]
    pub bot: bool,
}

#[derive(Deserialize)]
#[serde(transparent)]
struct Counts(#[serde(deserialize_with = "keys")] HashMap<RoleId, u32>);

impl Sender {
    /// The roles of a guild.
    pub async fn roles(&self, guild: GuildId) -> Result<Vec<Role>, SendError> {
        let route = Route::of_guild(Method::GET, ROLES, guild, "/roles");
        self.fetch(route, Payload::Empty).await
    }

    /// How many have each role. `@everyone` is not among them
    /// (<https://discord.com/developers/docs/resources/guild#get-guild-role-member-counts>).
    pub async fn role_sizes(&self, guild: GuildId) -> Result<HashMap<RoleId, u32>, SendError> {
        let route = Route::of_guild(Method::GET, COUNTS, guild, "/roles/member-counts");
        self.fetch::<Counts>(route, Payload::Empty)
            .await
            .map(|Counts(sizes)| sizes)
    }

    /// One member; who is none is refused with [`code::UNKNOWN_MEMBER`](super::code::UNKNOWN_MEMBER).
    pub async fn member(&self, guild: GuildId, member: MemberId) -> Result<Member, SendError> {
        let route = Route::of_guild(Method::GET, MEMBER, guild, &format!("/members/{member}"));
        self.fetch(route, Payload::Empty).await
    }

    /// The members with the lowest ids after `after`, or with the lowest ids of all: at most [`MEMBERS_A_PAGE`]. Discord
    /// refuses it to bots without the privileged intent for members.
    pub async fn members_after(
        &self,
        guild: GuildId,
        after: Option<MemberId>,
    ) -> Result<Vec<Member>, SendError> {
        let after = after.map_or_else(String::new, |after| format!("&after={after}"));
        let route = Route::of_guild(Method::GET, MEMBERS, guild, "/members")
            .with_query(format!("?limit={MEMBERS_A_PAGE}{after}"));
        self.fetch(route, Payload::Empty).await
    }
}
