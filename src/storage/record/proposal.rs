//! A proposal as it is stored.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::RecordError;
use super::text::{Number, Text};
use super::version::Version;
use crate::id::{ChannelId, GuildId, InteractionId, MemberId, RoleId};
use crate::prose::Prose;
use crate::radar::{BlipId, QuadrantId, RingId, Title};
use crate::storage::Row;
use crate::vote::{Change, Electorate, Policy, Proposal, Ratio, Shortfall, Status, Tally};

/// Version 1. Flat, so that a dump's line reads like a row of a table.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProposalV1 {
    v: Version<1>,
    guild: Text<GuildId>,
    number: Number,
    blip: Text<BlipId>,
    from: Option<Text<RingId>>,
    to: Option<Text<RingId>>,
    status: StatusV1,
    opens: Text<Timestamp>,
    closes: Text<Timestamp>,
    change: ChangeV1,
    title: Text<Title>,
    #[serde(skip_serializing_if = "Option::is_none")]
    quadrant: Option<Text<QuadrantId>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    summary: Option<Text<Prose>>,
    proposer: Text<MemberId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<Text<Prose>>,
    channel: Text<ChannelId>,
    interaction: Text<InteractionId>,
    /// Absent: anyone.
    #[serde(skip_serializing_if = "Option::is_none")]
    voters: Option<Text<RoleId>>,
    policy: PolicyV1,
    #[serde(skip_serializing_if = "Option::is_none")]
    ended: Option<Text<Timestamp>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tally: Option<TallyV1>,
    #[serde(skip_serializing_if = "Option::is_none")]
    shortfall: Option<ShortfallV1>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cancelled_by: Option<Text<MemberId>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cancel_reason: Option<Text<Prose>>,
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum ChangeV1 {
    Add,
    Move,
    Retire,
    Return,
}

