//! A digest in an announcement channel is published to followers: each of its messages once, whatever goes wrong.

use super::fake::Fault;
use super::scene::{Scene, digest};
use super::*;
use crate::storage::crashing::Crash;

/// More commits than publishing a digest of several parts makes.
const COMMITS: usize = 6;

fn followers() -> Topic {
    match digest() {
        Topic::Digest(edition) => Topic::Followers(edition),
        other => panic!("{other}"),
    }
}

/// The digest stands in an announcement channel.
async fn posted() -> Scene {
    let scene = Scene::new().await;
    scene.discord.announces(true);
    scene.queues(&digest()).await;
    let process = scene.process(Crash::Never);
    assert_eq!(process.delivers(&digest()).await, Ok(Delivered::Done));
    scene
}

fn ids(scene: &Scene) -> Vec<String> {
    let messages = scene.messages_in("20").into_iter();
    messages.map(|message| message.id.to_string()).collect()
}

#[tokio::test]
async fn each_message_is_published_once_whenever_a_process_dies_or_an_answer_is_lost() {
    let at = |commit| [Crash::Before(commit), Crash::After(commit)];
    let crashes = std::iter::once(Crash::Never).chain((0..COMMITS).flat_map(at));
    let faults = [
        vec![],
        vec![Some(Fault::Failed)],
        vec![Some(Fault::Lost)],
        vec![Some(Fault::Reset)],
        vec![None, Some(Fault::Lost)],
        vec![None, Some(Fault::Reset)],
    ];
    for crash in crashes {
        for faults in &faults {
            let scene = posted().await;
            let messages = ids(&scene);
            assert!(messages.len() > 1, "a digest of several parts is wanted");
            scene.discord.fails(faults.clone());
            let first = scene.process(crash);
            let died = first.delivers(&followers()).await.is_err();
            drop(first);
            let why = format!("{crash:?} {faults:?} {died}");
            let second = scene.process(Crash::Never);
            assert_eq!(second.delivers(&followers()).await, Ok(Delivered::Done), "{why}");
            assert_eq!(scene.discord.published(), messages, "{why}");
            assert_eq!(ids(&scene), messages, "nothing is posted again: {why}");
            let notice = scene.notice(&followers()).await;
            let stored: Vec<String> = notice
                .posted()
                .iter()
                .map(|posted| posted.message.to_string())
                .collect();
            assert_eq!(stored, messages, "{why}");
        }
    }
}

/// A process dies between the digest's last part and the first that is published: it is queued with the former.
#[tokio::test]
async fn what_is_to_be_published_is_stored_with_what_was_said() {
    let at = |commit| [Crash::Before(commit), Crash::After(commit)];
    for crash in (0..COMMITS).flat_map(at) {
        let scene = Scene::new().await;
        scene.discord.announces(true);
        scene.queues(&digest()).await;
        let _died = scene.process(crash).delivers(&digest()).await;
        let said = matches!(scene.notice(&digest()).await.delivery, Delivery::Sent { .. });
        let queued = scene.store.notice(guild(), &followers()).await.unwrap();
        assert_eq!(queued.is_some(), said, "{crash:?}");
    }
}

#[tokio::test]
async fn in_a_text_channel_nothing_is_published() {
    let scene = posted().await;
    scene.discord.announces(false);
    let process = scene.process(Crash::Never);
    assert_eq!(process.delivers(&followers()).await, Ok(Delivered::Done));
    assert_eq!(scene.discord.published(), Vec::<String>::new());
    assert_eq!(scene.discord.count("POST /channels/20/messages/"), 0);
}

#[tokio::test]
async fn a_channel_that_is_known_to_be_a_text_channel_is_not_asked_for() {
    let scene = Scene::new().await;
    scene.queues(&digest()).await;
    let process = scene.process(Crash::Never);
    process.service.announcements().note(guild(), Vec::new());
    assert_eq!(process.delivers(&digest()).await, Ok(Delivered::Done));
    assert_eq!(scene.store.notice(guild(), &followers()).await, Ok(None));
}

#[tokio::test]
async fn where_no_more_may_be_published_the_rest_waits_as_long_as_discord_says() {
    let scene = posted().await;
    scene.discord.publishes_only(Some(1));
    let process = scene.process(Crash::Never);
    let later = process.deliverer.deliver(guild(), &followers()).await.unwrap();
    assert_eq!(later, Delivered::Later(Duration::from_mins(50)));
    assert_eq!(scene.discord.published(), ids(&scene)[..1]);
    assert_eq!(scene.notice(&followers()).await.posted().len(), 1);
    assert_eq!(scene.troubles().await, []);
    scene.discord.publishes_only(None);
    // The limit is remembered by the process that met it.
    let next = scene.process(Crash::Never);
    assert_eq!(next.delivers(&followers()).await, Ok(Delivered::Done));
    assert_eq!(scene.discord.published(), ids(&scene));
}

#[tokio::test]
async fn a_missing_permission_parks_it_and_maintainers_are_told() {
    let scene = posted().await;
    scene.discord.refuses("20", 403, 50_013);
    let process = scene.process(Crash::Never);
    let parked = process.delivers(&followers()).await;
    assert_eq!(parked, Ok(Delivered::Parked(Obstacle::PermissionMissing)));
    assert_eq!(scene.troubles().await.len(), 1);
    scene.discord.allows("20");
    assert_eq!(process.delivers(&followers()).await, Ok(Delivered::Done));
    assert_eq!(scene.discord.published(), ids(&scene));
}

#[tokio::test]
async fn a_message_that_was_deleted_is_passed_over() {
    let scene = posted().await;
    scene.discord.deletes_all();
    let process = scene.process(Crash::Never);
    assert_eq!(process.delivers(&followers()).await, Ok(Delivered::Done));
    assert_eq!(scene.discord.published(), Vec::<String>::new());
}
