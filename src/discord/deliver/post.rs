//! Posting a notice: part by part, each stored before it is sent and after it is confirmed.

use serde_json::Value;

use super::look_back::Seen;
use super::mark::Identity;
use super::trouble::nowhere;
use super::{Delivered, Deliverer};
use crate::discord::gallery::{self, Look};
use crate::discord::sender::{File, SendError};
use crate::outbox::{Delivery, Notice, Obstacle, PictureOf, Posted, Topic};
use crate::service::Facts;
use crate::storage::{Batch, CommitError, Row, StoreError, Stored};

/// How long Discord certainly recognises a nonce: well inside the "few minutes" that it promises.
const NONCE_WINDOW: jiff::SignedDuration = jiff::SignedDuration::from_secs(60);

/// What is on its way.
pub(super) struct Sending {
    pub(super) parts: Vec<String>,
    pub(super) posted: Vec<Posted>,
    pub(super) first_try: jiff::Timestamp,
    /// Whether it was rendered just now.
    pub(super) is_new: bool,
    /// What stood in its way before this attempt, and since when.
    pub(super) was: Option<(Obstacle, jiff::Timestamp)>,
}

impl Deliverer {
    pub(super) async fn post(&self, mut stored: Stored<Notice>) -> Result<Delivered, StoreError> {
        let known = self.is_in_hand(&stored.value);
        let Some(mut sending) = self.begin(&stored.value).await? else {
            return self.sent(stored, Vec::new()).await;
        };
        let resumed = matches!(
            stored.value.delivery,
            Delivery::Sending { .. }
                | Delivery::Parked {
                    why: Obstacle::Unknown,
                    ..
                }
        );
        if sending.is_new {
            stored.value.picture = self.picture_of(&stored.value).await?;
        }
        if !matches!(stored.value.delivery, Delivery::Sending { .. })
            && !self.save(&mut stored, &sending).await?
        {
            return Ok(Delivered::Later(self.pace.retry));
        }
        let identity = Identity::of(stored.value.guild, stored.value.channel, &stored.value.topic);
        // What another process may have sent stays unsure until Discord confirms something, however many attempts
        // fail before: an attempt that did not get through says nothing about the earlier one.
        let mut unsure = resumed && !known;
        if !unsure {
            self.take_in_hand(&stored.value);
        }
        while let Some(part) = sending.parts.get(sending.posted.len()).cloned() {
            if unsure && self.clock.now().duration_since(sending.first_try) > NONCE_WINDOW {
                match self
                    .look_back(&stored.value, &identity, sending.posted.len(), sending.first_try)
                    .await
                {
                    Ok(Seen::Message(posted)) => {
                        if self.found(&mut stored, &mut sending, posted).await? {
                            continue;
                        }
                        return Ok(Delivered::Later(self.pace.retry));
                    }
                    Ok(Seen::Nothing) => {}
                    Ok(Seen::Unreachable) => return Ok(Delivered::Later(self.pace.retry)),
                    Ok(Seen::CanNotTell) => return self.park(stored, sending, Obstacle::Unknown).await,
                    Err(error) => return self.failed(stored, sending, unsure, &error).await,
                }
            }
            let mut body: Value = serde_json::from_str(&part).map_err(|error| StoreError::Damaged {
                place: stored.value.topic.to_string(),
                why: error.to_string(),
            })?;
            if let Topic::Digest(_) = stored.value.topic {
                self.fan_out.turn().await;
            }
            let nonce = identity.nonce(sending.posted.len());
            let files = self
                .pictures(&stored.value, sending.posted.len(), &mut body)
                .await?;
            match self
                .sender
                .create_message(stored.value.channel, &body, files, &nonce)
                .await
            {
                Ok(message) => {
                    sending.posted.push(Posted {
                        channel: message.channel,
                        message: message.id,
                    });
                    sending.first_try = self.clock.now();
                    unsure = false;
                    self.take_in_hand(&stored.value);
                    if sending.posted.len() < sending.parts.len() && !self.save(&mut stored, &sending).await?
                    {
                        return Ok(Delivered::Later(self.pace.retry));
                    }
                }
                // Discord answers so to a nonce whose message was posted and then deleted: it was said.
                Err(error) if error.is_unknown_message() => return self.sent(stored, sending.posted).await,
                // It may have been said before it was refused: the history tells, if it may be read.
                Err(error) if unsure && self.stands_in_the_way(&stored.value, &error) => {
                    match self
                        .look_back(&stored.value, &identity, sending.posted.len(), sending.first_try)
                        .await
                    {
                        Ok(Seen::Message(posted)) => {
                            if !self.found(&mut stored, &mut sending, posted).await? {
                                return Ok(Delivered::Later(self.pace.retry));
                            }
                        }
                        Ok(Seen::Nothing) => return self.failed(stored, sending, false, &error).await,
                        Ok(Seen::Unreachable) => return Ok(Delivered::Later(self.pace.retry)),
                        Ok(Seen::CanNotTell) | Err(_) => {
                            return self.failed(stored, sending, true, &error).await;
                        }
                    }
                }
                Err(error) => return self.failed(stored, sending, unsure, &error).await,
            }
        }
        self.sent(stored, sending.posted).await
    }

