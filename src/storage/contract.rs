//! What every store does: one suite for all of them.
//!
//! A store is tested by `contract!(name, fixture)`, where `fixture` makes a value with a field `store` that is empty.

use super::sample::{
    at, ballot, ballot_row, cast, cast_because, correction, edit, edition, edition_id, entry_number, event,
    guild, interaction, left_row, listing_row, member, notice, number, proposal, salt, settings_row,
};
use super::{
    Append, Batch, CommitError, Expect, ForgetError, Key, MemoryStore, Revision, Row, Store, StoreError,
    Stored, forgettable,
};
use crate::outbox::Topic;
use crate::settings::Settings;
use crate::vote::trail::{EventKind, Head, VoterKey, VoterNumber};
use crate::vote::{Status, Tally, Trail, Voter};

/// Runs the whole suite on a store.
macro_rules! contract {
    ($name:ident, $fixture:expr) => {
        $crate::storage::contract::contract! {
            $name, $fixture;
            empty_answers,
            rows_are_read_back,
            lists_are_in_order_and_of_one_guild,
            revisions_count_commits,
            a_batch_with_a_wrong_expectation_writes_nothing,
            ballots_are_only_added,
            the_number_of_ballots_can_be_expected,
            what_is_appended_is_chained,
            rows_of_a_trail_can_not_be_put,
            a_ballot_is_appended_once,
            ballots_at_the_same_time_do_not_conflict,
            a_trail_begins_after_the_ballots_that_were_there,
            the_revision_of_a_trail_can_be_expected,
            a_member_is_forgotten,
            a_member_of_an_open_vote_is_not_forgotten,
            a_member_on_the_list_of_voters_is_not_forgotten,
            a_member_who_voted_before_the_trail_is_forgotten,
            a_trail_is_purged_with_its_guild,
            of_two_that_decide_on_the_same_state_one_wins,
            rows_come_in_pages,
            an_empty_batch_takes_no_number,
            a_row_that_is_too_large_is_refused,
            a_store_is_filled_once,
            a_guild_that_the_bot_left_is_purged_and_no_other,
            a_guild_is_purged_only_while_it_is_left,
            a_purge_and_a_return_exclude_each_other,
            until_when_members_were_heard_is_noted_beside_the_rows,
        }
    };
    ($name:ident, $fixture:expr; $($case:ident),+ $(,)?) => {
        mod $name {
            use super::*;
            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $case() {
                    let fixture = $fixture;
                    $crate::storage::contract::$case(&fixture.store).await;
                }
            )+
        }
    };
}
pub(super) use contract;

struct InMemory {
    store: MemoryStore,
}

contract!(
    memory,
    InMemory {
        store: MemoryStore::new()
    }
);

async fn committed(store: &impl Store, batch: Batch) -> Revision {
    store.commit(batch).await.unwrap()
}

async fn all(store: &impl Store) -> Vec<Row> {
    store.rows(None, None, usize::MAX).await.unwrap()
}

pub async fn empty_answers(store: &impl Store) {
    let settings = store.settings(guild(1)).await.unwrap();
    assert_eq!(
        settings,
        Stored {
            revision: Revision::ABSENT,
            value: Settings::default()
        }
    );
    assert_eq!(store.proposal(guild(1), number(1)).await, Ok(None));
    assert_eq!(store.proposals(guild(1)).await, Ok(Vec::new()));
    assert_eq!(store.ballots(guild(1), number(1)).await, Ok(Vec::new()));
    assert_eq!(store.editions(guild(1)).await, Ok(Vec::new()));
    assert_eq!(store.edits(guild(1)).await, Ok(Vec::new()));
    assert_eq!(store.corrections(guild(1)).await, Ok(Vec::new()));
    assert_eq!(store.notice(guild(1), &Topic::Introduction).await, Ok(None));
    assert_eq!(store.notices(guild(1)).await, Ok(Vec::new()));
    assert_eq!(store.guilds().await, Ok(Vec::new()));
    assert_eq!(all(store).await, Vec::new());
}

