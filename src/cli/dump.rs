//! `blipbot dump`: everything in the store as lines of JSON.

use std::io;

use super::store::{OpenError, open};
use super::{Exit, failed};
use crate::config::Config;
use crate::id::GuildId;
use crate::storage::{SledStore, dump};

pub(super) async fn dump(config: &Config, guild: Option<GuildId>) -> Exit {
    let path = &config.store.path;
    if !SledStore::is_at(path) {
        return failed(&OpenError::Missing(path.clone()));
    }
    let store = match open(path).await {
        Ok(store) => store,
        Err(error) if error.is_in_use() => return dump_running(config, guild, &error).await,
        Err(error) => return failed(&error),
    };
    match dump::write(&store, guild, &mut io::BufWriter::new(io::stdout())).await {
        Ok(_) => Exit::Done,
        Err(error) => failed(&error),
    }
}

/// Asks the process that has the store open; `in_use` is said if it does not listen.
#[cfg(unix)]
async fn dump_running(config: &Config, guild: Option<GuildId>, in_use: &OpenError) -> Exit {
    use crate::ops::control::{self, DumpError};

    let mut output = io::BufWriter::new(io::stdout());
    match control::dump(&config.store.path, guild, &mut output).await {
        Ok(_) => Exit::Done,
        Err(DumpError::Nobody(why)) => {
            tracing::debug!(error = %why, "nobody listens beside the store");
            failed(in_use)
        }
        Err(error @ (DumpError::Cut(_) | DumpError::Failed(_) | DumpError::Output(_))) => failed(&error),
    }
}

/// There are no such sockets here.
#[cfg(not(unix))]
#[expect(clippy::unused_async, reason = "the same as with sockets")]
async fn dump_running(_config: &Config, _guild: Option<GuildId>, in_use: &OpenError) -> Exit {
    failed(in_use)
}
