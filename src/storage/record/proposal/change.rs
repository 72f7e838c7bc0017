//! What a proposal would change, as the fields of its record.

use serde::{Deserialize, Serialize};

use super::RecordError;
use crate::prose::Prose;
use crate::radar::{BlipId, QuadrantId, RingId, Title};
use crate::vote::Change;

/// The kind of the change.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChangeV2 {
    /// A new blip.
    Add,
    /// Another ring.
    Move,
    /// Off the radar.
    Retire,
    /// Back on it.
    Return,
}

/// The fields that depend on the kind.
pub struct Parts {
    /// The kind.
    pub change: ChangeV2,
    /// The ring before.
    pub from: Option<RingId>,
    /// The ring after.
    pub to: Option<RingId>,
    /// Of a new blip.
    pub quadrant: Option<QuadrantId>,
    /// Of a new blip.
    pub summary: Option<Prose>,
}

impl From<&Change> for Parts {
    fn from(change: &Change) -> Self {
        let (kind, quadrant, summary) = match change {
            Change::Add {
                quadrant, summary, ..
            } => (ChangeV2::Add, Some(quadrant), Some(summary)),
            Change::Move { .. } => (ChangeV2::Move, None, None),
            Change::Retire { .. } => (ChangeV2::Retire, None, None),
            Change::Return { .. } => (ChangeV2::Return, None, None),
        };
        Self {
            change: kind,
            from: change.from().cloned(),
            to: change.to().cloned(),
            quadrant: quadrant.cloned(),
            summary: summary.cloned(),
        }
    }
}

impl Parts {
    /// The change of the blip with this title.
    pub fn change(self, blip: BlipId, title: Title) -> Result<Change, RecordError> {
        match (self.change, (self.from, self.to), (self.quadrant, self.summary)) {
            (ChangeV2::Add, (None, Some(to)), (Some(quadrant), Some(summary))) => Ok(Change::Add {
                blip,
                title,
                quadrant,
                to,
                summary,
            }),
            (ChangeV2::Move, (Some(from), Some(to)), (None, None)) => Ok(Change::Move {
                blip,
                title,
                from,
                to,
            }),
            (ChangeV2::Retire, (Some(from), None), (None, None)) => Ok(Change::Retire { blip, title, from }),
            (ChangeV2::Return, (None, Some(to)), (None, None)) => Ok(Change::Return { blip, title, to }),
            (ChangeV2::Add | ChangeV2::Move | ChangeV2::Retire | ChangeV2::Return, _, _) => {
                Err(RecordError::Contradiction(
                    "`from`, `to`, `quadrant` and `summary` are not those of such a `change`",
                ))
            }
        }
    }
}
