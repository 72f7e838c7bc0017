//! Presses that are made while the bot can not hear are lost: votes are longer by such a time, once.

use super::*;
use crate::hearing::Hearing;
use crate::outbox::Update;
use crate::scheduler::Scheduler;
use crate::vote::{MOST_EXTENSION, Proposal};

const FIRST: ProposalNumber = ProposalNumber::FIRST;
const MINUTE: SignedDuration = SignedDuration::from_mins(1);

/// A bot that hears, with a vote of this length that was opened at the start.
async fn room_with_vote(duration: &str) -> (Room, Scheduler) {
    let room = room(Arc::default(), Vec::new());
    hears(room.service.hearing());
    let propose = Propose {
        blip: "crossplane".to_owned(),
        ring: "trial".to_owned(),
        reason: None,
        quadrant: None,
        summary: None,
        policy: None,
        duration: Some(duration.to_owned()),
    };
    room.asks(&call(start(), 20, 1, 0), Request::Propose(propose))
        .await
        .unwrap();
    let scheduler = Scheduler::new(room.service.clone());
    scheduler.load().await.unwrap();
    (room, scheduler)
}

fn hears(hearing: &Hearing) {
    hearing.shards(1, start());
    hearing.back(0, start());
}

/// Nothing is heard from a moment on, for so long.
fn is_deaf(room: &Room, from: Timestamp, long: SignedDuration) -> Timestamp {
    room.service.hearing().lost(0, from);
    let until = from + long;
    room.service.hearing().back(0, until);
    room.service.heard_again(|_| true, until);
    until
}

async fn vote(room: &Room) -> Proposal {
    room.store.proposal(guild(), FIRST).await.unwrap().unwrap().value
}

async fn extended_by(room: &Room, duration: SignedDuration) -> SignedDuration {
    let closes_at = vote(room).await.closes_at;
    closes_at.duration_since(start() + duration)
}

async fn notices_of_extensions(room: &Room) -> usize {
    let notices = room.store.notices(guild()).await.unwrap();
    let extended = notices
        .iter()
        .filter(|stored| matches!(stored.value.topic, Topic::Update(FIRST, Update::Extended(_))));
    extended.count()
}

#[tokio::test]
async fn bot_offline_nine_minutes_change_nothing_and_ten_of_two_hours_extend() {
    let (room, scheduler) = room_with_vote("100m").await;
    let length = MINUTE * 100;
    let back = is_deaf(&room, start() + MINUTE, MINUTE * 9);
    scheduler.tick(back).await.unwrap();
    assert_eq!(extended_by(&room, length).await, SignedDuration::ZERO);
    let back = is_deaf(&room, back + MINUTE, MINUTE * 10);
    scheduler.tick(back).await.unwrap();
    assert_eq!(extended_by(&room, length).await, MINUTE * 10);
    assert_eq!(notices_of_extensions(&room).await, 1);
    scheduler.tick(back + MINUTE).await.unwrap();
    assert_eq!(extended_by(&room, length).await, MINUTE * 10, "once");
    assert_eq!(notices_of_extensions(&room).await, 1);
}

#[tokio::test]
async fn bot_offline_ten_minutes_of_seven_days_are_too_little_to_matter() {
    let (room, scheduler) = room_with_vote("7d").await;
    let back = is_deaf(&room, start() + MINUTE, MINUTE * 10);
    scheduler.tick(back).await.unwrap();
    assert_eq!(extended_by(&room, HOUR * 24 * 7).await, SignedDuration::ZERO);
}

#[tokio::test]
async fn bot_offline_for_days_extends_by_two_of_them() {
    let (room, scheduler) = room_with_vote("7d").await;
    let back = is_deaf(&room, start() + MINUTE, HOUR * 24 * 3);
    scheduler.tick(back).await.unwrap();
    assert_eq!(extended_by(&room, HOUR * 24 * 7).await, MOST_EXTENSION);
}

#[tokio::test]
async fn bot_offline_at_the_deadline_counts_nothing_and_extends_from_its_return() {
    let (room, scheduler) = room_with_vote("2h").await;
    let ended = start() + HOUR * 2;
    let lost = ended - MINUTE * 30;
    room.service.hearing().lost(0, lost);
    for late in [ended, ended + CLOSE_GRACE, ended + HOUR] {
        assert_eq!(scheduler.tick(late).await.unwrap(), [], "nobody can be heard");
    }
    assert_eq!(vote(&room).await.status, Status::Open);
    let back = is_deaf(&room, lost, HOUR * 2);
    assert_eq!(scheduler.tick(back).await.unwrap(), []);
    assert_eq!(vote(&room).await.closes_at, back + MINUTE * 30);
    let closed = scheduler.tick(back + MINUTE * 30 + CLOSE_GRACE).await.unwrap();
    assert_eq!(closed.len(), 1);
}

