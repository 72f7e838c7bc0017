//! What is written is read back: rows, lists, pages and revisions.

use super::{all, committed};
use crate::outbox::Topic;
use crate::settings::Settings;
use crate::storage::sample::{
    at, ballot, ballot_row, correction, edit, edition, edition_id, guild, interaction, notice, number,
    proposal, settings_row,
};
use crate::storage::{Batch, CommitError, Expect, Key, Revision, Row, Store, StoreError, Stored};

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
