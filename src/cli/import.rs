//! `blipbot import`: another tool's radar becomes files of ours.

use std::fmt::Display;
use std::path::{Path, PathBuf};

use super::foreign::{FormatName, FrameArgs};
use super::written::{WriteError, folder, room};
use super::{Exit, failed, say};
use crate::clock::Clock;
use crate::format::{Foreign, Import, counted, native};

/// What to import.
#[derive(Debug, Clone, clap::Args)]
pub struct ImportArgs {
    /// What wrote the files
    #[arg(long, value_enum)]
    pub from: FormatName,
    /// The files, or folders of them; several byor and zalando files are several editions
    #[arg(required = true, value_name = "PATHS")]
    pub paths: Vec<PathBuf>,
    /// The new radar's folder; it must be empty or not there yet
    #[arg(long, value_name = "DIR")]
    pub into: PathBuf,
    /// Import nothing if anything would have to be left out
    #[arg(long)]
    pub strict: bool,
    /// What the files do not say
    #[command(flatten)]
    pub frame: FrameArgs,
}

/// Reads everything, says what is wrong, and then writes.
pub(super) fn import(args: ImportArgs) -> Exit {
    // Who names a folder that is in use need not wait for the reading.
    if let Err(error) = room(&args.into) {
        return failed(&error);
    }
    let today = Clock::system().now().to_zoned(jiff::tz::TimeZone::UTC).date();
    let import = match Foreign::from(args.from).read(&args.paths, &args.frame.options(today)) {
        Ok(import) => import,
        Err(problems) => {
            list(&problems);
            return failed(&format_args!(
                "nothing was imported: {}",
                counted(problems.len(), "problem")
            ));
        }
    };
    list(&import.problems);
    list(&import.omissions);
    list(&import.notes);
    let left_out = left_out(&import);
    if let (true, Some((why, advice))) = (args.strict, &left_out) {
        return failed(&format_args!(
            "nothing was imported: {why}; without --strict {advice}"
        ));
    }
    match write(&args.into, &import) {
        Ok(()) => {
            let into = args.into.display();
            let (blips, editions) = (import.blips(), import.files.publications.len());
            let read = format!("{} in {}", counted(blips, "blip"), counted(editions, "edition"));
            say(&match left_out {
                Some((what, _)) => {
                    format!("imported {read} into {into}; left out: what the lines above name, {what}")
                }
                None if import.notes.is_empty() => {
                    format!("imported {read} into {into}; nothing was left out")
                }
                None => format!(
                    "imported {read} into {into}; nothing was left out, and the notes above say what was read otherwise \
                     than it is written"
                ),
            });
            Exit::Done
        }
        Err(error) => failed(&error),
    }
}

/// How much of the files is not in the radar, and what would become of it; nothing if all of it is.
fn left_out(import: &Import) -> Option<(String, &'static str)> {
    let problems = counted(import.problems.len(), "problem");
    let omissions = counted(import.omitted(), "omission");
    match (import.problems.is_empty(), import.omissions.is_empty()) {
        (true, true) => None,
        (false, true) => Some((problems, "what is wrong is left out")),
        (true, false) => Some((omissions, "what has no place in a radar of ours is left out")),
        (false, false) => Some((
            format!("{problems} and {omissions}"),
            "what is wrong, or has no place in a radar of ours, is left out",
        )),
    }
}

fn list(lines: &[impl Display]) {
    for line in lines {
        say(&line.to_string());
    }
}

/// Writes the radar, and reads it again before it gets its name.
fn write(into: &Path, import: &Import) -> Result<(), WriteError> {
    folder(into, |dir| {
        let files = &import.files;
        native::write(dir, &files.scheme, &files.publications)
            .map_err(|error| WriteError::Io(into.to_owned(), error))?;
        let differs = |why: String| Err(WriteError::Differs(into.to_owned(), why));
        match native::read(dir) {
            Ok(read) if read == *files => Ok(()),
            Ok(_) => differs("the files would not say the same".to_owned()),
            Err(problems) => differs(problems.first().map_or_else(String::new, ToString::to_string)),
        }
    })
}
