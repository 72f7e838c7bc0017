//! An edition that a guild published itself, from the proposals that its members passed and the edits of its
//! maintainers.

use jiff::Timestamp;

use crate::edit::EditNumber;
use crate::id::{GuildId, MemberId};
use crate::radar::{EditionId, Origin, Publication, Revision};
use crate::vote::ProposalNumber;

/// Who published an edition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Publisher {
    /// A member, by hand.
    Member(MemberId),
    /// The guild's schedule.
    Schedule {
        /// The member who had set it.
        set_by: MemberId,
    },
}

/// A guild's own edition: it lies over those of the data folder, by time of publication.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GuildEdition {
    /// Its guild.
    pub guild: GuildId,
    /// Its date, then `-2` and so on.
    pub id: EditionId,
    /// What it is called.
    pub title: String,
    /// When it was published.
    pub published_at: Timestamp,
    /// By whom.
    pub by: Publisher,
    /// The passed proposals that it carries out, in order.
    pub proposals: Vec<ProposalNumber>,
    /// The edits that it carries out, in order.
    pub edits: Vec<EditNumber>,
    /// What it changes.
    pub revisions: Vec<Revision>,
}

impl GuildEdition {
    /// The edition as the timeline takes it.
    pub fn publication(&self) -> Publication {
        Publication {
            id: self.id.clone(),
            title: self.title.clone(),
            publish: self.published_at,
            origin: Origin::Guild,
            revisions: self.revisions.clone(),
        }
    }
}
