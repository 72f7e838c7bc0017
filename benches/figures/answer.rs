//! `/radar atlantis` from frame to answer: from the gateway's frame that leaves the stand-in to the callback's request
//! that has arrived whole.

use std::path::Path;
use std::time::Duration;

use tempfile::TempDir;

use crate::Outcome;
use crate::bot::{Bot, Kind};
use crate::report::Report;
use crate::stand_in::StandIn;
use crate::summary::{median, micros, percentile};

/// At most so many times the bare bot's median.
const BOUND: f64 = 1.2;
/// At most so many times the bare bot's slowest in a hundred, where many questions come at once.
const BOUND_OF_SLOWEST: f64 = 1.3;
const ROUNDS: usize = 15;
/// Questions under way at the same time, and how many are measured a round.
const LOADS: [Load; 2] = [
    Load {
        in_flight: 1,
        samples: 1_000,
    },
    Load {
        in_flight: 64,
        samples: 4_000,
    },
];

#[derive(Clone, Copy)]
struct Load {
    in_flight: usize,
    samples: usize,
}

/// A bot with a stand-in of its own.
struct Candidate {
    kind: Kind,
    stand_in: StandIn,
    _bot: Bot,
}

impl Candidate {
    async fn start(kind: Kind, home: &Path) -> Outcome<Self> {
        let stand_in = StandIn::start().await?;
        let bot = Bot::start(kind, &stand_in.url, home).await?;
        Ok(Self {
            kind,
            stand_in,
            _bot: bot,
        })
    }

    /// Asks `load.samples` times, the next question as soon as one is answered.
    async fn round(&mut self, load: Load) -> Outcome<Vec<Duration>> {
        for _ in 0..load.in_flight {
            self.stand_in.ask()?;
        }
        let mut sample = Vec::with_capacity(load.samples);
        let mut asked = load.in_flight;
        while sample.len() < load.samples {
            let arrival = self.stand_in.answer().await?;
            if sample.is_empty() {
                self.check(&arrival.body)?;
            }
            sample.push(arrival.elapsed);
            if asked < load.samples {
                self.stand_in.ask()?;
                asked += 1;
            }
        }
        Ok(sample)
    }

    /// What answers something else is not measured.
    fn check(&self, body: &[u8]) -> Outcome<()> {
        let body = String::from_utf8_lossy(body);
        if body.contains(self.kind.answer()) {
            Ok(())
        } else {
            Err(format!("{:?} answered {body}", self.kind).into())
        }
    }
}

pub async fn measure(report: &mut Report) -> Outcome<()> {
    let homes = (TempDir::new()?, TempDir::new()?);
    let mut bare = Candidate::start(Kind::Bare, homes.0.path()).await?;
    let mut blipbot = Candidate::start(Kind::Blipbot, homes.1.path()).await?;
    for load in LOADS {
        // Connections are made, and memory is taken, before anything is measured.
        bare.round(load).await?;
        blipbot.round(load).await?;
        report.line(&format!(
            "\n/radar atlantis from frame to answer, {} in flight, {} samples a round, in µs",
            load.in_flight, load.samples
        ))?;
        report.line("round  bare p50     p99  blipbot p50     p99  ratio of p50  of p99")?;
        let (mut ratios, mut slowest) = (Vec::new(), Vec::new());
        for round in 1..=ROUNDS {
            let (bare, blipbot) = (bare.round(load).await?, blipbot.round(load).await?);
            let ratio = micros(median(&blipbot)) / micros(median(&bare));
            let of_slowest = micros(percentile(&blipbot, 99)) / micros(percentile(&bare, 99));
            report.line(&format!(
                "{round:5}  {:8.0}{:8.0}  {:11.0}{:8.0}  {ratio:12.3}  {of_slowest:6.3}",
                micros(median(&bare)),
                micros(percentile(&bare, 99)),
                micros(median(&blipbot)),
                micros(percentile(&blipbot, 99)),
            ))?;
            ratios.push(ratio);
            slowest.push(of_slowest);
        }
        let what = format!("answer, {} in flight, median ratio", load.in_flight);
        report.judge(&what, median(&ratios), BOUND, "")?;
        if load.in_flight > 1 {
            let what = format!("answer, {} in flight, median ratio of p99", load.in_flight);
            report.judge(&what, median(&slowest), BOUND_OF_SLOWEST, "")?;
        }
    }
    Ok(())
}
