//! Durable ballots a second: in the store alone, and through the whole path of a press, beside a bare log with the same
//! clients and records; and beside bare sled, which tells how much of what is lacking is not the bot's.

pub mod ballots;
mod bare;
pub mod click;
mod storm;

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use blipbot::storage::SledStore;
use jiff::{SignedDuration, Timestamp};
use tempfile::TempDir;

use self::ballots::{Bytes, Press, Presses};
use self::bare::{Grouped, Log, Medium, Tree, syncs_alone};
use self::click::Clicks;
use self::storm::{Storm, storm};
use crate::Outcome;
use crate::report::Report;
use crate::summary::{median, micros, percentile};

/// Voters at the same time, and the least share of the bare log's ballots that the store must record.
const LOADS: [(u64, f64); 3] = [(1, 0.45), (16, 0.40), (256, 0.15)];
/// Who press at the same time, and the least share of the bare log's ballots that the whole path must record.
const PRESSING: u64 = 256;
const BOUND_OF_CLICKS: f64 = 0.10;
/// The slowest in a hundred of those presses takes at most so many times one bare fdatasync.
const BOUND_OF_SLOWEST: f64 = 25.0;
const ROUNDS: usize = 5;
/// Fdatasyncs whose median counts.
const SYNCS: usize = 300;

/// A round on a store.
struct OnStore {
    storm: Storm,
    syncs: u64,
    ballots: usize,
}

pub async fn measure(report: &mut Report) -> Outcome<()> {
    for (voters, bound) in LOADS {
        report.line(&format!("\ndurable ballots a second, {voters} at the same time"))?;
        report.line("round  bare log   store  ratio  ballots a sync  bare sled  ratio")?;
        let (mut ratios, mut shares, mut of_sled) = (Vec::new(), Vec::new(), Vec::new());
        for round in 1..=ROUNDS {
            let home = home()?;
            let bare = on_bare_log(home.path(), voters).await?.per_second;
            let sled = on_bare_sled(home.path(), voters).await?.per_second;
            let OnStore {
                storm,
                syncs,
                ballots,
            } = on_store(home.path(), voters).await?;
            let share = f64::from(u32::try_from(ballots)?) / f64::from(u32::try_from(syncs)?);
            let ratio = storm.per_second / bare;
            report.line(&format!(
                "{round:5}  {bare:8.0}{:8.0}  {ratio:5.2}  {share:14.1}  {sled:9.0}  {:5.2}",
                storm.per_second,
                sled / bare,
            ))?;
            ratios.push(ratio);
            of_sled.push(sled / bare);
            shares.push(share);
        }
        let what = format!("ballots in the store, {voters} voters, median ratio");
        report.judge_least(&what, median(&ratios), bound, "")?;
        let of_sled = median(&of_sled);
        report.line(&format!(
            "(sled without the bot, {voters} voters, median ratio: {of_sled:.2})"
        ))?;
        if voters == 1 {
            // Here each ballot is a batch.
            report.judge("fdatasyncs a batch", 1.0 / median(&shares), 1.0, "")?;
            report.judge_least("fdatasyncs a batch", 1.0 / median(&shares), 1.0, "")?;
        }
    }
    clicks(report).await
}

async fn clicks(report: &mut Report) -> Outcome<()> {
    report.line(&format!(
        "\npresses a second through decoding, handling, storing and rendering, {PRESSING} at the same time"
    ))?;
    report.line(
        "round  bare log  presses  ratio  fdatasync p50, µs  press p50, µs     p99  p99 in fdatasyncs",
    )?;
    let (mut ratios, mut slowest) = (Vec::new(), Vec::new());
    for round in 1..=ROUNDS {
        let home = home()?;
        let bare = on_bare_log(home.path(), PRESSING).await?.per_second;
        let record = Bytes::measured(&home.path().join("measured")).await?.ballot;
        let alone = syncs_alone(&home.path().join("alone"), record, SYNCS)?;
        let sync = micros(median(&alone));
        let (
            clicks,
            Storm {
                per_second,
                latencies,
            },
        ) = on_clicks(home.path()).await?;
        let (half, most) = (median(&latencies), percentile(&latencies, 99));
        let in_syncs = micros(most) / sync;
        let ratio = per_second / bare;
        report.line(&format!(
            "{round:5}  {bare:8.0}{per_second:9.0}  {ratio:5.2}  {sync:17.0}  {:13.0}{:8.0}  {in_syncs:17.1}",
            micros(half),
            micros(most)
        ))?;
        report.line(&format!("       {}", clicks.parts.line()))?;
        ratios.push(ratio);
        slowest.push(in_syncs);
    }
    report.judge_least("presses, median ratio", median(&ratios), BOUND_OF_CLICKS, "")?;
    let what = "p99 of a press in fdatasyncs, median";
    report.judge(what, median(&slowest), BOUND_OF_SLOWEST, "")
}

