//! Why the gateway's connection can not be made or kept.

use std::time::Duration;

use super::identifying::{IDENTIFIES, WINDOW};
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
        "Discord's gateway refused the bot's token (4004): check DISCORD_TOKEN or discord.token_file, or reset the token in the developer portal"
    )]
    AuthenticationFailed,
    /// Close code 4010.
    #[error(
        "Discord's gateway does not take this share of the bot's servers (4010): start the bot again, and report it if this comes again"
    )]
    InvalidShard,
    /// Close code 4011.
    #[error(
        "The bot is in more servers than one connection takes (4011): start it again, and it asks Discord how many it needs"
    )]
    ShardingRequired,
    /// Close code 4012.
    #[error("Discord's gateway does not speak this version of its language any more (4012): update the bot")]
    InvalidVersion,
    /// Close code 4013.
    #[error(
        "Discord's gateway does not know the events that this version of the bot asks for (4013): update the bot"
    )]
    InvalidIntents,
    /// Close code 4014.
    #[error(
        "Discord's gateway does not allow the events that the bot asks for (4014): discord.members_intent needs the switch \
         \"Server Members Intent\" under \"Privileged Gateway Intents\" in the developer portal; turn it on, or set the key to false"
    )]
    DisallowedIntents,
    /// Session after session was started, and none lasted.
    #[error(
        "Discord's gateway ended {IDENTIFIES} new sessions within {} minutes ({last}): the bot stops before it uses up the day's \
         sessions; look at https://discordstatus.com, then start it again", WINDOW.as_secs() / 60
    )]
    TooManySessions {
        /// Why the last one ended.
        last: String,
    },
    /// Something that must be there to encrypt the connection is not.
    #[error("the gateway's connection can not be encrypted: {0}")]
    Encryption(String),
}

impl GatewayError {
    /// Whether it may be otherwise after a while: Discord could not be asked.
    pub const fn may_pass(&self) -> bool {
        match self {
            Self::Send(error) => error.may_pass(),
            Self::SessionsUsedUp { .. }
            | Self::Address { .. }
            | Self::AuthenticationFailed
            | Self::InvalidShard
            | Self::ShardingRequired
            | Self::InvalidVersion
            | Self::InvalidIntents
            | Self::DisallowedIntents
            | Self::TooManySessions { .. }
            | Self::Encryption(_) => false,
        }
    }
}
