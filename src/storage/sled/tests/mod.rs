//! The store on the disk: what it does beyond the contract.

use std::path::PathBuf;

use tempfile::TempDir;

use super::*;
use crate::storage::contract::contract;

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

    pub fn path(&self) -> PathBuf {
        path_in(&self.folder)
    }
}

pub fn path_in(folder: &TempDir) -> PathBuf {
    folder.path().join("deep/er/store")
}

contract!(sled_store, OnDisk::new());
