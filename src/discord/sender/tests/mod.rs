//! The sender against a small stand-in for Discord's REST API on loopback.

mod budget;
mod content;
mod outcome;
mod pacing;
mod roster;
pub(in crate::discord) mod stand_in;
mod threads;
