//! `blipbot sandbox`: the sandbox alone, for a bot in another process.

use tokio_util::sync::CancellationToken;

use super::run::stop_on_signal;
use super::{Exit, failed, say};
use crate::clock::Clock;
use crate::config::Config;
use crate::sandbox::Sandbox;

pub(super) async fn sandbox(config: &Config) -> Exit {
    let sandbox = match start(config, &Clock::system()).await {
        Ok(sandbox) => sandbox,
        Err(sentence) => return failed(&sentence),
    };
    let stop = CancellationToken::new();
    tokio::spawn(stop_on_signal(stop.clone()));
    stop.cancelled().await;
    sandbox.stop().await;
    Exit::Done
}

/// Starts a sandbox where the configuration says, and says where it is.
pub(super) async fn start(config: &Config, clock: &Clock) -> Result<Sandbox, String> {
    let listen = config.sandbox;
    let sandbox = Sandbox::start(listen, clock.clone()).await.map_err(|error| {
        format!("the sandbox can not listen on {listen}: {error}; choose another address with sandbox.listen")
    })?;
    say(&format!("sandbox {}/", sandbox.url()));
    Ok(sandbox)
}
