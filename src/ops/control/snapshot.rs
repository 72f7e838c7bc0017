//! A dump of a store that is written to meanwhile.
//!
//! A dump in pages of a living store could hold a vote's outcome without the vote's end. So each guild is taken as it
//! was at one moment: everything but the trails of its votes is read before and after these, until both readings are the
//! same, which then held at every moment between the two. A trail is read as it was at one moment, and ballots are only
//! ever added to it, so that members who go on voting do not hold up a dump.

use std::collections::{BTreeMap, HashMap};
use std::io;
use std::sync::Weak;
use std::time::Duration;

use tokio::io::{AsyncWrite, AsyncWriteExt as _};
use tokio::time::timeout;

use crate::id::{GuildId, InteractionId, MemberId};
use crate::storage::{BallotRow, Key, Row, Store, StoreError, TrailRows, dump};
use crate::vote::trail::VoterNumber;
use crate::vote::{ProposalNumber, Trail};

/// How many rows are read at a time.
const PAGE: usize = 1_000;
/// How often a guild is read again that changed meanwhile.
const READINGS: u32 = 50;
/// How long the other end may take for a page: who holds a dump up has gone.
const TAKE_WITHIN: Duration = Duration::from_secs(30);

/// Why a dump is not complete.
#[derive(Debug, thiserror::Error)]
pub(super) enum SnapshotError {
    /// The store could not be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The bot has closed the store.
    #[error("the bot is stopping")]
    Stopping,
    /// The guild changed with each reading.
    #[error("guild {0} changes too fast to be dumped: try again, or stop the bot first")]
    Restless(GuildId),
    /// The other end is gone or does not read on.
    #[error("the dump can not be written: {0}")]
    Output(#[from] io::Error),
}

/// What of a guild is not of a trail, in the order of the keys.
#[derive(Debug, Default, PartialEq)]
struct Still {
    before_ballots: Vec<Row>,
    after_ballots: Vec<Row>,
    after_trails: Vec<Row>,
}

/// Writes the rows of one guild or of all, one a line, and says how many.
pub(super) async fn write(
    store: &Weak<dyn Store>,
    guild: Option<GuildId>,
    output: &mut (impl AsyncWrite + Unpin + Send),
) -> Result<usize, SnapshotError> {
    let guilds = match guild {
        Some(guild) => vec![guild],
        None => store.upgrade().ok_or(SnapshotError::Stopping)?.guilds().await?,
    };
    let mut count = 0;
    for guild in guilds {
        let (still, trails) = whole(store, guild).await?;
        let members: Members = trails
            .iter()
            .map(|trail| (trail.proposal, trail.members()))
            .collect();
        let TrailRows { ballots, others } = TrailRows::of(&trails);
        for rows in [
            &still.before_ballots,
            &ballots,
            &still.after_ballots,
            &others,
            &still.after_trails,
        ] {
            count += put(output, rows, &members).await?;
        }
    }
    Ok(count)
}

/// Who acted in the votes of a guild.
type Members = HashMap<ProposalNumber, BTreeMap<VoterNumber, MemberId>>;

/// A guild with the trails of its votes. One that changed meanwhile is read again; one that was purged is gone then.
async fn whole(store: &Weak<dyn Store>, guild: GuildId) -> Result<(Still, Vec<Trail>), SnapshotError> {
    let mut before = still(store, guild).await?;
    for _ in 0..READINGS {
        let trails = trails(store, guild, &before).await?;
        let after = still(store, guild).await?;
        if before == after {
            return Ok((before, trails));
        }
        before = after;
    }
    Err(SnapshotError::Restless(guild))
}

/// The trails of the proposals that were read.
async fn trails(store: &Weak<dyn Store>, guild: GuildId, still: &Still) -> Result<Vec<Trail>, SnapshotError> {
    let mut trails = Vec::new();
    for row in &still.before_ballots {
        if let Row::Proposal(proposal) = row {
            let store = store.upgrade().ok_or(SnapshotError::Stopping)?;
            trails.push(store.trail(guild, proposal.number).await?.value);
        }
    }
    Ok(trails)
}

async fn still(store: &Weak<dyn Store>, guild: GuildId) -> Result<Still, SnapshotError> {
    let mut still = Still::default();
    let mut after = None;
    'before: loop {
        let page = page(store, guild, after.as_ref()).await?;
        if page.is_empty() {
            break;
        }
        for row in page {
            if is_past_proposals(&row) {
                break 'before;
            }
            after = Some(row.key());
            still.before_ballots.push(row);
        }
    }
    let mut after = past_ballots(guild);
    loop {
        let page = page(store, guild, Some(&after)).await?;
        let Some(last) = page.last() else { break };
        // What else is of trails is passed over, to its end.
        after = match last.of_proposal() {
            Some(_) => past_trails(guild),
            None => last.key(),
        };
        for row in page.into_iter().filter(|row| row.of_proposal().is_none()) {
            if is_past_trails(&row) {
                still.after_trails.push(row);
            } else {
                still.after_ballots.push(row);
            }
        }
    }
    Ok(still)
}

async fn page(
    store: &Weak<dyn Store>,
    guild: GuildId,
    after: Option<&Key>,
) -> Result<Vec<Row>, SnapshotError> {
    let store = store.upgrade().ok_or(SnapshotError::Stopping)?;
    Ok(store.rows(Some(guild), after, PAGE).await?)
}

/// Where the ballots of a guild end.
fn past_ballots(guild: GuildId) -> Key {
    let last = InteractionId::new(std::num::NonZeroU64::MAX);
    Key::Ballot(guild, ProposalNumber::LAST, last)
}

/// Where the trails of a guild end.
const fn past_trails(guild: GuildId) -> Key {
    Key::Trail(guild, ProposalNumber::LAST)
}

/// Whether a row comes after a guild's trails, as [`Key`] orders them.
const fn is_past_trails(row: &Row) -> bool {
    match row {
        Row::Edit(_) | Row::Correction(_) => true,
        Row::Settings(..)
        | Row::Proposal(_)
        | Row::Ballot(..)
        | Row::Edition(_)
        | Row::Notice(_)
        | Row::Event(..)
        | Row::Voter(..)
        | Row::Reason(..)
        | Row::Trail(..) => false,
    }
}

/// Whether a row comes after a guild's proposals, as [`Key`] orders them.
const fn is_past_proposals(row: &Row) -> bool {
    match row {
        Row::Settings(..) | Row::Proposal(_) => false,
        Row::Ballot(..)
        | Row::Edition(_)
        | Row::Notice(_)
        | Row::Event(..)
        | Row::Voter(..)
        | Row::Reason(..)
        | Row::Trail(..)
        | Row::Edit(_)
        | Row::Correction(_) => true,
    }
}

async fn put(
    output: &mut (impl AsyncWrite + Unpin + Send),
    rows: &[Row],
    members: &Members,
) -> Result<usize, SnapshotError> {
    for page in rows.chunks(PAGE) {
        let mut lines = Vec::new();
        for row in page {
            lines.extend(dump::line(row, voter(row, members))?.into_bytes());
            lines.push(b'\n');
        }
        timeout(TAKE_WITHIN, output.write_all(&lines))
            .await
            .map_err(io::Error::from)??;
    }
    Ok(rows.len())
}

/// The member who cast a ballot that does not say it itself.
fn voter(row: &Row, members: &Members) -> Option<MemberId> {
    match row {
        Row::Ballot(_, number, BallotRow::Chained(entry)) => members.get(number)?.get(&entry.voter).copied(),
        _ => None,
    }
}
