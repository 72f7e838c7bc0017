//! `blipbot dump`: everything in the store as lines of JSON.

use std::io;

use super::store::{OpenError, is_hidden, open};
use super::{Exit, failed};
use crate::config::Config;
use crate::id::GuildId;
use crate::storage::{self, SledStore, dump};

pub(super) async fn dump(config: &Config, guild: Option<GuildId>) -> Exit {
    let path = &config.store.path;
    if is_hidden(path) {
        return failed(&OpenError::NotOurs(path.clone()));
    }
    if !SledStore::is_at(path) {
        return failed(&OpenError::Missing(path.clone()));
    }
    let store = match open(path).await {
        Ok(store) => store,
        Err(error) if error.is_in_use() => {
            return match dump_running(config, guild, &error, &mut io::stdout()).await {
                Ok(count) => done(guild, count),
                Err(exit) => exit,
            };
        }
        Err(error) => return failed(&for_operators(error)),
    };
    match dump::write(&store, guild, &mut io::BufWriter::new(io::stdout())).await {
        Ok(count) => done(guild, count),
        Err(error) => failed(&error),
    }
}

/// What a store that can not be opened means to who reads it: it need not be theirs.
pub(super) fn for_operators(error: OpenError) -> OpenError {
    match error {
        OpenError::Open(storage::OpenError::NoPermission(path)) => OpenError::NotOurs(path),
        error @ (OpenError::Missing(_)
        | OpenError::NotOurs(_)
        | OpenError::Open(_)
        | OpenError::Thread(_)) => error,
    }
}

/// The dump has so many rows.
fn done(guild: Option<GuildId>, count: usize) -> Exit {
    if let (Some(guild), 0) = (guild, count) {
        tracing::warn!(guild.id = %guild, "nothing is stored of this guild");
    }
    Exit::Done
}

/// Asks the process that has the store open, and says how many rows it gave; `in_use` is said if it does not listen.
#[cfg(unix)]
pub(super) async fn dump_running(
    config: &Config,
    guild: Option<GuildId>,
    in_use: &OpenError,
    output: &mut (impl io::Write + Send),
) -> Result<usize, Exit> {
    use crate::ops::control::{self, DumpError};

    let mut output = io::BufWriter::new(output);
    let dumped = control::dump(&config.store.path, guild, &mut output).await;
    dumped.map_err(|error| match error {
        DumpError::Nobody(why) if why.kind() == io::ErrorKind::PermissionDenied => {
            failed(&OpenError::NotOurs(config.store.path.clone()))
        }
        DumpError::Nobody(why) => {
            tracing::debug!(error = %why, "nobody listens beside the store");
            failed(in_use)
        }
        error @ (DumpError::Cut(_) | DumpError::Failed(_) | DumpError::Output(_)) => failed(&error),
    })
}

/// There are no such sockets here.
#[cfg(not(unix))]
#[expect(clippy::unused_async, reason = "the same as with sockets")]
pub(super) async fn dump_running(
    _config: &Config,
    _guild: Option<GuildId>,
    in_use: &OpenError,
    _output: &mut (impl io::Write + Send),
) -> Result<usize, Exit> {
    Err(failed(in_use))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_may_not_open_the_store_is_told_who_may() {
        let denied = storage::OpenError::NoPermission("store".into());
        assert_eq!(
            for_operators(denied.into()).to_string(),
            "the store `store` may not be opened by this user: run it as the bot's user or as root"
        );
        let damaged = storage::OpenError::NotAFolder("store".into());
        assert!(for_operators(damaged.into()).to_string().contains("not a folder"));
    }
}
