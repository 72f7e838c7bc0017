//! What waits in one place holds up no other, and what is over costs nothing.

use std::sync::Mutex;

use super::fake::Fault;
use super::scene::{Process, Running, Scene, digest};
use super::*;
use crate::discord::deliver::lane::Lane;
use crate::discord::deliver::worker::Worker;
use crate::outbox::Trouble;
use crate::service::Event;
use crate::settings::Settings;
use crate::storage::crashing::Crash;
use crate::storage::{Layer, Stored};
use crate::vote::ProposalNumber;

const VOTE: Topic = Topic::Vote(ProposalNumber::FIRST);
const ENDING: Topic = Topic::Ending(ProposalNumber::FIRST);
const OUTCOME: Topic = Topic::Outcome(ProposalNumber::FIRST);
const MINUTE: Duration = Duration::from_mins(1);

/// A store that notes which notices are looked up, and can not read some of them.
struct Watched {
    below: Arc<dyn Store>,
    seen: Mutex<Vec<Topic>>,
    /// How often a vote's own notice can still not be read.
    unreadable: AtomicUsize,
}

impl Watched {
    fn new() -> Arc<Self> {
        Arc::new(Self {
            below: Arc::new(MemoryStore::new()),
            seen: Mutex::default(),
            unreadable: AtomicUsize::new(0),
        })
    }

    fn looked_up(&self) -> usize {
        self.seen.lock().unwrap().len()
    }
}

#[async_trait]
impl Layer for Watched {
    fn below(&self) -> &dyn Store {
        &*self.below
    }

    async fn notice(&self, guild: GuildId, topic: &Topic) -> Result<Option<Stored<Notice>>, StoreError> {
        self.seen.lock().unwrap().push(topic.clone());
        let once_less = |left: usize| left.checked_sub(1);
        let fails = *topic == VOTE
            && self
                .unreadable
                .fetch_update(Ordering::SeqCst, Ordering::SeqCst, once_less)
                .is_ok();
        if fails {
            return Err(StoreError::Failed("a bad sector".to_owned()));
        }
        self.below.notice(guild, topic).await
    }
}

fn other_channel() -> ChannelId {
    "40".parse().unwrap()
}

fn lane(channel: ChannelId) -> Lane {
    let guild = guild();
    Lane { guild, channel }
}

fn worker(process: &Process) -> Worker {
    Worker::new(process.deliverer.clone(), CancellationToken::new())
}

/// Waits until something is so.
async fn until(what: &str, is_so: impl Fn() -> bool) {
    let turns = async {
        while !is_so() {
            tokio::task::yield_now().await;
        }
    };
    let in_time = tokio::time::timeout(Duration::from_secs(20), turns).await;
    assert!(in_time.is_ok(), "{what}");
}

#[tokio::test]
async fn what_waits_in_one_channel_holds_up_no_other() {
    let scene = Scene::new().await;
    // Each attempt there is to wait for five seconds, again and again.
    scene.discord.refuses("20", 429, 0);
    scene.queues(&digest()).await;
    scene.queues_in(&Topic::Introduction, other_channel()).await;
    let mut running = Running::start(scene.process(Crash::Never));
    running.says().await;
    assert_eq!(scene.messages_in("40").len(), 1);
    assert!(scene.notice(&digest()).await.is_open());
    running.stop().await;
}

#[tokio::test]
async fn what_is_tried_again_keeps_its_place_in_its_channel() {
    let scene = Scene::new().await;
    scene.queues(&Topic::Introduction).await;
    scene.clock.advance(SignedDuration::from_secs(1));
    scene.queues(&digest()).await;
    // More than one attempt repeats by itself.
    scene.discord.fails([Some(Fault::Failed); 5]);
    let mut running = Running::start(scene.process(Crash::Never));
    running.says().await;
    assert!(!scene.notice(&Topic::Introduction).await.is_open());
    until("the digest follows", || scene.messages_in("20").len() > 2).await;
    let first = scene.messages_in("20").remove(0);
    assert_eq!(
        scene.notice(&Topic::Introduction).await.posted()[0].message.get(),
        first.id
    );
    running.stop().await;
}

