//! Why Discord closes a connection, and what is to be done then
//! (<https://discord.com/developers/docs/topics/opcodes-and-status-codes#gateway-gateway-close-event-codes>).

use super::error::GatewayError;

/// What comes after a connection.
#[derive(Debug)]
pub(super) enum After {
    /// The session goes on with another connection.
    Resume,
    /// A new session is started.
    Identify,
    /// Discord says that it is no use to try again.
    End(GatewayError),
}

/// What comes after a connection that Discord closed with `code`; `None`: without one.
///
/// Codes that are not known are taken for a network's whims: resuming costs nothing, and a session that can not be
/// resumed is told apart by Discord itself.
pub(super) fn after(code: Option<u16>) -> After {
    match code {
        // The session is not valid (any more): not authenticated, a wrong number, timed out.
        Some(4003 | 4007 | 4009) => After::Identify,
        Some(4004) => After::End(GatewayError::AuthenticationFailed),
        Some(4010) => After::End(GatewayError::InvalidShard),
        Some(4011) => After::End(GatewayError::ShardingRequired),
        Some(4012) => After::End(GatewayError::InvalidVersion),
        Some(4013) => After::End(GatewayError::InvalidIntents),
        Some(4014) => After::End(GatewayError::DisallowedIntents),
        Some(_) | None => After::Resume,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_followed_by_what_discord_says() {
        for code in [4000, 4001, 4002, 4005, 4008, 1000, 1001, 1006, 4999] {
            assert!(matches!(after(Some(code)), After::Resume), "{code}");
        }
        assert!(matches!(after(None), After::Resume));
        for code in [4003, 4007, 4009] {
            assert!(matches!(after(Some(code)), After::Identify), "{code}");
        }
        for (code, words) in [
            (4004, "refused the bot's token"),
            (4010, "(4010)"),
            (4011, "(4011)"),
            (4012, "update the bot"),
            (4013, "update the bot"),
            (
                4014,
                "discord.members_intent needs the switch \"Server Members Intent\"",
            ),
        ] {
            let After::End(error) = after(Some(code)) else {
                panic!("{code} is final");
            };
            assert!(error.to_string().contains(words), "{error}");
        }
    }
}
