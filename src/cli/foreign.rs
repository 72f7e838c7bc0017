//! What the commands for other tools' files share: names of formats, options, writing all or nothing.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use jiff::civil::Date;

use crate::format::{Foreign, Options};

/// A format as it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FormatName {
    /// AOE's Technology Radar: a folder with config.json and radar/
    Aoe,
    /// Build Your Own Radar, as CSV: a file for each edition
    ByorCsv,
    /// Build Your Own Radar, as JSON: a file for each edition
    ByorJson,
    /// Zalando's radar: a config.json for each edition
    Zalando,
    /// Backstage's Tech Radar plugin: one JSON file
    Backstage,
}

impl From<FormatName> for Foreign {
    fn from(name: FormatName) -> Self {
        match name {
            FormatName::Aoe => Self::Aoe,
            FormatName::ByorCsv => Self::ByorCsv,
            FormatName::ByorJson => Self::ByorJson,
            FormatName::Zalando => Self::Zalando,
            FormatName::Backstage => Self::Backstage,
        }
    }
}

/// What the files may not say themselves.
#[derive(Debug, Clone, Args)]
pub struct FrameArgs {
    /// The names of the rings, from the centre outwards, one with a comma in quotes: 'Use,"Try, maybe"' (byor-*, zalando)
    #[arg(long, value_parser = names, value_name = "NAME,...")]
    pub rings: Vec<Names>,
    /// The names of the quadrants, likewise (byor-*, zalando)
    #[arg(long, value_parser = names, value_name = "NAME,...")]
    pub quadrants: Vec<Names>,
    /// The edition's date, if it is a single one (byor-*, zalando)
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub date: Option<Date>,
}

impl FrameArgs {
    /// As readers take it.
    pub fn options(self, today: Date) -> Options {
        Options {
            rings: all(self.rings),
            quadrants: all(self.quadrants),
            date: self.date,
            today,
        }
    }
}

/// Some names, as one use of an option gives them.
#[derive(Debug, Clone)]
pub struct Names(Vec<String>);

/// The names of all uses; nothing if the option was not given.
fn all(names: Vec<Names>) -> Option<Vec<String>> {
    let all: Vec<String> = names.into_iter().flat_map(|names| names.0).collect();
    (!all.is_empty()).then_some(all)
}

/// Names with commas between them. One that has a comma itself stands in quotes, and a quote in it is written twice, as in
/// CSV.
fn names(text: &str) -> Result<Names, String> {
    let mut names = Vec::new();
    let mut rest = text;
    loop {
        let (name, after) = name(rest.trim_start())?;
        if name.is_empty() {
            return Err("a name is empty: write them with a comma between two".to_owned());
        }
        names.push(name);
        match after.trim_start() {
            "" => return Ok(Names(names)),
            after => match after.strip_prefix(',') {
                Some(next) => rest = next,
                None => return Err(format!("a comma is missing before `{after}`")),
            },
        }
    }
}

/// The first name, and what comes after it.
fn name(text: &str) -> Result<(String, &str), String> {
    let Some(mut rest) = text.strip_prefix('"') else {
        let (name, _) = text.split_once(',').unwrap_or((text, ""));
        return Ok((
            name.trim().to_owned(),
            text.strip_prefix(name).unwrap_or_default(),
        ));
    };
    let mut name = String::new();
    loop {
        let Some((part, after)) = rest.split_once('"') else {
            return Err("a quote is not closed: write the name as in \"Try, maybe\"".to_owned());
        };
        name.push_str(part);
        match after.strip_prefix('"') {
            Some(after) => {
                name.push('"');
                rest = after;
            }
            None => return Ok((name.trim().to_owned(), after)),
        }
    }
}

/// Why nothing was written.
#[derive(Debug, thiserror::Error)]
pub(super) enum WriteError {
    /// Somebody's files are there.
    #[error("{} is not empty: name a folder that is empty or not there yet", .0.display())]
    NotEmpty(PathBuf),
    /// It is no folder.
    #[error("{} is a file: name a folder that is empty or not there yet", .0.display())]
    NotAFolder(PathBuf),
    /// The system refuses.
    #[error("{} could not be written: {}", .0.display(), .1)]
    Io(PathBuf, io::Error),
    /// What was written is not what was meant.
    #[error("nothing was written to {}: {}", .0.display(), .1)]
    Differs(PathBuf, String),
}

/// Whether a folder may be written at `target`: nothing is there, or an empty folder.
pub(super) fn is_free(target: &Path) -> Result<(), WriteError> {
    match fs::read_dir(target) {
        Ok(mut entries) => match entries.next() {
            None => Ok(()),
            Some(_) => Err(WriteError::NotEmpty(target.to_owned())),
        },
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => {
            Err(WriteError::NotAFolder(target.to_owned()))
        }
        Err(error) => Err(WriteError::Io(target.to_owned(), error)),
    }
}

