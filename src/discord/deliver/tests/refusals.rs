//! What Discord refuses waits, its maintainers are told once, and what is mended goes on.

use super::fake::{Fault, Message};
use super::scene::{Process, Running, Scene, digest};
use super::*;
use crate::outbox::Update;
use crate::settings::Settings;
use crate::storage::crashing::Crash;
use crate::vote::ProposalNumber;

const VOTE: Topic = Topic::Vote(ProposalNumber::FIRST);
const OUTCOME: Topic = Topic::Outcome(ProposalNumber::FIRST);
const REPOST: Topic = Topic::Update(ProposalNumber::FIRST, Update::Repost(1));

async fn settings(scene: &Scene, votes: Option<&str>, owner: Option<&str>) {
    let settings = Settings {
        votes: votes.map(|id| id.parse().unwrap()),
        owner: owner.map(|id| id.parse().unwrap()),
        ..Settings::default()
    };
    let batch = Batch::new().put(Row::Settings(guild(), settings));
    scene.store.commit(batch).await.unwrap();
}

/// Delivers what is queued for the maintainers.
async fn tells(scene: &Scene, process: &Process) {
    for trouble in scene.troubles().await {
        assert_eq!(process.delivers(&trouble.topic).await, Ok(Delivered::Done));
    }
}

fn text(message: &Message) -> &str {
    message.body["embeds"][0]["description"].as_str().unwrap()
}

/// A digest that is refused in #20, with what maintainers are told of it.
async fn refused(votes: Option<&str>, owner: Option<&str>, status: u16, code: u32) -> (Scene, Process) {
    let scene = Scene::new().await;
    settings(&scene, votes, owner).await;
    scene.discord.refuses("20", status, code);
    scene.queues(&digest()).await;
    let process = scene.process(Crash::Never);
    let delivered = process.delivers(&digest()).await;
    assert!(matches!(delivered, Ok(Delivered::Parked(_))), "{delivered:?}");
    (scene, process)
}

#[tokio::test]
async fn the_codes_say_what_stands_in_the_way() {
    for (status, code, why) in [
        (404, 10_003, Obstacle::ChannelGone),
        (403, 50_001, Obstacle::PermissionMissing),
        (403, 50_013, Obstacle::PermissionMissing),
        (400, 50_035, Obstacle::Refused),
    ] {
        let (scene, _) = refused(None, None, status, code).await;
        let notice = scene.notice(&digest()).await;
        assert_eq!(notice.parked(), Some((why, now())), "{code}");
    }
}

#[tokio::test]
async fn maintainers_are_told_once_in_the_votes_channel() {
    let (scene, process) = refused(Some("40"), Some("77"), 403, 50_013).await;
    tells(&scene, &process).await;
    scene.clock.advance(SignedDuration::from_hours(24));
    for _ in 0..3 {
        let again = process.delivers(&digest()).await;
        assert_eq!(again, Ok(Delivered::Parked(Obstacle::PermissionMissing)));
        tells(&scene, &process).await;
    }
    let told = scene.messages_in("40");
    assert_eq!(told.len(), 1);
    assert!(
        text(&told[0]).contains("I may not write in <#20>"),
        "{}",
        text(&told[0])
    );
    assert!(
        text(&told[0]).contains("the digest of 2026-11-01"),
        "{}",
        text(&told[0])
    );
    assert_eq!(scene.messages_in(DM).len(), 0);
    let since = scene.notice(&digest()).await.parked().unwrap().1;
    assert_eq!(since, now(), "it waits since the first refusal");
}

#[tokio::test]
async fn the_owner_is_told_where_the_votes_channel_is_in_trouble_itself() {
    for votes in [None, Some("20"), Some("40")] {
        let (scene, process) = refused(votes, Some("77"), 403, 50_013).await;
        scene.discord.refuses("40", 404, 10_003);
        tells(&scene, &process).await;
        assert_eq!(scene.messages_in(DM).len(), 1, "{votes:?}");
        assert_eq!(scene.discord.messages().len(), 1, "{votes:?}");
        let [trouble] = scene.troubles().await.try_into().unwrap();
        assert_eq!(trouble.posted().len(), 1);
        assert_eq!(trouble.channel.to_string(), DM);
    }
}

