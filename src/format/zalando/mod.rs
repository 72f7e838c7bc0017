//! Zalando's radar: `config.json` with numbers for rings and quadrants, whose names are in its page. A file is one
//! edition, dated inside. Our exports have the names in a file beside it, `config.names.json`.

mod inside;
mod numbers;
mod read;
mod wire;
mod write;

pub(super) use read::is_names;
pub use read::read;
pub use write::to_json;

/// The names of rings and quadrants stand in a file of this ending beside ours.
const NAMES: &str = "names.json";

#[cfg(test)]
mod tests;
