//! Files that are not what was written: an error, or everything; never something else.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;
use tokio::runtime::{Builder, Runtime};

use super::*;

/// A store whose log has several states of the same rows: closed, and as a killed process leaves it.
async fn stores() -> (TempDir, TempDir, Vec<Row>) {
    let disk = OnDisk::new();
    fill(&disk.store, 60).await;
    // A second start writes a snapshot, and the log goes on behind it.
    let folder = disk.close();
    let store = SledStore::open(&path_in(&folder)).unwrap();
    for press in 1000..1040 {
        let batch = Batch::new()
            .put(settings_row(1, press))
            .put(Row::Proposal(proposal(1, 1)))
            .create(ballot_row(1, 1, press, press));
        store.commit(batch).await.unwrap();
    }
    store.note_heard(at(1)).await.unwrap();
    let rows = all(&store).await;
    let disk = OnDisk { store, folder };
    let killed = disk.killed();
    (disk.close(), killed, rows)
}

fn runtime() -> Runtime {
    Builder::new_multi_thread().worker_threads(1).build().unwrap()
}

/// How many bytes at the start of the log hold anything.
fn written(path: &Path) -> usize {
    let db = fs::read(path.join("db")).unwrap();
    db.iter().rposition(|byte| *byte != 0).unwrap() + 1
}

#[test]
fn a_store_that_changed_while_it_was_closed_is_not_touched() {
    let (closed, _, _) = runtime().block_on(stores());
    let path = path_in(&closed);
    let db = fs::read(path.join("db")).unwrap();
    let mut flipped = db.clone();
    flipped[db.len() / 3] ^= 4;
    for wrong in [&flipped[..], &db[..db.len() / 2], &db[..db.len() - 1]] {
        fs::write(path.join("db"), wrong).unwrap();
        let error = SledStore::open(&path).unwrap_err();
        assert!(matches!(error, OpenError::Damaged { .. }), "{error}");
        assert!(
            error.to_string().contains("changed since the bot closed"),
            "{error}"
        );
        assert_eq!(fs::read(path.join("db")).unwrap(), wrong);
    }
    fs::write(path.join("db"), db).unwrap();
    SledStore::open(&path).unwrap();
}

/// What sled can not know: its log is whole, and says something that we never wrote.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn rows_that_are_missing_or_older_or_not_ours_are_noticed() {
    type Harm = fn(&sled::Db);
    let harms: [(Harm, &str); 6] = [
        (
            |db| drop(db.remove(ballot_key(3)).unwrap()),
            "31 rows were written, and 30 are there",
        ),
        (
            |db| {
                let (other, value) = (ballot_key(4), db.get(ballot_key(3)).unwrap().unwrap());
                db.insert(other, value).unwrap();
            },
            "at guild 1, proposal 1, ballot 4, its checksum is wrong",
        ),
        (
            |db| drop(db.insert("surprise", "value").unwrap()),
            "at key surprise",
        ),
        (
            |db| drop(db.remove(key::LEDGER).unwrap()),
            "its row key bot/seq is missing",
        ),
        (
            |db| drop(db.remove(key::FORMAT).unwrap()),
            "does not say its format",
        ),
        (
            |db| {
                let settings = key::encode(&settings_row(1, 1).key());
                let record = crate::storage::record::encode(&settings_row(1, 1)).unwrap();
                let older = envelope::sealed(&settings, Revision(2), &record);
                db.insert(settings, older).unwrap();
            },
            "some of its rows are older than they should be",
        ),
    ];
    for (harm, sentence) in harms {
        let disk = OnDisk::new();
        fill(&disk.store, 30).await;
        harm(&disk.store.shared.db);
        let folder = disk.close();
        let error = SledStore::open(&path_in(&folder)).unwrap_err();
        assert!(matches!(error, OpenError::Damaged { .. }), "{error}");
        assert!(error.to_string().contains(sentence), "{error}");
    }
}

fn ballot_key(press: u64) -> Vec<u8> {
    key::encode(&ballot_row(1, 1, press, press).key())
}

#[test]
fn a_log_that_lost_its_end_is_noticed() {
    let (_, killed, rows) = runtime().block_on(stores());
    let written = written(&path_in(&killed));
    let mut incomplete = 0;
    for part in 1..20 {
        let copy = tempfile::tempdir().unwrap();
        let path = path_in(&copy);
        copy_files(&path_in(&killed), &path);
        let db = fs::File::options().write(true).open(path.join("db")).unwrap();
        db.set_len((written * part / 20) as u64).unwrap();
        match SledStore::open(&path) {
            Ok(store) => assert_eq!(runtime().block_on(all(&store)), rows),
            Err(OpenError::Incomplete { .. }) => incomplete += 1,
            Err(OpenError::Damaged { .. }) => {}
            Err(error) => panic!("{error}"),
        }
    }
    assert!(incomplete > 0);
}

/// A killed process's log of several segments, of which some are free again.
async fn segments() -> (TempDir, Vec<Row>) {
    let disk = OnDisk::new();
    fill(&disk.store, 10).await;
    for round in 1..=40_u64 {
        let mut batch = Batch::new()
            .put(settings_row(1, round))
            .put(settings_row(round + 1, round));
        for n in 1..=100 {
            // Not in the order of the keys: so pages of all ages are rewritten.
            let press = (round * 100 + n) * 7919 % 1_000_003;
            batch = batch.put(ballot_row(1 + n % 7, 1, press, press));
        }
        disk.store.commit(batch).await.unwrap();
    }
    let rows = all(&disk.store).await;
    (disk.killed(), rows)
}

proptest! {
    // One store for all places: making it costs more than opening it.
    #![proptest_config(ProptestConfig::with_cases(1))]

    #[test]
    fn a_flipped_bit_is_an_error_or_changes_nothing(
        in_one in vec((any::<Index>(), 0..8_u8), 48),
        in_many in vec((any::<Index>(), 0..8_u8), 48),
    ) {
        let runtime = runtime();
        let (_, killed, rows) = runtime.block_on(stores());
        for (place, bit) in in_one {
            flip(&runtime, &killed, &rows, place, bit);
        }
        let (killed, rows) = runtime.block_on(segments());
        for (place, bit) in in_many {
            flip(&runtime, &killed, &rows, place, bit);
        }
    }
}

fn flip(runtime: &Runtime, killed: &TempDir, rows: &[Row], place: Index, bit: u8) {
    let copy = tempfile::tempdir().unwrap();
    let path = path_in(&copy);
    copy_files(&path_in(killed), &path);
    let mut db = fs::read(path.join("db")).unwrap();
    let place = place.index(written(&path));
    db[place] ^= 1 << bit;
    fs::write(path.join("db"), db).unwrap();
    match SledStore::open(&path) {
        Ok(store) => assert_eq!(runtime.block_on(all(&store)), rows, "bit {bit} at {place}"),
        Err(OpenError::Incomplete { .. } | OpenError::Damaged { .. }) => {}
        Err(error) => panic!("bit {bit} at {place}: {error}"),
    }
}
