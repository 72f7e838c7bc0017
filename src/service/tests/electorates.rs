//! Who may vote, and who counts: each row of the table of edge cases that Discord's members bring about.

mod away;
mod excluded;

use std::collections::BTreeSet;

use super::*;
use crate::id::RoleId;
use crate::outbox::Update;
use crate::service::ListRequest;
use crate::settings::{MAX_LISTED, Voters};
use crate::vote::{Electorate, Electors, Proposal};

pub(super) const FIRST: ProposalNumber = ProposalNumber::FIRST;

pub(super) fn role() -> RoleId {
    RoleId::try_from(7).unwrap()
}

pub(super) fn member(id: u64) -> MemberId {
    MemberId::try_from(id).unwrap()
}

pub(super) fn members(ids: impl IntoIterator<Item = u64>) -> Vec<MemberId> {
    ids.into_iter().map(member).collect()
}

pub(super) async fn sets(room: &Room, wanted: SetupRequest) -> Result<Response, Error> {
    room.asks(&call(start(), 20, 1, 5), Request::Setup(wanted)).await
}

pub(super) async fn lists(room: &Room, list: ListRequest) -> Result<Response, Error> {
    let list = Some(list);
    sets(
        room,
        SetupRequest {
            list,
            ..SetupRequest::default()
        },
    )
    .await
}

/// Members 1 to 4 have the role, 5 and 6 do not, 9 is a program that has it.
pub(super) fn peopled() -> Room {
    let room = room(Arc::default(), Vec::new());
    room.rosters.makes(guild(), role(), true);
    for id in 1..=4 {
        room.rosters.enrolls(guild(), member(id), [role()]);
    }
    for id in 5..=6 {
        room.rosters.enrolls(guild(), member(id), []);
    }
    room
}

pub(super) async fn with_role() -> Room {
    let room = peopled();
    let voters = Some(role());
    sets(
        &room,
        SetupRequest {
            voters,
            ..SetupRequest::default()
        },
    )
    .await
    .unwrap();
    room
}

pub(super) async fn with_list() -> Room {
    let room = peopled();
    lists(&room, ListRequest::Add(members(1..=4))).await.unwrap();
    room
}

pub(super) async fn proposed(room: &Room) -> Result<Proposal, Error> {
    let propose = Propose {
        blip: "crossplane".to_owned(),
        ring: "trial".to_owned(),
        reason: None,
        quadrant: None,
        summary: None,
        policy: None,
        duration: None,
    };
    room.asks(&call(start(), 20, 1, 0), Request::Propose(propose))
        .await?;
    Ok(room.store.proposal(guild(), FIRST).await?.unwrap().value)
}

/// A member with the role is in favour.
pub(super) async fn votes(room: &Room, by: u64) -> Result<Response, Error> {
    let mut call = call(start() + SignedDuration::from_mins(1), 20, by, by);
    call.actor.roles = vec![role()];
    room.asks(&call, Request::Cast(FIRST, Choice::InFavor)).await
}

pub(super) async fn closed(room: &Room) -> Electors {
    let at = start() + HOUR + CLOSE_GRACE;
    let closed = room.service.settle(guild(), FIRST, at).await.unwrap().unwrap();
    match closed.status {
        Status::Passed { count, .. } => count.electors.unwrap(),
        other => panic!("{other:?}"),
    }
}

pub(super) fn refused(result: Result<impl std::fmt::Debug, Error>) -> Refusal {
    match result {
        Err(Error::Refused(refusal)) => *refusal,
        other => panic!("{other:?}"),
    }
}

pub(super) const fn electors(opened: u32, counted: u32, asked: bool) -> Electors {
    Electors {
        opened,
        counted,
        asked,
    }
}

#[tokio::test]
async fn a_counted_role_has_its_size_and_members_have_their_names() {
    let room = with_role().await;
    let size = Some(4);
    let expected = Electorate::Role { role: role(), size };
    assert_eq!(proposed(&room).await.unwrap().electorate, expected);

    let room = with_role().await;
    room.rosters.may_list_members(true);
    room.rosters.enrolls_bot(guild(), member(9), [role()]);
    let expected = Electorate::Members {
        role: role(),
        members: members(1..=4).into_iter().collect(),
    };
    assert_eq!(proposed(&room).await.unwrap().electorate, expected, "no program");
}

