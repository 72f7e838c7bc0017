//! A dump of a store that is written to meanwhile.
//!
//! A dump in pages of a living store could hold a vote's outcome without the vote's end. So each guild is taken as it
//! was at one moment: everything but its ballots is read twice until both readings are the same, which then held at
//! every moment between the two. Ballots are only ever added, and are taken for the proposals that were read. They only
//! go with all else of a guild that the bot left, which is looked for when they were read.

use std::collections::HashSet;
use std::io;
use std::sync::Weak;
use std::time::Duration;

use tokio::io::{AsyncWrite, AsyncWriteExt as _};
use tokio::time::timeout;

use crate::id::{GuildId, InteractionId};
use crate::storage::{Key, Row, Store, StoreError, dump};
use crate::vote::ProposalNumber;

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

/// What of a guild is not a ballot, in the order of the keys.
#[derive(Debug, Default, PartialEq)]
struct Still {
    before_ballots: Vec<Row>,
    after_ballots: Vec<Row>,
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
        let (still, ballots) = whole(store, guild).await?;
        for rows in [&still.before_ballots, &ballots, &still.after_ballots] {
            count += put(output, rows).await?;
        }
    }
    Ok(count)
}

/// A guild with its ballots. One that was purged before they were read is read again: it is gone then.
async fn whole(store: &Weak<dyn Store>, guild: GuildId) -> Result<(Still, Vec<Row>), SnapshotError> {
    for _ in 0..READINGS {
        let still = settled(store, guild).await?;
        let ballots = ballots(store, guild, &still).await?;
        if !is_purged(store, guild, &still).await? {
            return Ok((still, ballots));
        }
    }
    Err(SnapshotError::Restless(guild))
}

/// The ballots on the proposals that were read.
async fn ballots(store: &Weak<dyn Store>, guild: GuildId, still: &Still) -> Result<Vec<Row>, SnapshotError> {
    let proposals: HashSet<ProposalNumber> = still
        .before_ballots
        .iter()
        .filter_map(|row| match row {
            Row::Proposal(proposal) => Some(proposal.number),
            _ => None,
        })
        .collect();
    let (mut all, mut after) = (Vec::new(), before_ballots(guild));
    loop {
        let page = page(store, guild, Some(&after)).await?;
        let mut ballots: Vec<Row> = page
            .into_iter()
            .take_while(|row| matches!(row, Row::Ballot(..)))
            .collect();
        let Some(last) = ballots.last() else { break };
        after = last.key();
        ballots.retain(|row| matches!(row, Row::Ballot(_, number, _) if proposals.contains(number)));
        all.extend(ballots);
    }
    Ok(all)
}

/// Whether a guild's data may have gone since `still` was read. It can only go while its settings, which are its first
/// row, say since when the bot has left, and nothing brings back the same settings.
async fn is_purged(store: &Weak<dyn Store>, guild: GuildId, still: &Still) -> Result<bool, SnapshotError> {
    match still.before_ballots.first() {
        Some(row @ Row::Settings(_, settings)) if settings.left.is_some() => {
            let first = page(store, guild, None).await?.into_iter().next();
            Ok(first.as_ref() != Some(row))
        }
        Some(_) | None => Ok(false),
    }
}

async fn settled(store: &Weak<dyn Store>, guild: GuildId) -> Result<Still, SnapshotError> {
    let mut one = still(store, guild).await?;
    for _ in 0..READINGS {
        let again = still(store, guild).await?;
        if again == one {
            return Ok(one);
        }
        one = again;
    }
    Err(SnapshotError::Restless(guild))
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
            if matches!(row, Row::Ballot(..)) || is_past_ballots(&row) {
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
        after = last.key();
        still.after_ballots.extend(page);
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

/// Where the ballots of a guild begin: after the last proposal that there can be.
fn before_ballots(guild: GuildId) -> Key {
    Key::Proposal(guild, ProposalNumber::LAST)
}

/// Where they end.
fn past_ballots(guild: GuildId) -> Key {
    let last = InteractionId::new(std::num::NonZeroU64::MAX);
    Key::Ballot(guild, ProposalNumber::LAST, last)
}

/// Whether a row comes after a guild's ballots, as [`Key`] orders them.
const fn is_past_ballots(row: &Row) -> bool {
    match row {
        Row::Settings(..) | Row::Proposal(_) | Row::Ballot(..) => false,
        Row::Edition(_) | Row::Notice(_) => true,
    }
}

async fn put(output: &mut (impl AsyncWrite + Unpin + Send), rows: &[Row]) -> Result<usize, SnapshotError> {
    for page in rows.chunks(PAGE) {
        let mut lines = Vec::new();
        for row in page {
            lines.extend(dump::line(row)?.into_bytes());
            lines.push(b'\n');
        }
        timeout(TAKE_WITHIN, output.write_all(&lines))
            .await
            .map_err(io::Error::from)??;
    }
    Ok(rows.len())
}
