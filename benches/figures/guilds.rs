//! What a thousand guilds on one shard cost in memory.

use std::time::Duration;

use tempfile::TempDir;

use crate::Outcome;
use crate::bot::{Bot, Kind};
use crate::memory::mib;
use crate::report::Report;
use crate::stand_in::StandIn;
use crate::summary::median;

/// In MiB, beyond what one guild costs.
const BOUND: f64 = 40.0;
const ROUNDS: usize = 5;
const GUILDS: u64 = 1_000;
/// All guilds have been taken in so long after the bot is ready.
const SETTLE: Duration = Duration::from_secs(4);

pub async fn measure(report: &mut Report) -> Outcome<()> {
    report.line(&format!(
        "\nresident memory in MiB with 1 guild and with {GUILDS}"
    ))?;
    report.line("round  bare, 1   many  blipbot, 1   many  cost")?;
    let mut costs = Vec::new();
    for round in 1..=ROUNDS {
        let (bare, bare_many) = (once(Kind::Bare, 1).await?, once(Kind::Bare, GUILDS).await?);
        let (one, many) = (once(Kind::Blipbot, 1).await?, once(Kind::Blipbot, GUILDS).await?);
        report.line(&format!(
            "{round:5}  {bare:7.1}{bare_many:7.1}  {one:10.1}{many:7.1}{:6.1}",
            many - one
        ))?;
        costs.push(many - one);
    }
    report.judge(
        &format!("memory of {GUILDS} guilds, median"),
        median(&costs),
        BOUND,
        " MiB",
    )
}

async fn once(kind: Kind, guilds: u64) -> Outcome<f64> {
    let home = TempDir::new()?;
    let mut stand_in = StandIn::with_guilds(guilds).await?;
    let bot = Bot::start(kind, &stand_in.url, home.path()).await?;
    tokio::time::sleep(SETTLE).await;
    // It is there, and answers.
    stand_in.ask()?;
    stand_in.answer().await?;
    Ok(mib(bot.memory()?.resident))
}
