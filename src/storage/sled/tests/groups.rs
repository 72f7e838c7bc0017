//! Commits share syncs, and the first write that fails is the last.

use std::io::{PipeWriter, pipe};
use std::os::fd::OwnedFd;

use futures_util::future::join_all;

use super::*;
use crate::storage::Expect;
use crate::storage::sample::{cast, guild, number};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn commits_that_come_together_share_a_sync() {
    let disk = OnDisk::new();
    let commits = (1..=640).map(|press| {
        disk.store
            .commit(Batch::new().create(ballot_row(1, 1, press, press)))
    });
    let outcomes = join_all(commits).await;
    let mut revisions: Vec<_> = outcomes.into_iter().map(|outcome| outcome.unwrap().0).collect();
    revisions.sort_unstable();
    assert_eq!(revisions, (1..=640).collect::<Vec<_>>());
    let syncs = disk.store.syncs();
    assert!((1..=64).contains(&syncs), "{syncs} syncs");
    let ballots = disk.store.ballots(guild(1), number(1)).await.unwrap();
    assert_eq!(ballots.len(), 640);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn tasks_that_count_and_cast_at_once_never_count_wrong() {
    let disk = Arc::new(OnDisk::new());
    let tasks = (1..=64).map(|press| {
        let disk = Arc::clone(&disk);
        tokio::spawn(async move {
            // Each casts the ballot that makes the count one more than it saw.
            let mut conflicts = 0;
            loop {
                let seen = disk.store.ballots(guild(1), number(1)).await.unwrap().len();
                let batch = Batch::new()
                    .expect(Expect::Ballots(guild(1), number(1), seen))
                    .create(ballot_row(1, 1, press, press))
                    .put(settings_row(1, seen as u64 + 1));
                match disk.store.commit(batch).await {
                    Ok(_) => return conflicts,
                    Err(CommitError::Conflict) => conflicts += 1,
                    Err(CommitError::Store(error)) => panic!("{error}"),
                }
            }
        })
    });
    let conflicts: u32 = join_all(tasks).await.into_iter().map(Result::unwrap).sum();
    assert!(conflicts > 0);
    let settings = disk.store.settings(guild(1)).await.unwrap();
    assert_eq!(Row::Settings(guild(1), settings.value), settings_row(1, 64));
    assert_eq!(settings.revision, Revision(64));
    assert_eq!(disk.store.ballots(guild(1), number(1)).await.unwrap().len(), 64);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_press_that_is_stored_is_never_stored_again_in_whatever_order_presses_come() {
    let mut disk = OnDisk::new();
    // So many that they lie in several of sled's pages, each later one next to an earlier one.
    let presses: Vec<u64> = (0..400).map(|step| 1 + step * 7 % 400).collect();
    for at_once in presses.chunks(25) {
        let casts = at_once.iter().map(|press| cast(1, 1, press % 9 + 1, *press));
        let commits = casts.map(|cast| disk.store.commit(Batch::new().append(cast)));
        for outcome in join_all(commits).await {
            outcome.unwrap();
        }
    }
    let trail = disk.store.trail(guild(1), number(1)).await.unwrap();
    // By what the writer remembers, and by what is found at the next start.
    for _ in 0..2 {
        let again = presses.iter().rev().map(|press| {
            let batch = Batch::new().append(cast(1, 1, 90, *press));
            disk.store.commit(batch)
        });
        let outcomes = join_all(again).await;
        assert!(
            outcomes
                .iter()
                .all(|outcome| *outcome == Err(CommitError::Conflict))
        );
        assert_eq!(disk.store.trail(guild(1), number(1)).await.unwrap(), trail);
        let folder = disk.close();
        let store = SledStore::open(&path_in(&folder)).unwrap();
        disk = OnDisk { store, folder };
    }
    disk.store
        .commit(Batch::new().append(cast(1, 1, 90, 401)))
        .await
        .unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_commit_that_nobody_waits_for_is_written_or_not_but_spoils_nothing() {
    let disk = OnDisk::new();
    for press in 1..50 {
        let commit = disk
            .store
            .commit(Batch::new().create(ballot_row(1, 1, press, press)));
        // Polled once, and dropped.
        assert!(futures_util::FutureExt::now_or_never(commit).is_none_or(|outcome| outcome.is_ok()));
    }
    disk.store
        .commit(Batch::new().put(settings_row(1, 1)))
        .await
        .unwrap();
    let folder = disk.close();
    SledStore::open(&path_in(&folder)).unwrap();
}

/// A store whose syncs fail: the system refuses to sync a pipe.
fn with_broken_syncs(folder: &TempDir) -> (SledStore, PipeWriter) {
    let mut opened = open::open(&path_in(folder)).unwrap();
    let (reader, writer) = pipe().unwrap();
    opened.file = OwnedFd::from(reader).into();
    (SledStore::start(opened).unwrap(), writer)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_first_write_that_fails_is_the_last() {
    let disk = OnDisk::new();
    fill(&disk.store, 5).await;
    let before = all(&disk.store).await;
    let folder = disk.close();
    let (store, _pipe) = with_broken_syncs(&folder);
    let failed = store.failed();
    let casting = |press| store.commit(Batch::new().create(ballot_row(1, 1, press, press)));
    let wrong = store.commit(Batch::new().create(settings_row(1, 1)));
    let (one, other, wrong) = tokio::join!(casting(90), casting(91), wrong);
    for outcome in [one, other, wrong] {
        assert!(
            matches!(outcome, Err(CommitError::Store(_) | CommitError::Conflict)),
            "{outcome:?}"
        );
    }
    let late = casting(92).await.unwrap_err();
    assert!(
        matches!(late, CommitError::Store(StoreError::Stopped(_))),
        "{late:?}"
    );
    assert!(matches!(failed.await, StoreError::Stopped(_)));
    assert!(matches!(store.failed().await, StoreError::Stopped(_)));
    assert_eq!(store.syncs(), 0);

    // Reads go on, but what nobody knows to be on the disk is not told.
    let proposals = store.proposals(guild(1)).await.unwrap();
    assert_eq!(Row::Proposal(proposals[0].value.clone()), before[1]);
    let ballots = store.ballots(guild(1), number(1)).await.unwrap_err();
    assert!(matches!(ballots, StoreError::Stopped(_)), "{ballots:?}");
    drop(store);

    // What was confirmed is there at the next start, and the rest may be.
    let store = SledStore::open(&path_in(&folder)).unwrap();
    let after = all(&store).await;
    assert!(before.iter().all(|row| after.contains(row)));
    store.commit(Batch::new().put(settings_row(2, 1))).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_store_that_is_closed_in_order_never_failed() {
    let disk = OnDisk::new();
    let failed = disk.store.failed();
    disk.close();
    assert!(futures_util::FutureExt::now_or_never(failed).is_none());
}
