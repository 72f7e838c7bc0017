//! Why a connection ended.

use std::fmt;

use crate::metrics::Ended;

/// Why a connection is left, or was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Why {
    /// Discord closed it, with this code.
    Closed(Option<u16>),
    /// The network broke it.
    Broken(String),
    /// Discord wants another one.
    Asked,
    /// The session does not go on here.
    InvalidSession {
        /// Whether it does on another connection.
        resumable: bool,
    },
    /// Discord did not begin.
    NoHello,
    /// The session did not start in time.
    NotReady,
    /// The session did not catch up in time.
    NotResumed,
    /// A heartbeat was not answered: the connection is dead, though nobody said so.
    NotAcknowledged,
    /// The start of the session made no sense.
    Unreadable(String),
}

impl Why {
    /// As what it is counted.
    pub const fn counted(&self) -> Ended {
        match self {
            Self::Closed(code) => Ended::Closed(*code),
            Self::Broken(_) => Ended::Broken,
            Self::Asked => Ended::Asked,
            Self::InvalidSession { .. } => Ended::InvalidSession,
            Self::NoHello => Ended::NoHello,
            Self::NotReady => Ended::NotReady,
            Self::NotResumed => Ended::NotResumed,
            Self::NotAcknowledged => Ended::NotAcknowledged,
            Self::Unreadable(_) => Ended::Unreadable,
        }
    }
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Closed(Some(code)) => write!(f, "Discord closed the connection with code {code}"),
            Self::Closed(None) => f.write_str("Discord closed the connection"),
            Self::Broken(reason) => write!(f, "the connection broke: {reason}"),
            Self::Asked => f.write_str("Discord asked for a new connection"),
            Self::InvalidSession { resumable: true } => {
                f.write_str("Discord could not go on with the session yet")
            }
            Self::InvalidSession { resumable: false } => f.write_str("Discord did not accept the session"),
            Self::NoHello => f.write_str("Discord did not begin in time"),
            Self::NotReady => f.write_str("Discord did not start the session in time"),
            Self::NotResumed => f.write_str("Discord did not resume the session in time"),
            Self::NotAcknowledged => f.write_str("Discord did not answer a heartbeat"),
            Self::Unreadable(reason) => write!(f, "the start of the session could not be read: {reason}"),
        }
    }
}
