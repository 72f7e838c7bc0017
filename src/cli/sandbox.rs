//! `blipbot sandbox`: the sandbox alone, for a bot in another process.

use super::signal::stop_on_signal;
use super::{Exit, failed, say};
use crate::clock::Clock;
use crate::config::Config;
use crate::sandbox::{Options, Sandbox};

pub(super) async fn sandbox(config: &Config) -> Exit {
    let stop = match stop_on_signal() {
        Ok(stop) => stop,
        Err(error) => return failed(&format_args!("signals can not be watched: {error}")),
    };
    let sandbox = match start(config, &Clock::system()).await {
        Ok(sandbox) => sandbox,
        Err(sentence) => return failed(&sentence),
    };
    stop.cancelled().await;
    sandbox.stop().await;
    Exit::Done
}

/// Starts a sandbox where the configuration says, and says where it is.
pub(super) async fn start(config: &Config, clock: &Clock) -> Result<Sandbox, String> {
    let listen = config.sandbox.listen;
    let options = Options {
        faults: config.sandbox.faults,
        members: usize::try_from(config.sandbox.members).unwrap_or(usize::MAX),
        members_intent: config.sandbox.members_intent,
        ..Options::default()
    };
    let started = Sandbox::start_with(listen, clock.clone(), options).await;
    let sandbox = started.map_err(|error| {
        format!("the sandbox can not listen on {listen}: {error}; choose another address with sandbox.listen")
    })?;
    say(&format!("sandbox {}/", sandbox.url()));
    Ok(sandbox)
}
