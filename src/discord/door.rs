//! Where Discord comes in: decode, handle, render, answer.

mod guilds;
mod pictures;
mod presses;
mod standing;
#[cfg(test)]
#[cfg(feature = "sandbox")]
mod tests;

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use serenity::model::application::{CommandInteraction, Interaction};
use tokio::sync::watch;
use tokio::time::Instant;
use tokio_util::task::TaskTracker;

use self::standing::Progress;
pub use self::standing::Standing;
use super::answering::{Place, answer, with_flags};
use super::attempted::Attempted;
use super::commands::{self, Audience};
use super::convert;
use super::deliver::Deliverer;
use super::gateway::{GatewayEvent, GatewayHandler};
use super::responder::{Responder, Ticket};
use super::sender::{SendError, Sender};
use super::suggest::suggestions;
use super::taken::Taken;
use super::usage_error::UsageError;
use super::view::{self, CardCache, Context, Reply};
use crate::clock::Clock;
use crate::id::GuildId;
use crate::service::{Call, Error, Request, Response, Service};
use crate::wording::Wording;

/// What is left of an interaction's time for the answer itself, after waiting for a vote's message.
const ANSWER_TIME: Duration = Duration::from_millis(500);

/// Answers what comes over the gateway.
#[derive(Clone)]
pub struct Door {
    service: Service,
    sender: Sender,
    deliverer: Deliverer,
    wording: Arc<Wording>,
    cards: Arc<CardCache>,
    clock: Clock,
    scope: Option<GuildId>,
    progress: Arc<Progress>,
    under_way: TaskTracker,
    taken: Arc<Taken>,
}

impl Door {
    /// A door that registers its commands on `scope`, or everywhere.
    pub fn new(
        service: Service,
        sender: Sender,
        deliverer: Deliverer,
        wording: Arc<Wording>,
        clock: Clock,
        scope: Option<GuildId>,
    ) -> Self {
        let under_way = TaskTracker::new();
        Self {
            service,
            sender,
            deliverer,
            wording,
            cards: Arc::default(),
            clock,
            scope,
            progress: Arc::default(),
            under_way,
            taken: Arc::default(),
        }
    }

    /// Changes with where the bot stands.
    pub fn standing(&self) -> watch::Receiver<Standing> {
        self.progress.watch()
    }

    /// Waits until the interactions under way are answered, at most `within`.
    pub async fn finish(&self, within: Duration) {
        self.progress.give_up();
        self.under_way.close();
        if tokio::time::timeout(within, self.under_way.wait()).await.is_err() {
            tracing::warn!(
                interactions = self.under_way.len(),
                "the bot stops before these were answered"
            );
        }
    }

    /// Whether an interaction is new; one that Discord delivers again was answered, or is being answered.
    fn takes(&self, ticket: &Ticket) -> bool {
        let is_new = self.taken.take(ticket.interaction);
        if is_new {
            tracing::debug!(interaction.id = %ticket.interaction, "an interaction was taken");
        } else {
            tracing::debug!(interaction.id = %ticket.interaction, "an interaction was delivered again");
            ticket.was_redelivered(self.sender.metrics());
        }
        is_new
    }

    async fn interaction(&self, ticket: Ticket, interaction: Interaction) {
        let id = ticket.interaction;
        let deadline = ticket.deadline();
        let responder = Responder::new(self.sender.clone(), ticket);
        let sent = match interaction {
            Interaction::Command(command) => Box::pin(self.command(responder, &command, deadline)).await,
            Interaction::Autocomplete(typing) => {
                let choices = suggestions(&self.service, &self.wording, &self.clock, &typing).await;
                let choices = choices.unwrap_or_else(|error| {
                    tracing::error!(interaction.id = %id, error = %error, "nothing could be suggested");
                    Vec::new()
                });
                responder.autocomplete(choices).await.map(drop)
            }
            // Presses and forms come as events of their own, and pings over HTTP only.
            _ => return,
        };
        if let Err(error) = sent {
            tracing::warn!(interaction.id = %id, error = %error, "an interaction could not be answered");
        }
    }

    /// Somebody waits for an answer to what could not be read.
    async fn unreadable(&self, ticket: Ticket, wants_suggestions: bool) {
        let id = ticket.interaction;
        tracing::error!(interaction.id = %id, "an interaction could not be read");
        let responder = Responder::new(self.sender.clone(), ticket);
        let sent = if wants_suggestions {
            responder.autocomplete(Vec::new()).await.map(drop)
        } else {
            let reply = self.usage(&UsageError::Unreadable, Attempted::Other, None);
            async { responder.reply_with(with_flags(reply)?).await.map(drop) }.await
        };
        if let Err(error) = sent {
            tracing::warn!(interaction.id = %id, error = %error, "an unreadable interaction could not be answered");
        }
    }

    async fn command(
        &self,
        responder: Responder,
        command: &CommandInteraction,
        deadline: Instant,
    ) -> Result<(), SendError> {
        let asked = convert::command_call(command, self.clock.now())
            .and_then(|call| commands::decode(&command.data).map(|asked| (call, asked)));
        let (call, asked) = match asked {
            Ok(asked) => asked,
            Err(error) => {
                let attempted = commands::attempted(&command.data.name);
                let guild = convert::guild(command.guild_id);
                return self.refuse(responder, &error, attempted, guild).await;
            }
        };
        let ephemeral = asked.audience == Audience::Asker;
        let work = self.illustrated(&call, asked.request, asked.audience, deadline);
        answer(responder, Place::Message { ephemeral }, work).await
    }

