//! Batches that reach the disk together: each is judged by the database and by those before it in the group.

use std::collections::{HashMap, HashSet};

use super::census::Change;
use super::envelope::{self, Header};
use super::ledger::Ledger;
use super::open::failed;
use crate::id::GuildId;
use crate::storage::key::{self, FILLING, Kind, LEDGER};
use crate::storage::record;
use crate::storage::{Batch, Expect, Key, Revision, StoreError};

/// A batch in the shapes of the disk.
#[derive(Debug)]
pub struct Encoded {
    expects: Vec<EncodedExpect>,
    rows: Vec<EncodedRow>,
    /// Whether more of a dump follows; absent: it is no part of one.
    filling: Option<bool>,
    /// A guild of which everything goes, before the rows are written.
    purges: Option<GuildId>,
}

#[derive(Debug)]
enum EncodedExpect {
    /// The row of this key was last written so.
    Revision(Vec<u8>, Revision),
    /// So many ballots have keys that start so.
    Ballots(Vec<u8>, usize),
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
        let expects = batch.expects.iter().map(|expect| match expect {
            Expect::Revision(key, revision) => EncodedExpect::Revision(key::encode(key), *revision),
            Expect::Ballots(guild, number, count) => {
                EncodedExpect::Ballots(key::of_ballots(*guild, *number), *count)
            }
        });
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
            expects: expects.collect(),
            rows: rows.collect::<Result<_, StoreError>>()?,
            filling: None,
            purges: None,
        })
    }

    /// Everything of a guild goes, if its settings were last written by commit `left`.
    pub fn purge(guild: GuildId, left: Revision) -> Self {
        let settings = key::encode(&Key::Settings(guild));
        Self {
            expects: vec![EncodedExpect::Revision(settings, left)],
            rows: Vec::new(),
            filling: None,
            purges: Some(guild),
        }
    }

    /// A part of a dump: as long as `more` follows, the store is not whole.
    pub fn filling(self, more: bool) -> Self {
        Self {
            filling: Some(more),
            ..self
        }
    }
}

/// What a group of batches writes.
#[derive(Debug)]
pub struct Group<'a> {
    db: &'a sled::Db,
    ledger: Ledger,
    /// The rows that were looked at or written, as they are now: each is read once.
    known: HashMap<Vec<u8>, Option<Header>>,
    /// The ballots that the group adds, by what their keys start with.
    ballots: HashMap<Vec<u8>, usize>,
    /// The guilds whose rows in the database are gone when the group is written.
    purged: HashSet<Vec<u8>>,
    values: sled::Batch,
    written: bool,
    changes: Vec<Change>,
}

impl<'a> Group<'a> {
    /// A group that writes nothing yet.
    pub fn new(db: &'a sled::Db, ledger: Ledger) -> Self {
        Self {
            db,
            ledger,
            known: HashMap::new(),
            ballots: HashMap::new(),
            purged: HashSet::new(),
            values: sled::Batch::default(),
            written: false,
            changes: Vec::new(),
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
        if !batch.rows.is_empty() || batch.purges.is_some() {
            self.ledger.sequence += 1;
            self.written = true;
        }
        let revision = Revision(self.ledger.sequence);
        if let Some(guild) = batch.purges {
            self.purge(guild)?;
        }
        for row in batch.rows {
            self.write(revision, row)?;
        }
        match batch.filling {
            Some(true) => self.values.insert(FILLING, b"more"),
            Some(false) => self.values.remove(FILLING),
            None => {}
        }
        Ok(Some(revision))
    }

    fn holds(&mut self, expect: &EncodedExpect) -> Result<bool, StoreError> {
        match expect {
            EncodedExpect::Revision(key, revision) => {
                let found = self.header(key)?;
                Ok(found.map_or(Revision::ABSENT, |header| header.revision) == *revision)
            }
            EncodedExpect::Ballots(prefix, count) => {
                // Ballots are only ever added: none of the group's is in the database as well.
                let mut found = self.ballots.get(prefix).copied().unwrap_or_default();
                if self.purged.contains(key::guild_of(prefix)) {
                    return Ok(found == *count);
                }
                for key in self.db.scan_prefix(prefix).keys() {
                    key.map_err(|error| failed(&error))?;
                    found += 1;
                }
                Ok(found == *count)
            }
        }
    }

    fn adds_ballots_only(&mut self, batch: &Encoded) -> Result<bool, StoreError> {
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
            self.changes.push(Change::Added(row.guild, row.kind));
        }
        if row.kind == Kind::Ballot {
            *self
                .ballots
                .entry(key::ballots_of(&row.key).to_vec())
                .or_default() += 1;
        }
        self.values.insert(row.key.as_slice(), value);
        self.known.insert(row.key, Some(header));
        Ok(())
    }

    /// Takes away what the database and the group hold of a guild.
    fn purge(&mut self, guild: GuildId) -> Result<(), StoreError> {
        let prefix = key::of_guild(guild);
        let mut keys: Vec<Vec<u8>> = self
            .known
            .keys()
            .filter(|key| key.starts_with(&prefix))
            .cloned()
            .collect();
        for key in self.db.scan_prefix(prefix).keys() {
            keys.push(key.map_err(|error| failed(&error))?.to_vec());
        }
        for key in keys {
            if let Some(header) = self.header(&key)? {
                self.ledger.remove(header);
                self.values.remove(key.as_slice());
                self.known.insert(key, None);
            }
        }
        self.ballots.retain(|ballots, _| !ballots.starts_with(&prefix));
        self.purged.insert(prefix.to_vec());
        self.changes.push(Change::Purged(guild));
        Ok(())
    }

    fn header(&mut self, key: &[u8]) -> Result<Option<Header>, StoreError> {
        if let Some(header) = self.known.get(key) {
            return Ok(*header);
        }
        let header = match self.db.get(key).map_err(|error| failed(&error))? {
            Some(value) => Some(envelope::open(key, &value)?.0),
            None => None,
        };
        self.known.insert(key.to_vec(), header);
        Ok(header)
    }

    /// Whether there is nothing to write.
    pub fn is_empty(&self) -> bool {
        !self.written
    }

    /// What is written, what all rows then add up to, and which came and went.
    pub fn finish(mut self) -> (sled::Batch, Ledger, Vec<Change>) {
        self.values.insert(LEDGER, self.ledger.encode());
        (self.values, self.ledger, self.changes)
    }
}
