//! Failures that a story orders, and what the gateway's log says of them.

use std::time::Duration;

use blipbot::clock::Clock;
use blipbot::sandbox::{Options, Sandbox};
use serde_json::{Value, json};

use super::page::{PATIENCE, Page, get};

/// A sandbox of which failures can be ordered, and nothing else is unusual.
pub const FAULTY: Options = Options {
    faults: true,
    shards: 1,
    max_concurrency: 1,
    guilds: 2,
    members: 0,
    members_intent: false,
};

/// Starts a sandbox of which failures can be ordered, and opens its page.
pub async fn faulty_sandbox() -> (Sandbox, Page) {
    let sandbox = Sandbox::start_with("127.0.0.1:0".parse().unwrap(), Clock::system(), FAULTY)
        .await
        .unwrap();
    let page = Page::new(&sandbox.url()).await;
    (sandbox, page)
}

/// What happened on the gateway, oldest first.
#[derive(Debug)]
pub struct GatewayLog(Vec<Value>);

impl GatewayLog {
    /// How long it is.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// What came after the first `known` entries.
    pub fn after(&self, known: usize) -> &[Value] {
        &self.0[known..]
    }

    /// The entries of one kind.
    pub fn all<'a>(&'a self, event: &'a str) -> impl Iterator<Item = &'a Value> {
        self.0.iter().filter(move |entry| entry["event"] == event)
    }

    /// How many there are of one kind.
    pub fn count(&self, event: &str) -> usize {
        self.all(event).count()
    }

    /// The last entry of one kind; fails the story if there is none.
    pub fn last(&self, event: &str) -> &Value {
        let mut backwards = self.0.iter().rev();
        backwards.find(|entry| entry["event"] == event).unwrap()
    }

    /// The path of the connection on which `entry` happened.
    pub fn path(&self, entry: &Value) -> &str {
        let connected = self
            .all("connected")
            .find(|one| one["connection"] == entry["connection"]);
        connected.unwrap()["path"].as_str().unwrap()
    }
}

impl Page {
    /// Orders a failure; fails the story if the order makes no sense.
    pub async fn fault(&self, order: &Value) {
        let answer = self.post("/sandbox/faults", order).await;
        assert!(answer["id"].is_u64(), "{order}: {answer}");
    }

    /// Forgets the failures that wait.
    pub async fn heal(&self) {
        let url = format!("{}/sandbox/faults", self.url);
        self.http.delete(url).send().await.unwrap();
    }

    /// The failures that wait.
    pub async fn waiting_faults(&self) -> Value {
        get(&self.http, &format!("{}/sandbox/faults", self.url)).await
    }

    /// What happened on the gateway until now.
    pub async fn gateway(&self) -> GatewayLog {
        let log = get(&self.http, &format!("{}/sandbox/gateway", self.url)).await;
        GatewayLog(log.as_array().unwrap().clone())
    }

    /// Waits until the gateway's log satisfies `wanted`, and gives it.
    pub async fn until_gateway(&self, what: &str, wanted: impl Fn(&GatewayLog) -> bool) -> GatewayLog {
        let waiting = async {
            let mut change = 0;
            loop {
                let log = self.gateway().await;
                if wanted(&log) {
                    return log;
                }
                change = self.change_after(change).await;
            }
        };
        if let Ok(log) = tokio::time::timeout(PATIENCE, waiting).await {
            return log;
        }
        panic!("{what} did not happen: {:#?}", self.gateway().await)
    }

    /// Waits until all failures that were ordered have happened.
    pub async fn until_faults_happened(&self) {
        let waiting = async {
            let mut change = 0;
            while self.waiting_faults().await != json!([]) {
                change = self.change_after(change).await;
            }
        };
        let in_time = tokio::time::timeout(PATIENCE, waiting).await;
        assert!(
            in_time.is_ok(),
            "still waiting: {:#}",
            self.waiting_faults().await
        );
    }

    /// Ends the bot's connection without a word, and keeps it from making another; returns when it is away.
    pub async fn cut_off(&self) {
        let before = self.gateway().await.count("closed");
        self.fault(&json!({"connection": {"refuse": 503}, "times": "always"}))
            .await;
        self.fault(&json!({"gateway": {"drop": true}})).await;
        self.until_gateway("the bot's connection ends", |log| log.count("closed") > before)
            .await;
    }

    /// Lets the bot connect again; returns when it is back with its session.
    pub async fn reconnect(&self) {
        let before = self.gateway().await.count("resumed");
        self.heal().await;
        self.until_gateway("the bot is back", |log| log.count("resumed") > before)
            .await;
    }

    /// What happens to the bot in a guild: `kick`, `invite`, `outage` or `recover`.
    pub async fn guild_change(&self, guild: &str, change: &str) {
        let answer = self
            .post("/sandbox/guild", &json!({"guild": guild, "do": change}))
            .await;
        assert_eq!(answer["guild"], guild, "{change}: {answer}");
    }

    /// Somebody deletes a message.
    pub async fn deletes(&self, message: &Value) {
        let id = |field: &str| message[field].as_str().unwrap().to_owned();
        let url = format!("{}/sandbox/messages/{}/{}", self.url, id("channel_id"), id("id"));
        let deleted = self.http.delete(url).send().await.unwrap();
        assert!(deleted.status().is_success(), "{}", deleted.status());
    }
}

/// The figure of a series in Prometheus's text, 0 if there is none yet.
pub fn figure(metrics: &str, series: &str) -> u64 {
    let line = metrics.lines().find_map(|line| {
        let (name, figure) = line.rsplit_once(' ')?;
        (name == series).then_some(figure)
    });
    // Counters are written as `1` or `1.0`.
    line.map_or(0, |figure| figure.split('.').next().unwrap().parse().unwrap())
}

/// How long the bot may be away after a failure of its connection.
pub const BACK_WITHIN: Duration = Duration::from_secs(10);
