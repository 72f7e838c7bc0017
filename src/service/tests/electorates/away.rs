//! Members who are away are not waited for, and keep their rights.

use super::*;
use crate::service::tests::edge_cases::propose;
use crate::vote::trail::{Act, EventKind};

/// A member says until when they are away, or that they are back.
async fn away(room: &Room, id: u64, until: Option<&str>) -> Result<Response, Error> {
    away_at(room, start(), id, until).await
}

async fn away_at(room: &Room, at: Timestamp, id: u64, until: Option<&str>) -> Result<Response, Error> {
    let request = Request::Away(until.map(str::to_owned));
    let mut call = call(at, 20, id, 50 + id);
    call.actor.roles = vec![role()];
    room.asks(&call, request).await
}

/// What the trail of the first vote says of who votes.
async fn told(room: &Room) -> Vec<String> {
    let trail = room.store.trail(guild(), FIRST).await.unwrap().value;
    let of_roster = trail.entries.into_iter().filter_map(|entry| match entry.act {
        Act::Event {
            what: EventKind::RosterChanged,
            detail,
        } => {
            assert_eq!(entry.voter, None, "a number would tell whose ballot is whose");
            Some(detail)
        }
        Act::Cast { .. } | Act::Event { .. } => None,
    });
    of_roster.collect()
}

async fn away_on_the_card(room: &Room) -> usize {
    let view = room.service.proposal_view(guild(), FIRST).await.unwrap();
    view.unwrap().away
}

#[tokio::test]
async fn an_inactive_member_is_not_in_the_electorate_unless_they_vote() {
    let mut room = with_list().await;
    proposed(&room).await.unwrap();
    while room.events.try_recv().is_ok() {}
    let said = away(&room, 2, Some("2 weeks")).await.unwrap();
    let until = start() + SignedDuration::from_hours(14 * 24);
    let expected = Away {
        until: Some(until),
        votes: 1,
    };
    assert_eq!(said, Response::Away(expected));
    let shown = Event::TallyChanged(guild(), FIRST);
    assert_eq!(room.events.try_recv(), Ok(shown));
    away(&room, 3, Some("2h")).await.unwrap();
    away(&room, 4, Some("30m")).await.unwrap();
    assert_eq!(
        away_on_the_card(&room).await,
        2,
        "the third is back before the close"
    );
    votes(&room, 1).await.unwrap();
    votes(&room, 3).await.unwrap();
    assert_eq!(closed(&room).await, electors(4, 3, true));
    let told = told(&room).await;
    assert_eq!(told[0], format!("a member is away until {until}"));
    assert_eq!(told[3], "4 to 3");
    assert_eq!(away_on_the_card(&room).await, 0, "it is over");
}

#[tokio::test]
async fn a_card_counts_who_is_away_and_silent_as_little_as_the_close_does() {
    let room = with_list().await;
    proposed(&room).await.unwrap();
    away(&room, 2, Some("2 weeks")).await.unwrap();
    away(&room, 3, Some("30m")).await.unwrap();
    votes(&room, 1).await.unwrap();
    votes(&room, 3).await.unwrap();
    let shown = || async {
        let view = room.service.proposal_view(guild(), FIRST).await.unwrap();
        view.unwrap().count.electors.unwrap().counted
    };
    assert_eq!(shown().await, 3);
    let on_the_card = shown().await;
    assert_eq!(closed(&room).await, electors(4, on_the_card, true));
}

#[tokio::test]
async fn who_is_away_and_votes_counts_on_the_card_again() {
    let room = with_list().await;
    proposed(&room).await.unwrap();
    away(&room, 2, Some("2 weeks")).await.unwrap();
    votes(&room, 2).await.unwrap();
    let view = room.service.proposal_view(guild(), FIRST).await.unwrap().unwrap();
    assert_eq!((view.away, view.count.electorate()), (0, Some(4)));
}

#[tokio::test]
async fn where_names_are_secret_a_card_does_not_tell_whether_somebody_who_is_away_voted() {
    let room = with_list().await;
    let mut proposal = proposed(&room).await.unwrap();
    away(&room, 2, Some("2 weeks")).await.unwrap();
    proposal.policy.names = false;
    for by in [1, 2] {
        votes(&room, by).await.unwrap();
        let view = room.service.view_of(proposal.clone()).await.unwrap();
        assert_eq!((view.away, view.count.electorate()), (1, Some(4)));
    }
}

#[tokio::test]
async fn who_is_back_is_waited_for_again() {
    let room = with_list().await;
    proposed(&room).await.unwrap();
    away(&room, 2, Some("2 weeks")).await.unwrap();
    let back = Away {
        until: None,
        votes: 1,
    };
    assert_eq!(away(&room, 2, None).await.unwrap(), Response::Away(back));
    // Twice is once.
    let again = Away { votes: 0, ..back };
    assert_eq!(away(&room, 2, None).await.unwrap(), Response::Away(again));
    votes(&room, 1).await.unwrap();
    assert_eq!(closed(&room).await, electors(4, 4, true));
    assert_eq!(told(&room).await.last().unwrap(), "a member is back");
}