#[tokio::test]
async fn a_list_has_people_who_are_on_the_server() {
    let room = peopled();
    room.rosters.enrolls_bot(guild(), member(9), []);
    let listed = lists(&room, ListRequest::Add(members([1, 2, 5, 9, 77]))).await;
    let on_it = |ids: &[u64]| members(ids.iter().copied()).into_iter().collect::<BTreeSet<_>>();
    let expected = Response::Voters {
        members: on_it(&[1, 2, 5]),
        in_force: true,
        changed: true,
    };
    assert_eq!(listed.unwrap(), expected);
    lists(&room, ListRequest::Remove(members([5, 6]))).await.unwrap();
    lists(&room, ListRequest::Add(members([3]))).await.unwrap();
    room.rosters.leaves(guild(), member(2));
    let electorate = proposed(&room).await.unwrap().electorate;
    assert_eq!(electorate, Electorate::Listed(on_it(&[1, 3])));
    assert_eq!(refused(votes(&room, 5).await), Refusal::NotListed);
}

#[tokio::test]
async fn an_emptied_list_lets_nobody_vote_rather_than_everybody() {
    let room = with_list().await;
    lists(&room, ListRequest::Remove(members(1..=4))).await.unwrap();
    let settings = room.store.settings(guild()).await.unwrap().value;
    assert_eq!(settings.voters, Voters::Listed(BTreeSet::new()));
    let refusal = refused(proposed(&room).await);
    assert!(
        matches!(refusal, Refusal::TooFewVoters { size: 0, .. }),
        "{refusal:?}"
    );
}

#[tokio::test]
async fn a_list_takes_no_more_than_can_be_looked_up() {
    let room = room(Arc::default(), Vec::new());
    for id in 1..=101 {
        room.rosters.enrolls(guild(), member(id), []);
    }
    lists(&room, ListRequest::Add(members(1..=100))).await.unwrap();
    let more = lists(&room, ListRequest::Add(members([101]))).await;
    assert_eq!(refused(more), Refusal::ListFull { max: 100 });
}

#[tokio::test]
async fn no_vote_opens_while_the_roster_can_not_be_read() {
    for room in [with_role().await, with_list().await] {
        room.rosters.is_unreachable(true);
        assert_eq!(refused(proposed(&room).await), Refusal::RosterUnread);
        assert_eq!(room.store.proposals(guild()).await.unwrap(), []);
    }
    let room = with_role().await;
    room.rosters.deletes(guild(), role());
    assert_eq!(
        refused(proposed(&room).await),
        Refusal::NoSuchRole { role: role() }
    );
}

#[tokio::test]
async fn a_role_that_is_not_there_is_refused_where_it_is_set() {
    let room = room(Arc::default(), Vec::new());
    let voters = Some(role());
    let wanted = SetupRequest {
        voters,
        ..SetupRequest::default()
    };
    assert_eq!(
        refused(sets(&room, wanted).await),
        Refusal::NoSuchRole { role: role() }
    );
}

#[tokio::test]
async fn who_leaves_before_voting_is_dropped_and_who_voted_stays() {
    for (room, with_names) in [(with_role().await, true), (with_list().await, false)] {
        room.rosters.may_list_members(with_names);
        proposed(&room).await.unwrap();
        votes(&room, 1).await.unwrap();
        votes(&room, 2).await.unwrap();
        room.rosters.leaves(guild(), member(2));
        room.rosters.leaves(guild(), member(3));
        assert_eq!(closed(&room).await, electors(4, 3, true), "1, 2 and 4");
    }
}

#[tokio::test]
async fn who_loses_the_role_before_voting_is_dropped() {
    for with_names in [true, false] {
        let room = with_role().await;
        room.rosters.may_list_members(with_names);
        proposed(&room).await.unwrap();
        votes(&room, 1).await.unwrap();
        room.rosters.enrolls(guild(), member(4), []);
        assert_eq!(closed(&room).await, electors(4, 3, true));
    }
}

#[tokio::test]
async fn who_gains_the_role_never_makes_the_electorate_larger() {
    let room = with_role().await;
    proposed(&room).await.unwrap();
    room.rosters.enrolls(guild(), member(5), [role()]);
    votes(&room, 5).await.unwrap();
    assert_eq!(closed(&room).await, electors(4, 4, true));

    let room = with_role().await;
    room.rosters.may_list_members(true);
    proposed(&room).await.unwrap();
    room.rosters.enrolls(guild(), member(5), [role()]);
    votes(&room, 1).await.unwrap();
    votes(&room, 5).await.unwrap();
    assert_eq!(closed(&room).await, electors(4, 4, true));
    let stored = room.store.proposal(guild(), FIRST).await.unwrap().unwrap().value;
    let tally = stored.tally(&room.store.ballots(guild(), FIRST).await.unwrap());
    assert_eq!((tally.in_favor, tally.advisory), (1, 1));
}