#[tokio::test]
async fn bot_offline_for_a_moment_at_the_deadline_counts_at_once_when_it_is_back() {
    let (room, scheduler) = room_with_vote("2h").await;
    let ended = start() + HOUR * 2;
    room.service.hearing().lost(0, ended - MINUTE);
    assert_eq!(scheduler.tick(ended + CLOSE_GRACE).await.unwrap(), []);
    let back = is_deaf(&room, ended - MINUTE, MINUTE * 2);
    assert_eq!(scheduler.tick(back).await.unwrap().len(), 1);
    assert_eq!(notices_of_extensions(&room).await, 0);
}

#[tokio::test]
async fn bot_offline_between_two_processes_extends_once() {
    let (before, scheduler) = room_with_vote("2h").await;
    let last = start() + MINUTE * 20;
    scheduler.tick(last).await.unwrap();
    let store = Arc::clone(&before.store);
    // It is killed. No tick came after that one, so the store knows its time.
    drop((before, scheduler));
    assert_eq!(store.heard().await.unwrap(), Some(last));
    let now = last + HOUR;
    for (restart, expected) in [(now, HOUR), (now + MINUTE * 5, HOUR)] {
        let after = room(Arc::clone(&store), Vec::new());
        let scheduler = Scheduler::new(after.service.clone());
        scheduler.load().await.unwrap();
        scheduler.recall_hearing().await.unwrap();
        after.service.hearing().shards(1, restart);
        scheduler.tick(restart).await.unwrap();
        after.service.hearing().back(0, restart);
        after.service.heard_again(|_| true, restart);
        scheduler.tick(restart).await.unwrap();
        assert_eq!(extended_by(&after, HOUR * 2).await, expected);
        scheduler.note_end(restart + MINUTE).await.unwrap();
        assert_eq!(store.heard().await.unwrap(), Some(restart + MINUTE));
    }
}

#[tokio::test]
async fn bot_offline_and_killed_before_the_extension_was_stored_finds_the_outage_again() {
    let (room, scheduler) = room_with_vote("2h").await;
    let lost = start() + MINUTE * 20;
    scheduler.tick(lost).await.unwrap();
    // It hears again, and ends before a tick came.
    let back = is_deaf(&room, lost, HOUR);
    scheduler.note_end(back + MINUTE).await.unwrap();
    assert_eq!(room.store.heard().await.unwrap(), Some(lost));
}

#[tokio::test]
async fn a_press_right_after_the_bots_return_counts_though_the_deadline_had_passed() {
    let (room, _scheduler) = room_with_vote("2h").await;
    let ended = start() + HOUR * 2;
    let back = is_deaf(&room, ended - HOUR, HOUR * 2);
    // Faster than any tick.
    let press = call(back + MINUTE, 20, 2, 0);
    let recorded = room
        .asks(&press, Request::Cast(FIRST, Choice::InFavor))
        .await
        .unwrap();
    let Response::Recorded(recorded) = recorded else {
        panic!("{recorded:?}");
    };
    assert_eq!(recorded.closes_at, back + HOUR);
    let ballots = room.store.ballots(guild(), FIRST).await.unwrap();
    assert_eq!(ballots.len(), 1);
}

#[tokio::test]
async fn an_outage_of_the_server_extends_its_votes_as_one_of_the_gateway_does() {
    for (minutes, expected) in [(9, 0), (10, 10), (30, 30)] {
        let (room, scheduler) = room_with_vote("100m").await;
        let hearing = room.service.hearing();
        let lost = start() + MINUTE;
        hearing.guild_lost(guild(), lost);
        let back = lost + MINUTE * minutes;
        hearing.guild_back(guild(), back);
        room.service.heard_again(|_| true, back);
        for now in [back, back + MINUTE] {
            scheduler.tick(now).await.unwrap();
            assert_eq!(
                extended_by(&room, MINUTE * 100).await,
                MINUTE * expected,
                "{minutes}"
            );
        }
        assert_eq!(notices_of_extensions(&room).await, usize::from(expected > 0));
    }
}

