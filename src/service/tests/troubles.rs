//! What waits, and what maintainers are told of it.

use super::*;
use crate::outbox::Trouble;
use crate::service::Waiting;

fn digest(id: &str) -> Topic {
    Topic::Digest(EditionId::parse(id).unwrap())
}

fn trouble(why: Obstacle, of: u64, count: u32) -> Topic {
    let channel = channel(of);
    Topic::Trouble(Trouble { why, channel, count })
}

impl Room {
    async fn queues(&self, topic: &Topic, to: u64) {
        self.queues_at(topic, to, start()).await;
    }

    async fn queues_at(&self, topic: &Topic, to: u64, at: Timestamp) {
        let notice = Notice::new(guild(), topic.clone(), channel(to), at);
        let batch = Batch::new().create(Row::Notice(notice));
        self.store.commit(batch).await.unwrap();
    }

    async fn parks(&self, topic: &Topic, why: Obstacle) {
        let mut stored = self.store.notice(guild(), topic).await.unwrap().unwrap();
        let delivery = Delivery::Parked {
            why,
            at: start(),
            parts: Vec::new(),
            posted: Vec::new(),
        };
        assert!(self.service.park(&mut stored, delivery, start()).await.unwrap());
    }

    async fn says(&self, topic: &Topic) {
        let stored = self.store.notice(guild(), topic).await.unwrap().unwrap();
        let delivery = Delivery::Sent {
            posted: Vec::new(),
            at: start(),
        };
        let notice = Notice {
            delivery,
            ..stored.value
        };
        let batch = Batch::new().replace(stored.revision, Row::Notice(notice));
        self.store.commit(batch).await.unwrap();
    }

    async fn troubles(&self) -> Vec<Topic> {
        let notices = self.store.notices(guild()).await.unwrap().into_iter();
        let topics = notices.map(|stored| stored.value.topic);
        topics
            .filter(|topic| matches!(topic, Topic::Trouble(_)))
            .collect()
    }
}

#[tokio::test]
async fn each_cause_is_told_once_until_it_is_mended() {
    let room = room(Arc::new(MemoryStore::new()), Vec::new());
    let (first, second) = (digest("2026-11-26"), digest("2026-11-27"));
    let missing = Obstacle::PermissionMissing;
    room.queues(&first, 30).await;
    room.queues(&second, 30).await;
    room.parks(&first, missing).await;
    assert_eq!(room.troubles().await, [trouble(missing, 30, 1)]);
    // The daily attempt fails, and another notice meets the same.
    room.parks(&first, missing).await;
    room.parks(&second, missing).await;
    assert_eq!(room.troubles().await.len(), 1);
    room.says(&first).await;
    room.parks(&second, missing).await;
    assert_eq!(room.troubles().await.len(), 1, "one still waits");
    room.says(&second).await;
    let third = digest("2026-11-28");
    room.queues_at(&third, 30, start() + HOUR).await;
    room.parks(&third, missing).await;
    assert_eq!(
        room.troubles().await,
        [trouble(missing, 30, 1), trouble(missing, 30, 2)],
        "it was mended, and came again"
    );
}

#[tokio::test]
async fn a_cause_that_was_told_is_not_told_again_because_an_attempt_failed_in_between() {
    let room = room(Arc::new(MemoryStore::new()), Vec::new());
    let topic = digest("2026-11-26");
    room.queues(&topic, 30).await;
    room.parks(&topic, Obstacle::ChannelGone).await;
    // The next attempt does not get through, so that nothing says any more what stood in its way before.
    let stored = room.store.notice(guild(), &topic).await.unwrap().unwrap();
    let delivery = Delivery::Sending {
        parts: vec!["{}".to_owned()],
        posted: Vec::new(),
        first_try: start() + HOUR,
    };
    let notice = Notice {
        delivery,
        ..stored.value
    };
    let batch = Batch::new().replace(stored.revision, Row::Notice(notice));
    room.store.commit(batch).await.unwrap();
    room.parks(&topic, Obstacle::ChannelGone).await;
    assert_eq!(room.troubles().await, [trouble(Obstacle::ChannelGone, 30, 1)]);
}

#[tokio::test]
async fn another_channel_and_another_obstacle_are_other_causes() {
    let room = room(Arc::new(MemoryStore::new()), Vec::new());
    for (id, to, why) in [
        ("1", 30, Obstacle::PermissionMissing),
        ("2", 31, Obstacle::PermissionMissing),
        ("3", 31, Obstacle::Unknown),
    ] {
        room.queues(&digest(id), to).await;
        room.parks(&digest(id), why).await;
    }
    assert_eq!(room.troubles().await.len(), 3);
    // What stood in the way of one notice changes.
    room.parks(&digest("1"), Obstacle::ChannelGone).await;
    assert_eq!(room.troubles().await.len(), 4);
}

#[tokio::test]
async fn the_cause_is_told_in_the_votes_channel_unless_that_is_the_one() {
    let mut room = room(Arc::new(MemoryStore::new()), Vec::new());
    let setup = SetupRequest {
        votes: Some(channel(40)),
        ..SetupRequest::default()
    };
    room.asks(&call(start(), 20, 1, 0), Request::Setup(setup))
        .await
        .unwrap();
    for (id, to) in [("1", 30), ("2", 40)] {
        room.queues(&digest(id), to).await;
        while room.events.try_recv().is_ok() {}
        room.parks(&digest(id), Obstacle::ChannelGone).await;
        let topic = trouble(Obstacle::ChannelGone, to, 1);
        assert_eq!(room.notice(&topic).await.channel, channel(40));
        assert_eq!(room.events.try_recv(), Ok(Event::Queued(guild(), topic)));
    }
}

#[tokio::test]
async fn the_bare_setup_tells_what_waits_and_any_other_has_it_tried_again() {
    let mut room = room(Arc::new(MemoryStore::new()), Vec::new());
    let (first, second) = (digest("2026-11-26"), digest("2026-11-27"));
    for topic in [&first, &second] {
        room.queues(topic, 30).await;
        room.parks(topic, Obstacle::PermissionMissing).await;
    }
    let bare = Request::Setup(SetupRequest::default());
    let shown = room.asks(&call(start(), 20, 1, 0), bare).await.unwrap();
    let Response::Setup { waiting, .. } = shown else {
        panic!("{shown:?}");
    };
    let expected = Waiting {
        why: Obstacle::PermissionMissing,
        channel: channel(30),
        since: start(),
        topics: vec![first, second],
    };
    assert_eq!(waiting, [expected]);
    while room.events.try_recv().is_ok() {}
    room.sets_digests(start(), 30).await;
    let mut events = Vec::new();
    while let Ok(event) = room.events.try_recv() {
        events.push(event);
    }
    assert!(events.contains(&Event::Mended(guild())), "{events:?}");
}
