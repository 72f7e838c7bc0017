//! Why a store on the disk can not be used: sentences that say what to do.

use std::io;
use std::path::{Path, PathBuf};

use crate::storage::StoreError;

/// Why a store was not opened. Nothing of ours was changed in it.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Another process, or another part of this one, has it open.
    #[error("the store `{}` is in use by another process: stop the bot first", .0.display())]
    InUse(PathBuf),
    /// Something that is not a folder is in the way.
    #[error("the store `{}` is not a folder: set `store.path` to a folder of its own", .0.display())]
    NotAFolder(PathBuf),
    /// The bot may not write there.
    #[error("the bot may not write to the store `{}`: give its user the permission, or set `store.path` elsewhere", .0.display())]
    NoPermission(PathBuf),
    /// The file system takes no writes.
    #[error("the store `{}` lies on a read-only file system: mount it writable, or set `store.path` elsewhere", .0.display())]
    ReadOnly(PathBuf),
    /// Too little space to start: sled needs some to recover.
    #[error("the disk of the store `{}` is full: free some space and start again", .0.display())]
    Full(PathBuf),
    /// Commits that were confirmed are missing.
    #[error(
        "the store `{}` lacks its end: {mark} commits were confirmed, and it holds {store}; put a whole copy of it \
         back (or delete `{}` to go on with what is left)", .path.display(), .mark_path.display()
    )]
    Incomplete {
        /// The store.
        path: PathBuf,
        /// The file that knows what was confirmed.
        mark_path: PathBuf,
        /// The last commit that the store holds.
        store: u64,
        /// The last commit that was confirmed.
        mark: u64,
    },
    /// What was confirmed is not known any more.
    #[error(
        "the store `{}` may lack its end: the file `{}`, which knows what was confirmed, is damaged; put a whole copy of \
         both back (or delete that file to go on with what is there)", .path.display(), .mark_path.display()
    )]
    MarkDamaged {
        /// The store.
        path: PathBuf,
        /// The file that knows what was confirmed.
        mark_path: PathBuf,
    },
    /// What it holds is not what was written.
    #[error("the store `{}` is damaged: {why}; put a whole copy of it back, or restore a dump into a new folder", .path.display())]
    Damaged {
        /// The store.
        path: PathBuf,
        /// Where, and how.
        why: String,
    },
    /// A crash came while a dump was restored.
    #[error(
        "the store `{}` was not completely restored from its dump: delete it and `{}`, and restore the dump again", .path.display(), .mark_path.display()
    )]
    Unfinished {
        /// The store.
        path: PathBuf,
        /// The file that knows what was confirmed.
        mark_path: PathBuf,
    },
    /// A newer version of the bot wrote it.
    #[error(
        "the store `{}` has format {format}, and this version of the bot knows none above {known}: use a newer version", .path.display()
    )]
    NewerFormat {
        /// The store.
        path: PathBuf,
        /// Its format.
        format: u64,
        /// The newest format that we know.
        known: u64,
    },
    /// The system refused something else.
    #[error("the store `{}` can not be opened: {source}", .path.display())]
    Io {
        /// The store.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

impl OpenError {
    /// What the system said of the store at `path`.
    pub(super) fn io(path: &Path, source: io::Error) -> Self {
        let path = path.to_owned();
        match source.kind() {
            io::ErrorKind::PermissionDenied => Self::NoPermission(path),
            io::ErrorKind::ReadOnlyFilesystem => Self::ReadOnly(path),
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::Full(path),
            io::ErrorKind::NotADirectory | io::ErrorKind::AlreadyExists => Self::NotAFolder(path),
            _ => Self::Io { path, source },
        }
    }

    /// What sled said of the store at `path`.
    pub(super) fn sled(path: &Path, error: sled::Error) -> Self {
        let damaged = |why: String| Self::Damaged {
            path: path.to_owned(),
            why,
        };
        match error {
            sled::Error::Io(source) if is_sled_lock(&source) => Self::InUse(path.to_owned()),
            sled::Error::Io(source) => Self::io(path, source),
            sled::Error::Corruption { at, .. } => damaged(match at {
                Some(at) => format!("its file `db` is unreadable at byte {}", at.lid()),
                None => "its files are unreadable".to_owned(),
            }),
            // Of the versions of sled that its own words are about, none ever wrote our stores.
            sled::Error::Unsupported(_) => damaged("its file `conf` is unreadable".to_owned()),
            sled::Error::ReportableBug(why) => damaged(why),
            sled::Error::CollectionNotFound(_) => damaged("its rows are not there".to_owned()),
        }
    }

    /// A row of the store at `path` that could not be read.
    pub(super) fn store(path: &Path, error: StoreError) -> Self {
        let path = path.to_owned();
        match error {
            StoreError::Damaged { place, why } => Self::Damaged {
                path,
                why: format!("at {place}, {why}"),
            },
            StoreError::Failed(_) | StoreError::TooLarge { .. } | StoreError::Stopped(_) => Self::Io {
                path,
                source: io::Error::other(error),
            },
        }
    }
}

/// sled tells a held lock by its text only.
pub(super) fn is_sled_lock(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::Other && error.to_string().contains("could not acquire lock")
}
