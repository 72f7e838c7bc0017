//! The command line: one file a command. It reads what is asked, and prints what comes of it.

mod args;
pub mod check;
mod dump;
mod exit;
pub mod lookup;
mod restore;
mod run;
#[cfg(feature = "sandbox")]
mod sandbox;
mod store;

use std::fmt::Display;
use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use clap::Parser;

pub use args::{Args, Command};
pub use exit::Exit;

use crate::config::Config;
use crate::telemetry;

/// Threads that answer Discord. Two keep one slow request from holding up the next on the small servers that the bot
/// is made for; reads and writes of the store have threads of their own.
const WORKERS: usize = 2;

/// Runs the command of this process's arguments.
pub fn main() -> ExitCode {
    let args = Args::parse();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(WORKERS).enable_all().build();
    let exit = match runtime {
        Ok(runtime) => {
            let exit = runtime.block_on(perform(args));
            // A thread that waits for the disk must not hold up the end.
            runtime.shutdown_background();
            exit
        }
        Err(error) => failed(&format_args!("no threads could be started: {error}")),
    };
    exit.into()
}

async fn perform(args: Args) -> Exit {
    let named = args.config.as_deref();
    match args.command.unwrap_or(Command::Run) {
        Command::Check { dir } => check_files(named, dir.as_deref()),
        command => match Config::load(named) {
            Ok(config) => {
                telemetry::start(config.log);
                with_config(&config, command).await
            }
            Err(error) => failed(&error),
        },
    }
}

async fn with_config(config: &Config, command: Command) -> Exit {
    match command {
        Command::Run => run::run(config).await,
        #[cfg(feature = "sandbox")]
        Command::Sandbox => sandbox::sandbox(config).await,
        Command::Check { dir } => check_files(None, dir.as_deref()),
        Command::Lookup { names } => lookup_names(config, &names),
        Command::Dump { guild } => dump::dump(config, guild).await,
        Command::Restore { file } => restore::restore(config, &file).await,
    }
}

fn check_files(named: Option<&Path>, dir: Option<&Path>) -> Exit {
    let config = Config::load(named);
    let data = dir.map_or_else(|| config.as_ref().map_or(Path::new("data"), |config| &config.data), |dir| dir);
    match check::check(data, named.unwrap_or(Path::new(crate::config::DEFAULT_FILE)), &mut io::stdout().lock()) {
        Ok(0) => Exit::Done,
        Ok(_) => Exit::Failed,
        Err(error) => failed(&format_args!("the problems could not be written: {error}")),
    }
}

fn lookup_names(config: &Config, names: &[String]) -> Exit {
    let (input, output) = (&mut io::stdin().lock(), &mut io::stdout().lock());
    match lookup::lookup(&config.data, names, input, output) {
        Ok(()) => Exit::Done,
        Err(error) => failed(&error),
    }
}

/// Says why a command failed, on standard error.
#[expect(clippy::let_underscore_must_use, reason = "there is nobody left to tell when standard error is closed")]
fn failed(why: &dyn Display) -> Exit {
    let _ = writeln!(io::stderr().lock(), "blipbot: {why}");
    Exit::Failed
}

/// Says something that scripts wait for, on standard output, at once.
fn say(line: &str) {
    let mut out = io::stdout().lock();
    if writeln!(out, "{line}").and_then(|()| out.flush()).is_err() {
        tracing::debug!("nobody reads standard output");
    }
}
