//! Whom a reminder is for, and what is told of an addendum.

use super::*;
use crate::id::RoleId;
use crate::outbox::Update;
use crate::prose::Prose;
use crate::service::{Addressees, Facts, MOST_NAMED, Silent};
use crate::storage::Stored;
use crate::vote::{Electorate, Proposal};

const FIRST: ProposalNumber = ProposalNumber::FIRST;

fn role() -> RoleId {
    RoleId::try_from(7).unwrap()
}

fn member(id: u64) -> MemberId {
    MemberId::try_from(id).unwrap()
}

/// An open vote of this electorate, on which member 2 has voted.
async fn voting(electorate: Electorate) -> Room {
    let room = room(Arc::new(MemoryStore::new()), Vec::new());
    room.proposes(start(), "crossplane", "trial").await;
    let cast = Request::Cast(FIRST, Choice::Against);
    room.asks(&call(start(), 20, 2, 1), cast).await.unwrap();
    changes(&room, |proposal| proposal.electorate = electorate).await;
    room
}

async fn changes(room: &Room, change: impl FnOnce(&mut Proposal)) {
    let Stored { revision, mut value } = room.store.proposal(guild(), FIRST).await.unwrap().unwrap();
    change(&mut value);
    let batch = Batch::new().replace(revision, Row::Proposal(value));
    room.store.commit(batch).await.unwrap();
}

async fn reminded(room: &Room) -> Addressees {
    let topic = Topic::Update(FIRST, Update::Reminder(3600));
    let notice = Notice::new(guild(), topic, channel(20), start());
    match room.service.facts(&notice, start()).await.unwrap() {
        Facts::Reminder(_, whom) => whom,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_role_is_pinged_if_it_lets_itself_be_mentioned() {
    let size = Some(4);
    let room = voting(Electorate::Role { role: role(), size }).await;
    let whom = |pinged| Addressees {
        role: Some(role()),
        pinged,
        silent: None,
    };
    assert_eq!(reminded(&room).await, whom(false), "there is no such role");
    room.rosters.makes(guild(), role(), false);
    assert_eq!(reminded(&room).await, whom(false));
    room.rosters.makes(guild(), role(), true);
    assert_eq!(reminded(&room).await, whom(true));
    room.rosters.is_unreachable(true);
    assert_eq!(reminded(&room).await, whom(false), "it is not known");
}

#[tokio::test]
async fn what_a_proposer_adds_pings_those_who_vote() {
    let size = Some(4);
    let room = voting(Electorate::Role { role: role(), size }).await;
    room.rosters.makes(guild(), role(), true);
    changes(&room, |proposal| {
        proposal.addenda = vec![Prose::parse("It runs in staging, too.", 100).unwrap()];
    })
    .await;
    let pinged = async |update| {
        let notice = Notice::new(guild(), Topic::Update(FIRST, update), channel(20), start());
        match room.service.facts(&notice, start()).await.unwrap() {
            Facts::Update(_, _, concerned) => concerned.pinged,
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(pinged(Update::Added(0)).await, Some(role()));
    assert_eq!(pinged(Update::Thread).await, None);
    room.rosters.makes(guild(), role(), false);
    assert_eq!(
        pinged(Update::Added(0)).await,
        None,
        "the role does not let itself be pinged"
    );
    room.rosters.makes(guild(), role(), true);
    changes(&room, |proposal| {
        proposal.status = Status::Withdrawn {
            at: start(),
            stood: None,
        }
    })
    .await;
    assert_eq!(pinged(Update::Added(0)).await, None, "it is over");
}

#[tokio::test]
async fn everybody_is_never_pinged() {
    let everyone = guild().everyone();
    let role = Electorate::Role {
        role: everyone,
        size: None,
    };
    let room = voting(role).await;
    room.rosters.makes(guild(), everyone, true);
    assert!(!reminded(&room).await.pinged);
    assert_eq!(
        reminded(&voting(Electorate::Anyone).await).await,
        Addressees::default()
    );
}

#[tokio::test]
async fn of_those_known_by_name_a_few_who_have_not_voted_are_named() {
    let room = voting(Electorate::Listed([1, 2, 3].map(member).into())).await;
    let whom = |silent| Addressees {
        silent: Some(silent),
        ..Addressees::default()
    };
    let named = whom(Silent::Named([1, 3].map(member).into()));
    assert_eq!(reminded(&room).await, named);
    let many = (1..=MOST_NAMED as u64 + 2).map(member).collect();
    changes(&room, |proposal| proposal.electorate = Electorate::Listed(many)).await;
    let counted = whom(Silent::Counted(MOST_NAMED + 1));
    assert_eq!(reminded(&room).await, counted);
}

#[tokio::test]
async fn where_names_are_secret_a_reminder_names_nobody() {
    let room = voting(Electorate::Listed([1, 2, 3].map(member).into())).await;
    changes(&room, |proposal| proposal.policy.names = false).await;
    assert_eq!(reminded(&room).await.silent, Some(Silent::Counted(2)));
}

#[tokio::test]
async fn when_all_have_voted_nobody_is_pinged() {
    let members = Electorate::Members {
        role: role(),
        members: [member(2)].into(),
    };
    let room = voting(members).await;
    room.rosters.makes(guild(), role(), true);
    let whom = reminded(&room).await;
    assert!(!whom.pinged);
    assert_eq!(whom.silent, Some(Silent::Named([].into())));
}

#[tokio::test]
async fn each_addendum_is_told_once() {
    let room = voting(Electorate::Anyone).await;
    for (index, text) in ["It runs in staging.", "And in production."]
        .into_iter()
        .enumerate()
    {
        let add = Request::Proposal(ProposalRequest::Add(FIRST, text.to_owned()));
        room.asks(&call(start(), 20, 1, 2), add).await.unwrap();
        let update = Update::Added(u32::try_from(index).unwrap());
        assert!(update.is_for_the_thread());
        let notice = room.notice(&Topic::Update(FIRST, update)).await;
        assert_eq!(notice.channel, channel(20));
    }
}

#[tokio::test]
async fn a_reminder_that_comes_too_late_is_none() {
    let room = voting(Electorate::Anyone).await;
    let topic = Topic::Update(FIRST, Update::Reminder(3600));
    let notice = Notice::new(guild(), topic, channel(20), start());
    let at = |now| room.service.facts(&notice, now);
    let due = start() + HOUR;
    let before = at(due - SignedDuration::from_secs(1)).await.unwrap();
    assert!(matches!(before, Facts::Reminder(..)), "{before:?}");
    assert_eq!(at(due).await.unwrap(), Facts::Nothing, "the deadline");
    changes(&room, |proposal| {
        proposal.status = Status::Held {
            since: start(),
            until: due,
        };
    })
    .await;
    assert_eq!(at(start()).await.unwrap(), Facts::Nothing, "it takes no votes");
}
