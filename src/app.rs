//! The composition root: builds the bot out of its parts, and runs it until it is stopped.

mod start;

use std::sync::Arc;
use std::time::Duration;

use futures_util::future::BoxFuture;
use secrecy::SecretString;
use tokio::sync::mpsc;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use crate::clock::Clock;
use crate::config::Config;
use crate::discord::deliver::{Deliverer, Pace};
use crate::discord::door::{Door, Standing};
use crate::discord::gallery::Gallery;
use crate::discord::gateway::{Gateway, GatewayError, Intents};
use crate::discord::places::RestPlaces;
use crate::discord::rosters::RestRosters;
use crate::discord::sender::{ApiUrl, SendError, Sender, SenderError};
use crate::health::Health;
use crate::hearing::Hearing;
use crate::lookout::{Folder, Lookout};
use crate::metrics::Metrics;
use crate::ops::{Figures, MeasuredStore, Sources};
use crate::scheduler::{Look, Scheduler};
use crate::service::{Defaults, Error, Event, Library, Service};
use crate::storage::{Store, StoreError};
use crate::wording::Wording;

/// How long all may take that ends after `stop`: leaving the gateway (at most 3.5 s), interactions that are being
/// answered, deliveries under way. The process promises to end within 5 seconds, and the store is closed after that.
const END_WITHIN: Duration = Duration::from_millis(3_700);
/// What deliveries get of it at least.
const DELIVER_WITHIN: Duration = Duration::from_millis(300);

/// What the bot is built on; tests give their own.
pub struct Ports {
    /// Discord's API.
    pub api: ApiUrl,
    /// The bot's token.
    pub token: SecretString,
    /// The time.
    pub clock: Clock,
    /// Where everything is kept.
    pub store: Arc<dyn Store>,
    /// Ends when the store stopped writing, with why.
    pub store_failed: BoxFuture<'static, StoreError>,
    /// The radar's files.
    pub radars: Library,
    /// Where these files are, if they are looked at while the bot runs.
    pub folder: Option<Folder>,
    /// How long to wait where only waiting helps.
    pub pace: Pace,
    /// What supervisors are told.
    pub watch: Watch,
}

/// What the bot notes about itself while it runs. Clones share it.
#[derive(Debug, Clone, Default)]
pub struct Watch {
    /// How it is.
    pub health: Health,
    /// What it has counted.
    pub metrics: Metrics,
    /// What is looked up when somebody asks.
    pub figures: Figures,
}

