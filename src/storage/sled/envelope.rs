//! How a row lies in the database: its revision and a checksum, then its record.
//!
//! sled checks what it reads from its log, and the bot checks once more what sled gives it: a bit that turned must be
//! an error, never another vote. The checksum covers the key, so that no row can pass for another one.

use crc32fast::Hasher;

use crate::storage::key;
use crate::storage::record;
use crate::storage::{Revision, Row, StoreError, Stored};

/// Revision (8 bytes) and checksum (4 bytes), both big-endian.
const HEADER: usize = 12;

/// What stands in front of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Header {
    /// The commit that wrote the row.
    pub revision: Revision,
    /// Of key, revision and record.
    pub checksum: u32,
}

/// Checksum of a row.
fn checksum(key: &[u8], revision: Revision, record: &[u8]) -> u32 {
    let mut hasher = Hasher::new();
    hasher.update(key);
    hasher.update(&revision.0.to_be_bytes());
    hasher.update(record);
    hasher.finalize()
}

/// Puts a record into its envelope, in place of what `sealed` held.
pub fn seal(sealed: &mut Vec<u8>, key: &[u8], revision: Revision, record: &[u8]) -> Header {
    let checksum = checksum(key, revision, record);
    sealed.clear();
    sealed.reserve(HEADER + record.len());
    sealed.extend(revision.0.to_be_bytes());
    sealed.extend(checksum.to_be_bytes());
    sealed.extend(record);
    Header { revision, checksum }
}

/// A record in an envelope of its own.
pub fn sealed(key: &[u8], revision: Revision, record: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    seal(&mut bytes, key, revision, record);
    bytes
}

/// Takes a record out of its envelope.
pub fn open<'a>(key: &[u8], bytes: &'a [u8]) -> Result<(Header, &'a [u8]), StoreError> {
    let damaged = |why: &str| damaged(key, why);
    let (revision, rest) = bytes
        .split_first_chunk()
        .ok_or_else(|| damaged("it is cut off"))?;
    let (stored, record) = rest.split_first_chunk().ok_or_else(|| damaged("it is cut off"))?;
    let header = Header {
        revision: Revision(u64::from_be_bytes(*revision)),
        checksum: u32::from_be_bytes(*stored),
    };
    if checksum(key, header.revision, record) != header.checksum {
        return Err(damaged("its checksum is wrong"));
    }
    Ok((header, record))
}

/// The row at this key.
pub fn row(key: &[u8], bytes: &[u8]) -> Result<(Header, Row), StoreError> {
    let (header, record) = open(key, bytes)?;
    let known = key::decode(key).ok_or_else(|| damaged(key, "there is no row of such a key"))?;
    let row = record::decode(&known, record).map_err(|error| damaged(key, &error.to_string()))?;
    if row.key() == known {
        Ok((header, row))
    } else {
        Err(damaged(key, "it holds another row"))
    }
}

/// The row at this key, with its revision.
pub fn stored(key: &[u8], bytes: &[u8]) -> Result<Stored<Row>, StoreError> {
    let (header, value) = row(key, bytes)?;
    let revision = header.revision;
    Ok(Stored { revision, value })
}

/// Says that the row at this key is damaged.
pub fn damaged(key: &[u8], why: &str) -> StoreError {
    StoreError::Damaged {
        place: key::describe(key),
        why: why.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::storage::sample::ballot_row;

    #[test]
    fn every_flipped_bit_is_noticed() {
        let row = ballot_row(1, 2, 3, 4);
        let key = key::encode(&row.key());
        let sealed = sealed(&key, Revision(5), &record::encode(&row).unwrap());
        let expected = Stored {
            revision: Revision(5),
            value: row,
        };
        assert_eq!(stored(&key, &sealed).unwrap(), expected);
        for bit in 0..sealed.len() * 8 {
            let mut bytes = sealed.clone();
            bytes[bit / 8] ^= 1 << (bit % 8);
            assert!(stored(&key, &bytes).is_err(), "{bit}");
        }
        for length in 0..sealed.len() {
            assert!(stored(&key, &sealed[..length]).is_err(), "{length}");
        }
    }

    #[test]
    fn a_row_under_another_key_is_no_row() {
        let row = ballot_row(1, 2, 3, 4);
        let record = record::encode(&row).unwrap();
        let other = key::encode(&ballot_row(1, 2, 3, 5).key());
        let other_row = sealed(&other, Revision(5), &record);
        let error = stored(&other, &other_row).unwrap_err().to_string();
        assert_eq!(
            error,
            "the store is damaged at guild 1, proposal 2, ballot 5: it holds another row"
        );
        let row = sealed(&key::encode(&row.key()), Revision(5), &record);
        assert!(stored(&other, &row).is_err());
    }
}
