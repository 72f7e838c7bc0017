//! Use cases on the store in memory: what only shows when two of them meet.

mod audited;
mod calendar;
mod casting;
mod drafting;
mod edge_cases;
mod electorates;
mod files;
mod finding;
mod guilds;
mod hostile;
mod maintaining;
mod messages;
mod missed;
mod outages;
mod policies;
mod reading;
mod reminders;
mod rosters;
mod troubles;

use std::path::Path;
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use super::{
    Actor, Away, Call, ChannelKind, Defaults, EditionRequest, Error, Event, FakeRosters, Library, Permission,
    Place, PlaceError, Places, ProposalRequest, Propose, Refusal, Reposting, Request, Response, Rosters,
    Service, SetupRequest, Threads,
};
use crate::clock::Clock;
use crate::format::native;
use crate::id::{ChannelId, GuildId, InteractionId, MemberId, snowflake_at};
use crate::outbox::{Delivery, Notice, Obstacle, Posted, Topic};
use crate::radar::{BlipId, EditionId, Origin, Publication, Revision, RingId};
use crate::scheduler::{Look, Scheduler};
use crate::storage::{Batch, MemoryStore, Row, Store};
use crate::vote::{CLOSE_GRACE, Choice, Policies, Policy, ProposalNumber, Ratio, Status, sample};

const HOUR: SignedDuration = SignedDuration::from_hours(1);

/// Where the member may look, and the bot may post; and which messages were deleted.
#[derive(Default)]
struct Channels(Mutex<Vec<ChannelId>>, Mutex<Vec<Posted>>);

#[async_trait]
impl Places for Channels {
    async fn look(&self, _: GuildId, channel: ChannelId) -> Result<Place, PlaceError> {
        Ok(place(channel))
    }

    async fn may_use(&self, _: GuildId, channel: ChannelId, _: MemberId) -> Result<bool, PlaceError> {
        Ok(self.0.lock().unwrap().contains(&channel))
    }

    async fn is_there(&self, posted: Posted) -> Result<bool, PlaceError> {
        Ok(!self.1.lock().unwrap().contains(&posted))
    }
}

struct Room {
    service: Service,
    store: Arc<MemoryStore>,
    open: Arc<Channels>,
    rosters: Arc<FakeRosters>,
    events: mpsc::UnboundedReceiver<Event>,
}

fn guild() -> GuildId {
    "10".parse().unwrap()
}

fn channel(id: u64) -> ChannelId {
    ChannelId::try_from(id).unwrap()
}

fn place(channel: ChannelId) -> Place {
    Place {
        channel,
        kind: ChannelKind::Text,
        missing: Vec::new(),
        threads: Threads::Startable,
    }
}

fn start() -> Timestamp {
    "2026-11-23T10:00:00Z".parse().unwrap()
}

/// A maintainer's call at `at`; `serial` tells calls of the same moment apart.
fn call(at: Timestamp, from: u64, member: u64, serial: u64) -> Call {
    Call {
        guild: guild(),
        place: place(channel(from)),
        actor: Actor {
            member: MemberId::try_from(member).unwrap(),
            roles: Vec::new(),
            manages_server: true,
        },
        interaction: InteractionId::try_from(snowflake_at(at).get() + serial).unwrap(),
        now: at,
    }
}

/// One member in favour is enough, and an hour.
fn policies() -> Policies {
    let policy = |name: &str| Policy {
        name: name.parse().unwrap(),
        duration: HOUR,
        reminders: Vec::new(),
        ..sample::policy(1, 1, Ratio::TWO_THIRDS)
    };
    Policies::built_in()
        .with(policy("standard"))
        .with(policy("adopt"))
}

/// The service with the radar that ships, and `more` in its folder.
fn room(store: Arc<MemoryStore>, more: Vec<Publication>) -> Room {
    let shared: Arc<dyn Store> = Arc::<MemoryStore>::clone(&store);
    room_on(shared, store, more)
}

/// The same on a store that lies over that.
fn room_on(shared: Arc<dyn Store>, store: Arc<MemoryStore>, more: Vec<Publication>) -> Room {
    let files = native::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("data")).unwrap();
    let publications = files.publications.into_iter().chain(more).collect();
    let library = Library::new(files.scheme, publications).unwrap();
    let defaults = Defaults {
        policies: policies(),
        min_duration: HOUR,
        announce: None,
        timezone: TimeZone::UTC,
    };
    let (reports, events) = mpsc::unbounded_channel();
    let open = Arc::new(Channels::default());
    let places: Arc<dyn Places> = Arc::<Channels>::clone(&open);
    let rosters = Arc::new(FakeRosters::default());
    let members: Arc<dyn Rosters> = Arc::<FakeRosters>::clone(&rosters);
    let service = Service::new(shared, Arc::new(library), places, members, defaults, reports);
    Room {
        service,
        store,
        open,
        rosters,
        events,
    }
}

