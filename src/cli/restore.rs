//! `blipbot restore`: a dump into an empty store.

use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use super::store::open;
use super::{Exit, failed};
use crate::config::Config;
use crate::storage::dump;

pub(super) async fn restore(config: &Config, path: &Path) -> Exit {
    let failed_in = |why: &dyn std::fmt::Display| failed(&format_args!("{}: {why}", path.display()));
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) => return failed_in(&format_args!("can not be read: {error}")),
    };
    // A dump that is wrong makes no store.
    let rows = match dump::read(BufReader::new(file)) {
        Ok(rows) => rows,
        Err(error) => return failed_in(&error),
    };
    let store = match open(&config.store.path).await {
        Ok(store) => store,
        Err(error) => return failed(&error),
    };
    match dump::put(&store, rows).await {
        Ok(_) => Exit::Done,
        Err(error) => failed(&error),
    }
}
