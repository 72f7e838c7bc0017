//! Problems of a configuration file, each with its line.

use std::io::ErrorKind;
use std::path::Path;

use super::{Config, File};
use crate::format::Problem;

/// What is wrong with the file at `path`. A file that is not there has no problems.
pub fn problems(path: &Path) -> Vec<Problem> {
    let problem = |line, text: String| {
        vec![Problem {
            path: path.to_owned(),
            line,
            text: text.replace('\n', " "),
        }]
    };
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => return Vec::new(),
        Err(error) => return problem(1, format!("can not be read: {error}")),
    };
    match toml::from_str::<File>(&text) {
        Err(error) => {
            let start = error.span().map_or(0, |span| span.start);
            let line = text.bytes().take(start).filter(|byte| *byte == b'\n').count() + 1;
            problem(line, error.message().to_owned())
        }
        Ok(file) => match Config::of(file, None) {
            Ok(_) => Vec::new(),
            Err(error) => problem(1, error.to_string()),
        },
    }
}
