//! AOE's Technology Radar: `config.json`, and `radar/<release>/<blip>.md` with what each release changes, as in our own
//! files. A blip is shown or not (`featured`); it never leaves.

mod config;
mod folders;
mod keys;
mod read;
mod reader;
mod releases;
mod wire;
mod write;

use std::path::{Path, PathBuf};

pub use read::read;
pub use write::to_folder;

/// So deep the files are: in the radar's folder, in `radar` and the folders in it.
pub(super) const DEPTH: usize = folders::MAX_DEPTH + 2;
/// Where such repositories keep the tool, with an example of a radar.
const PACKAGES: &str = "node_modules";

/// Whether the folder is such a radar.
fn is_at(dir: &Path) -> bool {
    config_in(dir).is_some() && dir.join("radar").is_dir()
}

/// The folders of such radars: this one, or those in it, as repositories have it that hold more than a radar.
pub(super) fn roots(dir: &Path) -> Vec<PathBuf> {
    if is_at(dir) {
        return vec![dir.to_owned()];
    }
    let entries = std::fs::read_dir(dir).into_iter().flatten().flatten();
    let is_ours = |name: &str| !name.starts_with('.') && name != PACKAGES;
    // A link may lead out of the repository.
    let is_folder = |entry: &std::fs::DirEntry| entry.file_type().is_ok_and(|kind| kind.is_dir());
    let own = entries.filter(|entry| is_ours(&entry.file_name().to_string_lossy()) && is_folder(entry));
    let mut roots: Vec<PathBuf> = own.map(|entry| entry.path()).filter(|path| is_at(path)).collect();
    roots.sort();
    roots
}

/// Where the configuration is: older versions of the tool have it in `public`.
fn config_in(dir: &Path) -> Option<&'static str> {
    let places = ["config.json", "public/config.json"];
    places.into_iter().find(|place| dir.join(place).is_file())
}

#[cfg(test)]
mod tests;
