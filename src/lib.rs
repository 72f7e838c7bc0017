//! blipbot.

pub mod clock;
pub mod digest;
pub mod discord;
pub mod draft;
pub mod guild_edition;
pub mod id;
pub mod outbox;
pub mod prose;
pub mod radar;
#[cfg(feature = "sandbox")]
pub mod sandbox;
pub mod scheduler;
pub mod service;
pub mod settings;
pub mod storage;
pub mod vote;
pub mod wording;