/// The words of [`Status::name`].
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum StatusV1 {
    Open,
    Passed,
    Rejected,
    NoQuorum,
    Withdrawn,
    Cancelled,
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum ShortfallV1 {
    NoMajority,
    TooFewInFavor,
    BelowThreshold,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct PolicyV1 {
    threshold: Text<Ratio>,
    min_in_favor: u32,
    min_voters: u32,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct TallyV1 {
    in_favor: u32,
    against: u32,
    abstain: u32,
}

impl From<&Proposal> for ProposalV1 {
    fn from(proposal: &Proposal) -> Self {
        let (change, quadrant, summary) = match &proposal.change {
            Change::Add {
                quadrant, summary, ..
            } => (ChangeV1::Add, Some(quadrant), Some(summary)),
            Change::Move { .. } => (ChangeV1::Move, None, None),
            Change::Retire { .. } => (ChangeV1::Retire, None, None),
            Change::Return { .. } => (ChangeV1::Return, None, None),
        };
        let (status, tally, shortfall) = match &proposal.status {
            Status::Open => (StatusV1::Open, None, None),
            Status::Passed { tally, .. } => (StatusV1::Passed, Some(tally), None),
            Status::Rejected { tally, shortfall, .. } => (StatusV1::Rejected, Some(tally), Some(*shortfall)),
            Status::NoQuorum { tally, .. } => (StatusV1::NoQuorum, Some(tally), None),
            Status::Withdrawn { .. } => (StatusV1::Withdrawn, None, None),
            Status::Cancelled { .. } => (StatusV1::Cancelled, None, None),
        };
        let (cancelled_by, cancel_reason) = match &proposal.status {
            Status::Cancelled { by, reason, .. } => (Some(*by), Some(reason.clone())),
            Status::Open
            | Status::Passed { .. }
            | Status::Rejected { .. }
            | Status::NoQuorum { .. }
            | Status::Withdrawn { .. } => (None, None),
        };
        Self {
            v: Version,
            guild: Text(proposal.guild),
            number: Number(proposal.number),
            blip: Text(proposal.change.blip().clone()),
            from: proposal.change.from().cloned().map(Text),
            to: proposal.change.to().cloned().map(Text),
            status,
            opens: Text(proposal.opens_at),
            closes: Text(proposal.closes_at),
            change,
            title: Text(proposal.change.title().clone()),
            quadrant: quadrant.cloned().map(Text),
            summary: summary.cloned().map(Text),
            proposer: Text(proposal.proposer),
            reason: proposal.reason.clone().map(Text),
            channel: Text(proposal.channel),
            interaction: Text(proposal.interaction),
            voters: match proposal.electorate {
                Electorate::Anyone => None,
                Electorate::Role(role) => Some(Text(role)),
            },
            policy: PolicyV1 {
                threshold: Text(proposal.policy.threshold),
                min_in_favor: proposal.policy.min_in_favor,
                min_voters: proposal.policy.min_voters,
            },
            ended: proposal.status.ended_at().map(Text),
            tally: tally.map(TallyV1::from),
            shortfall: shortfall.map(ShortfallV1::from),
            cancelled_by: cancelled_by.map(Text),
            cancel_reason: cancel_reason.map(Text),
        }
    }
}

impl TryFrom<ProposalV1> for Row {
    type Error = RecordError;

    fn try_from(record: ProposalV1) -> Result<Self, RecordError> {
        let change = change(&record)?;
        let status = status(&record)?;
        let (Text(opens_at), Text(closes_at)) = (record.opens, record.closes);
        if closes_at < opens_at {
            return Err(RecordError::Contradiction("`closes` is before `opens`"));
        }
        Ok(Self::Proposal(Proposal {
            guild: record.guild.0,
            number: record.number.0,
            change,
            proposer: record.proposer.0,
            reason: record.reason.map(|reason| reason.0),
            channel: record.channel.0,
            interaction: record.interaction.0,
            opens_at,
            closes_at,
            policy: Policy {
                threshold: record.policy.threshold.0,
                min_in_favor: record.policy.min_in_favor,
                min_voters: record.policy.min_voters,
            },
            electorate: record
                .voters
                .map_or(Electorate::Anyone, |role| Electorate::Role(role.0)),
            status,
        }))
    }
}

fn change(record: &ProposalV1) -> Result<Change, RecordError> {
    fn bare<T: Clone>(text: Option<&Text<T>>) -> Option<T> {
        text.map(|text| text.0.clone())
    }
    let (blip, title) = (record.blip.0.clone(), record.title.0.clone());
    let rings = (bare(record.from.as_ref()), bare(record.to.as_ref()));
    let new = (bare(record.quadrant.as_ref()), bare(record.summary.as_ref()));
    match (record.change, rings, new) {
        (ChangeV1::Add, (None, Some(to)), (Some(quadrant), Some(summary))) => Ok(Change::Add {
            blip,
            title,
            quadrant,
            to,
            summary,
        }),
        (ChangeV1::Move, (Some(from), Some(to)), (None, None)) => Ok(Change::Move {
            blip,
            title,
            from,
            to,
        }),
        (ChangeV1::Retire, (Some(from), None), (None, None)) => Ok(Change::Retire { blip, title, from }),
        (ChangeV1::Return, (None, Some(to)), (None, None)) => Ok(Change::Return { blip, title, to }),
        (ChangeV1::Add | ChangeV1::Move | ChangeV1::Retire | ChangeV1::Return, _, _) => {
            Err(RecordError::Contradiction(
                "`from`, `to`, `quadrant` and `summary` are not those of such a `change`",
            ))
        }
    }
}

fn status(record: &ProposalV1) -> Result<Status, RecordError> {
    let at = record.ended.as_ref().map(|at| at.0);
    let tally = record.tally.as_ref().map(Tally::from);
    let shortfall = record.shortfall.map(Shortfall::from);
    let (by, why) = (record.cancelled_by.as_ref(), record.cancel_reason.as_ref());
    match (record.status, at, tally, shortfall, by, why) {
        (StatusV1::Open, None, None, None, None, None) => Ok(Status::Open),
        (StatusV1::Passed, Some(at), Some(tally), None, None, None) => Ok(Status::Passed { at, tally }),
        (StatusV1::Rejected, Some(at), Some(tally), Some(shortfall), None, None) => {
            Ok(Status::Rejected { at, tally, shortfall })
        }
        (StatusV1::NoQuorum, Some(at), Some(tally), None, None, None) => Ok(Status::NoQuorum { at, tally }),
        (StatusV1::Withdrawn, Some(at), None, None, None, None) => Ok(Status::Withdrawn { at }),
        (StatusV1::Cancelled, Some(at), None, None, Some(Text(by)), Some(Text(reason))) => {
            Ok(Status::Cancelled {
                at,
                by: *by,
                reason: reason.clone(),
            })
        }
        (
            StatusV1::Open
            | StatusV1::Passed
            | StatusV1::Rejected
            | StatusV1::NoQuorum
            | StatusV1::Withdrawn
            | StatusV1::Cancelled,
            ..,
        ) => Err(RecordError::Contradiction(
            "`ended`, `tally`, `shortfall`, `cancelled_by` and `cancel_reason` are not those of such a `status`",
        )),
    }
}

impl From<&Tally> for TallyV1 {
    fn from(tally: &Tally) -> Self {
        let Tally {
            in_favor,
            against,
            abstain,
        } = *tally;
        Self {
            in_favor,
            against,
            abstain,
        }
    }
}

impl From<&TallyV1> for Tally {
    fn from(tally: &TallyV1) -> Self {
        let TallyV1 {
            in_favor,
            against,
            abstain,
        } = *tally;
        Self {
            in_favor,
            against,
            abstain,
        }
    }
}

impl From<Shortfall> for ShortfallV1 {
    fn from(shortfall: Shortfall) -> Self {
        match shortfall {
            Shortfall::NoMajority => Self::NoMajority,
            Shortfall::TooFewInFavor => Self::TooFewInFavor,
            Shortfall::BelowThreshold => Self::BelowThreshold,
        }
    }
}

impl From<ShortfallV1> for Shortfall {
    fn from(shortfall: ShortfallV1) -> Self {
        match shortfall {
            ShortfallV1::NoMajority => Self::NoMajority,
            ShortfallV1::TooFewInFavor => Self::TooFewInFavor,
            ShortfallV1::BelowThreshold => Self::BelowThreshold,
        }
    }
}
