//! SIGKILL at any moment: nothing that was answered is lost, nothing is said twice.
//!
//! The moments are random. `CRASH_ROUNDS=200` kills the bot so often under load (20 times by default), and two and a
//! half times as often around the opening of its store; `CRASH_SEED=` with the number that a failure prints draws the
//! same moments again.

#[cfg(feature = "powercut")]
mod disk;
mod load;
mod opening;
#[cfg(feature = "powercut")]
mod powercut;
mod rounds;
mod scene;
mod unanswered;

use std::env;

use fastrand::Rng;
use jiff::SignedDuration;

/// Votes take half an hour: one that was proposed in a round is open in the next, and closes in the one after.
const STEP: SignedDuration = SignedDuration::from_mins(16);
/// So many votes before the newest may still change in a round.
const UNDER_WAY: u64 = 5;

/// How many rounds under load.
fn rounds() -> usize {
    env::var("CRASH_ROUNDS").map_or(20, |rounds| rounds.parse().expect("CRASH_ROUNDS is a number"))
}

/// What is random comes from here. Its seed is printed, which shows when the test fails.
fn dice() -> Rng {
    let seed = env::var("CRASH_SEED");
    let seed = seed.map_or_else(
        |_| fastrand::u64(..),
        |seed| seed.parse().expect("CRASH_SEED is a number"),
    );
    println!("CRASH_SEED={seed}");
    Rng::with_seed(seed)
}
