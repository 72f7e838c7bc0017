//! What a proposal would change on the radar.

use crate::prose::Prose;
use crate::radar::{BlipId, BlipText, QuadrantId, Revision, RingId, Title};

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
}
