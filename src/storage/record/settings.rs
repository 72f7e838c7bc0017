//! A guild's settings as they are stored.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::RecordError;
use super::text::Text;
use crate::id::{ChannelId, GuildId, MemberId, RoleId};
use crate::settings::Settings;
use crate::storage::Row;

/// Version 2 is version 1 with `left`. Of a guild that the bot has not left, version 1 is written as ever: what an
/// older bot wrote and what this one writes then is the same.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SettingsV2 {
    v: SettingsVersion,
    guild: Text<GuildId>,
    digests: Option<Text<ChannelId>>,
    votes: Option<Text<ChannelId>>,
    voters: Option<Text<RoleId>>,
    maintainers: Option<Text<RoleId>>,
    owner: Option<Text<MemberId>>,
    #[serde(default, skip_serializing_if = "is_false")]
    threads: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    left: Option<Text<Timestamp>>,
}

/// The versions of this row that can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "u32", try_from = "u32")]
enum SettingsVersion {
    One,
    Two,
}

impl From<SettingsVersion> for u32 {
    fn from(version: SettingsVersion) -> Self {
        match version {
            SettingsVersion::One => 1,
            SettingsVersion::Two => 2,
        }
    }
}

impl TryFrom<u32> for SettingsVersion {
    type Error = String;

    fn try_from(version: u32) -> Result<Self, String> {
        match version {
            1 => Ok(Self::One),
            2 => Ok(Self::Two),
            _ => Err(format!(
                "version {version} of this row is not known; known are 1 and 2"
            )),
        }
    }
}

impl SettingsV2 {
    /// The settings of this guild.
    pub fn of(guild: GuildId, settings: &Settings) -> Self {
        let Settings {
            digests,
            votes,
            voters,
            maintainers,
            owner,
            left,
            threads,
        } = settings;
        Self {
            v: left.map_or(SettingsVersion::One, |_| SettingsVersion::Two),
            guild: Text(guild),
            digests: digests.map(Text),
            votes: votes.map(Text),
            voters: voters.map(Text),
            maintainers: maintainers.map(Text),
            owner: owner.map(Text),
            left: left.map(Text),
            threads: *threads,
        }
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde's signature")]
fn is_false(value: &bool) -> bool {
    !*value
}

impl TryFrom<SettingsV2> for Row {
    type Error = RecordError;

    fn try_from(record: SettingsV2) -> Result<Self, RecordError> {
        let SettingsV2 {
            v,
            guild: Text(guild),
            digests,
            votes,
            voters,
            maintainers,
            owner,
            left,
            threads,
        } = record;
        if (v == SettingsVersion::Two) != left.is_some() {
            return Err(RecordError::Contradiction(
                "`left` is there in version 2, and in no other",
            ));
        }
        let settings = Settings {
            digests: digests.map(|id| id.0),
            votes: votes.map(|id| id.0),
            voters: voters.map(|id| id.0),
            maintainers: maintainers.map(|id| id.0),
            owner: owner.map(|id| id.0),
            left: left.map(|at| at.0),
            threads,
        };
        Ok(Self::Settings(guild, settings))
    }
}
