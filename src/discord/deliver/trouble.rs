//! Telling a guild's maintainers why something waits: in the channel for votes, else in a direct message to the owner,
//! else only in the state that `/setup` shows.

use std::time::Duration;

use super::post::{Sending, obstacle};
use super::{Delivered, Deliverer};
use crate::id::ChannelId;
use crate::outbox::{Delivery, Files, News, Notice, Obstacle, Topic};
use crate::storage::{StoreError, Stored};

/// The channel that stands for the owner, as long as theirs is not known, in notices for the maintainers: the one in
/// trouble, or none at all.
pub(super) fn nowhere(notice: &Notice) -> Option<ChannelId> {
    match notice.topic {
        Topic::Trouble(trouble) => Some(trouble.channel),
        Topic::Files(_) => Files::nowhere(notice.guild),
        Topic::Calendar(occasion) => match occasion.news {
            News::Unannounced => Files::nowhere(notice.guild),
            News::Soon | News::Moved(..) | News::CalledOff(_) | News::Empty => None,
        },
        Topic::Vote(_)
        | Topic::Ending(_)
        | Topic::Outcome(_)
        | Topic::Update(..)
        | Topic::Digest(_)
        | Topic::Correction(..)
        | Topic::Introduction
        | Topic::Missed(_)
        | Topic::Followers(_) => None,
    }
}

impl Deliverer {
    /// Makes one attempt. A notice whose channel is the one in trouble has no place yet: it goes to the owner.
    pub(super) async fn tell(&self, mut stored: Stored<Notice>) -> Result<Delivered, StoreError> {
        let unplaced = stored.value.delivery == Delivery::Pending
            && nowhere(&stored.value) == Some(stored.value.channel);
        if !unplaced {
            return self.post(stored).await;
        }
        let Some(owner) = self.service.maintainers(stored.value.guild).await?.owner else {
            return self.sent(stored, Vec::new()).await;
        };
        match self.sender.open_dm(owner).await {
            Ok(channel) => {
                // It is stored together with what is sent there, before it is sent.
                stored.value.channel = channel;
                self.post(stored).await
            }
            Err(error) if obstacle(&error).is_some() => {
                tracing::info!(guild.id = %stored.value.guild, error = %error, "the owner can not be told; the state shows what waits");
                self.sent(stored, Vec::new()).await
            }
            Err(error) => {
                tracing::warn!(guild.id = %stored.value.guild, error = %error, "the owner can not be reached yet");
                Ok(self.again(&error))
            }
        }
    }

    /// What to do where it can not be told: the owner is next after the channel for votes, and nobody after the
    /// owner. What may have been said is not said anywhere else.
    pub(super) async fn pass_on(
        &self,
        mut stored: Stored<Notice>,
        nowhere: ChannelId,
        sending: Sending,
        why: Obstacle,
    ) -> Result<Delivered, StoreError> {
        let votes = self.service.maintainers(stored.value.guild).await?.votes;
        if why == Obstacle::Unknown || votes != Some(stored.value.channel) {
            tracing::info!(
                guild.id = %stored.value.guild,
                notice.topic = %stored.value.topic,
                obstacle = why.name(),
                "maintainers can not be told; the state shows what waits"
            );
            return self.sent(stored, sending.posted).await;
        }
        self.put_down(&stored.value);
        stored.value.channel = nowhere;
        self.store_delivery(&mut stored, Delivery::Pending).await?;
        Ok(Delivered::Later(Duration::ZERO))
    }
}
