//! Large stores: a vote with ten thousand ballots, and a store with a million.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::time::Instant;

use blipbot::storage::SledStore;
use blipbot::vote::ProposalNumber;
use jiff::{SignedDuration, Timestamp};

use crate::Outcome;
use crate::bot::{Bot, Kind};
use crate::memory::mib;
use crate::report::Report;
use crate::stand_in::StandIn;
use crate::summary::{median, millis};
use crate::votes::ballots::{self, Presses, proposal_line};
use crate::votes::{click, home};

/// A vote with many ballots, a few times.
const VOTES: u32 = 5;
const BALLOTS: u64 = 10_000;
/// In milliseconds, for reading, counting and closing it.
const BOUND_OF_VOTE: f64 = 50.0;
/// A million ballots.
const MANY_VOTES: u32 = 2_000;
const BALLOTS_EACH: u64 = 500;
/// In milliseconds, from the start of the process to `ready`.
const BOUND_OF_START: f64 = 2_000.0;
/// In MiB.
const BOUND_OF_MEMORY: f64 = 150.0;
const STARTS: usize = 3;

/// Votes that were open for a week until a minute ago.
fn opened() -> Timestamp {
    Timestamp::now() - SignedDuration::from_hours(7 * 24) - SignedDuration::from_mins(1)
}

pub async fn measure(report: &mut Report) -> Outcome<()> {
    report.line(&format!("\na vote with {BALLOTS} ballots, in ms"))?;
    report.line("round  opens and closes")?;
    let home = home()?;
    let store = made(home.path(), VOTES, BALLOTS, true).await?;
    let service = click::service(Arc::new(SledStore::open(&store)?))?;
    let mut took = Vec::new();
    for number in 1..=VOTES {
        let number = ProposalNumber::try_from(number)?;
        let started = Instant::now();
        let closed = service
            .settle(ballots::guild()?, number, Timestamp::now())
            .await?;
        took.push(millis(started.elapsed()));
        let closed = closed.ok_or("the vote is not there")?;
        if closed.status.is_live() {
            return Err("the vote did not close".into());
        }
        report.line(&format!(
            "{number:5}  {:16.1}",
            took.last().copied().unwrap_or_default()
        ))?;
    }
    drop(service);
    let what = format!("a vote with {BALLOTS} ballots, median");
    report.judge(&what, median(&took), BOUND_OF_VOTE, " ms")?;
    many(report).await
}

async fn many(report: &mut Report) -> Outcome<()> {
    report.line(&format!(
        "\na store with {} ballots: from start to ready in ms, VmRSS in MiB",
        u64::from(MANY_VOTES) * BALLOTS_EACH
    ))?;
    report.line("round  start  memory")?;
    let home = home()?;
    made(home.path(), MANY_VOTES, BALLOTS_EACH, false).await?;
    let (mut starts, mut memory) = (Vec::new(), Vec::new());
    // The first finds a store that was closed, the others one of a bot that was killed.
    for round in 1..=STARTS {
        let stand_in = StandIn::start().await?;
        let bot = Bot::start(Kind::Blipbot, &stand_in.url, home.path()).await?;
        starts.push(millis(bot.start));
        memory.push(mib(bot.memory()?.resident));
        let last = |sample: &[f64]| sample.last().copied().unwrap_or_default();
        report.line(&format!(
            "{round:5}  {:5.0}  {:6.1}",
            last(&starts),
            last(&memory)
        ))?;
    }
    report.judge(
        "start of a large store, median",
        median(&starts),
        BOUND_OF_START,
        " ms",
    )?;
    report.judge(
        "memory of a large store, median",
        median(&memory),
        BOUND_OF_MEMORY,
        " MiB",
    )
}

/// Makes a store in `home`: votes by restoring a dump, and their ballots as they are cast.
async fn made(home: &Path, votes: u32, ballots_each: u64, open: bool) -> Outcome<PathBuf> {
    let (dump, store) = (home.join("dump.jsonl"), home.join("store"));
    let mut lines = std::io::BufWriter::new(std::fs::File::create(&dump)?);
    for number in 1..=votes {
        writeln!(lines, "{}", proposal_line(number, opened(), open)?)?;
    }
    lines.flush()?;
    let status = Command::new(env!("CARGO_BIN_EXE_blipbot"))
        .arg("restore")
        .arg(&dump)
        .env_clear()
        .env("RUST_LOG", "warn")
        .env("BLIPBOT__STORE__PATH", &store)
        .current_dir(home)
        .status()?;
    if !status.success() {
        return Err("the dump was not restored".into());
    }
    std::fs::remove_file(dump)?;
    let (filled, presses) = (SledStore::open(&store)?, Presses::from(opened()));
    for number in 1..=votes {
        ballots::cast_all(&filled, number, ballots_each, &presses).await?;
    }
    Ok(store)
}
