//! A plain client of the gateway, which says exactly what a test wants it to say.

use std::time::Duration;

use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

use super::Loop;

/// A connection to the gateway.
pub struct Socket(WebSocketStream<MaybeTlsStream<TcpStream>>);

/// What came.
#[derive(Debug, Clone, PartialEq)]
pub enum Heard {
    Frame(Value),
    Closed(u16),
    Gone,
}

impl Heard {
    /// The frame.
    #[track_caller]
    pub fn frame(self) -> Value {
        match self {
            Self::Frame(frame) => frame,
            other => panic!("no frame but {other:?}"),
        }
    }
}

/// An identify of one shard.
pub fn identify(shard: [u64; 2]) -> Value {
    json!({ "op": 2, "d": { "token": "sandbox", "intents": 1, "properties": {}, "shard": shard } })
}

impl Socket {
    /// Connects to a path of the sandbox.
    pub async fn at(sandbox: &Loop, path: &str) -> Result<Self, Box<Error>> {
        let url = format!("{}{path}", sandbox.sandbox.url().replacen("http", "ws", 1));
        Ok(Self(connect_async(url).await?.0))
    }

    /// Connects and hears the hello.
    pub async fn open(sandbox: &Loop) -> Self {
        let mut socket = Self::at(sandbox, "/gw?v=10&encoding=json").await.unwrap();
        assert_eq!(socket.next().await.frame()["op"], 10);
        socket
    }

    /// Connects, identifies and hears READY; gives what READY says, too.
    pub async fn ready(sandbox: &Loop) -> (Self, Value) {
        let mut socket = Self::open(sandbox).await;
        socket.say(&identify([0, 1])).await;
        let ready = socket.next().await.frame();
        assert_eq!(ready["t"], "READY", "{ready}");
        (socket, ready["d"].clone())
    }

    /// Hears the events that tell of the guilds.
    pub async fn guilds(&mut self, count: usize) {
        for _ in 0..count {
            assert_eq!(self.next().await.frame()["t"], "GUILD_CREATE");
        }
    }

    pub async fn say(&mut self, frame: &Value) {
        self.0.send(Message::text(frame.to_string())).await.unwrap();
    }

    /// The next thing that comes.
    pub async fn next(&mut self) -> Heard {
        loop {
            let next = timeout(Duration::from_secs(10), self.0.next()).await.unwrap();
            return match next {
                Some(Ok(Message::Text(text))) => Heard::Frame(serde_json::from_str(&text).unwrap()),
                Some(Ok(Message::Close(frame))) => Heard::Closed(frame.map_or(0, |frame| frame.code.into())),
                Some(Ok(_)) => continue,
                Some(Err(_)) | None => Heard::Gone,
            };
        }
    }

    /// Closes with a code.
    pub async fn close(mut self, code: u16) {
        let frame = tokio_tungstenite::tungstenite::protocol::CloseFrame {
            code: code.into(),
            reason: "".into(),
        };
        self.0.close(Some(frame)).await.unwrap();
        while self.next().await != Heard::Gone {}
    }
}
