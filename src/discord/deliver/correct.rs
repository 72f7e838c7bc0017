//! The messages that told of an edition are corrected: those that are there are edited, which can be repeated, and what
//! more there is to say is posted after them, once.

use std::time::Duration;

use serde_json::Value;

use super::mark::Identity;
use super::post::obstacle;
use super::shown::shows;
use super::{Delivered, Deliverer};
use crate::discord::gallery::{self, Look};
use crate::discord::sender::{File, SendError};
use crate::discord::view::{Context, left_over};
use crate::outbox::{Delivery, Notice, Obstacle, Posted, Topic};
use crate::radar::EditionId;
use crate::service::Facts;
use crate::storage::{StoreError, Stored};

/// For how long the status tells that a message is gone which was to be corrected.
const TOLD_FOR: jiff::SignedDuration = jiff::SignedDuration::from_hours(20);

/// What came of editing the messages.
enum Edited {
    /// They show what is right; of one at least.
    All,
    /// There was something to edit, and all of it was deleted.
    Gone,
    /// One could not be edited.
    Not(SendError),
}

impl Deliverer {
    pub(super) async fn correct(
        &self,
        stored: Stored<Notice>,
        edition: &EditionId,
        number: u32,
    ) -> Result<Delivered, StoreError> {
        if let Some(earlier) = self.earlier(&stored.value, edition, number).await? {
            return self.first(earlier).await;
        }
        if self.is_taken_over(&stored.value, edition, number).await? {
            return self.sent(stored, Vec::new()).await;
        }
        // Once something is posted after them, the messages before it have been edited.
        let begun = match &stored.value.delivery {
            Delivery::Pending => false,
            Delivery::Parked { parts, .. } => !parts.is_empty(),
            Delivery::Sending { .. } | Delivery::Sent { .. } => true,
        };
        if begun {
            return self.post(stored).await;
        }
        match self.edit_all(&stored.value, edition, number).await? {
            Edited::All => self.post(stored).await,
            Edited::Gone => self.gone(stored).await,
            Edited::Not(error) => {
                tracing::warn!(guild.id = %stored.value.guild, edition.id = %edition, error = %error, "a digest could not be corrected");
                match obstacle(&error) {
                    None => Ok(self.again(&error)),
                    Some(why) if self.may_be_away(&stored.value, why) => Ok(Delivered::Away),
                    Some(why) => self.park_edit(stored, why).await,
                }
            }
        }
    }

    /// The first of what was to be said of the edition before, if it is not said yet: parts keep their order.
    async fn earlier(
        &self,
        notice: &Notice,
        edition: &EditionId,
        number: u32,
    ) -> Result<Option<Stored<Notice>>, StoreError> {
        let before = (1..number).map(|earlier| Topic::Correction(edition.clone(), earlier));
        for topic in std::iter::once(Topic::Digest(edition.clone())).chain(before) {
            if let Some(open) = self.open(notice.guild, &topic).await? {
                return Ok(Some(open));
            }
        }
        Ok(None)
    }

    /// Says what comes first.
    async fn first(&self, earlier: Stored<Notice>) -> Result<Delivered, StoreError> {
        if let Some((why, _)) = earlier.value.parked() {
            return Ok(Delivered::Parked(why));
        }
        let topic = earlier.value.topic.clone();
        let delivered = match topic.correction() {
            Some((edition, number)) => Box::pin(self.correct(earlier, edition, number)).await?,
            None => self.post(earlier).await?,
        };
        Ok(match delivered {
            Delivered::Done => Delivered::Later(Duration::ZERO),
            not_yet => not_yet,
        })
    }

    /// Whether a later correction says all that this one would, and nothing of this one is under way.
    async fn is_taken_over(
        &self,
        notice: &Notice,
        edition: &EditionId,
        number: u32,
    ) -> Result<bool, StoreError> {
        let next = Topic::Correction(edition.clone(), number.saturating_add(1));
        let next = self.service.store().notice(notice.guild, &next).await?;
        Ok(next.is_some() && notice.is_untried())
    }

    async fn edit_all(
        &self,
        notice: &Notice,
        edition: &EditionId,
        number: u32,
    ) -> Result<Edited, StoreError> {
        let guild = notice.guild;
        let messages = self.service.digest_messages(guild, edition, number).await?;
        let topic = Topic::Digest(edition.clone());
        let Some(digest) = self.service.store().notice(guild, &topic).await? else {
            return Ok(Edited::All);
        };
        let digest = digest.value;
        let facts = self.service.facts(&digest, self.clock.now()).await?;
        if facts == Facts::Nothing {
            return Ok(Edited::All);
        }
        let mark = Identity::of(guild, digest.channel, &topic).mark();
        let bodies = self.render(&facts, &mark, guild);
        // The pictures are hung again, so that they are those of the edition as it is now.
        let settings = self.service.store().settings(guild).await?;
        let look = Look::new(settings.value.look());
        let radar = self.service.radar(guild).await?;
        let pictures = self.gallery.pictures(&radar, edition, look).await;
        let mut gone = 0;
        for (part, posted) in messages.iter().enumerate() {
            let mut body = match (bodies.get(part), messages.first()) {
                (Some(body), _) => body.clone(),
                (None, Some(first)) => {
                    let wording = &self.wording;
                    left_over(*first, &mark, part + 1, Context { wording, guild })
                }
                (None, None) => continue,
            };
            let files = if bodies.len() > part {
                gallery::hang(&pictures, part, &mut body)
            } else {
                Vec::new()
            };
            if self.is_shown(*posted, &body, &files).await {
                continue;
            }
            match self.sender.edit_message_with(*posted, &body, files).await {
                Ok(_) => {}
                Err(error) if error.is_unknown_message() => {
                    tracing::info!(guild.id = %guild, edition.id = %edition, part, "a message of a digest was deleted; it is not corrected");
                    gone += 1;
                }
                Err(error) => return Ok(Edited::Not(error)),
            }
        }
        let all_gone = gone > 0 && gone == messages.len();
        Ok(if all_gone { Edited::Gone } else { Edited::All })
    }

    /// Whether the message is right as it is. One that can not be read is edited.
    async fn is_shown(&self, posted: Posted, body: &Value, files: &[File]) -> bool {
        match self.sender.message(posted.channel, posted.message).await {
            Ok(there) => shows(&there, body, files),
            Err(error) => {
                tracing::debug!(discord.message = %posted.message, %error, "a message can not be looked at before it is edited");
                false
            }
        }
    }

    /// The maintainers are told that there is nothing to correct any more; a day later that is over, too.
    async fn gone(&self, stored: Stored<Notice>) -> Result<Delivered, StoreError> {
        let told = match stored.value.parked() {
            Some((Obstacle::MessageGone, since)) => self.clock.now().duration_since(since) >= TOLD_FOR,
            Some(_) | None => false,
        };
        if told {
            return self.sent(stored, Vec::new()).await;
        }
        self.park_edit(stored, Obstacle::MessageGone).await
    }
}
