//! An hour of a team's life in a minute: ten thousand interactions while Discord fails in every way that the sandbox
//! knows, by a timer that the test moves. What goes wrong when is decided by a seed: `SOAK_SEED` repeats a run.
//!
//! A program of its own, because it looks at the memory and the tasks of the whole process.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::panic,
    missing_docs,
    reason = "a test program: it fails by panicking, and prints what it saw"
)]

mod chaos;
mod final_check;
mod heard;
mod people;
mod simulation;

use std::time::Duration;

use fastrand::Rng;

use self::chaos::Chaos;
use self::people::People;
use self::simulation::Simulation;

/// What happens unless `SOAK_SEED` says something else.
const SEED: u64 = 20_261_126;
/// The time that is simulated.
const HOUR: Duration = Duration::from_hours(1);
/// How far the timer is moved at once.
const STEP: Duration = Duration::from_millis(250);
/// How many interactions there are.
const INTERACTIONS: u32 = 10_000;
/// How much larger than in the middle the process may be at the end, in percent.
const MORE_MEMORY: u64 = 10;

#[test]
fn an_hour_of_faults_loses_nothing_and_says_nothing_twice() {
    let seed = std::env::var("SOAK_SEED").map_or(SEED, |seed| seed.parse().unwrap());
    // Printed if it fails.
    println!("SOAK_SEED={seed}");
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(live(Rng::with_seed(seed)));
}

async fn live(mut rng: Rng) {
    let heard = heard::listen();
    let simulation = Simulation::start().await;
    let before = simulation.tasks_when_quiet().await;
    let mut bot = simulation.bot().await;
    let mut people = People::move_in(&simulation).await;
    let mut chaos = Chaos::new(rng.fork());
    let steps = u32::try_from(HOUR.as_millis() / STEP.as_millis()).unwrap();
    let mut middle = 0;
    for step in 0..steps {
        let due = u64::from(step + 1) * u64::from(INTERACTIONS) / u64::from(steps);
        while people.acted() < due {
            people.act(&simulation, &mut rng);
        }
        if step % 20 == 0 {
            people.look(&simulation).await;
        }
        chaos.strike(&simulation).await;
        simulation.passes(STEP).await;
        if step == steps / 2 {
            middle = simulation::resident();
        }
        // People restart their bot.
        if step % (steps / 5) == steps / 10 {
            bot.stop(&simulation).await;
            bot = simulation.bot().await;
        }
    }
    chaos.end(&simulation).await;
    people.finish(&simulation).await;
    let end = simulation::resident();
    final_check::everything(&simulation, &people, &chaos, &heard).await;
    bot.stop(&simulation).await;
    assert_eq!(simulation.tasks_when_quiet().await, before, "tasks are left over");
    println!("resident: {middle} KiB in the middle, {end} KiB at the end");
    assert!(
        end <= middle + middle * MORE_MEMORY / 100,
        "{middle} KiB in the middle, {end} KiB at the end"
    );
}
