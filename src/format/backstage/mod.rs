//! Backstage's Tech Radar plugin: one JSON file with rings, quadrants, and for each blip a timeline, newest first.

mod entry;
mod frame;
mod read;
mod when;
mod wire;
mod write;

pub use read::read;
pub use write::to_json;

#[cfg(test)]
mod tests;
