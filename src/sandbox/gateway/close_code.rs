//! Why the gateway closes a connection.

/// A close code of Discord's gateway.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CloseCode {
    /// The server stops.
    GoingAway,
    /// Something else; the session can be resumed.
    UnknownError,
    /// An opcode that there is not.
    UnknownOpcode,
    /// Not JSON, or not a payload.
    DecodeError,
    /// Something was sent before identifying.
    NotAuthenticated,
    /// The token is wrong.
    AuthenticationFailed,
    /// Identified twice.
    AlreadyAuthenticated,
    /// A sequence number that has not been sent.
    InvalidSequence,
    /// Too many frames.
    RateLimited,
    /// No heartbeat for too long.
    SessionTimedOut,
    /// A shard that cannot be.
    InvalidShard,
    /// More guilds than one shard may have.
    ShardingRequired,
    /// A version or an encoding of the gateway that is not offered.
    InvalidVersion,
    /// Intents that there are not, or none.
    InvalidIntents,
    /// Intents that the bot was not granted.
    DisallowedIntents,
    /// Any code, because somebody ordered it.
    Ordered(u16),
}

impl CloseCode {
    /// Discord's number.
    pub const fn number(self) -> u16 {
        match self {
            Self::GoingAway => 1001,
            Self::UnknownError => 4000,
            Self::UnknownOpcode => 4001,
            Self::DecodeError => 4002,
            Self::NotAuthenticated => 4003,
            Self::AuthenticationFailed => 4004,
            Self::AlreadyAuthenticated => 4005,
            Self::InvalidSequence => 4007,
            Self::RateLimited => 4008,
            Self::SessionTimedOut => 4009,
            Self::InvalidShard => 4010,
            Self::ShardingRequired => 4011,
            Self::InvalidVersion => 4012,
            Self::InvalidIntents => 4013,
            Self::DisallowedIntents => 4014,
            Self::Ordered(number) => number,
        }
    }

    /// Discord's words.
    pub const fn reason(self) -> &'static str {
        match self {
            Self::GoingAway => "Going away.",
            Self::UnknownError => "Unknown error.",
            Self::UnknownOpcode => "Unknown opcode.",
            Self::DecodeError => "Error while decoding payload.",
            Self::NotAuthenticated => "Not authenticated.",
            Self::AuthenticationFailed => "Authentication failed.",
            Self::AlreadyAuthenticated => "Already authenticated.",
            Self::InvalidSequence => "Invalid seq.",
            Self::RateLimited => "You are being rate limited.",
            Self::SessionTimedOut => "Session timed out.",
            Self::InvalidShard => "Invalid shard.",
            Self::ShardingRequired => "Sharding required.",
            Self::InvalidVersion => "Invalid API version.",
            Self::InvalidIntents => "Invalid intent(s).",
            Self::DisallowedIntents => "Disallowed intent(s).",
            Self::Ordered(_) => "Closed on demand.",
        }
    }

    /// Whether the session is over with it, so that the bot must identify again, or may not at all.
    pub const fn ends_session(self) -> bool {
        matches!(self.number(), 4004 | 4007 | 4009..=4014)
    }
}
