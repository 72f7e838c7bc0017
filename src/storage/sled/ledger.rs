//! What all rows add up to: stored with every commit, and checked when the store is opened.
//!
//! A row that is missing, or is there in an older state, is one that no checksum of its own can notice.

use jiff::Timestamp;

use super::envelope::{self, Header};
use crate::storage::key::{FORMAT, HEARD, LEDGER};
use crate::storage::{Revision, StoreError};

/// The format of the rows that this version writes: 2 since votes have trails.
pub const CURRENT_FORMAT: u64 = 2;
/// The oldest format that this version reads. What it opens then is of [`CURRENT_FORMAT`].
pub const OLDEST_FORMAT: u64 = 1;

/// How many commits there were, and what they left.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Ledger {
    /// The number of the last commit.
    pub sequence: u64,
    /// How many rows the guilds have.
    pub rows: u64,
    /// The sum of their checksums.
    pub sum: u64,
}

impl Ledger {
    /// A row is written, in place of the one that was there.
    pub fn write(&mut self, before: Option<Header>, after: Header) {
        if let Some(before) = before {
            self.sum = self.sum.wrapping_sub(u64::from(before.checksum));
        } else {
            self.rows += 1;
        }
        self.sum = self.sum.wrapping_add(u64::from(after.checksum));
    }

    /// A row is taken away.
    pub fn remove(&mut self, before: Header) {
        self.sum = self.sum.wrapping_sub(u64::from(before.checksum));
        self.rows -= 1;
    }

    /// The ledger's own row.
    pub fn encode(&self) -> Vec<u8> {
        let record: Vec<u8> = [self.rows, self.sum]
            .iter()
            .flat_map(|n| n.to_be_bytes())
            .collect();
        envelope::sealed(LEDGER, Revision(self.sequence), &record)
    }

    /// Reads the ledger's own row.
    pub fn decode(bytes: &[u8]) -> Result<Self, StoreError> {
        let (header, record) = envelope::open(LEDGER, bytes)?;
        let short = || envelope::damaged(LEDGER, "it has another length");
        let (rows, rest) = record.split_first_chunk().ok_or_else(short)?;
        Ok(Self {
            sequence: header.revision.0,
            rows: u64::from_be_bytes(*rows),
            sum: u64::from_be_bytes(rest.try_into().map_err(|_| short())?),
        })
    }
}

/// The row that says in which format the others are.
pub fn encode_format(format: u64) -> Vec<u8> {
    envelope::sealed(FORMAT, Revision::ABSENT, &format.to_be_bytes())
}

/// Reads the row that says in which format the others are.
pub fn decode_format(bytes: &[u8]) -> Result<u64, StoreError> {
    let (_, record) = envelope::open(FORMAT, bytes)?;
    let format = record
        .try_into()
        .map_err(|_| envelope::damaged(FORMAT, "it has another length"))?;
    Ok(u64::from_be_bytes(format))
}

/// The row that says until when members were heard.
pub fn encode_heard(until: Timestamp) -> Vec<u8> {
    envelope::sealed(HEARD, Revision::ABSENT, &until.as_millisecond().to_be_bytes())
}

/// Reads the row that says until when members were heard.
pub fn decode_heard(bytes: &[u8]) -> Result<Timestamp, StoreError> {
    let (_, record) = envelope::open(HEARD, bytes)?;
    let millis = record
        .try_into()
        .map_err(|_| envelope::damaged(HEARD, "it has another length"))?;
    Timestamp::from_millisecond(i64::from_be_bytes(millis))
        .map_err(|_| envelope::damaged(HEARD, "it is no time"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn its_row_is_read_back() {
        let ledger = Ledger {
            sequence: 7,
            rows: 8,
            sum: u64::MAX,
        };
        assert_eq!(Ledger::decode(&ledger.encode()), Ok(ledger));
        assert!(Ledger::decode(&encode_format(1)).is_err());
        assert_eq!(decode_format(&encode_format(3)), Ok(3));
        assert!(decode_format(&ledger.encode()).is_err());
    }

    #[test]
    fn until_when_members_were_heard_is_read_back_and_damage_is_noticed() {
        let until = Timestamp::from_millisecond(1_700_000_000_123).unwrap();
        let row = encode_heard(until);
        assert_eq!(decode_heard(&row), Ok(until));
        for bit in 0..row.len() * 8 {
            let mut bytes = row.clone();
            bytes[bit / 8] ^= 1 << (bit % 8);
            assert!(decode_heard(&bytes).is_err(), "{bit}");
        }
        assert!(decode_heard(&row[1..]).is_err());
    }

    #[test]
    fn it_adds_up_in_any_order() {
        let header = |checksum| Header {
            revision: Revision(1),
            checksum,
        };
        let mut one = Ledger::default();
        one.write(None, header(5));
        one.write(None, header(6));
        one.write(Some(header(5)), header(u32::MAX));
        let mut other = Ledger::default();
        other.write(None, header(u32::MAX));
        other.write(None, header(6));
        assert_eq!(one, other);
        one.remove(header(u32::MAX));
        one.remove(header(6));
        assert_eq!(one, Ledger::default());
    }
}