/// Why the bot could not start, or stopped by itself.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// The client for Discord's API could not be made.
    #[error(transparent)]
    Sender(#[from] SenderError),
    /// Discord refused the first requests.
    #[error(transparent)]
    Send(#[from] SendError),
    /// The connection ended for good.
    #[error(transparent)]
    Gateway(#[from] GatewayError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A write failed: what is on disk is only known after a new start.
    #[error("a write to the store failed, so the bot stops; look at the disk, then start it again: {0}")]
    StoreStopped(StoreError),
    /// What is due could not be done.
    #[error("what is due could not be done: {0}")]
    Scheduler(#[from] Error),
    /// Discord did not take the commands.
    #[error("Discord did not take the commands: {0}")]
    Commands(String),
}

/// The whole bot.
pub struct App {
    clock: Clock,
    sender: Sender,
    deliverer: Deliverer,
    door: Door,
    scheduler: Scheduler,
    lookout: Option<(Lookout, Duration)>,
    events: mpsc::UnboundedReceiver<Event>,
    store_failed: BoxFuture<'static, StoreError>,
    health: Health,
    hearing: Hearing,
    intents: Intents,
}

impl App {
    /// Builds the bot. Asks Discord who it is, so a wrong token is known here.
    pub async fn build(config: &Config, ports: Ports) -> Result<Self, AppError> {
        let Watch {
            health,
            metrics,
            figures,
        } = ports.watch;
        let sender = Sender::new(ports.api, &ports.token, ports.clock.clone())?.with_metrics(metrics.clone());
        let me = start::reached(sender.api(), || sender.me(), SendError::may_pass)
            .await?
            .id;
        let (reports, events) = mpsc::unbounded_channel();
        let defaults = Defaults {
            policies: config.vote.policies.clone(),
            min_duration: config.vote.min_duration,
            announce: config.announce_channel,
            timezone: config.timezone.clone(),
        };
        let places = Arc::new(RestPlaces::new(sender.clone(), me));
        let rosters = Arc::new(RestRosters::new(sender.clone(), config.discord.members_intent));
        let store: Arc<dyn Store> = Arc::new(MeasuredStore::new(ports.store, metrics));
        let service = Service::new(store, Arc::new(ports.radars), places, rosters, defaults, reports);
        figures.come_from(sources(&service, &sender));
        let wording = Arc::new(Wording::english());
        let deliverer = Deliverer::new(
            service.clone(),
            sender.clone(),
            Arc::clone(&wording),
            ports.clock.clone(),
            (ports.pace, Gallery::new(Arc::clone(&wording))),
            me,
        );
        let door = Door::new(
            service.clone(),
            sender.clone(),
            deliverer.clone(),
            wording,
            ports.clock.clone(),
            config.discord.guild,
        );
        let hearing = service.hearing().clone();
        let lookout = ports.folder.map(|folder| {
            let lookout = Lookout::new(service.clone(), folder.path);
            (lookout, folder.every)
        });
        let scheduler = Scheduler::new(service);
        Ok(Self {
            clock: ports.clock,
            sender,
            deliverer,
            door,
            scheduler,
            lookout,
            events,
            store_failed: ports.store_failed,
            health,
            hearing,
            intents: Intents::with_members(config.discord.members_intent),
        })
    }

    /// Runs until `stop`, or until something ends it. Calls `ready` once commands are answered.
    pub async fn run_until_stopped(
        self,
        stop: CancellationToken,
        ready: impl FnOnce() + Send,
    ) -> Result<(), AppError> {
        let Self {
            clock,
            sender,
            deliverer,
            door,
            scheduler,
            lookout,
            events,
            mut store_failed,
            health,
            hearing,
            intents,
        } = self;
        scheduler.load().await?;
        scheduler.recall_hearing().await?;
        let closing = scheduler.clone();
        let look = if sender.api().is_discord() {
            Look::AtOurs
        } else {
            Look::AtTheSandboxs
        };
        let (leave, halt) = (CancellationToken::new(), CancellationToken::new());
        // Subscribed before anything runs: a change that nobody saw would never be told.
        let mut standing = door.standing();
        let asking = sender.clone();
        let api = sender.api().clone();
        let gateway = tokio::select! {
            () = stop.cancelled() => return Ok(()),
            gateway = start::reached(
                &api,
                || Gateway::connect(
                    sender.clone(),
                    Arc::new(door.clone()),
                    intents,
                    health.clone(),
                    hearing.clone(),
                ),
                GatewayError::may_pass,
            ) => gateway?,
        };
        let mut gateway = tokio::spawn(gateway.run(leave.clone()));
        let mut deliveries = tokio::spawn(deliverer.run(events, halt.clone()));
        let mut schedule = {
            let (clock, halt) = (clock.clone(), halt.clone());
            let set_clock = move || {
                let sender = asking.clone();
                // Every answer carries Discord's time, which the sender follows.
                async move { sender.me().await.is_ok() }
            };
            tokio::spawn(async move { scheduler.run(&clock, look, &halt, set_clock).await })
        };
        let looking = lookout.map(|lookout| look_out(lookout, &clock, &halt));
        let mut ready = Some(ready);
        let ended = loop {
            tokio::select! {
                () = stop.cancelled() => break Ok(()),
                ended = &mut gateway => break flat(ended),
                ended = &mut deliveries => break flat(ended),
                ended = &mut schedule => break flat(ended),
                why = &mut store_failed => {
                    health.store_failed();
                    break Err(AppError::StoreStopped(why));
                }
                changed = standing.changed() => {
                    if changed.is_err() {
                        break Ok(());
                    }
                    match standing.borrow_and_update().clone() {
                        Standing::Starting => {}
                        Standing::Ready => {
                            health.commands_ready(true);
                            if let Some(ready) = ready.take() { ready() }
                        }
                        Standing::Failed(why) => break Err(AppError::Commands(why)),
                    }
                }
            }
        };
        health.stopping();
        let end = Instant::now() + END_WITHIN;
        leave.cancel();
        if !gateway.is_finished() {
            log_end("the gateway", flat::<GatewayError>(gateway.await));
        }
        if let Err(error) = closing.note_end(clock.now()).await {
            tracing::warn!(%error, "until when members were heard could not be noted: votes may become a little longer");
        }
        // Deliveries take the same time as the last answers.
        halt.cancel();
        door.finish(
            end.saturating_duration_since(Instant::now())
                .saturating_sub(DELIVER_WITHIN),
        )
        .await;
        if let Some(looking) = looking {
            // It only reads: what hangs there keeps nothing from ending.
            tokio::time::timeout_at(end, looking).await.ok();
        }
        if !deliveries.is_finished() && tokio::time::timeout_at(end, deliveries).await.is_err() {
            tracing::info!("a delivery was under way; it is looked into at the next start");
        }
        ended
    }
}

/// Looks at the radar's files in a task of its own.
fn look_out(
    (lookout, every): (Lookout, Duration),
    clock: &Clock,
    halt: &CancellationToken,
) -> tokio::task::JoinHandle<()> {
    let (clock, halt) = (clock.clone(), halt.clone());
    tokio::spawn(async move { lookout.run(&clock, every, &halt).await })
}

/// Where the figures come from. The store is let go of without them, so that it can be closed.
fn sources(service: &Service, sender: &Sender) -> Sources {
    let (agenda, sender) = (Arc::clone(service.agenda()), sender.clone());
    Sources {
        store: Arc::downgrade(service.store()),
        open_votes: Box::new(move || agenda.open()),
        invalid_requests: Box::new(move || sender.invalid_requests()),
    }
}

fn flat<E: Into<AppError>>(ended: Result<Result<(), E>, tokio::task::JoinError>) -> Result<(), AppError> {
    match ended {
        Ok(result) => result.map_err(Into::into),
        Err(error) if error.is_panic() => std::panic::resume_unwind(error.into_panic()),
        Err(_cancelled) => Ok(()),
    }
}

fn log_end(what: &str, ended: Result<(), AppError>) {
    if let Err(error) = ended {
        tracing::warn!(error = %error, "{what} did not end cleanly");
    }
}
