//! Guilds that come and go.

use super::*;
use crate::scheduler::Done;
use crate::service::{GRACE, Whereabouts};
use crate::storage::Revision;

const SECOND: SignedDuration = SignedDuration::from_secs(1);

fn other() -> GuildId {
    "11".parse().unwrap()
}

fn owner() -> MemberId {
    "1".parse().unwrap()
}

impl Room {
    async fn meets(&self, guild: GuildId, at: Timestamp) {
        self.service.meet(guild, owner(), &[], at).await.unwrap();
    }

    async fn leaves(&self, guild: GuildId, at: Timestamp) {
        self.service.leave(guild, at).await.unwrap();
    }

    async fn left(&self, guild: GuildId) -> Option<Timestamp> {
        self.store.settings(guild).await.unwrap().value.left
    }

    /// What a scheduler that starts now does at `at`.
    async fn ticks(&self, at: Timestamp) -> Vec<Done> {
        let scheduler = Scheduler::new(self.service.clone());
        scheduler.load().await.unwrap();
        scheduler.tick(at).await.unwrap()
    }

    async fn rows(&self, guild: GuildId) -> Vec<Row> {
        self.store.rows(Some(guild), None, 100).await.unwrap()
    }
}

/// A guild with a vote, a setup and what comes of them, and another guild.
async fn two_guilds() -> Room {
    let room = room(Arc::new(MemoryStore::new()), Vec::new());
    for guild in [guild(), other()] {
        room.meets(guild, start()).await;
    }
    room.sets_digests(start(), 30).await;
    room.proposes(start(), "crossplane", "trial").await;
    room
}

#[tokio::test]
async fn what_a_guild_left_behind_is_purged_after_the_grace_period_and_no_sooner() {
    let room = two_guilds().await;
    let others = room.rows(other()).await;
    room.leaves(guild(), start()).await;
    let scheduler = Scheduler::new(room.service.clone());
    scheduler.load().await.unwrap();
    let closed = Done::Closed(guild(), ProposalNumber::FIRST);
    assert_eq!(scheduler.tick(start() + GRACE - SECOND).await.unwrap(), [closed]);
    assert!(!room.rows(guild()).await.is_empty());
    let purged = scheduler.tick(start() + GRACE).await.unwrap();
    assert_eq!(purged, [Done::Purged(guild())]);
    assert_eq!(room.rows(guild()).await, Vec::new());
    assert_eq!(room.rows(other()).await, others);
    assert_eq!(room.service.agenda().next(), None);
    assert_eq!(scheduler.tick(start() + GRACE * 2).await.unwrap(), []);
}

#[tokio::test]
async fn an_open_vote_goes_with_its_guild() {
    let room = two_guilds().await;
    // As if the deadline were far: the departure was stored long ago.
    room.leaves(guild(), start() - GRACE).await;
    assert_eq!(room.ticks(start()).await, [Done::Purged(guild())]);
    assert_eq!(
        room.service.agenda().next(),
        None,
        "nothing is left to be counted"
    );
}

#[tokio::test]
async fn the_votes_of_a_guild_that_the_bot_left_are_counted_in_time() {
    let room = two_guilds().await;
    room.leaves(guild(), start()).await;
    let later = start() + HOUR * 2;
    assert_eq!(
        room.ticks(later).await,
        [Done::Closed(guild(), ProposalNumber::FIRST)]
    );
    let notice = room.notice(&Topic::Outcome(ProposalNumber::FIRST)).await;
    assert_eq!(
        notice.delivery,
        Delivery::Pending,
        "it waits for the bot to be back"
    );
}

#[tokio::test]
async fn a_guild_that_the_bot_comes_back_to_keeps_everything() {
    let mut room = two_guilds().await;
    room.leaves(guild(), start()).await;
    let rows = room.rows(guild()).await.len();
    while room.events.try_recv().is_ok() {}
    room.meets(guild(), start() + HOUR).await;
    assert_eq!(room.left(guild()).await, None);
    assert_eq!(room.events.try_recv(), Ok(Event::Available(guild())));
    let done = room.ticks(start() + GRACE * 2).await;
    assert_eq!(done, [Done::Closed(guild(), ProposalNumber::FIRST)]);
    assert!(room.rows(guild()).await.len() >= rows);
}

