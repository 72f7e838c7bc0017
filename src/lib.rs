//! blipbot.

pub mod clock;
pub mod id;
#[cfg(feature = "sandbox")]
pub mod sandbox;
