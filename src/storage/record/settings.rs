//! A guild's settings as they are stored.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::RecordError;
use super::proposal::{PolicyV2, ascending};
use super::schedule::ScheduleV5;
use super::text::Text;
use super::version::Between;
use crate::id::{ChannelId, GuildId, MemberId, RoleId};
use crate::schedule::Schedule;
use crate::settings::{Settings, Theme, Voters};
use crate::storage::Row;
use crate::vote::Policy;
use crate::zone::ZoneName;

/// Version 2 is version 1 with `left`; version 3 is either with a list of voters or with policies; version 4 is any of
/// these with members who are away; version 5 any with a time zone, a
/// theme, a schedule, or a policy that leaves somebody out; version 6 any with an outage. A row is written in the lowest version that can tell what it says: what an older bot wrote and what this one writes then is the same.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SettingsV6 {
    v: Between<1, 6>,
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
    /// In ascending order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    list: Option<Vec<Text<MemberId>>>,
    /// By name, in ascending order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    policies: Vec<PolicyV2>,
    /// By member, in ascending order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    away: Vec<AwayV4>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    timezone: Option<Text<ZoneName>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    theme: Option<Text<Theme>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    schedule: Option<ScheduleV5>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    outage: Option<Text<Timestamp>>,
}

/// A member who is away.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct AwayV4 {
    member: Text<MemberId>,
    until: Text<Timestamp>,
}

impl SettingsV6 {
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
            policies,
            away,
            timezone,
            theme,
            schedule,
            outage,
        } = settings;
        let (role, list) = match voters {
            Voters::Anyone => (None, None),
            Voters::Role(role) => (Some(Text(*role)), None),
            Voters::Listed(members) => (None, Some(members.iter().copied().map(Text).collect())),
        };
        let mut record = Self {
            v: Between::lowest([]),
            guild: Text(guild),
            digests: digests.map(Text),
            votes: votes.map(Text),
            voters: role,
            maintainers: maintainers.map(Text),
            owner: owner.map(Text),
            left: left.map(Text),
            threads: *threads,
            list,
            policies: policies.values().map(PolicyV2::from).collect(),
            away: away
                .iter()
                .map(|(member, until)| AwayV4 {
                    member: Text(*member),
                    until: Text(*until),
                })
                .collect(),
            timezone: timezone.clone().map(Text),
            theme: theme.map(Text),
            schedule: schedule.as_ref().map(ScheduleV5::from),
            outage: outage.map(Text),
        };
        record.v = record.lowest();
        record
    }

    /// The lowest version that can tell what they say.
    fn lowest(&self) -> Between<1, 6> {
        let leaves_out = self.policies.iter().any(PolicyV2::excludes);
        let has_zone_or_look = self.timezone.is_some() || self.theme.is_some();
        Between::lowest([
            (self.left.is_some(), 2),
            (self.list.is_some() || !self.policies.is_empty(), 3),
            (!self.away.is_empty(), 4),
            (has_zone_or_look || self.schedule.is_some() || leaves_out, 5),
            (self.outage.is_some(), 6),
        ])
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde's signature")]
fn is_false(value: &bool) -> bool {
    !*value
}

impl TryFrom<SettingsV6> for Row {
    type Error = RecordError;

    fn try_from(record: SettingsV6) -> Result<Self, RecordError> {
        let lowest = record.lowest();
        let SettingsV6 {
            v,
            guild: Text(guild),
            digests,
            votes,
            voters,
            maintainers,
            owner,
            left,
            threads,
            list,
            policies,
            away,
            timezone,
            theme,
            schedule,
            outage,
        } = record;
        if v != lowest {
            return Err(RecordError::Contradiction(
                "`left` is there in version 2 and may be in later ones, `list` or `policies` in 3 and may be in later ones, `away` in 4 and may be in later ones, `timezone`, `theme`, `schedule` or `excluded` in 5 and may be in 6, `outage` in 6",
            ));
        }
        let voters = match (voters, list) {
            (None, None) => Voters::Anyone,
            (Some(Text(role)), None) => Voters::Role(role),
            (None, Some(members)) => Voters::Listed(ascending(members)?),
            (Some(_), Some(_)) => {
                return Err(RecordError::Contradiction(
                    "`voters` and `list` are not there both",
                ));
            }
        };
        let policies: Vec<Policy> = policies
            .into_iter()
            .map(Policy::try_from)
            .collect::<Result<_, _>>()?;
        if !policies.is_sorted_by(|one, next| one.name < next.name) {
            return Err(RecordError::Contradiction(
                "`policies` are not in the order of their names, each once",
            ));
        }
        if !away.is_sorted_by(|one, next| one.member.0 < next.member.0) {
            return Err(RecordError::Contradiction(
                "`away` is not in the order of its members, each once",
            ));
        }
        let settings = Settings {
            digests: digests.map(|id| id.0),
            votes: votes.map(|id| id.0),
            voters,
            maintainers: maintainers.map(|id| id.0),
            owner: owner.map(|id| id.0),
            left: left.map(|at| at.0),
            threads,
            away: away
                .into_iter()
                .map(|away| (away.member.0, away.until.0))
                .collect(),
            policies: policies
                .into_iter()
                .map(|policy| (policy.name.clone(), policy))
                .collect(),
            timezone: timezone.map(|name| name.0),
            theme: theme.map(|theme| theme.0),
            schedule: schedule.map(Schedule::from),
            outage: outage.map(|at| at.0),
        };
        Ok(Self::Settings(guild, settings))
    }
}
