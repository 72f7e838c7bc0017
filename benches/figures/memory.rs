//! Resident memory of a bot that has nothing to do, and of one that has had.

use std::time::Duration;

use tempfile::TempDir;

use crate::Outcome;
use crate::bot::{Bot, Kind, Memory};
use crate::report::Report;
use crate::stand_in::StandIn;
use crate::summary::median;

/// In MiB.
const BOUND: f64 = 30.0;
const ROUNDS: usize = 5;
/// A bot is idle so long after it is ready.
const SETTLE: Duration = Duration::from_secs(2);
/// Answers after which memory is looked at once more.
const ANSWERS: usize = 2_000;

/// Of one process, in MiB.
#[derive(Default)]
struct Sample {
    idle: Vec<f64>,
    shared_out: Vec<f64>,
    later: Vec<f64>,
}

pub async fn measure(report: &mut Report) -> Outcome<()> {
    report.line(&format!(
        "\nresident memory in MiB: VmRSS and Pss {} s after ready, VmRSS after {ANSWERS} answers",
        SETTLE.as_secs()
    ))?;
    report.line("round  bare VmRSS     Pss  later  blipbot VmRSS     Pss  later")?;
    let (mut bare, mut blipbot) = (Sample::default(), Sample::default());
    for round in 1..=ROUNDS {
        once(Kind::Bare, &mut bare).await?;
        once(Kind::Blipbot, &mut blipbot).await?;
        let last = |sample: &[f64]| sample.last().copied().unwrap_or_default();
        report.line(&format!(
            "{round:5}  {:10.1}{:8.1}{:7.1}  {:13.1}{:8.1}{:7.1}",
            last(&bare.idle),
            last(&bare.shared_out),
            last(&bare.later),
            last(&blipbot.idle),
            last(&blipbot.shared_out),
            last(&blipbot.later),
        ))?;
    }
    report.line(&format!(
        "memory of the bare bot, median: {:.2} MiB",
        median(&bare.idle)
    ))?;
    report.judge("memory when idle, median", median(&blipbot.idle), BOUND, " MiB")?;
    let what = format!("memory after {ANSWERS} answers, median");
    report.judge(&what, median(&blipbot.later), BOUND, " MiB")
}

async fn once(kind: Kind, sample: &mut Sample) -> Outcome<()> {
    let home = TempDir::new()?;
    let mut stand_in = StandIn::start().await?;
    let bot = Bot::start(kind, &stand_in.url, home.path()).await?;
    tokio::time::sleep(SETTLE).await;
    let Memory {
        resident,
        proportional,
    } = bot.memory()?;
    sample.idle.push(mib(resident));
    sample.shared_out.push(mib(proportional));
    for _ in 0..ANSWERS {
        stand_in.ask()?;
        stand_in.answer().await?;
    }
    sample.later.push(mib(bot.memory()?.resident));
    Ok(())
}

pub fn mib(kib: u32) -> f64 {
    f64::from(kib) / 1024.0
}
