//! How a blip moved between editions. Always computed, never stored.

use super::id::RingId;

/// What an edition did to a blip, against the last edition in which the blip stood on the radar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Movement {
    /// It stood in no edition before.
    New,
    /// It came closer to the centre.
    MovedIn {
        /// The ring that it left.
        from: RingId,
    },
    /// It went away from the centre.
    MovedOut {
        /// The ring that it left.
        from: RingId,
    },
    /// It stayed in its ring.
    NoChange,
    /// It left the radar.
    Retired {
        /// The ring that it left.
        from: RingId,
    },
    /// It came back to the radar after a gap.
    Returned {
        /// The ring in which it stood last.
        from: RingId,
    },
}
