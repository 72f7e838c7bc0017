//! Looking at the data folder while the bot runs: what changed there is read, and taken up if nothing is wrong with it.
//!
//! The folder is looked at from time to time, and not watched: mounted folders and network drives tell nobody of their
//! changes. [`Lookout::look`] is one look at a given moment and says what came of it, so that tests move the time; the loop
//! around it only waits. All reading is done beside the threads that answer.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use jiff::Timestamp;
use tokio_util::sync::CancellationToken;

use crate::clock::Clock;
use crate::format::{self, Problem};
use crate::radar::TimelineError;
use crate::service::{Broken, Flaw, Service, Shelves, Taken};
use crate::storage::StoreError;

/// How often the folder is looked at.
pub const EVERY: Duration = Duration::from_secs(10);

/// What a repository may have beside its radar, and much of it.
const PACKAGES: &str = "node_modules";

/// So many files and folders are looked at. A radar has fewer; links can make circles.
const MAX_TRACES: usize = 200_000;

/// Where the files are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folder {
    /// The folder.
    pub path: PathBuf,
    /// How often it is looked at.
    pub every: Duration,
}

/// What came of a look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Seen {
    /// Nothing changed since the files were judged.
    Same,
    /// Something changed since the last look: somebody may be copying, and it is judged once it stays as it is.
    Changing,
    /// The files were judged.
    Judged(Taken),
}

/// Looks at the data folder.
pub struct Lookout {
    service: Service,
    folder: PathBuf,
    /// The files as they were when they were last judged.
    judged: Option<Sight>,
    /// The files at the last look.
    last: Option<Sight>,
}

/// What can be seen of files without reading them.
type Sight = Vec<Trace>;

/// A file or folder.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Trace {
    path: PathBuf,
    bytes: u64,
    modified: Option<SystemTime>,
    /// Where the system tells it: when anything of the file changed, in seconds and nanoseconds. Copies may keep the time
    /// at which their source was modified.
    changed: (i64, i64),
}

impl Lookout {
    /// A lookout on `folder`, which this process has read already. It is judged once more after the first looks: it may
    /// have changed since, and maintainers may wait to hear that it is right again.
    pub const fn new(service: Service, folder: PathBuf) -> Self {
        Self {
            service,
            folder,
            judged: None,
            last: None,
        }
    }

    /// Looks at the folder at `now`. What stayed the same for two looks, and was not judged like this before, is read.
    pub async fn look(&mut self, now: Timestamp) -> Result<Seen, StoreError> {
        let seen = beside({
            let folder = self.folder.clone();
            move || sight(&folder)
        })
        .await?;
        if self.judged.as_ref() == Some(&seen) {
            self.last = None;
            return Ok(Seen::Same);
        }
        if self.last.as_ref() != Some(&seen) {
            self.last = Some(seen);
            return Ok(Seen::Changing);
        }
        let (read, after) = beside({
            let folder = self.folder.clone();
            move || (read(&folder), sight(&folder))
        })
        .await?;
        if after != seen {
            // It changed while it was read.
            self.last = Some(after);
            return Ok(Seen::Changing);
        }
        let taken = self.service.take_up(read.map(Arc::new), now).await?;
        self.judged = Some(seen);
        self.last = None;
        log(&taken);
        Ok(Seen::Judged(taken))
    }

    /// Looks until `stop`, each time after `every`.
    pub async fn run(mut self, clock: &Clock, every: Duration, stop: &CancellationToken) {
        while !stop.is_cancelled() {
            tokio::select! {
                () = stop.cancelled() => return,
                () = tokio::time::sleep(every) => {}
            }
            if let Err(error) = self.look(clock.now()).await {
                tracing::error!(%error, "the radar's files could not be looked at; they are looked at again");
            }
        }
    }
}

/// Does what may take its time beside the threads that answer.
async fn beside<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, StoreError> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|error| StoreError::Failed(error.to_string()))
}

fn log(taken: &Taken) {
    match taken {
        Taken::Same => {}
        Taken::TakenUp => tracing::info!("the radar's files changed and are in use"),
        Taken::Refused(broken) => {
            let first = broken
                .flaws()
                .first()
                .map(ToString::to_string)
                .unwrap_or_default();
            tracing::warn!(
                problems = broken.flaws().len(),
                first,
                "the radar's files changed and have problems; the radar stays as it was"
            );
        }
    }
}

/// Reads the files as `blipbot check` does.
fn read(folder: &Path) -> Result<Shelves, Broken> {
    let files = format::read_in_place(folder)
        .map_err(|problems| Broken::new(problems.iter().map(|problem| flaw(folder, problem))))?;
    Shelves::new(files.scheme, files.publications).map_err(|errors| {
        let flaw = |error: TimelineError| Flaw::Written {
            path: error.edition.to_string(),
            line: 1,
            text: error.to_string(),
        };
        Broken::new(errors.into_iter().map(flaw))
    })
}

/// The problem, told without where the folder is on this machine.
fn flaw(folder: &Path, problem: &Problem) -> Flaw {
    let path = problem.path.strip_prefix(folder).unwrap_or(&problem.path);
    let path = if path.as_os_str().is_empty() {
        ".".to_owned()
    } else {
        path.display().to_string()
    };
    Flaw::Written {
        path,
        line: problem.line,
        text: problem.text.replace(&folder.display().to_string(), "."),
    }
}

/// All files and folders that are not hidden, in order. What can not be seen is left out: reading will tell.
fn sight(folder: &Path) -> Sight {
    let mut traces = Vec::new();
    // Of a repository around the radar only what could make another folder the radar's.
    walk(folder, 1, &mut traces);
    let place = format::place(folder);
    walk(&place.folder, place.depth, &mut traces);
    traces.sort();
    traces.dedup();
    traces
}

fn walk(folder: &Path, depth: usize, traces: &mut Sight) {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    for entry in entries {
        let name = entry.file_name();
        if name.to_string_lossy().starts_with('.') || name == PACKAGES {
            continue;
        }
        let path = entry.path();
        // Links are followed: what they lead to may change, and the link itself may be led elsewhere.
        let about = fs::metadata(&path);
        let is_folder = about.as_ref().is_ok_and(fs::Metadata::is_dir);
        if traces.len() >= MAX_TRACES {
            return;
        }
        traces.push(trace(path.clone(), about.ok().as_ref(), is_folder));
        if is_folder && depth > 1 {
            walk(&path, depth - 1, traces);
        }
    }
}

fn trace(path: PathBuf, about: Option<&fs::Metadata>, is_folder: bool) -> Trace {
    // A folder's own times also change with hidden files in it, which are nobody's.
    let file = about.filter(|_| !is_folder);
    Trace {
        path,
        bytes: file.map_or(0, fs::Metadata::len),
        modified: file.and_then(|about| about.modified().ok()),
        changed: file.map_or((0, 0), changed),
    }
}

#[cfg(unix)]
fn changed(about: &fs::Metadata) -> (i64, i64) {
    use std::os::unix::fs::MetadataExt;
    (about.ctime(), about.ctime_nsec())
}

#[cfg(not(unix))]
fn changed(_: &fs::Metadata) -> (i64, i64) {
    (0, 0)
}