    /// The pictures that go with a digest, as they are drawn for its guild now.
    async fn picture_of(&self, notice: &Notice) -> Result<Option<PictureOf>, StoreError> {
        let Topic::Digest(edition) = &notice.topic else {
            return Ok(None);
        };
        let settings = self.service.store().settings(notice.guild).await?;
        let look = Look::new(settings.value.look());
        let radar = self.service.radar(notice.guild).await?;
        let pictures = self.gallery.pictures(&radar, edition, look).await;
        Ok(gallery::hash(&pictures).map(|hash| PictureOf {
            edition: edition.clone(),
            theme: look.theme,
            width: look.width,
            hash,
        }))
    }

    /// The files that go with a part of a digest: drawn again, as they were drawn first.
    async fn pictures(
        &self,
        notice: &Notice,
        part: usize,
        body: &mut Value,
    ) -> Result<Vec<File>, StoreError> {
        let today;
        let of = if let Some(of) = &notice.picture {
            of
        } else {
            // Rendered by a bot that kept nothing of the picture, or there is none.
            today = self.picture_of(notice).await?;
            let Some(of) = &today else {
                return Ok(Vec::new());
            };
            of
        };
        let look = Look {
            theme: of.theme,
            width: of.width,
        };
        let radar = self.service.radar(notice.guild).await?;
        let pictures = self.gallery.pictures(&radar, &of.edition, look).await;
        if gallery::hash(&pictures) != Some(of.hash) {
            // A newer bot draws otherwise, or the data folder was changed. What the message says is the same.
            tracing::info!(
                guild.id = %notice.guild,
                notice.topic = %notice.topic,
                "pictures are not drawn as they were first"
            );
        }
        Ok(gallery::hang(&pictures, part, body))
    }

    /// Stores that a part was found in the history; `false` if somebody else wrote the notice.
    async fn found(
        &self,
        stored: &mut Stored<Notice>,
        sending: &mut Sending,
        posted: Posted,
    ) -> Result<bool, StoreError> {
        sending.posted.push(posted);
        sending.first_try = self.clock.now();
        self.save(stored, sending).await
    }

    /// Whether an error says that something stands in the way of a notice, in a guild that is there.
    fn stands_in_the_way(&self, notice: &Notice, error: &SendError) -> bool {
        obstacle(error).is_some_and(|why| !self.may_be_away(notice, why))
    }

    /// What is to be sent: as it was rendered before, or rendered now. `None`: there is nothing to say.
    async fn begin(&self, notice: &Notice) -> Result<Option<Sending>, StoreError> {
        let now = self.clock.now();
        match &notice.delivery {
            Delivery::Sending {
                parts,
                posted,
                first_try,
            } => Ok(Some(Sending {
                parts: parts.clone(),
                posted: posted.clone(),
                first_try: *first_try,
                is_new: false,
                was: None,
            })),
            Delivery::Parked {
                why,
                at,
                parts,
                posted,
            } if !parts.is_empty() => {
                if self.is_out_of_date(notice).await? {
                    return Ok(None);
                }
                Ok(Some(Sending {
                    parts: parts.clone(),
                    posted: posted.clone(),
                    // What Discord refused was not said; what may have been said is looked for from then on.
                    first_try: if *why == Obstacle::Unknown { *at } else { now },
                    is_new: false,
                    was: notice.parked(),
                }))
            }
            Delivery::Parked { .. } | Delivery::Pending | Delivery::Sent { .. } => {
                let facts = self.service.facts(notice, now).await?;
                if facts == Facts::Nothing {
                    return Ok(None);
                }
                let mark = Identity::of(notice.guild, notice.channel, &notice.topic).mark();
                let parts = self
                    .render(&facts, &mark, notice.guild)
                    .iter()
                    .map(Value::to_string)
                    .collect();
                Ok(Some(Sending {
                    parts,
                    posted: Vec::new(),
                    first_try: now,
                    is_new: true,
                    was: notice.parked(),
                }))
            }
        }
    }

    /// Whether what was rendered of a date, and that nobody could read, is not true any more: it was called off, or is over.
    async fn is_out_of_date(&self, notice: &Notice) -> Result<bool, StoreError> {
        let Topic::Calendar(_) = notice.topic else {
            return Ok(false);
        };
        Ok(!notice.may_be_read() && self.service.facts(notice, self.clock.now()).await? == Facts::Nothing)
    }

