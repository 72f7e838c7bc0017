//! What somebody tried to do, as far as an answer's words depend on it, whether or not it could be read.

use crate::service::Request;

/// What failed, as far as the words depend on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Attempted {
    /// To cast a ballot: the answer starts with `Not recorded` (contract).
    Ballot,
    /// Anything else.
    Other,
}

impl From<&Request> for Attempted {
    fn from(request: &Request) -> Self {
        match request {
            Request::Cast(..) | Request::Reasoned(..) => Self::Ballot,
            Request::Browse(_)
            | Request::Blips(_)
            | Request::BlipsPage(..)
            | Request::Compare(_)
            | Request::Check(..)
            | Request::History(_)
            | Request::Propose(_)
            | Request::Proposal(_)
            | Request::Edition(_)
            | Request::Setup(_)
            | Request::WritePolicy { .. }
            | Request::Away(_)
            | Request::Help => Self::Other,
        }
    }
}
