//! Asking another bot of this machine how it is: for an image that has no program for HTTP.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// How long the answer may take: within what Docker waits for a health check.
const WITHIN: Duration = Duration::from_secs(3);
/// The answer is a line; what is longer is somebody else's.
const MAX_ANSWER: u64 = 4 * 1024;

/// Why a bot is not known to be well.
#[derive(Debug, thiserror::Error)]
pub enum AskError {
    /// Nobody answers.
    #[error("nothing answers at ops.listen {address}: {source}")]
    NoAnswer {
        /// Where.
        address: SocketAddr,
        /// What the system said.
        source: io::Error,
    },
    /// The answer takes too long.
    #[error("the bot at ops.listen {0} does not answer within 3 seconds")]
    Slow(SocketAddr),
    /// It says that it is not well.
    #[error("the bot is not well: {0}")]
    Unwell(String),
    /// Something else listens there.
    #[error("what listens at ops.listen {0} is no blipbot")]
    SomethingElse(SocketAddr),
}

/// Asks for `/healthz` at `address`.
pub async fn ask_health(address: SocketAddr) -> Result<(), AskError> {
    let answer = tokio::time::timeout(WITHIN, get(address))
        .await
        .map_err(|_elapsed| AskError::Slow(address))?
        .map_err(|source| AskError::NoAnswer { address, source })?;
    let parts = answer
        .split_once("\r\n\r\n")
        .and_then(|(head, body)| Some((head.split_whitespace().nth(1)?, body.trim())));
    match parts {
        Some(("200", "ok")) => Ok(()),
        Some(("503", why)) => Err(AskError::Unwell(why.to_owned())),
        _ => Err(AskError::SomethingElse(address)),
    }
}

async fn get(address: SocketAddr) -> io::Result<String> {
    let mut connection = TcpStream::connect(address).await?;
    let request = format!("GET /healthz HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n");
    connection.write_all(request.as_bytes()).await?;
    let mut answer = Vec::new();
    connection.take(MAX_ANSWER).read_to_end(&mut answer).await?;
    Ok(String::from_utf8_lossy(&answer).into_owned())
}
