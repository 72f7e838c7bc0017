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
    /// A shard that cannot be.
    InvalidShard,
    /// A version of the gateway that is not offered.
    InvalidVersion,
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
            Self::InvalidShard => 4010,
            Self::InvalidVersion => 4012,
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
            Self::InvalidShard => "Invalid shard.",
            Self::InvalidVersion => "Invalid API version.",
        }
    }
}