#[tokio::test]
async fn maintainers_are_told_of_all_that_was_tried_before() {
    let scene = Scene::new().await;
    let settings = Settings {
        votes: Some(other_channel()),
        ..Settings::default()
    };
    let batch = Batch::new().put(Row::Settings(guild(), settings));
    scene.store.commit(batch).await.unwrap();
    scene.discord.refuses("20", 403, 50_013);
    for topic in [Topic::Introduction, digest()] {
        scene.queues(&topic).await;
    }
    let mut running = Running::start(scene.process(Crash::Never));
    running.says().await;
    let told = scene.messages_in("40").remove(0).body.to_string();
    for part in ["the digest of 2026-11-01", "the first message about the radar"] {
        assert!(told.contains(part), "{told}");
    }
    running.stop().await;
}

#[tokio::test]
async fn a_notice_whose_channel_was_changed_is_left_to_the_lane_of_its_channel() {
    let scene = Scene::new().await;
    let process = scene.process(Crash::Never);
    scene.discord.refuses("40", 429, 0);
    scene.queues_in(&digest(), other_channel()).await;
    scene.queues_in(&VOTE, other_channel()).await;
    scene.queues(&Topic::Introduction).await;
    let worker = worker(&process);
    worker.lanes.tell(lane(other_channel()), digest());
    until("the other lane waits", || scene.discord.count("POST") > 0).await;
    let mut progress = process.deliverer.progress();
    for topic in [VOTE, Topic::Introduction] {
        worker.lanes.tell(lane(channel()), topic);
    }
    progress.changed().await.unwrap();
    // It would be on its way otherwise.
    assert_eq!(scene.notice(&VOTE).await.delivery, Delivery::Pending);
}

#[tokio::test]
async fn a_votes_end_waits_for_no_message_that_nobody_posts() {
    let watched = Watched::new();
    let scene = Scene::on(Arc::<Watched>::clone(&watched)).await;
    let process = scene.process(Crash::Never);
    process.proposes(scene.clock.now()).await;
    watched.unreadable.store(1, Ordering::SeqCst);
    let mut worker = worker(&process);
    worker.heed(Event::Queued(guild(), VOTE)).await.unwrap();
    assert_eq!(worker.lanes.at_work(), 0, "it can not be read");
    process.closes(&scene.clock).await;
    let mut progress = process.deliverer.progress();
    for topic in [ENDING, OUTCOME] {
        worker.heed(Event::Queued(guild(), topic)).await.unwrap();
    }
    for _ in 0..2 {
        let said = tokio::time::timeout(Duration::from_secs(20), progress.changed()).await;
        said.expect("it is not said").unwrap();
    }
    assert_eq!(scene.messages_in("20").len(), 2);
    for topic in [VOTE, ENDING, OUTCOME] {
        assert!(!scene.notice(&topic).await.is_open(), "{topic}");
    }
}

#[tokio::test]
async fn guilds_in_which_nothing_waits_have_no_task() {
    let scene = Scene::new().await;
    let process = scene.process(Crash::Never);
    let mut worker = worker(&process);
    for id in 1_000..2_000 {
        let guild = GuildId::try_from(id).unwrap();
        process.service.presence().note(guild, Whereabouts::Here);
        worker.heed(Event::Available(guild)).await.unwrap();
    }
    assert_eq!(worker.lanes.at_work(), 0);
}

#[tokio::test]
async fn a_lane_has_one_task_and_only_while_there_is_work() {
    let scene = Scene::new().await;
    let process = scene.process(Crash::Never);
    let worker = worker(&process);
    for topic in [Topic::Introduction, digest()] {
        scene.queues(&topic).await;
        for _ in 0..3 {
            worker.lanes.tell(lane(channel()), topic.clone());
            worker.lanes.tell(lane(channel()), OUTCOME);
        }
        assert_eq!(worker.lanes.at_work(), 1);
        until("the task ends", || worker.lanes.at_work() == 0).await;
        assert!(!scene.notice(&topic).await.is_open(), "{topic}");
    }
}

