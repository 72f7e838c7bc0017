//! Batches that reach the disk together: each is judged by the database and by those before it in the group.

use std::collections::{HashMap, HashSet};

use jiff::Timestamp;

use super::census::Change;
use super::envelope::{self, Header};
use super::ledger::{self, Ledger};
use super::open::failed;
use crate::id::GuildId;
use crate::storage::key::{self, FILLING, HEARD, Kind, LEDGER};
use crate::storage::record;
use crate::storage::{Append, Batch, Expect, Forget, Key, Revision, Row, StoreError};
use crate::vote::ProposalNumber;
use crate::vote::trail::{Head, VoterKey};

/// A batch in the shapes of the disk.
#[derive(Debug, Default)]
pub struct Encoded {
    expects: Vec<EncodedExpect>,
    rows: Vec<EncodedRow>,
    /// Chained and encoded when their turn comes.
    appends: Vec<Append>,
    /// Where trails stand that are not added to.
    heads: Vec<(GuildId, ProposalNumber, Head)>,
    /// Keys of rows that go.
    removes: Vec<(GuildId, Kind, Vec<u8>)>,
    /// Whether more of a dump follows; absent: it is no part of one.
    filling: Option<bool>,
    /// A guild of which everything goes, before the rows are written.
    purges: Option<GuildId>,
    /// Until when members were heard.
    heard: Option<Timestamp>,
}

#[derive(Debug)]
enum EncodedExpect {
    /// The row of this key was last written so.
    Revision(Vec<u8>, Revision),
    /// There are so many ballots on the proposal.
    Ballots(GuildId, ProposalNumber, usize),
}

#[derive(Debug)]
struct EncodedRow {
    guild: GuildId,
    kind: Kind,
    key: Vec<u8>,
    record: Vec<u8>,
    /// It may stand in the place of a ballot: one that is forgotten.
    replaces: bool,
}

impl EncodedRow {
    fn new(row: &Row) -> Result<Self, StoreError> {
        let key = row.key();
        Ok(Self {
            guild: row.guild(),
            kind: Kind::of(&key),
            key: key::encode(&key),
            record: record::encode(row)?,
            replaces: false,
        })
    }
}

impl Encoded {
    /// Encodes a batch: in the caller's task, so that the writer has less to do.
    pub fn new(batch: Batch) -> Result<Self, StoreError> {
        batch.check()?;
        let mut encoded = Self::default();
        for expect in batch.expects {
            encoded.expects.push(match expect {
                Expect::Revision(key, revision) => EncodedExpect::Revision(key::encode(&key), revision),
                Expect::Ballots(guild, number, count) => EncodedExpect::Ballots(guild, number, count),
            });
        }
        for row in &batch.rows {
            encoded.rows.push(EncodedRow::new(row)?);
        }
        for forget in batch.forgets {
            match forget {
                Forget::Remove(key) => {
                    let (guild, kind) = (key.guild(), Kind::of(&key));
                    encoded.removes.push((guild, kind, key::encode(&key)));
                }
                Forget::Write(row) => match *row {
                    Row::Trail(guild, number, head) => encoded.heads.push((guild, number, head)),
                    row => encoded.rows.push(EncodedRow {
                        replaces: true,
                        ..EncodedRow::new(&row)?
                    }),
                },
            }
        }
        encoded.appends = batch.appends;
        Ok(encoded)
    }

    /// A part of a dump: as long as `more` follows, the store is not whole.
    pub fn filling(rows: &[Row], more: bool) -> Result<Self, StoreError> {
        let encoded = rows.iter().map(EncodedRow::new);
        let absent = |row: &Row| EncodedExpect::Revision(key::encode(&row.key()), Revision::ABSENT);
        Ok(Self {
            expects: rows.iter().map(absent).collect(),
            rows: encoded.collect::<Result<_, StoreError>>()?,
            filling: Some(more),
            ..Self::default()
        })
    }

    /// Whether it takes no number.
    fn is_empty(&self) -> bool {
        let writes = !self.rows.is_empty() || !self.appends.is_empty() || !self.heads.is_empty();
        !writes && self.removes.is_empty() && self.purges.is_none()
    }

    /// Members were heard until then.
    pub fn heard(until: Timestamp) -> Self {
        Self {
            heard: Some(until),
            ..Self::default()
        }
    }