impl Room {
    async fn asks(&self, call: &Call, request: Request) -> Result<Response, Error> {
        self.service.handle(call, request).await
    }

    async fn proposes(&self, at: Timestamp, blip: &str, ring: &str) {
        let propose = Propose {
            blip: blip.to_owned(),
            ring: ring.to_owned(),
            reason: None,
            quadrant: Some("operable".to_owned()),
            summary: Some("What it is.".to_owned()),
            policy: None,
            duration: None,
        };
        self.asks(&call(at, 20, 1, 0), Request::Propose(propose))
            .await
            .unwrap();
    }

    /// One member in favour is enough here.
    async fn passes(&self, at: Timestamp, number: ProposalNumber, blip: &str, ring: &str) -> Timestamp {
        self.proposes(at, blip, ring).await;
        let cast = Request::Cast(number, Choice::InFavor);
        self.asks(&call(at, 20, 1, 1), cast).await.unwrap();
        let later = at + HOUR + CLOSE_GRACE;
        let closed = self
            .service
            .settle(guild(), number, later)
            .await
            .unwrap()
            .unwrap();
        assert!(matches!(closed.status, Status::Passed { .. }), "{closed:?}");
        later
    }

    async fn publishes(&self, at: Timestamp) -> EditionId {
        let preview = Request::Edition(EditionRequest::Preview { title: None, page: 0 });
        let Response::Preview(view) = self.asks(&call(at, 20, 1, 2), preview).await.unwrap() else {
            panic!("no preview");
        };
        let publish = Request::Edition(EditionRequest::Publish {
            title: None,
            shown: view.fingerprint,
        });
        match self.asks(&call(at, 20, 1, 3), publish).await.unwrap() {
            Response::Published { digest, .. } => digest.edition.id,
            other => panic!("{other:?}"),
        }
    }

    async fn sets_digests(&self, at: Timestamp, to: u64) {
        let setup = SetupRequest {
            digests: Some(channel(to)),
            ..SetupRequest::default()
        };
        self.asks(&call(at, 20, 1, 4), Request::Setup(setup))
            .await
            .unwrap();
    }

    async fn notice(&self, topic: &Topic) -> Notice {
        self.store.notice(guild(), topic).await.unwrap().unwrap().value
    }
}

#[tokio::test]
async fn a_folder_of_the_name_of_a_guilds_edition_is_announced_all_the_same() {
    let store = Arc::new(MemoryStore::new());
    let before = room(Arc::clone(&store), Vec::new());
    before.sets_digests(start(), 30).await;
    let later = before
        .passes(start(), ProposalNumber::FIRST, "crossplane", "trial")
        .await;
    let own = before.publishes(later).await;
    assert_eq!(own.as_str(), "2026-11-23");
    let folder = Publication {
        id: own.clone(),
        title: "The folder's".to_owned(),
        publish: later + HOUR,
        origin: Origin::Data,
        revisions: vec![Revision::move_to(
            BlipId::parse("hermes").unwrap(),
            RingId::parse("trial").unwrap(),
        )],
    };
    let after = room(store, vec![folder]);
    let now = later + HOUR + HOUR;
    let announced = after.service.announce_data_editions(None, now).await.unwrap();
    let [(_, id)] = announced.as_slice() else {
        panic!("{announced:?}");
    };
    let said = |facts| match facts {
        super::Facts::Digest(view) => view.digest,
        other => panic!("{other:?}"),
    };
    let notice = after.notice(&Topic::Digest(id.clone())).await;
    let digest = said(after.service.facts(&notice, now).await.unwrap());
    assert_eq!(digest.edition.title, "The folder's");
    assert!(digest.entries.iter().all(|entry| entry.vote.is_none()));
    let notice = after.notice(&Topic::Digest(own)).await;
    let digest = said(after.service.facts(&notice, now).await.unwrap());
    assert_eq!(digest.edition.title, "2026-11-23");
    assert!(digest.entries.iter().all(|entry| entry.vote.is_some()));
}

