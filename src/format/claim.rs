//! Movement as other tools write it down. Ours is computed; where the two differ, that is worth a note.

use crate::radar::{Movement, RingId, Scheme};

/// How a file says that a blip moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Claim {
    /// It is new.
    New,
    /// It is not new, and nothing else is said.
    NotNew,
    /// It came closer to the centre.
    In,
    /// It went away from the centre.
    Out,
    /// It stayed.
    Stayed,
    /// It stayed, or it is new: the format has no word for that.
    StayedOrNew,
}

impl Claim {
    /// As a report names it.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::NotNew => "not new",
            Self::In => "moved in",
            Self::Out => "moved out",
            Self::Stayed => "no change",
            Self::StayedOrNew => "not moved",
        }
    }

    /// Whether the movement that was computed is another one. A blip that comes back may be called new, or be compared
    /// with the ring that it had.
    pub(super) fn contradicts(self, movement: &Movement, ring: &RingId, scheme: &Scheme) -> bool {
        let allowed: &[Self] = match movement {
            Movement::New => &[Self::New, Self::StayedOrNew],
            Movement::MovedIn { .. } => &[Self::In, Self::NotNew],
            Movement::MovedOut { .. } => &[Self::Out, Self::NotNew],
            Movement::NoChange => &[Self::Stayed, Self::StayedOrNew, Self::NotNew],
            Movement::Retired { .. } => return false,
            Movement::Returned { from } => match scheme.position(ring).cmp(&scheme.position(from)) {
                std::cmp::Ordering::Less => &[Self::New, Self::In, Self::NotNew],
                std::cmp::Ordering::Equal => &[Self::New, Self::Stayed, Self::StayedOrNew, Self::NotNew],
                std::cmp::Ordering::Greater => &[Self::New, Self::Out, Self::NotNew],
            },
        };
        !allowed.contains(&self)
    }
}

/// A computed movement, as a report names it.
pub(super) const fn name(movement: &Movement) -> &'static str {
    match movement {
        Movement::New => "new",
        Movement::MovedIn { .. } => "moved in",
        Movement::MovedOut { .. } => "moved out",
        Movement::NoChange => "no change",
        Movement::Retired { .. } => "retired",
        Movement::Returned { .. } => "returned",
    }
}
