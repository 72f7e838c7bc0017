//! Reading every row once when a store is opened: each must be whole, and all together must be what the last commit left.
//! What they say is read when it is needed: it is what was written.
//!
//! Nearly all of the time goes to sled, which makes its pages anew from the file. So the keys are cut into parts, which
//! are read side by side.

use std::collections::VecDeque;
use std::ops::Bound;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use super::census::{Census, Change};
use super::envelope;
use super::ledger::{self, Ledger};
use super::open::failed;
use crate::id::GuildId;
use crate::storage::StoreError;
use crate::storage::key::{self, FILLING, FORMAT, HEARD, Kind, LEDGER};

/// Into how many parts the keys are cut: several for each reader, since their sizes differ.
const PARTS: usize = 32;
/// How many read at the same time, if there are as many processors: each has some memory of its own.
const MOST_READERS: usize = 2;
/// How many rows are noted at a time.
const NOTED: usize = 1024;

/// What is in a store.
#[derive(Debug, Default)]
pub struct Found {
    /// What the rows add up to. The sequence is that of the newest row.
    pub rows: Ledger,
    /// What they should add up to; absent in a store that holds nothing.
    pub stored: Option<Ledger>,
}

impl Found {
    fn and(self, other: &Self) -> Self {
        Self {
            rows: Ledger {
                sequence: self.rows.sequence.max(other.rows.sequence),
                rows: self.rows.rows + other.rows.rows,
                sum: self.rows.sum.wrapping_add(other.rows.sum),
            },
            stored: self.stored.or(other.stored),
        }
    }
}

/// Reads every row, and notes whose they are.
pub fn read_all(db: &sled::Db, census: &Census) -> Result<Found, StoreError> {
    let cuts = cuts(db).map_err(|error| failed(&error))?;
    let processors = thread::available_parallelism().map_or(1, usize::from);
    let next = AtomicUsize::new(0);
    let reader = || {
        let mut found = Found::default();
        loop {
            let part = next.fetch_add(1, Ordering::Relaxed);
            if part > cuts.len() {
                return Ok(found);
            }
            let low = part
                .checked_sub(1)
                .map_or(Bound::Unbounded, |low| Bound::Included(&cuts[low]));
            let high = cuts.get(part).map_or(Bound::Unbounded, Bound::Excluded);
            found = found.and(&read(db.range::<&Vec<u8>, _>((low, high)), census)?);
        }
    };
    thread::scope(|scope| {
        let others: Vec<_> = (1..processors.min(MOST_READERS))
            .map(|_| scope.spawn(reader))
            .collect();
        let mut found = reader();
        for other in others {
            // sled panics at some damages, which the caller looks for.
            let other = other
                .join()
                .unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            found = found.and_then(|found| Ok(found.and(&other?)));
        }
        found
    })
}

fn read(rows: sled::Iter, census: &Census) -> Result<Found, StoreError> {
    let mut found = Found::default();
    let mut counted = Vec::new();
    for entry in rows {
        let (key, value) = entry.map_err(|error| failed(&error))?;
        if *key == *FORMAT || *key == *FILLING {
            continue;
        }
        if *key == *HEARD {
            ledger::decode_heard(&value)?;
            continue;
        }
        if *key == *LEDGER {
            found.stored = Some(Ledger::decode(&value)?);
            continue;
        }
        let (header, _) = envelope::open(&key, &value)?;
        let (guild, kind) = place(&key)?;
        found.rows.write(None, header);
        found.rows.sequence = found.rows.sequence.max(header.revision.0);
        counted.push(Change::Added(guild, kind));
        if counted.len() == NOTED {
            census.note(counted.drain(..));
        }
    }
    census.note(counted);
    Ok(found)
}

/// Whose row of which kind has this key.
fn place(key: &[u8]) -> Result<(GuildId, Kind), StoreError> {
    let guild = key.first_chunk().map(|bytes| u64::from_be_bytes(*bytes));
    let guild = guild.and_then(|id| GuildId::try_from(id).ok());
    let kind = key::decode(key).map(|key| Kind::of(&key));
    guild
        .zip(kind)
        .ok_or_else(|| envelope::damaged(key, "there is no row of such a key"))
}

