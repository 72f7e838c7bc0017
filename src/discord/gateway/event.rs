//! What the gateway tells, as far as the bot wants to know.

use async_trait::async_trait;
use serenity::model::application::Interaction;

use crate::discord::channel::Channel;
use crate::discord::responder::Ticket;
use crate::id::{ApplicationId, ChannelId, GuildId, MemberId};

/// Takes events. Each call runs in a task of its own, so that a slow one keeps none waiting; two that come close
/// together may be handled in either order.
#[async_trait]
pub trait GatewayHandler: Send + Sync {
    /// One event.
    async fn handle(&self, event: GatewayEvent);
}

/// One event.
#[derive(Debug, Clone)]
pub enum GatewayEvent {
    /// A session has started: at the start, and again after a connection that could not be resumed, once per shard.
    Ready {
        /// The bot's application.
        application: ApplicationId,
        /// The bot's user.
        bot: MemberId,
        /// The guilds that it is in; each becomes available by an event of its own.
        guilds: Vec<GuildId>,
    },
    /// A member used a command, a button or a modal, or types an option.
    Interaction {
        /// What it takes to answer.
        ticket: Ticket,
        /// What the member did.
        interaction: Box<Interaction>,
    },
    /// A member did something that the library could not read. It can be answered, so that it is not shown as failed.
    UnreadableInteraction {
        /// What it takes to answer.
        ticket: Ticket,
    },
    /// A guild can be used: after the start, after an outage, or because the bot was added to it.
    GuildAvailable(GuildSnapshot),
    /// The bot was removed from a guild, or the guild was deleted. An outage is not told.
    GuildLeft {
        /// Which.
        guild: GuildId,
    },
    /// A channel or thread was deleted.
    ChannelDeleted {
        /// Its guild.
        guild: GuildId,
        /// Which.
        channel: ChannelId,
    },
}

/// A guild as it was when it became available.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GuildSnapshot {
    /// Its id.
    pub id: GuildId,
    /// Its name.
    pub name: String,
    /// Who owns it.
    pub owner: MemberId,
    /// Its channels, without threads.
    pub channels: Vec<Channel>,
}
