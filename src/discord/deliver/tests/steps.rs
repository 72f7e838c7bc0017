//! A process dies, or an answer is lost, at each step of a delivery: everything is said once all the same.

use super::fake::Fault;
use super::scene::{Scene, corrects, digest};
use super::*;
use crate::outbox::PictureOf;
use crate::settings::Theme;
use crate::storage::crashing::Crash;
use crate::storage::{CommitError, SledStore};
use crate::vote::ProposalNumber;
use crate::vote::trail::Digest as Sha256;

/// More commits than any of these deliveries makes.
const COMMITS: usize = 4;

const VOTE: Topic = Topic::Vote(ProposalNumber::FIRST);
const ENDING: Topic = Topic::Ending(ProposalNumber::FIRST);
const OUTCOME: Topic = Topic::Outcome(ProposalNumber::FIRST);

/// Each moment in which a process can die.
fn crashes() -> impl Iterator<Item = Crash> {
    let at = |commit| [Crash::Before(commit), Crash::After(commit)];
    std::iter::once(Crash::Never).chain((0..COMMITS).flat_map(at))
}

/// What can go wrong with the first requests that write.
fn faults() -> Vec<Vec<Option<Fault>>> {
    let mut all = vec![Vec::new()];
    for fault in [Fault::Failed, Fault::Lost, Fault::Reset] {
        all.push(vec![Some(fault)]);
        all.push(vec![None, Some(fault)]);
    }
    all.push(vec![Some(Fault::Lost), Some(Fault::Reset)]);
    all
}

/// How long nobody runs the bot: Discord still knows the nonce, the bot no longer relies on it, it is forgotten.
const PAUSES: [SignedDuration; 3] = [
    SignedDuration::ZERO,
    SignedDuration::from_secs(90),
    SignedDuration::from_mins(5),
];

/// One way in which things go wrong.
#[derive(Debug, Clone)]
struct Mishap {
    crash: Crash,
    faults: Vec<Option<Fault>>,
    pause: SignedDuration,
}

fn mishaps() -> impl Iterator<Item = Mishap> {
    crashes().flat_map(|crash| {
        faults().into_iter().flat_map(move |faults| {
            PAUSES.map(|pause| Mishap {
                crash,
                faults: faults.clone(),
                pause,
            })
        })
    })
}

/// A process tries until it is done or dies; after a while another one goes on.
async fn delivered(scene: &Scene, topics: &[Topic], mishap: &Mishap) {
    scene.discord.fails(mishap.faults.clone());
    let first = scene.process(mishap.crash);
    for topic in topics {
        if first.delivers(topic).await.is_err() {
            break;
        }
    }
    drop(first);
    scene.clock.advance(mishap.pause);
    let second = scene.process(Crash::Never);
    for topic in topics {
        let delivered = second.delivers(topic).await;
        assert_eq!(delivered, Ok(Delivered::Done), "{topic} after {mishap:?}");
    }
}

#[tokio::test]
async fn a_proposals_message_is_posted_once() {
    for mishap in mishaps() {
        let scene = Scene::new().await;
        scene.process(Crash::Never).proposes(scene.clock.now()).await;
        delivered(&scene, &[VOTE], &mishap).await;
        let messages = scene.messages_in("20");
        assert_eq!(messages.len(), 1, "{mishap:?}");
        scene.is_said_by(&VOTE, &messages, &format!("{mishap:?}")).await;
    }
}

#[tokio::test]
async fn a_closed_vote_loses_its_buttons_and_is_announced_once() {
    for mishap in mishaps() {
        let scene = Scene::new().await;
        let before = scene.process(Crash::Never);
        before.proposes(scene.clock.now()).await;
        assert_eq!(before.delivers(&VOTE).await, Ok(Delivered::Done));
        before.closes(&scene.clock).await;
        drop(before);
        delivered(&scene, &[ENDING, OUTCOME], &mishap).await;
        let messages = scene.messages_in("20");
        assert_eq!(messages.len(), 2, "{mishap:?}");
        assert_eq!(messages[0].body["components"], json!([]), "{mishap:?}");
        let (of_vote, announced) = messages.split_at(1);
        scene.is_said_by(&ENDING, of_vote, &format!("{mishap:?}")).await;
        scene
            .is_said_by(&OUTCOME, announced, &format!("{mishap:?}"))
            .await;
    }
}

#[tokio::test]
async fn each_part_of_a_digest_is_posted_once_and_in_order() {
    for mishap in mishaps() {
        let scene = Scene::new().await;
        scene.queues(&digest()).await;
        delivered(&scene, &[digest()], &mishap).await;
        let messages = scene.messages_in("20");
        assert!(messages.len() > 1, "a digest of several parts is wanted");
        scene
            .is_said_by(&digest(), &messages, &format!("{mishap:?}"))
            .await;
        for (position, message) in messages.iter().enumerate() {
            let footer = message.body["embeds"][0]["footer"]["text"].as_str().unwrap();
            let part = format!("-{} ", position + 1);
            assert!(footer.contains(&part), "{footer} after {mishap:?}");
        }
        // The picture is of the edition and the look that were stored with the first attempt.
        let picture = scene.notice(&digest()).await.picture.unwrap();
        assert_eq!(Topic::Digest(picture.edition), digest(), "{mishap:?}");
        assert_eq!((picture.theme, picture.width), (Theme::Dark, 1600), "{mishap:?}");
    }
}