    async fn refuse(
        &self,
        responder: Responder,
        error: &UsageError,
        attempted: Attempted,
        guild: Option<GuildId>,
    ) -> Result<(), SendError> {
        let reply = self.usage(error, attempted, guild);
        responder.reply_with(with_flags(reply)?).await.map(drop)
    }

    /// What the request comes to, in words.
    async fn work(&self, call: &Call, request: Request, audience: Audience, deadline: Instant) -> Reply {
        self.hear(call.guild, call.interaction.created_at()).await;
        let attempted = Attempted::from(&request);
        let context = self.context(call.guild);
        match self.service.handle(call, request).await {
            Ok(Response::Card(card)) => Reply {
                body: self.cards.body(*card, context),
                ephemeral: audience == Audience::Asker,
                files: Vec::new(),
            },
            Ok(response) => view::render(
                &self.with_link(call.guild, response, deadline).await,
                audience,
                context,
            ),
            Err(error) => {
                // The interaction's own id: unique, and the member's to quote.
                let reference = call.interaction.to_string();
                if !matches!(error, Error::Refused(_)) {
                    tracing::error!(interaction.id = %call.interaction, guild.id = %call.guild, error = %error, "a request failed");
                }
                view::render_error(&error, attempted, &reference, context)
            }
        }
    }

    /// Waits a little for the message of a new vote, so that the answer can link to it.
    async fn with_link(&self, guild: GuildId, response: Response, deadline: Instant) -> Response {
        let Response::Proposed {
            number,
            channel,
            title,
            posted: None,
            similar,
            waiting,
        } = response
        else {
            return response;
        };
        let mut progress = self.deliverer.progress();
        let until = deadline.checked_sub(ANSWER_TIME).unwrap_or(deadline);
        let posted = loop {
            match self.service.posted(guild, number).await {
                Ok(None) => {}
                Ok(posted) => break posted,
                Err(_unreadable) => break None,
            }
            match tokio::time::timeout_at(until, progress.changed()).await {
                Ok(Ok(())) => {}
                Ok(Err(_)) | Err(_) => break None,
            }
        };
        Response::Proposed {
            number,
            channel,
            title,
            posted,
            similar,
            waiting,
        }
    }

    fn usage(&self, error: &UsageError, attempted: Attempted, guild: Option<GuildId>) -> Reply {
        // Outside a guild no link is made of it.
        let guild = guild.unwrap_or(GuildId::new(std::num::NonZeroU64::MIN));
        view::render_usage(error, attempted, self.context(guild))
    }

    fn context(&self, guild: GuildId) -> Context<'_> {
        Context {
            wording: &self.wording,
            guild,
        }
    }
}

#[async_trait]
impl GatewayHandler for Door {
    async fn handle(&self, event: GatewayEvent) {
        match event {
            GatewayEvent::Ready {
                application,
                bot: _,
                shard,
                guilds,
            } => {
                self.call_the_roll(shard, &guilds).await;
                self.shard_started(application, shard);
            }
            GatewayEvent::Press { ticket, press } => {
                if self.takes(&ticket) {
                    self.under_way
                        .track_future(Box::pin(self.pressed(ticket, &press)))
                        .await;
                }
            }
            GatewayEvent::Interaction { ticket, interaction } => {
                if self.takes(&ticket) {
                    self.under_way
                        .track_future(Box::pin(self.interaction(ticket, *interaction)))
                        .await;
                }
            }
            GatewayEvent::Form { ticket, form, fields } => {
                if self.takes(&ticket) {
                    self.under_way
                        .track_future(self.form(ticket, &form, &fields))
                        .await;
                }
            }
            GatewayEvent::UnreadableInteraction {
                ticket,
                wants_suggestions,
            } => {
                if self.takes(&ticket) {
                    self.under_way
                        .track_future(self.unreadable(ticket, wants_suggestions))
                        .await;
                }
            }
            GatewayEvent::Heard { shard, guild, gap } => {
                tracing::debug!(from = %gap.from, until = %gap.until, "members are heard again");
                // At the start each guild comes by itself: the others' votes are not looked at for it.
                let concerns = |one| guild.map_or_else(|| shard.has(one), |only| one == only);
                self.service.heard_again(concerns, gap.until);
            }
            GatewayEvent::GuildAvailable(guild) => self.meet(guild).await,
            GatewayEvent::GuildUnavailable { guild } => self.lose(guild).await,
            GatewayEvent::PlacesChanged { guild } => {
                self.hear(guild, self.clock.now()).await;
                self.service.mended(guild);
            }
            GatewayEvent::GuildLeft { guild } => self.leave(guild).await,
            GatewayEvent::ChannelDeleted { guild, channel } => {
                tracing::info!(guild.id = %guild, discord.channel = %channel, "a channel was deleted");
            }
            GatewayEvent::MessagesDeleted {
                guild,
                channel,
                messages,
            } => {
                let now = self.clock.now();
                let noted = self
                    .service
                    .messages_deleted(guild, channel, &messages, now)
                    .await;
                if let Err(error) = noted {
                    tracing::error!(guild.id = %guild, error = %error, "that messages were deleted could not be noted");
                }
            }
        }
    }
}