/// What the store writes for the same ballots, and nothing else.
async fn on_bare_log(home: &Path, voters: u64) -> Outcome<Storm> {
    let bytes = Bytes::measured(&home.join("of-rows")).await?;
    on_bare(Log::create(&home.join("log"), bytes.group)?, bytes, voters).await
}

/// The same as rows of sled.
async fn on_bare_sled(home: &Path, voters: u64) -> Outcome<Storm> {
    let bytes = Bytes::measured(&home.join("of-trees")).await?;
    on_bare(Tree::create(&home.join("tree"), bytes.group)?, bytes, voters).await
}

async fn on_bare(medium: impl Medium, bytes: Bytes, voters: u64) -> Outcome<Storm> {
    let medium = Arc::new(Grouped::on(medium));
    let cast = Arc::clone(&medium);
    let known: Arc<Vec<AtomicBool>> = Arc::new((0..voters).map(|_| AtomicBool::new(false)).collect());
    let casting = storm(voters, move |voter| {
        let (medium, known) = (Arc::clone(&cast), Arc::clone(&known));
        async move {
            let known = known[usize::try_from(voter)?].swap(true, Ordering::Relaxed);
            let first = if known { 0 } else { bytes.voter };
            medium.append(vec![b'x'; bytes.ballot + first]).await
        }
    });
    let came = casting.await?;
    Arc::into_inner(medium).ok_or("somebody still writes")?.close()?;
    Ok(came)
}

async fn on_store(home: &Path, voters: u64) -> Outcome<OnStore> {
    let store = Arc::new(SledStore::open(&home.join("store"))?);
    let vote = Arc::new(ballots::open_vote(&store, hour_ago()).await?);
    let before = store.syncs();
    let (cast, presses) = (Arc::clone(&store), Arc::new(Presses::from(hour_ago())));
    let number = vote.value.number;
    let casting = storm(voters, move |voter| {
        let (store, vote, presses) = (Arc::clone(&cast), Arc::clone(&vote), Arc::clone(&presses));
        async move { ballots::cast(&store, &vote, voter + 1, presses.next()).await }
    });
    let came = casting.await?;
    let syncs = store.syncs() - before;
    let ballots = blipbot::storage::Store::ballots(&*store, ballots::guild()?, number).await?;
    Ok(OnStore {
        storm: came,
        syncs,
        ballots: ballots.len(),
    })
}

async fn on_clicks(home: &Path) -> Outcome<(Arc<Clicks>, Storm)> {
    let store = Arc::new(SledStore::open(&home.join("store"))?);
    ballots::open_vote(&store, hour_ago()).await?;
    let clicks = Arc::new(Clicks::on(store)?);
    let (bot, presses, press) = (
        Arc::clone(&clicks),
        Arc::new(Presses::from(hour_ago())),
        Arc::new(Press::new()),
    );
    let casting = storm(PRESSING, move |voter| {
        let (bot, json) = (Arc::clone(&bot), press.of(voter + 1, presses.next()));
        async move { bot.click(&json).await }
    });
    let came = casting.await?;
    Ok((clicks, came))
}

/// A folder on the disk that this program was built on: a temporary one may be in memory.
pub fn home() -> Outcome<TempDir> {
    Ok(TempDir::new_in(env!("CARGO_TARGET_TMPDIR"))?)
}

/// When the votes opened.
fn hour_ago() -> Timestamp {
    Timestamp::now() - SignedDuration::from_hours(1)
}
