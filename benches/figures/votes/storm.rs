//! Voters of which each casts again as soon as it has its answer.

use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::task::JoinSet;

use crate::Outcome;

/// Until everything is warm.
const WARM_UP: Duration = Duration::from_millis(300);
/// What is measured of a round.
const MEASURED: Duration = Duration::from_secs(1);

/// What a round came to.
pub struct Storm {
    /// Answers in a second.
    pub per_second: f64,
    /// From the cast to its answer.
    pub latencies: Vec<Duration>,
}

/// `voters` cast for a while, each by its number.
pub async fn storm<F, Cast>(voters: u64, cast: F) -> Outcome<Storm>
where
    F: Fn(u64) -> Cast + Send + Sync + 'static,
    Cast: Future<Output = Outcome<()>> + Send,
{
    let begin = Instant::now() + WARM_UP;
    let (end, cast) = (begin + MEASURED, Arc::new(cast));
    let mut casting = JoinSet::new();
    for voter in 0..voters {
        let cast = Arc::clone(&cast);
        casting.spawn(async move {
            let mut latencies = Vec::new();
            loop {
                let started = Instant::now();
                cast(voter).await?;
                let answered = Instant::now();
                if answered >= end {
                    return Outcome::Ok(latencies);
                }
                if answered >= begin {
                    latencies.push(answered - started);
                }
            }
        });
    }
    let mut latencies = Vec::new();
    while let Some(voter) = casting.join_next().await {
        latencies.extend(voter??);
    }
    let per_second = f64::from(u32::try_from(latencies.len())?) / MEASURED.as_secs_f64();
    Ok(Storm {
        per_second,
        latencies,
    })
}
