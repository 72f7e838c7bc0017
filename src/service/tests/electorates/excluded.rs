//! Whom a policy leaves out: they do not vote, and are in no number.

use super::*;
use crate::policy_text::Expects;
use crate::service::tests::edge_cases::{asks, propose, settled, stored, writes};
use crate::vote::PolicyName;

const CONFLICTED: u64 = 8;

fn other_role() -> RoleId {
    RoleId::try_from(CONFLICTED).unwrap()
}

/// 4 has the voters' role, and another one.
fn has_both(room: &Room) {
    room.rosters.makes(guild(), other_role(), false);
    room.rosters.enrolls(guild(), member(4), [role(), other_role()]);
}

/// A press of somebody who has both roles.
async fn votes_with_both(room: &Room, by: u64) -> Result<Response, Error> {
    let mut call = call(start() + SignedDuration::from_mins(1), 20, by, by);
    call.actor.roles = vec![role(), other_role()];
    room.asks(&call, Request::Cast(FIRST, Choice::InFavor)).await
}

fn left_out() -> Refusal {
    Refusal::Excluded {
        policy: PolicyName::standard(),
    }
}

fn known(ids: &[u64]) -> BTreeSet<MemberId> {
    members(ids.iter().copied()).into_iter().collect()
}

#[tokio::test]
async fn whom_a_policy_names_has_no_ballot_no_concern_and_no_place_in_the_electorate() {
    for room in [with_role().await, with_list().await] {
        writes(&room, "excluded = member:4, member:5").await;
        let proposal = proposed(&room).await.unwrap();
        // 5 has no vote in any case: of a counted role nobody is taken off who is not in it.
        assert_eq!(proposal.electorate.size(), Some(3), "{:?}", proposal.electorate);
        assert_eq!(refused(votes(&room, 4).await), left_out());
        let at = start() + SignedDuration::from_mins(1);
        let raise = ProposalRequest::Raise(FIRST, "Costs".to_owned(), None);
        assert_eq!(refused(asks(&room, (at, 4), raise).await), left_out());
        for by in 1..=3 {
            votes(&room, by).await.unwrap();
        }
        assert_eq!(closed(&room).await, electors(3, 3, true));
    }
}

#[tokio::test]
async fn a_role_that_the_server_has_not_or_that_all_have_is_refused_where_it_is_written() {
    let room = with_list().await;
    let write = async |text: &str| {
        let write = Request::WritePolicy {
            name: "standard".to_owned(),
            text: text.to_owned(),
        };
        room.asks(&call(start(), 20, 1, 5), write).await
    };
    let everyone = format!("role:{}", guild().everyone());
    for role in ["role:8", everyone.as_str()] {
        let refusal = refused(write(&format!("excluded = {role}")).await);
        let Refusal::BadPolicy { faults, .. } = refusal else {
            panic!("{refusal:?}");
        };
        let faults: Vec<_> = faults
            .iter()
            .map(|fault| (fault.typed.as_str(), fault.expects))
            .collect();
        assert_eq!(faults, [(role, Expects::ServerRole)]);
    }
    room.rosters.makes(guild(), other_role(), false);
    write("excluded = role:8").await.unwrap();
    room.rosters.is_unreachable(true);
    let refusal = refused(write("excluded = role:8, role:9").await);
    assert_eq!(refusal, Refusal::RosterUnread);
    // What stands there already was not written now.
    room.rosters.is_unreachable(false);
    room.rosters.deletes(guild(), other_role());
    write("excluded = role:8, member:3").await.unwrap();
}

#[tokio::test]
async fn whoever_has_a_role_that_is_left_out_is_known_by_name_where_members_are() {
    let (listed, by_name) = (with_list().await, with_role().await);
    by_name.rosters.may_list_members(true);
    for room in [listed, by_name] {
        has_both(&room);
        writes(&room, "excluded = role:8").await;
        let proposal = proposed(&room).await.unwrap();
        assert_eq!(proposal.electorate.members(), Some(&known(&[1, 2, 3])));
        assert_eq!(refused(votes_with_both(&room, 4).await), left_out());
    }
}

#[tokio::test]
async fn who_comes_to_be_left_out_before_voting_is_not_waited_for() {
    let room = with_list().await;
    room.rosters.makes(guild(), other_role(), false);
    writes(&room, "excluded = role:8").await;
    proposed(&room).await.unwrap();
    for by in 1..=3 {
        votes(&room, by).await.unwrap();
    }
    // 1 voted before, which stands; 4 did not.
    for id in [1, 4] {
        room.rosters.enrolls(guild(), member(id), [role(), other_role()]);
    }
    assert_eq!(closed(&room).await, electors(4, 3, true));
}

#[tokio::test]
async fn shares_of_a_counted_role_can_not_be_had_without_another_one() {
    let room = with_role().await;
    has_both(&room);
    writes(&room, "excluded = role:8\nquorum = 1/2").await;
    let policy = PolicyName::standard();
    assert_eq!(
        refused(proposed(&room).await),
        Refusal::ExcludedUncounted { policy }
    );
    // Numbers of voters can.
    writes(&room, "excluded = role:8\nquorum = 3").await;
    assert_eq!(proposed(&room).await.unwrap().electorate.size(), Some(4));
    assert_eq!(refused(votes_with_both(&room, 4).await), left_out());
}

#[tokio::test]
async fn a_role_that_is_gone_leaves_nobody_out() {
    let room = with_list().await;
    has_both(&room);
    writes(&room, "excluded = role:8").await;
    room.rosters.deletes(guild(), other_role());
    room.rosters.may_list_members(true);
    assert_eq!(proposed(&room).await.unwrap().electorate.size(), Some(4));
}

#[tokio::test]
async fn whom_the_policy_leaves_out_seconds_nothing() {
    let room = with_list().await;
    writes(&room, "excluded = member:4").await;
    proposed(&room).await.unwrap();
    let end = start() + HOUR + CLOSE_GRACE;
    let mut call = call(start() + SignedDuration::from_mins(1), 20, 1, 1);
    call.actor.roles = vec![role()];
    for by in 1..=3 {
        call.actor.member = member(by);
        call.interaction = InteractionId::try_from(call.interaction.get() + by).unwrap();
        room.asks(&call, Request::Cast(FIRST, Choice::Against))
            .await
            .unwrap();
    }
    let ended = settled(&room, FIRST, end).await;
    assert!(
        matches!(ended.status, Status::Rejected { .. }),
        "{:?}",
        ended.status
    );
    propose(&room, (end, 1), "trial", None).await.unwrap();
    let second = stored(&room, FIRST.next()).await;
    assert!(second.status.is_live(), "{:?}", second.status);
    let asked = asks(&room, (end, 4), ProposalRequest::Second(FIRST.next())).await;
    assert_eq!(refused(asked), left_out());
    asks(&room, (end, 2), ProposalRequest::Second(FIRST.next()))
        .await
        .unwrap();
}
