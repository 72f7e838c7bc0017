//! The whole radar as it stood from one publication on.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;

use super::blip::Blip;
use super::id::{BlipId, EditionId};
use super::publication::Origin;

/// A full snapshot; blips that did not change are shared with the edition before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edition {
    /// What the edition is called.
    pub id: EditionId,
    /// What readers see.
    pub title: String,
    /// From when on it is the current edition.
    pub published: Timestamp,
    /// Where it comes from.
    pub origin: Origin,
    /// What stands on the radar.
    pub blips: BTreeMap<BlipId, Arc<Blip>>,
    /// What has left it, as it stood when it left.
    pub retired: BTreeMap<BlipId, Arc<Blip>>,
}

impl Edition {
    /// The blip of this id, whether it stands on the radar or has left it.
    pub fn blip(&self, id: &BlipId) -> Option<&Arc<Blip>> {
        self.blips.get(id).or_else(|| self.retired.get(id))
    }

    /// Whether the blip has left the radar.
    pub fn is_retired(&self, id: &BlipId) -> bool {
        self.retired.contains_key(id)
    }
}
