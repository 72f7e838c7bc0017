//! Batches that reach the disk together: each is judged by the database and by those before it in the group.

use std::collections::{HashMap, HashSet};

use sled::IVec;

use super::census::Change;
use super::encoded::{Encoded, EncodedExpect, EncodedRow, encode};
use super::envelope::{self, Header};
use super::ledger::{self, Ledger};
use super::open::failed;
use super::recall::{Recall, Stand, is_ballot};
use crate::id::GuildId;
use crate::storage::append::{Chained, Link};
use crate::storage::key::{self, FILLING, HEARD, Kind, LEDGER};
use crate::storage::record;
use crate::storage::{Append, Key, Revision, Row, StoreError};
use crate::vote::ProposalNumber;
use crate::vote::trail::Head;

/// A ballot that the group looked at or wrote.
#[derive(Debug, Clone, Copy)]
struct Ballot {
    /// What stands in front of it, if it is there.
    header: Option<Header>,
    /// The group adds it: the database does not have it.
    added: bool,
}

/// What a group of batches writes.
#[derive(Debug)]
pub struct Group<'a> {
    db: &'a sled::Db,
    recall: &'a mut Recall,
    ledger: Ledger,
    /// The ballots that were looked at or written, by their keys.
    ballots: HashMap<IVec, Ballot>,
    /// The keys of the heads that move: their rows are written once, at the end.
    moved: HashSet<IVec>,
    /// The guilds whose rows in the database are gone when the group is written.
    purged: HashSet<[u8; 8]>,
    values: sled::Batch,
    written: bool,
    changes: Vec<Change>,
    /// A row on its way to its envelope.
    sealed: Vec<u8>,
}

