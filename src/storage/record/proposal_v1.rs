//! A proposal as it was stored before votes had named policies: read, and never written again.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;

use super::RecordError;
use super::text::{Number, Text};
use super::version::Version;
use crate::id::{ChannelId, GuildId, InteractionId, MemberId, RoleId};
use crate::prose::Prose;
use crate::radar::{BlipId, QuadrantId, RingId, Title};
use crate::storage::Row;
use crate::vote::policy::{Base, Quorum, Rule};
use crate::vote::{
    Change, Count, Electorate, Fate, Policies, Policy, Proposal, Ratio, Shortfall, Status, Tally,
};

/// Version 1. Flat, so that a dump's line reads like a row of a table.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProposalV1 {
    #[serde(rename = "v")]
    _v: Version<1>,
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
    quadrant: Option<Text<QuadrantId>>,
    summary: Option<Text<Prose>>,
    proposer: Text<MemberId>,
    reason: Option<Text<Prose>>,
    channel: Text<ChannelId>,
    interaction: Text<InteractionId>,
    /// Absent: anyone.
    voters: Option<Text<RoleId>>,
    policy: PolicyV1,
    ended: Option<Text<Timestamp>>,
    tally: Option<TallyV1>,
    shortfall: Option<ShortfallV1>,
    cancelled_by: Option<Text<MemberId>>,
    cancel_reason: Option<Text<Prose>>,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum ChangeV1 {
    Add,
    Move,
    Retire,
    Return,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum StatusV1 {
    Open,
    Passed,
    Rejected,
    NoQuorum,
    Withdrawn,
    Cancelled,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum ShortfallV1 {
    NoMajority,
    TooFewInFavor,
    BelowThreshold,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PolicyV1 {
    threshold: Text<Ratio>,
    min_in_favor: u32,
    min_voters: u32,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct TallyV1 {
    in_favor: u32,
    against: u32,
    abstain: u32,
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
            policy: policy(&record.policy, closes_at.duration_since(opens_at)),
            electorate: record.voters.map_or(Electorate::Anyone, |role| Electorate::Role {
                role: role.0,
                size: None,
            }),
            addenda: Vec::new(),
            extensions: Vec::new(),
            concerns: Vec::new(),
            voided: Vec::new(),
            departed: BTreeSet::new(),
            seconded_by: None,
            supersedes: None,
            status,
        }))
    }
}

/// The rule of that time, and for what it did not say what it did.
fn policy(record: &PolicyV1, duration: SignedDuration) -> Policy {
    let PolicyV1 {
        threshold: Text(threshold),
        min_in_favor,
        min_voters,
    } = *record;
    Policy {
        duration,
        rule: Rule::Majority {
            quorum: Quorum::Voters(min_voters),
            threshold,
            base: Base::Cast,
            min_in_favor,
        },
        reminders: Vec::new(),
        cooldown: SignedDuration::ZERO,
        ..Policies::built_in().usual(false)
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
    let count = record.tally.as_ref().map(count);
    let shortfall = record.shortfall.map(Shortfall::from);
    let (by, why) = (record.cancelled_by.as_ref(), record.cancel_reason.as_ref());
    match (record.status, at, count, shortfall, by, why) {
        (StatusV1::Open, None, None, None, None, None) => Ok(Status::Open),
        (StatusV1::Passed, Some(at), Some(count), None, None, None) => Ok(Status::Passed {
            at,
            count,
            // Which edition carried it out was told by the editions alone: see `service::draft`.
            fate: Fate::Queued,
        }),
        (StatusV1::Rejected, Some(at), Some(count), Some(shortfall), None, None) => {
            Ok(Status::Rejected { at, count, shortfall })
        }
        (StatusV1::NoQuorum, Some(at), Some(count), None, None, None) => Ok(Status::NoQuorum { at, count }),
        (StatusV1::Withdrawn, Some(at), None, None, None, None) => Ok(Status::Withdrawn { at, stood: None }),
        (StatusV1::Cancelled, Some(at), None, None, Some(Text(by)), Some(Text(reason))) => {
            Ok(Status::Cancelled {
                at,
                by: *by,
                reason: reason.clone(),
                stood: None,
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

/// Who was the proposer among those in favour was not told apart, and no rule of that time asked.
fn count(record: &TallyV1) -> Count {
    let TallyV1 {
        in_favor,
        against,
        abstain,
    } = *record;
    Count {
        tally: Tally {
            in_favor,
            against,
            abstain,
            ..Tally::default()
        },
        seconds: in_favor,
        electors: None,
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
