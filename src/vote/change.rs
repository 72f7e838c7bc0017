//! What a proposal would change on the radar.

use crate::prose::Prose;
use crate::radar::{BlipId, BlipText, QuadrantId, Revision, RingId, Standing, Title};

/// A change to one blip.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// A blip that was never on the radar joins it.
    Add {
        /// Its id, made from the title.
        blip: BlipId,
        /// Its title.
        title: Title,
        /// Where it belongs.
        quadrant: QuadrantId,
        /// Its first ring.
        to: RingId,
        /// What it is.
        summary: Prose,
    },
    /// A blip changes its ring.
    Move {
        /// The blip.
        blip: BlipId,
        /// Its title when proposed.
        title: Title,
        /// The ring it had when proposed.
        from: RingId,
        /// The ring it would have.
        to: RingId,
    },
    /// A blip leaves the radar; its history stays.
    Retire {
        /// The blip.
        blip: BlipId,
        /// Its title when proposed.
        title: Title,
        /// The ring it had when proposed.
        from: RingId,
    },
    /// A retired blip comes back.
    Return {
        /// The blip.
        blip: BlipId,
        /// Its title when proposed.
        title: Title,
        /// The ring it would have.
        to: RingId,
    },
}

impl Change {
    /// The blip that would change.
    pub fn blip(&self) -> &BlipId {
        match self {
            Self::Add { blip, .. }
            | Self::Move { blip, .. }
            | Self::Retire { blip, .. }
            | Self::Return { blip, .. } => blip,
        }
    }

    /// The blip's title when it was proposed.
    pub fn title(&self) -> &Title {
        match self {
            Self::Add { title, .. }
            | Self::Move { title, .. }
            | Self::Retire { title, .. }
            | Self::Return { title, .. } => title,
        }
    }

    /// The ring it stood in; `None` if it was not on the radar.
    pub fn from(&self) -> Option<&RingId> {
        match self {
            Self::Move { from, .. } | Self::Retire { from, .. } => Some(from),
            Self::Add { .. } | Self::Return { .. } => None,
        }
    }

    /// The ring it would stand in; `None` if it would leave the radar.
    pub fn to(&self) -> Option<&RingId> {
        match self {
            Self::Add { to, .. } | Self::Move { to, .. } | Self::Return { to, .. } => Some(to),
            Self::Retire { .. } => None,
        }
    }

    /// The change as an edition writes it.
    pub fn revision(&self) -> Revision {
        match self {
            Self::Add {
                blip,
                title,
                quadrant,
                to,
                summary,
            } => Revision::introduce(
                blip.clone(),
                title.clone(),
                to.clone(),
                quadrant.clone(),
                // What a member typed is plain; a blip's text is Markdown.
                BlipText::from_summary(summary.to_markdown()),
            ),
            Self::Move { blip, to, .. } => Revision::move_to(blip.clone(), to.clone()),
            Self::Retire { blip, .. } => Revision::retire(blip.clone()),
            Self::Return { blip, to, .. } => Revision::return_to(blip.clone(), to.clone()),
        }
    }

    /// Whether the blip stands where the change takes it from. If it does not, its base moved.
    pub fn fits(&self, standing: &Standing) -> bool {
        match (self, standing) {
            (Self::Add { .. }, Standing::Unknown) | (Self::Return { .. }, Standing::Retired) => true,
            (Self::Move { from, .. } | Self::Retire { from, .. }, Standing::In(ring)) => from == ring,
            (
                Self::Add { .. } | Self::Return { .. } | Self::Move { .. } | Self::Retire { .. },
                Standing::Unknown | Standing::In(_) | Standing::Retired,
            ) => false,
        }
    }

    /// Whether the blip stands already where the change would put it.
    pub fn is_done_at(&self, standing: &Standing) -> bool {
        match (self.to(), standing) {
            (Some(to), Standing::In(ring)) => to == ring,
            (None, Standing::Retired) => true,
            (Some(_), Standing::Unknown | Standing::Retired)
            | (None, Standing::Unknown | Standing::In(_)) => false,
        }
    }

    /// The same aim for a blip that stands at `standing` now; `None` if there is nothing left to change.
    ///
    /// A new blip that joined meanwhile becomes a move of it, one that left meanwhile comes back.
    #[must_use]
    pub fn rebased(&self, standing: &Standing) -> Option<Self> {
        if self.fits(standing) {
            return Some(self.clone());
        }
        if self.is_done_at(standing) {
            return None;
        }
        let (blip, title) = (self.blip().clone(), self.title().clone());
        match (self.to().cloned(), standing) {
            (Some(to), Standing::In(from)) => Some(Self::Move {
                blip,
                title,
                from: from.clone(),
                to,
            }),
            (Some(to), Standing::Retired) => Some(Self::Return { blip, title, to }),
            (None, Standing::In(from)) => Some(Self::Retire {
                blip,
                title,
                from: from.clone(),
            }),
            // It would have to be described anew.
            (Some(_), Standing::Unknown) | (None, Standing::Retired | Standing::Unknown) => None,
        }
    }
}
