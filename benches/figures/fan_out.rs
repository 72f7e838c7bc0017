//! An edition's digest on its way to ten thousand servers: how long it takes in the time that is simulated, and what a
//! server that waits costs.
//!
//! The deliveries, their turns and the requests are the bot's own; Discord is a stand-in on loopback that takes 200 ms for
//! an answer and refuses what exceeds its limit.

use std::collections::VecDeque;
use std::net::Ipv4Addr;
use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use axum::routing::any;
use blipbot::clock::Clock;
use blipbot::discord::deliver::{Deliverer, Pace};
use blipbot::discord::gallery::{Gallery, Look};
use blipbot::discord::sender::Sender;
use blipbot::id::{ChannelId, GuildId, MemberId};
use blipbot::outbox::{Notice, Topic};
use blipbot::radar::EditionId;
use blipbot::service::Event;
use blipbot::settings::Settings;
use blipbot::storage::{Batch, MemoryStore, Row, Store};
use blipbot::wording::Wording;
use jiff::Timestamp;
use secrecy::SecretString;
use serde_json::json;
use tokio::net::TcpListener;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use crate::Outcome;
use crate::bot::kib;
use crate::report::Report;
use crate::votes::click;

const GUILDS: u32 = 10_000;
/// Discord's own limit.
const A_SECOND: usize = 50;
/// Of the time that so many requests take at that limit.
const LONGEST: f64 = 1.1;
/// In KiB, for each server that waits.
const MEMORY: f64 = 2.0;
/// How long Discord takes for an answer.
const ANSWER: Duration = Duration::from_millis(200);
/// More than are delivered at the same time.
const AT_WORK: u32 = 200;
/// How far the simulated time goes at a time.
const STEP: Duration = Duration::from_millis(10);

pub async fn measure(report: &mut Report) -> Outcome<()> {
    report.line(&format!("\na digest to {GUILDS} servers, in simulated time"))?;
    tokio::time::pause();
    // A paused timer moves by itself while a runtime only waits for sockets, but not while something blocks.
    let (held, let_go) = mpsc::channel::<()>();
    let blocked = tokio::task::spawn_blocking(move || let_go.recv());
    let discord = Discord::start().await?;
    let store = Arc::new(MemoryStore::default());
    let service = click::service(Arc::<MemoryStore>::clone(&store) as Arc<dyn Store>)?;
    let wording = Arc::new(Wording::english());
    let gallery = Gallery::new(Arc::clone(&wording));
    // The picture takes the time of a processor, which is not simulated.
    let radar = service.radar(guild(0)?).await?;
    let edition = radar
        .timeline
        .at(Timestamp::now())
        .ok_or("no edition")?
        .id
        .clone();
    let look = Look::new(Settings::default().look());
    if gallery.pictures(&radar, &edition, look).await.is_empty() {
        return Err("no picture".into());
    }
    let clock = Clock::by_timer(Timestamp::now());
    let sender = Sender::new(
        discord.url.parse()?,
        &SecretString::from("bench".to_owned()),
        clock.clone(),
    )?;
    let me = MemberId::try_from(1_000_000_000_000_000_001)?;
    let deliverer = Deliverer::new(service, sender, wording, clock, (Pace::default(), gallery), me);

    let (events, reported) = tokio::sync::mpsc::unbounded_channel();
    let stop = CancellationToken::new();
    let started = Instant::now();
    let running = tokio::spawn(deliverer.run(reported, stop.clone()));
    // What is stored before the start would be delivered at once.
    settle().await;
    store_all(&store, &edition).await?;
    let queue = |numbers: Range<u32>| -> Outcome<()> {
        for number in numbers {
            events.send(Event::Queued(guild(number)?, Topic::Digest(edition.clone())))?;
        }
        Ok(())
    };
    // The first ones are at work from now on, and all others wait.
    queue(0..AT_WORK)?;
    settle_all().await;
    let ballast = use_up_what_is_free()?;
    let before = resident()?;
    queue(AT_WORK..GUILDS)?;
    settle_all().await;
    let waiting = f64::from(resident()?.saturating_sub(before));
    let tasks = tokio::runtime::Handle::current().metrics().num_alive_tasks();
    if tasks < GUILDS as usize {
        return Err(format!("only {tasks} wait").into());
    }
    drop(ballast);

    let floor = f64::from(GUILDS) / 50.0;
    while discord.shared.taken.load(Ordering::SeqCst) < u64::from(GUILDS) {
        settle().await;
        tokio::time::advance(STEP).await;
        if started.elapsed().as_secs_f64() > 3.0 * floor {
            return Err("the digests do not get through".into());
        }
    }
    let took = started.elapsed().as_secs_f64();
    let refused = discord.shared.refused.load(Ordering::SeqCst);
    report.line(&format!(
        "{took:.1} s for {GUILDS} digests, floor {floor:.0} s; {refused} requests were over the limit"
    ))?;
    stop.cancel();
    while !running.is_finished() {
        settle().await;
        tokio::time::advance(STEP).await;
    }
    running.await??;
    drop(held);
    blocked.await?.ok();
    tokio::time::resume();
    report.judge("time to reach all, of the floor", took / floor, LONGEST, "")?;
    report.judge(
        "requests over the limit",
        f64::from(u32::try_from(refused)?),
        0.0,
        "",
    )?;
    report.judge(
        "memory of a server that waits",
        waiting / f64::from(GUILDS - AT_WORK),
        MEMORY,
        " KiB",
    )
}

