//! Where a blip stands: what a proposal was made on, and what must still hold when it is carried out.

use super::{BlipId, Edition, RingId};

/// Where a blip stands, on the radar or in a draft.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Standing {
    /// It was never on the radar.
    Unknown,
    /// It is in this ring.
    In(RingId),
    /// It left the radar.
    Retired,
}

impl Standing {
    /// Where `blip` stands in `edition`.
    pub fn of(edition: &Edition, blip: &BlipId) -> Self {
        match (edition.blips.get(blip), edition.is_retired(blip)) {
            (Some(blip), _) => Self::In(blip.ring.clone()),
            (None, true) => Self::Retired,
            (None, false) => Self::Unknown,
        }
    }
}