/// Where the keys are cut, in order. Each part is halved between its first and its last key, the largest parts, as far
/// as their keys tell, first.
fn cuts(db: &sled::Db) -> sled::Result<Vec<Vec<u8>>> {
    let mut cuts = Vec::with_capacity(PARTS);
    let mut parts = VecDeque::from([(Bound::Unbounded, Bound::Unbounded)]);
    while cuts.len() + 1 < PARTS
        && let Some((low, high)) = parts.pop_front()
    {
        let keys = || db.range::<Vec<u8>, _>((low.clone(), high.clone())).keys();
        let (Some(first), Some(last)) = (keys().next(), keys().next_back()) else {
            continue;
        };
        if let Some(cut) = middle(&first?, &last?) {
            parts.push_back((low.clone(), Bound::Excluded(cut.clone())));
            parts.push_back((Bound::Included(cut.clone()), high.clone()));
            cuts.push(cut);
        }
    }
    cuts.sort();
    Ok(cuts)
}

/// A key above the first and not above the last one, about in the middle; `None` if they are the same.
fn middle(first: &[u8], last: &[u8]) -> Option<Vec<u8>> {
    let same = first.iter().zip(last).take_while(|(a, b)| a == b).count();
    let number = |key: &[u8]| {
        let mut bytes = [0; 8];
        for (byte, of_key) in bytes.iter_mut().zip(&key[same..]) {
            *byte = *of_key;
        }
        u64::from_be_bytes(bytes)
    };
    let (low, high) = (number(first), number(last));
    let half = high.checked_sub(low).filter(|between| *between > 0)?.div_ceil(2);
    let mut cut = last[..same].to_vec();
    cut.extend((low + half).to_be_bytes());
    while cut.len() > same && cut.last() == Some(&0) {
        cut.pop();
    }
    Some(cut)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_cut_leaves_a_key_on_both_sides(
            one in proptest::collection::vec(0..3u8, 0..12), other in proptest::collection::vec(0..3u8, 0..12),
        ) {
            let (first, last) = if one < other { (one, other) } else { (other, one) };
            if let Some(cut) = middle(&first, &last) {
                prop_assert!(first < cut && cut <= last, "{:?}", cut);
            } else {
                // They differ in zeros at the end, or far behind.
                let same = first.iter().zip(&last).take_while(|(a, b)| a == b).count();
                prop_assert!(last[same..].iter().take(8).all(|byte| *byte == 0));
            }
        }
    }

    #[test]
    fn all_rows_are_read_once_however_they_lie() {
        let folder = tempfile::tempdir().unwrap();
        let db = sled::open(folder.path()).unwrap();
        assert_eq!(cuts(&db).unwrap(), Vec::<Vec<u8>>::new());
        for number in 0..1000u64 {
            // Two thirds in one place, as the ballots of one guild.
            let place = if number % 3 == 0 { number << 40 } else { 7 };
            let key = [place.to_be_bytes(), number.to_be_bytes()].concat();
            db.insert(key, b"").unwrap();
        }
        let cuts = cuts(&db).unwrap();
        assert_eq!(cuts.len() + 1, PARTS);
        let mut low = Bound::Unbounded;
        let mut read = Vec::new();
        for high in cuts.iter().map(Some).chain([None]) {
            let above = high.map_or(Bound::Unbounded, Bound::Excluded);
            let part = db.range::<&Vec<u8>, _>((low, above)).keys();
            let before = read.len();
            read.extend(part.map(Result::unwrap));
            assert!(read.len() > before, "a part is empty");
            low = high.map_or(Bound::Unbounded, Bound::Included);
        }
        let all: Vec<_> = db.iter().keys().map(Result::unwrap).collect();
        assert_eq!(read, all);
    }
}
