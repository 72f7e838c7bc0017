//! The figures that blipbot is held to, each beside a bare serenity bot that was measured in the same minute.
//!
//! Votes are measured beside a bare log instead. `cargo bench` measures all; `cargo bench -- answer` only the named ones
//! (`answer`, `start`, `memory`, `guilds`, `fanout`, `votes`, `store`, `picture`, `lookup`). A bound that is missed is an
//! exit code of 1.

mod answer;
mod bare;
mod bot;
mod fan_out;
mod guilds;
mod lookup;
mod memory;
mod picture;
mod report;
mod stand_in;
mod start;
mod store;
mod summary;
mod votes;

use std::error::Error;
use std::process::ExitCode;

use tokio::runtime::Builder;

use crate::report::Report;

/// What a measurement that could not be made ends with.
type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let done = match arguments.as_slice() {
        // This program again, as the baseline in a process of its own.
        [role, url] if role == bare::ROLE => bare::run(url).map(|()| true),
        asked => measure(asked),
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            report::failed(error.as_ref());
            ExitCode::FAILURE
        }
    }
}

/// Measures what is asked for, or all; says whether every bound was kept.
fn measure(asked: &[String]) -> Outcome<bool> {
    // Cargo adds `--bench`.
    let named: Vec<&str> = asked
        .iter()
        .map(String::as_str)
        .filter(|argument| !argument.starts_with('-'))
        .collect();
    let wanted = |name: &str| named.is_empty() || named.contains(&name);
    let mut report = Report::new();
    if wanted("picture") {
        picture::measure(&mut report)?;
    }
    if wanted("lookup") {
        lookup::measure(&mut report)?;
    }
    // One thread: the stand-in leaves the rest of the machine to the bots.
    let runtime = Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        if wanted("answer") {
            answer::measure(&mut report).await?;
        }
        if wanted("start") {
            start::measure(&mut report).await?;
        }
        if wanted("memory") {
            memory::measure(&mut report).await?;
        }
        if wanted("guilds") {
            guilds::measure(&mut report).await?;
        }
        if wanted("fanout") {
            fan_out::measure(&mut report).await?;
        }
        if wanted("store") {
            store::measure(&mut report).await?;
        }
        Outcome::Ok(())
    })?;
    // Votes are cast in this process, by as many threads as the bot has.
    let runtime = Builder::new_multi_thread()
        .worker_threads(bare::WORKERS)
        .enable_all()
        .build()?;
    runtime.block_on(async {
        if wanted("votes") {
            votes::measure(&mut report).await?;
        }
        report.finish()
    })
}
