//! Answers one interaction, once.
//!
//! Discord takes one first answer within three seconds. A [`Responder`] is used up by giving it, so a second one does
//! not compile; what comes after is the business of [`Answered`] and [`Deferred`].

#[cfg(test)]
#[cfg(feature = "sandbox")]
mod tests;

use std::fmt;
use std::mem;
use std::time::Duration;

use serde::Serialize;
use serenity::model::application::Interaction;
use tokio::time::Instant;

use super::sender::{Callback, Choice, FormBody, Message, MessageBody, SendError, Sender, code};
use crate::id::{ApplicationId, InteractionId};
use crate::metrics::{InteractionKind, InteractionOutcome, Metrics};

/// What of Discord's three seconds is ours: the rest is for the way there.
const ANSWER_WITHIN: Duration = Duration::from_millis(2500);

/// When Discord takes no first answer any more: a little earlier, for the way there.
const TAKEN_WITHIN: Duration = Duration::from_millis(2900);

/// How long an answer that was promised is tried again where Discord does not take it: as long as members wait.
const PROMISED_WITHIN: Duration = Duration::from_mins(2);

/// What it takes to answer an interaction.
#[derive(Clone)]
pub struct Ticket {
    /// The interaction. Its time is when the member pressed.
    pub interaction: InteractionId,
    /// The application that later answers go through.
    pub application: ApplicationId,
    /// The permission to answer: a secret for fifteen minutes.
    token: String,
    /// When it came in.
    received: Instant,
    /// What the member did.
    kind: InteractionKind,
}

impl Ticket {
    /// The ticket of an interaction that came in at `received`, and of which no more could be read.
    pub fn new(
        interaction: InteractionId,
        application: ApplicationId,
        token: String,
        received: Instant,
    ) -> Self {
        Self {
            interaction,
            application,
            token,
            received,
            kind: InteractionKind::Unreadable,
        }
    }

    /// The same of what turned out to be a press.
    pub(super) fn of_press(self) -> Self {
        Self {
            kind: InteractionKind::Component,
            ..self
        }
    }

    /// The ticket of what serenity has read, which loses its token to it: nothing else can answer, and no `Debug`
    /// output shows it.
    pub(super) fn take(interaction: &mut Interaction, received: Instant) -> Self {
        // serenity's ids are never zero, as ours.
        let (id, application) = (interaction.id().into(), interaction.application_id().into());
        let kind = match &*interaction {
            Interaction::Command(_) => InteractionKind::Command,
            Interaction::Autocomplete(_) => InteractionKind::Autocomplete,
            Interaction::Modal(_) => InteractionKind::Modal,
            // serenity's list is open.
            _ => InteractionKind::Unreadable,
        };
        let token = match interaction {
            Interaction::Command(it) | Interaction::Autocomplete(it) => mem::take(&mut it.token),
            Interaction::Modal(it) => mem::take(&mut it.token),
            Interaction::Ping(it) => mem::take(&mut it.token),
            // serenity's list is open.
            other => other.token().to_owned(),
        };
        Self {
            interaction: InteractionId::new(id),
            application: ApplicationId::new(application),
            token,
            received,
            kind,
        }
    }

    /// Counts an interaction that was taken before, and is not taken again.
    pub(super) fn was_redelivered(&self, metrics: &Metrics) {
        metrics.interaction(
            self.kind,
            InteractionOutcome::Redelivered,
            self.received.elapsed(),
        );
    }

    /// When the first answer must be on its way, by the monotonic clock.
    pub fn deadline(&self) -> Instant {
        self.received + ANSWER_WITHIN
    }
}

impl fmt::Debug for Ticket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ticket")
            .field("interaction", &self.interaction)
            .field("application", &self.application)
            .field("received", &self.received)
            .finish_non_exhaustive()
    }
}

/// An interaction that has not been answered.
#[derive(Debug)]
#[must_use = "an interaction that is not answered is shown as failed"]
pub struct Responder {
    sender: Sender,
    ticket: Ticket,
}

/// What became of a first answer.
#[derive(Debug)]
pub enum Acknowledgement<T> {
    /// Discord has taken it.
    InTime(T),
    /// The three seconds were over, or another process was first. Nobody sees the answer, and there is nothing to do.
    Late,
}

impl<T> Acknowledgement<T> {
    /// What can be done next, if the answer was in time.
    pub fn in_time(self) -> Option<T> {
        match self {
            Self::InTime(next) => Some(next),
            Self::Late => None,
        }
    }
}

/// An interaction that has its answer: it can be changed, and more can be said.
#[derive(Debug)]
pub struct Answered {
    sender: Sender,
    ticket: Ticket,
}

/// An interaction whose member was told to wait.
#[derive(Debug)]
#[must_use = "a deferred answer must be given"]
pub struct Deferred {
    sender: Sender,
    ticket: Ticket,
}

impl Responder {
    /// Starts to answer the interaction of `ticket`.
    pub fn new(sender: Sender, ticket: Ticket) -> Self {
        Self { sender, ticket }
    }

    /// When the answer must be on its way; what takes longer is deferred before.
    pub fn deadline(&self) -> Instant {
        self.ticket.deadline()
    }

    /// Answers with a message.
    pub async fn reply(self, message: &impl Serialize) -> Result<Acknowledgement<Answered>, SendError> {
        self.reply_with(MessageBody::new(message)?).await
    }

    /// Answers with a message that is ready to be sent.
    pub async fn reply_with(self, message: MessageBody) -> Result<Acknowledgement<Answered>, SendError> {
        let callback = Callback::Reply(message);
        let taken = self.acknowledge(callback).await?;
        Ok(self.next(taken, |sender, ticket| Answered { sender, ticket }))
    }

