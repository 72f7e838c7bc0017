//! `blipbot restore`: a dump into an empty store.

use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use super::store::open;
use super::{Exit, failed};
use crate::config::Config;
use crate::storage::dump;

pub(super) async fn restore(config: &Config, path: &Path) -> Exit {
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) => return failed(&format_args!("{} can not be read: {error}", path.display())),
    };
    let store = match open(&config.store.path).await {
        Ok(store) => store,
        Err(error) => return failed(&error),
    };
    match dump::restore(&store, BufReader::new(file)).await {
        Ok(_) => Exit::Done,
        Err(error) => failed(&error),
    }
}
