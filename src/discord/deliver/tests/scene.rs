//! A guild with a store, a Discord and a clock, in which one process of the bot follows another.

use std::sync::OnceLock;

use super::fake::{Fake, Message};
use super::*;
use crate::correction::{Corrected, Correction};
use crate::discord::gallery::Gallery;
use crate::prose::Prose;
use crate::radar::{BlipId, BlipText, EditionId, Origin, Publication, QuadrantId, Revision, RingId, Title};
use crate::service::{Actor, Call, ChannelKind, Event, Propose, Request, Threads};
use crate::storage::Stored;
use crate::storage::crashing::{Crash, Crashing};
use crate::vote::ProposalNumber;

/// More attempts than any delivery needs.
const ATTEMPTS: usize = 12;

/// Channels in which the bot may do everything.
struct Open;

#[async_trait]
impl Places for Open {
    async fn look(&self, _: GuildId, channel: ChannelId) -> Result<Place, PlaceError> {
        Ok(place(channel))
    }

    async fn may_use(&self, _: GuildId, _: ChannelId, _: MemberId) -> Result<bool, PlaceError> {
        Ok(true)
    }

    async fn is_there(&self, _: Posted) -> Result<bool, PlaceError> {
        Ok(true)
    }
}

fn place(channel: ChannelId) -> Place {
    Place {
        channel,
        kind: ChannelKind::Text,
        missing: Vec::new(),
        threads: Threads::Startable,
    }
}

/// What stays when a process dies.
pub struct Scene {
    pub clock: Clock,
    pub discord: Fake,
    pub store: Arc<dyn Store>,
}

/// A process of the bot.
pub struct Process {
    pub service: Service,
    pub deliverer: Deliverer,
    pub events: mpsc::UnboundedReceiver<Event>,
}

impl Scene {
    pub async fn new() -> Self {
        Self::on(Arc::new(MemoryStore::new())).await
    }

    pub async fn on(store: Arc<dyn Store>) -> Self {
        let clock = Clock::frozen(now());
        let discord = Fake::start(clock.clone()).await;
        Self {
            clock,
            discord,
            store,
        }
    }

    /// A process that knows that the guild is there.
    pub fn process(&self, crash: Crash) -> Process {
        let process = self.deaf_process(crash);
        process.service.presence().note(guild(), Whereabouts::Here);
        process
    }

    /// A process that was told nothing by the gateway.
    pub fn deaf_process(&self, crash: Crash) -> Process {
        let (reports, events) = mpsc::unbounded_channel();
        let store = Arc::new(Crashing::new(Arc::clone(&self.store), crash));
        let service = Service::new(store, library(), Arc::new(Open), rosters(), defaults(), reports);
        let deliverer = Deliverer::new(
            service.clone(),
            self.discord.stand_in.sender(&Pauses::short()),
            Wording::shared(),
            self.clock.clone(),
            (
                Pace {
                    parked: Duration::from_hours(24),
                    ..PACE
                },
                gallery(),
            ),
            me(),
        );
        Process {
            service,
            deliverer,
            events,
        }
    }

    pub async fn queues(&self, topic: &Topic) {
        self.queues_in(topic, channel()).await;
    }

    pub async fn queues_in(&self, topic: &Topic, channel: ChannelId) {
        let notice = Notice::new(guild(), topic.clone(), channel, self.clock.now());
        let batch = Batch::new().create(Row::Notice(notice));
        self.store.commit(batch).await.unwrap();
    }

    pub async fn notice(&self, topic: &Topic) -> Notice {
        self.stored(topic).await.value
    }

    pub async fn stored(&self, topic: &Topic) -> Stored<Notice> {
        self.store.notice(guild(), topic).await.unwrap().unwrap()
    }

    /// What maintainers are or were told.
    pub async fn troubles(&self) -> Vec<Notice> {
        let notices = self.store.notices(guild()).await.unwrap().into_iter();
        let notices = notices.map(|stored| stored.value);
        notices
            .filter(|notice| matches!(notice.topic, Topic::Trouble(_)))
            .collect()
    }

    /// The messages that stand in a channel.
    pub fn messages_in(&self, channel: &str) -> Vec<Message> {
        let messages = self.discord.messages().into_iter();
        messages.filter(|message| message.channel == channel).collect()
    }

    /// Fails unless the notice is said, by the messages that stand in its channel, in their order.
    pub async fn is_said_by(&self, topic: &Topic, messages: &[Message], why: &str) {
        let notice = self.notice(topic).await;
        assert!(
            matches!(notice.delivery, Delivery::Sent { .. }),
            "{why}: {notice:?}"
        );
        let confirmed: Vec<u64> = notice
            .posted()
            .iter()
            .map(|posted| posted.message.get())
            .collect();
        let posted: Vec<u64> = messages.iter().map(|message| message.id).collect();
        assert_eq!(confirmed, posted, "{why}");
    }
}

