//! Debian's chromedriver as another process, and the session of a new headless Chromium.

use std::io::{BufRead, BufReader, ErrorKind};
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};

use fantoccini::wd::Capabilities;
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use tempfile::TempDir;

const INSTALL: &str = "the page tests need a browser: apt-get install chromium chromium-driver";
/// Nothing but the page: no start page, no updates, no talking to anybody else.
const FLAGS: [&str; 8] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
];

/// A running chromedriver. It and its browsers are killed when this is dropped.
pub struct Driver {
    child: Child,
    url: String,
    profile: TempDir,
}

impl Driver {
    /// Starts chromedriver on a port that it chooses; fails the story if there is none.
    pub fn start() -> Self {
        // It listens on two addresses, and ends if the port that it got on the first is taken on the second.
        for _ in 0..5 {
            if let Some(driver) = Self::try_start() {
                return driver;
            }
        }
        panic!("chromedriver ended at once, again and again; {INSTALL}");
    }

    fn try_start() -> Option<Self> {
        let profile = TempDir::new().unwrap();
        let started = Command::new("chromedriver")
            .arg("--port=0")
            // Whatever the browser leaves behind goes with the folder.
            .env("TMPDIR", profile.path())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .process_group(0)
            .spawn();
        let mut child = match started {
            Ok(child) => child,
            Err(error) if error.kind() == ErrorKind::NotFound => {
                panic!("there is no chromedriver; {INSTALL}")
            }
            Err(error) => panic!("chromedriver can not be started: {error}"),
        };
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let port = lines.map_while(Result::ok).find_map(|line| port_in(&line));
        let mut driver = Self {
            child,
            url: String::new(),
            profile,
        };
        driver.url = format!("http://127.0.0.1:{}", port?);
        Some(driver)
    }

    /// Opens a browser that has never been used.
    pub async fn session(&self) -> Client {
        let folder = self.profile.path().join("profile");
        let mut arguments: Vec<String> = FLAGS.map(str::to_owned).into();
        arguments.push(format!("--user-data-dir={}", folder.display()));
        let options = json!({
            "browserName": "chrome",
            "goog:chromeOptions": {"args": arguments},
            "goog:loggingPrefs": {"browser": "ALL"},
        });
        let Value::Object(options) = options else {
            unreachable!("it is written as an object")
        };
        ClientBuilder::new(HttpConnector::new())
            .capabilities(Capabilities::from(options))
            .connect(&self.url)
            .await
            .unwrap_or_else(|error| panic!("no browser: {error}; {INSTALL}"))
    }
}

/// The port in the line with which chromedriver says that it has started.
fn port_in(line: &str) -> Option<u16> {
    let (_, port) = line.split_once("started successfully on port ")?;
    port.trim_end_matches('.').parse().ok()
}

impl Drop for Driver {
    fn drop(&mut self) {
        // A story that fails closes no browser: the whole group goes. Already gone is fine.
        let group = format!("-{}", self.child.id());
        Command::new("kill").args(["-KILL", "--", &group]).status().ok();
        self.child.wait().ok();
    }
}