/// Writes a folder: beside `target`, and only when `write` has written all of it, under that name.
pub(super) fn folder(
    target: &Path,
    write: impl FnOnce(&Path) -> Result<(), WriteError>,
) -> Result<(), WriteError> {
    let failed = |error: io::Error| WriteError::Io(target.to_owned(), error);
    is_free(target)?;
    let parent = parent(target);
    fs::create_dir_all(&parent).map_err(failed)?;
    let beside = tempfile::Builder::new()
        .prefix(".blipbot-")
        .tempdir_in(&parent)
        .map_err(failed)?;
    // The temporary folder is its owner's alone; the one in it is as folders are.
    let whole = beside.path().join("whole");
    fs::create_dir(&whole).map_err(failed)?;
    write(&whole)?;
    settle(&whole).map_err(failed)?;
    match fs::remove_dir(target) {
        Ok(()) => {}
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(failed(error)),
    }
    fs::rename(&whole, target).map_err(failed)
}

/// Writes a file, all or nothing.
pub(super) fn file(target: &Path, text: &str) -> Result<(), WriteError> {
    let failed = |error: io::Error| WriteError::Io(target.to_owned(), error);
    let parent = parent(target);
    fs::create_dir_all(&parent).map_err(failed)?;
    let beside = tempfile::Builder::new()
        .prefix(".blipbot-")
        .tempdir_in(&parent)
        .map_err(failed)?;
    let whole = beside.path().join("whole");
    fs::write(&whole, text).map_err(failed)?;
    settle(beside.path()).map_err(failed)?;
    fs::rename(&whole, target).map_err(failed)
}

fn parent(target: &Path) -> PathBuf {
    match target.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
        Some(_) | None => PathBuf::from("."),
    }
}

/// Waits until what was written is on the disk, so that a new name never stands for half of it.
#[cfg(any(target_os = "linux", target_os = "android"))]
fn settle(folder: &Path) -> io::Result<()> {
    rustix::fs::syncfs(fs::File::open(folder)?).map_err(io::Error::from)
}

/// There is no such call here: the system decides when.
#[cfg(not(any(target_os = "linux", target_os = "android")))]
fn settle(_folder: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_have_commas_between_them_and_in_quotes_also_in_them() {
        for (text, read) in [
            ("Use,Try, Avoid ", &["Use", "Try", "Avoid"][..]),
            ("\"Try, maybe\",Use", &["Try, maybe", "Use"]),
            (" \"a \"\"b\"\"\" , c \"d\"", &["a \"b\"", "c \"d\""]),
        ] {
            assert_eq!(names(text).unwrap().0, read, "{text}");
        }
        for text in ["", "a,,b", "a,", "\"open", "\"a\" b"] {
            assert!(names(text).is_err(), "{text}");
        }
        let twice = vec![names("a").unwrap(), names("b,c").unwrap()];
        assert_eq!(all(twice).unwrap(), ["a", "b", "c"]);
        assert_eq!(all(Vec::new()), None);
    }

    #[test]
    fn a_folder_is_written_whole_or_not_at_all() {
        let place = tempfile::TempDir::new().unwrap();
        let target = place.path().join("new/radar");
        let half = folder(&target, |dir| {
            fs::write(dir.join("one"), "1").unwrap();
            Err(WriteError::Differs(target.clone(), "it went wrong".to_owned()))
        });
        assert!(half.is_err());
        assert_eq!(fs::read_dir(place.path().join("new")).unwrap().count(), 0);
        let write = |dir: &Path| {
            fs::write(dir.join("one"), "1").map_err(|error| WriteError::Io(dir.to_owned(), error))
        };
        folder(&target, write).unwrap();
        assert_eq!(fs::read_to_string(target.join("one")).unwrap(), "1");
        assert_eq!(fs::read_dir(place.path().join("new")).unwrap().count(), 1);
        assert!(matches!(folder(&target, write), Err(WriteError::NotEmpty(_))));
        assert!(matches!(
            folder(&target.join("one"), write),
            Err(WriteError::NotAFolder(_))
        ));
    }

    #[test]
    fn an_empty_folder_and_an_old_file_give_way() {
        let place = tempfile::TempDir::new().unwrap();
        folder(place.path().join("x").as_path(), |_| Ok(())).unwrap();
        folder(place.path().join("x").as_path(), |dir| {
            fs::write(dir.join("one"), "1").map_err(|error| WriteError::Io(dir.to_owned(), error))
        })
        .unwrap();
        assert!(place.path().join("x/one").exists());
        for text in ["old", "new"] {
            file(&place.path().join("file"), text).unwrap();
        }
        assert_eq!(fs::read_to_string(place.path().join("file")).unwrap(), "new");
    }
}