    /// Says that the answer takes a while.
    pub async fn defer(self, ephemeral: bool) -> Result<Acknowledgement<Deferred>, SendError> {
        let taken = self.acknowledge(Callback::Defer { ephemeral }).await?;
        Ok(self.next(taken, |sender, ticket| Deferred { sender, ticket }))
    }

    /// Takes a button's press without a word. What is finished later changes the button's message.
    pub async fn defer_update(self) -> Result<Acknowledgement<Deferred>, SendError> {
        let taken = self.acknowledge(Callback::DeferUpdate).await?;
        Ok(self.next(taken, |sender, ticket| Deferred { sender, ticket }))
    }

    /// Changes the message whose button was pressed. Its pictures stay unless `change` names others.
    pub async fn update(self, change: MessageBody) -> Result<Acknowledgement<Answered>, SendError> {
        let callback = Callback::Update(change);
        let taken = self.acknowledge(callback).await?;
        Ok(self.next(taken, |sender, ticket| Answered { sender, ticket }))
    }

    /// Suggests what the member may mean; at most 25.
    pub async fn autocomplete(self, choices: Vec<Choice>) -> Result<Acknowledgement<()>, SendError> {
        let taken = self.acknowledge(Callback::Autocomplete(choices)).await?;
        Ok(self.next(taken, |_, _| ()))
    }

    /// Asks the member to fill in a form. What they submit is an interaction of its own; to one of those no form is an
    /// answer.
    pub async fn form(self, form: FormBody) -> Result<Acknowledgement<()>, SendError> {
        let taken = self.acknowledge(Callback::Form(form)).await?;
        Ok(self.next(taken, |_, _| ()))
    }

    /// Whether Discord took the answer. Being late is no error: members type on, and networks are slow.
    async fn acknowledge(&self, callback: Callback) -> Result<bool, SendError> {
        let id = self.ticket.interaction;
        let until = self.ticket.received + TAKEN_WITHIN;
        let suggestion = matches!(callback, Callback::Autocomplete(_));
        let deferred = matches!(callback, Callback::Defer { .. } | Callback::DeferUpdate);
        let answered = self
            .sender
            .callback(id, &self.ticket.token, callback, until)
            .await;
        let outcome = outcome(&answered, deferred);
        let after = self.ticket.received.elapsed();
        let kind = self.ticket.kind;
        self.sender.metrics().interaction(kind, outcome, after);
        tracing::debug!(
            interaction.id = %id,
            kind = kind.name(),
            outcome = outcome.name(),
            elapsed_ms = u64::try_from(after.as_millis()).unwrap_or(u64::MAX),
            "an interaction had its first answer"
        );
        match answered {
            Ok(()) => Ok(true),
            Err(error) if error.is_late() => {
                let elapsed_ms =
                    u64::try_from(self.ticket.received.elapsed().as_millis()).unwrap_or(u64::MAX);
                if suggestion {
                    tracing::debug!(interaction.id = %id, elapsed_ms, code = error.code(), "a suggestion was late");
                } else {
                    tracing::info!(interaction.id = %id, elapsed_ms, code = error.code(), "an answer was late");
                }
                Ok(false)
            }
            // The member may read that they are to wait: what they wait for is then given, and harms nobody otherwise.
            Err(error) if deferred && error.may_have_taken_effect() => {
                tracing::info!(interaction.id = %id, error = %error, "whether a member was told to wait is not known");
                Ok(true)
            }
            Err(error) => Err(error),
        }
    }

    fn next<T>(self, taken: bool, next: impl FnOnce(Sender, Ticket) -> T) -> Acknowledgement<T> {
        if taken {
            Acknowledgement::InTime(next(self.sender, self.ticket))
        } else {
            Acknowledgement::Late
        }
    }
}

/// What a first answer came to, for those who count.
fn outcome(answered: &Result<(), SendError>, deferred: bool) -> InteractionOutcome {
    match answered {
        Ok(()) if deferred => InteractionOutcome::Deferred,
        Ok(()) => InteractionOutcome::Answered,
        Err(error) if error.code() == Some(code::ALREADY_ACKNOWLEDGED) => InteractionOutcome::Redelivered,
        Err(error) if error.is_late() => InteractionOutcome::Late,
        Err(_) => InteractionOutcome::Failed,
    }
}

impl Deferred {
    /// Gives the answer.
    pub async fn finish(self, message: &impl Serialize) -> Result<Answered, SendError> {
        self.finish_with(MessageBody::new(message)?).await
    }

    /// Gives an answer that is ready to be sent.
    pub async fn finish_with(self, message: MessageBody) -> Result<Answered, SendError> {
        self.sender
            .edit_original_with(
                self.ticket.application,
                &self.ticket.token,
                message,
                Instant::now() + PROMISED_WITHIN,
            )
            .await?;
        Ok(Answered {
            sender: self.sender,
            ticket: self.ticket,
        })
    }
}

impl Answered {
    /// Changes the answer.
    pub async fn edit(&self, change: &impl Serialize) -> Result<Message, SendError> {
        self.sender
            .edit_original(
                self.ticket.application,
                &self.ticket.token,
                change,
                Instant::now() + PROMISED_WITHIN,
            )
            .await
    }

    /// Says one more thing.
    pub async fn follow_up(&self, message: &impl Serialize) -> Result<Message, SendError> {
        self.sender
            .follow_up(self.ticket.application, &self.ticket.token, message)
            .await
    }
}