#[tokio::test]
async fn where_nobody_can_be_told_the_state_alone_tells_and_nothing_is_tried_again() {
    for owner in [None, Some("77")] {
        let (scene, process) = refused(Some("40"), owner, 403, 50_013).await;
        scene.discord.refuses("40", 403, 50_001);
        scene.discord.refuses(DM, 403, 50_007);
        tells(&scene, &process).await;
        let [trouble] = scene.troubles().await.try_into().unwrap();
        assert!(!trouble.is_open(), "{trouble:?}");
        let requests = scene.discord.count("POST");
        tells(&scene, &process).await;
        assert_eq!(scene.discord.count("POST"), requests);
        assert_eq!(scene.discord.messages().len(), 0);
        let waiting = process.service.waiting(guild()).await.unwrap();
        assert_eq!(waiting.len(), 1);
        assert_eq!(waiting[0].topics, [digest()]);
    }
}

#[tokio::test]
async fn a_lost_answer_or_a_crash_tells_nobody_twice() {
    for votes in [Some("40"), None] {
        for crash in [Crash::Never, Crash::Before(1), Crash::After(0), Crash::Before(0)] {
            for pause in [SignedDuration::ZERO, SignedDuration::from_hours(1)] {
                let (scene, process) = refused(votes, Some("77"), 403, 50_013).await;
                drop(process);
                scene.discord.fails([Some(Fault::Lost)]);
                let [trouble] = scene.troubles().await.try_into().unwrap();
                let first = scene.process(crash).delivers(&trouble.topic).await;
                assert_eq!(first.is_ok(), crash == Crash::Never);
                scene.clock.advance(pause);
                let second = scene.process(Crash::Never).delivers(&trouble.topic).await;
                assert_eq!(second, Ok(Delivered::Done));
                assert_eq!(scene.discord.messages().len(), 1, "{votes:?} {crash:?} {pause:?}");
                let [trouble] = scene.troubles().await.try_into().unwrap();
                assert_eq!(trouble.posted().len(), 1);
            }
        }
    }
}

#[tokio::test]
async fn what_was_mended_before_it_was_told_is_not_told() {
    let (scene, process) = refused(Some("40"), None, 403, 50_013).await;
    scene.discord.allows("20");
    assert_eq!(process.delivers(&digest()).await, Ok(Delivered::Done));
    tells(&scene, &process).await;
    assert_eq!(scene.messages_in("40").len(), 0);
}

#[tokio::test]
async fn what_can_not_be_known_is_parked_and_told_and_found_when_the_history_can_be_read() {
    let scene = Scene::new().await;
    settings(&scene, Some("40"), None).await;
    scene.queues(&digest()).await;
    scene.discord.fails([Some(Fault::Lost)]);
    let first = scene.process(Crash::Before(1));
    first.deliverer.deliver(guild(), &digest()).await.unwrap();
    scene.clock.advance(SignedDuration::from_hours(1));
    scene.discord.hides_history(true);
    let second = scene.process(Crash::Never);
    for _ in 0..2 {
        let parked = second.delivers(&digest()).await;
        assert_eq!(parked, Ok(Delivered::Parked(Obstacle::Unknown)));
    }
    assert_eq!(scene.messages_in("20").len(), 1, "nothing is guessed");
    tells(&scene, &second).await;
    let told = scene.messages_in("40");
    assert_eq!(told.len(), 1);
    assert!(text(&told[0]).contains("https://discord.com/channels/10/20"));
    scene.discord.hides_history(false);
    assert_eq!(second.delivers(&digest()).await, Ok(Delivered::Done));
    let messages = scene.messages_in("20");
    scene.is_said_by(&digest(), &messages, "found").await;
}

#[tokio::test]
async fn what_is_refused_while_it_is_not_known_whether_it_was_said_is_looked_for() {
    for said in [true, false] {
        let scene = Scene::new().await;
        settings(&scene, Some("40"), None).await;
        scene.queues(&digest()).await;
        let fault = if said { Fault::Lost } else { Fault::Failed };
        scene.discord.fails([Some(fault)]);
        let first = scene.process(Crash::Never);
        first.deliverer.deliver(guild(), &digest()).await.unwrap();
        // Within the time in which Discord knows the nonce, but it looks at permissions first.
        scene.discord.refuses("20", 403, 50_013);
        let delivered = scene.process(Crash::Never).delivers(&digest()).await;
        // The parts that were not said wait; it is known which they are.
        assert_eq!(delivered, Ok(Delivered::Parked(Obstacle::PermissionMissing)));
        assert_eq!(scene.notice(&digest()).await.posted().len(), usize::from(said));
        assert_eq!(scene.messages_in("20").len(), usize::from(said));
    }
}

