//! The command line: one file a command. It reads what is asked, and prints what comes of it.

mod args;
mod audit;
pub mod check;
mod dump;
mod exit;
mod export;
mod foreign;
mod forget;
mod health;
mod import;
pub mod lookup;
mod render;
mod restore;
mod run;
#[cfg(feature = "sandbox")]
mod sandbox;
mod signal;
mod store;
mod target;
mod written;

use std::fmt::Display;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

pub use args::{Args, Command};
pub use exit::Exit;
pub use export::ExportArgs;
pub use foreign::{FormatName, FrameArgs};
pub use import::ImportArgs;

use crate::clock::Clock;
use crate::config::{Config, ConfigError, Layers};
use crate::format::{self, Options, Problem};
use crate::service::Library;
use crate::telemetry;

/// Threads that answer Discord. Two keep one slow request from holding up the next on the small servers that the bot
/// is made for; reads and writes of the store have threads of their own.
const WORKERS: usize = 2;

/// Runs the command of this process's arguments.
pub fn main() -> ExitCode {
    let args = Args::read();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(WORKERS)
        .enable_all()
        .build();
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
        Command::Check { paths, format, frame } => check_files(named, &paths, format, frame),
        Command::Import(args) => import::import(args),
        command => match Config::load(named) {
            Ok(config) => {
                telemetry::start(config.log);
                with_config(&config, command).await
            }
            Err(ConfigError::Problems(problems)) => failed_at(&problems, "the configuration"),
            Err(
                error @ (ConfigError::NoFile(_)
                | ConfigError::ShortVotes
                | ConfigError::Policy { .. }
                | ConfigError::TokenFile { .. }),
            ) => failed(&error),
        },
    }
}

async fn with_config(config: &Config, command: Command) -> Exit {
    match command {
        Command::Run => run::run(config).await,
        #[cfg(feature = "sandbox")]
        Command::Sandbox => sandbox::sandbox(config).await,
        Command::Check { paths, format, frame } => check_files(None, &paths, format, frame),
        Command::Import(args) => import::import(args),
        Command::Export(args) => export::export(config, &args).await,
        Command::Lookup { names } => lookup_names(config, &names),
        Command::Render {
            edition,
            theme,
            width,
            chat,
            out,
        } => match library(config) {
            Ok(library) => {
                let look = render::Look {
                    theme: theme.into(),
                    width,
                    chat,
                };
                render::render(&library, edition.as_ref(), look, &out)
            }
            Err(exit) => exit,
        },
        Command::Health => health::health(config).await,
        Command::Dump { guild } => dump::dump(config, guild).await,
        Command::Audit { guild, file } => audit::audit(config, guild, file.as_deref()).await,
        Command::Forget { member, guild } => forget::forget(config, member, guild).await,
        Command::Restore { file } => restore::restore(config, &file).await,
    }
}

fn check_files(
    named: Option<&Path>,
    paths: &[PathBuf],
    format: Option<FormatName>,
    frame: FrameArgs,
) -> Exit {
    let mut wrong = Vec::new();
    let (config, layers) = match Layers::read(named) {
        Ok(layers) => (layers.config(), Some(layers)),
        Err(error) => (Err(error), None),
    };
    let data = match config {
        Ok(config) => {
            let unusable = layers.iter().flat_map(|layers| check::unusable(&config, layers));
            wrong.extend(unusable);
            Some(config.data)
        }
        // Where it is not said which folder is meant, none is checked: another one may not be there.
        Err(ConfigError::Problems(problems)) => {
            wrong.extend(problems);
            layers.and_then(|layers| layers.data())
        }
        Err(
            error @ (ConfigError::NoFile(_)
            | ConfigError::ShortVotes
            | ConfigError::Policy { .. }
            | ConfigError::TokenFile { .. }),
        ) => {
            return failed(&error);
        }
    };
    let today = Clock::system().now().to_zoned(jiff::tz::TimeZone::UTC).date();
    let data: Vec<PathBuf> = data.into_iter().collect();
    let paths = if paths.is_empty() { &data } else { paths };
    let options: Options = frame.options(today);
    match check::check(
        paths,
        format.map(Into::into),
        &options,
        wrong,
        &mut io::stdout().lock(),
    ) {
        Ok(0) => Exit::Done,
        Ok(_) => Exit::Failed,
        Err(error) => failed(&format_args!("the problems could not be written: {error}")),
    }
}

/// The radar's files; an exit that has been explained if they can not be used.
fn library(config: &Config) -> Result<Library, Exit> {
    let files =
        format::read_in_place(&config.data).map_err(|problems| failed_at(&problems, "the radar's files"))?;
    Library::new(files.scheme, files.publications)
        .map_err(|errors| errors.iter().fold(Exit::Failed, |_, error| failed(error)))
}

fn lookup_names(config: &Config, names: &[String]) -> Exit {
    let library = match library(config) {
        Ok(library) => library,
        Err(exit) => return exit,
    };
    let radar = library.base();
    let Some(current) = radar.current(Clock::system().now()) else {
        return failed(&"no edition has been published yet");
    };
    let (lookup, out) = (lookup::Lookup::new(current.edition), &mut io::stdout().lock());
    let written = match names {
        [dash] if dash == "-" => lookup.lines(io::stdin().lock(), out),
        names => lookup.names(names.iter().map(String::as_str), out),
    };
    match written {
        Ok(()) => Exit::Done,
        Err(error) => failed(&format_args!("the answers could not be written: {error}")),
    }
}

/// Says why a command failed, on standard error.
fn failed(why: &dyn Display) -> Exit {
    telemetry::say_failure(why);
    Exit::Failed
}

/// Says every problem of `what`, each with its place.
fn failed_at(problems: &[Problem], what: &str) -> Exit {
    for problem in problems {
        failed(problem);
    }
    failed(&format_args!(
        "problems in {what}: {}; `blipbot check` lists them",
        problems.len()
    ))
}

/// Says something that scripts wait for, on standard output, at once.
fn say(line: &str) {
    let mut out = io::stdout().lock();
    if writeln!(out, "{line}").and_then(|()| out.flush()).is_err() {
        tracing::debug!("nobody reads standard output");
    }
}
