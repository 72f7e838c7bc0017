//! Who may vote, read from Discord when a vote opens and when it is counted.

use super::Service;
use crate::id::GuildId;
use crate::settings::Settings;
use crate::vote::{Attendance, Ballot, Electorate, Proposal};

impl Service {
    /// The electorate of a vote that opens now.
    pub(super) async fn electorate(&self, _guild: GuildId, settings: &Settings) -> Electorate {
        settings
            .voters
            .map_or(Electorate::Anyone, |role| Electorate::Role { role, size: None })
    }

    /// What is known of the electorate at the close.
    pub(super) async fn attendance(&self, _proposal: &Proposal, _ballots: &[Ballot]) -> Attendance {
        Attendance::Unread
    }
}
