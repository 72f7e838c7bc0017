//! What may be found at the start, and the sentence for it.

use std::process::Command;

use super::mark::{Mark, MarkFile};
use super::*;
use crate::storage::key::FORMAT;
use crate::storage::sample::{cast, guild, left_row, number};

#[track_caller]
fn refused(path: &Path) -> OpenError {
    match SledStore::open(path) {
        Ok(_) => panic!("the store was opened"),
        Err(error) => error,
    }
}

/// Files by name, with what they hold.
fn contents(path: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let files = fingerprint::files(path).unwrap();
    files
        .into_iter()
        .map(|file| (file.clone(), fs::read(file).unwrap()))
        .collect()
}

#[tokio::test]
async fn what_was_purged_stays_away_after_a_crash_and_what_stands_beside_it_is_there() {
    let disk = OnDisk::new();
    fill(&disk.store, 30).await;
    let batch = Batch::new().put(left_row(2, 7)).create(ballot_row(2, 1, 9, 90));
    let left = disk.store.commit(batch).await.unwrap();
    let before = disk.store.rows(Some(guild(1)), None, 100).await.unwrap();
    disk.store.purge(guild(2), left).await.unwrap();
    let folder = disk.killed();
    let store = SledStore::open(&path_in(&folder)).unwrap();
    assert_eq!(all(&store).await, before);
    assert_eq!(store.guilds().await.unwrap(), [guild(1)]);
    let next = store.commit(Batch::new().put(settings_row(2, 5))).await.unwrap();
    assert_eq!(next, Revision(left.0 + 2));
    drop(store);
    drop(disk);
    let store = SledStore::open(&path_in(&folder)).unwrap();
    assert_eq!(store.guilds().await.unwrap(), [guild(1), guild(2)]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everything_is_there_after_opening_again() {
    let mut disk = OnDisk::new();
    fill(&disk.store, 20).await;
    for round in 0..3 {
        let before = all(&disk.store).await;
        disk.store.note_heard(at(round)).await.unwrap();
        let folder = disk.close();
        let store = SledStore::open(&path_in(&folder)).unwrap();
        disk = OnDisk { store, folder };
        assert_eq!(all(&disk.store).await, before);
        assert_eq!(disk.store.heard().await, Ok(Some(at(round))));
    }
    let revision = disk.store.commit(Batch::new().put(settings_row(2, 1))).await;
    assert_eq!(revision, Ok(Revision(21)));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_store_that_is_open_is_refused_to_others() {
    let disk = OnDisk::new();
    let error = refused(&path_in(&disk.folder));
    assert!(matches!(error, OpenError::InUse(_)));
    assert!(
        error
            .to_string()
            .ends_with("is in use by another process: stop the bot first")
    );
    // The one that has it is not disturbed.
    fill(&disk.store, 3).await;
    let folder = disk.close();
    SledStore::open(&path_in(&folder)).unwrap();
}

/// The other process is this test program, which opens the store that the variable names and reports what it got.
const OTHER_PROCESS: &str = "BLIPBOT_TEST_OPEN_STORE";

#[test]
fn a_store_that_is_open_is_refused_to_another_process() {
    if let Some(path) = std::env::var_os(OTHER_PROCESS) {
        println!("other process: {}", refused(Path::new(&path)));
        return;
    }
    let disk = OnDisk::new();
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "--nocapture"])
        .arg(concat!(
            "storage::sled::tests::opening::",
            "a_store_that_is_open_is_refused_to_another_process"
        ))
        .env(OTHER_PROCESS, path_in(&disk.folder))
        .output()
        .unwrap();
    let output = String::from_utf8(output.stdout).unwrap();
    assert!(output.contains("other process: the store"), "{output}");
    assert!(output.contains("stop the bot first"), "{output}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn leftovers_of_a_killed_process_are_cleared_away() {
    let disk = OnDisk::new();
    fill(&disk.store, 5).await;
    let before = all(&disk.store).await;
    let killed = disk.killed();
    let torn = path_in(&killed).join("snap.0000000000ABCDEF.generating");
    fs::write(&torn, "half").unwrap();
    let store = SledStore::open(&path_in(&killed)).unwrap();
    assert_eq!(all(&store).await, before);
    assert!(!torn.exists());
}

#[test]
fn a_store_that_was_never_finished_is_started_anew() {
    for db in [None, Some("")] {
        let folder = tempfile::tempdir().unwrap();
        let path = path_in(&folder);
        fs::create_dir_all(&path).unwrap();
        fs::write(path.join("conf"), "half a configurat").unwrap();
        if let Some(db) = db {
            fs::write(path.join("db"), db).unwrap();
        }
        SledStore::open(&path).unwrap();
    }
}

#[test]
fn nothing_that_holds_data_is_deleted() {
    let folder = tempfile::tempdir().unwrap();
    let path = path_in(&folder);
    fs::create_dir_all(&path).unwrap();
    fs::write(path.join("conf"), "half a configurat").unwrap();
    fs::write(path.join("snap.0000000000ABCDEF"), "rows").unwrap();
    let before = contents(&path);
    assert!(matches!(refused(&path), OpenError::Damaged { .. }));
    assert_eq!(contents(&path), before);
    // Another program's file of that name.
    fs::remove_file(path.join("snap.0000000000ABCDEF")).unwrap();
    fs::write(path.join("conf"), "x = 1\n".repeat(100)).unwrap();
    let before = contents(&path);
    assert!(matches!(refused(&path), OpenError::Damaged { .. }));
    assert_eq!(contents(&path), before);
}

#[test]
fn places_that_can_be_no_store_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    fs::write(&file, "text").unwrap();
    for path in [file.clone(), file.join("store"), file.join("deep/store")] {
        let error = refused(&path);
        assert!(matches!(error, OpenError::NotAFolder(_)), "{error:?}");
        assert!(error.to_string().contains(&path.display().to_string()), "{error}");
    }
    assert!(matches!(refused(Path::new("/")), OpenError::NotAFolder(_)));
    assert_eq!(fs::read(file).unwrap(), b"text");
    // The kernel's own file system takes no new folders, from nobody.
    #[cfg(target_os = "linux")]
    assert!(matches!(
        refused(Path::new("/proc/blipbot/store")),
        OpenError::Io { .. } | OpenError::NoPermission(_) | OpenError::ReadOnly(_)
    ));
}

#[test]
fn what_the_system_says_becomes_a_sentence() {
    use std::io::{Error, ErrorKind};
    let path = Path::new("s");
    for (kind, sentence) in [
        (
            ErrorKind::PermissionDenied,
            "the bot may not write to the store `s`: give its user the permission, or set `store.path` elsewhere",
        ),
        (
            ErrorKind::ReadOnlyFilesystem,
            "the store `s` lies on a read-only file system: mount it writable, or set `store.path` elsewhere",
        ),
        (
            ErrorKind::StorageFull,
            "the disk of the store `s` is full: free some space and start again",
        ),
        (ErrorKind::TimedOut, "the store `s` can not be opened: timed out"),
    ] {
        let from_system = OpenError::io(path, Error::from(kind)).to_string();
        assert_eq!(from_system, sentence);
        let from_sled = OpenError::sled(path, sled::Error::Io(Error::from(kind))).to_string();
        assert_eq!(from_sled, sentence);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_store_from_before_the_trails_is_taken_over() {
    let disk = OnDisk::new();
    fill(&disk.store, 3).await;
    let before = all(&disk.store).await;
    let db = &disk.store.shared.db;
    db.insert(FORMAT, ledger::encode_format(1)).unwrap();
    db.flush().unwrap();
    let folder = disk.close();
    let store = SledStore::open(&path_in(&folder)).unwrap();
    assert_eq!(all(&store).await, before);
    let format = store.shared.db.get(FORMAT).unwrap().unwrap();
    assert_eq!(ledger::decode_format(&format), Ok(2));
    // Ballots go on, under hashes from now on.
    let last = store
        .commit(Batch::new().append(cast(1, 1, 9, 90)))
        .await
        .unwrap();
    assert_eq!(last, Revision(4));
    let trail = store.trail(guild(1), number(1)).await.unwrap().value;
    assert_eq!((trail.before.len(), trail.entries.len()), (2, 1));
    assert_eq!(trail.verify(), Ok(trail.head));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_newer_format_is_left_alone() {
    let disk = OnDisk::new();
    fill(&disk.store, 3).await;
    let format = ledger::encode_format(3);
    disk.store.shared.db.insert(FORMAT, format).unwrap();
    disk.store.shared.db.flush().unwrap();
    let folder = disk.close();
    let error = refused(&path_in(&folder));
    assert!(
        matches!(
            error,
            OpenError::NewerFormat {
                format: 3,
                known: 2,
                ..
            }
        ),
        "{error}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_store_without_its_mark_is_taken_and_gets_a_new_one() {
    let disk = OnDisk::new();
    fill(&disk.store, 4).await;
    let folder = disk.close();
    let path = path_in(&folder);
    fs::remove_file(beside(&path, "mark")).unwrap();
    SledStore::open(&path).unwrap();
    let (_, mark) = MarkFile::open(&beside(&path, "mark")).unwrap();
    assert_eq!(mark.unwrap().sequence, 4);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_mark_that_is_no_mark_is_refused_and_left_alone() {
    let disk = OnDisk::new();
    fill(&disk.store, 4).await;
    let folder = disk.close();
    let path = path_in(&folder);
    fs::write(beside(&path, "mark"), "nonsense").unwrap();
    let error = refused(&path);
    assert!(matches!(error, OpenError::MarkDamaged { .. }), "{error}");
    assert!(error.to_string().contains("delete that file to go on"), "{error}");
    assert_eq!(fs::read(beside(&path, "mark")).unwrap(), b"nonsense");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_store_that_is_behind_its_mark_is_not_used() {
    let disk = OnDisk::new();
    fill(&disk.store, 4).await;
    let older = disk.killed();
    fill_more(&disk.store).await;
    let path = path_in(&older);
    fs::copy(beside(&path_in(&disk.folder), "mark"), beside(&path, "mark")).unwrap();
    for _ in 0..2 {
        let error = refused(&path);
        assert!(
            matches!(
                error,
                OpenError::Incomplete {
                    store: 4,
                    mark: 5,
                    ..
                }
            ),
            "{error}"
        );
        let sentence = error.to_string();
        assert!(
            sentence.contains("5 commits were confirmed, and it holds 4"),
            "{sentence}"
        );
        assert!(sentence.contains("store.mark"), "{sentence}");
    }
    // Whoever says so goes on with what is left.
    fs::remove_file(beside(&path, "mark")).unwrap();
    SledStore::open(&path).unwrap();
}

async fn fill_more(store: &SledStore) {
    store.commit(Batch::new().put(settings_row(9, 9))).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_store_that_is_gone_while_its_mark_is_there_is_not_made_anew() {
    let disk = OnDisk::new();
    fill(&disk.store, 4).await;
    let folder = disk.close();
    let path = path_in(&folder);
    fs::remove_file(path.join("db")).unwrap();
    let before = contents(&path);
    let error = refused(&path);
    assert!(
        matches!(
            error,
            OpenError::Incomplete {
                store: 0,
                mark: 4,
                ..
            }
        ),
        "{error}"
    );
    assert_eq!(contents(&path), before);
    fs::remove_dir_all(&path).unwrap();
    assert!(matches!(refused(&path), OpenError::Incomplete { .. }));
    assert!(!path.exists());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_mark_that_is_behind_is_brought_up() {
    let disk = OnDisk::new();
    fill(&disk.store, 4).await;
    let killed = disk.killed();
    let mark_path = beside(&path_in(&killed), "mark");
    let older = Mark {
        sequence: 2,
        closed: None,
    };
    MarkFile::open(&mark_path).unwrap().0.write(older).unwrap();
    let store = SledStore::open(&path_in(&killed)).unwrap();
    assert_eq!(MarkFile::open(&mark_path).unwrap().1.unwrap().sequence, 4);
    drop(store);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_store_that_was_half_filled_is_not_used() {
    let disk = OnDisk::new();
    let rows = (1..=2500).map(|press| ballot_row(1, 1, press, press)).collect();
    disk.store.fill(rows).await.unwrap();
    // What the first parts of a dump leave.
    let part = Encoded::filling(&[settings_row(1, 1)], true).unwrap();
    disk.store.send(part).await.unwrap();
    let killed = disk.killed();
    let error = refused(&path_in(&killed));
    assert!(matches!(error, OpenError::Unfinished { .. }), "{error}");
    assert!(
        error.to_string().ends_with("and restore the dump again"),
        "{error}"
    );
    let last = Encoded::filling(&[settings_row(2, 2)], false).unwrap();
    disk.store.send(last).await.unwrap();
    SledStore::open(&path_in(&disk.close())).unwrap();
}
