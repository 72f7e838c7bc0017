//! What a guild has chosen with `/setup`, and what the bot must know of it as a whole.

use jiff::Timestamp;

use crate::id::{ChannelId, MemberId, RoleId};

/// A guild's choices; all absent until somebody sets them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Settings {
    /// Where editions are announced.
    pub digests: Option<ChannelId>,
    /// Where votes are posted; absent: where `/propose` was typed.
    pub votes: Option<ChannelId>,
    /// Who may vote; absent: anyone who may use the channel.
    pub voters: Option<RoleId>,
    /// Who may publish and cancel, besides those with Manage Server.
    pub maintainers: Option<RoleId>,
    /// The guild's owner when last seen: whom we write to if there is no votes channel.
    pub owner: Option<MemberId>,
    /// Whether each vote has its thread from the start; otherwise it comes with the first concern.
    pub threads: bool,
    /// When the bot was removed from the guild, as far as it knows; absent while it is there.
    pub left: Option<Timestamp>,
}
