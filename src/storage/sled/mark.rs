//! A small file beside the store that knows the last commit that was confirmed.
//!
//! sled opens a file whose end is missing as if the end had never been there. The mark is written after each sync, so
//! it is never ahead of a whole store: a store that is behind its mark has lost something.
//!
//! Two slots are written in turn, so that a slot that was torn by a power cut leaves the other one.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;

use super::fingerprint::Fingerprint;

const MAGIC: [u8; 8] = *b"blipmark";
/// Slots lie in different blocks of the disk.
const SLOT_OFFSETS: [u64; 2] = [0, 4096];
/// Magic, generation, sequence, length and checksum of the files, checksum of the slot.
const SLOT_BYTES: usize = 8 + 8 + 8 + 8 + 4 + 4;

/// What the mark says.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Mark {
    /// The number of the last commit that was confirmed.
    pub sequence: u64,
    /// What the files looked like when the store was closed in order; absent while it is open, and after a crash.
    pub closed: Option<Fingerprint>,
}

/// The open file.
#[derive(Debug)]
pub struct MarkFile {
    file: File,
    generation: u64,
    last: Mark,
}

impl MarkFile {
    /// Opens the file, or makes it, and says what it holds: nothing if nothing was ever written into it. One that holds
    /// something else is [`io::ErrorKind::InvalidData`].
    pub fn open(path: &Path) -> io::Result<(Self, Option<Mark>)> {
        let mut file = File::options()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(path)?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        let newest = SLOT_OFFSETS
            .into_iter()
            .filter_map(|offset| decode(bytes.get(usize::try_from(offset).ok()?..)?))
            .max_by_key(|(generation, _)| *generation);
        // A power cut can leave zeros in place of the first slot that was ever written, and nothing else.
        if newest.is_none() && bytes.iter().any(|byte| *byte != 0) {
            return Err(io::ErrorKind::InvalidData.into());
        }
        let (generation, last) = newest.unwrap_or_default();
        let opened = Self {
            file,
            generation,
            last,
        };
        Ok((opened, newest.map(|(_, mark)| mark)))
    }

    /// Replaces the older slot. It reaches the disk at some time later.
    pub fn write(&mut self, mark: Mark) -> io::Result<()> {
        self.generation += 1;
        let offset = SLOT_OFFSETS[usize::from(self.generation % 2 == 1)];
        self.file.seek(SeekFrom::Start(offset))?;
        self.file.write_all(&encode(self.generation, mark))?;
        self.last = mark;
        Ok(())
    }

    /// What was last read or written.
    pub fn last(&self) -> Mark {
        self.last
    }

    /// Waits until what was written is on the disk.
    pub fn sync(&self) -> io::Result<()> {
        self.file.sync_data()
    }
}

fn encode(generation: u64, mark: Mark) -> Vec<u8> {
    // The length of no files at all stands for "open": files that were closed are never empty.
    let closed = mark.closed.unwrap_or_default();
    let mut slot = Vec::with_capacity(SLOT_BYTES);
    slot.extend(MAGIC);
    slot.extend(generation.to_be_bytes());
    slot.extend(mark.sequence.to_be_bytes());
    slot.extend(closed.bytes.to_be_bytes());
    slot.extend(closed.checksum.to_be_bytes());
    slot.extend(crc32fast::hash(&slot).to_be_bytes());
    slot
}

fn decode(bytes: &[u8]) -> Option<(u64, Mark)> {
    let (body, checksum) = bytes.get(..SLOT_BYTES)?.split_last_chunk()?;
    if crc32fast::hash(body) != u32::from_be_bytes(*checksum) {
        return None;
    }
    let numbers = body.strip_prefix(&MAGIC)?;
    let (generation, rest) = numbers.split_first_chunk()?;
    let (sequence, rest) = rest.split_first_chunk()?;
    let (length, rest) = rest.split_first_chunk()?;
    let closed = Fingerprint {
        bytes: u64::from_be_bytes(*length),
        checksum: u32::from_be_bytes(rest.try_into().ok()?),
    };
    let mark = Mark {
        sequence: u64::from_be_bytes(*sequence),
        closed: (closed.bytes > 0).then_some(closed),
    };
    Some((u64::from_be_bytes(*generation), mark))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(sequence: u64) -> Mark {
        Mark {
            sequence,
            closed: sequence.is_multiple_of(3).then_some(Fingerprint {
                bytes: sequence,
                checksum: 9,
            }),
        }
    }

    #[test]
    fn the_last_one_written_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("mark");
        assert_eq!(MarkFile::open(&path).unwrap().1, None);
        for sequence in [1, 2, 3, 3, 900] {
            let (mut file, _) = MarkFile::open(&path).unwrap();
            file.write(mark(sequence)).unwrap();
            assert_eq!(MarkFile::open(&path).unwrap().1, Some(mark(sequence)));
        }
    }

    #[test]
    fn what_is_no_mark_is_not_taken_for_a_new_one() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("mark");
        for (bytes, new) in [
            (&b""[..], true),
            (&[0; 40], true),
            (b"b", false),
            (b"nonsense", false),
        ] {
            std::fs::write(&path, bytes).unwrap();
            let opened = MarkFile::open(&path).map(|(_, mark)| mark);
            match opened {
                Ok(mark) => assert!(new && mark.is_none(), "{bytes:?}"),
                Err(error) => assert_eq!((new, error.kind()), (false, io::ErrorKind::InvalidData)),
            }
            assert_eq!(std::fs::read(&path).unwrap(), bytes);
        }
    }

    #[test]
    fn a_torn_slot_leaves_the_one_before() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("mark");
        let (mut file, _) = MarkFile::open(&path).unwrap();
        file.write(mark(1)).unwrap();
        let before = std::fs::read(&path).unwrap();
        file.write(mark(2)).unwrap();
        let after = std::fs::read(&path).unwrap();
        for cut in 0..=SLOT_BYTES {
            let mut torn = after.clone();
            let (first, second) = (&after[..cut], &before[cut..SLOT_BYTES]);
            torn[..SLOT_BYTES].copy_from_slice(&[first, second].concat());
            std::fs::write(&path, &torn).unwrap();
            let read = MarkFile::open(&path).unwrap().1;
            let whole = torn == after;
            assert_eq!(read, Some(mark(if whole { 2 } else { 1 })), "{cut}");
        }
    }
}
