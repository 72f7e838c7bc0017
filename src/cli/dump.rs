//! `blipbot dump`: everything in the store as lines of JSON.

use std::io;

use super::store::{OpenError, open};
use super::{Exit, failed};
use crate::config::Config;
use crate::id::GuildId;
use crate::storage::{SledStore, dump};

pub(super) async fn dump(config: &Config, guild: Option<GuildId>) -> Exit {
    if !SledStore::is_at(&config.store.path) {
        return failed(&OpenError::Missing(config.store.path.clone()));
    }
    let store = match open(&config.store.path).await {
        Ok(store) => store,
        Err(error) => return failed(&error),
    };
    match dump::write(&store, guild, &mut io::BufWriter::new(io::stdout())).await {
        Ok(_) => Exit::Done,
        Err(error) => failed(&error),
    }
}
