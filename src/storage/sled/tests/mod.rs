//! The store on the disk: what it does beyond the contract.

mod damage;
mod groups;
mod model;
mod opening;

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::*;
use crate::storage::contract::contract;
use crate::storage::sample::{at, ballot_row, proposal, settings_row};

contract!(sled_store, OnDisk::new());

/// A store in a folder that is deleted at the end.
pub struct OnDisk {
    pub store: SledStore,
    pub folder: TempDir,
}

impl OnDisk {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = SledStore::open(&path_in(&folder)).unwrap();
        Self { store, folder }
    }

    /// Closes the store and leaves its files.
    pub fn close(self) -> TempDir {
        let Self { store, folder } = self;
        drop(store);
        folder
    }

    /// The files as a process that is killed now leaves them.
    pub fn killed(&self) -> TempDir {
        let copy = tempfile::tempdir().unwrap();
        copy_files(&path_in(&self.folder), &path_in(&copy));
        copy
    }
}

pub fn path_in(folder: &TempDir) -> PathBuf {
    folder.path().join("deep/er/store")
}

pub fn beside(path: &Path, extension: &str) -> PathBuf {
    path.with_extension(extension)
}

/// Copies a store's folder and its mark.
pub fn copy_files(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for file in fingerprint::files(from).unwrap() {
        fs::copy(&file, to.join(file.file_name().unwrap())).unwrap();
    }
    fs::copy(beside(from, "mark"), beside(to, "mark")).unwrap();
}

/// Some commits, the later ones over the earlier ones.
pub async fn fill(store: &SledStore, commits: u32) {
    store
        .commit(Batch::new().put(Row::Proposal(proposal(1, 1))))
        .await
        .unwrap();
    for press in 1..commits {
        let press = u64::from(press);
        let batch = Batch::new()
            .put(settings_row(1, press))
            .create(ballot_row(1, 1, press, press));
        store.commit(batch).await.unwrap();
    }
}

pub async fn all(store: &impl Store) -> Vec<Row> {
    store.rows(None, None, usize::MAX).await.unwrap()
}
