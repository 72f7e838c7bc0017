//! Members who are forgotten, and guilds that the bot left.

use super::{all, appending, committed, trail};
use crate::outbox::Topic;
use crate::prose::Prose;
use crate::radar::Standing;
use crate::storage::sample::{
    at, ballot_row, cast, cast_because, edition, entry_number, event, guild, left_row, listing_row, member,
    notice, number, proposal, settings_row,
};
use crate::storage::{Batch, CommitError, Expect, ForgetError, Key, Revision, Row, Store, forgettable};
use crate::vote::trail::{EventKind, VoterNumber};
use crate::vote::{Electorate, Status, Tally, Voided, Voter};

/// A proposal that is over.
fn over(of: u64, numbered: u32) -> Row {
    let mut proposal = proposal(of, numbered);
    proposal.status = Status::Withdrawn {
        at: at(1_700_000_200),
        stood: None,
    };
    Row::Proposal(proposal)
}

pub async fn a_member_is_forgotten(store: &impl Store) {
    let batch = appending([
        cast_because(1, 1, 9, 90, "mine"),
        cast_because(1, 1, 8, 91, "theirs"),
        event(1, 1, Some(9), EventKind::ConcernRaised),
        cast(1, 1, 9, 92),
        cast(1, 2, 9, 93),
        cast(1, 3, 8, 94),
        cast(2, 1, 9, 95),
    ]);
    let over = [over(1, 1), over(1, 2), over(1, 3), over(2, 1)];
    committed(store, over.into_iter().fold(batch, Batch::create)).await;
    let mut expected = all(store).await;
    let tally = Tally::count(&trail(store, 1, 1).await.ballots());
    assert_eq!(forgettable(store, guild(1), member(9)).await, Ok(2));
    assert_eq!(all(store).await, expected, "nothing is changed by asking");

    assert_eq!(store.forget(guild(1), member(9)).await, Ok(2));
    let gone = [
        Key::Voter(guild(1), number(1), member(9)),
        Key::Voter(guild(1), number(2), member(9)),
        Key::Reason(guild(1), number(1), entry_number(1)),
    ];
    expected.retain(|row| !gone.contains(&row.key()));
    for row in &mut expected {
        if let Row::Proposal(proposal) = row
            && proposal.guild == guild(1)
            && proposal.number < number(3)
        {
            // Where they voted, what the ballots came to is kept.
            let ballots = trail(store, 1, proposal.number.get()).await.ballots();
            *proposal = proposal.keeping(&ballots).unwrap();
        }
    }
    assert_eq!(all(store).await, expected);
    let found = trail(store, 1, 1).await;
    let forgotten = Voter::Forgotten(VoterNumber::FIRST);
    let voters: Vec<_> = found
        .ballots()
        .into_iter()
        .map(|ballot| (ballot.voter, ballot.reason))
        .collect();
    assert_eq!(
        (voters[0].clone(), voters[2].clone()),
        ((forgotten, None), (forgotten, None))
    );
    assert_eq!(Tally::count(&found.ballots()), tally);
    assert_eq!(store.forget(guild(1), member(9)).await, Ok(0));
    assert_eq!(store.forget(guild(1), member(5)).await, Ok(0));
    // Who comes back is somebody else, and the numbers go on.
    committed(store, appending([event(1, 1, Some(9), EventKind::Addendum)])).await;
    assert_eq!(
        trail(store, 1, 1).await.voters[&member(9)].number,
        VoterNumber::after(2)
    );
}

/// A ballot that is advice, and one that was voided, do not begin to count when nobody knows any more whose they are.
pub async fn what_a_vote_without_a_decision_came_to_is_kept(store: &impl Store) {
    let (at, found) = (at(1_700_000_300), Standing::Retired);
    let (by, reason) = (member(2), Prose::parse("off", 100).unwrap());
    let stood = None;
    let ends = [
        Status::Withdrawn { at, stood },
        Status::Stale { at, found, stood },
        Status::Cancelled {
            at,
            by,
            reason: reason.clone(),
            stood,
        },
    ];
    let mut batch = Batch::new();
    for (number, status) in (1..).zip(ends) {
        let mut over = proposal(1, number);
        over.electorate = Electorate::Listed([member(7), member(8)].into());
        over.voided.push(Voided {
            member: member(7),
            by,
            at,
            reason: reason.clone(),
        });
        over.status = status;
        let casts = [(7, 90), (8, 91), (9, 92)].map(|(who, press)| cast(1, number, who, press));
        batch = casts
            .into_iter()
            .fold(batch.create(Row::Proposal(over)), Batch::append);
    }
    committed(store, batch).await;
    for who in [7, 9, 8] {
        assert_eq!(store.forget(guild(1), member(who)).await, Ok(3));
    }
    for stored in store.proposals(guild(1)).await.unwrap() {
        let stood = stored.value.status.stood().unwrap();
        let Tally {
            in_favor, advisory, ..
        } = stood.tally;
        assert_eq!((in_favor, advisory), (1, 1), "{:?}", stored.value.status);
        assert_eq!(stood.electorate(), Some(2));
    }
}

