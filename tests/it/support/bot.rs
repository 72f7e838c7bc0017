//! The bot of a world, in this process.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use blipbot::app::{App, AppError, Ports, Watch};
use blipbot::clock::Clock;
use blipbot::config::{Config, File};
use blipbot::discord::deliver::Pace;
use blipbot::format::native;
use blipbot::lookout::Folder;
use blipbot::service::Library;
use blipbot::storage::{SledStore, Store};
use secrecy::SecretString;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

/// Where only waiting helps, stories wait for nothing.
const PACE: Pace = Pace {
    retry: Duration::from_millis(5),
    settle: Duration::ZERO,
    edits: Duration::from_millis(5),
    parked: Duration::from_millis(100),
    mended: Duration::from_millis(5),
    turns: Duration::ZERO,
};

/// A running bot.
pub struct Bot {
    pub store: Arc<dyn Store>,
    pub watch: Watch,
    stop: CancellationToken,
    running: JoinHandle<Result<(), AppError>>,
}

impl Bot {
    /// Starts a bot on the store at `path` and returns when it answers commands.
    pub async fn start(
        url: &str,
        clock: &Clock,
        path: &Path,
        data: &Path,
        config: &str,
        edits: Option<Duration>,
    ) -> Self {
        let file: File = toml::from_str(config).unwrap();
        let config = Config::of(file, None).unwrap();
        let files = native::read(data).unwrap();
        let sled = SledStore::open(path).unwrap();
        let store_failed = Box::pin(sled.failed());
        let store: Arc<dyn Store> = Arc::new(sled);
        let watch = Watch::default();
        let ports = Ports {
            api: url.parse().unwrap(),
            token: SecretString::from("sandbox".to_owned()),
            clock: clock.clone(),
            store: Arc::clone(&store),
            store_failed,
            radars: Library::new(files.scheme, files.publications).unwrap(),
            folder: Some(Folder {
                path: data.to_owned(),
                every: Duration::from_millis(20),
            }),
            pace: Pace {
                edits: edits.unwrap_or(PACE.edits),
                ..PACE
            },
            watch: watch.clone(),
        };
        let stop = CancellationToken::new();
        let app = App::build(&config, ports).await.unwrap();
        let (ready, is_ready) = oneshot::channel();
        let halt = stop.clone();
        let running = tokio::spawn(app.run_until_stopped(halt, move || ready.send(()).unwrap()));
        tokio::time::timeout(Duration::from_secs(20), is_ready)
            .await
            .expect("the bot is not ready")
            .unwrap();
        Self {
            store,
            watch,
            stop,
            running,
        }
    }

    /// Stops the bot and releases its store.
    pub async fn stop(self) {
        self.stop.cancel();
        self.running.await.unwrap().unwrap();
        let mut store = self.store;
        // The last clone may still be on its way out of a task; the folder is free once it is gone.
        while Arc::get_mut(&mut store).is_none() {
            tokio::task::yield_now().await;
        }
    }
}
