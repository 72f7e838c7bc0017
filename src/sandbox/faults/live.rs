//! What goes wrong on the live gateway connections, at once.

use serde_json::Value;

use crate::sandbox::gateway::Sessions;

/// What goes wrong on the live connections: of one shard, or of all.
#[derive(Debug, Clone, PartialEq)]
pub enum Live {
    /// They are closed with a code.
    Close(Option<u64>, u16),
    /// They are gone without a word.
    Drop(Option<u64>),
    /// A frame is sent on them.
    Send(Option<u64>, Value),
    /// The last dispatches are sent once more.
    Redeliver(Option<u64>, usize),
}

impl Live {
    /// Makes it happen; gives the number of connections that it happened to.
    pub fn happen(self, sessions: &mut Sessions) -> usize {
        match self {
            Self::Close(shard, code) => sessions.close(shard, code),
            Self::Drop(shard) => sessions.drop_connections(shard),
            Self::Send(shard, frame) => sessions.send_raw(shard, &frame),
            Self::Redeliver(shard, count) => sessions.redeliver(shard, count),
        }
    }
}
