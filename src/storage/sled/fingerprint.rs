//! What the files of a closed store look like: so that a bit that turned while the bot was stopped is found before
//! sled touches the files, which it does even when it only reads.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crc32fast::Hasher;

/// Larger stores are not read twice at each start: they rely on sled's checksums and on ours.
const MAX_BYTES: u64 = 256 * 1024 * 1024;

/// Length and checksum of all of sled's files together.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Fingerprint {
    /// All their bytes.
    pub bytes: u64,
    /// Of names and contents, in the order of the names.
    pub checksum: u32,
}

impl Fingerprint {
    /// Reads the files of the folder; nothing if they are too large for that.
    pub fn of(folder: &Path) -> io::Result<Option<Self>> {
        let mut files = files(folder)?;
        files.retain(|file| is_of_sled(file));
        let mut bytes = 0;
        for file in &files {
            bytes += file.metadata()?.len();
        }
        if bytes > MAX_BYTES {
            return Ok(None);
        }
        let mut hasher = Hasher::new();
        let mut buffer = vec![0; 64 * 1024];
        for path in &files {
            hasher.update(path.file_name().unwrap_or_default().as_encoded_bytes());
            let mut file = File::open(path)?;
            loop {
                let read = file.read(&mut buffer)?;
                if read == 0 {
                    break;
                }
                hasher.update(&buffer[..read]);
            }
        }
        let checksum = hasher.finalize();
        Ok(Some(Self { bytes, checksum }))
    }
}

/// Files that others left in the folder are none of our business.
pub fn is_of_sled(file: &Path) -> bool {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    name == "conf" || name == "db" || name.starts_with("snap.")
}

/// The files of the folder, by name. sled's subfolder for large values is always empty here (see `record::MAX_BYTES`).
pub fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_file() {
            files.push(entry.path());
        }
    }
    files.sort();
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_contents_count() {
        let folder = tempfile::tempdir().unwrap();
        let print = || Fingerprint::of(folder.path()).unwrap().unwrap();
        assert_eq!(print(), Fingerprint::default());
        std::fs::write(folder.path().join("db"), "abc").unwrap();
        let first = print();
        assert_eq!(first.bytes, 3);
        let (db, conf) = (folder.path().join("db"), folder.path().join("conf"));
        std::fs::write(&db, "abd").unwrap();
        assert_ne!(print(), first);
        std::fs::write(&db, "abc").unwrap();
        std::fs::rename(&db, &conf).unwrap();
        assert_ne!(print(), first);
        std::fs::rename(&conf, &db).unwrap();
        std::fs::write(folder.path().join("notes.txt"), "mine").unwrap();
        assert_eq!(print(), first);
    }
}
