//! What maintainers do to an open vote, and what members read of it.

use super::edge_cases::{asks, casts, later_edition, propose, settled, stored};
use super::electorates::{
    FIRST, closed, electors, lists, member, members, proposed, refused, role, votes, with_list, with_role,
};
use super::*;
use crate::service::{Amendment, ListRequest};
use crate::vote::Effect;
use crate::vote::trail::{Act, EventKind};

const MINUTE: SignedDuration = SignedDuration::from_mins(1);

async fn voids(room: &Room, at: Timestamp, whose: u64) -> Result<Response, Error> {
    let void = ProposalRequest::Void(FIRST, member(whose), "It was no member's.".to_owned());
    asks(room, (at, 1), void).await
}

async fn refreshes(room: &Room, at: Timestamp) -> Amendment {
    match asks(room, (at, 1), ProposalRequest::Refresh(FIRST)).await {
        Ok(Response::Amended(amended)) => amended.what,
        other => panic!("{other:?}"),
    }
}

async fn mine(room: &Room, at: Timestamp, by: u64) -> Option<(Choice, Effect)> {
    match asks(room, (at, by), ProposalRequest::Show(FIRST)).await {
        Ok(Response::Proposal { mine, .. }) => mine.ballot,
        other => panic!("{other:?}"),
    }
}

/// What the trail says of the times when the roster was read again, and who asked for it.
async fn refreshed(room: &Room) -> Vec<(Option<MemberId>, String)> {
    let trail = room.store.trail(guild(), FIRST).await.unwrap().value;
    let members = trail.members();
    let mut told = Vec::new();
    for entry in &trail.entries {
        if let Act::Event {
            what: EventKind::RosterRefreshed,
            detail,
        } = &entry.act
        {
            let by = entry.voter.and_then(|number| members.get(&number).copied());
            told.push((by, detail.clone()));
        }
    }
    told
}

/// Of a role that is only counted nothing else tells them, and the electorate would be smaller than those who took part.
#[tokio::test]
async fn a_refresh_of_a_counted_role_keeps_those_who_voted_and_left() {
    let room = with_role().await;
    proposed(&room).await.unwrap();
    for by in [1, 2] {
        votes(&room, by).await.unwrap();
    }
    for gone in [1, 2] {
        room.rosters.enrolls(guild(), member(gone), []);
    }
    let at = start() + MINUTE * 2;
    let as_before = Amendment::Refreshed {
        before: Some(4),
        now: Some(4),
        departed: 2,
    };
    assert_eq!(
        refreshes(&room, at).await,
        as_before,
        "two who left, two who are silent"
    );
    // Who did not vote and left is not waited for.
    room.rosters.enrolls(guild(), member(3), []);
    refreshes(&room, at + MINUTE).await;
    let open = stored(&room, FIRST).await;
    assert_eq!(open.electorate.size(), Some(3));
    // The refresh gave time.
    let closed = settled(&room, FIRST, open.due_at()).await;
    assert_eq!(
        closed.status.count().unwrap().electors,
        Some(electors(3, 3, true))
    );
}

#[tokio::test]
async fn a_refresh_keeps_nobody_whose_ballots_are_voided() {
    let room = with_list().await;
    proposed(&room).await.unwrap();
    for by in [2, 3] {
        votes(&room, by).await.unwrap();
    }
    let at = start() + MINUTE * 2;
    voids(&room, at, 2).await.unwrap();
    lists(&room, ListRequest::Remove(members([2, 3]))).await.unwrap();
    refreshes(&room, at + MINUTE).await;
    let open = stored(&room, FIRST).await;
    let left: Vec<MemberId> = open.electorate.members().unwrap().iter().copied().collect();
    assert_eq!(left, members([1, 3, 4]), "3 voted");
    assert_eq!(
        refused(casts(&room, (at + MINUTE * 2, 2), Choice::Against).await),
        Refusal::NotListed
    );
}

#[tokio::test]
async fn who_refreshes_a_roster_is_recorded_even_if_nothing_came_of_it() {
    let room = with_list().await;
    proposed(&room).await.unwrap();
    let at = start() + MINUTE * 2;
    refreshes(&room, at).await;
    // As many as before, and others.
    lists(&room, ListRequest::Remove(members([4]))).await.unwrap();
    lists(&room, ListRequest::Add(members([5]))).await.unwrap();
    refreshes(&room, at + MINUTE).await;
    let by = Some(member(1));
    assert_eq!(
        refreshed(&room).await,
        [
            (by, "4 to 4, 0 came and 0 went".to_owned()),
            (by, "4 to 4, 1 came and 1 went".to_owned()),
        ]
    );
}

#[tokio::test]
async fn members_read_whether_their_ballots_count() {
    let room = with_role().await;
    room.rosters.may_list_members(true);
    proposed(&room).await.unwrap();
    let at = start() + MINUTE * 2;
    // Came to have the role after the vote opened.
    room.rosters.enrolls(guild(), member(5), [role()]);
    let Ok(Response::Recorded(recorded)) = votes(&room, 5).await else {
        panic!("not recorded");
    };
    assert_eq!(recorded.effect, Effect::Advisory);
    assert_eq!(
        mine(&room, at, 5).await,
        Some((Choice::InFavor, Effect::Advisory))
    );
    let Ok(Response::Recorded(recorded)) = votes(&room, 2).await else {
        panic!("not recorded");
    };
    assert_eq!(recorded.effect, Effect::Counts);
    voids(&room, at, 2).await.unwrap();
    assert_eq!(mine(&room, at, 2).await, Some((Choice::InFavor, Effect::Voided)));
    let again = casts(&room, (at + MINUTE, 2), Choice::Against).await;
    let Ok(Response::Recorded(again)) = again else {
        panic!("{again:?}");
    };
    assert_eq!(again.before, None, "what was voided is no answer before this one");
    assert_eq!(
        mine(&room, at + MINUTE, 2).await,
        Some((Choice::Against, Effect::Counts))
    );
}

