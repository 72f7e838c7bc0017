//! Nothing is said twice, and what could not be said is said later.

mod fake;
mod followers;
mod lanes;
mod refusals;
pub(in crate::discord) mod scene;
mod steps;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use axum::response::Response;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use super::mark::Identity;
use super::{Delivered, Deliverer, Pace};
use crate::clock::Clock;
use crate::discord::sender::tests::stand_in::{Pauses, Seen, StandIn, answer, message};
use crate::format::native;
use crate::id::{ChannelId, GuildId, MemberId, snowflake_at};
use crate::outbox::{Delivery, Notice, Obstacle, Posted, Topic};
use crate::service::{Defaults, FakeRosters, Library, Place, PlaceError, Places, Service, Whereabouts};
use crate::storage::{Batch, MemoryStore, Row, Store, StoreError};
use crate::vote::{Policies, Policy};
use crate::wording::Wording;

const PACE: Pace = Pace {
    retry: Duration::from_millis(1),
    settle: Duration::ZERO,
    edits: Duration::ZERO,
    parked: Duration::from_millis(1),
    mended: Duration::from_millis(1),
    turns: Duration::ZERO,
};

/// The owner's direct messages in the fake.
const DM: &str = "90";

struct NoPlaces;

#[async_trait]
impl Places for NoPlaces {
    async fn look(&self, _: GuildId, channel: ChannelId) -> Result<Place, PlaceError> {
        Err(PlaceError::NotSeen(channel))
    }

    async fn may_use(&self, _: GuildId, channel: ChannelId, _: MemberId) -> Result<bool, PlaceError> {
        Err(PlaceError::NotSeen(channel))
    }

    async fn is_there(&self, posted: Posted) -> Result<bool, PlaceError> {
        Err(PlaceError::NotSeen(posted.channel))
    }
}

fn guild() -> GuildId {
    "10".parse().unwrap()
}

fn channel() -> ChannelId {
    "20".parse().unwrap()
}

fn me() -> MemberId {
    "5".parse().unwrap()
}

fn now() -> Timestamp {
    "2026-11-23T10:00:00Z".parse().unwrap()
}

/// A notice of one message that a former process may have sent an hour ago.
fn unsure() -> Notice {
    let delivery = Delivery::Sending {
        parts: vec![json!({"content": "Hello"}).to_string()],
        posted: Vec::new(),
        first_try: now() - SignedDuration::from_hours(1),
    };
    Notice {
        delivery,
        ..Notice::new(guild(), Topic::Introduction, channel(), now())
    }
}

/// The message of [`unsure`] as the channel's history shows it.
fn posted() -> Value {
    let mark = Identity::of(guild(), channel(), &Topic::Introduction).mark();
    let id = snowflake_at(now() - SignedDuration::from_hours(1)).to_string();
    json!({"id": id, "channel_id": "20", "author": {"id": "5"}, "embeds": [{"footer": {"text": mark}}]})
}

async fn deliverer(discord: &StandIn, notice: Notice) -> (Deliverer, Arc<MemoryStore>) {
    let files = native::read(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("data")).unwrap();
    let library = Library::new(files.scheme, files.publications).unwrap();
    let store = Arc::new(MemoryStore::new());
    store
        .commit(Batch::new().create(Row::Notice(notice)))
        .await
        .unwrap();
    let (reports, _) = mpsc::unbounded_channel();
    let shared: Arc<dyn Store> = Arc::<MemoryStore>::clone(&store);
    let service = Service::new(
        shared,
        Arc::new(library),
        Arc::new(NoPlaces),
        Arc::<FakeRosters>::default(),
        defaults(),
        reports,
    );
    service.presence().note(guild(), Whereabouts::Here);
    let deliverer = Deliverer::new(
        service,
        discord.sender(&Pauses::short()),
        Wording::shared(),
        Clock::frozen(now()),
        (PACE, scene::gallery()),
        me(),
    );
    (deliverer, store)
}

fn defaults() -> Defaults {
    Defaults {
        policies: Policies::built_in().with(Policy {
            duration: SignedDuration::from_hours(1),
            reminders: Vec::new(),
            ..Policies::built_in().usual(false)
        }),
        min_duration: SignedDuration::from_hours(1),
        announce: None,
        timezone: TimeZone::UTC,
    }
}

fn posts(discord: &StandIn) -> usize {
    discord.seen().iter().filter(|seen| seen.method == "POST").count()
}

fn busy() -> Response {
    answer(
        429,
        &json!({"message": "slow down", "retry_after": 60.0, "global": false}),
    )
}

