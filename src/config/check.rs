//! Problems of a configuration file, each with its line.

use std::path::Path;

use super::{Config, File};

/// What is wrong with the file at `path`: lines, from 1, and texts. A file that is not there has no problems.
pub fn problems(path: &Path) -> Vec<(usize, String)> {
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Vec::new(),
        Err(error) => return vec![(1, format!("can not be read: {error}"))],
    };
    match toml::from_str::<File>(&text) {
        Err(error) => {
            let start = error.span().map_or(0, |span| span.start);
            let line = text.bytes().take(start).filter(|byte| *byte == b'\n').count() + 1;
            vec![(line, error.message().replace('\n', " "))]
        }
        Ok(file) => Config::of(file, None)
            .err()
            .map(|error| (1, error.to_string()))
            .into_iter()
            .collect(),
    }
}
