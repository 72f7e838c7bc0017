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
    config_in(dir).is_some() && dir.join("radar").is_dir()
}

/// Where the configuration is: older versions of the tool have it in `public`.
fn config_in(dir: &Path) -> Option<&'static str> {
    let places = ["config.json", "public/config.json"];
    places.into_iter().find(|place| dir.join(place).is_file())
}

#[cfg(test)]
mod tests;