#[tokio::test]
async fn a_history_that_could_not_be_read_is_read_again_before_anything_is_posted() {
    let asked = Arc::new(AtomicUsize::new(0));
    let discord = StandIn::start(move |seen: Seen| {
        let asked = Arc::clone(&asked);
        async move {
            if seen.method == "POST" {
                return message();
            }
            if asked.fetch_add(1, Ordering::SeqCst) == 0 {
                busy()
            } else {
                answer(200, &json!([posted()]))
            }
        }
    })
    .await;
    let (deliverer, store) = deliverer(&discord, unsure()).await;
    let first = deliverer.deliver(guild(), &Topic::Introduction).await.unwrap();
    assert_eq!(first, Delivered::Later(Duration::from_mins(1)), "Discord says so");
    let second = deliverer.deliver(guild(), &Topic::Introduction).await.unwrap();
    assert_eq!(second, Delivered::Done);
    assert_eq!(posts(&discord), 0, "it was said an hour ago");
    let stored = store
        .notice(guild(), &Topic::Introduction)
        .await
        .unwrap()
        .unwrap();
    assert!(!stored.value.is_open());
}

#[tokio::test]
async fn the_message_of_a_proposal_in_waiting_which_has_no_buttons_is_found_by_its_mark() {
    let topic = Topic::Vote(crate::vote::ProposalNumber::FIRST);
    let mark = Identity::of(guild(), channel(), &topic).mark();
    let said = posted().to_string();
    let said = said.replace(
        &Identity::of(guild(), channel(), &Topic::Introduction).mark(),
        &mark,
    );
    let said: Value = serde_json::from_str(&said).unwrap();
    let discord = StandIn::start(move |seen: Seen| {
        let said = said.clone();
        async move {
            if seen.method == "POST" {
                return message();
            }
            answer(200, &json!([said]))
        }
    })
    .await;
    let notice = Notice {
        topic: topic.clone(),
        ..unsure()
    };
    let (deliverer, _) = deliverer(&discord, notice).await;
    assert_eq!(deliverer.deliver(guild(), &topic).await.unwrap(), Delivered::Done);
    assert_eq!(posts(&discord), 0, "it was said an hour ago");
}

#[tokio::test]
async fn a_channel_that_can_not_be_looked_at_for_a_while_does_not_park_the_notice() {
    let discord = StandIn::start(|seen: Seen| async move {
        if seen.path.ends_with("/messages") {
            answer(200, &json!([]))
        } else {
            busy()
        }
    })
    .await;
    let (deliverer, _) = deliverer(&discord, unsure()).await;
    let first = deliverer.deliver(guild(), &Topic::Introduction).await.unwrap();
    assert_eq!(first, Delivered::Later(PACE.retry));
    assert_eq!(posts(&discord), 0);
}

#[tokio::test]
async fn what_is_refused_after_it_may_have_been_said_is_looked_for_from_its_first_try() {
    let discord = StandIn::start(|_| async { answer(403, &json!({"code": 50001, "message": "No"})) }).await;
    let (deliverer, store) = deliverer(&discord, unsure()).await;
    let first = deliverer.deliver(guild(), &Topic::Introduction).await.unwrap();
    assert_eq!(first, Delivered::Parked(Obstacle::Unknown));
    let stored = store
        .notice(guild(), &Topic::Introduction)
        .await
        .unwrap()
        .unwrap();
    let Delivery::Parked { at, .. } = stored.value.delivery else {
        panic!("{stored:?}");
    };
    assert_eq!(at, now() - SignedDuration::from_hours(1));
}

#[tokio::test]
async fn what_discord_refused_is_said_once_it_is_allowed_without_a_restart() {
    let asked = Arc::new(AtomicUsize::new(0));
    let discord = StandIn::start(move |seen: Seen| {
        let asked = Arc::clone(&asked);
        async move {
            if seen.method == "POST" && asked.fetch_add(1, Ordering::SeqCst) == 0 {
                answer(403, &json!({"code": 50013, "message": "No"}))
            } else if seen.method == "POST" {
                message()
            } else {
                answer(200, &json!([]))
            }
        }
    })
    .await;
    let notice = Notice::new(guild(), Topic::Introduction, channel(), now());
    let (deliverer, store) = deliverer(&discord, notice).await;
    let mut progress = deliverer.progress();
    let (reports, events) = mpsc::unbounded_channel();
    let stop = CancellationToken::new();
    let running = tokio::spawn(deliverer.run(events, stop.clone()));
    let said = async {
        // That maintainers are told is said, too.
        loop {
            progress.changed().await.unwrap();
            let stored = store.notice(guild(), &Topic::Introduction).await.unwrap();
            if !stored.unwrap().value.is_open() {
                return;
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(20), said)
        .await
        .expect("it is not tried again");
    assert_eq!(posts(&discord), 2);
    stop.cancel();
    drop(reports);
    running.await.unwrap().unwrap();
}