    /// Everything of a guild goes, if its settings were last written by commit `left`.
    pub fn purge(guild: GuildId, left: Revision) -> Self {
        let settings = key::encode(&Key::Settings(guild));
        Self {
            expects: vec![EncodedExpect::Revision(settings, left)],
            purges: Some(guild),
            ..Self::default()
        }
    }
}

/// Where a trail stands after what the group adds to it: its row is written once, at the end.
#[derive(Debug)]
struct Pending {
    guild: GuildId,
    number: ProposalNumber,
    head: Head,
    revision: Revision,
}

/// What a group of batches writes.
#[derive(Debug)]
pub struct Group<'a> {
    db: &'a sled::Db,
    ledger: Ledger,
    /// The rows that were looked at or written, as they are now: each is read once.
    known: HashMap<Vec<u8>, Option<Header>>,
    /// The ballots from before the trails that the group adds, by what their keys start with.
    ballots: HashMap<Vec<u8>, usize>,
    /// The trails that the group adds to, by the keys of their heads.
    heads: HashMap<Vec<u8>, Pending>,
    /// The voters that were looked at or added, by the keys of their rows.
    voters: HashMap<Vec<u8>, VoterKey>,
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
            heads: HashMap::new(),
            voters: HashMap::new(),
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
        if !batch.is_empty() {
            self.ledger.sequence += 1;
            self.written = true;
        }
        if let Some(until) = batch.heard {
            self.values.insert(HEARD, ledger::encode_heard(until));
            self.written = true;
        }
        let revision = Revision(self.ledger.sequence);
        if let Some(guild) = batch.purges {
            self.purge(guild)?;
        }
        for row in batch.rows {
            self.write(revision, row)?;
        }
        for append in batch.appends {
            self.append(revision, append)?;
        }
        for (guild, number, head) in batch.heads {
            self.stands(revision, guild, number, head);
        }
        for (guild, kind, key) in batch.removes {
            if self.remove(key)? {
                self.changes.push(Change::Removed(guild, kind));
            }
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
                let found = match self.heads.get(key) {
                    Some(pending) => pending.revision,
                    None => self
                        .header(key)?
                        .map_or(Revision::ABSENT, |header| header.revision),
                };
                Ok(found == *revision)
            }
            EncodedExpect::Ballots(guild, number, count) => {
                let found = match self.head(*guild, *number)? {
                    Some(head) => usize::try_from(head.all_ballots()).unwrap_or(usize::MAX),
                    None => self.bare_ballots(*guild, *number)?,
                };
                Ok(found == *count)
            }
        }
    }

    /// Where a trail stands, if it has begun.
    fn head(&mut self, guild: GuildId, number: ProposalNumber) -> Result<Option<Head>, StoreError> {
        let key = key::encode(&Key::Trail(guild, number));
        if let Some(pending) = self.heads.get(&key) {
            return Ok(Some(pending.head));
        }
        Ok(self.row(&key)?.and_then(Row::into_head))
    }

    /// How many ballots there are from before the trail, which has not begun.
    fn bare_ballots(&self, guild: GuildId, number: ProposalNumber) -> Result<usize, StoreError> {
        let prefix = key::of_proposal(guild, Kind::Ballot, number);
        // Ballots are only ever added: none of the group's is in the database as well.
        let mut found = self.ballots.get(&prefix).copied().unwrap_or_default();
        if !self.purged.contains(key::guild_of(&prefix)) {
            for key in self.db.scan_prefix(&prefix).keys() {
                key.map_err(|error| failed(&error))?;
                found += 1;
            }
        }
        Ok(found)
    }

    /// Whether each ballot of the batch is a new one, and none from before the trails comes after one.
    fn adds_ballots_only(&mut self, batch: &Encoded) -> Result<bool, StoreError> {
        let mut ballots: Vec<Vec<u8>> = batch
            .appends
            .iter()
            .filter_map(Append::new_ballot)
            .map(|key| key::encode(&key))
            .collect();
        for row in batch
            .rows
            .iter()
            .filter(|row| row.kind == Kind::Ballot && !row.replaces)
        {
            if batch.filling.is_none()
                && let Some(Key::Ballot(guild, number, _)) = key::decode(&row.key)
                && self.head(guild, number)?.is_some()
            {
                return Ok(false);
            }
            ballots.push(row.key.clone());
        }
        for key in &ballots {
            if self.header(key)?.is_some() {
                return Ok(false);
            }
        }
        ballots.sort_unstable();
        Ok(ballots.windows(2).all(|two| two[0] != two[1]))
    }

    /// Chains what is done to the trail as it then stands.
    fn append(&mut self, revision: Revision, append: Append) -> Result<(), StoreError> {
        let (guild, number) = (append.guild, append.proposal);
        let head = if let Some(head) = self.head(guild, number)? {
            head
        } else {
            let before = u32::try_from(self.bare_ballots(guild, number)?).unwrap_or(u32::MAX);
            Head::genesis(guild, number, before)
        };
        let known = match append.member() {
            Some(member) => self.voter(key::encode(&Key::Voter(guild, number, member)))?,
            None => None,
        };
        let (rows, head) = append.chain(&head, known);
        for row in rows {
            let encoded = EncodedRow::new(&row)?;
            if let Row::Voter(_, _, _, voter) = row {
                self.voters.insert(encoded.key.clone(), voter);
            }
            self.write(revision, encoded)?;
        }
        self.stands(revision, guild, number, head);
        Ok(())
    }

    fn stands(&mut self, revision: Revision, guild: GuildId, number: ProposalNumber, head: Head) {
        let pending = Pending {
            guild,
            number,
            head,
            revision,
        };
        self.heads
            .insert(key::encode(&Key::Trail(guild, number)), pending);
    }

    fn voter(&mut self, key: Vec<u8>) -> Result<Option<VoterKey>, StoreError> {
        if let Some(voter) = self.voters.get(&key) {
            return Ok(Some(*voter));
        }
        let voter = self.row(&key)?.and_then(Row::into_voter);
        if let Some(voter) = voter {
            self.voters.insert(key, voter);
        }
        Ok(voter)
    }

    fn write(&mut self, revision: Revision, row: EncodedRow) -> Result<(), StoreError> {
        let before = self.header(&row.key)?;
        let (header, value) = envelope::seal(&row.key, revision, &row.record);
        self.ledger.write(before, header);
        if before.is_none() {
            self.changes.push(Change::Added(row.guild, row.kind));
            if row.kind == Kind::Ballot {
                let prefix = key::proposal_of(&row.key).to_vec();
                *self.ballots.entry(prefix).or_default() += 1;
            }
        }
        self.values.insert(row.key.as_slice(), value);
        self.known.insert(row.key, Some(header));
        Ok(())
    }

    /// Takes a row away, and says whether it was there.
    fn remove(&mut self, key: Vec<u8>) -> Result<bool, StoreError> {
        let Some(header) = self.header(&key)? else {
            return Ok(false);
        };
        self.ledger.remove(header);
        self.values.remove(key.as_slice());
        self.voters.remove(&key);
        self.known.insert(key, None);
        Ok(true)
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
            self.remove(key)?;
        }
        self.ballots.retain(|ballots, _| !ballots.starts_with(&prefix));
        self.heads.retain(|head, _| !head.starts_with(&prefix));
        self.voters.retain(|voter, _| !voter.starts_with(&prefix));
        self.purged.insert(prefix.to_vec());
        self.changes.push(Change::Purged(guild));
        Ok(())
    }

    /// A row that the group has not written itself, as it is in the database.
    fn row(&mut self, key: &[u8]) -> Result<Option<Row>, StoreError> {
        if let Some(None) = self.known.get(key) {
            return Ok(None);
        }
        let value = self.db.get(key).map_err(|error| failed(&error))?;
        Ok(value
            .map(|value| envelope::stored(key, &value))
            .transpose()?
            .map(|row| row.value))
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
    pub fn finish(mut self) -> Result<(sled::Batch, Ledger, Vec<Change>), StoreError> {
        for pending in std::mem::take(&mut self.heads).into_values() {
            let row = Row::Trail(pending.guild, pending.number, pending.head);
            self.write(pending.revision, EncodedRow::new(&row)?)?;
        }
        self.values.insert(LEDGER, self.ledger.encode());
        Ok((self.values, self.ledger, self.changes))
    }
}
