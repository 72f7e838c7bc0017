//! Why the gateway's connection can not be made or kept.

use std::time::Duration;

use serenity::gateway::GatewayError as LibraryError;

use crate::discord::sender::SendError;

/// An end that trying again would not change. What passes is retried and never comes here.
#[derive(Debug, thiserror::Error)]
pub enum GatewayError {
    /// Discord could not be asked for the gateway.
    #[error(transparent)]
    Send(#[from] SendError),
    /// Too few sessions are left for today.
    #[error(
        "Discord lets this bot start only {remaining} more sessions, and {needed} are wanted before connecting, because a bot \
         that uses all of them up loses its token: start it again in {} minutes", reset_after.as_secs().div_ceil(60)
    )]
    SessionsUsedUp {
        /// How many are left.
        remaining: u32,
        /// How many must be left.
        needed: u32,
        /// When all are there again.
        reset_after: Duration,
    },
    /// The API named a gateway that must not be used.
    #[error("the API's gateway `{address}` is not used: {reason}")]
    Address {
        /// What the API said.
        address: String,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// Close code 4004.
    #[error(
        "Discord's gateway refused the bot's token: check DISCORD_TOKEN or discord.token_file, or reset the token in the developer portal"
    )]
    AuthenticationFailed,
    /// Close code 4013.
    #[error(
        "Discord's gateway does not know the events that this version of the bot asks for: update the bot"
    )]
    InvalidIntents,
    /// Close code 4014.
    #[error(
        "Discord's gateway does not allow the events that the bot asks for: look at \"Privileged Gateway Intents\" in the developer portal"
    )]
    DisallowedIntents,
    /// Discord's API answers, but its gateway keeps no connection.
    #[error("Discord's gateway has kept no connection for {} minutes although its API answers: giving up before the day's sessions are used up", since.as_secs() / 60)]
    Down {
        /// For how long.
        since: Duration,
    },
    /// Something that the library can not go on after.
    #[error("the gateway's connection ended: {0}")]
    Library(String),
}

impl From<LibraryError> for GatewayError {
    fn from(error: LibraryError) -> Self {
        // The library's list is open, so there must be an arm for the rest.
        match error {
            LibraryError::InvalidAuthentication | LibraryError::NoAuthentication => {
                Self::AuthenticationFailed
            }
            LibraryError::InvalidGatewayIntents => Self::InvalidIntents,
            LibraryError::DisallowedGatewayIntents => Self::DisallowedIntents,
            other => Self::Library(other.to_string()),
        }
    }
}
