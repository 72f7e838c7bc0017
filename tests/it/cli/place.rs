//! A place to run the program in: a folder of its own, the radar that ships, logs at their finest. Whatever it prints
//! is searched for the token.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::mpsc;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// The token of every bot here: the sandbox takes it, and no output may show it.
pub const TOKEN: &str = "sandbox.ThisTokenIsSecret.0123456789";
/// What of it may not be shown.
const SECRET: &str = "ThisTokenIsSecret";
/// Only a failing test waits so long.
const PATIENCE: Duration = Duration::from_mins(1);

/// A folder to run in.
pub struct Place {
    folder: TempDir,
}

/// What a run came to.
#[derive(Debug)]
pub struct Ended {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
    pub took: Duration,
    /// The processor time that it used, where the system tells.
    pub cpu: Duration,
}

/// A program that runs.
pub struct Running {
    child: Child,
    out: BufReader<ChildStdout>,
    err: PathBuf,
}

impl Place {
    pub fn new() -> Self {
        Self {
            folder: TempDir::new().unwrap(),
        }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn write(&self, name: &str, text: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        path
    }

    /// What is there, by name.
    pub fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(self.folder.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter(|name| !name.ends_with(".stderr"))
            .collect();
        names.sort();
        names
    }

    /// The program, to be started here, with the radar that ships and a free port for its sandbox.
    pub fn blipbot(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_blipbot"));
        command
            .current_dir(self.folder.path())
            .stdin(Stdio::null())
            .env_remove("DISCORD_TOKEN")
            .env("RUST_LOG", "trace")
            .env(
                "BLIPBOT__DATA__PATH",
                Path::new(env!("CARGO_MANIFEST_DIR")).join("data"),
            )
            .env("BLIPBOT__SANDBOX__LISTEN", "127.0.0.1:0")
            .args(args);
        command
    }

    /// A bot with a token for the Discord at `url`.
    pub fn bot(&self, url: &str) -> Command {
        let mut command = self.blipbot(&["run"]);
        command
            .env("DISCORD_TOKEN", TOKEN)
            .env("BLIPBOT__DISCORD__API_URL", url);
        command
    }

    /// Runs to the end.
    pub fn run(&self, args: &[&str]) -> Ended {
        ended(&mut self.blipbot(args))
    }

    /// Runs to the end with these variables.
    pub fn run_with<V: AsRef<OsStr>>(&self, args: &[&str], variables: &[(&str, V)]) -> Ended {
        let mut command = self.blipbot(args);
        for (name, value) in variables {
            command.env(name, value);
        }
        ended(&mut command)
    }

    /// Starts, and leaves it running.
    pub fn start(&self, command: &mut Command) -> Running {
        let err = self.path("run.stderr");
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(File::create(&err).unwrap())
            .spawn()
            .unwrap();
        let out = BufReader::new(child.stdout.take().unwrap());
        Running { child, out, err }
    }
}

/// Runs to the end; kills what does not end.
pub fn ended(command: &mut Command) -> Ended {
    let started = Instant::now();
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let watch = Watch::over(child.id());
    let mut err = child.stderr.take().unwrap();
    let reader = std::thread::spawn(move || {
        let mut text = Vec::new();
        err.read_to_end(&mut text).unwrap();
        text
    });
    let mut out = Vec::new();
    child.stdout.take().unwrap().read_to_end(&mut out).unwrap();
    let err = reader.join().unwrap();
    let cpu = cpu(child.id());
    let code = child.wait().unwrap().code();
    let overdue = watch.ends();
    let took = started.elapsed();
    assert!(!overdue, "it did not end: {}", String::from_utf8_lossy(&err));
    Ended::new(code, out, err, (took, cpu))
}

/// Kills a process that does not end.
struct Watch {
    alive: mpsc::Sender<()>,
    overdue: JoinHandle<bool>,
}

impl Watch {
    fn over(pid: u32) -> Self {
        let (alive, over) = mpsc::channel::<()>();
        let overdue = std::thread::spawn(move || {
            let overdue = over.recv_timeout(PATIENCE) == Err(mpsc::RecvTimeoutError::Timeout);
            if overdue {
                signal(pid, "KILL");
            }
            overdue
        });
        Self { alive, overdue }
    }

    /// The process has ended; says whether it was killed.
    fn ends(self) -> bool {
        drop(self.alive);
        self.overdue.join().unwrap()
    }
}

/// The processor time of a process of ours that was not waited for yet; nothing where the system does not tell.
fn cpu(pid: u32) -> Duration {
    // The name of the program, which may hold anything, ends with the last bracket. The times are in hundredths.
    let fields = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    let after_name = fields.rsplit_once(") ").map_or("", |(_, rest)| rest);
    let times = after_name.split(' ').skip(11).take(2);
    let ticks: u64 = times.map(|field| field.parse::<u64>().unwrap()).sum();
    Duration::from_millis(ticks * 10)
}

/// Sends a signal to a process of ours.
pub fn signal(pid: u32, name: &str) {
    Command::new("kill")
        .args([&format!("-{name}"), &pid.to_string()])
        .status()
        .unwrap();
}

impl Running {
    /// The next line of standard output.
    #[track_caller]
    pub fn line(&mut self) -> String {
        let mut line = String::new();
        self.out.read_line(&mut line).unwrap();
        assert!(
            line.ends_with('\n'),
            "it ended: {}",
            fs::read_to_string(&self.err).unwrap()
        );
        line.trim_end().to_owned()
    }

    /// Sends it a signal.
    pub fn signal(&self, name: &str) {
        signal(self.child.id(), name);
    }

    /// Waits for the end; kills what does not end.
    pub fn end(mut self) -> Ended {
        let started = Instant::now();
        let watch = Watch::over(self.child.id());
        let mut out = Vec::new();
        self.out.read_to_end(&mut out).unwrap();
        let cpu = self.cpu();
        let code = self.child.wait().unwrap().code();
        let err = fs::read(&self.err).unwrap();
        assert!(!watch.ends(), "it did not end: {}", String::from_utf8_lossy(&err));
        Ended::new(code, out, err, (started.elapsed(), cpu))
    }

    /// The processor time that it has used until now, where the system tells.
    pub fn cpu(&self) -> Duration {
        cpu(self.child.id())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // Already gone is fine.
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

impl Ended {
    fn new(code: Option<i32>, out: Vec<u8>, err: Vec<u8>, (took, cpu): (Duration, Duration)) -> Self {
        let (out, err) = (String::from_utf8(out).unwrap(), String::from_utf8(err).unwrap());
        assert!(!out.contains(SECRET), "the token is in the output: {out}");
        assert!(!err.contains(SECRET), "the token is in the log: {err}");
        Self {
            code,
            out,
            err,
            took,
            cpu,
        }
    }

    /// It refused with exit code 1, and said all of `parts`; there is no panic and no backtrace in what it said.
    #[track_caller]
    pub fn refused(&self, parts: &[&str]) -> &Self {
        assert_eq!(self.code, Some(1), "{self:#?}");
        for part in parts {
            assert!(self.err.contains(part), "{part:?} is not said: {}", self.err);
        }
        assert!(!self.err.contains("panicked at"), "{}", self.err);
        self
    }

    /// It did what was asked; gives the lines of standard output.
    #[track_caller]
    pub fn done(&self) -> Vec<&str> {
        assert_eq!(self.code, Some(0), "{self:#?}");
        self.out.lines().collect()
    }
}
