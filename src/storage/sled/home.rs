//! The place of a store on the disk: its folder, and the lock and the mark beside it.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::aside::Aside;
use super::error::OpenError;
use super::fingerprint::{self, Fingerprint};
use super::mark::{Mark, MarkFile};

/// Recovery writes before it reads: sled can not open a store on a full disk.
const MIN_FREE_BYTES: u64 = 16 * 1024 * 1024;
/// sled's file of settings has fewer bytes; one that has more is somebody else's.
const MAX_CONF_BYTES: u64 = 256;
/// sled lets go of its file some moments after it was closed.
const LET_GO: Duration = Duration::from_millis(5);
/// How often we look whether it has.
pub(super) const LET_GO_TRIES: u32 = 400;

/// The folder with everything around it. While it lives, nobody else opens the store.
#[derive(Debug)]
pub struct Home {
    folder: PathBuf,
    mark_path: PathBuf,
    mark: Mutex<MarkFile>,
    /// The store was opened, and no write has failed: what is on the disk at the end is what we know.
    intact: AtomicBool,
    /// Dropped last.
    _lock: File,
}

impl Home {
    /// Locks the place, and says what its mark holds. Makes the folders above it.
    pub fn enter(path: &Path) -> Result<(Self, Option<Mark>), OpenError> {
        let (Some(lock_path), Some(mark_path)) = (beside(path, ".lock"), beside(path, ".mark")) else {
            return Err(OpenError::NotAFolder(path.to_owned()));
        };
        let io = |source| OpenError::io(path, source);
        fs::create_dir_all(parent(path)).map_err(io)?;
        let lock = File::options()
            .write(true)
            .create(true)
            .truncate(false)
            .open(lock_path)
            .map_err(io)?;
        lock.try_lock().map_err(|error| match error {
            TryLockError::WouldBlock => OpenError::InUse(path.to_owned()),
            TryLockError::Error(source) => io(source),
        })?;
        match fs::metadata(path) {
            Ok(found) if !found.is_dir() => return Err(OpenError::NotAFolder(path.to_owned())),
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(io(error)),
        }
        let (file, mark) = MarkFile::open(&mark_path).map_err(|error| match error.kind() {
            io::ErrorKind::InvalidData => OpenError::MarkDamaged {
                path: path.to_owned(),
                mark_path: mark_path.clone(),
            },
            _ => io(error),
        })?;
        let home = Self {
            folder: path.to_owned(),
            mark_path,
            mark: Mutex::new(file),
            intact: AtomicBool::new(false),
            _lock: lock,
        };
        Ok((home, mark))
    }

    /// The store's folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// sled's file of rows.
    pub fn db(&self) -> PathBuf {
        self.folder.join("db")
    }

    /// Checks what can be checked before sled changes anything, and clears away what would keep sled from opening.
    pub fn prepare(&self, mark: Mark) -> Result<(), OpenError> {
        let db_bytes = match fs::metadata(self.db()) {
            Ok(db) => db.len(),
            Err(error) if error.kind() == io::ErrorKind::NotFound => 0,
            Err(error) => return Err(self.io(error)),
        };
        if db_bytes == 0 && mark.sequence > 0 {
            return Err(self.incomplete(0, mark));
        }
        self.check_space()?;
        if let Some(closed) = mark.closed {
            let found = Fingerprint::of(&self.folder).map_err(|error| self.io(error))?;
            match found {
                Some(found) if found == closed => {}
                Some(Fingerprint { bytes, .. }) => {
                    return Err(OpenError::Damaged {
                        path: self.folder.clone(),
                        why: format!(
                            "its files were changed since the bot closed them ({} bytes then, {bytes} now)",
                            closed.bytes
                        ),
                    });
                }
                None => return Err(self.damaged("its files grew since the bot closed them")),
            }
        }
        self.clear(db_bytes).map_err(|error| self.io(error))?
    }

    /// Two kinds of leftovers of a process that was killed make every later open fail, though nothing is lost: a
    /// snapshot that was not finished, and settings that were half written before there was any row.
    fn clear(&self, db_bytes: u64) -> io::Result<Result<(), OpenError>> {
        if !self.folder.exists() {
            return Ok(Ok(()));
        }
        let mut others = Vec::new();
        for file in fingerprint::files(&self.folder)? {
            let name = file
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            if name.starts_with("snap.") && name.ends_with(".generating") {
                tracing::info!(file = %file.display(), "removing a snapshot that was not finished");
                fs::remove_file(file)?;
            } else if name != "conf" && name != "db" {
                others.push(name);
            }
        }
        let conf = self.folder.join("conf");
        if db_bytes > 0 || !conf.exists() {
            return Ok(Ok(()));
        }
        if !others.is_empty() || fs::metadata(&conf)?.len() > MAX_CONF_BYTES {
            return Ok(Err(
                self.damaged("its file `db` is missing, and other files are there")
            ));
        }
        tracing::info!(folder = %self.folder.display(), "starting the store anew: it was never finished");
        fs::remove_file(conf)?;
        Ok(Ok(()))
    }

    fn check_space(&self) -> Result<(), OpenError> {
        self.require_space(self.free_bytes().map_err(|error| self.io(error))?)
    }

    #[cfg(unix)]
    fn free_bytes(&self) -> io::Result<u64> {
        let found = rustix::fs::statvfs(parent(&self.folder))?;
        Ok(found.f_bavail.saturating_mul(found.f_frsize))
    }