#[tokio::test]
async fn who_is_away_may_raise_a_concern() {
    let room = with_list().await;
    proposed(&room).await.unwrap();
    away(&room, 2, Some("2 weeks")).await.unwrap();
    let raise = Request::Proposal(ProposalRequest::Raise(FIRST, "Who runs it?".to_owned(), None));
    let raised = room.asks(&call(start(), 20, 2, 1), raise).await.unwrap();
    assert!(matches!(raised, Response::Amended(_)), "{raised:?}");
}

#[tokio::test]
async fn being_away_is_for_voters_by_name() {
    let room = with_role().await;
    proposed(&room).await.unwrap();
    // Nobody knows whether Discord counted them.
    let refusal = refused(away(&room, 2, Some("2 weeks")).await);
    assert_eq!(refusal, Refusal::AwayOfNoUse);
    room.rosters.may_list_members(true);
    let said = away(&room, 2, Some("2 weeks")).await.unwrap();
    assert!(
        matches!(said, Response::Away(Away { votes: 0, .. })),
        "for the next vote: {said:?}"
    );
}

#[tokio::test]
async fn an_absence_ends_after_a_time_or_a_day() {
    let room = with_list().await;
    for (typed, until) in [
        ("3 days", "2026-11-26T10:00:00Z"),
        ("2026-11-23", "2026-11-24T00:00:00Z"),
        (" 2027-01-10 ", "2027-01-11T00:00:00Z"),
    ] {
        let until = Some(until.parse().unwrap());
        let said = away(&room, 2, Some(typed)).await.unwrap();
        assert_eq!(said, Response::Away(Away { until, votes: 0 }), "{typed}");
    }
    for typed in ["", "soon", "2026-11-22", "2027-13-01", "2028-01-01", "-2 days"] {
        let typed = typed.to_owned();
        let refusal = refused(away(&room, 2, Some(&typed)).await);
        assert_eq!(refusal, Refusal::BadReturn { typed });
    }
}

#[tokio::test]
async fn an_absence_that_is_over_and_one_of_a_forgotten_member_are_not_kept() {
    let room = with_list().await;
    away(&room, 2, Some("2h")).await.unwrap();
    away_at(&room, start() + HOUR * 3, 3, Some("2h")).await.unwrap();
    let kept = || async { room.store.settings(guild()).await.unwrap().value.away };
    assert_eq!(kept().await.into_keys().collect::<Vec<_>>(), members([3]));
    lists(&room, ListRequest::Remove(members([3]))).await.unwrap();
    assert_eq!(room.store.forget(guild(), member(3)).await, Ok(0));
    assert!(kept().await.is_empty());
}

#[tokio::test]
async fn a_reminder_does_not_name_who_is_away() {
    let room = with_list().await;
    proposed(&room).await.unwrap();
    away(&room, 2, Some("2 weeks")).await.unwrap();
    let topic = Topic::Update(FIRST, Update::Reminder(60));
    let notice = Notice::new(guild(), topic, channel(20), start());
    match room.service.facts(&notice, start()).await.unwrap() {
        crate::service::Facts::Reminder(_, whom) => {
            let silent = members([1, 3, 4]).into_iter().collect();
            assert_eq!(whom.silent, Some(crate::service::Silent::Named(silent)));
        }
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn only_what_can_be_voted_on_is_counted_as_an_open_vote() {
    let room = with_list().await;
    proposed(&room).await.unwrap();
    // It waits behind the first one, for those who may vote then.
    let behind = propose(&room, (start(), 1), "adopt", None).await;
    behind.unwrap();
    let votes = |said| match said {
        Response::Away(away) => away.votes,
        other => panic!("{other:?}"),
    };
    assert_eq!(votes(away(&room, 2, Some("2 weeks")).await.unwrap()), 1);
    let trail = room.store.trail(guild(), FIRST.next()).await.unwrap().value;
    assert_eq!(trail.entries, [], "nothing changes in what waits");
    // What is held takes no votes now, but may again: it is noted there.
    let raise = Request::Proposal(ProposalRequest::Raise(FIRST, "Who runs it?".to_owned(), None));
    room.asks(&call(start(), 20, 3, 1), raise).await.unwrap();
    let due = start() + HOUR + CLOSE_GRACE;
    let held = room.service.settle(guild(), FIRST, due).await.unwrap().unwrap();
    assert!(matches!(held.status, Status::Held { .. }), "{held:?}");
    assert_eq!(votes(away_at(&room, due, 2, None).await.unwrap()), 0);
    assert_eq!(told(&room).await.last().unwrap(), "a member is back");
}
