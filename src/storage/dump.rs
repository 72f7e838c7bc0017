//! Everything in a store as JSON Lines, and back: for backups, for scripts, and for moving to another store.

use std::collections::{BTreeMap, HashMap};
use std::io::{self, BufRead, Write};

use super::audit::{Audit, Finding};
use super::record::{self, RecordError};
use super::{BallotRow, CommitError, Key, Row, Store, StoreError};
use crate::id::{GuildId, MemberId};
use crate::vote::ProposalNumber;
use crate::vote::trail::VoterNumber;

/// How many rows are read at a time.
const PAGE: usize = 1000;

/// Why a dump was not written.
#[derive(Debug, thiserror::Error)]
pub enum DumpError {
    /// The store could not be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The dump could not be written.
    #[error("the dump can not be written: {0}")]
    Output(#[from] io::Error),
}

/// Why nothing was restored.
#[derive(Debug, thiserror::Error)]
pub enum RestoreError {
    /// The store holds something.
    #[error("the store is not empty: a dump is restored into a new one only")]
    NotEmpty,
    /// A line is no row.
    #[error("line {line}: {error}")]
    Line {
        /// Which, from 1.
        line: usize,
        /// What is wrong with it.
        error: RecordError,
    },
    /// A line says again what another one said.
    #[error("line {line}: the row of line {first} once more")]
    Twice {
        /// Which, from 1.
        line: usize,
        /// The first one.
        first: usize,
    },
    /// A ballot, or another row of a vote, without its proposal.
    #[error("line {line}: a {what} on proposal {number}, which is in no line")]
    NoProposal {
        /// Which, from 1.
        line: usize,
        /// What it is.
        what: &'static str,
        /// The proposal's number.
        number: ProposalNumber,
    },
    /// The trail of a vote does not verify.
    #[error("line {line}: {finding}")]
    Trail {
        /// The line of the entry, or the last one of the trail, from 1.
        line: usize,
        /// What is wrong.
        finding: Box<Finding>,
    },
    /// The file could not be read.
    #[error("line {line}: the file can not be read: {source}")]
    Input {
        /// Which, from 1.
        line: usize,
        /// What the system said.
        source: io::Error,
    },
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Writes all rows, or those of one guild, one a line, and says how many.
pub async fn write(
    store: &dyn Store,
    guild: Option<GuildId>,
    mut output: impl Write + Send,
) -> Result<usize, DumpError> {
    let (mut count, mut after) = (0, None);
    let mut voters = Voters::default();
    loop {
        let rows = store.rows(guild, after.as_ref(), PAGE).await?;
        let Some(last) = rows.last() else { break };
        after = Some(last.key());
        count += rows.len();
        for row in &rows {
            let line = line(row, voters.of(store, row).await?)?;
            output.write_all(line.as_bytes())?;
            output.write_all(b"\n")?;
        }
    }
    output.flush()?;
    Ok(count)
}

/// Who cast the ballots of a vote: looked up once, since ballots come vote by vote.
#[derive(Default)]
struct Voters {
    vote: Option<(GuildId, ProposalNumber)>,
    members: BTreeMap<VoterNumber, MemberId>,
}

impl Voters {
    /// The member who cast the ballot of this row, unless it says it itself or they are forgotten.
    async fn of(&mut self, store: &dyn Store, row: &Row) -> Result<Option<MemberId>, StoreError> {
        let Row::Ballot(guild, number, BallotRow::Chained(entry)) = row else {
            return Ok(None);
        };
        let vote = Some((*guild, *number));
        if self.vote != vote {
            self.members = store.trail(*guild, *number).await?.value.members();
            self.vote = vote;
        }
        Ok(self.members.get(&entry.voter).copied())
    }
}

/// One row as its line, without the line's end. `voter` is the member who cast a ballot that does not say it itself.
pub fn line(row: &Row, voter: Option<MemberId>) -> io::Result<String> {
    Ok(record::to_line(row, voter)?)
}

/// Reads a dump into an empty store and says how many rows it had. Every line is checked before the first is written,
/// and a store in which a crash left a part of them is never used: nothing is ever half restored.
pub async fn restore(store: &dyn Store, input: impl BufRead + Send) -> Result<usize, RestoreError> {
    if !store.guilds().await?.is_empty() {
        return Err(RestoreError::NotEmpty);
    }
    put(store, read(input)?).await
}

/// Writes the rows of a dump that was read into an empty store, all or none, and says how many.
pub async fn put(store: &dyn Store, rows: Vec<Row>) -> Result<usize, RestoreError> {
    if !store.guilds().await?.is_empty() {
        return Err(RestoreError::NotEmpty);
    }
    let count = rows.len();
    match store.fill(rows).await {
        Ok(()) => Ok(count),
        Err(CommitError::Conflict) => Err(RestoreError::NotEmpty),
        Err(CommitError::Store(error)) => Err(error.into()),
    }
}

/// The rows of a dump, every line checked. Empty lines are passed over.
pub fn read(input: impl BufRead) -> Result<Vec<Row>, RestoreError> {
    let mut rows = Vec::new();
    let mut lines: HashMap<Key, usize> = HashMap::new();
    let mut audit = Audit::default();
    for (index, text) in input.lines().enumerate() {
        let line = index + 1;
        let text = text.map_err(|source| RestoreError::Input { line, source })?;
        if text.trim().is_empty() {
            continue;
        }
        let wrong = |error| RestoreError::Line { line, error };
        let read = record::from_line(&text).map_err(wrong)?;
        record::encode(&read.row).map_err(|error| wrong(RecordError::Shape(error.to_string())))?;
        if let Some(first) = lines.insert(read.row.key(), line) {
            return Err(RestoreError::Twice { line, first });
        }
        rows.push(read.row.clone());
        audit.add_line(read);
    }
    for row in &rows {
        let Some((guild, number)) = row.of_proposal() else {
            continue;
        };
        if !lines.contains_key(&Key::Proposal(guild, number)) {
            let line = lines[&row.key()];
            let what = record::kind(row);
            return Err(RestoreError::NoProposal { line, what, number });
        }
    }
    match audit.findings().find(|finding| finding.problem.is_some()) {
        Some(finding) => {
            let line = line_of(&finding, &rows, &lines);
            let finding = Box::new(finding);
            Err(RestoreError::Trail { line, finding })
        }
        None => Ok(rows),
    }
}

/// Where a dump is wrong: at the entry, else at the last line of the vote.
fn line_of(finding: &Finding, rows: &[Row], lines: &HashMap<Key, usize>) -> usize {
    let vote = (finding.guild, finding.proposal);
    let of_vote = || rows.iter().filter(|row| row.of_proposal() == Some(vote));
    let entry = finding.problem.as_ref().and_then(|problem| problem.entry);
    let at_entry = of_vote().find(|row| match row {
        Row::Ballot(_, _, BallotRow::Chained(ballot)) => Some(ballot.number) == entry,
        Row::Event(_, _, event) => Some(event.number) == entry,
        _ => false,
    });
    let row = at_entry.or_else(|| of_vote().next_back());
    row.and_then(|row| lines.get(&row.key()))
        .copied()
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::storage::sample::{ballot_row, guild, proposal, settings_row};
    use crate::storage::{Batch, MemoryStore, SledStore};

    const FIXTURE: &str = include_str!("../../tests/fixtures/store-v1.jsonl");
    const FIXTURE_2: &str = include_str!("../../tests/fixtures/store-v2.jsonl");
    const FIXTURE_3: &str = include_str!("../../tests/fixtures/store-v3.jsonl");

    async fn dumped(store: &impl Store, guild: Option<GuildId>) -> String {
        let mut output = Vec::new();
        write(store, guild, &mut output).await.unwrap();
        String::from_utf8(output).unwrap()
    }

    async fn refused(input: &str) -> String {
        let store = MemoryStore::new();
        let error = restore(&store, input.as_bytes()).await.unwrap_err();
        assert_eq!(dumped(&store, None).await, "");
        error.to_string()
    }

    #[tokio::test]
    async fn a_restored_dump_gives_the_same_dump() {
        let store = MemoryStore::new();
        assert_eq!(
            restore(&store, FIXTURE.as_bytes()).await.unwrap(),
            FIXTURE.lines().count()
        );
        assert_eq!(dumped(&store, None).await, record::as_written_now(FIXTURE));
        assert_eq!(dumped(&store, Some(guild(1))).await, "");
        let again = restore(&store, FIXTURE.as_bytes()).await.unwrap_err();
        assert!(again.to_string().starts_with("the store is not empty"));
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn a_dump_moves_from_memory_to_the_disk_and_back() {
        for older in [FIXTURE, FIXTURE_2, FIXTURE_3] {
            let fixture = record::as_written_now(older);
            let folder = tempfile::tempdir().unwrap();
            let disk = SledStore::open(&folder.path().join("store")).unwrap();
            restore(&disk, older.as_bytes()).await.unwrap();
            assert_eq!(dumped(&disk, None).await, fixture);
            drop(disk);
            let disk = SledStore::open(&folder.path().join("store")).unwrap();
            assert_eq!(dumped(&disk, None).await, fixture);
            let again = restore(&disk, fixture.as_bytes()).await.unwrap_err();
            assert!(matches!(again, RestoreError::NotEmpty));
        }
    }

    #[tokio::test]
    async fn a_dump_of_more_than_a_page_is_whole_and_of_one_guild() {
        let store = MemoryStore::new();
        let mut batch = Batch::new()
            .put(Row::Proposal(proposal(7, 1)))
            .put(settings_row(6, 1))
            .put(settings_row(8, 1));
        for press in 1..=PAGE as u64 * 2 {
            batch = batch.put(ballot_row(7, 1, press, press));
        }
        store.commit(batch).await.unwrap();
        let of_seven = dumped(&store, Some(guild(7))).await;
        assert_eq!(of_seven.lines().count(), PAGE * 2 + 1);
        let all = dumped(&store, None).await;
        assert_eq!(all.lines().count(), PAGE * 2 + 3);
        let copy = MemoryStore::new();
        restore(&copy, of_seven.as_bytes()).await.unwrap();
        assert_eq!(dumped(&copy, None).await, of_seven);
    }

    #[tokio::test]
    async fn every_wrong_line_is_named_and_nothing_is_restored() {
        let lines: Vec<&str> = FIXTURE.lines().collect();
        for index in 0..lines.len() {
            let cut = &lines[index][..lines[index].len() - 1];
            let mut wrong = lines.clone();
            wrong[index] = cut;
            let error = refused(&wrong.join("\n")).await;
            assert!(error.starts_with(&format!("line {}: ", index + 1)), "{error}");
        }
        let first = lines[0];
        assert_eq!(
            refused(&format!("{first}\n\n{first}\n")).await,
            "line 3: the row of line 1 once more"
        );
        let ballot = record::to_line(&ballot_row(7, 3, 1, 1), None).unwrap();
        assert_eq!(
            refused(&ballot).await,
            "line 1: a ballot on proposal 3, which is in no line"
        );
        let error = refused("[]").await;
        assert_eq!(error, "line 1: a row is an object with a `type`, a text");
    }

    #[tokio::test]
    async fn bytes_that_are_no_text_are_named() {
        let store = MemoryStore::new();
        let error = restore(&store, &b"\n\xFF\n"[..]).await.unwrap_err().to_string();
        assert!(error.starts_with("line 2: the file can not be read"), "{error}");
    }
}
