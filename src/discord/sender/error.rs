//! What can become of a request, as far as the caller must tell it apart.

use std::time::Duration;

use reqwest::StatusCode;

use super::code;

/// Why a request gave no usable answer. Never carries an address, a token or a body of ours.
#[derive(Debug, thiserror::Error)]
pub enum SendError {
    /// Discord does not accept the bot's token. Nothing more is sent (see [`super::Sender::token_refused`]).
    #[error(
        "Discord refused the bot's token: check DISCORD_TOKEN or discord.token_file, or reset the token in the developer portal"
    )]
    Unauthorized,
    /// Discord understood and said no. Nothing was done.
    #[error("Discord refused {route}: {message} (status {}, code {code})", status.as_u16())]
    Refused {
        /// Which request, without ids.
        route: &'static str,
        /// The HTTP status.
        status: StatusCode,
        /// One of [`code`], or another of Discord's, or 0.
        code: u32,
        /// Discord's words.
        message: String,
    },
    /// Discord wants the bot to wait longer than a request may take. Nothing was done.
    #[error("Discord's rate limit for {route} lasts another {retry_after:?}")]
    RateLimited {
        /// Which request, without ids.
        route: &'static str,
        /// How long to wait before the next try.
        retry_after: Duration,
    },
    /// Whether Discord did it is not known: a time-out, a broken connection or a server's error after it was sent.
    #[error("it is not known whether {route} took effect: {reason}")]
    Ambiguous {
        /// Which request, without ids.
        route: &'static str,
        /// What happened.
        reason: String,
    },
    /// Discord was not reached. Nothing was done.
    #[error("Discord was not reached for {route}: {reason}")]
    NotSent {
        /// Which request, without ids.
        route: &'static str,
        /// What happened.
        reason: String,
    },
    /// Discord did it, but its answer was not understood.
    #[error("Discord's answer to {route} was not understood: {reason}")]
    Unreadable {
        /// Which request, without ids.
        route: &'static str,
        /// What was wrong with it.
        reason: String,
    },
    /// The body could not be written as JSON. Nothing was sent.
    #[error("the message could not be written as JSON: {0}")]
    Body(#[from] serde_json::Error),
}

impl SendError {
    /// Discord's error code, if it gave one.
    pub const fn code(&self) -> Option<u32> {
        match self {
            Self::Refused { code, .. } => Some(*code),
            Self::Unauthorized
            | Self::RateLimited { .. }
            | Self::Ambiguous { .. }
            | Self::NotSent { .. }
            | Self::Unreadable { .. }
            | Self::Body(_) => None,
        }
    }

    /// Whether the request may have taken effect although there is no answer to use.
    pub const fn may_have_taken_effect(&self) -> bool {
        match self {
            Self::Ambiguous { .. } | Self::Unreadable { .. } => true,
            Self::Unauthorized
            | Self::Refused { .. }
            | Self::RateLimited { .. }
            | Self::NotSent { .. }
            | Self::Body(_) => false,
        }
    }

    /// Whether the same request may be answered otherwise after a while.
    pub const fn may_pass(&self) -> bool {
        match self {
            Self::RateLimited { .. }
            | Self::Ambiguous { .. }
            | Self::NotSent { .. }
            | Self::Unreadable { .. } => true,
            Self::Unauthorized | Self::Refused { .. } | Self::Body(_) => false,
        }
    }

    /// Whether the channel is gone, or seems so while its guild is unavailable.
    pub fn is_unknown_channel(&self) -> bool {
        self.code() == Some(code::UNKNOWN_CHANNEL)
    }

    /// Whether the message is gone.
    pub fn is_unknown_message(&self) -> bool {
        self.code() == Some(code::UNKNOWN_MESSAGE)
    }

    /// Whether the bot lacks access or a permission, which only people can repair.
    pub fn is_missing_permission(&self) -> bool {
        matches!(
            self.code(),
            Some(code::MISSING_ACCESS | code::MISSING_PERMISSIONS | code::CANNOT_MESSAGE_USER)
        )
    }

    /// Whether the interaction is over or was answered by somebody else.
    pub fn is_late(&self) -> bool {
        matches!(
            self.code(),
            Some(
                code::UNKNOWN_INTERACTION
                    | code::ALREADY_ACKNOWLEDGED
                    | code::UNKNOWN_WEBHOOK
                    | code::INVALID_WEBHOOK_TOKEN
            )
        )
    }

    /// Whether the body broke a limit of Discord's: a mistake in this program.
    pub fn is_invalid_body(&self) -> bool {
        self.code() == Some(code::INVALID_FORM_BODY)
    }
}