/// The next process is of a version that draws otherwise than the one that rendered the digest.
#[tokio::test]
async fn a_digest_whose_picture_is_drawn_otherwise_after_a_restart_is_posted_once() {
    let other = Sha256([7; 32]);
    let mut met = 0;
    for mishap in mishaps().filter(|mishap| mishap.faults.len() < 2) {
        let scene = Scene::new().await;
        scene.queues(&digest()).await;
        scene.discord.fails(mishap.faults.clone());
        let first = scene.process(mishap.crash);
        let died = first.delivers(&digest()).await.is_err();
        drop(first);
        let stored = scene.stored(&digest()).await;
        let drawn = stored.value.picture.clone();
        if let Some(drawn) = drawn {
            // It is drawn again for the part that has it.
            met += usize::from(stored.value.posted().is_empty());
            assert_ne!(drawn.hash, other);
            let notice = Notice {
                picture: Some(PictureOf { hash: other, ..drawn }),
                ..stored.value
            };
            let batch = Batch::new().replace(stored.revision, Row::Notice(notice));
            scene.store.commit(batch).await.unwrap();
        }
        scene.clock.advance(mishap.pause);
        let second = scene.process(Crash::Never);
        let delivered = second.delivers(&digest()).await;
        assert_eq!(delivered, Ok(Delivered::Done), "{mishap:?}, {died}");
        let messages = scene.messages_in("20");
        scene
            .is_said_by(&digest(), &messages, &format!("{mishap:?}, {died}"))
            .await;
        for (position, message) in messages.iter().enumerate() {
            let embed = &message.body["embeds"][0];
            let footer = embed["footer"]["text"].as_str().unwrap();
            assert!(
                footer.contains(&format!("-{} ", position + 1)),
                "{footer} after {mishap:?}"
            );
            assert_eq!(
                embed["image"].is_object(),
                position == 0,
                "{embed} after {mishap:?}"
            );
        }
        assert_eq!(scene.troubles().await, [], "{mishap:?}");
    }
    assert!(met > 10, "{met}");
}

#[tokio::test]
async fn a_digest_is_corrected_in_place() {
    is_corrected(&["A short note."]).await;
}

#[tokio::test]
async fn what_more_there_is_in_a_correction_follows_the_digest_once() {
    is_corrected(&[LONG; 3]).await;
}

/// One short note needs no more messages; several long ones do.
async fn is_corrected(notes: &[&str]) {
    for mishap in mishaps() {
        let scene = Scene::new().await;
        scene.queues(&digest()).await;
        let before = scene.process(Crash::Never);
        assert_eq!(before.delivers(&digest()).await, Ok(Delivered::Done));
        drop(before);
        let parts = scene.messages_in("20").len();
        let mut topics = Vec::new();
        for note in notes {
            topics.push(corrects(&scene, topics.len(), note).await);
        }
        delivered(&scene, &topics, &mishap).await;
        let messages = scene.messages_in("20");
        assert_eq!(messages.len() > parts, notes.len() > 1, "{mishap:?}");
        let texts: Vec<String> = messages
            .iter()
            .map(|message| message.body["embeds"].to_string())
            .collect();
        let told = texts.concat().matches(notes[0].trim()).count();
        assert_eq!(told, notes.len(), "{mishap:?}");
        for (position, text) in texts.iter().enumerate() {
            let page = format!("Page {} of {}", position + 1, texts.len());
            assert!(text.contains(&page), "{page}: {text} after {mishap:?}");
        }
    }
}

/// A note whose words fill a page when there are three.
const LONG: &str = include_str!("long_note.txt");

/// Discord takes few edits of a published message.
#[tokio::test]
async fn what_a_correction_leaves_as_it_is_is_not_edited() {
    let scene = Scene::new().await;
    scene.queues(&digest()).await;
    let process = scene.process(Crash::Never);
    assert_eq!(process.delivers(&digest()).await, Ok(Delivered::Done));
    let edits = || {
        let seen = scene.discord.stand_in.seen();
        let edited = seen.iter().filter(|seen| seen.method == "PATCH");
        edited.map(|seen| seen.path.clone()).collect::<Vec<_>>()
    };
    let mut counts = Vec::new();
    for (earlier, note) in [LONG, LONG, LONG, "One more."].into_iter().enumerate() {
        let before = edits().len();
        let topic = corrects(&scene, earlier, note).await;
        assert_eq!(process.delivers(&topic).await, Ok(Delivered::Done));
        counts.push(edits().len() - before);
    }
    // A long note moves what follows it into the next message, a short one fits into the first.
    let parts = scene.messages_in("20").len();
    assert!(parts > 2 && counts[0] > 1, "{parts} {counts:?}");
    assert_eq!(counts[3], 1, "{counts:?}");
}

