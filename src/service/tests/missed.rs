//! Editions of the data folder that came out while nobody could tell.

use super::*;
use crate::outbox::Missed;
use crate::scheduler::Done;
use crate::service::Facts;

/// An edition of the folder, so many hours after the start.
fn edition(id: &str, hours: i64, blip: &str) -> Publication {
    Publication {
        id: EditionId::parse(id).unwrap(),
        title: format!("Edition {id}"),
        publish: start() + HOUR * i32::try_from(hours).unwrap(),
        origin: Origin::Data,
        revisions: vec![Revision::move_to(
            BlipId::parse(blip).unwrap(),
            RingId::parse("hold").unwrap(),
        )],
    }
}

fn three() -> Vec<Publication> {
    vec![
        edition("a", 1, "hermes"),
        edition("b", 2, "kustomize"),
        edition("c", 3, "crossplane"),
    ]
}

fn id(id: &str) -> EditionId {
    EditionId::parse(id).unwrap()
}

#[tokio::test]
async fn the_newest_is_told_in_full_and_the_others_in_it() {
    let room = room(Arc::default(), three());
    room.sets_digests(start(), 30).await;
    let now = start() + HOUR * 4;
    let announced = room.service.announce_data_editions(None, now).await.unwrap();
    assert_eq!(announced, ["a", "b", "c"].map(|name| (guild(), id(name))));
    let notice = room.notice(&Topic::Digest(id("c"))).await;
    let Facts::CatchUp(view, missed) = room.service.facts(&notice, now).await.unwrap() else {
        panic!("no digest with what was missed");
    };
    assert_eq!(view.digest.edition.id, id("c"));
    let told: Vec<_> = missed
        .iter()
        .map(|line| (line.edition.id.as_str(), line.changes))
        .collect();
    assert_eq!(told, [("b", 1), ("a", 1)]);
    for older in ["a", "b"] {
        assert_eq!(
            room.store.notice(guild(), &Topic::Digest(id(older))).await,
            Ok(None)
        );
        let missed = room
            .notice(&Topic::Missed(Missed {
                told_in: id("c"),
                edition: id(older),
            }))
            .await;
        assert!(!missed.is_open());
    }
    // Neither the next tick nor the next process tells any of them again.
    let again = room
        .service
        .announce_data_editions(None, now + HOUR)
        .await
        .unwrap();
    assert_eq!(again, []);
}

#[tokio::test]
async fn one_that_comes_alone_is_told_alone() {
    let room = room(Arc::default(), three());
    room.sets_digests(start(), 30).await;
    for (hours, name) in [(1, "a"), (2, "b"), (3, "c")] {
        let now = start() + HOUR * hours;
        let announced = room.service.announce_data_editions(None, now).await.unwrap();
        assert_eq!(announced, [(guild(), id(name))]);
        let notice = room.notice(&Topic::Digest(id(name))).await;
        let facts = room.service.facts(&notice, now).await.unwrap();
        assert!(matches!(facts, Facts::Digest(_)), "{facts:?}");
    }
}

#[tokio::test]
async fn what_came_out_before_a_guild_was_introduced_is_not_missed() {
    let room = room(Arc::default(), three());
    room.sets_digests(start() + HOUR * 2, 30).await;
    let now = start() + HOUR * 4;
    let announced = room.service.announce_data_editions(None, now).await.unwrap();
    assert_eq!(announced, [(guild(), id("c"))]);
}

#[tokio::test]
async fn one_that_a_schedule_publishes_late_tells_those_of_the_folder_that_were_missed_too() {
    let room = room(Arc::default(), three());
    room.sets_digests(start(), 30).await;
    room.passes(start(), ProposalNumber::FIRST, "pulumi", "trial")
        .await;
    let when = start() + HOUR * 2 + SignedDuration::from_mins(30);
    room.schedules(start(), &when.strftime("%F %H:%M").to_string())
        .await;
    // The bot is down until after the last of all.
    let scheduler = Scheduler::new(room.service.clone());
    scheduler.load().await.unwrap();
    let now = start() + HOUR * 4;
    let done = scheduler.tick(now).await.unwrap();
    let announced: Vec<&Done> = done
        .iter()
        .filter(|done| matches!(done, Done::Announced(..)))
        .collect();
    assert_eq!(announced, Vec::<&Done>::new());
    let own = room.store.editions(guild()).await.unwrap();
    let [own] = own.as_slice() else {
        panic!("not one edition: {own:?}")
    };
    let digests: Vec<EditionId> = room
        .store
        .notices(guild())
        .await
        .unwrap()
        .into_iter()
        .filter_map(|stored| match stored.value.topic {
            Topic::Digest(edition) => Some(edition),
            _ => None,
        })
        .collect();
    assert_eq!(digests, std::slice::from_ref(&own.value.id));
    let notice = room.notice(&Topic::Digest(own.value.id.clone())).await;
    let Facts::CatchUp(_, missed) = room.service.facts(&notice, now).await.unwrap() else {
        panic!("no digest with what was missed");
    };
    let told: Vec<_> = missed.iter().map(|line| line.edition.id.as_str()).collect();
    assert_eq!(told, ["c", "b", "a"]);
    // None of them is told again.
    assert_eq!(scheduler.tick(now + HOUR).await.unwrap(), []);
}

#[tokio::test]
async fn one_that_a_schedule_publishes_in_time_leaves_those_of_the_folder_their_digests() {
    let room = room(Arc::default(), three());
    room.sets_digests(start(), 30).await;
    room.passes(start(), ProposalNumber::FIRST, "pulumi", "trial")
        .await;
    let when = start() + HOUR * 3;
    room.schedules(start(), &when.strftime("%F %H:%M").to_string())
        .await;
    let scheduler = Scheduler::new(room.service.clone());
    scheduler.load().await.unwrap();
    // The bot is there all the time; the last one of the folder comes out together with its own.
    for hours in 1..=3 {
        scheduler.tick(start() + HOUR * hours).await.unwrap();
    }
    assert_eq!(room.store.editions(guild()).await.unwrap().len(), 1);
    for name in ["a", "b", "c"] {
        let notice = room.notice(&Topic::Digest(id(name))).await;
        let facts = room.service.facts(&notice, when).await.unwrap();
        assert!(matches!(facts, Facts::Digest(_)), "{name}: {facts:?}");
    }
}
