//! What is done in a vote is chained.

use super::{all, appending, committed, trail};
use crate::storage::sample::{
    ballot, ballot_row, cast, cast_because, entry_number, event, guild, number, proposal, salt, settings_row,
};
use crate::storage::{Batch, CommitError, Deed, Expect, Key, Revision, Row, Store, StoreError};
use crate::vote::trail::{EventKind, Head, VoterKey, VoterNumber};
use crate::vote::{Tally, Trail};

pub async fn what_is_appended_is_chained(store: &impl Store) {
    assert_eq!(trail(store, 1, 1).await, Trail::empty(guild(1), number(1)));
    let two = appending([cast(1, 1, 9, 90), cast_because(1, 1, 8, 91, "it works")]);
    let first = committed(store, two).await;
    let batch = appending([
        event(1, 1, None, EventKind::Extended),
        event(1, 1, Some(7), EventKind::ConcernRaised),
        cast(1, 1, 9, 80),
        cast(1, 2, 9, 92),
    ]);
    let second = committed(store, batch).await;
    assert_eq!(second, Revision(first.0 + 1));
    let found = trail(store, 1, 1).await;
    let head = found.head.unwrap();
    assert_eq!(
        (head.entries, head.ballots, head.before, head.voters),
        (5, 3, 0, 3)
    );
    let voters: Vec<_> = found
        .entries
        .iter()
        .map(|entry| entry.voter.map(VoterNumber::get))
        .collect();
    assert_eq!(voters, [Some(1), Some(2), None, Some(3), Some(1)]);
    // A later act is bound with the salt of the first one.
    let key = |number: u32, press: u64| VoterKey {
        number: VoterNumber::after(number - 1),
        salt: salt(if press == 0 { 7 } else { 99 - press }, press),
    };
    let keys: Vec<_> = found
        .voters
        .iter()
        .map(|(member, key)| (member.get(), *key))
        .collect();
    assert_eq!(keys, [(7, key(3, 0)), (8, key(2, 91)), (9, key(1, 90))]);
    let ballots = store.ballots(guild(1), number(1)).await.unwrap();
    let mut second = ballot(8, 91);
    second.reason = found.reasons.get(&entry_number(2)).cloned();
    assert_eq!(second.reason.as_ref().unwrap().as_str(), "it works");
    assert_eq!(ballots, [ballot(9, 80), ballot(9, 90), second]);
    assert_eq!(trail(store, 1, 2).await.head.unwrap().entries, 1);
    assert_eq!(store.guilds().await.unwrap(), [guild(1)]);
}

pub async fn rows_of_a_trail_can_not_be_put(store: &impl Store) {
    let head = Head::genesis(guild(1), number(1), 0);
    let batch = Batch::new()
        .put(settings_row(1, 5))
        .put(Row::Trail(guild(1), number(1), head));
    let refused = store.commit(batch).await.unwrap_err().to_string();
    assert!(
        refused.contains("guild 1, proposal 1, trail can only be appended"),
        "{refused}"
    );
    let mut large = event(1, 1, None, EventKind::Addendum);
    if let Deed::Event { detail, .. } = &mut large.deed {
        *detail = "x".repeat(1024 * 1024);
    }
    let refused = store.commit(appending([cast(1, 1, 9, 90), large])).await;
    assert!(matches!(
        refused,
        Err(CommitError::Store(StoreError::TooLarge { .. }))
    ));
    assert_eq!(all(store).await, Vec::new());
}

pub async fn a_ballot_is_appended_once(store: &impl Store) {
    committed(store, appending([cast(1, 1, 9, 90)])).await;
    let found = all(store).await;
    for batch in [
        appending([cast(1, 1, 9, 90)]),
        appending([cast(1, 1, 8, 90)]),
        appending([cast(1, 1, 8, 91), cast(1, 1, 8, 91)]),
        appending([cast(1, 1, 8, 91)]).put(ballot_row(1, 1, 9, 90)),
        Batch::new().put(ballot_row(1, 1, 9, 95)),
    ] {
        assert_eq!(store.commit(batch).await, Err(CommitError::Conflict));
    }
    assert_eq!(all(store).await, found);
    // The same press on another proposal is another ballot.
    committed(store, appending([cast(1, 2, 9, 90), cast(2, 1, 9, 90)])).await;
}

pub async fn ballots_at_the_same_time_do_not_conflict(store: &impl Store) {
    let opened = committed(store, Batch::new().put(Row::Proposal(proposal(1, 1)))).await;
    let casting = |press| {
        appending([cast(1, 1, press % 50 + 1, press)])
            .expect(Expect::Revision(Key::Proposal(guild(1), number(1)), opened))
    };
    let commits = (1..=300).map(|press| store.commit(casting(press)));
    let outcomes = futures_util::future::join_all(commits).await;
    assert!(outcomes.iter().all(Result::is_ok), "{outcomes:?}");
    let found = trail(store, 1, 1).await;
    let head = found.head.unwrap();
    assert_eq!((head.entries, head.ballots, head.voters), (300, 300, 50));
    assert_eq!(Tally::count(&found.ballots()).in_favor, 50);
    let counted = |count| Batch::new().expect(Expect::Ballots(guild(1), number(1), count));
    committed(store, counted(300)).await;
    assert_eq!(store.commit(counted(299)).await, Err(CommitError::Conflict));
}

pub async fn a_trail_begins_after_the_ballots_that_were_there(store: &impl Store) {
    committed(
        store,
        Batch::new()
            .put(ballot_row(1, 1, 9, 90))
            .put(ballot_row(1, 1, 8, 91)),
    )
    .await;
    // All in one group, if there are groups.
    let batches = [
        Batch::new().put(ballot_row(1, 1, 7, 92)),
        appending([cast(1, 1, 9, 93)]),
        Batch::new().put(ballot_row(1, 1, 9, 94)),
        appending([cast(1, 1, 9, 95)]).expect(Expect::Ballots(guild(1), number(1), 4)),
    ];
    let outcomes = futures_util::future::join_all(batches.map(|batch| store.commit(batch))).await;
    let ok: Vec<bool> = outcomes.iter().map(Result::is_ok).collect();
    assert_eq!(ok, [true, true, false, true]);
    let found = trail(store, 1, 1).await;
    let head = found.head.unwrap();
    assert_eq!(
        (head.before, head.entries, head.ballots, head.voters),
        (3, 2, 2, 1)
    );
    let presses: Vec<_> = found
        .ballots()
        .iter()
        .map(|ballot| ballot.interaction.get())
        .collect();
    assert_eq!(presses, [90, 91, 92, 93, 95]);
    assert_eq!(
        Tally::count(&found.ballots()).in_favor,
        3,
        "one voter before and after"
    );
}
