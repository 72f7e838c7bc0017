//! A copy of sled's files while sled opens a store that was not closed in order.
//!
//! sled cuts away what it can not read, also of a store that is then refused for it. Whoever wants to rescue
//! something, or to look at what happened, needs the files as they were found.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::fingerprint::{files, is_of_sled};

/// Larger stores are not copied at each start after a crash.
const MAX_BYTES: u64 = 64 * 1024 * 1024;

/// Copies that are beside the store until it is open. One that a crash left behind is made anew.
#[derive(Debug)]
pub struct Aside {
    folder: PathBuf,
    copies: PathBuf,
}

impl Aside {
    /// How much [`Aside::copy`] would write: nothing if the files of `folder` are too large for it.
    pub fn bytes(folder: &Path) -> io::Result<Option<u64>> {
        let mut bytes = 0;
        for file in found(folder)? {
            bytes += file.metadata()?.len();
        }
        Ok((bytes <= MAX_BYTES).then_some(bytes))
    }

    /// Copies sled's files of `folder` into the folder `copies`.
    pub fn copy(folder: &Path, copies: PathBuf) -> io::Result<Self> {
        let aside = Self {
            folder: folder.to_owned(),
            copies,
        };
        aside.forget()?;
        fs::create_dir(&aside.copies)?;
        for file in found(folder)? {
            fs::copy(&file, aside.copies.join(file.file_name().unwrap_or_default()))?;
        }
        Ok(aside)
    }

    /// The store is as it was found.
    pub fn put_back(self) -> io::Result<()> {
        for file in found(&self.folder)? {
            if !self.copies.join(file.file_name().unwrap_or_default()).exists() {
                fs::remove_file(file)?;
            }
        }
        for copy in files(&self.copies)? {
            fs::rename(&copy, self.folder.join(copy.file_name().unwrap_or_default()))?;
        }
        self.forget()
    }

    /// The copies are of no use any more.
    pub fn forget(&self) -> io::Result<()> {
        match fs::remove_dir_all(&self.copies) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            Ok(()) | Err(_) => Ok(()),
        }
    }
}

fn found(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = match files(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
        files => files?,
    };
    files.retain(|file| is_of_sled(file));
    Ok(files)
}