impl Process {
    /// Makes attempts at a notice until it is done or nothing but time or people help, or the process dies.
    pub async fn delivers(&self, topic: &Topic) -> Result<Delivered, StoreError> {
        for _ in 0..ATTEMPTS {
            match self.deliverer.deliver(guild(), topic).await? {
                Delivered::Later(_) => {}
                other => return Ok(other),
            }
        }
        panic!("{topic} is tried again and again");
    }

    /// A member proposes something.
    pub async fn proposes(&self, at: Timestamp) {
        let propose = Propose {
            blip: "crossplane".to_owned(),
            ring: "trial".to_owned(),
            reason: None,
            quadrant: None,
            summary: None,
            policy: None,
            duration: None,
        };
        let call = Call {
            guild: guild(),
            place: place(channel()),
            actor: Actor {
                member: "7".parse().unwrap(),
                roles: Vec::new(),
                manages_server: true,
            },
            interaction: crate::id::InteractionId::new(snowflake_at(at)),
            now: at,
        };
        self.service
            .handle(&call, Request::Propose(propose))
            .await
            .unwrap();
    }

    /// The deadline of the first vote passes.
    pub async fn closes(&self, clock: &Clock) {
        clock.advance(SignedDuration::from_hours(2));
        self.service
            .settle(guild(), ProposalNumber::FIRST, clock.now())
            .await
            .unwrap();
    }
}

/// The loop around deliveries, in a task of its own.
pub struct Running {
    stop: CancellationToken,
    loops: tokio::task::JoinHandle<Result<(), StoreError>>,
    progress: tokio::sync::watch::Receiver<u64>,
    pub service: Service,
}

impl Running {
    pub fn start(process: Process) -> Self {
        let stop = CancellationToken::new();
        let progress = process.deliverer.progress();
        let loops = tokio::spawn(process.deliverer.run(process.events, stop.clone()));
        Self {
            stop,
            loops,
            progress,
            service: process.service,
        }
    }

    /// Returns when one more notice was said.
    pub async fn says(&mut self) {
        let changed = tokio::time::timeout(Duration::from_secs(20), self.progress.changed());
        changed.await.expect("it is not tried again").unwrap();
    }

    pub async fn stop(self) {
        self.stop.cancel();
        self.loops.await.unwrap().unwrap();
    }
}

/// A maintainer corrects the large edition; after so many earlier corrections.
pub async fn corrects(scene: &Scene, earlier: usize, note: &str) -> Topic {
    let Topic::Digest(edition) = digest() else {
        panic!("no edition");
    };
    let number = u32::try_from(earlier + 1).unwrap();
    let correction = Correction {
        guild: guild(),
        edition: edition.clone(),
        number,
        by: "7".parse().unwrap(),
        at: scene.clock.now(),
        note: Prose::parse(note, 1_000).unwrap(),
        what: Corrected::Note,
    };
    let topic = Topic::Correction(edition, number);
    let notice = Notice::new(guild(), topic.clone(), channel(), scene.clock.now());
    let batch = Batch::new()
        .create(Row::Correction(correction))
        .create(Row::Notice(notice));
    scene.store.commit(batch).await.unwrap();
    topic
}

/// The notice of an edition whose digest takes several messages.
pub fn digest() -> Topic {
    Topic::Digest(EditionId::parse(LARGE).unwrap())
}

const LARGE: &str = "2026-11-01";

fn large_edition() -> Publication {
    let blip = |number: u32| {
        let title = Title::parse(&format!("Tool {number} {}", "with a long name ".repeat(3))).unwrap();
        let text = BlipText {
            summary: "What it is.".to_owned(),
            sections: Vec::new(),
        };
        let (ring, quadrant) = (
            RingId::parse("assess").unwrap(),
            QuadrantId::parse("operable").unwrap(),
        );
        Revision::introduce(BlipId::from_title(&title), title, ring, quadrant, text)
    };
    Publication {
        id: EditionId::parse(LARGE).unwrap(),
        title: "A large edition".to_owned(),
        publish: "2026-11-01T00:00:00Z".parse().unwrap(),
        origin: Origin::Data,
        revisions: (0..60).map(blip).collect(),
    }
}

fn library() -> Arc<Library> {
    static LIBRARY: OnceLock<Arc<Library>> = OnceLock::new();
    let read = || {
        let files = native::read(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("data")).unwrap();
        let publications = files.publications.into_iter().chain([large_edition()]).collect();
        Arc::new(Library::new(files.scheme, publications).unwrap())
    };
    Arc::clone(LIBRARY.get_or_init(read))
}

/// All processes of all scenes have the same sketches of pictures: what is drawn is tested elsewhere.
pub fn gallery() -> Gallery {
    static GALLERY: OnceLock<Gallery> = OnceLock::new();
    let new = || Gallery::of_sketches(Wording::shared());
    GALLERY.get_or_init(new).clone()
}

/// The role that the menus of the tests choose is there.
fn rosters() -> Arc<FakeRosters> {
    let rosters = FakeRosters::default();
    rosters.makes(guild(), "66".parse().unwrap(), false);
    Arc::new(rosters)
}
