//! Discord's memory of nonces: a replay within it gives the first message again.

use std::collections::HashMap;

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use super::snowflake::Snowflake;

/// How long a nonce is remembered, by the sandbox's clock ("the past few minutes" in Discord's documents): who moves it
/// by an hour finds out what a bot does without.
const MEMORY: SignedDuration = SignedDuration::from_mins(5);

/// The nonces of the bot's messages.
#[derive(Debug, Default)]
pub struct Nonces {
    seen: HashMap<String, (Timestamp, Snowflake)>,
}

impl Nonces {
    /// The message that was sent with the nonce, deleted or not.
    pub fn message(&self, nonce: &Value, now: Timestamp) -> Option<Snowflake> {
        let (at, message) = self.seen.get(&key(nonce))?;
        (now.duration_since(*at) <= MEMORY).then_some(*message)
    }

    /// Remembers a message's nonce and forgets the old ones.
    pub fn remember(&mut self, nonce: &Value, message: Snowflake, now: Timestamp) {
        self.seen.retain(|_, (at, _)| now.duration_since(*at) <= MEMORY);
        self.seen.insert(key(nonce), (now, message));
    }
}

/// A number and its decimal text are the same nonce.
fn key(nonce: &Value) -> String {
    nonce.as_str().map_or_else(|| nonce.to_string(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_nonce_is_remembered_for_five_minutes() {
        let start = Timestamp::UNIX_EPOCH;
        let mut nonces = Nonces::default();
        nonces.remember(&json!("7"), Snowflake::fixed(1), start);
        assert_eq!(
            nonces.message(&json!(7), start + MEMORY),
            Some(Snowflake::fixed(1))
        );
        assert_eq!(
            nonces.message(&json!(7), start + MEMORY + SignedDuration::from_millis(1)),
            None
        );
    }
}