#[tokio::test]
async fn a_closed_vote_whose_message_can_not_be_edited_waits_and_is_told_once() {
    let scene = Scene::new().await;
    settings(&scene, None, Some("77")).await;
    let process = scene.process(Crash::Never);
    process.proposes(scene.clock.now()).await;
    assert_eq!(process.delivers(&VOTE).await, Ok(Delivered::Done));
    process.closes(&scene.clock).await;
    scene.discord.refuses("20", 403, 50_001);
    let ending = Topic::Ending(ProposalNumber::FIRST);
    for topic in [&ending, &OUTCOME, &ending] {
        let parked = process.delivers(topic).await;
        assert_eq!(parked, Ok(Delivered::Parked(Obstacle::PermissionMissing)));
    }
    tells(&scene, &process).await;
    assert_eq!(scene.messages_in(DM).len(), 1);
    scene.discord.allows("20");
    for topic in [&ending, &OUTCOME] {
        assert_eq!(process.delivers(topic).await, Ok(Delivered::Done));
    }
    assert_eq!(scene.messages_in("20")[0].body["components"], json!([]));
}

#[tokio::test]
async fn a_change_of_places_has_what_was_refused_tried_at_once() {
    let (scene, process) = refused(None, None, 403, 50_013).await;
    let mut running = Running::start(process);
    // The trouble ends without anybody to be told.
    running.says().await;
    scene.discord.allows("20");
    running.service.mended(guild());
    running.says().await;
    assert!(!scene.notice(&digest()).await.is_open());
    running.stop().await;
}

#[tokio::test]
async fn an_outage_parks_nothing_and_what_waited_goes_on_when_it_is_over() {
    let scene = Scene::new().await;
    settings(&scene, Some("40"), Some("77")).await;
    scene.queues(&digest()).await;
    scene.discord.refuses("20", 404, 10_003);
    // Nothing was heard of the guild yet: an unknown channel may be one of a guild that is unavailable.
    let process = scene.deaf_process(Crash::Never);
    assert_eq!(process.delivers(&digest()).await, Ok(Delivered::Away));
    process.service.lose(guild(), scene.clock.now()).await.unwrap();
    let asked = scene.discord.stand_in.seen().len();
    assert_eq!(process.delivers(&digest()).await, Ok(Delivered::Away));
    assert_eq!(scene.discord.stand_in.seen().len(), asked, "it is not even tried");
    assert_eq!(scene.troubles().await, []);
    scene.discord.allows("20");
    let service = process.service.clone();
    let mut running = Running::start(process);
    service
        .meet(guild(), "77".parse().unwrap(), &[], now())
        .await
        .unwrap();
    running.says().await;
    let messages = scene.messages_in("20");
    scene.is_said_by(&digest(), &messages, "after the outage").await;
    running.stop().await;
}

#[tokio::test]
async fn a_guild_that_the_bot_left_is_told_nothing_until_the_bot_is_back() {
    let scene = Scene::new().await;
    settings(&scene, Some("40"), Some("77")).await;
    scene.queues(&digest()).await;
    let process = scene.process(Crash::Never);
    process.service.leave(guild(), now()).await.unwrap();
    assert_eq!(process.delivers(&digest()).await, Ok(Delivered::Away));
    assert_eq!(scene.discord.stand_in.seen().len(), 0);
    let service = process.service.clone();
    let mut running = Running::start(process);
    service.hear(guild(), now()).await.unwrap();
    running.says().await;
    assert!(!scene.notice(&digest()).await.is_open());
    running.stop().await;
}

#[tokio::test]
async fn a_votes_message_that_somebody_deleted_is_edited_no_more_and_posted_again() {
    let scene = Scene::new().await;
    let process = scene.process(Crash::Never);
    process.proposes(scene.clock.now()).await;
    assert_eq!(process.delivers(&VOTE).await, Ok(Delivered::Done));
    scene.discord.deletes_all();
    for _ in 0..3 {
        process.deliverer.show_now(guild(), ProposalNumber::FIRST).await;
    }
    assert_eq!(scene.discord.count("PATCH"), 1);
    process.closes(&scene.clock).await;
    // The end waits for the new message, which shows it at once.
    let ending = Topic::Ending(ProposalNumber::FIRST);
    assert_eq!(process.delivers(&ending).await, Ok(Delivered::Done));
    assert_eq!(process.delivers(&OUTCOME).await, Ok(Delivered::Done));
    let mut messages = scene.messages_in("20");
    messages.retain(|message| !message.deleted);
    assert_eq!(messages.len(), 2, "the vote and its outcome: {messages:?}");
    assert_eq!(messages[0].body["components"], json!([]));
    assert_eq!(scene.notice(&REPOST).await.posted().len(), 1);
}