pub async fn rows_are_read_back(store: &impl Store) {
    let topic = Topic::Digest(edition_id("2023-10"));
    let batch = Batch::new()
        .create(settings_row(1, 5))
        .create(Row::Proposal(proposal(1, 1)))
        .create(ballot_row(1, 1, 9, 90))
        .create(Row::Edition(edition(1, "2023-10")))
        .create(Row::Notice(notice(1, topic.clone())))
        .create(Row::Edit(edit(1, 1)))
        .create(Row::Correction(correction(1, "2023-10", 1)));
    let rows = batch.rows.clone();
    let revision = committed(store, batch).await;
    assert!(revision > Revision::ABSENT);
    let settings = store.settings(guild(1)).await.unwrap();
    assert_eq!(
        (settings.revision, Row::Settings(guild(1), settings.value)),
        (revision, rows[0].clone())
    );
    let stored = Stored {
        revision,
        value: proposal(1, 1),
    };
    assert_eq!(
        store.proposal(guild(1), number(1)).await.unwrap(),
        Some(stored.clone())
    );
    assert_eq!(store.proposals(guild(1)).await.unwrap(), [stored]);
    assert_eq!(store.ballots(guild(1), number(1)).await.unwrap(), [ballot(9, 90)]);
    let value = edition(1, "2023-10");
    assert_eq!(
        store.editions(guild(1)).await.unwrap(),
        [Stored { revision, value }]
    );
    let value = edit(1, 1);
    assert_eq!(store.edits(guild(1)).await.unwrap(), [Stored { revision, value }]);
    let value = correction(1, "2023-10", 1);
    assert_eq!(
        store.corrections(guild(1)).await.unwrap(),
        [Stored { revision, value }]
    );
    let value = notice(1, topic.clone());
    let stored = Stored { revision, value };
    assert_eq!(
        store.notice(guild(1), &topic).await.unwrap(),
        Some(stored.clone())
    );
    assert_eq!(store.notices(guild(1)).await.unwrap(), [stored]);
    assert_eq!(all(store).await, rows);
}

pub async fn lists_are_in_order_and_of_one_guild(store: &impl Store) {
    // Written in disorder, with numbers whose decimal or little-endian order is another one.
    let mut batch = Batch::new();
    for number in [256, 2, 10, 1] {
        batch = batch.put(Row::Proposal(proposal(300, number)));
    }
    for press in [300, 9, 256, 1] {
        batch = batch.put(ballot_row(300, 1, press, press));
    }
    let batch = batch
        .put(ballot_row(300, 2, 1, 2))
        .put(ballot_row(300, 256, 1, 3))
        .put(ballot_row(2, 1, 1, 4))
        .put(ballot_row(301, 1, 1, 5))
        .put(Row::Proposal(proposal(2, 7)))
        .put(Row::Proposal(proposal(301, 8)))
        .put(Row::Notice(notice(300, Topic::Introduction)))
        .put(Row::Notice(notice(300, Topic::Outcome(number(1)))))
        .put(Row::Notice(notice(300, Topic::Vote(number(256)))))
        .put(Row::Notice(notice(300, Topic::Vote(number(2)))));
    committed(store, batch).await;
    let proposals = store.proposals(guild(300)).await.unwrap();
    let numbers: Vec<_> = proposals.iter().map(|stored| stored.value.number.get()).collect();
    assert_eq!(numbers, [1, 2, 10, 256]);
    let ballots = store.ballots(guild(300), number(1)).await.unwrap();
    let presses: Vec<_> = ballots.iter().map(|ballot| ballot.interaction.get()).collect();
    assert_eq!(presses, [1, 9, 256, 300]);
    let notices = store.notices(guild(300)).await.unwrap();
    let topics: Vec<_> = notices.into_iter().map(|stored| stored.value.topic).collect();
    let expected = [
        Topic::Vote(number(2)),
        Topic::Vote(number(256)),
        Topic::Outcome(number(1)),
        Topic::Introduction,
    ];
    assert_eq!(topics, expected);
    assert_eq!(store.guilds().await.unwrap(), [guild(2), guild(300), guild(301)]);
}

pub async fn revisions_count_commits(store: &impl Store) {
    let first = committed(store, Batch::new().put(settings_row(1, 5))).await;
    let second = committed(store, Batch::new().put(settings_row(2, 5))).await;
    let third = committed(store, Batch::new().replace(first, settings_row(1, 6))).await;
    assert_eq!([first, second, third], [1, 2, 3].map(Revision));
    assert_eq!(store.settings(guild(1)).await.unwrap().revision, third);
    assert_eq!(store.settings(guild(2)).await.unwrap().revision, second);
    let stale = Batch::new().replace(first, settings_row(1, 7));
    assert_eq!(store.commit(stale).await, Err(CommitError::Conflict));
    // What was refused took no number.
    let fourth = committed(store, Batch::new().replace(third, settings_row(1, 8))).await;
    assert_eq!(fourth, Revision(4));
    // The last row of a key counts.
    let twice = Batch::new().put(settings_row(1, 9)).put(settings_row(1, 10));
    committed(store, twice).await;
    let settings = store.settings(guild(1)).await.unwrap();
    assert_eq!(Row::Settings(guild(1), settings.value), settings_row(1, 10));
}

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

/// The trail of a proposal, which must verify.
async fn trail(store: &impl Store, of: u64, on: u32) -> Trail {
    let trail = store.trail(guild(of), number(on)).await.unwrap().value;
    assert_eq!(trail.verify(), Ok(trail.head));
    trail
}

fn appending(appends: impl IntoIterator<Item = Append>) -> Batch {
    appends.into_iter().fold(Batch::new(), Batch::append)
}

