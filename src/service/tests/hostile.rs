//! Members who use the rules against the vote.

use super::edge_cases::{asks, casts, propose, settled, stored, writes};
use super::electorates::{FIRST, lists, member, members, proposed, refused, role, with_list, with_role};
use super::*;
use crate::prose::Prose;
use crate::service::{Amendment, ListRequest};
use crate::storage::{Append, CommitError, Deed, Layer, Revision as StoredAs, StoreError, draw_salt};
use crate::vote::trail::EventKind;
use crate::vote::{Proposal, Waiting};

const MINUTE: SignedDuration = SignedDuration::from_mins(1);

/// The first vote, on which all of the list were against.
async fn rejected(room: &Room) -> Timestamp {
    proposed(room).await.unwrap();
    for by in 1..=4 {
        casts(room, (start() + MINUTE, by), Choice::Against)
            .await
            .unwrap();
    }
    let at = start() + HOUR * 2;
    let rejected = settled(room, FIRST, at).await;
    assert!(matches!(rejected.status, Status::Rejected { .. }), "{rejected:?}");
    at
}

/// The same proposed again while another on the blip is open: when that was, the vote in front, and the one that asks again.
async fn asked_again(room: &Room) -> (Timestamp, ProposalNumber, ProposalNumber) {
    let at = rejected(room).await;
    propose(room, (at, 1), "hold", None).await.unwrap();
    propose(room, (at + MINUTE, 1), "trial", None).await.unwrap();
    (at, FIRST.next(), FIRST.next().next())
}

#[tokio::test]
async fn what_members_add_leaves_room_for_the_end_of_the_vote() {
    let room = with_list().await;
    proposed(&room).await.unwrap();
    let at = start() + MINUTE;
    // As much as the store takes, to the last character.
    for add in [true, false] {
        let mut length = 1_000;
        while length > 0 {
            let text = "𝕏".repeat(length);
            let request = if add {
                ProposalRequest::Add(FIRST, text)
            } else {
                ProposalRequest::Void(FIRST, member(3), text)
            };
            if asks(&room, (at, 1), request).await.is_err() {
                length /= 2;
            }
        }
    }
    let ended = room.service.settle(guild(), FIRST, start() + HOUR * 2).await;
    assert!(!ended.unwrap().unwrap().status.is_live());
}

#[tokio::test]
async fn what_a_proposer_adds_leaves_room_for_concerns() {
    let room = with_list().await;
    proposed(&room).await.unwrap();
    let at = start() + MINUTE;
    for _ in 0..80 {
        asks(&room, (at, 1), ProposalRequest::Add(FIRST, "𝕏".repeat(1_000)))
            .await
            .ok();
    }
    for by in 1..=4 {
        let raise = ProposalRequest::Raise(FIRST, "𝕏".repeat(90), Some("𝕏".repeat(1_000)));
        asks(&room, (at, by), raise).await.unwrap();
    }
}

#[tokio::test]
async fn a_vote_that_can_not_be_stored_stops_no_other() {
    let room = with_list().await;
    proposed(&room).await.unwrap();
    let read = room.store.proposal(guild(), FIRST).await.unwrap().unwrap();
    // As large as a row may be: nothing of its end fits.
    let (mut full, mut revision) = (read.value, read.revision);
    let mut length = 1_000;
    while length > 0 {
        let mut next = full.clone();
        next.addenda
            .push(Prose::parse(&"x".repeat(length), 1_000).unwrap());
        let batch = Batch::new().replace(revision, Row::Proposal(next.clone()));
        match room.store.commit(batch).await {
            Ok(by) => (full, revision) = (next, by),
            Err(_) => length /= 2,
        }
    }
    let at = start() + HOUR * 2;
    let error = room.service.settle(guild(), FIRST, at).await.unwrap_err();
    assert!(
        matches!(error, Error::Store(StoreError::TooLarge { .. })),
        "{error:?}"
    );
    let scheduler = Scheduler::new(room.service.clone());
    scheduler.load().await.unwrap();
    scheduler.tick(at).await.unwrap();
}