    #[cfg(not(unix))]
    #[expect(clippy::unused_self, clippy::unnecessary_wraps, reason = "as on Unix")]
    fn free_bytes(&self) -> io::Result<u64> {
        // Elsewhere the first write says it.
        Ok(u64::MAX)
    }

    /// Copies the files as they are found, unless they are large or there is little room.
    pub fn set_aside(&self) -> Option<Aside> {
        let copied = || {
            let copies = beside(&self.folder, ".found").unwrap_or_default();
            match Aside::bytes(&self.folder)? {
                Some(bytes) if bytes > 0 && self.free_bytes()? >= bytes + 2 * MIN_FREE_BYTES => {
                    Aside::copy(&self.folder, copies).map(Some)
                }
                Some(_) | None => Ok(None),
            }
        };
        copied().unwrap_or_else(|error: io::Error| {
            tracing::warn!(%error, "the store is opened without a copy of its files as they were found");
            None
        })
    }

    /// Ends what [`Home::set_aside`] began: a store that was refused is as it was found.
    pub fn settle(&self, aside: Aside, refused: bool) {
        let settled = if refused {
            wait_until_free(&self.db()).and_then(|free| if free { aside.put_back() } else { Ok(()) })
        } else {
            aside.forget()
        };
        if let Err(error) = settled {
            tracing::warn!(%error, "the copy of the store's files as they were found could not be put away");
        }
    }

    fn require_space(&self, free_bytes: u64) -> Result<(), OpenError> {
        if free_bytes < MIN_FREE_BYTES {
            return Err(OpenError::Full(self.folder.clone()));
        }
        Ok(())
    }

    /// From here on the files change: the mark no longer says what they look like.
    pub fn begin(&self, sequence: u64) -> io::Result<()> {
        let mut mark = self.mark();
        mark.write(Mark {
            sequence,
            closed: None,
        })?;
        mark.sync()
    }

    /// Everything up to this commit is on the disk.
    pub fn reached(&self, sequence: u64) -> io::Result<()> {
        self.mark().write(Mark {
            sequence,
            closed: None,
        })
    }

    /// Makes sled's files, and their names, durable.
    pub fn sync_files(&self) -> io::Result<()> {
        for file in fingerprint::files(&self.folder)? {
            File::open(file)?.sync_all()?;
        }
        File::open(&self.folder)?.sync_all()?;
        File::open(parent(&self.folder))?.sync_all()
    }

    /// Whether the store is as we know it.
    pub fn set_intact(&self, intact: bool) {
        self.intact.store(intact, Ordering::SeqCst);
    }

    fn mark(&self) -> MutexGuard<'_, MarkFile> {
        self.mark.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Writes into the mark what the closed files look like.
    fn seal(&self) -> io::Result<()> {
        if !wait_until_free(&self.db())? {
            return Ok(());
        }
        self.sync_files()?;
        let Some(closed) = Fingerprint::of(&self.folder)? else {
            return Ok(());
        };
        let mut mark = self.mark();
        let sequence = mark.last().sequence;
        mark.write(Mark {
            sequence,
            closed: Some(closed),
        })?;
        mark.sync()
    }

    /// The system's refusal, for this store.
    pub fn io(&self, source: io::Error) -> OpenError {
        OpenError::io(&self.folder, source)
    }

    /// A store that is behind its mark.
    pub fn incomplete(&self, store: u64, mark: Mark) -> OpenError {
        OpenError::Incomplete {
            path: self.folder.clone(),
            mark_path: self.mark_path.clone(),
            store,
            mark: mark.sequence,
        }
    }

    /// A store that was being filled.
    pub fn unfinished(&self) -> OpenError {
        OpenError::Unfinished {
            path: self.folder.clone(),
            mark_path: self.mark_path.clone(),
        }
    }

    /// A store that is not what was written.
    pub fn damaged(&self, why: &str) -> OpenError {
        OpenError::Damaged {
            path: self.folder.clone(),
            why: why.to_owned(),
        }
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        if self.intact.load(Ordering::SeqCst)
            && let Err(error) = self.seal()
        {
            tracing::warn!(%error, "the store was closed, and its mark could not be written");
        }
    }
}

/// Whether the folder holds rows, or a mark beside it says that it should.
pub(super) fn is_at(folder: &Path) -> bool {
    folder.join("db").exists() || beside(folder, ".mark").is_some_and(|mark| mark.exists())
}

/// The file beside the folder whose name has one more ending.
fn beside(folder: &Path, suffix: &str) -> Option<PathBuf> {
    let mut name = folder.file_name()?.to_owned();
    name.push(suffix);
    Some(folder.with_file_name(name))
}

/// Waits until sled has let go of its file; says whether it did.
fn wait_until_free(db: &Path) -> io::Result<bool> {
    let file = File::open(db)?;
    for _ in 0..LET_GO_TRIES {
        match file.try_lock() {
            Ok(()) => return Ok(true),
            Err(TryLockError::WouldBlock) => pause(),
            Err(TryLockError::Error(error)) => return Err(error),
        }
    }
    Ok(false)
}

/// The time that sled gets to let go of its file.
pub(super) fn pause() {
    std::thread::sleep(LET_GO);
}

/// The folder that a path is in.
fn parent(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if parent.as_os_str().is_empty() => Path::new("."),
        Some(parent) => parent,
        None => path,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let (home, _) = Home::enter(&folder.path().join("store")).unwrap();
        home.require_space(MIN_FREE_BYTES).unwrap();
        let error = home.require_space(MIN_FREE_BYTES - 1).unwrap_err();
        assert!(
            error
                .to_string()
                .ends_with("is full: free some space and start again")
        );
    }
}