#[tokio::test]
async fn what_joins_and_leaves_in_one_draft_can_be_proposed_again() {
    let room = room(Arc::new(MemoryStore::new()), Vec::new());
    let mut number = ProposalNumber::FIRST;
    let mut at = start();
    for ring in ["assess", "retire", "trial"] {
        at = room.passes(at, number, "Zig", ring).await;
        number = number.next();
    }
    let edition = room.publishes(at).await;
    let radar = room.service.radar(guild()).await.unwrap();
    let zig = BlipId::parse("zig").unwrap();
    let edition = radar.timeline.get(&edition).unwrap();
    assert_eq!(edition.blips[&zig].ring, RingId::parse("trial").unwrap());
}

#[tokio::test]
async fn what_discord_refused_goes_to_the_new_channel_for_digests() {
    let room = room(Arc::new(MemoryStore::new()), Vec::new());
    room.sets_digests(start(), 30).await;
    let queued = room
        .store
        .notice(guild(), &Topic::Introduction)
        .await
        .unwrap()
        .unwrap();
    let refused = Notice {
        delivery: Delivery::Parked {
            why: Obstacle::ChannelGone,
            at: start(),
            parts: vec!["{}".to_owned()],
            posted: Vec::new(),
        },
        ..queued.value
    };
    let batch = Batch::new().replace(queued.revision, Row::Notice(refused));
    room.store.commit(batch).await.unwrap();
    room.sets_digests(start() + HOUR, 31).await;
    let notice = room.notice(&Topic::Introduction).await;
    assert_eq!(notice.channel, channel(31));
    assert_eq!(notice.delivery, Delivery::Pending);
    assert_eq!(notice.queued_at, start());
}

#[tokio::test]
async fn who_can_not_see_the_votes_channel_does_not_vote_from_another() {
    let room = room(Arc::new(MemoryStore::new()), Vec::new());
    room.proposes(start(), "crossplane", "trial").await;
    let cast = || Request::Cast(ProposalNumber::FIRST, Choice::Against);
    let elsewhere = call(start() + HOUR / 2, 21, 2, 0);
    let refused = room.asks(&elsewhere, cast()).await.unwrap_err();
    assert_eq!(refused, Refusal::NotInChannel { channel: channel(20) }.into());
    room.open.0.lock().unwrap().push(channel(20));
    let recorded = room.asks(&elsewhere, cast()).await.unwrap();
    assert!(matches!(recorded, Response::Recorded(_)));
}

#[tokio::test]
async fn of_two_presses_the_later_counts_and_is_said_to() {
    let room = room(Arc::new(MemoryStore::new()), Vec::new());
    room.proposes(start(), "crossplane", "trial").await;
    let press = |serial, choice| {
        let call = call(start() + HOUR / 2, 20, 2, serial);
        let room = &room;
        async move {
            match room
                .asks(&call, Request::Cast(ProposalNumber::FIRST, choice))
                .await
            {
                Ok(Response::Recorded(recorded)) => recorded.choice,
                other => panic!("{other:?}"),
            }
        }
    };
    assert_eq!(press(2, Choice::Against).await, Choice::Against);
    assert_eq!(press(1, Choice::InFavor).await, Choice::Against);
}

#[tokio::test]
async fn a_press_that_is_delivered_again_after_a_restart_is_one_ballot() {
    let store = Arc::new(MemoryStore::new());
    let before = room(Arc::clone(&store), Vec::new());
    before.proposes(start(), "crossplane", "trial").await;
    let press = call(start() + HOUR / 2, 20, 2, 0);
    let cast = |choice| Request::Cast(ProposalNumber::FIRST, choice);
    let first = before.asks(&press, cast(Choice::Against)).await.unwrap();
    drop(before);
    let after = room(Arc::clone(&store), Vec::new());
    let again = after.asks(&press, cast(Choice::Against)).await.unwrap();
    assert_eq!(again, first);
    let ballots = store.ballots(guild(), ProposalNumber::FIRST).await.unwrap();
    assert_eq!(ballots.len(), 1);
}

#[tokio::test]
async fn a_host_whose_clock_is_ahead_closes_no_vote() {
    let room = room(Arc::new(MemoryStore::new()), Vec::new());
    room.proposes(start(), "crossplane", "trial").await;
    let scheduler = Scheduler::new(room.service.clone());
    let clock = Clock::frozen(start() + HOUR * 2);
    let stop = CancellationToken::new();
    let set_clock = || {
        // Discord says that it is still before the deadline.
        clock.follow(start(), SignedDuration::from_secs(2));
        stop.cancel();
        std::future::ready(true)
    };
    scheduler.load().await.unwrap();
    scheduler
        .run(&clock, Look::AtOurs, &stop, set_clock)
        .await
        .unwrap();
    let stored = room.store.proposal(guild(), ProposalNumber::FIRST).await.unwrap();
    assert_eq!(stored.unwrap().value.status, Status::Open);
}
