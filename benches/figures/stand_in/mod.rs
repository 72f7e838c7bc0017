//! The least Discord that a bot connects to and answers: much less work than the sandbox, so that its own cost does
//! not hide the bots'.

mod gateway;
mod interaction;
mod rest;

use std::collections::HashMap;
use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::body::Bytes;
use axum::serve::ListenerExt as _;
use tokio::net::TcpListener;
use tokio::sync::mpsc;

use self::gateway::Ask;
use crate::Outcome;

/// A stand-in for one bot.
pub struct StandIn {
    /// Its origin.
    pub url: String,
    shared: Arc<Shared>,
    arrivals: mpsc::UnboundedReceiver<Arrival>,
    next: u64,
}

/// A callback that came in.
pub struct Arrival {
    /// From the frame that leaves until the request is complete.
    pub elapsed: Duration,
    /// The request's body.
    pub body: Bytes,
}

/// What the socket and the requests share.
struct Shared {
    url: String,
    guilds: u64,
    /// To the bot's gateway connection, once it has identified.
    asks: Mutex<Option<mpsc::UnboundedSender<Ask>>>,
    /// When the frame of each interaction that has no answer was sent.
    asked: Mutex<HashMap<u64, Instant>>,
    /// The commands that the bot has registered.
    commands: Mutex<Bytes>,
    answered: mpsc::UnboundedSender<Arrival>,
}

impl StandIn {
    /// Starts one on a free port, with one guild.
    pub async fn start() -> Outcome<Self> {
        Self::with_guilds(1).await
    }

    /// Starts one on a free port, with so many guilds.
    pub async fn with_guilds(guilds: u64) -> Outcome<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let url = format!("http://{}", listener.local_addr()?);
        let (answered, arrivals) = mpsc::unbounded_channel();
        let shared = Arc::new(Shared {
            url: url.clone(),
            guilds,
            asks: Mutex::default(),
            asked: Mutex::default(),
            commands: Mutex::new(Bytes::from_static(b"[]")),
            answered,
        });
        let router = rest::router(Arc::clone(&shared));
        let listener = listener.tap_io(|stream| {
            // Slower frames would only be slower.
            stream.set_nodelay(true).ok();
        });
        tokio::spawn(async move { axum::serve(listener, router).await });
        Ok(Self {
            url,
            shared,
            arrivals,
            next: interaction::first_id()?,
        })
    }

    /// A member types `/radar atlantis`.
    pub fn ask(&mut self) -> Outcome<()> {
        let ask = Ask {
            interaction: self.next,
            frame: interaction::frame(self.next),
        };
        self.next += 1;
        let asks = self.shared.asks.lock().unwrap_or_else(PoisonError::into_inner);
        asks.as_ref()
            .ok_or("the bot is not connected")?
            .send(ask)
            .map_err(|_| "the bot has left the gateway")?;
        Ok(())
    }

    /// The next answer.
    pub async fn answer(&mut self) -> Outcome<Arrival> {
        let patience = Duration::from_secs(10);
        let arrival = tokio::time::timeout(patience, self.arrivals.recv()).await?;
        arrival.ok_or_else(|| "the stand-in has stopped".into())
    }
}

impl Shared {
    fn sends(&self, interaction: u64) {
        self.asked
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(interaction, Instant::now());
    }

    fn arrives(&self, interaction: u64, body: Bytes) {
        let now = Instant::now();
        let asked = self
            .asked
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(&interaction);
        if let Some(asked) = asked {
            let elapsed = now.duration_since(asked);
            // Nobody measures any more.
            self.answered.send(Arrival { elapsed, body }).ok();
        }
    }
}
