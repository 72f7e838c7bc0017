//! A batch is written only if what it expects holds.

use super::{all, committed, trail};
use crate::outbox::Topic;
use crate::storage::sample::{ballot_row, cast, event, guild, notice, number, proposal, settings_row};
use crate::storage::{Batch, CommitError, Expect, Key, Revision, Row, Store};
use crate::vote::trail::EventKind;

pub async fn a_batch_with_a_wrong_expectation_writes_nothing(store: &impl Store) {
    let revision = committed(store, Batch::new().put(Row::Proposal(proposal(1, 1)))).await;
    let key = Key::Proposal(guild(1), number(1));
    for expect in [
        Expect::Revision(key.clone(), Revision::ABSENT),
        Expect::Revision(key.clone(), Revision(revision.0 + 1)),
        Expect::Revision(Key::Proposal(guild(2), number(1)), revision),
        Expect::Ballots(guild(1), number(1), 1),
    ] {
        let right = Expect::Revision(key.clone(), revision);
        for (one, other) in [(expect.clone(), right.clone()), (right.clone(), expect.clone())] {
            let batch = Batch::new()
                .put(settings_row(1, 5))
                .put(ballot_row(1, 1, 9, 90))
                .expect(one)
                .expect(other);
            assert_eq!(store.commit(batch).await, Err(CommitError::Conflict));
        }
    }
    assert_eq!(all(store).await, [Row::Proposal(proposal(1, 1))]);
}

pub async fn ballots_are_only_added(store: &impl Store) {
    let first = ballot_row(1, 1, 9, 90);
    committed(store, Batch::new().create(first.clone())).await;
    let other = ballot_row(1, 1, 8, 90);
    assert_eq!(
        store.commit(Batch::new().put(other)).await,
        Err(CommitError::Conflict)
    );
    assert_eq!(
        store.commit(Batch::new().put(first.clone())).await,
        Err(CommitError::Conflict)
    );
    let twice = Batch::new()
        .put(ballot_row(1, 1, 9, 91))
        .put(ballot_row(1, 1, 9, 91));
    assert_eq!(store.commit(twice).await, Err(CommitError::Conflict));
    assert_eq!(all(store).await, [first]);
}

pub async fn the_number_of_ballots_can_be_expected(store: &impl Store) {
    let counted = |count| Expect::Ballots(guild(1), number(1), count);
    committed(
        store,
        Batch::new().expect(counted(0)).put(ballot_row(1, 1, 9, 90)),
    )
    .await;
    committed(
        store,
        Batch::new()
            .put(ballot_row(1, 1, 9, 91))
            .put(ballot_row(1, 2, 9, 92)),
    )
    .await;
    let late = Batch::new().expect(counted(1)).put(Row::Proposal(proposal(1, 1)));
    assert_eq!(store.commit(late).await, Err(CommitError::Conflict));
    // A batch is judged by what was there before it.
    let closing = Batch::new()
        .expect(counted(2))
        .put(ballot_row(1, 1, 9, 93))
        .put(Row::Proposal(proposal(1, 1)));
    committed(store, closing).await;
    assert_eq!(store.ballots(guild(1), number(1)).await.unwrap().len(), 3);
}

pub async fn the_revision_of_a_trail_can_be_expected(store: &impl Store) {
    let key = Key::Trail(guild(1), number(1));
    let on = |revision| Batch::new().expect(Expect::Revision(key.clone(), revision));
    let first = committed(store, on(Revision::ABSENT).append(cast(1, 1, 9, 90))).await;
    assert_eq!(store.trail(guild(1), number(1)).await.unwrap().revision, first);
    let closing = || on(first).append(event(1, 1, None, EventKind::Closed));
    let late = [closing(), closing(), on(first).append(cast(1, 1, 9, 91))];
    let outcomes = futures_util::future::join_all(late.map(|batch| store.commit(batch))).await;
    assert_eq!(
        outcomes.iter().filter(|outcome| outcome.is_ok()).count(),
        1,
        "{outcomes:?}"
    );
    assert_eq!(trail(store, 1, 1).await.head.unwrap().entries, 2);
}

/// All ask at once, so that a store that groups commits has them in one group.
pub async fn of_two_that_decide_on_the_same_state_one_wins(store: &impl Store) {
    committed(store, Batch::new().put(Row::Proposal(proposal(1, 1)))).await;
    let closing = |channel| {
        Batch::new()
            .expect(Expect::Ballots(guild(1), number(1), 0))
            .replace(Revision(1), Row::Proposal(proposal(1, 1)))
            .create(Row::Notice(notice(1, Topic::Outcome(number(1)))))
            .put(settings_row(1, channel))
    };
    let casting = |press| {
        Batch::new()
            .expect(Expect::Revision(Key::Proposal(guild(1), number(1)), Revision(1)))
            .create(ballot_row(1, 1, press, press))
    };
    let batches = [closing(1), closing(2), casting(90), casting(90), closing(3)];
    let outcomes = futures_util::future::join_all(batches.map(|batch| store.commit(batch))).await;
    let won = |from: usize, to: usize| {
        outcomes[from..to]
            .iter()
            .filter(|outcome| outcome.is_ok())
            .count()
    };
    assert!(
        outcomes
            .iter()
            .all(|outcome| matches!(outcome, Ok(_) | Err(CommitError::Conflict)))
    );
    let closed = won(0, 2) + won(4, 5);
    let cast = won(2, 4);
    // Whoever came first excludes the others.
    assert_eq!(closed + cast, 1, "{outcomes:?}");
    assert_eq!(store.ballots(guild(1), number(1)).await.unwrap().len(), cast);
    assert_eq!(store.notices(guild(1)).await.unwrap().len(), closed);
}
