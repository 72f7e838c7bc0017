//! blipbot: a Discord bot for teams that decide on technology together.
//!
//! The modules in reading order, from what the team decides to how it is asked and told; ARCHITECTURE.md is the map.

// What has been decided, and how.
pub mod blip_text;
mod fnv;
pub mod id;
pub mod prose;
pub mod radar;
pub mod vote;
pub mod zone;

// The next edition, what an edition changed, a guild's choices, what must be said.
pub mod correction;
pub mod digest;
pub mod draft;
pub mod edit;
pub mod guild_edition;
pub mod outbox;
pub mod policy_text;
pub mod schedule;
pub mod settings;

// Where it is kept, and what can be asked of it.
pub mod service;
pub mod storage;

// How it is said, and the doors.
pub mod discord;
pub mod format;
pub mod lookout;
pub mod picture;
pub mod scheduler;
pub mod wording;

// Putting it together and running it.
pub mod app;
pub mod cli;
pub mod clock;
pub mod config;
pub mod health;
pub mod hearing;
mod loopback;
pub mod metrics;
pub mod ops;
pub mod telemetry;

#[cfg(feature = "sandbox")]
pub mod sandbox;
