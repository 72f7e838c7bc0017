//! The bot's end of the socket.

use std::fs;
use std::io;
use std::os::unix::fs::{FileTypeExt as _, MetadataExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Weak};
use std::time::Duration;

use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{UnixListener, UnixStream};
use tokio::sync::Semaphore;
use tokio::task::{JoinHandle, JoinSet};

use super::snapshot::{self, SnapshotError};
use super::{Last, MAX_REQUEST, Request, socket_path};
use crate::id::{GuildId, ParseIdError};
use crate::storage::Store;

/// The most bytes of a socket's path on Linux, without the zero at its end (`sun_path` of unix(7)); macOS has 103.
const MAX_PATH: usize = if cfg!(target_os = "linux") { 107 } else { 103 };
/// How long a request may take to come in.
const ASK_WITHIN: Duration = Duration::from_secs(5);
/// So many dumps at a time; others wait for their turn.
const AT_ONCE: usize = 2;
/// After an error of the system's (too many open files, say) before the next connection is taken.
const BREATH: Duration = Duration::from_millis(100);
/// Only the bot's user opens the socket.
const PRIVATE: u32 = 0o600;
/// The system's own user, which may do everything anyhow.
const ROOT: u32 = 0;

/// Listens until it is dropped, and then takes its socket away.
#[derive(Debug)]
pub struct Control {
    path: PathBuf,
    listening: JoinHandle<()>,
}

/// Why there is no socket.
#[derive(Debug, thiserror::Error)]
pub enum ControlError {
    /// The system takes no path of this length.
    #[error("the path {} is longer than a socket's may be ({MAX_PATH} bytes)", .0.display())]
    TooLong(PathBuf),
    /// The system refused.
    #[error("{}: {source}", .path.display())]
    Io {
        /// The socket.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

impl Control {
    /// Listens beside the store at `path`, which must be open in this process: its lock makes sure that a socket that
    /// is found there is nobody's any more. Must be called within a runtime.
    pub fn listen(path: &Path, store: Weak<dyn Store>) -> Result<Self, ControlError> {
        let path = socket_path(path);
        if path.as_os_str().len() > MAX_PATH {
            return Err(ControlError::TooLong(path));
        }
        let io = |source| ControlError::Io {
            path: path.clone(),
            source,
        };
        remove_old(&path).map_err(io)?;
        let listener = UnixListener::bind(&path).map_err(io)?;
        fs::set_permissions(&path, fs::Permissions::from_mode(PRIVATE)).map_err(io)?;
        // The socket was made by this process: its owner is who we are.
        let owner = fs::metadata(&path).map_err(io)?.uid();
        let listening = tokio::spawn(listen(listener, owner, store));
        Ok(Self { path, listening })
    }
}

/// Takes away a socket that was left from before; what is no socket is somebody's file.
fn remove_old(path: &Path) -> io::Result<()> {
    match fs::symlink_metadata(path) {
        Ok(found) if found.file_type().is_socket() => {
            tracing::debug!(socket = %path.display(), "a socket was left from before");
            fs::remove_file(path)
        }
        Ok(_) => Err(io::Error::new(io::ErrorKind::AlreadyExists, "it is no socket")),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error),
    }
}

impl Drop for Control {
    fn drop(&mut self) {
        self.listening.abort();
        if let Err(error) = fs::remove_file(&self.path) {
            tracing::debug!(socket = %self.path.display(), error = %error, "the socket could not be removed");
        }
    }
}

async fn listen(listener: UnixListener, owner: u32, store: Weak<dyn Store>) {
    // They end with this task.
    let mut answering = JoinSet::new();
    let turns = Arc::new(Semaphore::new(AT_ONCE));
    loop {
        let connection = tokio::select! {
            connection = listener.accept() => connection,
            Some(_answered) = answering.join_next() => continue,
        };
        match connection {
            Ok((connection, _)) if is_allowed(&connection, owner) => {
                let (store, turns) = (Weak::clone(&store), Arc::clone(&turns));
                answering.spawn(async move {
                    let Ok(_turn) = turns.acquire().await else { return };
                    if let Err(error) = answer(connection, &store).await {
                        tracing::info!(error = %error, "a dump was not taken to its end");
                    }
                });
            }
            Ok(_) => tracing::warn!("another user's process asked for a dump and was refused"),
            Err(error) => {
                tracing::warn!(error = %error, "a connection to the control socket failed");
                tokio::time::sleep(BREATH).await;
            }
        }
    }
}

/// Between the making of the socket and the setting of its mode, others might have come.
fn is_allowed(connection: &UnixStream, owner: u32) -> bool {
    connection
        .peer_cred()
        .is_ok_and(|peer| peer.uid() == owner || peer.uid() == ROOT)
}

async fn answer(mut connection: UnixStream, store: &Weak<dyn Store>) -> io::Result<()> {
    let (reader, mut writer) = connection.split();
    let mut request = String::new();
    let mut reader = BufReader::new(reader.take(MAX_REQUEST));
    tokio::time::timeout(ASK_WITHIN, reader.read_line(&mut request)).await??;
    let last = match read(&request) {
        Err(why) => Last::Failed(why),
        Ok(guild) => match snapshot::write(store, guild, &mut writer).await {
            Ok(count) => {
                tracing::info!(rows = count, "a dump was taken");
                Last::End(count)
            }
            Err(SnapshotError::Output(error)) => return Err(error),
            Err(error) => {
                tracing::warn!(error = %error, "a dump could not be taken");
                Last::Failed(error.to_string())
            }
        },
    };
    let mut line = serde_json::to_vec(&last)?;
    line.push(b'\n');
    writer.write_all(&line).await?;
    writer.shutdown().await
}

/// The guild that a request names.
fn read(request: &str) -> Result<Option<GuildId>, String> {
    let Request::Dump { guild } =
        serde_json::from_str(request).map_err(|error| format!("the request can not be read: {error}"))?;
    guild
        .map(|guild| guild.parse())
        .transpose()
        .map_err(|error: ParseIdError| error.to_string())
}
