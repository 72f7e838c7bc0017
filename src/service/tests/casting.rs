//! Many press at once, a press comes twice, and what is remembered of a vote is not what is stored.

use std::sync::Arc;

use futures_util::future::join_all;

use super::*;
use crate::vote::{Proposal, Tally};

const FIRST: ProposalNumber = ProposalNumber::FIRST;

async fn with_vote() -> Room {
    let room = room(Arc::new(MemoryStore::new()), Vec::new());
    room.proposes(start(), "crossplane", "trial").await;
    room
}

fn cast(choice: Choice) -> Request {
    Request::Cast(FIRST, choice)
}

async fn presses(room: &Room, at: Timestamp, member: u64, choice: Choice) -> Result<Response, Error> {
    room.asks(&call(at, 20, member, member), cast(choice)).await
}

async fn stored(room: &Room) -> Proposal {
    room.store.proposal(guild(), FIRST).await.unwrap().unwrap().value
}

async fn tally(room: &Room) -> Tally {
    let ballots = room.store.ballots(guild(), FIRST).await.unwrap();
    stored(room).await.tally(&ballots)
}

/// As if another part of the bot did it, which tells nobody.
async fn rewrites(room: &Room, change: impl FnOnce(&mut Proposal)) {
    let mut read = room.store.proposal(guild(), FIRST).await.unwrap().unwrap();
    change(&mut read.value);
    let batch = Batch::new().replace(read.revision, Row::Proposal(read.value));
    room.store.commit(batch).await.unwrap();
}

#[tokio::test]
async fn hundreds_press_at_once_while_a_concern_is_raised_and_every_ballot_counts_once() {
    let room = with_vote().await;
    let at = start() + HOUR / 2;
    let raise = ProposalRequest::Raise(FIRST, "Too dear".to_owned(), None);
    let raised = call(at, 20, 2, 1 << 20);
    let raised = room.asks(&raised, Request::Proposal(raise));
    let first = (1..=150).map(|member| presses(&room, at, member, Choice::InFavor));
    let second = (151..=300).map(|member| presses(&room, at, member, Choice::Against));
    let (first, raised, second) = tokio::join!(join_all(first), raised, join_all(second));
    assert!(matches!(raised, Ok(Response::Amended(_))), "{raised:?}");
    for answer in first.into_iter().chain(second) {
        assert!(matches!(answer, Ok(Response::Recorded(_))), "{answer:?}");
    }
    let tally = tally(&room).await;
    assert_eq!((tally.in_favor, tally.against), (150, 150));
    assert_eq!(stored(&room).await.open_concerns(), 1);
}

#[tokio::test]
async fn a_press_that_comes_again_gets_the_same_answer_also_when_the_vote_is_over() {
    let room = with_vote().await;
    let at = start() + HOUR / 2;
    presses(&room, at, 2, Choice::InFavor).await.unwrap();
    let press = call(at, 20, 2, 1000);
    let first = room.asks(&press, cast(Choice::Against)).await.unwrap();
    let Response::Recorded(recorded) = &first else {
        panic!("{first:?}");
    };
    assert_eq!(recorded.before, Some(Choice::InFavor));
    assert_eq!(room.asks(&press, cast(Choice::Against)).await.unwrap(), first);
    let late = start() + HOUR + CLOSE_GRACE;
    room.service.settle(guild(), FIRST, late).await.unwrap();
    assert!(!stored(&room).await.status.is_live());
    assert_eq!(room.asks(&press, cast(Choice::Against)).await.unwrap(), first);
    assert_eq!(room.store.ballots(guild(), FIRST).await.unwrap().len(), 2);
}

#[tokio::test]
async fn nobody_is_refused_by_what_was_remembered_of_a_vote() {
    let room = with_vote().await;
    presses(&room, start() + HOUR / 2, 2, Choice::InFavor)
        .await
        .unwrap();
    rewrites(&room, |vote| vote.closes_at += HOUR).await;
    let answer = presses(&room, start() + HOUR + HOUR / 2, 3, Choice::Against).await;
    assert!(matches!(answer, Ok(Response::Recorded(_))), "{answer:?}");
}

#[tokio::test]
async fn nobody_votes_on_what_was_remembered_of_a_vote() {
    let room = with_vote().await;
    presses(&room, start() + HOUR / 2, 2, Choice::InFavor)
        .await
        .unwrap();
    rewrites(&room, |vote| {
        vote.status = Status::Withdrawn {
            at: start(),
            stood: None,
        }
    })
    .await;
    let refused = presses(&room, start() + HOUR / 2, 3, Choice::Against).await;
    let Err(Error::Refused(refusal)) = refused else {
        panic!("{refused:?}");
    };
    assert!(matches!(*refusal, Refusal::VoteOver { .. }), "{refusal:?}");
    assert_eq!(tally(&room).await.taking_part(), 1);
}

#[tokio::test]
async fn the_ballot_that_makes_the_outcome_certain_has_the_vote_looked_at_and_one_before_it_has_not() {
    let room = with_vote().await;
    rewrites(&room, |vote| {
        let members = (1..=3).map(|id| MemberId::try_from(id).unwrap());
        vote.electorate = crate::vote::Electorate::Listed(members.collect());
        vote.policy = sample::policy(2, 2, Ratio::TWO_THIRDS);
        vote.policy.min_open = HOUR / 4;
    })
    .await;
    let at = start() + HOUR / 2;
    let due = || room.service.agenda().due(at);
    room.service.agenda().set(guild(), FIRST, Some(at + HOUR));
    presses(&room, at, 1, Choice::InFavor).await.unwrap();
    presses(&room, at, 2, Choice::Against).await.unwrap();
    assert_eq!(due(), []);
    room.asks(&call(at, 20, 2, 1000), cast(Choice::InFavor))
        .await
        .unwrap();
    assert_eq!(due(), [(guild(), FIRST)]);
}
