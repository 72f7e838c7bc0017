//! What the gateway tells, as far as the bot wants to know.

use async_trait::async_trait;
use serenity::model::application::{Interaction, ModalInteraction};

use crate::discord::channel::Channel;
use crate::discord::fields::Fields;
use crate::discord::press::Press;
use crate::discord::responder::Ticket;
use crate::hearing::Gap;
use crate::id::{ApplicationId, ChannelId, GuildId, MemberId, MessageId};

/// Takes events. Each interaction's call runs in a task of its own, so that a slow one keeps none waiting. All else that
/// a shard is told is handled one after the other, in the order in which it came.
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
        /// Which of the bot's guilds the session is about.
        shard: Shard,
        /// The guilds of the shard that the bot is in; each becomes available by an event of its own.
        guilds: Vec<GuildId>,
    },
    /// The shard hears what is done in its guilds, and did not for a while: presses made meanwhile have failed, also those
    /// that Discord repeats after a connection that was resumed. Comes after each connection, the first one included, and
    /// after an outage of one of the guilds, in which only that guild was not heard.
    Heard {
        /// Which guilds it is about.
        shard: Shard,
        /// The only one of them that it is about, where the others were heard.
        guild: Option<GuildId>,
        /// When nothing was heard.
        gap: Gap,
    },
    /// A member pressed a button or used a menu.
    Press {
        /// What it takes to answer.
        ticket: Ticket,
        /// What was pressed, by whom and where.
        press: Box<Press>,
    },
    /// A member used a command, or types an option.
    Interaction {
        /// What it takes to answer.
        ticket: Ticket,
        /// What the member did.
        interaction: Box<Interaction>,
    },
    /// A member submitted a form.
    Form {
        /// What it takes to answer.
        ticket: Ticket,
        /// Who submitted it and from where; without what was filled in.
        form: Box<ModalInteraction>,
        /// What was filled in.
        fields: Fields,
    },
    /// A member did something that the library could not read. It can be answered, so that it is not shown as failed.
    UnreadableInteraction {
        /// What it takes to answer.
        ticket: Ticket,
        /// Whether the member is typing and suggestions are wanted, not a message.
        wants_suggestions: bool,
    },
    /// A guild can be used: after the start, after an outage, or because the bot was added to it.
    GuildAvailable(GuildSnapshot),
    /// A guild is there, but can not be used for now: an outage at Discord.
    GuildUnavailable {
        /// Which.
        guild: GuildId,
    },
    /// The bot was removed from a guild, or the guild was deleted. An outage is not meant.
    GuildLeft {
        /// Which.
        guild: GuildId,
    },
    /// A channel or a role was made or changed: the bot may be allowed now what it was not before.
    PlacesChanged {
        /// The guild.
        guild: GuildId,
    },
    /// A channel or thread was deleted.
    ChannelDeleted {
        /// Its guild.
        guild: GuildId,
        /// Which.
        channel: ChannelId,
    },
    /// Messages were deleted, by whomever, and whosever they were: Discord does not say.
    MessagesDeleted {
        /// Their guild.
        guild: GuildId,
        /// Their channel.
        channel: ChannelId,
        /// Which.
        messages: Vec<MessageId>,
    },
}

/// What Discord's words for an event come to.
#[derive(Debug)]
pub(super) enum Read {
    /// Something that the bot wants to know.
    Event(GatewayEvent),
    /// Nothing of interest here.
    Nothing,
    /// It should be of interest, but could not be read.
    Unreadable(String),
}

/// One of the connections that share the bot's guilds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Shard {
    /// Which, from 0.
    pub index: u32,
    /// Of how many; at least 1.
    pub total: u32,
}

impl Shard {
    /// Whether this shard is told what happens in the guild
    /// (<https://discord.com/developers/docs/events/gateway#sharding>).
    pub fn has(self, guild: GuildId) -> bool {
        (guild.get() >> 22) % u64::from(self.total.max(1)) == u64::from(self.index)
    }
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