#[tokio::test]
async fn a_vote_in_waiting_whose_voters_became_too_many_goes_on_waiting() {
    let room = with_role().await;
    room.rosters.may_list_members(true);
    proposed(&room).await.unwrap();
    propose(&room, (start() + MINUTE, 2), "hold", None).await.unwrap();
    for id in 0..13_000 {
        room.rosters
            .enrolls(guild(), member(1_234_567_890_123_450_000 + id), [role()]);
    }
    asks(&room, (start() + MINUTE * 2, 1), ProposalRequest::Withdraw(FIRST))
        .await
        .unwrap();
    let next = FIRST.next();
    let waits = settled(&room, next, start() + MINUTE * 3).await;
    assert_eq!(waits.status, Status::Waiting(Waiting::Voters));
}

#[tokio::test]
async fn what_was_rejected_is_seconded_first_and_waits_behind_another_then() {
    let room = with_list().await;
    let (at, front, again) = asked_again(&room).await;
    let Status::Waiting(Waiting::Second { until }) = stored(&room, again).await.status else {
        panic!("nobody is asked for a second");
    };
    assert!(room.service.agenda().next() <= Some(until));
    let answer = asks(&room, (at + MINUTE * 2, 2), ProposalRequest::Second(again)).await;
    let Ok(Response::Amended(amended)) = answer else {
        panic!("{answer:?}");
    };
    let behind = Waiting::Behind(front);
    assert_eq!(
        amended.what,
        Amendment::Seconded(Some(behind)),
        "it is not open yet"
    );
    assert_eq!(stored(&room, again).await.status, Status::Waiting(behind));
    asks(&room, (at + MINUTE * 3, 1), ProposalRequest::Withdraw(front))
        .await
        .unwrap();
    assert_eq!(settled(&room, again, at + MINUTE * 4).await.status, Status::Open);
}

/// Older versions asked for the second only when the vote in front was over.
#[tokio::test]
async fn what_was_rejected_and_waits_behind_another_needs_its_second_after_that() {
    let room = with_list().await;
    let (at, front, again) = asked_again(&room).await;
    let older = room.store.proposal(guild(), again).await.unwrap().unwrap();
    let waits = Proposal {
        status: Status::Waiting(Waiting::Behind(front)),
        ..older.value
    };
    let batch = Batch::new().replace(older.revision, Row::Proposal(waits));
    room.store.commit(batch).await.unwrap();
    asks(&room, (at + MINUTE * 2, 1), ProposalRequest::Withdraw(front))
        .await
        .unwrap();
    let woken = settled(&room, again, at + MINUTE * 3).await;
    let Status::Waiting(Waiting::Second { until }) = woken.status else {
        panic!("{woken:?}");
    };
    assert_eq!(room.service.agenda().next(), Some(until));
}

/// Who proposes and takes back does not hide how it was decided.
#[tokio::test]
async fn a_vote_is_linked_to_the_one_because_of_which_it_needs_a_second() {
    let room = with_list().await;
    let at = rejected(&room).await;
    propose(&room, (at, 1), "trial", None).await.unwrap();
    asks(&room, (at + MINUTE, 1), ProposalRequest::Withdraw(FIRST.next()))
        .await
        .unwrap();
    propose(&room, (at + MINUTE * 2, 1), "trial", None).await.unwrap();
    let third = stored(&room, FIRST.next().next()).await;
    assert_eq!(third.supersedes, Some(FIRST));
}

#[tokio::test]
async fn a_second_that_is_refused_takes_nothing_off_the_agenda() {
    let room = with_list().await;
    writes(&room, "min_in_favor = 3").await;
    let at = rejected(&room).await;
    propose(&room, (at, 1), "trial", None).await.unwrap();
    let again = FIRST.next();
    let Status::Waiting(Waiting::Second { until }) = stored(&room, again).await.status else {
        panic!("it waits for nobody");
    };
    lists(&room, ListRequest::Remove(members(3..=4))).await.unwrap();
    let second = asks(&room, (at + MINUTE, 2), ProposalRequest::Second(again)).await;
    assert!(matches!(refused(second), Refusal::TooFewVoters { .. }));
    assert_eq!(room.service.agenda().due(until), [(guild(), again)]);
}

