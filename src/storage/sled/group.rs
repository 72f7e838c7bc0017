//! Batches that reach the disk together: each is judged by the database and by those before it in the group.

use std::collections::HashMap;

use super::envelope::{self, Header};
use super::ledger::Ledger;
use super::open::failed;
use crate::id::GuildId;
use crate::storage::key::{self, Kind, LEDGER};
use crate::storage::record;
use crate::storage::{Batch, Expect, Revision, StoreError};

/// A batch in the shapes of the disk.
#[derive(Debug)]
pub struct Encoded {
    expects: Vec<Expect>,
    rows: Vec<EncodedRow>,
}

#[derive(Debug)]
struct EncodedRow {
    guild: GuildId,
    kind: Kind,
    key: Vec<u8>,
    record: Vec<u8>,
}

impl Encoded {
    /// Encodes a batch: in the caller's task, so that the writer has less to do.
    pub fn new(batch: &Batch) -> Result<Self, StoreError> {
        let rows = batch.rows.iter().map(|row| {
            let key = row.key();
            Ok(EncodedRow {
                guild: row.guild(),
                kind: Kind::of(&key),
                key: key::encode(&key),
                record: record::encode(row)?,
            })
        });
        Ok(Self {
            expects: batch.expects.clone(),
            rows: rows.collect::<Result<_, StoreError>>()?,
        })
    }
}

/// What a group of batches writes.
#[derive(Debug)]
pub struct Group<'a> {
    db: &'a sled::Db,
    ledger: Ledger,
    /// The rows that the group writes, with what counts when they are judged.
    written: HashMap<Vec<u8>, Header>,
    values: sled::Batch,
    added: Vec<(GuildId, Kind)>,
}

impl<'a> Group<'a> {
    /// A group that writes nothing yet.
    pub fn new(db: &'a sled::Db, ledger: Ledger) -> Self {
        Self {
            db,
            ledger,
            written: HashMap::new(),
            values: sled::Batch::default(),
            added: Vec::new(),
        }
    }

    /// Takes a batch into the group and says its revision; `None` if something that it expects does not hold.
    pub fn admit(&mut self, batch: Encoded) -> Result<Option<Revision>, StoreError> {
        for expect in &batch.expects {
            if !self.holds(expect)? {
                return Ok(None);
            }
        }
        if !self.adds_ballots_only(&batch)? {
            return Ok(None);
        }
        if !batch.rows.is_empty() {
            self.ledger.sequence += 1;
        }
        let revision = Revision(self.ledger.sequence);
        for row in batch.rows {
            self.write(revision, row)?;
        }
        Ok(Some(revision))
    }

    fn holds(&self, expect: &Expect) -> Result<bool, StoreError> {
        match expect {
            Expect::Revision(key, revision) => {
                let found = self.header(&key::encode(key))?;
                Ok(found.map_or(Revision::ABSENT, |header| header.revision) == *revision)
            }
            Expect::Ballots(guild, number, count) => {
                let prefix = key::of_ballots(*guild, *number);
                let mut found = self.written.keys().filter(|key| key.starts_with(&prefix)).count();
                for key in self.db.scan_prefix(prefix).keys() {
                    key.map_err(|error| failed(&error))?;
                    found += 1;
                }
                // Ballots are only ever added: none of the group's is in the database as well.
                Ok(found == *count)
            }
        }
    }

    fn adds_ballots_only(&self, batch: &Encoded) -> Result<bool, StoreError> {
        let mut ballots: Vec<&[u8]> = Vec::new();
        for row in batch.rows.iter().filter(|row| row.kind == Kind::Ballot) {
            if self.header(&row.key)?.is_some() {
                return Ok(false);
            }
            ballots.push(&row.key);
        }
        ballots.sort_unstable();
        Ok(ballots.windows(2).all(|two| two[0] != two[1]))
    }

    fn write(&mut self, revision: Revision, row: EncodedRow) -> Result<(), StoreError> {
        let before = self.header(&row.key)?;
        let (header, value) = envelope::seal(&row.key, revision, &row.record);
        self.ledger.write(before, header);
        if before.is_none() {
            self.added.push((row.guild, row.kind));
        }
        self.values.insert(row.key.as_slice(), value);
        self.written.insert(row.key, header);
        Ok(())
    }

    fn header(&self, key: &[u8]) -> Result<Option<Header>, StoreError> {
        if let Some(header) = self.written.get(key) {
            return Ok(Some(*header));
        }
        match self.db.get(key).map_err(|error| failed(&error))? {
            Some(value) => Ok(Some(envelope::open(key, &value)?.0)),
            None => Ok(None),
        }
    }

    /// Whether there is nothing to write.
    pub fn is_empty(&self) -> bool {
        self.written.is_empty()
    }

    /// What is written, what all rows then add up to, and which rows are new.
    pub fn finish(mut self) -> (sled::Batch, Ledger, Vec<(GuildId, Kind)>) {
        self.values.insert(LEDGER, self.ledger.encode());
        (self.values, self.ledger, self.added)
    }
}
