//! blipbot.

pub mod cli;
pub mod clock;
pub mod format;
pub mod id;
pub mod radar;
#[cfg(feature = "sandbox")]
pub mod sandbox;