#[tokio::test]
async fn what_waits_for_a_second_keeps_no_other_vote_on_the_blip_waiting() {
    let room = with_list().await;
    let at = rejected(&room).await;
    propose(&room, (at, 1), "trial", None).await.unwrap();
    propose(&room, (at + MINUTE, 2), "hold", None).await.unwrap();
    let (waits, other) = (FIRST.next(), FIRST.next().next());
    assert_eq!(stored(&room, other).await.status, Status::Open);
    // Seconded, it comes after that one: never are two votes on a blip open at once.
    asks(&room, (at + MINUTE * 2, 3), ProposalRequest::Second(waits))
        .await
        .unwrap();
    let behind = stored(&room, waits).await;
    assert_eq!(behind.status, Status::Waiting(Waiting::Behind(other)));
    asks(&room, (at + MINUTE * 3, 2), ProposalRequest::Withdraw(other))
        .await
        .unwrap();
    let open = settled(&room, waits, at + MINUTE * 4).await;
    assert_eq!((open.status, open.seconded_by), (Status::Open, Some(member(3))));
}

#[tokio::test]
async fn what_comes_to_wait_for_a_second_lets_those_behind_it_go() {
    let room = with_list().await;
    let at = rejected(&room).await;
    for (minute, ring) in [(0, "hold"), (1, "trial"), (2, "adopt")] {
        let proposed = propose(&room, (at + MINUTE * minute, 1), ring, None).await;
        proposed.unwrap();
    }
    let front = FIRST.next();
    let (again, last) = (front.next(), front.next().next());
    asks(&room, (at + MINUTE * 3, 1), ProposalRequest::Withdraw(front))
        .await
        .unwrap();
    let scheduler = Scheduler::new(room.service.clone());
    for minute in 4..7 {
        scheduler.tick(at + MINUTE * minute).await.unwrap();
    }
    let waits = stored(&room, again).await.status;
    assert!(
        matches!(waits, Status::Waiting(Waiting::Second { .. })),
        "{waits:?}"
    );
    assert_eq!(stored(&room, last).await.status, Status::Open);
}

#[tokio::test]
async fn who_may_not_use_the_channel_seconds_nothing() {
    let room = room(Arc::default(), Vec::new());
    room.proposes(start(), "crossplane", "trial").await;
    casts(&room, (start() + MINUTE, 2), Choice::Against)
        .await
        .unwrap();
    let at = start() + HOUR * 2;
    let rejected = settled(&room, FIRST, at).await;
    assert!(matches!(rejected.status, Status::Rejected { .. }), "{rejected:?}");
    propose(&room, (at, 1), "trial", None).await.unwrap();
    let mut elsewhere = call(at + MINUTE, 21, 2, 0);
    elsewhere.actor.manages_server = false;
    let second = || Request::Proposal(ProposalRequest::Second(FIRST.next()));
    let refused = refused(room.asks(&elsewhere, second()).await);
    assert_eq!(refused, Refusal::NotInChannel { channel: channel(20) });
    room.open.0.lock().unwrap().push(channel(20));
    room.asks(&elsewhere, second()).await.unwrap();
}

/// A store in which somebody votes between what is read and the next change of a roster.
struct Racing {
    below: Arc<MemoryStore>,
    ballot: Mutex<Option<Append>>,
}

#[async_trait]
impl Layer for Racing {
    fn below(&self) -> &dyn Store {
        &*self.below
    }

    async fn commit(&self, batch: Batch) -> Result<StoredAs, CommitError> {
        let refreshes = batch.appends.iter().any(|append| {
            matches!(
                &append.deed,
                Deed::Event {
                    what: EventKind::RosterRefreshed,
                    ..
                }
            )
        });
        let ballot = self.ballot.lock().unwrap().take_if(|_| refreshes);
        if let Some(ballot) = ballot {
            self.below.commit(Batch::new().append(ballot)).await?;
        }
        self.below.commit(batch).await
    }
}

