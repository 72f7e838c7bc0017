//! A guild's settings as they are stored.

use serde::{Deserialize, Serialize};

use super::text::Text;
use super::version::Version;
use crate::id::{ChannelId, GuildId, MemberId, RoleId};
use crate::settings::Settings;
use crate::storage::Row;

/// Version 1.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SettingsV1 {
    v: Version<1>,
    guild: Text<GuildId>,
    digests: Option<Text<ChannelId>>,
    votes: Option<Text<ChannelId>>,
    voters: Option<Text<RoleId>>,
    maintainers: Option<Text<RoleId>>,
    owner: Option<Text<MemberId>>,
}

impl SettingsV1 {
    /// The settings of this guild.
    pub fn of(guild: GuildId, settings: &Settings) -> Self {
        let Settings {
            digests,
            votes,
            voters,
            maintainers,
            owner,
        } = settings;
        Self {
            v: Version,
            guild: Text(guild),
            digests: digests.map(Text),
            votes: votes.map(Text),
            voters: voters.map(Text),
            maintainers: maintainers.map(Text),
            owner: owner.map(Text),
        }
    }
}

impl From<SettingsV1> for Row {
    fn from(record: SettingsV1) -> Self {
        let SettingsV1 {
            v: Version,
            guild: Text(guild),
            digests,
            votes,
            voters,
            maintainers,
            owner,
        } = record;
        let settings = Settings {
            digests: digests.map(|id| id.0),
            votes: votes.map(|id| id.0),
            voters: voters.map(|id| id.0),
            maintainers: maintainers.map(|id| id.0),
            owner: owner.map(|id| id.0),
        };
        Self::Settings(guild, settings)
    }
}
