//! The formats of other tools by name, and which one a file or folder is of.

use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::export::{ExportError, Exported, View};
use super::import::{Import, Options};
use super::native::{self, RadarFiles};
use super::problem::Problem;
use super::{aoe, backstage, byor, source, too_large, zalando};

/// A format that is read and written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Foreign {
    /// AOE's Technology Radar: folders of Markdown.
    Aoe,
    /// Build Your Own Radar, as CSV.
    ByorCsv,
    /// Build Your Own Radar, as JSON.
    ByorJson,
    /// Zalando's radar.
    Zalando,
    /// Backstage's Tech Radar plugin.
    Backstage,
}

impl Foreign {
    /// Reads a radar; the problems say why if there is none.
    pub fn read(self, paths: &[PathBuf], options: &Options) -> Result<Import, Vec<Problem>> {
        match self {
            Self::Aoe => aoe::read(paths, options),
            Self::ByorCsv => byor::read_csv(paths, options),
            Self::ByorJson => byor::read_json(paths, options),
            Self::Zalando => zalando::read(paths, options),
            Self::Backstage => backstage::read(paths, options),
        }
    }

    /// Writes an edition, and those before it if the format has room for them.
    pub fn write(self, view: &View<'_>) -> Result<Exported, ExportError> {
        let mut exported = match self {
            Self::Aoe => aoe::to_folder(view),
            Self::ByorCsv => byor::to_csv(view),
            Self::ByorJson => byor::to_json(view),
            Self::Zalando => zalando::to_json(view),
            Self::Backstage => backstage::to_json(view),
        }?;
        exported.remarks.extend(too_large::remark(&exported.files));
        Ok(exported)
    }
}

/// What a file or folder holds, by what is in it; nothing if it could be ours.
pub fn detect(path: &Path) -> Result<Option<Foreign>, Problem> {
    if path.is_dir() {
        return detect_folder(path);
    }
    let extension = path
        .extension()
        .map(|extension| extension.to_string_lossy().to_lowercase());
    match extension.as_deref() {
        Some("csv") => Ok(Some(Foreign::ByorCsv)),
        Some("json") => {
            let source = source::read(path)?;
            detect_json(path, &source.text).map(Some).ok_or_else(|| Problem {
                path: path.to_owned(),
                line: 1,
                text: "this is none of the files that other radars keep as JSON; --format says what it should be".to_owned(),
            })
        }
        Some(_) | None if path.exists() => Err(Problem {
            path: path.to_owned(),
            line: 1,
            text: "a radar is a folder, a .csv or a .json file; --format says what this should be".to_owned(),
        }),
        Some(_) | None => Ok(None),
    }
}

fn detect_folder(path: &Path) -> Result<Option<Foreign>, Problem> {
    if path.join("radar.toml").exists() {
        return Ok(None);
    }
    if !aoe::roots(path).is_empty() {
        return Ok(Some(Foreign::Aoe));
    }
    let entries = std::fs::read_dir(path).into_iter().flatten().flatten();
    let mut files: Vec<PathBuf> = entries
        .map(|entry| entry.path())
        .filter(|path| path.is_file())
        .collect();
    files.sort();
    let with = |extension: &'static str| {
        files.iter().filter(move |path| {
            path.extension()
                .is_some_and(|other| other.eq_ignore_ascii_case(extension))
        })
    };
    if with("csv").next().is_some() {
        return Ok(Some(Foreign::ByorCsv));
    }
    let Some(first) = with("json").next() else {
        return Ok(None);
    };
    // What is wrong with the first file does not hide what the others are.
    let found = with("json").find_map(|file| detect(file).ok());
    found.map_or_else(|| detect(first), Ok)
}

/// The keys by which the files differ.
#[derive(Deserialize)]
struct Keys {
    rings: Option<IgnoredAny>,
    entries: Option<IgnoredAny>,
    date: Option<IgnoredAny>,
}

fn detect_json(path: &Path, text: &str) -> Option<Foreign> {
    if text.trim_start().starts_with('[') {
        return Some(Foreign::ByorJson);
    }
    if zalando::is_names(path, text) {
        return Some(Foreign::Zalando);
    }
    match serde_json::from_str::<Keys>(text) {
        Ok(keys) => match (keys.rings, keys.entries) {
            // Zalando's file is dated, and may name its rings; Backstage's timelines are.
            (Some(_), Some(_)) if keys.date.is_some() && !text.contains("\"timeline\"") => {
                Some(Foreign::Zalando)
            }
            (Some(_), _) => Some(Foreign::Backstage),
            (None, Some(_)) => Some(Foreign::Zalando),
            (None, None) => None,
        },
        // What is broken is reported by a reader, with its line.
        Err(_) if text.contains("\"timeline\"") => Some(Foreign::Backstage),
        Err(_) => Some(Foreign::Zalando),
    }
}

/// So deep our own files are: in the radar's folder and in those of its editions.
const OWN_DEPTH: usize = 2;

/// Where the radar's files are that [`read_in_place`] reads: the folder, and how many folders deep.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The folder.
    pub folder: PathBuf,
    /// Files in the folder itself are 1 deep.
    pub depth: usize,
}

/// The place of the radar in a folder; the folder itself if there is none, or more than one.
pub fn place(dir: &Path) -> Place {
    let is_ours = dir.join("radar.toml").exists();
    match aoe::roots(dir).as_slice() {
        [root] if !is_ours => Place {
            folder: root.clone(),
            depth: aoe::DEPTH,
        },
        _ => Place {
            folder: dir.to_owned(),
            depth: OWN_DEPTH,
        },
    }
}

/// Reads the radar that the bot answers from: our files, or an AOE repository as it is, whose radar may be a folder in it.
pub fn read_in_place(dir: &Path) -> Result<RadarFiles, Vec<Problem>> {
    if dir.join("radar.toml").exists() || aoe::roots(dir).is_empty() {
        return native::read(dir);
    }
    let import = aoe::read(&[dir.to_owned()], &Options::default())?;
    if import.problems.is_empty() {
        Ok(import.files)
    } else {
        Err(import.problems)
    }
}
