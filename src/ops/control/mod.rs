//! A socket beside the store, through which a running bot gives a dump of what it holds open.
//!
//! One line of JSON asks: `{"dump":{"guild":"1199..."}}`, or `null` for all guilds. The answer is the dump's lines and
//! then `{"end":N}` with their number, so that a connection that broke is not taken for the end; or `{"failed":"why"}`.

#[cfg(test)]
mod busy;
mod client;
mod server;
mod snapshot;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::id::GuildId;

pub use client::{DumpError, dump};
pub use server::{Control, ControlError};

/// The end of the socket's name; the rest is the store's.
const SUFFIX: &str = ".socket";
/// The most bytes of a request.
const MAX_REQUEST: u64 = 4 * 1024;

/// Where the socket of the store at `store` is.
fn socket_path(store: &Path) -> PathBuf {
    let mut path = store.as_os_str().to_owned();
    path.push(SUFFIX);
    path.into()
}

/// What can be asked.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "lowercase")]
enum Request {
    /// A dump of everything, or of one guild.
    Dump {
        /// Which.
        guild: Option<String>,
    },
}

impl Request {
    fn of(guild: Option<GuildId>) -> Self {
        Self::Dump {
            guild: guild.map(|guild| guild.to_string()),
        }
    }
}

/// The last line of an answer. A row of a dump starts with its type.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Last {
    /// There were so many rows.
    End(usize),
    /// The dump is not complete, and why.
    Failed(String),
}

impl Last {
    /// The line as an end, if it is one.
    fn read(line: &str) -> Option<Self> {
        let marked = line.starts_with("{\"end\":") || line.starts_with("{\"failed\":");
        marked.then(|| serde_json::from_str(line).ok()).flatten()
    }
}
