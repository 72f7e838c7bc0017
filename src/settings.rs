//! What a guild has chosen with `/setup`, and what the bot must know of it as a whole.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use crate::id::{ChannelId, MemberId, RoleId};
use crate::schedule::Schedule;
use crate::vote::{Policy, PolicyName};
use crate::zone::ZoneName;

/// The most members that a guild lists by name: each is looked up when a vote opens and when it is counted.
pub const MAX_LISTED: usize = 100;

/// Who votes on what is proposed from now on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Voters {
    /// Anyone who may use the channel.
    #[default]
    Anyone,
    /// Those who have this role.
    Role(RoleId),
    /// These members; none while nobody is on the list, and then no vote opens.
    Listed(BTreeSet<MemberId>),
}

impl Voters {
    /// Whether a member is on a list that is in force.
    pub fn lists(&self, member: MemberId) -> bool {
        match self {
            Self::Anyone | Self::Role(_) => false,
            Self::Listed(members) => members.contains(&member),
        }
    }
}

/// How pictures look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Theme {
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

impl Theme {
    /// Both of them.
    pub const ALL: [Self; 2] = [Self::Light, Self::Dark];

    /// The word for it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

/// A guild's choices; all absent until somebody sets them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Settings {
    /// Where editions are announced.
    pub digests: Option<ChannelId>,
    /// Where votes are posted; absent: where `/propose` was typed.
    pub votes: Option<ChannelId>,
    /// Who may vote.
    pub voters: Voters,
    /// Who may publish and cancel, besides those with Manage Server.
    pub maintainers: Option<RoleId>,
    /// The guild's owner when last seen: whom we write to if there is no votes channel.
    pub owner: Option<MemberId>,
    /// Whether each vote has its thread from the start; otherwise it comes with the first concern.
    pub threads: bool,
    /// The guild's own policies, in place of the configured ones of the same names.
    pub policies: BTreeMap<PolicyName, Policy>,
    /// Who is not waited for in votes whose voters are known by name, and until when.
    pub away: BTreeMap<MemberId, Timestamp>,
    /// The zone in which its dates and times are meant; absent: the configured one.
    pub timezone: Option<ZoneName>,
    /// How its pictures look; absent: as usual.
    pub theme: Option<Theme>,
    /// When its editions come out by themselves; absent: when somebody publishes them.
    pub schedule: Option<Schedule>,
    /// When the bot was removed from the guild, as far as it knows; absent while it is there.
    pub left: Option<Timestamp>,
    /// Since when the guild has an outage at Discord that its open votes do not know of yet: a later process of the bot
    /// makes them longer by it. Absent where there is none, or no vote that it matters to.
    pub outage: Option<Timestamp>,
}

impl Settings {
    /// How its pictures look: dark if nobody chose, as most people look at Discord.
    pub fn look(&self) -> Theme {
        self.theme.unwrap_or(Theme::Dark)
    }

    /// Whether the member is away at that time.
    pub fn is_away(&self, member: MemberId, at: Timestamp) -> bool {
        self.away.get(&member).is_some_and(|until| *until > at)
    }

    /// Who is away at that time.
    pub fn away_at(&self, at: Timestamp) -> BTreeSet<MemberId> {
        let away = self.away.iter().filter(|(_, until)| **until > at);
        away.map(|(member, _)| *member).collect()
    }
}
