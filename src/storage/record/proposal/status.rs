//! Where a proposal stands, as the fields of its record.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::RecordError;
use super::count::CountV2;
use crate::id::MemberId;
use crate::prose::Prose;
use crate::radar::{EditionId, RingId, Standing};
use crate::storage::record::text::{Number, Text};
use crate::vote::{Count, Fate, Shortfall, Status, Waiting};

/// The words of [`Status::name`].
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StatusV2 {
    Waiting,
    Open,
    Held,
    Passed,
    Rejected,
    NoQuorum,
    Blocked,
    Withdrawn,
    Cancelled,
    Stale,
}

/// What is known in each state, absent in the others.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Facts {
    #[serde(skip_serializing_if = "Option::is_none")]
    behind: Option<Number>,
    #[serde(skip_serializing_if = "Option::is_none")]
    second_until: Option<Text<Timestamp>>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    for_voters: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    held_since: Option<Text<Timestamp>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    held_until: Option<Text<Timestamp>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ended: Option<Text<Timestamp>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    count: Option<CountV2>,
    #[serde(skip_serializing_if = "Option::is_none")]
    shortfall: Option<ShortfallV2>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fate: Option<FateV2>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cancelled_by: Option<Text<MemberId>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cancel_reason: Option<Text<Prose>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    found: Option<StandingV2>,
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum ShortfallV2 {
    NoMajority,
    TooFewInFavor,
    BelowThreshold,
    Opposed,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum FateV2 {
    Queued,
    Published {
        edition: Text<EditionId>,
        at: Text<Timestamp>,
    },
    Conflict {
        found: StandingV2,
        at: Text<Timestamp>,
    },
    /// Since version 4.
    Dropped {
        by: Text<MemberId>,
        at: Text<Timestamp>,
        reason: Text<Prose>,
    },
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum StandingV2 {
    Unknown,
    In(Text<RingId>),
    Retired,
}

impl From<&Status> for StatusV2 {
    fn from(status: &Status) -> Self {
        match status {
            Status::Waiting(_) => Self::Waiting,
            Status::Open => Self::Open,
            Status::Held { .. } => Self::Held,
            Status::Passed { .. } => Self::Passed,
            Status::Rejected { .. } => Self::Rejected,
            Status::NoQuorum { .. } => Self::NoQuorum,
            Status::Blocked { .. } => Self::Blocked,
            Status::Withdrawn { .. } => Self::Withdrawn,
            Status::Cancelled { .. } => Self::Cancelled,
            Status::Stale { .. } => Self::Stale,
        }
    }
}

impl From<&Status> for Facts {
    fn from(status: &Status) -> Self {
        let bare = Self {
            ended: status.ended_at().map(Text),
            count: status.last_count().map(CountV2::from),
            ..Self::default()
        };
        match status {
            Status::Waiting(Waiting::Behind(number)) => Self {
                behind: Some(Number(*number)),
                ..bare
            },
            Status::Waiting(Waiting::Voters) => Self {
                for_voters: true,
                ..bare
            },
            Status::Waiting(Waiting::Second { until }) => Self {
                second_until: Some(Text(*until)),
                ..bare
            },
            Status::Open | Status::NoQuorum { .. } | Status::Blocked { .. } | Status::Withdrawn { .. } => {
                bare
            }
            Status::Held { since, until } => Self {
                held_since: Some(Text(*since)),
                held_until: Some(Text(*until)),
                ..bare
            },
            Status::Passed { fate, .. } => Self {
                fate: Some(FateV2::from(fate)),
                ..bare
            },
            Status::Rejected { shortfall, .. } => Self {
                shortfall: Some(ShortfallV2::from(*shortfall)),
                ..bare
            },
            Status::Cancelled { by, reason, .. } => Self {
                cancelled_by: Some(Text(*by)),
                cancel_reason: Some(Text(reason.clone())),
                ..bare
            },
            Status::Stale { found, .. } => Self {
                found: Some(StandingV2::from(found)),
                ..bare
            },
        }
    }
}

impl Facts {
    /// The state of this name, if these are its fields, and all of them.
    pub fn status(self, name: StatusV2) -> Result<Status, RecordError> {
        let wrong = || {
            RecordError::Contradiction(
                "`ended`, `count`, `shortfall`, `fate` and others that tell of a state are not those of such a `status`",
            )
        };
        let keys = self.keys();
        let at = self.ended.map(|at| at.0);
        let count = self.count.map(Into::into);
        let (status, expected): (Option<Status>, &[&str]) = match name {
            StatusV2::Waiting if self.behind.is_some() => (
                self.behind
                    .map(|number| Status::Waiting(Waiting::Behind(number.0))),
                &["behind"],
            ),
            StatusV2::Waiting if self.for_voters => (Some(Status::Waiting(Waiting::Voters)), &["for_voters"]),
            StatusV2::Waiting => (
                self.second_until
                    .map(|until| Status::Waiting(Waiting::Second { until: until.0 })),
                &["second_until"],
            ),
            StatusV2::Open => (Some(Status::Open), &[]),
            StatusV2::Held => (
                self.held_since
                    .zip(self.held_until)
                    .map(|(since, until)| Status::Held {
                        since: since.0,
                        until: until.0,
                    }),
                &["held_since", "held_until"],
            ),
            StatusV2::Passed => (
                at.zip(count)
                    .zip(self.fate)
                    .map(|((at, count), fate)| Status::Passed {
                        at,
                        count,
                        fate: fate.into(),
                    }),
                &["ended", "count", "fate"],
            ),
            StatusV2::Rejected => (
                at.zip(count)
                    .zip(self.shortfall)
                    .map(|((at, count), shortfall)| Status::Rejected {
                        at,
                        count,
                        shortfall: shortfall.into(),
                    }),
                &["ended", "count", "shortfall"],
            ),
            StatusV2::NoQuorum => (
                at.zip(count).map(|(at, count)| Status::NoQuorum { at, count }),
                &["ended", "count"],
            ),
            StatusV2::Blocked => (
                at.zip(count).map(|(at, count)| Status::Blocked { at, count }),
                &["ended", "count"],
            ),
            StatusV2::Withdrawn => (
                at.map(|at| Status::Withdrawn { at, stood: count }),
                kept(count, &["ended"], &["ended", "count"]),
            ),
            StatusV2::Cancelled => (
                at.zip(self.cancelled_by)
                    .zip(self.cancel_reason)
                    .map(|((at, by), reason)| Status::Cancelled {
                        at,
                        by: by.0,
                        reason: reason.0,
                        stood: count,
                    }),
                kept(
                    count,
                    &["ended", "cancelled_by", "cancel_reason"],
                    &["ended", "count", "cancelled_by", "cancel_reason"],
                ),
            ),
            StatusV2::Stale => (
                at.zip(self.found).map(|(at, found)| Status::Stale {
                    at,
                    found: found.into(),
                    stood: count,
                }),
                kept(count, &["ended", "found"], &["ended", "count", "found"]),
            ),
        };
        status.filter(|_| keys == expected).ok_or_else(wrong)
    }

    /// Whether nothing is known but the name.
    pub fn is_empty(&self) -> bool {
        self.keys().is_empty()
    }

    /// The fields that are there.
    fn keys(&self) -> Vec<&'static str> {
        let fields = [
            ("behind", self.behind.is_some()),
            ("second_until", self.second_until.is_some()),
            ("for_voters", self.for_voters),
            ("held_since", self.held_since.is_some()),
            ("held_until", self.held_until.is_some()),
            ("ended", self.ended.is_some()),
            ("count", self.count.is_some()),
            ("shortfall", self.shortfall.is_some()),
            ("fate", self.fate.is_some()),
            ("cancelled_by", self.cancelled_by.is_some()),
            ("cancel_reason", self.cancel_reason.is_some()),
            ("found", self.found.is_some()),
        ];
        fields
            .into_iter()
            .filter(|(_, there)| *there)
            .map(|(name, _)| name)
            .collect()
    }
}

/// The fields of a state that has a count since version 6, if one was kept.
const fn kept<'a>(count: Option<Count>, without: &'a [&'a str], with: &'a [&'a str]) -> &'a [&'a str] {
    if count.is_some() { with } else { without }
}

impl From<&Fate> for FateV2 {
    fn from(fate: &Fate) -> Self {
        match fate {
            Fate::Queued => Self::Queued,
            Fate::Published { edition, at } => Self::Published {
                edition: Text(edition.clone()),
                at: Text(*at),
            },
            Fate::Conflict { at, found } => Self::Conflict {
                found: StandingV2::from(found),
                at: Text(*at),
            },
            Fate::Dropped { at, by, reason } => Self::Dropped {
                by: Text(*by),
                at: Text(*at),
                reason: Text(reason.clone()),
            },
        }
    }
}

impl From<FateV2> for Fate {
    fn from(record: FateV2) -> Self {
        match record {
            FateV2::Queued => Self::Queued,
            FateV2::Published { edition, at } => Self::Published {
                edition: edition.0,
                at: at.0,
            },
            FateV2::Conflict { found, at } => Self::Conflict {
                at: at.0,
                found: found.into(),
            },
            FateV2::Dropped { by, at, reason } => Self::Dropped {
                at: at.0,
                by: by.0,
                reason: reason.0,
            },
        }
    }
}

impl From<&Standing> for StandingV2 {
    fn from(standing: &Standing) -> Self {
        match standing {
            Standing::Unknown => Self::Unknown,
            Standing::In(ring) => Self::In(Text(ring.clone())),
            Standing::Retired => Self::Retired,
        }
    }
}

impl From<StandingV2> for Standing {
    fn from(record: StandingV2) -> Self {
        match record {
            StandingV2::Unknown => Self::Unknown,
            StandingV2::In(ring) => Self::In(ring.0),
            StandingV2::Retired => Self::Retired,
        }
    }
}

impl From<Shortfall> for ShortfallV2 {
    fn from(shortfall: Shortfall) -> Self {
        match shortfall {
            Shortfall::NoMajority => Self::NoMajority,
            Shortfall::TooFewInFavor => Self::TooFewInFavor,
            Shortfall::BelowThreshold => Self::BelowThreshold,
            Shortfall::Opposed => Self::Opposed,
        }
    }
}

impl From<ShortfallV2> for Shortfall {
    fn from(record: ShortfallV2) -> Self {
        match record {
            ShortfallV2::NoMajority => Self::NoMajority,
            ShortfallV2::TooFewInFavor => Self::TooFewInFavor,
            ShortfallV2::BelowThreshold => Self::BelowThreshold,
            ShortfallV2::Opposed => Self::Opposed,
        }
    }
}