#[tokio::test]
async fn a_roster_that_can_not_be_read_at_the_close_is_the_one_of_the_opening() {
    for room in [with_role().await, with_list().await] {
        proposed(&room).await.unwrap();
        votes(&room, 1).await.unwrap();
        room.rosters.leaves(guild(), member(3));
        room.rosters.is_unreachable(true);
        assert_eq!(closed(&room).await, electors(4, 4, false), "never fewer");
    }
    for with_names in [true, false] {
        let room = with_role().await;
        room.rosters.may_list_members(with_names);
        proposed(&room).await.unwrap();
        votes(&room, 1).await.unwrap();
        room.rosters.deletes(guild(), role());
        assert_eq!(closed(&room).await, electors(4, 4, false), "a deleted role");
    }
}

#[tokio::test]
async fn members_are_looked_up_one_by_one_when_the_privilege_is_gone() {
    let room = with_role().await;
    room.rosters.may_list_members(true);
    proposed(&room).await.unwrap();
    votes(&room, 1).await.unwrap();
    room.rosters.may_list_members(false);
    room.rosters.enrolls(guild(), member(2), []);
    room.rosters.leaves(guild(), member(3));
    assert_eq!(closed(&room).await, electors(4, 2, true), "1 and 4");
}

#[tokio::test]
async fn a_voided_ballot_leaves_its_voter_in_the_electorate() {
    let room = with_list().await;
    proposed(&room).await.unwrap();
    votes(&room, 1).await.unwrap();
    votes(&room, 2).await.unwrap();
    let void = ProposalRequest::Void(FIRST, member(2), "By mistake.".to_owned());
    let at = start() + SignedDuration::from_mins(2);
    room.asks(&call(at, 20, 1, 6), Request::Proposal(void))
        .await
        .unwrap();
    assert_eq!(closed(&room).await, electors(4, 4, true));
}

#[tokio::test]
async fn ballots_are_voided_in_public_and_only_while_their_voter_can_answer() {
    let room = with_list().await;
    let open = proposed(&room).await.unwrap();
    votes(&room, 2).await.unwrap();
    let void = || ProposalRequest::Void(FIRST, member(2), "By mistake.".to_owned());
    let at = start() + SignedDuration::from_mins(2);
    room.asks(&call(at, 20, 1, 6), Request::Proposal(void()))
        .await
        .unwrap();
    let told = Topic::Update(FIRST, Update::Voided(0));
    let notice = room.store.notice(guild(), &told).await.unwrap().unwrap().value;
    assert_eq!(notice.channel, open.channel, "whoever votes reads it");
    let late = open.closes_at + SignedDuration::from_secs(1);
    let refusal = refused(room.asks(&call(late, 20, 1, 7), Request::Proposal(void())).await);
    assert!(matches!(refusal, Refusal::VoteOver { .. }), "{refusal:?}");
}

#[tokio::test]
async fn of_a_counted_role_those_who_may_have_come_since_make_nothing_certain() {
    let room = with_role().await;
    let write = Request::WritePolicy {
        name: "standard".to_owned(),
        text: "min_open = \"1 minute\"".to_owned(),
    };
    room.asks(&call(start(), 20, 1, 7), write).await.unwrap();
    let open = proposed(&room).await.unwrap();
    assert_eq!(open.electorate.size(), Some(4));
    for by in [5, 6] {
        room.rosters.enrolls(guild(), member(by), [role()]);
    }
    // All three may have the role since the start, or one of them; then three are silent who could turn it.
    for by in [1, 5, 6] {
        votes(&room, by).await.unwrap();
    }
    let at = start() + SignedDuration::from_mins(5);
    let settled = room.service.settle(guild(), FIRST, at).await.unwrap().unwrap();
    assert_eq!(settled.status, Status::Open);
    // The roster can not be read: nothing is certain, either.
    room.rosters.is_unreachable(true);
    let settled = room.service.settle(guild(), FIRST, at).await.unwrap().unwrap();
    assert_eq!(settled.status, Status::Open);
    // Those who came are gone again, and Discord tells that two who voted are.
    room.rosters.is_unreachable(false);
    for by in [5, 6] {
        room.rosters.enrolls(guild(), member(by), []);
    }
    let settled = room.service.settle(guild(), FIRST, at).await.unwrap().unwrap();
    assert_eq!(settled.status, Status::Open, "3:3 is still to be had");
    votes(&room, 3).await.unwrap();
    let settled = room.service.settle(guild(), FIRST, at).await.unwrap().unwrap();
    assert!(matches!(settled.status, Status::Passed { .. }), "{settled:?}");
}

