//! Radars as files: one module per format. Each has shapes of its own and turns them into [`radar`](crate::radar)'s.
//!
//! Readers of other tools' files give an [`Import`]: the radar, what was left out of it and why, and what was read
//! otherwise than it is written. Writers give [`Exported`]: files, and what they do not hold.

pub mod aoe;
pub mod backstage;
pub mod byor;
mod claim;
mod dated;
mod export;
mod foreign;
mod frame;
mod html;
mod import;
mod json;
mod names;
pub mod native;
mod problem;
mod source;
mod text;
pub mod zalando;

#[cfg(test)]
mod tests;

pub use export::{ExportError, Exported, Files, View};
pub use foreign::{Foreign, detect, read_in_place};
pub use import::{Import, Options};
pub use problem::{Note, Problem};
