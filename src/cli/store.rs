//! Opening the store for a command.

use std::io;
use std::path::{Path, PathBuf};

use crate::storage::{self, SledStore};

/// Why a command has no store.
#[derive(Debug, thiserror::Error)]
pub(super) enum OpenError {
    /// There is none.
    #[error("there is no store at {}: set store.path to the bot's store", .0.display())]
    Missing(PathBuf),
    /// The system does not let this process's user at it.
    #[error("the store `{}` may not be opened by this user: run it as the bot's user or as root", .0.display())]
    NotOurs(PathBuf),
    /// It can not be opened.
    #[error(transparent)]
    Open(#[from] storage::OpenError),
    /// The thread that opened it ended.
    #[error("the store could not be opened: {0}")]
    Thread(#[from] tokio::task::JoinError),
}

impl OpenError {
    /// Whether another process has it open.
    pub const fn is_in_use(&self) -> bool {
        matches!(self, Self::Open(storage::OpenError::InUse(_)))
    }
}

/// Whether the system does not let this process's user see what is in the folder `path`.
pub(super) fn is_hidden(path: &Path) -> bool {
    path.join("db")
        .symlink_metadata()
        .is_err_and(|error| error.kind() == io::ErrorKind::PermissionDenied)
}

/// Opens the store at `path`, away from the threads that answer.
pub(super) async fn open(path: &Path) -> Result<SledStore, OpenError> {
    let path = path.to_owned();
    Ok(tokio::task::spawn_blocking(move || SledStore::open(&path)).await??)
}
