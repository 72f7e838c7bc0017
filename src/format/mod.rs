//! Radars as files: one module per format. Each has shapes of its own and turns them into [`radar`](crate::radar)'s.

pub mod native;
mod problem;

pub use problem::Problem;
