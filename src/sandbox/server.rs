//! Starting and stopping the sandbox.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::middleware::from_fn;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio::time::timeout;

use super::line::{Line, Lines};
use super::options::Options;
use super::shared::{Handle, Shared};
use super::{faults, gateway, page, rest};
use crate::clock::Clock;

/// How long open requests may take when the sandbox stops.
const GRACE: Duration = Duration::from_secs(1);

/// A running sandbox. Dropping it leaves it running until its runtime ends; see [`Sandbox::stop`].
#[derive(Debug)]
pub struct Sandbox {
    address: SocketAddr,
    shared: Handle,
    server: JoinHandle<io::Result<()>>,
}

impl Sandbox {
    /// Starts a sandbox at `listen`, which must be a loopback address; port 0 takes a free one. `clock` is the
    /// sandbox's time.
    pub async fn start(listen: SocketAddr, clock: Clock) -> io::Result<Self> {
        Self::start_with(listen, clock, Options::default()).await
    }

    /// Starts a sandbox about which something was chosen.
    pub async fn start_with(listen: SocketAddr, clock: Clock, options: Options) -> io::Result<Self> {
        if !listen.ip().is_loopback() {
            return Err(io::Error::new(
                io::ErrorKind::InvalidInput,
                format!(
                    "the sandbox listens on loopback addresses only, such as 127.0.0.1, and {} is none",
                    listen.ip()
                ),
            ));
        }
        let listener = TcpListener::bind(listen).await?;
        let address = listener.local_addr()?;
        let shared = Arc::new(Shared::new(clock, format!("http://{address}"), options));
        let router = router(&shared);
        let stopping = shared.stopping.clone();
        let server = tokio::spawn(async move {
            axum::serve(
                Lines(listener),
                router.into_make_service_with_connect_info::<Line>(),
            )
            .with_graceful_shutdown(stopping.cancelled_owned())
            .await
        });
        Ok(Self {
            address,
            shared,
            server,
        })
    }

    /// The address of the page and of REST: `http://127.0.0.1:PORT`.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Closes all connections and ends all tasks.
    pub async fn stop(mut self) {
        self.shared.stopping.cancel();
        self.shared.sockets.close();
        let ended = timeout(GRACE, async {
            self.shared.sockets.wait().await;
            (&mut self.server).await
        });
        match ended.await {
            Ok(Ok(Ok(()))) => {}
            Ok(Ok(Err(error))) => tracing::warn!(%error, "the sandbox ended with an error"),
            Ok(Err(error)) => tracing::warn!(%error, "the sandbox's task failed"),
            Err(_) => self.server.abort(),
        }
    }
}

fn router(shared: &Handle) -> Router {
    let on_demand = if shared.options.faults {
        faults::router()
    } else {
        faults::absent()
    };
    Router::new()
        .merge(rest::router(shared))
        .merge(gateway::router())
        .merge(page::router())
        .merge(on_demand)
        .layer(from_fn(page::refuse_other_sites))
        .with_state(shared.clone())
}
