//! What an identify must say.

use serde_json::Value;

use super::close_code::CloseCode;
use super::session::Shard;
use crate::sandbox::rest::is_sandbox_token;

/// Bits 0 to 16, 20, 21, 24 and 25: every intent that there is.
const KNOWN_INTENTS: u64 = 0x1_ffff | 1 << 20 | 1 << 21 | 1 << 24 | 1 << 25;
/// Members: privileged, the application may have been granted it.
pub const GUILD_MEMBERS: u64 = 1 << 1;
/// Presences and the content of messages: privileged, and the application was not granted them.
const NEVER_GRANTED: u64 = 1 << 8 | 1 << 15;
/// The most guilds of one shard.
const GUILDS_PER_SHARD: u64 = 2_500;

/// What an identify says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Identify {
    /// Which shard this is.
    pub shard: Shard,
    /// Of what it wants to hear.
    pub intents: u64,
}

impl Identify {
    /// Reads the data of an identify; `guilds` is how many the bot is in, `members` whether it was
    /// granted the intent for members.
    pub fn read(data: &Value, guilds: usize, members: bool) -> Result<Self, CloseCode> {
        if !is_sandbox_token(data["token"].as_str().unwrap_or_default()) {
            return Err(CloseCode::AuthenticationFailed);
        }
        let shard = shard(data)?;
        if u64::try_from(guilds).unwrap_or(u64::MAX) > GUILDS_PER_SHARD.saturating_mul(shard.count) {
            return Err(CloseCode::ShardingRequired);
        }
        let intents = data["intents"].as_u64().ok_or(CloseCode::InvalidIntents)?;
        if intents & !KNOWN_INTENTS != 0 {
            return Err(CloseCode::InvalidIntents);
        }
        let granted = if members { GUILD_MEMBERS } else { 0 };
        if intents & (NEVER_GRANTED | GUILD_MEMBERS) & !granted != 0 {
            return Err(CloseCode::DisallowedIntents);
        }
        Ok(Self { shard, intents })
    }
}

/// The shard that an identify names; the only one if it names none.
fn shard(data: &Value) -> Result<Shard, CloseCode> {
    match data.get("shard") {
        None | Some(Value::Null) => Ok(Shard { index: 0, count: 1 }),
        Some(pair) => match (pair[0].as_u64(), pair[1].as_u64()) {
            (Some(index), Some(count)) if index < count => Ok(Shard { index, count }),
            _ => Err(CloseCode::InvalidShard),
        },
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(data: &Value) -> Result<Identify, CloseCode> {
        Identify::read(data, 2, false)
    }

    #[test]
    fn what_is_wrong_has_its_code() {
        let refused = |data: Value| read(&data).unwrap_err().number();
        assert_eq!(refused(json!({ "token": "x", "intents": 1 })), 4004);
        assert_eq!(refused(json!({ "token": "sandbox" })), 4013);
        assert_eq!(refused(json!({ "token": "sandbox", "intents": 1 << 18 })), 4013);
        for bit in [1, 8, 15] {
            assert_eq!(refused(json!({ "token": "sandbox", "intents": 1 << bit })), 4014);
        }
        assert_eq!(
            refused(json!({ "token": "sandbox", "intents": 1, "shard": [2, 2] })),
            4010
        );
        let one_of_one = json!({ "token": "sandbox", "intents": 1 });
        assert_eq!(
            Identify::read(&one_of_one, 2_501, false),
            Err(CloseCode::ShardingRequired)
        );
        let last = json!({ "token": "Bot sandbox", "intents": 1, "shard": [1, 2] });
        assert_eq!(
            Identify::read(&last, 2_501, false).unwrap().shard,
            Shard { index: 1, count: 2 }
        );
    }
}
