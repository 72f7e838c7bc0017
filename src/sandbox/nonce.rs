//! Discord's memory of nonces: a replay within it gives the first message again.

use std::collections::HashMap;
use std::time::Duration;

use serde_json::Value;
use tokio::time::Instant;

use super::snowflake::Snowflake;

/// How long a nonce is remembered, by the runtime's timer ("the past few minutes" in Discord's documents).
const MEMORY: Duration = Duration::from_mins(5);

/// The nonces of the bot's messages.
#[derive(Debug, Default)]
pub struct Nonces {
    seen: HashMap<String, (Instant, Snowflake)>,
}

impl Nonces {
    /// The message that was sent with the nonce, deleted or not.
    pub fn message(&self, nonce: &Value, now: Instant) -> Option<Snowflake> {
        let (at, message) = self.seen.get(&key(nonce))?;
        (now.duration_since(*at) <= MEMORY).then_some(*message)
    }

    /// Remembers a message's nonce and forgets the old ones.
    pub fn remember(&mut self, nonce: &Value, message: Snowflake, now: Instant) {
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
        let start = Instant::now();
        let mut nonces = Nonces::default();
        nonces.remember(&json!("7"), Snowflake::fixed(1), start);
        assert_eq!(
            nonces.message(&json!(7), start + MEMORY),
            Some(Snowflake::fixed(1))
        );
        assert_eq!(
            nonces.message(&json!(7), start + MEMORY + Duration::from_millis(1)),
            None
        );
    }
}
