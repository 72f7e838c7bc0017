//! Opening: lock, clean-up, sled, and the check that everything is there that was confirmed.

use std::fs::File;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::time::Instant;

use super::census::Census;
use super::check;
use super::error::{OpenError, is_sled_lock};
use super::home::{Home, LET_GO_TRIES, pause};
use super::ledger::{self, CURRENT_FORMAT, Ledger, OLDEST_FORMAT};
use super::mark::Mark;
use crate::storage::StoreError;
use crate::storage::key::{self, FILLING, FORMAT, LEDGER};

/// How much sled keeps in memory, as it counts: it takes more than twice that. The system keeps the rest of the file.
const CACHE_BYTES: u64 = 8 * 1024 * 1024;
/// sled collects its garbage in the flusher's rounds: they may never be switched off.
const FLUSH_EVERY_MILLIS: u64 = 500;

/// A store that was opened and checked.
pub struct Opened {
    /// The database. Dropped before the lock.
    pub db: sled::Db,
    /// Our own handle on its file, for the syncs that sled leaves out.
    pub file: File,
    /// What its rows add up to.
    pub ledger: Ledger,
    /// Who has what.
    pub census: Census,
    /// Its place.
    pub home: Home,
}

/// Opens the store at `path`, or makes one.
pub fn open(path: &Path) -> Result<Opened, OpenError> {
    let started = Instant::now();
    let (home, mark) = Home::enter(path)?;
    home.prepare(mark.unwrap_or_default())?;
    let aside = match mark {
        // sled changes nothing that matters in files that it has closed itself, and they are whole.
        Some(Mark {
            sequence,
            closed: Some(_),
        }) => {
            home.begin(sequence).map_err(|error| home.io(error))?;
            None
        }
        Some(Mark { closed: None, .. }) | None => home.set_aside(),
    };
    let recovered = recover(&home, mark);
    if let Some(aside) = aside {
        home.settle(aside, recovered.is_err());
    }
    let (db, file, ledger, census) = recovered?;
    home.begin(ledger.sequence).map_err(|error| home.io(error))?;
    home.set_intact(true);
    tracing::info!(
        store = %path.display(), rows = ledger.rows, commits = ledger.sequence, elapsed_ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX),
        "the store is open"
    );
    Ok(Opened {
        db,
        file,
        ledger,
        census,
        home,
    })
}

/// Has sled open its files, and compares what it finds with what was confirmed.
fn recover(home: &Home, mark: Option<Mark>) -> Result<(sled::Db, File, Ledger, Census), OpenError> {
    let in_sled = |error| OpenError::sled(home.folder(), error);
    let db = open_sled(home)?;
    home.sync_files().map_err(|error| home.io(error))?;
    let file = File::options()
        .write(true)
        .open(home.db())
        .map_err(|error| home.io(error))?;
    let (ledger, census) = guarded(home, || check(home, &db))?;
    compare(home, &ledger, mark)?;
    if db.contains_key(FILLING).map_err(in_sled)? {
        return Err(home.unfinished());
    }
    let prepared = if db.is_empty() {
        initialize(&db, &file)
    } else {
        upgrade(&db, &file)
    };
    prepared.map_err(in_sled)?;
    Ok((db, file, ledger, census))
}

/// sled panics at some damages.
fn guarded<T>(home: &Home, work: impl FnOnce() -> Result<T, OpenError>) -> Result<T, OpenError> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| Err(home.damaged("sled can not read its files")))
}

fn open_sled(home: &Home) -> Result<sled::Db, OpenError> {
    let config = sled::Config::new()
        .path(home.folder())
        .cache_capacity(CACHE_BYTES)
        .flush_every_ms(Some(FLUSH_EVERY_MILLIS));
    guarded(home, || {
        for _ in 0..LET_GO_TRIES {
            match config.open() {
                // We hold our own lock: it is a store of this process that was closed a moment ago.
                Err(sled::Error::Io(error)) if is_sled_lock(&error) => pause(),
                Err(error) => return Err(OpenError::sled(home.folder(), error)),
                Ok(db) => return Ok(db),
            }
        }
        Err(OpenError::InUse(home.folder().to_owned()))
    })
}