/// Lets all happen that needs no time.
async fn settle() {
    for _ in 0..100 {
        tokio::task::yield_now().await;
    }
}

/// The same where there is much of it.
async fn settle_all() {
    for _ in 0..500 {
        settle().await;
    }
}

/// The memory of this process that is resident, in KiB.
fn resident() -> Outcome<u32> {
    kib(&std::fs::read_to_string("/proc/self/status")?, "VmRSS:")
}

/// Takes all that was freed and not given back to the system: what is allocated afterwards is seen.
fn use_up_what_is_free() -> Outcome<Vec<Vec<u8>>> {
    const PIECE: usize = 256;
    const PIECES: usize = 4_096;
    let mut ballast = Vec::new();
    // Three times in a row as much must come from the system as is allocated.
    let mut seen = 0;
    while seen < 3 {
        let before = resident()?;
        ballast.extend((0..PIECES).map(|_| vec![1; PIECE]));
        let grown = usize::try_from(resident()?.saturating_sub(before))? * 1024;
        seen = if grown >= PIECE * PIECES { seen + 1 } else { 0 };
    }
    Ok(ballast)
}

fn guild(number: u32) -> Outcome<GuildId> {
    Ok(GuildId::try_from(
        1_000_000_000_000_000_000 + (u64::from(number) << 22),
    )?)
}

/// Stores a digest for each server.
async fn store_all(store: &MemoryStore, edition: &EditionId) -> Outcome<()> {
    for number in 0..GUILDS {
        let (guild, channel) = (guild(number)?, ChannelId::try_from(guild(number)?.get() + 1)?);
        let notice = Notice::new(guild, Topic::Digest(edition.clone()), channel, Timestamp::now());
        store.commit(Batch::new().create(Row::Notice(notice))).await?;
    }
    Ok(())
}

/// Takes messages.
struct Discord {
    url: String,
    shared: Arc<Shared>,
}

struct Shared {
    taken: AtomicU64,
    refused: AtomicU64,
    last: Mutex<VecDeque<Instant>>,
}

impl Discord {
    async fn start() -> Outcome<Self> {
        let shared = Arc::new(Shared {
            taken: AtomicU64::new(0),
            refused: AtomicU64::new(0),
            last: Mutex::default(),
        });
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let url = format!("http://{}", listener.local_addr()?);
        let app = Router::new()
            .route("/api/v10/channels/{channel}/messages", any(take))
            .layer(axum::extract::DefaultBodyLimit::disable())
            .with_state(Arc::clone(&shared));
        tokio::spawn(async move { axum::serve(listener, app).await });
        Ok(Self { url, shared })
    }
}

async fn take(State(shared): State<Arc<Shared>>, Path(channel): Path<String>, body: Bytes) -> Response {
    drop(body);
    if shared.is_over_the_limit(Instant::now()) {
        shared.refused.fetch_add(1, Ordering::SeqCst);
        let limit = json!({"message": "You are being rate limited.", "retry_after": 1.0, "global": true});
        return (StatusCode::TOO_MANY_REQUESTS, axum::Json(limit)).into_response();
    }
    tokio::time::sleep(ANSWER).await;
    let number = shared.taken.fetch_add(1, Ordering::SeqCst);
    let id = (1_400_000_000_000_000_000 + number).to_string();
    axum::Json(json!({"id": id, "channel_id": channel})).into_response()
}

impl Shared {
    fn is_over_the_limit(&self, now: Instant) -> bool {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        last.retain(|at| now.duration_since(*at) < Duration::from_secs(1));
        last.push_back(now);
        last.len() > A_SECOND
    }
}
