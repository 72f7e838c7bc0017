//! The world: a sandbox with faults, a bot, and a timer that only the test moves.

use std::path::Path;
use std::sync::{Arc, mpsc};
use std::time::Duration;

use blipbot::app::{App, AppError, Ports, Watch};
use blipbot::clock::Clock;
use blipbot::config::{Config, File};
use blipbot::discord::deliver::Pace;
use blipbot::format::native;
use blipbot::sandbox::{Options, Sandbox};
use blipbot::service::Library;
use blipbot::storage::{MemoryStore, Store};
use reqwest::Client;
use secrecy::SecretString;
use serde_json::{Value, json};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

/// When it begins.
const START: &str = "2026-11-23T09:00:00Z";
/// Votes that end within the hour.
const CONFIG: &str = "[vote]\nduration = '6m'\nmin_duration = '1m'\nmin_open = '1m'\n";

/// The world without the bot.
pub struct Simulation {
    pub clock: Clock,
    pub store: Arc<MemoryStore>,
    pub url: String,
    pub http: Client,
    _sandbox: Sandbox,
    /// A paused timer moves by itself while a runtime only waits for sockets, but not while something blocks.
    _held: mpsc::Sender<()>,
}

/// A running bot.
pub struct Bot {
    stop: CancellationToken,
    running: JoinHandle<Result<(), AppError>>,
}

impl Simulation {
    pub async fn start() -> Self {
        tokio::time::pause();
        let (held, let_go) = mpsc::channel::<()>();
        tokio::task::spawn_blocking(move || let_go.recv());
        let clock = Clock::by_timer(START.parse().unwrap());
        let options = Options {
            faults: true,
            ..Options::default()
        };
        let sandbox = Sandbox::start_with("127.0.0.1:0".parse().unwrap(), clock.clone(), options)
            .await
            .unwrap();
        Self {
            url: sandbox.url(),
            clock,
            store: Arc::default(),
            http: Client::new(),
            _sandbox: sandbox,
            _held: held,
        }
    }

    /// Starts a bot on the store; returns when it answers commands.
    pub async fn bot(&self) -> Bot {
        let file: File = toml::from_str(CONFIG).unwrap();
        let config = Config::of(file, None).unwrap();
        let files = native::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("data")).unwrap();
        let stop = CancellationToken::new();
        // What goes wrong may hit the first requests; then somebody starts the bot again.
        loop {
            let ports = Ports {
                api: self.url.parse().unwrap(),
                token: SecretString::from("sandbox".to_owned()),
                clock: self.clock.clone(),
                store: Arc::<MemoryStore>::clone(&self.store) as Arc<dyn Store>,
                store_failed: Box::pin(std::future::pending()),
                radars: Library::new(files.scheme.clone(), files.publications.clone()).unwrap(),
                folder: None,
                pace: Pace::default(),
                watch: Watch::default(),
            };
            let Ok(app) = self.while_time_passes(App::build(&config, ports)).await else {
                continue;
            };
            let (ready, is_ready) = oneshot::channel();
            let halt = stop.clone();
            // The test may have given up waiting.
            let running =
                tokio::spawn(app.run_until_stopped(halt, move || ready.send(()).unwrap_or_default()));
            match self.while_time_passes(is_ready).await {
                Ok(()) => return Bot { stop, running },
                Err(_) => println!(
                    "a start failed: {:?}",
                    running.await.unwrap().map_err(|error| error.to_string())
                ),
            }
        }
    }

    /// Lets the time pass until something comes to its end.
    pub async fn while_time_passes<T>(&self, wanted: impl Future<Output = T>) -> T {
        let mut wanted = std::pin::pin!(wanted);
        loop {
            tokio::select! {
                biased;
                outcome = &mut wanted => return outcome,
                () = self.passes(Duration::from_millis(50)) => {}
            }
        }
    }

    /// Lets all happen that needs no time, then moves the time.
    pub async fn passes(&self, time: Duration) {
        self.settles().await;
        tokio::time::advance(time).await;
    }

    /// Lets all happen that needs no time: what is on its way over loopback is there after some turns of the runtime.
    pub async fn settles(&self) {
        for _ in 0..100 {
            tokio::task::yield_now().await;
        }
    }

    /// How many tasks there are when nobody does anything, and idle connections were given up.
    pub async fn tasks_when_quiet(&self) -> usize {
        // The client for the page has a task of its own from its first request on.
        self.get("/sandbox/state").await;
        for _ in 0..120 {
            self.passes(Duration::from_secs(1)).await;
        }
        tokio::runtime::Handle::current().metrics().num_alive_tasks()
    }

    pub async fn get(&self, path: &str) -> Value {
        let url = format!("{}{path}", self.url);
        let answer = self.while_time_passes(self.http.get(url).send()).await.unwrap();
        serde_json::from_str(&self.while_time_passes(answer.text()).await.unwrap()).unwrap()
    }

    /// Orders a fault.
    pub async fn fault(&self, order: &Value) {
        let answer = self
            .while_time_passes(post(&self.http, &self.url, "/sandbox/faults", order))
            .await;
        assert!(answer["error"].is_null(), "{order}: {answer}");
    }

    /// The bot in the second guild is removed, invited, ...
    pub async fn guild(&self, guild: &str, change: &str) {
        let order = json!({"guild": guild, "do": change});
        let answer = self
            .while_time_passes(post(&self.http, &self.url, "/sandbox/guild", &order))
            .await;
        assert!(answer["error"].is_null(), "{order}: {answer}");
    }
}

impl Bot {
    /// Stops it as SIGTERM does.
    pub async fn stop(self, simulation: &Simulation) {
        self.stop.cancel();
        let ended = simulation.while_time_passes(self.running).await.unwrap();
        assert!(ended.is_ok(), "{:?}", ended.map_err(|error| error.to_string()));
    }
}

/// Posts to the sandbox.
pub async fn post(http: &Client, url: &str, path: &str, body: &Value) -> Value {
    let request = http.post(format!("{url}{path}")).body(body.to_string());
    let answer = request
        .header("content-type", "application/json")
        .send()
        .await
        .unwrap();
    serde_json::from_str(&answer.text().await.unwrap()).unwrap()
}

/// The memory of this process that is resident, in KiB.
pub fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))
        .unwrap();
    line.split_whitespace().next().unwrap().parse().unwrap()
}
