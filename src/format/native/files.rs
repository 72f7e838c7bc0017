//! Reading files and folders without leaving the radar's folder and without being drowned.

use std::fs;
use std::path::{Path, PathBuf};

use super::tree::line_of;
use crate::format::problem::{Findings, Problem};

/// No file of a radar is nearly as large; what is larger was put there by mistake.
const MAX_BYTES: u64 = 1024 * 1024;

/// A folder of the radar.
#[derive(Debug)]
pub(in crate::format) struct Folder {
    path: PathBuf,
    name: String,
    /// Where the radar's folder really is; links out of it are not followed.
    root: PathBuf,
}

/// What a folder holds.
#[derive(Debug)]
pub(in crate::format) enum FolderEntry {
    File(String),
    Folder(Folder),
}

impl Folder {
    pub(in crate::format) fn open_root(dir: &Path) -> Result<Self, Problem> {
        let fail = |text: String| Problem {
            path: dir.to_owned(),
            line: 1,
            text,
        };
        let root = fs::canonicalize(dir)
            .map_err(|why| fail(format!("the radar's folder can not be read: {why}")))?;
        if !root.is_dir() {
            return Err(fail("the radar is a folder, and this is none".to_owned()));
        }
        Ok(Self {
            path: dir.to_owned(),
            name: String::new(),
            root,
        })
    }

    pub(in crate::format) fn path(&self) -> &Path {
        &self.path
    }

    pub(in crate::format) fn name(&self) -> &str {
        &self.name
    }

    pub(in crate::format) fn contains(&self, name: &str) -> bool {
        self.path.join(name).symlink_metadata().is_ok()
    }

    /// Everything that is not hidden, by name.
    pub(in crate::format) fn entries(&self, problems: &mut Vec<Problem>) -> Vec<FolderEntry> {
        let mut report = |path: PathBuf, text: String| problems.push(Problem { path, line: 1, text });
        let mut entries = match fs::read_dir(&self.path).and_then(Iterator::collect::<Result<Vec<_>, _>>) {
            Ok(entries) => entries,
            Err(why) => {
                report(self.path.clone(), format!("the folder can not be read: {why}"));
                return Vec::new();
            }
        };
        entries.sort_by_key(fs::DirEntry::file_name);
        let mut kept = Vec::new();
        for entry in entries {
            let path = entry.path();
            match entry.file_name().into_string() {
                Err(_) => report(path, "the name is not UTF-8".to_owned()),
                Ok(name) if name.starts_with('.') => {}
                Ok(name) => match self.inside(&path) {
                    Err(text) => report(path, text),
                    Ok(real) if real.is_dir() => {
                        kept.push(FolderEntry::Folder(Self {
                            path,
                            name,
                            root: self.root.clone(),
                        }));
                    }
                    Ok(_) => kept.push(FolderEntry::File(name)),
                },
            }
        }
        kept
    }

    /// The text of a file, with `\n` at the end of its lines and without a byte order mark.
    pub(in crate::format) fn read(&self, name: &str, findings: &mut Findings) -> Option<String> {
        let bytes = self
            .read_bytes(name)
            .map_err(|text| findings.report(1, text))
            .ok()?;
        let text = match String::from_utf8(bytes) {
            Ok(text) => text,
            Err(why) => {
                let valid = String::from_utf8_lossy(&why.as_bytes()[..why.utf8_error().valid_up_to()]);
                findings.report(line_of(&valid, valid.len()), "the file is not UTF-8 from here on");
                return None;
            }
        };
        Some(
            text.strip_prefix('\u{FEFF}')
                .unwrap_or(&text)
                .replace("\r\n", "\n"),
        )
    }

    fn read_bytes(&self, name: &str) -> Result<Vec<u8>, String> {
        let path = self.path.join(name);
        let unreadable = |why: std::io::Error| match why.kind() {
            std::io::ErrorKind::NotFound => "the file is missing".to_owned(),
            _ => format!("the file can not be read: {why}"),
        };
        path.symlink_metadata().map_err(unreadable)?;
        let real = self.inside(&path)?;
        let about = fs::metadata(&real).map_err(unreadable)?;
        if !about.is_file() {
            return Err("this is not a file".to_owned());
        }
        if about.len() > MAX_BYTES {
            return Err(format!(
                "the file has {} bytes; {MAX_BYTES} are allowed",
                about.len()
            ));
        }
        fs::read(&real).map_err(unreadable)
    }

    /// Where `path` really is, if that is in the radar's folder.
    fn inside(&self, path: &Path) -> Result<PathBuf, String> {
        let real = fs::canonicalize(path).map_err(|why| format!("can not be read: {why}"))?;
        if real.starts_with(&self.root) {
            Ok(real)
        } else {
            Err("a link that leads out of the radar's folder".to_owned())
        }
    }
}