pub async fn a_member_of_an_open_vote_is_not_forgotten(store: &impl Store) {
    let batch = appending([cast(1, 1, 9, 90), cast(1, 2, 9, 91), cast(1, 2, 8, 92)])
        .create(over(1, 1))
        .create(Row::Proposal(proposal(1, 2)))
        .create(Row::Proposal(proposal(1, 3)))
        .put(ballot_row(1, 3, 7, 93));
    committed(store, batch).await;
    let found = all(store).await;
    let not_over = |number| {
        let guild = guild(1);
        Err(ForgetError::NotOver { guild, number })
    };
    assert_eq!(store.forget(guild(1), member(9)).await, not_over(number(2)));
    assert_eq!(store.forget(guild(1), member(7)).await, not_over(number(3)));
    assert_eq!(all(store).await, found);
    committed(store, Batch::new().put(over(1, 2))).await;
    assert_eq!(store.forget(guild(1), member(9)).await, Ok(2));
}

pub async fn a_member_who_voted_before_the_trail_is_forgotten(store: &impl Store) {
    let batch = Batch::new()
        .create(over(1, 1))
        .create(over(1, 2))
        .put(ballot_row(1, 1, 9, 90))
        .put(ballot_row(1, 1, 8, 91))
        .put(ballot_row(1, 1, 9, 92))
        .put(ballot_row(1, 2, 9, 93))
        .put(ballot_row(1, 2, 8, 94))
        .append(cast(1, 2, 9, 95));
    committed(store, batch).await;
    let tallies = [
        Tally::count(&trail(store, 1, 1).await.ballots()),
        Tally::count(&trail(store, 1, 2).await.ballots()),
    ];
    for (who, kept) in [(9, 3), (8, 0)] {
        assert_eq!(store.forget(guild(1), member(who)).await, Ok(2));
        let named = |ballots: &[crate::vote::Ballot]| {
            ballots
                .iter()
                .filter(|ballot| ballot.voter.member().is_some())
                .count()
        };
        let (one, two) = (
            trail(store, 1, 1).await.ballots(),
            trail(store, 1, 2).await.ballots(),
        );
        assert_eq!([Tally::count(&one), Tally::count(&two)], tallies);
        assert_eq!(named(&one) + named(&two), if kept > 0 { 2 } else { 0 });
        assert!(
            all(store)
                .await
                .iter()
                .all(|row| row.key() != Key::Voter(guild(1), number(2), member(who)))
        );
    }
    // What is done later gets a number of its own.
    committed(store, appending([event(1, 1, Some(9), EventKind::Addendum)])).await;
    assert_eq!(
        trail(store, 1, 1).await.voters[&member(9)].number,
        VoterNumber::after(2)
    );
}

/// All ask at once, so that a store that groups commits has them in one group.
pub async fn a_trail_is_purged_with_its_guild(store: &impl Store) {
    let batch = appending([
        cast(1, 1, 9, 90),
        cast_because(1, 1, 8, 91, "so"),
        cast(2, 1, 9, 92),
    ]);
    let left = committed(store, batch.put(left_row(1, 7))).await;
    let (cast_, purged) = futures_util::future::join(
        store.commit(appending([cast(1, 1, 7, 93)])),
        store.purge(guild(1), left),
    )
    .await;
    assert!(cast_.is_ok() && purged.is_ok());
    committed(store, appending([cast(1, 1, 9, 94)])).await;
    let entries = trail(store, 1, 1).await.entries.len();
    // Before the purge it went with it.
    assert!((1..=2).contains(&entries), "{entries}");
    assert_eq!(trail(store, 2, 1).await.entries.len(), 1);
}

/// One row of each kind.
fn rows_of(of: u64, settings: Row) -> Vec<Row> {
    vec![
        settings,
        Row::Proposal(proposal(of, 1)),
        ballot_row(of, 1, 9, 90),
        ballot_row(of, 1, 9, 91),
        Row::Edition(edition(of, "2023-10")),
        Row::Notice(notice(of, Topic::Introduction)),
    ]
}

