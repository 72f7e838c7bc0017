//! blipbot.

pub mod clock;
pub mod discord;
pub mod id;
#[cfg(feature = "sandbox")]
pub mod sandbox;