#[tokio::test]
async fn a_departure_survives_a_restart_and_the_first_one_counts() {
    let store = Arc::new(MemoryStore::new());
    let before = room(Arc::clone(&store), Vec::new());
    before.meets(guild(), start()).await;
    before.leaves(guild(), start()).await;
    before.leaves(guild(), start() + HOUR).await;
    assert_eq!(before.left(guild()).await, Some(start()));
    drop(before);
    let after = room(store, Vec::new());
    assert_eq!(after.ticks(start() + GRACE).await, [Done::Purged(guild())]);
}

#[tokio::test]
async fn an_outage_is_no_departure() {
    let mut room = two_guilds().await;
    while room.events.try_recv().is_ok() {}
    room.service.lose(guild(), start()).await.unwrap();
    assert_eq!(room.service.presence().of(guild()), Whereabouts::Unavailable);
    assert_eq!(room.left(guild()).await, None);
    let done = room.ticks(start() + GRACE * 2).await;
    assert_eq!(done, [Done::Closed(guild(), ProposalNumber::FIRST)]);
    while room.events.try_recv().is_ok() {}
    room.meets(guild(), start() + GRACE * 2).await;
    assert_eq!(room.events.try_recv(), Ok(Event::Available(guild())));
    room.meets(guild(), start() + GRACE * 2).await;
    assert!(room.events.try_recv().is_err(), "it was there");
}

#[tokio::test]
async fn who_is_not_on_the_roll_has_left_and_who_is_on_it_is_back() {
    let third: GuildId = "12".parse().unwrap();
    let room = two_guilds().await;
    room.meets(third, start()).await;
    let asked = |asked: GuildId| asked != third;
    // A session of another shard says nothing of the third.
    room.service
        .call_the_roll(asked, &[other()], start())
        .await
        .unwrap();
    assert_eq!(room.left(guild()).await, Some(start()));
    assert_eq!(room.left(other()).await, None);
    assert_eq!(room.left(third).await, None);
    room.service
        .call_the_roll(asked, &[guild(), other()], start() + HOUR)
        .await
        .unwrap();
    assert_eq!(room.left(guild()).await, None);
    assert_eq!(room.service.presence().of(guild()), Whereabouts::Unknown);
    assert_eq!(room.ticks(start() + GRACE).await.len(), 1, "the vote is counted");
}

#[tokio::test]
async fn a_new_session_tells_anew_which_guilds_can_be_used() {
    let mut room = two_guilds().await;
    assert_eq!(room.service.presence().of(guild()), Whereabouts::Here);
    while room.events.try_recv().is_ok() {}
    // The guild is on the roll, and may be unavailable until something else is heard.
    let roll = [guild(), other()];
    room.service
        .call_the_roll(|_| true, &roll, start())
        .await
        .unwrap();
    assert_eq!(room.service.presence().of(guild()), Whereabouts::Unknown);
    room.meets(guild(), start() + HOUR).await;
    assert_eq!(room.events.try_recv(), Ok(Event::Available(guild())));
}

#[tokio::test]
async fn whoever_uses_a_command_is_in_a_guild_that_the_bot_has_not_left() {
    let room = two_guilds().await;
    room.leaves(guild(), start()).await;
    // What was done before and is handled late says nothing.
    room.service.hear(guild(), start() - SECOND).await.unwrap();
    assert_eq!(room.left(guild()).await, Some(start()));
    assert_eq!(room.service.presence().of(guild()), Whereabouts::Left);
    room.service.hear(guild(), start() + SECOND).await.unwrap();
    assert_eq!(room.left(guild()).await, None);
    assert_eq!(room.service.presence().of(guild()), Whereabouts::Here);
}

#[tokio::test]
async fn whoever_remembers_a_guild_is_told_when_to_forget_it() {
    let mut room = two_guilds().await;
    while room.events.try_recv().is_ok() {}
    room.leaves(guild(), start() - GRACE).await;
    assert_eq!(room.events.try_recv(), Ok(Event::Left(guild())));
    assert_eq!(room.ticks(start()).await, [Done::Purged(guild())]);
    assert_eq!(room.events.try_recv(), Ok(Event::Left(guild())));
}

#[tokio::test]
async fn a_guild_of_which_nothing_is_stored_leaves_no_trace() {
    let room = room(Arc::new(MemoryStore::new()), Vec::new());
    room.leaves(guild(), start()).await;
    assert_eq!(room.store.guilds().await.unwrap(), []);
    assert_eq!(
        room.store.settings(guild()).await.unwrap().revision,
        Revision::ABSENT
    );
}