#[tokio::test]
async fn a_digest_that_waits_comes_out_corrected() {
    let scene = Scene::new().await;
    scene.queues(&digest()).await;
    let topic = corrects(&scene, 0, "Right from the start.").await;
    let process = scene.process(Crash::Never);
    assert_eq!(process.delivers(&topic).await, Ok(Delivered::Done));
    let messages = scene.messages_in("20");
    scene
        .is_said_by(&digest(), &messages, "the digest goes first")
        .await;
    assert!(messages[0].body.to_string().contains("Right from the start."));
    assert_eq!(scene.notice(&topic).await.posted(), []);
}

#[tokio::test]
async fn maintainers_are_told_once_that_a_deleted_digest_can_not_be_corrected() {
    let scene = Scene::new().await;
    scene.queues(&digest()).await;
    let process = scene.process(Crash::Never);
    assert_eq!(process.delivers(&digest()).await, Ok(Delivered::Done));
    scene.discord.deletes_all();
    // Where maintainers are told.
    let settings = crate::settings::Settings {
        votes: Some("21".parse().unwrap()),
        ..Default::default()
    };
    let batch = Batch::new().put(Row::Settings(guild(), settings));
    scene.store.commit(batch).await.unwrap();
    let topic = corrects(&scene, 0, "Too late.").await;
    let gone = Ok(Delivered::Parked(Obstacle::MessageGone));
    assert_eq!(process.delivers(&topic).await, gone);
    assert_eq!(process.delivers(&topic).await, gone);
    let [trouble] = scene.troubles().await.try_into().unwrap();
    assert_eq!(process.delivers(&trouble.topic).await, Ok(Delivered::Done));
    let told = scene.messages_in("21").pop().unwrap().body.to_string();
    assert!(
        told.contains("was deleted") && told.contains("2026-11-01"),
        "{told}"
    );
    scene.clock.advance(SignedDuration::from_hours(24));
    assert_eq!(process.delivers(&topic).await, Ok(Delivered::Done));
    assert_eq!(scene.troubles().await.len(), 1);
}

/// The same on the disk, with a store that is closed and opened in between.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_store_that_is_opened_again_goes_on_where_it_was() {
    for crash in crashes() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("store");
        let open = || Arc::new(SledStore::open(&path).unwrap());
        let mut scene = Scene::on(open()).await;
        scene.queues(&digest()).await;
        let process = scene.process(crash);
        let died = process.delivers(&digest()).await.is_err();
        drop(process);
        scene.store = Arc::new(MemoryStore::new());
        scene.store = open();
        scene.clock.advance(PAUSES[2]);
        let done = scene.process(Crash::Never).delivers(&digest()).await;
        assert_eq!(done, Ok(Delivered::Done), "{crash:?}");
        let messages = scene.messages_in("20");
        scene
            .is_said_by(&digest(), &messages, &format!("{crash:?}, {died}"))
            .await;
    }
}

#[tokio::test]
async fn a_process_that_dies_while_it_looks_back_changes_nothing() {
    let scene = Scene::new().await;
    scene.queues(&digest()).await;
    scene.discord.fails([Some(Fault::Lost)]);
    let first = scene.process(Crash::Before(1));
    first.deliverer.deliver(guild(), &digest()).await.unwrap();
    drop(first);
    scene.clock.advance(PAUSES[2]);
    scene.discord.hangs(true);
    let (second, topic) = (scene.process(Crash::Never), digest());
    tokio::select! {
        delivered = second.deliverer.deliver(guild(), &topic) => panic!("{delivered:?}"),
        () = scene.discord.history_asked() => {}
    }
    drop(second);
    scene.discord.hangs(false);
    let third = scene.process(Crash::Never);
    assert_eq!(third.delivers(&digest()).await, Ok(Delivered::Done));
    let messages = scene.messages_in("20");
    scene
        .is_said_by(&digest(), &messages, "after three processes")
        .await;
}

#[tokio::test]
async fn a_message_that_somebody_deleted_is_not_posted_again() {
    let scene = Scene::new().await;
    scene.process(Crash::Never).proposes(scene.clock.now()).await;
    scene.discord.fails([Some(Fault::Lost)]);
    let process = scene.process(Crash::Never);
    let first = process.deliverer.deliver(guild(), &VOTE).await;
    assert_eq!(first, Ok(Delivered::Later(PACE.retry)));
    scene.discord.deletes_all();
    assert_eq!(process.delivers(&VOTE).await, Ok(Delivered::Done));
    assert_eq!(scene.messages_in("20").len(), 1);
    assert_eq!(scene.notice(&VOTE).await.posted(), []);
}

/// The fixture itself: a store that is dead stays dead.
#[tokio::test]
async fn a_dead_process_writes_nothing() {
    let scene = Scene::new().await;
    let process = scene.process(Crash::Before(0));
    let notice = Notice::new(guild(), digest(), channel(), now());
    let dead = process
        .service
        .store()
        .commit(Batch::new().create(Row::Notice(notice)))
        .await;
    assert!(matches!(dead, Err(CommitError::Store(_))));
    assert_eq!(scene.store.guilds().await.unwrap(), []);
}