impl<'a> Group<'a> {
    /// A group that writes nothing yet.
    pub fn new(db: &'a sled::Db, recall: &'a mut Recall, ledger: Ledger) -> Self {
        Self {
            db,
            recall,
            ledger,
            ballots: HashMap::new(),
            moved: HashSet::new(),
            purged: HashSet::new(),
            values: sled::Batch::default(),
            written: false,
            changes: Vec::new(),
            sealed: Vec::new(),
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
            let stand = Stand {
                guild,
                number,
                head,
                revision,
            };
            self.stands(encode(&Key::Trail(guild, number)), stand);
        }
        for (guild, kind, key) in batch.removes {
            if self.remove(&key)? {
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
                let found = match self.recall.stands_at(key) {
                    Some(stand) => stand.revision,
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
        let key = encode(&Key::Trail(guild, number));
        let stand = self.recall.stand(self.db, &key, (guild, number))?;
        Ok(stand.map(|stand| stand.head))
    }

    /// How many ballots there are from before the trail, which has not begun.
    fn bare_ballots(&self, guild: GuildId, number: ProposalNumber) -> Result<usize, StoreError> {
        let prefix = key::of_proposal(guild, Kind::Ballot, number);
        let added = |(key, ballot): &(&IVec, &Ballot)| ballot.added && key.starts_with(&prefix);
        // Ballots are only ever added: none of the group's is in the database as well.
        let mut found = self.ballots.iter().filter(added).count();
        if !self.purged.contains(&key::of_guild(guild)) {
            for key in self.db.scan_prefix(&prefix).keys() {
                key.map_err(|error| failed(&error))?;
                found += 1;
            }
        }
        Ok(found)
    }

    /// Whether each ballot of the batch is a new one, and none from before the trails comes after one.
    fn adds_ballots_only(&mut self, batch: &Encoded) -> Result<bool, StoreError> {
        let appended = batch.appends.iter().filter_map(Append::new_ballot);
        let mut ballots: Vec<IVec> = appended.map(|key| encode(&key)).collect();
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
        let key = encode(&Key::Trail(guild, number));
        let head = if let Some(stand) = self.recall.stand(self.db, &key, (guild, number))? {
            stand.head
        } else {
            let before = u32::try_from(self.bare_ballots(guild, number)?).unwrap_or(u32::MAX);
            Head::genesis(guild, number, before)
        };
        let known = match append.member() {
            Some(member) => {
                let key = encode(&Key::Voter(guild, number, member));
                self.recall.voter(self.db, &key)?
            }
            None => None,
        };
        let Chained { newcomer, link, head } = append.chain(&head, known);
        if let Some((member, voter)) = newcomer {
            let row = EncodedRow::of(&Key::Voter(guild, number, member), record::voter_to_bytes(voter));
            self.recall.votes(row.key.clone(), voter);
            self.write(revision, row)?;
        }
        if let Link::Ballot(entry, None) = &link {
            // As the most common one by far it takes the short way.
            let key = Key::Ballot(guild, number, entry.interaction);
            self.write(revision, EncodedRow::of(&key, record::entry_to_bytes(entry)))?;
        } else {
            for row in link.rows(guild, number) {
                self.write(revision, EncodedRow::new(&row)?)?;
            }
        }
        let stand = Stand {
            guild,
            number,
            head,
            revision,
        };
        self.stands(key, stand);
        Ok(())
    }

    /// A trail stands there now: its row is written at the end.
    fn stands(&mut self, key: IVec, stand: Stand) {
        self.moved.insert(key.clone());
        self.recall.stands(key, stand);
    }

    fn write(&mut self, revision: Revision, row: EncodedRow) -> Result<(), StoreError> {
        let before = self.header(&row.key)?;
        let header = envelope::seal(&mut self.sealed, &row.key, revision, &row.record);
        self.ledger.write(before, header);
        if before.is_none() {
            self.changes.push(Change::Added(row.guild, row.kind));
        }
        self.values.insert(row.key.clone(), self.sealed.as_slice());
        self.wrote(row.key, Some(header), before.is_none());
        Ok(())
    }

    /// Takes a row away, and says whether it was there.
    fn remove(&mut self, key: &IVec) -> Result<bool, StoreError> {
        let Some(header) = self.header(key)? else {
            return Ok(false);
        };
        self.ledger.remove(header);
        self.values.remove(key.clone());
        self.wrote(key.clone(), None, false);
        Ok(true)
    }

    /// A row is so now; `is_new` says that it was not there before.
    fn wrote(&mut self, key: IVec, header: Option<Header>, is_new: bool) {
        if is_ballot(&key) {
            let added = is_new || self.ballots.get(&key).is_some_and(|ballot| ballot.added);
            let added = added && header.is_some();
            self.ballots.insert(key, Ballot { header, added });
        } else {
            self.recall.wrote(key, header);
        }
    }

    /// Takes away what the database and the group hold of a guild.
    fn purge(&mut self, guild: GuildId) -> Result<(), StoreError> {
        let prefix = key::of_guild(guild);
        let mut keys = self.recall.keys_of(&prefix);
        keys.extend(
            self.ballots
                .keys()
                .filter(|key| key.starts_with(&prefix))
                .cloned(),
        );
        for key in self.db.scan_prefix(prefix).keys() {
            keys.push(key.map_err(|error| failed(&error))?);
        }
        for key in keys {
            self.remove(&key)?;
        }
        self.recall.purge(&prefix);
        self.moved.retain(|head| !head.starts_with(&prefix));
        self.purged.insert(prefix);
        self.changes.push(Change::Purged(guild));
        Ok(())
    }

    fn header(&mut self, key: &IVec) -> Result<Option<Header>, StoreError> {
        if let Some(ballot) = self.ballots.get(key) {
            return Ok(ballot.header);
        }
        self.recall.header(self.db, key)
    }

    /// Whether there is nothing to write.
    pub fn is_empty(&self) -> bool {
        !self.written
    }

    /// What is written, what all rows then add up to, and which came and went.
    pub fn finish(mut self) -> Result<(sled::Batch, Ledger, Vec<Change>), StoreError> {
        for key in std::mem::take(&mut self.moved) {
            let Some(Stand {
                guild,
                number,
                head,
                revision,
            }) = self.recall.stands_at(&key)
            else {
                continue;
            };
            let row = Row::Trail(guild, number, head);
            self.write(revision, EncodedRow::new(&row)?)?;
        }
        self.values.insert(LEDGER, self.ledger.encode());
        self.recall.stored(self.ballots.keys());
        self.recall.trim();
        Ok((self.values, self.ledger, self.changes))
    }
}
