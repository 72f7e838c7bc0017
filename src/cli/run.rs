//! `blipbot run`: the bot; without a token, with a sandbox to try it in.

use std::path::PathBuf;
use std::sync::Arc;

use secrecy::SecretString;
use tempfile::TempDir;
use tokio_util::sync::CancellationToken;

use super::store::open;
use super::{Exit, failed, say};
use crate::app::{App, Ports};
use crate::clock::Clock;
use crate::config::{Config, DISCORD};
use crate::discord::deliver::Pace;
use crate::format::{Problem, native};
use crate::service::Library;

#[cfg(feature = "sandbox")]
use crate::sandbox::Sandbox;

/// Where the bot connects to.
struct Target {
    api_url: String,
    token: SecretString,
    #[cfg(feature = "sandbox")]
    sandbox: Option<Sandbox>,
}

pub(super) async fn run(config: &Config) -> Exit {
    let Some(library) = library(config) else {
        return Exit::Failed;
    };
    let clock = Clock::system();
    let target = match target(config, &clock).await {
        Ok(target) => target,
        Err(sentence) => return failed(&sentence),
    };
    let exit = serve(config, library, clock, &target).await;
    #[cfg(feature = "sandbox")]
    if let Some(sandbox) = target.sandbox {
        sandbox.stop().await;
    }
    exit
}

async fn serve(config: &Config, library: Library, clock: Clock, target: &Target) -> Exit {
    let api = match target.api_url.parse() {
        Ok(api) => api,
        Err(error) => return failed(&format_args!("discord.api_url: {error}")),
    };
    let (path, _temporary) = match store_path(config, target) {
        Ok(path) => path,
        Err(error) => {
            return failed(&format_args!(
                "no folder for a temporary store could be made: {error}"
            ));
        }
    };
    let store = match open(&path).await {
        Ok(store) => store,
        Err(error) => return failed(&error),
    };
    let store_failed = Box::pin(store.failed());
    let token = target.token.clone();
    let ports = Ports {
        api,
        token,
        clock,
        store: Arc::new(store),
        store_failed,
        library,
        pace: Pace::default(),
    };
    let app = match App::build(config, ports).await {
        Ok(app) => app,
        Err(error) => return failed(&error),
    };
    let stop = CancellationToken::new();
    tokio::spawn(stop_on_signal(stop.clone()));
    match app.run_until_stopped(stop, || say("ready")).await {
        Ok(()) => Exit::Done,
        Err(error) => failed(&error),
    }
}

/// The radar's files; says every problem if there are any.
fn library(config: &Config) -> Option<Library> {
    let files = match native::read(&config.data) {
        Ok(files) => files,
        Err(problems) => {
            failed_files(&problems);
            return None;
        }
    };
    match Library::new(files.scheme, files.publications) {
        Ok(library) => Some(library),
        Err(errors) => {
            for error in &errors {
                failed(error);
            }
            None
        }
    }
}

/// Says what is wrong with the radar's files.
pub(super) fn failed_files(problems: &[Problem]) -> Exit {
    for problem in problems {
        failed(problem);
    }
    failed(&format_args!(
        "{} problems in the radar's files; `blipbot check` shows them again",
        problems.len()
    ))
}

/// Discord, or a sandbox where there is neither a token nor an address.
async fn target(config: &Config, clock: &Clock) -> Result<Target, String> {
    match (&config.discord.token, &config.discord.api_url) {
        (Some(token), api_url) => Ok(Target {
            api_url: api_url.clone().unwrap_or_else(|| DISCORD.to_owned()),
            token: token.clone(),
            #[cfg(feature = "sandbox")]
            sandbox: None,
        }),
        (None, Some(api_url)) => Err(format!(
            "there is no token for discord.api_url {api_url}: set DISCORD_TOKEN or discord.token_file"
        )),
        (None, None) => sandbox(config, clock).await,
    }
}

#[cfg(feature = "sandbox")]
async fn sandbox(config: &Config, clock: &Clock) -> Result<Target, String> {
    let sandbox = super::sandbox::start(config, clock).await?;
    let api_url = sandbox.url();
    Ok(Target {
        api_url,
        token: SecretString::from("sandbox".to_owned()),
        sandbox: Some(sandbox),
    })
}

#[cfg(not(feature = "sandbox"))]
#[expect(clippy::unused_async, reason = "the same as with a sandbox")]
async fn sandbox(_config: &Config, _clock: &Clock) -> Result<Target, String> {
    Err(
        "there is no Discord token: set DISCORD_TOKEN or discord.token_file, as the README shows \
         (this build has no sandbox to try the bot in)"
            .to_owned(),
    )
}

/// The store's folder; a sandbox of its own gets a new one, which goes with the process, unless one was chosen.
fn store_path(config: &Config, target: &Target) -> std::io::Result<(PathBuf, Option<TempDir>)> {
    if config.store.chosen || !target.has_sandbox() {
        return Ok((config.store.path.clone(), None));
    }
    let folder = TempDir::with_prefix("blipbot-")?;
    Ok((folder.path().join("store"), Some(folder)))
}

impl Target {
    #[cfg(feature = "sandbox")]
    fn has_sandbox(&self) -> bool {
        self.sandbox.is_some()
    }

    #[cfg(not(feature = "sandbox"))]
    #[expect(clippy::unused_self, reason = "the same as with a sandbox")]
    fn has_sandbox(&self) -> bool {
        false
    }
}

/// Cancels `stop` at ctrl-C or SIGTERM.
pub(super) async fn stop_on_signal(stop: CancellationToken) {
    let interrupted = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut terminated) => {
                tokio::select! {
                    _ = interrupted => {}
                    _ = terminated.recv() => {}
                }
            }
            Err(error) => {
                tracing::warn!(error = %error, "SIGTERM can not be watched; ctrl-C stops the bot");
                drop(interrupted.await);
            }
        }
    }
    #[cfg(not(unix))]
    drop(interrupted.await);
    stop.cancel();
}