/// Whether each row is whole, and all together are what the last commit left.
fn check(home: &Home, db: &sled::Db) -> Result<(Ledger, Census), OpenError> {
    check_format(home, db)?;
    let census = Census::default();
    let found = check::read_all(db, &census).map_err(|error| OpenError::store(home.folder(), error))?;
    let rows = found.rows;
    match found.stored {
        Some(stored) if stored.rows != rows.rows => Err(home.damaged(&format!(
            "{} rows were written, and {} are there",
            stored.rows, rows.rows
        ))),
        Some(stored) if stored.sum != rows.sum => {
            Err(home.damaged("some of its rows are older than they should be"))
        }
        Some(stored) if rows.sequence > stored.sequence => {
            Err(home.damaged("it holds a row of a commit that never was"))
        }
        Some(stored) => Ok((stored, census)),
        None if db.is_empty() => Ok((rows, census)),
        None => Err(home.damaged(&format!("its row {} is missing", key::describe(LEDGER)))),
    }
}

/// Whether this version can read the store.
fn check_format(home: &Home, db: &sled::Db) -> Result<(), OpenError> {
    let in_sled = |error| OpenError::sled(home.folder(), error);
    match db.get(FORMAT).map_err(in_sled)? {
        Some(row) => match ledger::decode_format(&row) {
            Ok(OLDEST_FORMAT..=CURRENT_FORMAT) => Ok(()),
            Ok(format) => Err(OpenError::NewerFormat {
                path: home.folder().to_owned(),
                format,
                known: CURRENT_FORMAT,
            }),
            Err(error) => Err(OpenError::store(home.folder(), error)),
        },
        None if db.is_empty() => Ok(()),
        None => Err(home.damaged("it does not say its format")),
    }
}

fn compare(home: &Home, ledger: &Ledger, mark: Option<Mark>) -> Result<(), OpenError> {
    match mark {
        Some(mark) if ledger.sequence < mark.sequence => Err(home.incomplete(ledger.sequence, mark)),
        Some(_) => Ok(()),
        None => {
            if ledger.sequence > 0 {
                tracing::warn!(
                    store = %home.folder().display(),
                    "the mark beside the store is missing or unreadable: whether the store's end is there can not be known"
                );
            }
            Ok(())
        }
    }
}

fn initialize(db: &sled::Db, file: &File) -> sled::Result<()> {
    let mut batch = sled::Batch::default();
    batch.insert(FORMAT, ledger::encode_format(CURRENT_FORMAT));
    batch.insert(LEDGER, Ledger::default().encode());
    db.apply_batch(batch)?;
    db.flush()?;
    Ok(file.sync_data()?)
}

/// Says that the rows may be of the current format from now on: an older version of the bot would not know them.
fn upgrade(db: &sled::Db, file: &File) -> sled::Result<()> {
    let current = ledger::encode_format(CURRENT_FORMAT);
    if db.get(FORMAT)?.is_some_and(|format| *format == *current) {
        return Ok(());
    }
    db.insert(FORMAT, current)?;
    db.flush()?;
    Ok(file.sync_data()?)
}

/// What sled said while the store was open.
pub fn failed(error: &sled::Error) -> StoreError {
    match error {
        sled::Error::Corruption { .. } => StoreError::Damaged {
            place: "its files".to_owned(),
            why: error.to_string(),
        },
        // sled's own words would be those of a debugger.
        sled::Error::Io(source) => StoreError::Failed(source.to_string()),
        sled::Error::CollectionNotFound(_) | sled::Error::Unsupported(_) | sled::Error::ReportableBug(_) => {
            StoreError::Failed(error.to_string())
        }
    }
}
