//! AOE's Technology Radar: `config.json`, and `radar/<release>/<blip>.md` with what each release changes, as in our own
//! files. A blip is shown or not (`featured`); it never leaves.

mod config;
mod read;
mod releases;
mod wire;
mod write;

use std::path::Path;

pub use read::read;
pub use write::to_folder;

/// Whether the folder is such a radar.
pub fn is_at(dir: &Path) -> bool {
    dir.join("config.json").is_file() && dir.join("radar").is_dir()
}

#[cfg(test)]
mod tests;
