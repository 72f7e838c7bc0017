//! The bot as another process, to be killed.

use std::collections::HashSet;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
#[cfg(feature = "powercut")]
use std::time::Instant;

use serde_json::Value;

#[cfg(feature = "powercut")]
use super::page::PATIENCE;

/// The program under test.
pub fn blipbot() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_blipbot"));
    command
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env_remove("DISCORD_TOKEN")
        .env_remove("RUST_LOG")
        .stdin(Stdio::null());
    command
}

/// A bot for the sandbox at `url`, to be started.
pub fn bot(url: &str, store: &Path) -> Command {
    let mut command = blipbot();
    command
        .env("DISCORD_TOKEN", "sandbox")
        .env("BLIPBOT__DISCORD__API_URL", url)
        .env("BLIPBOT__STORE__PATH", store);
    command
}

/// A bot in another process. It is killed when this is dropped.
pub struct Process {
    child: Child,
}

impl Process {
    /// Starts a bot for the sandbox at `url` and returns when it answers commands.
    pub fn start(url: &str, store: &Path) -> Self {
        Self::start_with(url, store, &[])
    }

    /// The same with these variables.
    pub fn start_with(url: &str, store: &Path, variables: &[(&str, &str)]) -> Self {
        let mut child = bot(url, store)
            .envs(variables.iter().copied())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let ready = lines.map_while(Result::ok).any(|line| line == "ready");
        assert!(ready, "the bot ended before it was ready: {:?}", child.wait());
        Self { child }
    }

    /// SIGKILL; returns when the process is gone.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Waits until it ends by itself; gives the exit code.
    #[cfg(feature = "powercut")]
    pub fn ends(mut self) -> Option<i32> {
        let started = Instant::now();
        while started.elapsed() < PATIENCE {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status.code();
            }
            std::thread::yield_now();
        }
        panic!("it does not end")
    }

    /// SIGTERM; gives the exit code.
    pub fn terminate(mut self) -> Option<i32> {
        let pid = self.child.id().to_string();
        assert!(
            Command::new("kill")
                .args(["-TERM", &pid])
                .status()
                .unwrap()
                .success()
        );
        self.child.wait().unwrap().code()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // Already gone is fine.
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

/// What `blipbot dump` prints of a store that nobody holds.
pub fn dump(store: &Path) -> Vec<Value> {
    let output: Output = blipbot()
        .arg("dump")
        .env("BLIPBOT__STORE__PATH", store)
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// The presses whose ballots are in a dump.
pub fn ballots(rows: &[Value]) -> HashSet<String> {
    let ballots = rows.iter().filter(|row| row["type"] == "ballot");
    ballots
        .map(|row| row["interaction"].as_str().unwrap().to_owned())
        .collect()
}
