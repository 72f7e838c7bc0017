//! `blipbot check`: everything that is wrong with the radar's files, as compilers say it.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::PathBuf;

use crate::config::{Config, Layers};
use crate::discord::sender::ApiUrl;
use crate::format::{self, Foreign, Note, Omission, Options, Problem, native};

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

/// Reads radars and reports on them after `found_before` (what is wrong with the configuration, say): our own folders
/// one by one, files of other tools together with those of the same format. Returns how many problems there are; what
/// an import would leave out all the same, and notes, are told and not counted: the files are right.
pub fn check(
    paths: &[PathBuf],
    format: Option<Foreign>,
    options: &Options,
    found_before: Vec<Problem>,
    out: &mut impl Write,
) -> io::Result<usize> {
    let mut problems = found_before;
    let mut omissions: Vec<Omission> = Vec::new();
    let mut notes: Vec<Note> = Vec::new();
    let mut foreign: BTreeMap<Foreign, Vec<PathBuf>> = BTreeMap::new();
    for path in paths {
        match format.map_or_else(|| format::detect(path), |format| Ok(Some(format))) {
            Ok(Some(format)) => foreign.entry(format).or_default().push(path.clone()),
            Ok(None) => problems.extend(native::read(path).err().into_iter().flatten()),
            Err(problem) => problems.push(problem),
        }
    }
    // With files of other tools it is theirs.
    if foreign.is_empty() {
        problems.extend(options.needless("a radar of ours", paths));
    }
    for (format, paths) in foreign {
        match format.read(&paths, options) {
            Ok(import) => {
                problems.extend(import.problems);
                omissions.extend(import.omissions);
                notes.extend(import.notes);
            }
            Err(found) => problems.extend(found),
        }
    }
    for omission in omissions {
        writeln!(out, "{omission}")?;
    }
    for note in notes {
        writeln!(out, "{note}")?;
    }
    report(&problems, out)?;
    Ok(problems.len())
}

/// One line for each problem and a last line that counts them. Scripts read it: it is `N problems` for one, too.
pub fn report(problems: &[Problem], out: &mut impl Write) -> io::Result<()> {
    for problem in problems {
        writeln!(out, "{problem}")?;
    }
    writeln!(out, "{} problems", problems.len())
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    fn checked(dir: &Path, found_before: Vec<Problem>) -> (usize, String) {
        let mut out = Vec::new();
        let count = check(
            &[dir.to_owned()],
            None,
            &Options::default(),
            found_before,
            &mut out,
        )
        .unwrap();
        (count, String::from_utf8(out).unwrap())
    }

    #[test]
    fn the_radar_that_ships_has_no_problem() {
        let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
        assert_eq!(checked(&data, Vec::new()), (0, "0 problems\n".to_owned()));
    }

    #[test]
    fn what_a_radar_of_ours_says_itself_is_not_taken_from_the_command_line() {
        let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
        let options = Options {
            date: Some(jiff::civil::date(2024, 5, 1)),
            ..Options::default()
        };
        let mut out = Vec::new();
        let path = std::slice::from_ref(&data);
        assert_eq!(check(path, None, &options, Vec::new(), &mut out).unwrap(), 1);
        assert_eq!(
            String::from_utf8(out).unwrap(),
            format!(
                "{}:1: error: --date is for formats whose files do not say it: a radar of ours does; leave it out\n1 \
                 problems\n",
                data.display()
            )
        );
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