pub async fn a_guild_that_the_bot_left_is_purged_and_no_other(store: &impl Store) {
    // Ids beside each other, and one whose bytes start like the other's.
    let others = [1, 3, 0x0200, u64::MAX];
    let mut batch = Batch::new();
    for row in rows_of(2, left_row(2, 7)) {
        batch = batch.create(row);
    }
    let left = committed(store, batch).await;
    let mut kept = Vec::new();
    for other in others {
        let rows = rows_of(other, settings_row(other, 5));
        kept.extend(rows.clone());
        committed(store, rows.into_iter().fold(Batch::new(), Batch::create)).await;
    }
    store.purge(guild(2), left).await.unwrap();
    assert_eq!(all(store).await, kept);
    assert_eq!(store.guilds().await.unwrap(), others.map(guild));
    assert_eq!(store.rows(Some(guild(2)), None, 10).await, Ok(Vec::new()));
    assert_eq!(store.settings(guild(2)).await.unwrap().revision, Revision::ABSENT);
    assert_eq!(store.ballots(guild(2), number(1)).await, Ok(Vec::new()));
    assert_eq!(store.purge(guild(2), left).await, Err(CommitError::Conflict));
    // The guild starts anew when the bot is invited again, with the same keys.
    let counted = Expect::Ballots(guild(2), number(1), 0);
    let again = rows_of(2, settings_row(2, 6)).into_iter();
    let revision = committed(store, again.fold(Batch::new().expect(counted), Batch::create)).await;
    assert_eq!(revision, Revision(left.0 + 6), "the purge is a commit of its own");
    assert_eq!(store.ballots(guild(2), number(1)).await.unwrap().len(), 2);
}

pub async fn a_guild_is_purged_only_while_it_is_left(store: &impl Store) {
    assert_eq!(
        store.purge(guild(1), Revision::ABSENT).await,
        Err(CommitError::Conflict)
    );
    let here = committed(store, Batch::new().put(settings_row(1, 5))).await;
    assert_eq!(store.purge(guild(1), here).await, Err(CommitError::Conflict));
    let left = committed(store, Batch::new().put(left_row(1, 7))).await;
    assert_eq!(store.purge(guild(1), here).await, Err(CommitError::Conflict));
    let back = committed(store, Batch::new().put(settings_row(1, 5))).await;
    for revision in [here, left, back] {
        assert_eq!(store.purge(guild(1), revision).await, Err(CommitError::Conflict));
    }
    assert_eq!(all(store).await, [settings_row(1, 5)]);
}

/// All ask at once, so that a store that groups commits has them in one group.
pub async fn a_purge_and_a_return_exclude_each_other(store: &impl Store) {
    let left = committed(
        store,
        rows_of(1, left_row(1, 7))
            .into_iter()
            .fold(Batch::new(), Batch::create),
    )
    .await;
    let back = Batch::new()
        .replace(left, settings_row(1, 5))
        .expect(Expect::Ballots(guild(1), number(1), 2));
    let anew = Batch::new()
        .expect(Expect::Ballots(guild(1), number(1), 0))
        .create(ballot_row(1, 1, 9, 90));
    let (purged, back, anew) = futures_util::future::join3(
        store.purge(guild(1), left),
        store.commit(back),
        store.commit(anew),
    )
    .await;
    match (purged, back) {
        (Ok(()), Err(CommitError::Conflict)) => {
            let expected: &[Row] = if anew.is_ok() {
                &[ballot_row(1, 1, 9, 90)]
            } else {
                &[]
            };
            assert_eq!(all(store).await, expected);
        }
        (Err(CommitError::Conflict), Ok(_)) => {
            assert_eq!(anew, Err(CommitError::Conflict));
            assert_eq!(all(store).await, rows_of(1, settings_row(1, 5)));
        }
        other => panic!("{other:?}"),
    }
}

pub async fn a_member_on_the_list_of_voters_is_not_forgotten(store: &impl Store) {
    let batch = appending([cast(1, 1, 9, 90)]).create(over(1, 1));
    committed(store, batch.put(listing_row(1, [8, 9]))).await;
    let before = all(store).await;
    let listed = Err(ForgetError::Listed { guild: guild(1) });
    assert_eq!(forgettable(store, guild(1), member(9)).await, listed);
    assert_eq!(store.forget(guild(1), member(9)).await, listed);
    assert_eq!(all(store).await, before);
    committed(store, Batch::new().put(listing_row(1, [8]))).await;
    assert_eq!(store.forget(guild(1), member(9)).await, Ok(1));
}