#[tokio::test]
async fn a_ballot_that_comes_during_a_refresh_still_counts() {
    let room = with_list().await;
    proposed(&room).await.unwrap();
    lists(&room, ListRequest::Remove(members([3]))).await.unwrap();
    let at = start() + MINUTE;
    let press = call(at, 20, 3, 3).interaction;
    let cast = Append::cast(
        guild(),
        FIRST,
        (member(3), Choice::Against, press),
        draw_salt().unwrap(),
    );
    let racing = Racing {
        below: Arc::clone(&room.store),
        ballot: Mutex::new(Some(cast)),
    };
    let (reports, _events) = mpsc::unbounded_channel();
    let places: Arc<dyn Places> = Arc::<Channels>::clone(&room.open);
    let rosters: Arc<dyn Rosters> = Arc::<FakeRosters>::clone(&room.rosters);
    let library = Arc::clone(room.service.radars());
    let defaults = Defaults {
        policies: policies(),
        min_duration: HOUR,
        announce: None,
        timezone: TimeZone::UTC,
    };
    let service = Service::new(Arc::new(racing), library, places, rosters, defaults, reports);
    let refresh = Request::Proposal(ProposalRequest::Refresh(FIRST));
    service.handle(&call(at, 20, 1, 9), refresh).await.unwrap();
    let ballots = room.store.ballots(guild(), FIRST).await.unwrap();
    let tally = stored(&room, FIRST).await.tally(&ballots);
    assert_eq!((tally.against, tally.advisory), (1, 0));
}

#[tokio::test]
async fn a_proposal_behind_another_is_not_looked_at_again_and_again() {
    let room = with_list().await;
    proposed(&room).await.unwrap();
    let at = start() + MINUTE;
    propose(&room, (at, 2), "hold", None).await.unwrap();
    let scheduler = Scheduler::new(room.service.clone());
    scheduler.load().await.unwrap();
    for _ in 0..2 {
        scheduler.tick(at).await.unwrap();
    }
    assert_eq!(room.service.agenda().due(at), []);
    asks(&room, (at, 1), ProposalRequest::Withdraw(FIRST))
        .await
        .unwrap();
    assert_eq!(room.service.agenda().due(at), [(guild(), FIRST.next())]);
}

#[tokio::test]
async fn what_waited_for_its_second_is_carried_out_after_the_votes_that_came_before_it() {
    let room = with_list().await;
    let at = rejected(&room).await;
    propose(&room, (at, 1), "trial", None).await.unwrap();
    propose(&room, (at + MINUTE, 2), "hold", None).await.unwrap();
    let (waits, other) = (FIRST.next(), FIRST.next().next());
    let mut now = at + MINUTE * 2;
    asks(&room, (now, 3), ProposalRequest::Second(waits))
        .await
        .unwrap();
    for number in [other, waits] {
        settled(&room, number, now).await;
        for by in 1..=4 {
            let cast = Request::Cast(number, Choice::InFavor);
            room.asks(&call(now + MINUTE, 20, by, by), cast).await.unwrap();
        }
        now += HOUR + MINUTE;
        let passed = settled(&room, number, now).await;
        assert!(matches!(passed.status, Status::Passed { .. }), "{passed:?}");
    }
    let edition = room.publishes(now).await;
    let editions = room.store.editions(guild()).await.unwrap();
    let radar = room.service.radar(guild()).await.unwrap();
    let edition = radar.timeline.get(&edition).unwrap();
    let crossplane = &edition.blips[&BlipId::parse("crossplane").unwrap()];
    assert_eq!(crossplane.ring, RingId::parse("trial").unwrap());
    assert_eq!(editions[0].value.proposals, [other, waits]);
}

#[tokio::test]
async fn a_policy_with_a_shorter_cooldown_is_no_way_around_a_rejection() {
    let room = with_list().await;
    let at = rejected(&room).await;
    let write = Request::WritePolicy {
        name: "quick".to_owned(),
        text: "cooldown = \"none\"".to_owned(),
    };
    room.asks(&call(at, 20, 1, 51), write).await.unwrap();
    propose(&room, (at + MINUTE, 1), "trial", Some("quick"))
        .await
        .unwrap();
    let again = stored(&room, FIRST.next()).await;
    assert!(again.policy.cooldown.is_zero());
    assert!(
        matches!(again.status, Status::Waiting(Waiting::Second { .. })),
        "{again:?}"
    );
}