#[tokio::test]
async fn of_a_counted_role_in_which_more_voted_than_can_be_looked_up_nothing_is_certain_before_the_deadline()
{
    let room = with_role().await;
    let write = Request::WritePolicy {
        name: "standard".to_owned(),
        text: "min_open = \"1 minute\"".to_owned(),
    };
    room.asks(&call(start(), 20, 1, 7), write).await.unwrap();
    let all = 1..=u64::try_from(MAX_LISTED).unwrap() + 1;
    for by in all.clone() {
        room.rosters.enrolls(guild(), member(by), [role()]);
    }
    let open = proposed(&room).await.unwrap();
    for by in all {
        votes(&room, by).await.unwrap();
    }
    let at = start() + SignedDuration::from_mins(5);
    let settled = room.service.settle(guild(), FIRST, at).await.unwrap().unwrap();
    assert_eq!(settled.status, Status::Open, "some may have had it just to vote");
    let settled = room
        .service
        .settle(guild(), FIRST, open.due_at())
        .await
        .unwrap()
        .unwrap();
    assert!(matches!(settled.status, Status::Passed { .. }), "{settled:?}");
    assert_eq!(
        settled.status.count().unwrap().electors.map(|all| all.asked),
        Some(true)
    );
}

#[tokio::test]
async fn newcomers_who_recuse_themselves_make_a_counted_role_no_smaller() {
    let room = with_role().await;
    proposed(&room).await.unwrap();
    for by in [5, 6] {
        room.rosters.enrolls(guild(), member(by), [role()]);
        let at = start() + SignedDuration::from_mins(1);
        let recuse = Request::Cast(FIRST, Choice::Recuse);
        let mut call = call(at, 20, by, by);
        call.actor.roles = vec![role()];
        room.asks(&call, recuse).await.unwrap();
    }
    votes(&room, 1).await.unwrap();
    assert_eq!(closed(&room).await, electors(4, 4, true));
}

#[tokio::test]
async fn an_early_close_asks_who_is_still_there() {
    let room = with_list().await;
    let name = "standard".parse().unwrap();
    let text = "min_open = \"1 minute\"\nof = electorate\nthreshold = 1/2".to_owned();
    let write = Request::WritePolicy {
        name: "standard".to_owned(),
        text,
    };
    room.asks(&call(start(), 20, 1, 7), write).await.unwrap();
    let opened = proposed(&room).await.unwrap();
    assert_eq!(opened.policy.name, name);
    for by in 1..=3 {
        votes(&room, by).await.unwrap();
    }
    room.rosters.leaves(guild(), member(4));
    let at = start() + SignedDuration::from_mins(2);
    let early = room.service.settle(guild(), FIRST, at).await.unwrap().unwrap();
    match early.status {
        Status::Passed { count, .. } => assert_eq!(count.electors, Some(electors(4, 3, true))),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn who_has_not_voted_is_told_by_name_where_names_are_shown() {
    let room = with_list().await;
    proposed(&room).await.unwrap();
    votes(&room, 3).await.unwrap();
    let show = async |room: &Room| {
        let show = Request::Proposal(ProposalRequest::Show(FIRST));
        match room.asks(&call(start(), 20, 1, 8), show).await.unwrap() {
            Response::Proposal { silent, .. } => silent,
            other => panic!("{other:?}"),
        }
    };
    let expected = members([1, 2, 4]).into_iter().collect();
    assert_eq!(show(&room).await, Some(expected));
    closed(&room).await;
    assert_eq!(show(&room).await, None, "it is over");

    let room = with_role().await;
    proposed(&room).await.unwrap();
    assert_eq!(show(&room).await, None, "only their number is known");

    let room = with_list().await;
    let write = Request::WritePolicy {
        name: "standard".to_owned(),
        text: "names = false".to_owned(),
    };
    room.asks(&call(start(), 20, 1, 7), write).await.unwrap();
    proposed(&room).await.unwrap();
    assert_eq!(show(&room).await, None, "the policy shows no names");
}

#[tokio::test]
async fn a_vote_in_waiting_opens_once_its_voters_can_be_read() {
    let room = with_role().await;
    proposed(&room).await.unwrap();
    let second = Propose {
        blip: "crossplane".to_owned(),
        ring: "hold".to_owned(),
        reason: None,
        quadrant: None,
        summary: None,
        policy: None,
        duration: None,
    };
    room.asks(&call(start(), 20, 1, 9), Request::Propose(second))
        .await
        .unwrap();
    votes(&room, 1).await.unwrap();
    closed(&room).await;
    let next = FIRST.next();
    let settle = async |at| {
        room.service
            .settle(guild(), next, at)
            .await
            .unwrap()
            .unwrap()
            .status
    };
    room.rosters.is_unreachable(true);
    let at = start() + HOUR * 2;
    assert!(matches!(settle(at).await, Status::Waiting(_)));
    room.rosters.is_unreachable(false);
    assert_eq!(settle(at + HOUR).await, Status::Open);
}
