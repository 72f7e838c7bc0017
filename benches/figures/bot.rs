//! A bot in a process of its own, as its operator would start it.

use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::{Outcome, bare};

/// Which program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// serenity and a constant.
    Bare,
    /// The bot, with a store on the disk and the radar that ships.
    Blipbot,
}

impl Kind {
    /// What its answer to `/radar atlantis` must hold.
    pub fn answer(self) -> &'static str {
        match self {
            Self::Bare => bare::ANSWER,
            Self::Blipbot => "Atlantis",
        }
    }

    fn command(self, url: &str, home: &Path) -> Outcome<Command> {
        let mut command = match self {
            Self::Bare => {
                let mut command = Command::new(std::env::current_exe()?);
                command.arg(bare::ROLE).arg(url);
                command
            }
            Self::Blipbot => Command::new(env!("CARGO_BIN_EXE_blipbot")),
        };
        // No proxy, no configuration and no logging of the caller's.
        command
            .env_clear()
            .env("DISCORD_TOKEN", "bench")
            .env("BLIPBOT__DISCORD__API_URL", url)
            .env("BLIPBOT__STORE__PATH", home.join("store"))
            .env(
                "BLIPBOT__DATA__PATH",
                Path::new(env!("CARGO_MANIFEST_DIR")).join("data"),
            )
            .current_dir(home);
        Ok(command)
    }
}

/// A running bot. It is killed when this is dropped.
pub struct Bot {
    child: Child,
    /// From before the process was made until it said `ready`.
    pub start: Duration,
}

impl Bot {
    /// Starts one for the Discord at `url`, with its files in `home`; returns when it is ready.
    pub async fn start(kind: Kind, url: &str, home: &Path) -> Outcome<Self> {
        let command = kind.command(url, home)?;
        let log = home.join("log");
        // Reading its words blocks; the stand-in has to go on meanwhile.
        tokio::task::spawn_blocking(move || Self::wait(command, &log)).await?
    }

    fn wait(mut command: Command, log: &Path) -> Outcome<Self> {
        command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(File::create(log)?);
        let started = Instant::now();
        let mut bot = Self {
            child: command.spawn()?,
            start: Duration::ZERO,
        };
        let out = bot.child.stdout.take().ok_or("no standard output")?;
        let ready = BufReader::new(out)
            .lines()
            .map_while(Result::ok)
            .any(|line| line == "ready");
        bot.start = started.elapsed();
        if ready {
            Ok(bot)
        } else {
            Err(format!("a bot did not start: {}", fs::read_to_string(log)?).into())
        }
    }

    /// Memory that is resident, and the bot's share of it (what it shares with others divided among them), in KiB.
    pub fn memory(&self) -> Outcome<Memory> {
        let proc = Path::new("/proc").join(self.child.id().to_string());
        Ok(Memory {
            resident: kib(&fs::read_to_string(proc.join("status"))?, "VmRSS:")?,
            proportional: kib(&fs::read_to_string(proc.join("smaps_rollup"))?, "Pss:")?,
        })
    }
}

impl Drop for Bot {
    fn drop(&mut self) {
        // Already gone is fine.
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

/// Memory of a process in KiB.
pub struct Memory {
    /// `VmRSS`.
    pub resident: u32,
    /// `Pss`.
    pub proportional: u32,
}

/// A field of what the kernel tells of a process, in KiB.
pub fn kib(text: &str, field: &str) -> Outcome<u32> {
    let line = text.lines().find_map(|line| line.strip_prefix(field));
    let number = line.and_then(|rest| rest.split_whitespace().next());
    Ok(number.ok_or("the kernel does not tell the memory")?.parse()?)
}
