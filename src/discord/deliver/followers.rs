//! Publishing a digest to those who follow its announcement channel: each of its messages, one after the other.

use super::post::Sending;
use super::{Delivered, Deliverer};
use crate::discord::channel::ChannelKind;
use crate::outbox::{Notice, Posted, Topic};
use crate::radar::EditionId;
use crate::storage::{StoreError, Stored};

impl Deliverer {
    /// Publishes the messages of a digest that are not published yet. How far it came is stored after each; doing it
    /// twice is the same.
    pub(super) async fn publish(
        &self,
        mut stored: Stored<Notice>,
        edition: &EditionId,
    ) -> Result<Delivered, StoreError> {
        let topic = Topic::Digest(edition.clone());
        let digest = self.service.store().notice(stored.value.guild, &topic).await?;
        let Some(digest) = digest else {
            return self.sent(stored, Vec::new()).await;
        };
        let messages = digest.value.posted();
        let mut sending = Sending {
            parts: messages.iter().map(|posted| posted.message.to_string()).collect(),
            posted: stored.value.posted().to_vec(),
            first_try: self.clock.now(),
            is_new: false,
            was: stored.value.parked(),
        };
        match self.sender.channel(stored.value.channel).await {
            Ok(channel) if channel.kind == ChannelKind::Announcement => {}
            // Nobody follows it, or not any more.
            Ok(_) => return self.sent(stored, sending.posted).await,
            Err(error) => return self.failed(stored, sending, false, &error).await,
        }
        while let Some(next) = messages.get(sending.posted.len()) {
            if let Err(error) = self.crosspost(*next).await {
                return self.failed(stored, sending, false, &error).await;
            }
            sending.posted.push(*next);
            if sending.posted.len() < messages.len() && !self.save(&mut stored, &sending).await? {
                return Ok(Delivered::Later(self.pace.retry));
            }
        }
        self.sent(stored, sending.posted).await
    }

    /// Publishes one message. One that somebody deleted need not be.
    async fn crosspost(&self, posted: Posted) -> Result<(), crate::discord::sender::SendError> {
        match self.sender.crosspost(posted.channel, posted.message).await {
            Err(error) if error.is_unknown_message() => {
                tracing::info!(discord.channel = %posted.channel, "a message of a digest was deleted before it was published");
                Ok(())
            }
            other => other,
        }
    }
}
