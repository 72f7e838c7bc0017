//! `blipbot check`: everything that is wrong with the radar's files, as compilers say it.

use std::io::{self, Write};
use std::path::Path;

use crate::config::{Config, Layers};
use crate::discord::sender::ApiUrl;
use crate::format::{Problem, native};

/// What the bot could not use of a configuration whose keys and values are right.
pub fn unusable(config: &Config, layers: &Layers) -> Vec<Problem> {
    let token = config.discord.token.read().err();
    let token = token.map(|error| layers.place(&error));
    let api_url = config.discord.api_url.as_ref();
    let api_url = api_url.and_then(|url| url.parse::<ApiUrl>().err()).map(|error| {
        let keys = ["discord.api_url"];
        layers.problem(&keys, &format!("discord.api_url: {error}"))
    });
    token.into_iter().chain(api_url).collect()
}

/// Reads the radar in `dir` and reports on it after `found_before` (what is wrong with the configuration, say).
/// Returns how many problems there are.
pub fn check(dir: &Path, found_before: Vec<Problem>, out: &mut impl Write) -> io::Result<usize> {
    let mut problems = found_before;
    if let Err(found) = native::read(dir) {
        problems.extend(found);
    }
    report(&problems, out)?;
    Ok(problems.len())
}

/// One line for each problem and a last line that counts them.
pub fn report(problems: &[Problem], out: &mut impl Write) -> io::Result<()> {
    for problem in problems {
        writeln!(out, "{problem}")?;
    }
    writeln!(out, "{} problems", problems.len())
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;

    fn checked(dir: &Path, found_before: Vec<Problem>) -> (usize, String) {
        let mut out = Vec::new();
        let count = check(dir, found_before, &mut out).unwrap();
        (count, String::from_utf8(out).unwrap())
    }

    #[test]
    fn the_radar_that_ships_has_no_problem() {
        let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
        assert_eq!(checked(&data, Vec::new()), (0, "0 problems\n".to_owned()));
    }

    #[test]
    fn problems_are_counted_after_the_last() {
        let dir = tempfile::TempDir::new().unwrap();
        let before = Problem {
            path: PathBuf::from("bot.toml"),
            line: 3,
            text: "unknown key `colour`".to_owned(),
        };
        let missing = dir.path().join("radar.toml");
        assert_eq!(
            checked(dir.path(), vec![before]),
            (
                2,
                format!(
                    "bot.toml:3: error: unknown key `colour`\n{}:1: error: the file is missing\n2 problems\n",
                    missing.display()
                )
            )
        );
    }
}