#[tokio::test]
async fn nothing_is_voided_where_no_ballot_counts() {
    let room = with_list().await;
    proposed(&room).await.unwrap();
    let at = start() + MINUTE * 2;
    let nothing = Refusal::NothingToVoid {
        number: FIRST,
        member: member(2),
    };
    assert_eq!(refused(voids(&room, at, 2).await), nothing);
    votes(&room, 2).await.unwrap();
    voids(&room, at, 2).await.unwrap();
    assert_eq!(
        refused(voids(&room, at + MINUTE, 2).await),
        nothing,
        "it is voided already"
    );
    assert_eq!(stored(&room, FIRST).await.voided.len(), 1);
}

#[tokio::test]
async fn what_was_rejected_since_is_not_put_back() {
    let room = with_list().await;
    proposed(&room).await.unwrap();
    for by in [1, 2, 3, 4] {
        votes(&room, by).await.unwrap();
    }
    closed(&room).await;
    let at = start() + HOUR * 2;
    let edition = |at, request| {
        let call = call(at, 20, 1, 60);
        let room = &room;
        async move { room.asks(&call, Request::Edition(request)).await }
    };
    edition(at, EditionRequest::Drop(FIRST, "Not yet.".to_owned()))
        .await
        .unwrap();
    let second = FIRST.next();
    propose(&room, (at + MINUTE, 2), "trial", None).await.unwrap();
    for by in [1, 2, 3] {
        let mut call = call(at + MINUTE * 2, 20, by, 70 + by);
        call.actor.roles = vec![role()];
        let cast = Request::Cast(second, Choice::Against);
        room.asks(&call, cast).await.unwrap();
    }
    let at = at + HOUR * 2;
    let rejected = settled(&room, second, at).await;
    assert!(matches!(rejected.status, Status::Rejected { .. }), "{rejected:?}");
    let answer = refused(edition(at, EditionRequest::Keep(FIRST)).await);
    let Refusal::RejectedSince { number, later, .. } = answer else {
        panic!("{answer:?}");
    };
    assert_eq!((number, later), (FIRST, second));
}

#[tokio::test]
async fn who_proposes_again_says_nothing_in_anothers_name() {
    for (by, quoted) in [(2, false), (1, true)] {
        let room = room(Arc::default(), vec![later_edition("hold")]);
        let propose = Propose {
            blip: "crossplane".to_owned(),
            ring: "trial".to_owned(),
            reason: Some("I run it.".to_owned()),
            quadrant: None,
            summary: None,
            policy: None,
            duration: Some("5h".to_owned()),
        };
        room.asks(&call(start(), 20, 1, 0), Request::Propose(propose))
            .await
            .unwrap();
        let at = start() + HOUR / 2;
        asks(
            &room,
            (at, 1),
            ProposalRequest::Add(FIRST, "Since March.".to_owned()),
        )
        .await
        .unwrap();
        room.service.blips_moved(at).await.unwrap();
        settled(&room, FIRST, at).await;
        asks(&room, (at + MINUTE, by), ProposalRequest::Restart(FIRST))
            .await
            .unwrap();
        let next = stored(&room, FIRST.next()).await;
        assert_eq!(next.reason.is_some(), quoted, "{by}");
        assert_eq!(next.addenda.len(), usize::from(quoted), "{by}");
        let view = room.service.proposal_view(next.guild, next.number).await.unwrap();
        let earlier = view.unwrap().earlier.unwrap();
        assert_eq!(earlier.number, FIRST);
        assert!(matches!(earlier.status, Status::Stale { .. }), "{earlier:?}");
        assert_eq!(next.window(), HOUR * 5);
        assert_eq!(next.supersedes, Some(FIRST));
    }
}

#[tokio::test]
async fn of_each_answer_a_reason_is_shown_first() {
    let room = with_list().await;
    proposed(&room).await.unwrap();
    let said = [
        (1, Choice::InFavor),
        (2, Choice::InFavor),
        (3, Choice::Against),
        (4, Choice::Abstain),
    ];
    for (by, choice) in said {
        let because = Request::Reasoned(FIRST, choice, format!("{by}"));
        room.asks(&call(start() + MINUTE, 20, by, by), because)
            .await
            .unwrap();
    }
    let shown = || async {
        let view = room.service.proposal_view(guild(), FIRST).await.unwrap().unwrap();
        let texts = view.reasons.iter().map(|why| why.text.to_string());
        texts.collect::<Vec<_>>()
    };
    assert_eq!(shown().await, [""; 0], "not while the vote goes on");
    asks(&room, (start() + MINUTE * 2, 1), ProposalRequest::Withdraw(FIRST))
        .await
        .unwrap();
    assert_eq!(shown().await, ["1", "3", "4", "2"]);
}
