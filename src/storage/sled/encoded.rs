//! A batch in the shapes of the disk: made in the task of who commits it, so that the writer has less to do.

use jiff::Timestamp;
use sled::IVec;

use crate::id::GuildId;
use crate::storage::key::{self, Kind};
use crate::storage::record;
use crate::storage::{Append, Batch, Expect, Forget, Key, Revision, Row, StoreError};
use crate::vote::ProposalNumber;
use crate::vote::trail::Head;

/// A batch in the shapes of the disk.
#[derive(Debug, Default)]
pub struct Encoded {
    /// What must hold.
    pub expects: Vec<EncodedExpect>,
    /// What is written.
    pub rows: Vec<EncodedRow>,
    /// Chained and encoded when their turn comes.
    pub appends: Vec<Append>,
    /// Where trails stand that are not added to.
    pub heads: Vec<(GuildId, ProposalNumber, Head)>,
    /// Keys of rows that go.
    pub removes: Vec<(GuildId, Kind, IVec)>,
    /// Whether more of a dump follows; absent: it is no part of one.
    pub filling: Option<bool>,
    /// A guild of which everything goes, before the rows are written.
    pub purges: Option<GuildId>,
    /// Until when members were heard.
    pub heard: Option<Timestamp>,
}

/// What a batch expects.
#[derive(Debug)]
pub enum EncodedExpect {
    /// The row of this key was last written so.
    Revision(IVec, Revision),
    /// There are so many ballots on the proposal.
    Ballots(GuildId, ProposalNumber, usize),
}

/// A row.
#[derive(Debug)]
pub struct EncodedRow {
    /// Whose it is.
    pub guild: GuildId,
    /// What it is.
    pub kind: Kind,
    /// How it is found.
    pub key: IVec,
    /// What it holds.
    pub record: Vec<u8>,
    /// It may stand in the place of a ballot: one that is forgotten.
    pub replaces: bool,
}

impl EncodedRow {
    /// A row of any kind.
    pub fn new(row: &Row) -> Result<Self, StoreError> {
        Ok(Self::of(&row.key(), record::encode(row)?))
    }

    /// The row of this key, which holds this.
    pub fn of(key: &Key, record: Vec<u8>) -> Self {
        Self {
            guild: key.guild(),
            kind: Kind::of(key),
            key: encode(key),
            record,
            replaces: false,
        }
    }
}

/// The key as sled has it: one as short as a ballot's takes no memory of its own.
pub fn encode(key: &Key) -> IVec {
    IVec::from(key::encode(key).as_slice())
}

impl Encoded {
    /// Encodes a batch.
    pub fn new(batch: Batch) -> Result<Self, StoreError> {
        batch.check()?;
        let mut encoded = Self::default();
        for expect in batch.expects {
            encoded.expects.push(match expect {
                Expect::Revision(key, revision) => EncodedExpect::Revision(encode(&key), revision),
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
                    encoded.removes.push((guild, kind, encode(&key)));
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
        let absent = |row: &Row| EncodedExpect::Revision(encode(&row.key()), Revision::ABSENT);
        Ok(Self {
            expects: rows.iter().map(absent).collect(),
            rows: encoded.collect::<Result<_, StoreError>>()?,
            filling: Some(more),
            ..Self::default()
        })
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
        let settings = encode(&Key::Settings(guild));
        Self {
            expects: vec![EncodedExpect::Revision(settings, left)],
            purges: Some(guild),
            ..Self::default()
        }
    }

    /// Whether it takes no number.
    pub fn is_empty(&self) -> bool {
        let writes = !self.rows.is_empty() || !self.appends.is_empty() || !self.heads.is_empty();
        !writes && self.removes.is_empty() && self.purges.is_none()
    }
}