#[tokio::test]
async fn a_repost_of_which_nothing_was_heard_is_not_taken_for_the_message_before_it() {
    let scene = Scene::new().await;
    let first = scene.process(Crash::Never);
    first.proposes(scene.clock.now()).await;
    assert_eq!(first.delivers(&VOTE).await, Ok(Delivered::Done));
    // It is gone, for all that Discord says, and comes back in the history: its buttons are those of the new one.
    let gone = scene.notice(&VOTE).await.posted()[0].message;
    let service = &first.service;
    let queued = service.message_gone(guild(), ProposalNumber::FIRST, Some(gone), scene.clock.now());
    queued.await.unwrap();
    scene.discord.fails([Some(Fault::Lost)]);
    let lost = first.deliverer.deliver(guild(), &REPOST).await;
    assert_eq!(lost, Ok(Delivered::Later(PACE.retry)));
    drop(first);
    scene.clock.advance(SignedDuration::from_mins(5));
    let second = scene.process(Crash::Never);
    assert_eq!(second.delivers(&REPOST).await, Ok(Delivered::Done));
    let messages = scene.messages_in("20");
    assert_eq!(messages.len(), 2);
    let posted = scene.notice(&REPOST).await.posted()[0].message;
    assert_eq!(posted.get(), messages[1].id);
}

#[tokio::test]
async fn a_votes_message_that_may_not_be_edited_is_edited_again_when_that_may_be_mended() {
    let scene = Scene::new().await;
    let process = scene.process(Crash::Never);
    process.proposes(scene.clock.now()).await;
    assert_eq!(process.delivers(&VOTE).await, Ok(Delivered::Done));
    scene.discord.refuses("20", 403, 50_001);
    for _ in 0..3 {
        process.deliverer.show_now(guild(), ProposalNumber::FIRST).await;
    }
    assert_eq!(
        scene.discord.count("PATCH"),
        1,
        "a refusal is not asked for again"
    );
    scene.discord.allows("20");
    let (deliverer, service) = (process.deliverer.clone(), process.service.clone());
    let running = Running::start(process);
    service.mended(guild());
    let edited = async {
        while scene.discord.count("PATCH") < 2 || !deliverer.refusals().is_empty() {
            tokio::task::yield_now().await;
        }
    };
    let edited = tokio::time::timeout(Duration::from_secs(20), edited).await;
    edited.expect("it is not shown again");
    running.stop().await;
}

#[tokio::test]
async fn a_tally_that_did_not_come_through_is_shown_again_without_another_press() {
    let scene = Scene::new().await;
    let process = scene.process(Crash::Never);
    process.proposes(scene.clock.now()).await;
    assert_eq!(process.delivers(&VOTE).await, Ok(Delivered::Done));
    // As many as one edit is repeated, and one more.
    scene.discord.fails([Some(Fault::Failed); 3]);
    let service = process.service.clone();
    let running = Running::start(process);
    // The guild is there again, and its votes are shown.
    service.presence().note(guild(), Whereabouts::Unavailable);
    service.hear(guild(), now()).await.unwrap();
    let edited = async {
        while scene.discord.count("PATCH") < 4 {
            tokio::task::yield_now().await;
        }
    };
    let edited = tokio::time::timeout(Duration::from_secs(20), edited).await;
    edited.expect("it is not shown again");
    running.stop().await;
}

#[tokio::test]
async fn discord_says_when_to_try_again() {
    let scene = Scene::new().await;
    scene.queues(&digest()).await;
    // Without a figure five seconds are waited for.
    scene.discord.refuses("20", 429, 0);
    let process = scene.process(Crash::Never);
    let delivered = process.deliverer.deliver(guild(), &digest()).await;
    assert_eq!(delivered, Ok(Delivered::Later(Duration::from_secs(5))));
}

#[test]
fn without_a_sign_it_is_tried_once_a_day() {
    assert_eq!(Pace::default().parked, Duration::from_hours(24));
}
