//! From the start of the process to `ready`.

use tempfile::TempDir;

use crate::Outcome;
use crate::bot::{Bot, Kind};
use crate::report::Report;
use crate::stand_in::StandIn;
use crate::summary::{median, millis};

/// In milliseconds.
const BOUND: f64 = 200.0;
const ROUNDS: usize = 15;

pub async fn measure(report: &mut Report) -> Outcome<()> {
    report.line("\nfrom start to ready, in ms")?;
    report.line("round      bare  blipbot, new store  blipbot, after kill -9")?;
    let (mut bare, mut new, mut again) = (Vec::new(), Vec::new(), Vec::new());
    for round in 1..=ROUNDS {
        let home = TempDir::new()?;
        bare.push(once(Kind::Bare, &home).await?);
        new.push(once(Kind::Blipbot, &home).await?);
        again.push(once(Kind::Blipbot, &home).await?);
        let last = |sample: &[f64]| sample.last().copied().unwrap_or_default();
        report.line(&format!(
            "{round:5}  {:8.1}  {:18.1}  {:22.1}",
            last(&bare),
            last(&new),
            last(&again)
        ))?;
    }
    report.line(&format!("start of the bare bot, median: {:.2} ms", median(&bare)))?;
    report.judge("start with a new store, median", median(&new), BOUND, " ms")?;
    report.judge("start after kill -9, median", median(&again), BOUND, " ms")
}

/// Starts a bot and kills it when it is ready; gives the milliseconds between.
async fn once(kind: Kind, home: &TempDir) -> Outcome<f64> {
    let stand_in = StandIn::start().await?;
    let bot = Bot::start(kind, &stand_in.url, home.path()).await?;
    Ok(millis(bot.start))
}