#[tokio::test]
async fn nothing_is_remembered_of_a_guild_that_the_bot_left() {
    let scene = Scene::new().await;
    let process = scene.process(Crash::Never);
    let (first, second) = (ProposalNumber::FIRST, ProposalNumber::FIRST.next());
    let deliverer = &process.deliverer;
    scene.queues(&digest()).await;
    for of in [guild(), "11".parse().unwrap()] {
        let message = crate::id::MessageId::new(snowflake_at(now()));
        deliverer.deletions().insert((of, first), message);
        deliverer.refusals().insert((of, second));
        deliverer.hands().insert((of, digest()));
    }
    let mut worker = worker(&process);
    worker.heed(Event::Left(guild())).await.unwrap();
    let left = [
        deliverer.deletions().len(),
        deliverer.refusals().len(),
        deliverer.hands().len(),
    ];
    assert_eq!(left, [1, 1, 1], "the other guild's");
    assert!(!deliverer.hands().contains(&(guild(), digest())));
}

/// A guild that is away, so that attempts at its notices need no Discord, and that was refused all of them.
async fn refused_often(watched: &Arc<Watched>) -> Process {
    let scene = Scene::on(Arc::<Watched>::clone(watched)).await;
    for count in 1..=12 {
        let trouble = Trouble {
            why: Obstacle::PermissionMissing,
            channel: channel(),
            count,
        };
        let delivery = Delivery::Parked {
            why: Obstacle::PermissionMissing,
            at: now(),
            parts: Vec::new(),
            posted: Vec::new(),
        };
        let notice = Notice {
            delivery,
            ..Notice::new(guild(), Topic::Trouble(trouble), channel(), now())
        };
        let batch = Batch::new().create(Row::Notice(notice));
        scene.store.commit(batch).await.unwrap();
    }
    let mut process = scene.process(Crash::Never);
    process.deliverer.pace = Pace::default();
    process.service.presence().note(guild(), Whereabouts::Unavailable);
    process
}

#[tokio::test(start_paused = true)]
async fn a_guild_that_changes_all_the_time_does_not_retry_all_the_time() {
    let watched = Watched::new();
    let running = Running::start(refused_often(&watched).await);
    // Paused time moves on when all that is due is done.
    tokio::time::sleep(Duration::from_millis(1)).await;
    let mut tries = Vec::new();
    for second in 0..180 {
        running.service.mended(guild());
        if second % 60 == 1 {
            tries.push(watched.looked_up());
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
    assert_eq!(tries, [5, 10, 12]);
    tokio::time::sleep(MINUTE * 60).await;
    assert_eq!(
        watched.looked_up(),
        24,
        "what changed last is followed by one more look at all"
    );
    running.stop().await;
}

#[tokio::test]
async fn nothing_is_retried_while_too_much_was_refused_of_late() {
    let scene = Scene::new().await;
    let process = scene.process(Crash::Never);
    scene.queues(&digest()).await;
    scene.discord.refuses("20", 403, 50_001);
    let parked = process.delivers(&digest()).await;
    assert_eq!(parked, Ok(Delivered::Parked(Obstacle::PermissionMissing)));
    let mut worker = worker(&process);
    worker.heed(Event::Mended(guild())).await.unwrap();
    for _ in 1..250 {
        process.deliverer.sender.channel(channel()).await.unwrap_err();
    }
    worker.retry(guild()).await.unwrap();
    assert_eq!(worker.lanes.at_work(), 0, "others need what is left");
    let other = scene.process(Crash::Never);
    let mut worker = self::worker(&other);
    worker.heed(Event::Mended(guild())).await.unwrap();
    worker.retry(guild()).await.unwrap();
    assert_eq!(worker.lanes.at_work(), 1, "nothing was refused of late");
}
