//! What happened on the gateway: so that a test can count identifies, resumes and ends.

use std::collections::VecDeque;

use jiff::Timestamp;
use serde_json::{Value, json};

use super::session::Shard;

/// How many entries are kept; the oldest go.
const KEPT: usize = 4_096;

/// Which side ended a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The bot.
    Client,
    /// The sandbox.
    Server,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Happening {
    /// A connection was made, to this path.
    Connected(String),
    /// The bot asked for a new session.
    Identify,
    /// The bot asked for its old session.
    Resume,
    /// It got a new one.
    Ready,
    /// It got its old one.
    Resumed,
    /// The bot beat.
    Heartbeat,
    /// The connection ended.
    Closed {
        /// With which code, if it was closed in order.
        code: Option<u16>,
        /// By whom, if that can be known.
        by: Option<Side>,
    },
}

#[derive(Debug)]
struct Entry {
    at: Timestamp,
    connection: u64,
    shard: Option<Shard>,
    happening: Happening,
}

/// What happened on the gateway, newest kept.
#[derive(Debug, Default)]
pub struct GatewayLog {
    connections: u64,
    entries: VecDeque<Entry>,
}

impl GatewayLog {
    /// The number of a new connection, counted from one.
    pub fn connect(&mut self, at: Timestamp, path: &str) -> u64 {
        self.connections += 1;
        self.push(at, self.connections, None, Happening::Connected(path.to_owned()));
        self.connections
    }

    /// Writes down what happened on a connection.
    pub fn push(&mut self, at: Timestamp, connection: u64, shard: Option<Shard>, happening: Happening) {
        if self.entries.len() == KEPT {
            self.entries.pop_front();
        }
        self.entries.push_back(Entry {
            at,
            connection,
            shard,
            happening,
        });
    }

    /// All entries, oldest first.
    pub fn listed(&self) -> Value {
        Value::Array(self.entries.iter().map(Entry::listed).collect())
    }
}

impl Entry {
    fn listed(&self) -> Value {
        let (event, path, code, by) = match &self.happening {
            Happening::Connected(path) => ("connected", Some(path), None, None),
            Happening::Identify => ("identify", None, None, None),
            Happening::Resume => ("resume", None, None, None),
            Happening::Ready => ("ready", None, None, None),
            Happening::Resumed => ("resumed", None, None, None),
            Happening::Heartbeat => ("heartbeat", None, None, None),
            Happening::Closed { code, by } => ("closed", None, *code, *by),
        };
        let by = by.map(|side| match side {
            Side::Client => "client",
            Side::Server => "server",
        });
        let mut entry = json!({
            "at": self.at.to_string(),
            "connection": self.connection,
            "event": event,
            "shard": self.shard.map(|shard| [shard.index, shard.count]),
            "code": code,
            "by": by,
        });
        if let Some(path) = path {
            entry["path"] = json!(path);
        }
        entry
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_entries_are_kept() {
        let mut log = GatewayLog::default();
        let connection = log.connect(Timestamp::UNIX_EPOCH, "/gw");
        for _ in 0..KEPT {
            log.push(Timestamp::UNIX_EPOCH, connection, None, Happening::Heartbeat);
        }
        let listed = log.listed();
        assert_eq!(listed.as_array().unwrap().len(), KEPT);
        assert_eq!(listed[0]["event"], "heartbeat", "the oldest went");
        assert_eq!(log.connect(Timestamp::UNIX_EPOCH, "/gw"), 2);
    }
}
