//! A proposal as it is stored.

mod change;
mod count;
mod electorate;
mod history;
mod policy;
mod status;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use self::change::{ChangeV2, Parts};
use self::electorate::ElectorateV2;
pub use self::electorate::ascending;
use self::history::{ConcernV2, ExtensionV2, VoidedV2};
pub use self::policy::PolicyV2;
use self::status::{Facts, StatusV2};
use super::RecordError;
use super::text::{Number, Text, VoterNo};
use super::version::Between;
use crate::id::{ChannelId, GuildId, InteractionId, MemberId};
use crate::prose::Prose;
use crate::radar::{BlipId, QuadrantId, RingId, Title};
use crate::storage::Row;
use crate::vote::{Proposal, Status};

/// Version 3 is version 2 with a policy that leaves somebody out, version 4 either of them where the change was dropped from
/// the draft, version 5 any of them where voters left after they had voted, version 6 where a vote that nobody decided keeps
/// what its ballots came to; a row is written in the lowest version that can tell it.
/// What is asked lies flat, so that a dump's line reads like a row of a table (contract); the rule, the
/// electorate and what happened are objects of their own.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProposalV3 {
    v: Between<2, 6>,
    guild: Text<GuildId>,
    number: Number,
    blip: Text<BlipId>,
    from: Option<Text<RingId>>,
    to: Option<Text<RingId>>,
    status: StatusV2,
    opens: Text<Timestamp>,
    closes: Text<Timestamp>,
    change: ChangeV2,
    title: Text<Title>,
    #[serde(skip_serializing_if = "Option::is_none")]
    quadrant: Option<Text<QuadrantId>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    summary: Option<Text<Prose>>,
    proposer: Text<MemberId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<Text<Prose>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    seconded_by: Option<Text<MemberId>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    addenda: Vec<Text<Prose>>,
    channel: Text<ChannelId>,
    interaction: Text<InteractionId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    supersedes: Option<Number>,
    policy: PolicyV2,
    electorate: ElectorateV2,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    extensions: Vec<ExtensionV2>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    concerns: Vec<ConcernV2>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    voided: Vec<VoidedV2>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    departed: Vec<VoterNo>,
    #[serde(default, skip_serializing_if = "Facts::is_empty")]
    state: Facts,
}

/// The lowest version that can tell what a proposal says.
fn version(excludes: bool, has_departed: bool, status: &Status) -> Between<2, 6> {
    Between::lowest([
        (excludes, 3),
        (status.dropped().is_some(), 4),
        (has_departed, 5),
        (status.stood().is_some(), 6),
    ])
}

impl From<&Proposal> for ProposalV3 {
    fn from(proposal: &Proposal) -> Self {
        let Proposal {
            guild,
            number,
            change,
            proposer,
            reason,
            seconded_by,
            addenda,
            channel,
            interaction,
            opens_at,
            closes_at,
            extensions,
            policy,
            electorate,
            concerns,
            voided,
            departed,
            supersedes,
            status,
        } = proposal;
        let parts = Parts::from(change);
        Self {
            v: version(!policy.excluded.is_empty(), !departed.is_empty(), status),
            guild: Text(*guild),
            number: Number(*number),
            blip: Text(change.blip().clone()),
            from: parts.from.map(Text),
            to: parts.to.map(Text),
            status: StatusV2::from(status),
            opens: Text(*opens_at),
            closes: Text(*closes_at),
            change: parts.change,
            title: Text(change.title().clone()),
            quadrant: parts.quadrant.map(Text),
            summary: parts.summary.map(Text),
            proposer: Text(*proposer),
            reason: reason.clone().map(Text),
            seconded_by: seconded_by.map(Text),
            addenda: addenda.iter().cloned().map(Text).collect(),
            channel: Text(*channel),
            interaction: Text(*interaction),
            supersedes: supersedes.map(Number),
            policy: PolicyV2::from(policy),
            electorate: ElectorateV2::from(electorate),
            extensions: extensions.iter().map(ExtensionV2::from).collect(),
            concerns: concerns.iter().map(ConcernV2::from).collect(),
            voided: voided.iter().map(VoidedV2::from).collect(),
            departed: departed.iter().copied().map(VoterNo).collect(),
            state: Facts::from(status),
        }
    }
}

impl TryFrom<ProposalV3> for Row {
    type Error = RecordError;

    fn try_from(record: ProposalV3) -> Result<Self, RecordError> {
        let ProposalV3 {
            v,
            guild: Text(guild),
            number: Number(number),
            blip: Text(blip),
            from,
            to,
            status,
            opens: Text(opens_at),
            closes: Text(closes_at),
            change,
            title: Text(title),
            quadrant,
            summary,
            proposer: Text(proposer),
            reason,
            seconded_by,
            addenda,
            channel: Text(channel),
            interaction: Text(interaction),
            supersedes,
            policy,
            electorate,
            extensions,
            concerns,
            voided,
            departed,
            state,
        } = record;
        let status = state.status(status)?;
        let is_dropped = status.dropped().is_some();
        let has_departed = !departed.is_empty();
        let stood = status.stood().is_some();
        let wrong = if stood != (v.get() == 6) {
            Some("a `count` of what was withdrawn, cancelled or stale is there in version 6, and only there")
        } else if !stood && has_departed != (v.get() == 5) {
            Some("`departed` is there in version 5, and in later ones")
        } else if !stood && !has_departed && is_dropped != (v.get() == 4) {
            Some("a change that was `dropped` is there in version 4, and in later ones")
        } else if v != version(policy.excludes(), has_departed, &status) {
            Some("`excluded` is there in version 3, and in later ones")
        } else {
            None
        };
        if let Some(wrong) = wrong {
            return Err(RecordError::Contradiction(wrong));
        }
        if closes_at < opens_at {
            return Err(RecordError::Contradiction("`closes` is before `opens`"));
        }
        let parts = Parts {
            change,
            from: from.map(|ring| ring.0),
            to: to.map(|ring| ring.0),
            quadrant: quadrant.map(|id| id.0),
            summary: summary.map(|text| text.0),
        };
        Ok(Self::Proposal(Proposal {
            guild,
            number,
            change: parts.change(blip, title)?,
            proposer,
            reason: reason.map(|reason| reason.0),
            seconded_by: seconded_by.map(|member| member.0),
            addenda: addenda.into_iter().map(|text| text.0).collect(),
            channel,
            interaction,
            opens_at,
            closes_at,
            extensions: extensions
                .into_iter()
                .map(TryInto::try_into)
                .collect::<Result<_, _>>()?,
            policy: policy.try_into()?,
            electorate: electorate.try_into()?,
            concerns: concerns
                .into_iter()
                .map(TryInto::try_into)
                .collect::<Result<_, _>>()?,
            voided: voided.into_iter().map(Into::into).collect(),
            departed: ascending(departed.into_iter().map(|voter| Text(voter.0)).collect())?,
            supersedes: supersedes.map(|number| number.0),
            status,
        }))
    }
}
