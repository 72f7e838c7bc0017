//! What the writer remembers of the rows from group to group, so that most ballots need no look into the database.
//!
//! Nobody else writes: a row that was read or written stays as it was. Whenever a write fails the writer stops, and what
//! is remembered is not used again.

use std::collections::HashMap;

use sled::IVec;

use super::envelope::{self, Header};
use super::open::failed;
use crate::id::GuildId;
use crate::storage::key::{self, Kind};
use crate::storage::{Revision, Row, StoreError, Stored};
use crate::vote::ProposalNumber;
use crate::vote::trail::{Head, VoterKey};

/// How many rows and voters are remembered: some hundred bytes each. When there are more, all are forgotten.
const MOST: usize = 10_000;

/// Where a trail stands.
#[derive(Debug, Clone, Copy)]
pub struct Stand {
    /// Whose trail it is.
    pub guild: GuildId,
    /// The proposal's number.
    pub number: ProposalNumber,
    /// Where it stands.
    pub head: Head,
    /// The commit that brought it there.
    pub revision: Revision,
}

/// The rows as they are now.
#[derive(Debug, Default)]
pub struct Recall {
    /// Rows that are no ballots.
    headers: HashMap<IVec, Option<Header>>,
    /// Trails, by the keys of their heads.
    heads: HashMap<IVec, Stand>,
    /// Voters, by the keys of their rows.
    voters: HashMap<IVec, VoterKey>,
    /// By what the keys of a vote's ballots start with, a key that none of them is above: most presses are later than all
    /// that were stored before.
    newest: HashMap<IVec, IVec>,
}

impl Recall {
    /// What stands in front of a row.
    pub fn header(&mut self, db: &sled::Db, key: &IVec) -> Result<Option<Header>, StoreError> {
        if is_ballot(key) && self.newest(db, key)? < key {
            return Ok(None);
        }
        if let Some(header) = self.headers.get(key) {
            return Ok(*header);
        }
        let header = match db.get(key).map_err(|error| failed(&error))? {
            Some(value) => Some(envelope::open(key, &value)?.0),
            None => None,
        };
        if !is_ballot(key) {
            self.headers.insert(key.clone(), header);
        }
        Ok(header)
    }

    /// A row that is no ballot is written, or taken away.
    pub fn wrote(&mut self, key: IVec, header: Option<Header>) {
        if header.is_none() {
            self.voters.remove(&key);
        }
        self.headers.insert(key, header);
    }

    /// Ballots of these keys are in the database now.
    pub fn stored<'a>(&mut self, ballots: impl Iterator<Item = &'a IVec>) {
        for key in ballots {
            if let Some(newest) = self.newest.get_mut(key::proposal_of(key))
                && *newest < *key
            {
                newest.clone_from(key);
            }
        }
    }

    /// A key that no ballot on this ballot's proposal is above, as the database has them.
    fn newest(&mut self, db: &sled::Db, key: &IVec) -> Result<&IVec, StoreError> {
        let prefix = key::proposal_of(key);
        if !self.newest.contains_key(prefix) {
            let last = db.scan_prefix(prefix).keys().next_back();
            let last = last.transpose().map_err(|error| failed(&error))?;
            let prefix = IVec::from(prefix);
            self.newest.insert(prefix.clone(), last.unwrap_or(prefix));
        }
        Ok(&self.newest[prefix])
    }

    /// Where the trail of this key stands, if it has begun.
    pub fn stand(
        &mut self,
        db: &sled::Db,
        key: &IVec,
        (guild, number): (GuildId, ProposalNumber),
    ) -> Result<Option<Stand>, StoreError> {
        if let Some(stand) = self.heads.get(key) {
            return Ok(Some(*stand));
        }
        let Some(Stored { revision, value }) = self.row(db, key)? else {
            return Ok(None);
        };
        let stand = value.into_head().map(|head| Stand {
            guild,
            number,
            head,
            revision,
        });
        if let Some(stand) = stand {
            self.heads.insert(key.clone(), stand);
        }
        Ok(stand)
    }

    /// Where a trail stands, if this is the key of one that is remembered.
    pub fn stands_at(&self, key: &IVec) -> Option<Stand> {
        self.heads.get(key).copied()
    }

    /// A trail stands there now.
    pub fn stands(&mut self, key: IVec, stand: Stand) {
        self.heads.insert(key, stand);
    }

    /// The voter whose row has this key, if there is one.
    pub fn voter(&mut self, db: &sled::Db, key: &IVec) -> Result<Option<VoterKey>, StoreError> {
        if let Some(voter) = self.voters.get(key) {
            return Ok(Some(*voter));
        }
        let voter = self.row(db, key)?.and_then(|row| row.value.into_voter());
        if let Some(voter) = voter {
            self.voters.insert(key.clone(), voter);
        }
        Ok(voter)
    }

    /// A voter has a row of this key now.
    pub fn votes(&mut self, key: IVec, voter: VoterKey) {
        self.voters.insert(key, voter);
    }

    /// A row that no batch of this group has written, as it is in the database.
    fn row(&mut self, db: &sled::Db, key: &IVec) -> Result<Option<Stored<Row>>, StoreError> {
        if let Some(None) = self.headers.get(key) {
            return Ok(None);
        }
        let value = db.get(key).map_err(|error| failed(&error))?;
        value.map(|value| envelope::stored(key, &value)).transpose()
    }

    /// The keys of rows of a guild that are remembered.
    pub fn keys_of(&self, guild: &[u8]) -> Vec<IVec> {
        let keys = self.headers.keys().filter(|key| key.starts_with(guild));
        keys.cloned().collect()
    }

    /// Forgets where the trails of a guild stood, and who voted.
    pub fn purge(&mut self, guild: &[u8]) {
        self.heads.retain(|head, _| !head.starts_with(guild));
        self.voters.retain(|voter, _| !voter.starts_with(guild));
    }

    /// Forgets everything, if it is too much.
    pub fn trim(&mut self) {
        if self.headers.len() + self.heads.len() + self.voters.len() + self.newest.len() > MOST {
            *self = Self::default();
        }
    }
}

/// Whether a row of this key is a ballot.
pub fn is_ballot(key: &[u8]) -> bool {
    key.get(8) == Some(&(Kind::Ballot as u8))
}