/// A proposal that is over.
fn over(of: u64, numbered: u32) -> Row {
    let mut proposal = proposal(of, numbered);
    proposal.status = Status::Withdrawn {
        at: at(1_700_000_200),
    };
    Row::Proposal(proposal)
}

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
    if let super::Deed::Event { detail, .. } = &mut large.deed {
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

pub async fn rows_come_in_pages(store: &impl Store) {
    let mut batch = Batch::new();
    for guild in 1..4 {
        batch = batch
            .put(settings_row(guild, 5))
            .put(Row::Proposal(proposal(guild, 1)))
            .put(ballot_row(guild, 1, 9, 90))
            .put(ballot_row(guild, 1, 9, 91))
            .put(Row::Edition(edition(guild, "2023-10")));
    }
    let rows = batch.rows.clone();
    committed(store, batch).await;
    for limit in 1..7 {
        let (mut paged, mut after) = (Vec::new(), None);
        loop {
            let page = store.rows(None, after.as_ref(), limit).await.unwrap();
            assert!(page.len() <= limit);
            let Some(last) = page.last() else { break };
            after = Some(last.key());
            paged.extend(page);
        }
        assert_eq!(paged, rows, "{limit}");
    }
    let of_two: Vec<_> = rows
        .iter()
        .filter(|row| row.guild() == guild(2))
        .cloned()
        .collect();
    assert_eq!(store.rows(Some(guild(2)), None, 100).await.unwrap(), of_two);
    let after = of_two[1].key();
    let rest = store.rows(Some(guild(2)), Some(&after), 100).await.unwrap();
    assert_eq!(rest, of_two[2..]);
    // A key that is not there says where to go on as well.
    let between = Key::Ballot(guild(2), number(1), interaction(1));
    assert_eq!(
        store.rows(Some(guild(2)), Some(&between), 2).await.unwrap(),
        of_two[2..4]
    );
    let before = Key::Settings(guild(1));
    assert_eq!(
        store.rows(Some(guild(2)), Some(&before), 100).await.unwrap(),
        of_two
    );
    let behind = Key::Settings(guild(3));
    assert_eq!(
        store.rows(Some(guild(2)), Some(&behind), 100).await,
        Ok(Vec::new())
    );
}

pub async fn an_empty_batch_takes_no_number(store: &impl Store) {
    assert_eq!(committed(store, Batch::new()).await, Revision::ABSENT);
    let revision = committed(store, Batch::new().put(settings_row(1, 5))).await;
    let check = Batch::new().expect(Expect::Revision(Key::Settings(guild(1)), revision));
    assert_eq!(committed(store, check).await, revision);
    let check = Batch::new().expect(Expect::Revision(Key::Settings(guild(1)), Revision(9)));
    assert_eq!(store.commit(check).await, Err(CommitError::Conflict));
    let next = committed(store, Batch::new().put(settings_row(1, 6))).await;
    assert_eq!(next, Revision(revision.0 + 1));
}

pub async fn a_row_that_is_too_large_is_refused(store: &impl Store) {
    let mut large = edition(1, "2023-10");
    large.title = "x".repeat(1024 * 1024);
    let batch = Batch::new().put(settings_row(1, 5)).put(Row::Edition(large));
    let refused = store.commit(batch).await.unwrap_err();
    assert!(
        matches!(refused, CommitError::Store(StoreError::TooLarge { .. })),
        "{refused}"
    );
    assert_eq!(all(store).await, Vec::new());
    committed(store, Batch::new().put(settings_row(1, 5))).await;
}

pub async fn a_store_is_filled_once(store: &impl Store) {
    store.fill(Vec::new()).await.unwrap();
    let mut rows = vec![settings_row(1, 5), Row::Proposal(proposal(1, 1))];
    rows.extend((1..=2500).map(|press| ballot_row(1, 1, press, press)));
    store.fill(rows.clone()).await.unwrap();
    assert_eq!(all(store).await, rows);
    assert_eq!(store.fill(rows.clone()).await, Err(CommitError::Conflict));
    assert_eq!(all(store).await, rows);
    committed(store, Batch::new().put(settings_row(1, 6))).await;
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

pub async fn until_when_members_were_heard_is_noted_beside_the_rows(store: &impl Store) {
    assert_eq!(store.heard().await, Ok(None));
    store.note_heard(at(1)).await.unwrap();
    let revision = committed(store, Batch::new().put(settings_row(1, 5))).await;
    store.note_heard(at(2)).await.unwrap();
    assert_eq!(store.heard().await, Ok(Some(at(2))));
    assert_eq!(all(store).await, [settings_row(1, 5)], "no dump has it");
    let next = committed(store, Batch::new().put(settings_row(1, 6))).await;
    assert_eq!(next, Revision(revision.0 + 1), "it takes no number");
    assert_eq!(store.guilds().await.unwrap(), [guild(1)]);
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
