//! Turns serenity's events into ours, on the task that serenity starts for each.

use std::sync::Arc;
use std::time::Instant;

use async_trait::async_trait;
use serde_json::Value;
use serenity::client::{Context, RawEventHandler};
use serenity::model::application::Interaction;
use serenity::model::channel::GuildChannel;
use serenity::model::event::{Event, GuildCreateEvent, ReadyEvent, UnknownEvent};
use tokio_util::task::TaskTracker;

use super::event::{GatewayEvent, GatewayHandler, GuildSnapshot, Shard};
use crate::discord::channel::{Channel, ChannelKind};
use crate::discord::responder::Ticket;
use crate::id::{ApplicationId, ChannelId, GuildId, MemberId};

/// serenity's typed handler never hears of an event that does not fit its types; this one does.
pub(super) struct Forward {
    handler: Arc<dyn GatewayHandler>,
    /// serenity forgets the tasks that it starts.
    under_way: TaskTracker,
}

impl Forward {
    pub fn new(handler: Arc<dyn GatewayHandler>, under_way: TaskTracker) -> Self {
        Self { handler, under_way }
    }
}

#[async_trait]
impl RawEventHandler for Forward {
    async fn raw_event(&self, _: Context, event: Event) {
        if let Some(event) = translate(event, Instant::now()) {
            self.under_way.track_future(self.handler.handle(event)).await;
        }
    }
}

fn translate(event: Event, received: Instant) -> Option<GatewayEvent> {
    // serenity's list of events is open; all but these are of no use here.
    match event {
        Event::InteractionCreate(event) => match event.interaction {
            // A ping is for those who take interactions by HTTP.
            Interaction::Ping(_) => None,
            mut interaction => Some(GatewayEvent::Interaction {
                ticket: Ticket::take(&mut interaction, received),
                interaction: Box::new(interaction),
            }),
        },
        Event::Ready(event) => Some(ready(&event)),
        Event::GuildCreate(event) => Some(GatewayEvent::GuildAvailable(snapshot(event))),
        Event::GuildDelete(event) => {
            // An outage has the flag; purging a guild's data because of one would be a loss.
            let guild = GuildId::new(event.guild.id.into());
            Some(if event.guild.unavailable {
                GatewayEvent::GuildUnavailable { guild }
            } else {
                GatewayEvent::GuildLeft { guild }
            })
        }
        Event::ChannelCreate(event) => Some(changed(event.channel.guild_id)),
        Event::ChannelUpdate(event) => Some(changed(event.channel.guild_id)),
        Event::GuildRoleUpdate(event) => Some(changed(event.role.guild_id)),
        Event::ChannelDelete(event) => Some(GatewayEvent::ChannelDeleted {
            guild: GuildId::new(event.channel.guild_id.into()),
            channel: ChannelId::new(event.channel.id.into()),
        }),
        Event::ThreadDelete(event) => Some(GatewayEvent::ChannelDeleted {
            guild: GuildId::new(event.thread.guild_id.into()),
            channel: ChannelId::new(event.thread.id.into()),
        }),
        Event::Unknown(event) => unknown(&event, received),
        _ => None,
    }
}

fn ready(event: &ReadyEvent) -> GatewayEvent {
    let ready = &event.ready;
    GatewayEvent::Ready {
        application: ApplicationId::new(ready.application.id.into()),
        bot: MemberId::new(ready.user.id.into()),
        shard: ready.shard.map_or(Shard { index: 0, total: 1 }, |shard| Shard {
            index: shard.id.0,
            total: shard.total,
        }),
        guilds: ready
            .guilds
            .iter()
            .map(|guild| GuildId::new(guild.id.into()))
            .collect(),
    }
}

fn changed(guild: serenity::model::id::GuildId) -> GatewayEvent {
    GatewayEvent::PlacesChanged {
        guild: GuildId::new(guild.into()),
    }
}

fn snapshot(event: GuildCreateEvent) -> GuildSnapshot {
    let guild = event.guild;
    let id = GuildId::new(guild.id.into());
    GuildSnapshot {
        id,
        owner: MemberId::new(guild.owner_id.into()),
        channels: guild
            .channels
            .into_values()
            .map(|channel| listed(channel, id))
            .collect(),
        name: guild.name,
    }
}

fn listed(channel: GuildChannel, guild: GuildId) -> Channel {
    Channel {
        id: ChannelId::new(channel.id.into()),
        kind: ChannelKind::from_number(channel.kind.into()),
        guild: Some(guild),
        name: Some(channel.name),
    }
}

/// What did not fit serenity's types.
fn unknown(event: &UnknownEvent, received: Instant) -> Option<GatewayEvent> {
    /// An interaction that suggestions are wanted for: it can not be answered with a message.
    const AUTOCOMPLETE: u64 = 4;

    if event.kind == "GUILD_CREATE" && event.value["unavailable"] == Value::Bool(true) {
        let guild = event.value["id"].as_str()?.parse().ok()?;
        return Some(GatewayEvent::GuildUnavailable { guild });
    }
    if matches!(
        event.kind.as_str(),
        "GUILD_CREATE" | "GUILD_DELETE" | "CHANNEL_DELETE" | "THREAD_DELETE" | "READY"
    ) {
        tracing::warn!(discord.event = event.kind, "an event was not understood");
    }
    if event.kind != "INTERACTION_CREATE" {
        return None;
    }
    let text = |field: &str| event.value[field].as_str();
    let kind = event.value["type"].as_u64();
    tracing::warn!(
        discord.interaction = text("id"),
        discord.kind = kind,
        "an interaction was not understood"
    );
    if kind == Some(AUTOCOMPLETE) {
        return None;
    }
    let ticket = Ticket::new(
        text("id")?.parse().ok()?,
        text("application_id")?.parse().ok()?,
        text("token")?.to_owned(),
        received,
    );
    Some(GatewayEvent::UnreadableInteraction { ticket })
}
