//! Radars as files: one module per format. Each has shapes of its own and turns them into [`radar`](crate::radar)'s.
//!
//! Readers of other tools' files give an [`Import`]: the radar, what was left out of it and why (a [`Problem`] of the file,
//! or an [`Omission`], which is none), and what was read otherwise than it is written ([`Note`]). Writers give [`Exported`]: files, and what they do not hold.

pub mod aoe;
pub mod backstage;
pub mod byor;
mod claim;
mod counted;
mod dated;
mod export;
mod foreign;
mod frame;
mod harmless;
mod html;
mod import;
mod json;
mod names;
pub mod native;
mod others;
mod problem;
mod remarks;
mod shell;
mod source;
mod text;
mod too_large;
mod too_long;
mod unread;
pub mod zalando;

#[cfg(test)]
mod tests;

pub use counted::counted;
pub use export::{ExportError, Exported, Files, View};
pub use foreign::{Foreign, Place, detect, place, read_in_place};
pub use import::{Import, Options};
pub use problem::{Note, Omission, Problem};
