//! What members have done and the bot must answer: in time, and once.

use std::collections::HashMap;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::time::Duration;

use serde_json::Value;
use tokio::time::Instant;

use super::api_error::ApiError;
use super::snowflake::Snowflake;

/// The first answer must come within this, by the runtime's timer.
pub const FIRST_ANSWER: Duration = Duration::from_secs(3);
/// The token can be used for this long, by the runtime's timer.
pub const TOKEN_LIFE: Duration = Duration::from_mins(15);

/// Void interactions are forgotten each time that so many have come together.
const CLEAN_UP_EVERY: usize = 256;

/// What sort of thing the member did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InteractionKind {
    /// Sent a command.
    Command,
    /// Used a button or a select.
    Component,
    /// Is typing a value.
    Autocomplete,
    /// Sent a modal.
    Modal,
}

impl InteractionKind {
    /// Discord's number.
    pub const fn number(self) -> u8 {
        match self {
            Self::Command => 2,
            Self::Component => 3,
            Self::Autocomplete => 4,
            Self::Modal => 5,
        }
    }
}

/// The bot's first answer.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    /// A message.
    Message(Snowflake),
    /// A message will come; until then this one is loading.
    Deferred(Snowflake),
    /// The message with the component may be changed later.
    DeferredUpdate,
    /// The message with the component was changed.
    Updated(Snowflake),
    /// Values to choose from.
    Choices(Value),
    /// A form.
    Modal(Value),
}

/// One thing that a member did.
#[derive(Debug, Clone)]
pub struct Interaction {
    /// Its id.
    pub id: Snowflake,
    /// What the bot answers with.
    pub token: String,
    /// What it is.
    pub kind: InteractionKind,
    /// The channel in which it happened.
    pub channel: Snowflake,
    /// Who did it.
    pub user: Snowflake,
    /// When, by the runtime's timer.
    pub at: Instant,
    /// The command's name, if it was one.
    pub command: Option<String>,
    /// The message in whose menu the command was used.
    pub target: Option<Snowflake>,
    /// The message with the component.
    pub source: Option<Snowflake>,
    /// The first answer, once there is one.
    pub answer: Option<Answer>,
}

impl Interaction {
    /// The message that `@original` means.
    pub fn original(&self) -> Option<Snowflake> {
        match self.answer {
            Some(Answer::Message(id) | Answer::Deferred(id) | Answer::Updated(id)) => Some(id),
            Some(Answer::DeferredUpdate) => self.source,
            Some(Answer::Choices(_) | Answer::Modal(_)) | None => None,
        }
    }
}

/// The interactions whose tokens may still be used.
#[derive(Debug, Default)]
pub struct Interactions {
    by_id: HashMap<Snowflake, Interaction>,
    by_token: HashMap<String, Snowflake>,
}

impl Interactions {
    /// Keeps a new one, and from time to time forgets those whose tokens are void.
    pub fn insert(&mut self, interaction: Interaction) {
        if self.by_id.len() % CLEAN_UP_EVERY == CLEAN_UP_EVERY - 1 {
            let now = interaction.at;
            self.by_id
                .retain(|_, known| now.duration_since(known.at) <= TOKEN_LIFE);
            self.by_token.retain(|_, id| self.by_id.contains_key(id));
        }
        self.by_token.insert(interaction.token.clone(), interaction.id);
        self.by_id.insert(interaction.id, interaction);
    }

    /// One by its id.
    pub fn get(&self, id: Snowflake) -> Option<&Interaction> {
        self.by_id.get(&id)
    }

    /// The one that may be answered for the first time at `now`.
    pub fn unanswered(&self, id: Snowflake, token: &str, now: Instant) -> Result<&Interaction, ApiError> {
        let known = self.by_id.get(&id).filter(|known| known.token == token);
        let interaction = known.ok_or(ApiError::UnknownInteraction)?;
        if interaction.answer.is_some() {
            return Err(ApiError::AlreadyAcknowledged);
        }
        if now.duration_since(interaction.at) > FIRST_ANSWER {
            return Err(ApiError::UnknownInteraction);
        }
        Ok(interaction)
    }

    /// Keeps the first answer.
    pub fn answer(&mut self, id: Snowflake, answer: Answer) {
        if let Some(interaction) = self.by_id.get_mut(&id) {
            interaction.answer = Some(answer);
        }
    }

    /// The one that a token belongs to, if the token is still good at `now` and there has been a first answer.
    pub fn by_token(&self, token: &str, now: Instant) -> Result<&Interaction, ApiError> {
        let known = self.by_token.get(token).and_then(|id| self.by_id.get(id));
        let interaction = known.ok_or(ApiError::InvalidWebhookToken)?;
        if now.duration_since(interaction.at) > TOKEN_LIFE {
            return Err(ApiError::InvalidWebhookToken);
        }
        if interaction.answer.is_none() {
            return Err(ApiError::UnknownWebhook);
        }
        Ok(interaction)
    }
}

/// A token that cannot be guessed.
pub fn new_token() -> String {
    let random = || RandomState::new().build_hasher().finish();
    format!("aW50ZXJhY3Rpb24{:016x}{:016x}", random(), random())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sandbox::world::{ADA, VOTES};

    fn one(at: Instant) -> (Interactions, Snowflake) {
        let id = Snowflake::fixed(500);
        let mut all = Interactions::default();
        all.insert(Interaction {
            id,
            token: "t".to_owned(),
            kind: InteractionKind::Command,
            channel: VOTES,
            user: ADA,
            at,
            command: None,
            target: None,
            source: None,
            answer: None,
        });
        (all, id)
    }

    #[test]
    fn a_first_answer_must_come_within_three_seconds() {
        let start = Instant::now();
        let (all, id) = one(start);
        assert!(all.unanswered(id, "t", start + FIRST_ANSWER).is_ok());
        let late = all.unanswered(id, "t", start + Duration::from_millis(3_001));
        assert_eq!(late.unwrap_err(), ApiError::UnknownInteraction);
        assert_eq!(
            all.unanswered(id, "other", start).unwrap_err(),
            ApiError::UnknownInteraction
        );
    }

    #[test]
    fn a_second_first_answer_is_refused() {
        let start = Instant::now();
        let (mut all, id) = one(start);
        all.answer(id, Answer::DeferredUpdate);
        assert_eq!(
            all.unanswered(id, "t", start).unwrap_err(),
            ApiError::AlreadyAcknowledged
        );
    }

    #[test]
    fn a_token_lives_fifteen_minutes_from_the_first_answer_on() {
        let start = Instant::now();
        let (mut all, id) = one(start);
        assert_eq!(all.by_token("t", start).unwrap_err(), ApiError::UnknownWebhook);
        all.answer(id, Answer::DeferredUpdate);
        assert!(all.by_token("t", start + TOKEN_LIFE).is_ok());
        let late = all.by_token("t", start + TOKEN_LIFE + Duration::from_millis(1));
        assert_eq!(late.unwrap_err(), ApiError::InvalidWebhookToken);
    }
}