#[tokio::test]
async fn a_server_in_an_outage_has_no_vote_counted_until_it_is_back() {
    let (room, scheduler) = room_with_vote("2h").await;
    let ended = start() + HOUR * 2;
    room.service.hearing().guild_lost(guild(), ended - MINUTE * 30);
    assert_eq!(scheduler.tick(ended + CLOSE_GRACE).await.unwrap(), []);
    let back = ended + HOUR;
    room.service.hearing().guild_back(guild(), back);
    room.service.heard_again(|_| true, back);
    assert_eq!(scheduler.tick(back).await.unwrap(), []);
    assert_eq!(vote(&room).await.closes_at, back + MINUTE * 30);
    let closed = scheduler.tick(back + MINUTE * 30 + CLOSE_GRACE).await.unwrap();
    assert_eq!(closed.len(), 1);
}

/// A process that starts at `at` on the store of another one, with a session that lists the guild.
async fn restarted(store: &Arc<MemoryStore>, at: Timestamp) -> (Room, Scheduler) {
    let room = room(Arc::clone(store), Vec::new());
    let scheduler = Scheduler::new(room.service.clone());
    scheduler.load().await.unwrap();
    scheduler.recall_hearing().await.unwrap();
    let hearing = room.service.hearing();
    hearing.shards(1, at);
    hearing.back(0, at);
    hearing.guilds_are(&[guild()], |_| true);
    (room, scheduler)
}

/// The guild comes.
async fn comes(room: &Room, at: Timestamp) {
    room.service.hearing().guild_back(guild(), at);
    room.service.heard_again(|_| true, at);
    let owner = MemberId::try_from(1).unwrap();
    room.service.meet(guild(), owner, &[], at).await.unwrap();
}

#[tokio::test]
async fn an_outage_of_the_server_that_began_before_a_restart_extends_by_all_of_it_once() {
    let (before, scheduler) = room_with_vote("2h").await;
    let lost = start() + MINUTE * 10;
    before.service.hearing().guild_lost(guild(), lost);
    before.service.lose(guild(), lost).await.unwrap();
    let store = Arc::clone(&before.store);
    // The connection is there all the time, and the process is killed.
    scheduler.tick(lost + MINUTE * 20).await.unwrap();
    drop((before, scheduler));
    let (room, scheduler) = restarted(&store, lost + MINUTE * 21).await;
    assert_eq!(scheduler.tick(lost + MINUTE * 21).await.unwrap(), []);
    let back = lost + MINUTE * 30;
    comes(&room, back).await;
    for now in [back, back + MINUTE] {
        scheduler.tick(now).await.unwrap();
        assert_eq!(extended_by(&room, HOUR * 2).await, MINUTE * 30);
    }
    assert_eq!(notices_of_extensions(&room).await, 1);
    drop((room, scheduler));
    // It is over for the next one, too.
    assert_eq!(store.settings(guild()).await.unwrap().value.outage, None);
    let later = back + MINUTE * 20;
    let (room, scheduler) = restarted(&store, later).await;
    comes(&room, later).await;
    scheduler.tick(later).await.unwrap();
    let lost_since = MINUTE * 19;
    assert_eq!(
        extended_by(&room, HOUR * 2).await,
        MINUTE * 30 + lost_since,
        "what that restart took, and nothing twice"
    );
}

#[tokio::test]
async fn an_outage_of_the_server_in_which_the_bot_starts_extends_its_votes() {
    let (before, scheduler) = room_with_vote("2h").await;
    let last = start() + MINUTE * 10;
    scheduler.tick(last).await.unwrap();
    let store = Arc::clone(&before.store);
    drop((before, scheduler));
    let (room, scheduler) = restarted(&store, last + MINUTE).await;
    scheduler.tick(last + MINUTE).await.unwrap();
    let back = last + MINUTE * 25;
    comes(&room, back).await;
    scheduler.tick(back).await.unwrap();
    assert_eq!(extended_by(&room, HOUR * 2).await, MINUTE * 25);
    assert_eq!(notices_of_extensions(&room).await, 1);
}

#[tokio::test]
async fn an_outage_is_stored_only_where_a_vote_is_open() {
    let room = room(Arc::default(), Vec::new());
    room.service.lose(guild(), start()).await.unwrap();
    assert_eq!(room.store.settings(guild()).await.unwrap().value.outage, None);
    assert_eq!(room.store.guilds().await.unwrap(), []);
}
