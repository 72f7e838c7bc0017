//! The other end of the socket: `blipbot dump` of a running bot.

use std::io::{self, Write};
use std::path::Path;
use std::time::Duration;

use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::UnixStream;
use tokio::time::timeout;

use super::{Last, Request, socket_path};
use crate::id::GuildId;

/// How long the next line may take: a guild that is voted in is read some times before it is written.
const NEXT_WITHIN: Duration = Duration::from_mins(1);

/// Why there is no dump, or not all of it.
#[derive(Debug, thiserror::Error)]
pub enum DumpError {
    /// Nobody listens beside the store.
    #[error("no bot listens beside the store: {0}")]
    Nobody(#[source] io::Error),
    /// The connection ended before the dump did.
    #[error("the dump is incomplete: the connection to the running bot ended after {0} rows")]
    Cut(usize),
    /// The bot could not read its store to the end.
    #[error("the dump is incomplete: the running bot says: {0}")]
    Failed(String),
    /// It can not be written here.
    #[error("the dump can not be written: {0}")]
    Output(#[source] io::Error),
}

/// Asks the bot that has the store at `path` open, and writes its rows, one a line. Says how many.
pub async fn dump(
    path: &Path,
    guild: Option<GuildId>,
    output: &mut (impl Write + Send),
) -> Result<usize, DumpError> {
    let mut connection = UnixStream::connect(socket_path(path))
        .await
        .map_err(DumpError::Nobody)?;
    let mut request =
        serde_json::to_vec(&Request::of(guild)).map_err(|error| DumpError::Nobody(error.into()))?;
    request.push(b'\n');
    connection.write_all(&request).await.map_err(DumpError::Nobody)?;
    let (mut lines, mut count) = (BufReader::new(connection).lines(), 0);
    loop {
        let Ok(Ok(Some(line))) = timeout(NEXT_WITHIN, lines.next_line()).await else {
            return Err(DumpError::Cut(count));
        };
        match Last::read(&line) {
            Some(Last::End(rows)) if rows == count => break,
            Some(Last::End(_)) => return Err(DumpError::Cut(count)),
            Some(Last::Failed(why)) => return Err(DumpError::Failed(why)),
            None => {}
        }
        writeln!(output, "{line}").map_err(DumpError::Output)?;
        count += 1;
    }
    output.flush().map_err(DumpError::Output)?;
    Ok(count)
}