    /// Stores what is on its way; `false` if somebody else wrote the notice.
    pub(super) async fn save(
        &self,
        stored: &mut Stored<Notice>,
        sending: &Sending,
    ) -> Result<bool, StoreError> {
        let delivery = Delivery::Sending {
            parts: sending.parts.clone(),
            posted: sending.posted.clone(),
            first_try: sending.first_try,
        };
        self.store_delivery(stored, delivery).await
    }

    pub(super) async fn store_delivery(
        &self,
        stored: &mut Stored<Notice>,
        delivery: Delivery,
    ) -> Result<bool, StoreError> {
        let notice = Notice {
            delivery,
            ..stored.value.clone()
        };
        let batch = Batch::new().replace(stored.revision, Row::Notice(notice.clone()));
        match self.service.store().commit(batch).await {
            Ok(revision) => {
                *stored = Stored {
                    revision,
                    value: notice,
                };
                Ok(true)
            }
            Err(CommitError::Conflict) => Ok(false),
            Err(CommitError::Store(error)) => Err(error),
        }
    }

    /// Stores that everything was said.
    pub(super) async fn sent(
        &self,
        mut stored: Stored<Notice>,
        posted: Vec<Posted>,
    ) -> Result<Delivered, StoreError> {
        self.put_down(&stored.value);
        let now = self.clock.now();
        Ok(if self.service.said(&mut stored, posted, now).await? {
            Delivered::Done
        } else {
            Delivered::Later(self.pace.retry)
        })
    }

    async fn park(
        &self,
        mut stored: Stored<Notice>,
        sending: Sending,
        why: Obstacle,
    ) -> Result<Delivered, StoreError> {
        if let Some(nowhere) = nowhere(&stored.value) {
            return self.pass_on(stored, nowhere, sending, why).await;
        }
        tracing::warn!(
            guild.id = %stored.value.guild,
            discord.channel = %stored.value.channel,
            notice.topic = %stored.value.topic,
            obstacle = why.name(),
            "a notice is parked; it is tried again from time to time"
        );
        self.put_down(&stored.value);
        let now = self.clock.now();
        let at = match why {
            Obstacle::Unknown => sending.first_try,
            Obstacle::ChannelGone
            | Obstacle::PermissionMissing
            | Obstacle::Refused
            | Obstacle::MessageGone => since(sending.was, why).unwrap_or(now),
        };
        let delivery = Delivery::Parked {
            why,
            at,
            parts: sending.parts,
            posted: sending.posted,
        };
        if self.service.park(&mut stored, delivery, now).await? {
            Ok(Delivered::Parked(why))
        } else {
            Ok(Delivered::Later(self.pace.retry))
        }
    }

    pub(super) async fn failed(
        &self,
        stored: Stored<Notice>,
        sending: Sending,
        unsure: bool,
        error: &SendError,
    ) -> Result<Delivered, StoreError> {
        if let Some(why) = obstacle(error) {
            if self.may_be_away(&stored.value, why) {
                tracing::info!(
                    guild.id = %stored.value.guild,
                    notice.topic = %stored.value.topic,
                    error = %error,
                    "a notice waits for its guild to be there"
                );
                return Ok(Delivered::Away);
            }
            // What is refused now may have been said by an earlier attempt: it must be looked for from then on.
            let why = if unsure { Obstacle::Unknown } else { why };
            return self.park(stored, sending, why).await;
        }
        tracing::warn!(
            guild.id = %stored.value.guild,
            notice.topic = %stored.value.topic,
            error = %error,
            "a notice is tried again"
        );
        if error.may_have_taken_effect() {
            // Within the nonce's window the same request is safe; after it the history is asked.
            self.put_down(&stored.value);
        }
        Ok(self.again(error))
    }
}

/// Since when a notice waits for what it waits for now, if it did before.
pub(super) fn since(before: Option<(Obstacle, jiff::Timestamp)>, now: Obstacle) -> Option<jiff::Timestamp> {
    before.filter(|(why, _)| *why == now).map(|(_, at)| at)
}

/// What stands in the way for longer; `None`: trying again soon may help.
pub(super) fn obstacle(error: &SendError) -> Option<Obstacle> {
    match error {
        _ if error.is_unknown_channel() => Some(Obstacle::ChannelGone),
        _ if error.is_missing_permission() => Some(Obstacle::PermissionMissing),
        SendError::Refused { .. } | SendError::Body(_) => Some(Obstacle::Refused),
        SendError::Unauthorized
        | SendError::RateLimited { .. }
        | SendError::Ambiguous { .. }
        | SendError::NotSent { .. }
        | SendError::Unreadable { .. } => None,
    }
}
