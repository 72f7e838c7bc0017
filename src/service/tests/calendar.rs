//! Editions that come out by a schedule: told beforehand, published once, whatever happens in between.

use super::*;
use crate::guild_edition::Publisher;
use crate::outbox::{Files, News, Occasion};
use crate::schedule::{Fault, Schedule};
use crate::scheduler::Done;
use crate::service::{CalendarView, Facts, ScheduleChange, ScheduleRequest, ScheduleView, Tended};
use crate::storage::Stored;
use crate::storage::crashing::{Crash, Crashing};

const FIRST: ProposalNumber = ProposalNumber::FIRST;
const DAY: SignedDuration = SignedDuration::from_hours(24);

fn time(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// A room and its scheduler, as they are after a start.
async fn stage(store: &Arc<MemoryStore>) -> (Room, Scheduler) {
    let room = room(Arc::clone(store), Vec::new());
    let scheduler = Scheduler::new(room.service.clone());
    scheduler.load().await.unwrap();
    (room, scheduler)
}

impl Room {
    async fn plans(&self, at: Timestamp, request: ScheduleRequest) -> Result<ScheduleView, Error> {
        let serial = u64::try_from(at.as_second() % 1_000).unwrap() + 50;
        let request = Request::Edition(EditionRequest::Schedule(request));
        match self.asks(&call(at, 20, 1, serial), request).await? {
            Response::Schedule(view) => Ok(*view),
            other => panic!("{other:?}"),
        }
    }

    pub(super) async fn schedules(&self, at: Timestamp, when: &str) -> ScheduleView {
        let (when, title) = (Some(when.to_owned()), None);
        self.plans(at, ScheduleRequest::Set { when, title })
            .await
            .unwrap()
    }

    async fn zone(&self, at: Timestamp, name: &str) {
        let setup = SetupRequest {
            timezone: Some(name.to_owned()),
            ..SetupRequest::default()
        };
        self.asks(&call(at, 20, 1, 5), Request::Setup(setup))
            .await
            .unwrap();
    }

    async fn scheduled(&self) -> Option<Schedule> {
        self.store.settings(guild()).await.unwrap().value.schedule
    }

    async fn editions(&self) -> Vec<String> {
        let editions = self.store.editions(guild()).await.unwrap();
        editions
            .iter()
            .map(|stored| stored.value.id.to_string())
            .collect()
    }

    /// What was queued about schedules, by topic.
    async fn told(&self) -> Vec<String> {
        let notices = self.store.notices(guild()).await.unwrap();
        let topics = notices.into_iter().filter_map(|stored| match stored.value.topic {
            Topic::Calendar(Occasion { date, news, .. }) => Some(match news {
                News::Soon => format!("{date} soon"),
                News::Moved(count, to) => format!("{date} moved {count} to {to}"),
                News::CalledOff(count) => format!("{date} off {count}"),
                News::Empty => format!("{date} empty"),
                News::Unannounced => format!("{date} unannounced"),
            }),
            _ => None,
        });
        topics.collect()
    }

    /// The notice of what is told about the schedule.
    async fn news(&self, news: News) -> Stored<Notice> {
        let mut notices = self.store.notices(guild()).await.unwrap().into_iter();
        let is_it = |topic: &Topic| matches!(topic, Topic::Calendar(told) if told.news == news);
        notices.find(|stored| is_it(&stored.value.topic)).unwrap()
    }

    /// So far the delivery of what is told about the schedule has come.
    async fn delivers(&self, news: News, delivery: Delivery) {
        let stored = self.news(news).await;
        let notice = Notice {
            delivery,
            ..stored.value
        };
        let batch = Batch::new().replace(stored.revision, Row::Notice(notice));
        self.store.commit(batch).await.unwrap();
    }

    async fn facts_of(&self, news: News, now: Timestamp) -> Facts {
        let notice = self.news(news).await.value;
        self.service.facts(&notice, now).await.unwrap()
    }
}

/// What a tick did about schedules.
async fn tick(scheduler: &Scheduler, now: Timestamp) -> Vec<Tended> {
    let done = scheduler.tick(now).await.unwrap();
    let tended = done.into_iter().filter_map(|done| match done {
        Done::Tended(_, tended) => Some(tended),
        Done::Closed(..) | Done::Announced(..) | Done::Purged(_) => None,
    });
    tended.collect()
}

#[tokio::test]
async fn an_edition_is_told_beforehand_and_comes_out_by_itself() {
    let store = Arc::new(MemoryStore::new());
    let (room, scheduler) = stage(&store).await;
    room.sets_digests(start(), 30).await;
    room.zone(start(), "Europe/Berlin").await;
    let view = room.schedules(start(), "every month at 10:00").await;
    assert_eq!(view.what, ScheduleChange::Set);
    assert_eq!(view.zone, "Europe/Berlin");
    let next: Vec<String> = view.upcoming.iter().map(|next| next.at.to_string()).collect();
    assert_eq!(
        next,
        [
            "2026-12-01T09:00:00Z",
            "2027-01-01T09:00:00Z",
            "2027-02-01T09:00:00Z"
        ]
    );
    room.passes(start(), FIRST, "crossplane", "trial").await;
    let heads_up = time("2026-11-30T09:00:00Z");
    assert_eq!(
        tick(&scheduler, heads_up - SignedDuration::from_secs(1)).await,
        []
    );
    // One that can still make it, and one that can not.
    room.proposes(time("2026-11-30T08:00:00Z"), "pulumi", "trial")
        .await;
    let told = tick(&scheduler, heads_up).await;
    assert_eq!(told, [Tended::Told(jiff::civil::date(2026, 12, 1))]);
    let Facts::Calendar(view) = room.facts_of(News::Soon, heads_up).await else {
        panic!("nothing is told");
    };
    let CalendarView::Soon {
        at, digest, votes, ..
    } = *view
    else {
        panic!("{view:?}");
    };
    assert_eq!(at, time("2026-12-01T09:00:00Z"));
    assert_eq!(digest.unwrap().entries.len(), 1);
    assert_eq!(
        votes.iter().map(|vote| vote.number).collect::<Vec<_>>(),
        [FIRST.next()]
    );
    assert_eq!(tick(&scheduler, heads_up + HOUR).await, [], "it is told once");
    let published = tick(&scheduler, at).await;
    assert!(matches!(published.as_slice(), [Tended::Published(id)] if id.as_str() == "2026-12-01"));
    let edition = store.editions(guild()).await.unwrap().pop().unwrap().value;
    let set_by = MemberId::try_from(1).unwrap();
    assert_eq!(edition.by, Publisher::Schedule { set_by });
    assert_eq!(edition.published_at, at);
    let digest = room.notice(&Topic::Digest(edition.id.clone())).await;
    assert_eq!(digest.channel, channel(30));
    let proposal = store.proposal(guild(), FIRST).await.unwrap().unwrap().value;
    assert!(matches!(
        proposal.status,
        Status::Passed {
            fate: crate::vote::Fate::Published { .. },
            ..
        }
    ));
    assert_eq!(
        room.facts_of(News::Soon, at).await,
        Facts::Nothing,
        "it would be late"
    );
    // However often it is looked at, and wherever the clock is set.
    for now in [at, at - HOUR, at + HOUR, at - DAY] {
        assert_eq!(tick(&scheduler, now).await, []);
    }
    assert_eq!(room.told().await, ["2026-12-01 soon"]);
    assert_eq!(
        room.scheduled().await.unwrap().next.at,
        time("2027-01-01T09:00:00Z")
    );
}

#[tokio::test]
async fn what_was_missed_comes_out_once_at_the_next_start() {
    let store = Arc::new(MemoryStore::new());
    let (before, _) = stage(&store).await;
    before.sets_digests(start(), 30).await;
    before.schedules(start(), "0 9 * * MON").await;
    before.passes(start(), FIRST, "crossplane", "trial").await;
    drop(before);
    let back = time("2026-12-15T00:00:00Z");
    let (room, scheduler) = stage(&store).await;
    let done = tick(&scheduler, back).await;
    assert!(matches!(done.as_slice(), [Tended::Published(id)] if id.as_str() == "2026-12-14"));
    assert_eq!(
        room.told().await,
        Vec::<String>::new(),
        "what is over is not told beforehand"
    );
    let (room, scheduler) = stage(&store).await;
    assert_eq!(tick(&scheduler, back).await, []);
    assert_eq!(room.editions().await, ["2026-12-14"]);
}

#[tokio::test]
async fn a_process_that_dies_at_any_commit_leaves_one_edition() {
    let (told_at, at) = (time("2026-11-30T09:00:00Z"), time("2026-12-01T09:00:00Z"));
    for crash in (0..4).flat_map(|commit| [Crash::Before(commit), Crash::After(commit)]) {
        let store = Arc::new(MemoryStore::new());
        let (before, _) = stage(&store).await;
        before.sets_digests(start(), 30).await;
        before.schedules(start(), "2026-12-01").await;
        before.passes(start(), FIRST, "crossplane", "trial").await;
        drop(before);
        let below: Arc<dyn Store> = Arc::<MemoryStore>::clone(&store);
        let dying = room_on(
            Arc::new(Crashing::new(below, crash)),
            Arc::clone(&store),
            Vec::new(),
        );
        let scheduler = Scheduler::new(dying.service.clone());
        scheduler.load().await.unwrap();
        for now in [told_at, at, at + HOUR] {
            if scheduler.tick(now).await.is_err() {
                break;
            }
        }
        let (room, scheduler) = stage(&store).await;
        tick(&scheduler, at + HOUR * 2).await;
        assert_eq!(room.editions().await, ["2026-12-01"], "{crash:?}");
        let digests = store.notices(guild()).await.unwrap();
        let digests = digests
            .iter()
            .filter(|stored| matches!(stored.value.topic, Topic::Digest(_)));
        assert_eq!(digests.count(), 1, "{crash:?}");
        let told = room.told().await;
        assert!(
            told.is_empty() || told == ["2026-12-01 soon"],
            "{crash:?}: {told:?}"
        );
        assert_eq!(room.scheduled().await, None, "{crash:?}");
    }
}

#[tokio::test]
async fn a_date_is_over_once_it_has_come_and_an_empty_draft_is_told() {
    let store = Arc::new(MemoryStore::new());
    let (room, scheduler) = stage(&store).await;
    room.sets_digests(start(), 30).await;
    room.schedules(start(), "2026-12-01").await;
    tick(&scheduler, time("2026-11-30T09:00:00Z")).await;
    let done = tick(&scheduler, time("2026-12-01T09:00:00Z")).await;
    assert_eq!(done, [Tended::Empty(jiff::civil::date(2026, 12, 1))]);
    assert_eq!(room.scheduled().await, None);
    assert_eq!(room.editions().await, Vec::<String>::new());
    assert_eq!(room.told().await, ["2026-12-01 soon", "2026-12-01 empty"]);
    assert_eq!(room.service.agenda().next(), None);
}

#[tokio::test]
async fn an_empty_draft_of_a_rhythm_is_told_only_if_its_edition_was() {
    let store = Arc::new(MemoryStore::new());
    let (room, scheduler) = stage(&store).await;
    room.sets_digests(start(), 30).await;
    let view = room.schedules(start(), "0 11 * * *").await;
    assert!(!view.schedule.unwrap().heads_up, "an hour before is too late");
    let done = tick(&scheduler, start() + HOUR).await;
    assert_eq!(done, [Tended::Empty(jiff::civil::date(2026, 11, 23))]);
    assert_eq!(room.told().await, Vec::<String>::new());
    // The next day is told at once: it is a day away.
    tick(&scheduler, start() + HOUR).await;
    tick(&scheduler, start() + HOUR + DAY).await;
    assert_eq!(room.told().await, ["2026-11-24 soon", "2026-11-24 empty"]);
}

#[tokio::test]
async fn what_was_told_is_put_right_when_the_schedule_changes() {
    let store = Arc::new(MemoryStore::new());
    let (room, scheduler) = stage(&store).await;
    room.sets_digests(start(), 30).await;
    room.schedules(start(), "2026-12-01").await;
    let told_at = time("2026-11-30T09:00:00Z");
    tick(&scheduler, told_at).await;
    // Another title moves nothing.
    let (when, title) = (None, Some("Winter".to_owned()));
    room.plans(told_at + HOUR, ScheduleRequest::Set { when, title })
        .await
        .unwrap();
    assert_eq!(room.told().await, ["2026-12-01 soon"]);
    // Another zone does, and another day, and none at all.
    room.zone(told_at + HOUR, "America/New_York").await;
    room.schedules(told_at + HOUR * 2, "2026-12-04").await;
    assert!(
        room.scheduled().await.unwrap().heads_up,
        "it is told again a day before"
    );
    room.plans(told_at + HOUR * 3, ScheduleRequest::Off)
        .await
        .unwrap();
    let mut told = room.told().await;
    told.sort();
    assert_eq!(
        told,
        [
            "2026-12-01 moved 0 to 2026-12-01T14:00:00Z",
            "2026-12-01 moved 1 to 2026-12-04T14:00:00Z",
            "2026-12-01 soon",
            "2026-12-04 off 0",
        ]
    );
    assert_eq!(tick(&scheduler, time("2026-12-05T00:00:00Z")).await, []);
    let again = room.plans(told_at + HOUR * 4, ScheduleRequest::Off).await;
    assert_eq!(again, Err(Refusal::NoSchedule.into()));
}

#[tokio::test]
async fn a_schedule_that_nobody_was_told_of_changes_silently() {
    let store = Arc::new(MemoryStore::new());
    let (room, _scheduler) = stage(&store).await;
    room.sets_digests(start(), 30).await;
    room.schedules(start(), "2026-12-01").await;
    room.schedules(start() + HOUR, "every month").await;
    room.plans(start() + HOUR * 2, ScheduleRequest::Off)
        .await
        .unwrap();
    assert_eq!(room.told().await, Vec::<String>::new());
}

#[tokio::test]
async fn without_a_channel_it_comes_out_and_the_maintainers_are_told() {
    let store = Arc::new(MemoryStore::new());
    let (room, scheduler) = stage(&store).await;
    room.schedules(start(), "2026-12-01").await;
    room.passes(start(), FIRST, "crossplane", "trial").await;
    assert_eq!(tick(&scheduler, time("2026-11-30T09:00:00Z")).await, []);
    assert_eq!(room.scheduled().await.unwrap().told, None);
    let done = tick(&scheduler, time("2026-12-01T09:00:00Z")).await;
    assert!(matches!(done.as_slice(), [Tended::Published(_)]));
    let notices = store.notices(guild()).await.unwrap().into_iter();
    let mut about = notices.filter(|stored| matches!(stored.value.topic, Topic::Calendar(_)));
    assert_eq!(
        about.next().unwrap().value.channel,
        Files::nowhere(guild()).unwrap(),
        "the owner's"
    );
    assert_eq!(about.next(), None);
}

#[tokio::test]
async fn both_changes_of_the_clock_are_lived_through() {
    let store = Arc::new(MemoryStore::new());
    let (room, scheduler) = stage(&store).await;
    room.sets_digests(start(), 30).await;
    room.zone(start(), "Europe/Berlin").await;
    room.schedules(time("2027-03-27T12:00:00Z"), "30 2 * * *").await;
    let mut came = Vec::new();
    // Every quarter of an hour of the two days around each change.
    for day in ["2027-03-27T12:00:00Z", "2027-10-30T12:00:00Z"] {
        for quarter in 0..192 {
            let now = time(day) + SignedDuration::from_mins(15) * quarter;
            for done in tick(&scheduler, now).await {
                if let Tended::Empty(date) = done {
                    came.push(format!("{date} {}", now.strftime("%H:%M")));
                }
            }
        }
    }
    assert_eq!(
        came,
        [
            "2027-03-28 01:00",
            "2027-03-29 00:30",
            // Of the months in between only the newest is made up for, which nobody is told of.
            "2027-10-30 12:00",
            "2027-10-31 00:30",
            "2027-11-01 01:30",
        ]
    );
}

#[tokio::test]
async fn what_is_typed_wrong_and_who_may_not_is_refused() {
    let store = Arc::new(MemoryStore::new());
    let (room, _scheduler) = stage(&store).await;
    let set = |typed: &str| {
        let (when, title) = (Some(typed.to_owned()), None);
        ScheduleRequest::Set { when, title }
    };
    let refused = room.plans(start(), set("* * * * *")).await.unwrap_err();
    let (typed, fault) = ("* * * * *".to_owned(), Fault::TooOften);
    assert_eq!(refused, Refusal::BadSchedule { typed, fault }.into());
    let mut call = call(start(), 20, 2, 7);
    call.actor.manages_server = false;
    for request in [set("every month"), ScheduleRequest::Off] {
        let request = Request::Edition(EditionRequest::Schedule(request));
        let refused = room.asks(&call, request).await.unwrap_err();
        assert_eq!(refused, Refusal::NotMaintainer { role: None }.into());
    }
    let shown = Request::Edition(EditionRequest::Schedule(ScheduleRequest::Show));
    assert!(matches!(room.asks(&call, shown).await, Ok(Response::Schedule(_))));
    let setup = SetupRequest {
        timezone: Some("york".to_owned()),
        ..SetupRequest::default()
    };
    let (typed, nearest) = ("york".to_owned(), vec!["America/New_York".to_owned()]);
    let refused = room
        .asks(&super::call(start(), 20, 1, 8), Request::Setup(setup))
        .await;
    assert_eq!(refused, Err(Refusal::UnknownZone { typed, nearest }.into()));
}

#[tokio::test]
async fn the_same_command_delivered_again_sets_one_schedule() {
    let store = Arc::new(MemoryStore::new());
    let (room, _scheduler) = stage(&store).await;
    room.schedules(start(), "every month").await;
    let before = room.scheduled().await;
    room.schedules(start(), "every month").await;
    assert_eq!(room.scheduled().await, before);
}

#[tokio::test]
async fn an_edition_by_hand_and_one_by_the_schedule_on_one_day_are_two() {
    let store = Arc::new(MemoryStore::new());
    let (room, scheduler) = stage(&store).await;
    room.sets_digests(start(), 30).await;
    room.schedules(start(), "2026-11-23 15:00").await;
    let later = room.passes(start(), FIRST, "crossplane", "trial").await;
    room.publishes(later).await;
    room.passes(later + HOUR, FIRST.next(), "pulumi", "trial").await;
    tick(&scheduler, time("2026-11-23T15:00:00Z")).await;
    assert_eq!(room.editions().await, ["2026-11-23", "2026-11-23-2"]);
}

#[tokio::test]
async fn what_nobody_could_read_is_not_called_off() {
    let told_at = time("2026-11-30T09:00:00Z");
    let posted = Posted {
        channel: channel(30),
        message: "500".parse().unwrap(),
    };
    let parked = |why, posted: &[Posted]| Delivery::Parked {
        why,
        at: told_at,
        parts: vec!["{}".to_owned()],
        posted: posted.to_vec(),
    };
    let sent = |posted: &[Posted]| Delivery::Sent {
        posted: posted.to_vec(),
        at: told_at,
    };
    let sending = Delivery::Sending {
        parts: vec!["{}".to_owned()],
        posted: Vec::new(),
        first_try: told_at,
    };
    let cases = [
        (Delivery::Pending, false),
        (sending, true),
        (sent(&[posted]), true),
        (sent(&[]), false),
        (parked(Obstacle::PermissionMissing, &[]), false),
        (parked(Obstacle::ChannelGone, &[posted]), true),
        // It may have been said.
        (parked(Obstacle::Unknown, &[]), true),
    ];
    for (delivery, is_told) in cases {
        let store = Arc::new(MemoryStore::new());
        let (room, scheduler) = stage(&store).await;
        room.sets_digests(start(), 30).await;
        room.schedules(start(), "2026-12-01").await;
        tick(&scheduler, told_at).await;
        room.delivers(News::Soon, delivery.clone()).await;
        room.plans(told_at + HOUR, ScheduleRequest::Off).await.unwrap();
        let facts = room.facts_of(News::CalledOff(0), told_at + HOUR).await;
        let called_off = CalendarView::CalledOff {
            date: jiff::civil::date(2026, 12, 1),
        };
        let expected = if is_told {
            Facts::Calendar(Box::new(called_off))
        } else {
            Facts::Nothing
        };
        assert_eq!(facts, expected, "{delivery:?}");
        // Nor is it announced any more.
        let soon = room.facts_of(News::Soon, told_at + HOUR).await;
        assert_eq!(soon, Facts::Nothing, "{delivery:?}");
    }
}

#[tokio::test]
async fn a_day_that_was_told_in_place_of_another_is_called_off() {
    let store = Arc::new(MemoryStore::new());
    let (room, scheduler) = stage(&store).await;
    room.sets_digests(start(), 30).await;
    room.zone(start(), "Pacific/Auckland").await;
    room.schedules(start(), "2026-12-01").await;
    let told_at = time("2026-11-29T20:00:00Z");
    tick(&scheduler, told_at).await;
    room.schedules(told_at + HOUR, "2026-12-04").await;
    let at = room.scheduled().await.unwrap().next.at;
    room.plans(told_at + HOUR * 2, ScheduleRequest::Off)
        .await
        .unwrap();
    let called_off = || room.facts_of(News::CalledOff(0), told_at + HOUR * 2);
    assert_eq!(called_off().await, Facts::Nothing);
    let posted = Posted {
        channel: channel(30),
        message: "500".parse().unwrap(),
    };
    let sent = Delivery::Sent {
        posted: vec![posted],
        at: told_at,
    };
    room.delivers(News::Moved(0, at), sent).await;
    let date = jiff::civil::date(2026, 12, 4);
    let view = CalendarView::CalledOff { date };
    assert_eq!(called_off().await, Facts::Calendar(Box::new(view)));
}
