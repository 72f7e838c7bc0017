//! The gateway's socket: a WebSocket over TLS, or in the open to this machine.

use std::sync::Arc;
use std::time::Duration;

use futures_util::{SinkExt as _, StreamExt as _};
use rustls::crypto::ring;
use rustls::{ClientConfig, RootCertStore};
use serde_json::Value;
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;
use tokio_tungstenite::tungstenite::protocol::{CloseFrame, WebSocketConfig};
use tokio_tungstenite::tungstenite::{self, Message};
use tokio_tungstenite::{Connector, MaybeTlsStream, WebSocketStream, connect_async_tls_with_config};

use super::error::GatewayError;
use super::frame::Frame;
use super::why::Why;

/// How long making the connection may take, with all that is below it.
const CONNECT_WITHIN: Duration = Duration::from_secs(5);
/// How long a frame may take to leave: a peer that takes nothing is not there.
const SEND_WITHIN: Duration = Duration::from_secs(5);
/// The largest frame that is read: a guild of the largest kind has a few million bytes.
const MAX_FRAME: usize = 64 * 1024 * 1024;
/// The version of the gateway that this code speaks, and how it writes.
const QUERY: &str = "v=10&encoding=json";

/// The end of a connection after which its session can be resumed: anything but 1000 and 1001.
const RESUMABLE: u16 = 4900;

/// Makes connections.
#[derive(Clone)]
pub(super) struct Sockets {
    tls: Arc<ClientConfig>,
}

/// A connection.
pub(super) struct Socket(WebSocketStream<MaybeTlsStream<TcpStream>>);

impl Sockets {
    /// Connections that trust the authorities that browsers trust.
    pub fn new() -> Result<Self, GatewayError> {
        let roots = RootCertStore {
            roots: webpki_roots::TLS_SERVER_ROOTS.to_vec(),
        };
        // Named, because a process may have several providers, and none of them is the default then.
        let tls = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(|error| GatewayError::Encryption(error.to_string()))?
            .with_root_certificates(roots)
            .with_no_client_auth();
        Ok(Self { tls: Arc::new(tls) })
    }

    /// Connects to an address that [`super::address::check`] has accepted.
    pub async fn connect(&self, address: &str) -> Result<Socket, Why> {
        let config = WebSocketConfig::default()
            .max_message_size(Some(MAX_FRAME))
            .max_frame_size(Some(MAX_FRAME));
        let tls = Connector::Rustls(Arc::clone(&self.tls));
        let connecting =
            connect_async_tls_with_config(format!("{address}?{QUERY}"), Some(config), true, Some(tls));
        match timeout(CONNECT_WITHIN, connecting).await {
            Ok(Ok((socket, _))) => Ok(Socket(socket)),
            Ok(Err(error)) => Err(broken(&error)),
            Err(_) => Err(Why::Broken("it could not be made in time".to_owned())),
        }
    }
}

impl Socket {
    /// The next frame. Cancelling loses nothing.
    pub async fn hear(&mut self) -> Result<Frame, Why> {
        loop {
            let frame = match self.0.next().await {
                Some(Ok(Message::Text(text))) => Frame::read(text.as_str()),
                Some(Ok(Message::Binary(bytes))) => Frame::unpack(&bytes),
                Some(Ok(Message::Close(frame))) => {
                    return Err(Why::Closed(frame.map(|frame| frame.code.into())));
                }
                // The library answers pings.
                Some(Ok(Message::Ping(_) | Message::Pong(_) | Message::Frame(_))) => continue,
                Some(Err(error)) => return Err(broken(&error)),
                None => return Err(Why::Closed(None)),
            };
            match frame {
                Ok(frame) => return Ok(frame),
                // Its words may quote the frame: they are for debugging only.
                Err(error) => tracing::debug!(error = %error, "a frame was skipped"),
            }
        }
    }

    /// Sends a frame.
    pub async fn say(&mut self, frame: &Value) -> Result<(), Why> {
        match timeout(SEND_WITHIN, self.0.send(Message::text(frame.to_string()))).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(error)) => Err(broken(&error)),
            Err(_) => Err(Why::Broken("nothing could be sent".to_owned())),
        }
    }

    /// Leaves for another connection: the session stays.
    pub async fn leave(mut self) {
        let left = self.close(RESUMABLE.into());
        // The session may be resumed whether Discord hears this or not.
        if timeout(Duration::from_millis(500), left).await.is_err() {
            tracing::debug!("a dead connection was left");
        }
    }

    /// Leaves for good, and waits for Discord to confirm it: the session ends, and the bot is shown as offline.
    pub async fn log_off(mut self) {
        if self.close(CloseCode::Normal).await.is_ok() {
            while let Some(Ok(message)) = self.0.next().await {
                if message.is_close() {
                    break;
                }
            }
        }
    }

    async fn close(&mut self, code: CloseCode) -> Result<(), tungstenite::Error> {
        let reason = "".into();
        self.0.close(Some(CloseFrame { code, reason })).await
    }
}

fn broken(error: &tungstenite::Error) -> Why {
    Why::Broken(error.to_string())
}

#[cfg(test)]
mod tests {
    use tokio::io::AsyncWriteExt as _;
    use tokio::net::TcpListener;

    use super::*;

    #[tokio::test]
    async fn who_does_not_encrypt_is_no_discord() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("wss://{}/", listener.local_addr().unwrap());
        tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.unwrap();
            stream
                .write_all(b"HTTP/1.1 101 Switching Protocols\r\n\r\n")
                .await
                .unwrap();
        });
        let why = Sockets::new().unwrap().connect(&address).await.err().unwrap();
        assert!(matches!(why, Why::Broken(_)), "{why}");
    }

    #[tokio::test(start_paused = true)]
    async fn a_server_that_does_not_answer_is_given_up() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("ws://{}/", listener.local_addr().unwrap());
        let start = tokio::time::Instant::now();
        let why = Sockets::new().unwrap().connect(&address).await.err().unwrap();
        assert!(matches!(why, Why::Broken(_)), "{why}");
        assert!(start.elapsed() <= CONNECT_WITHIN + Duration::from_millis(1));
    }
}
