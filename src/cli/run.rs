//! `blipbot run`: the bot; without a token, with a sandbox to try it in.

use std::io;
#[cfg(unix)]
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;
#[cfg(unix)]
use std::sync::Weak;
use std::time::Duration;

use tempfile::TempDir;
use tokio_util::sync::CancellationToken;

use super::signal::stop_on_signal;
use super::store::open;
use super::target::Target;
use super::{Exit, failed, failed_at, say};
use crate::app::{App, Ports, Watch};
use crate::clock::Clock;
use crate::config::Config;
use crate::discord::deliver::Pace;
use crate::format;
use crate::lookout::{self, Folder};
use crate::ops::Ops;
#[cfg(unix)]
use crate::ops::control::Control;
use crate::service::Library;
use crate::storage::{SledStore, Store};

/// How long stopping may take, whatever hangs: it fits the 5 seconds in which the process promises to end.
const STOP_WITHIN: Duration = Duration::from_secs(4);
/// How often it is looked whether the tasks that end have let go of the store.
const LET_GO: Duration = Duration::from_millis(5);
/// For half a second.
const LET_GO_TRIES: u32 = 100;

pub(super) async fn run(config: &Config) -> Exit {
    // First of all: from here on a signal ends the process in order.
    let stop = match stop_on_signal() {
        Ok(stop) => stop,
        Err(error) => return failed(&format_args!("signals can not be watched: {error}")),
    };
    let overdue = async {
        stop.cancelled().await;
        tokio::time::sleep(STOP_WITHIN).await;
    };
    tokio::select! {
        exit = start(config, &stop) => exit,
        () = overdue => {
            tracing::warn!("not everything ended in time; what was confirmed is on the disk");
            Exit::Done
        }
    }
}

async fn start(config: &Config, stop: &CancellationToken) -> Exit {
    let Some(library) = library(config) else {
        return Exit::Failed;
    };
    let clock = Clock::system();
    let target = match Target::choose(config, &clock).await {
        Ok(target) => target,
        Err(sentence) => return failed(&sentence),
    };
    let watch = Watch::default();
    // Until the very end: who watches the bot sees it stop.
    let _ops = match listen(config, &watch).await {
        Ok(ops) => ops,
        Err(sentence) => {
            target.stop().await;
            return failed(&sentence);
        }
    };
    let exit = serve(config, library, clock, &target, watch, stop).await;
    target.stop().await;
    exit
}

/// Serves health and metrics if they are wanted, and says where.
async fn listen(config: &Config, watch: &Watch) -> Result<Option<Ops>, String> {
    let Some(listen) = config.ops else {
        return Ok(None);
    };
    let Watch {
        health,
        metrics,
        figures,
    } = watch.clone();
    let ops = Ops::start(listen, health, metrics, figures)
        .await
        .map_err(|error| {
            format!("health and metrics can not be served on {listen}: {error}; choose another address with ops.listen")
        })?;
    say(&format!("ops http://{}/", ops.address()));
    Ok(Some(ops))
}

/// The socket for dumps of the running bot. The bot does without where there can be none.
#[cfg(unix)]
fn control(path: &Path, store: &Arc<SledStore>) -> Option<Control> {
    let store: Weak<SledStore> = Arc::downgrade(store);
    match Control::listen(path, store) {
        Ok(control) => Some(control),
        Err(error) => {
            tracing::warn!(error = %error, "dumps of the running bot are not possible");
            None
        }
    }
}

async fn serve(
    config: &Config,
    library: Library,
    clock: Clock,
    target: &Target,
    watch: Watch,
    stop: &CancellationToken,
) -> Exit {
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
    let store = Arc::new(store);
    #[cfg(unix)]
    let control = control(&path, &store);
    let ports = Ports {
        api,
        token: target.token.clone(),
        clock,
        store: Arc::clone(&store) as Arc<dyn Store>,
        store_failed,
        radars: library,
        folder: Some(Folder {
            path: config.data.clone(),
            every: lookout::EVERY,
        }),
        pace: Pace::default(),
        watch,
    };
    let built = tokio::select! {
        built = App::build(config, ports) => built,
        () = stop.cancelled() => return Exit::Done,
    };
    let ended = match built {
        Ok(app) => app.run_until_stopped(stop.clone(), || say("ready")).await,
        Err(error) => Err(error),
    };
    // While the store's lock is still ours.
    #[cfg(unix)]
    drop(control);
    close(store).await;
    match ended {
        Ok(()) => Exit::Done,
        Err(error) => failed(&error),
    }
}

/// Closes the store in order once the tasks that end by themselves have let go of it. A store that is still held by
/// then is as after a crash: nothing that was confirmed is lost.
async fn close(store: Arc<SledStore>) {
    let mut store = Some(store);
    for _ in 0..LET_GO_TRIES {
        match store.take().map(Arc::try_unwrap) {
            Some(Ok(alone)) => {
                // It writes what waits, and waits for the disk.
                if tokio::task::spawn_blocking(move || drop(alone)).await.is_err() {
                    tracing::warn!("the store did not close in order");
                }
                return;
            }
            Some(Err(held)) => store = Some(held),
            None => return,
        }
        tokio::time::sleep(LET_GO).await;
    }
    tracing::info!("the store is still being read; it is checked at the next start");
}

/// The radar's files; says every problem if there are any.
fn library(config: &Config) -> Option<Library> {
    let files = match format::read_in_place(&config.data) {
        Ok(files) => files,
        Err(problems) => {
            failed_at(&problems, "the radar's files");
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

/// The store's folder; a sandbox of its own gets a new one, which goes with the process, unless one was chosen.
fn store_path(config: &Config, target: &Target) -> io::Result<(PathBuf, Option<TempDir>)> {
    if config.store.chosen || !target.has_sandbox() {
        return Ok((config.store.path.clone(), None));
    }
    let folder = TempDir::with_prefix("blipbot-")?;
    Ok((folder.path().join("store"), Some(folder)))
}
