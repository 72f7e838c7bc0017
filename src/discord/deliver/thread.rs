//! The one thread of a vote: started from its message, then what is said in it is posted there.

use std::time::Duration;

use super::{Delivered, Deliverer};
use crate::discord::sender::ThreadName;
use crate::discord::view::thread_name;
use crate::id::ChannelId;
use crate::outbox::{Notice, Update};
use crate::service::{Places, Threads};
use crate::storage::{Batch, CommitError, Row, StoreError, Stored};
use crate::vote::ProposalNumber;

impl Deliverer {
    /// Says in the vote's thread what belongs there. A notice is readdressed to the thread, durably, before it is tried
    /// there: a crash finds it in the same place again. Where there can be no thread, it is said in the vote's channel.
    pub(super) async fn update(
        &self,
        stored: Stored<Notice>,
        number: ProposalNumber,
        update: Update,
    ) -> Result<Delivered, StoreError> {
        let guild = stored.value.guild;
        if !update.is_for_the_thread() || !stored.value.is_untried() {
            return self.post(stored).await;
        }
        let Some(newest) = self.service.newest_message(guild, number).await? else {
            return self.post(stored).await;
        };
        let Some(posted) = newest.posted() else {
            if !newest.notice.value.is_open() {
                return self.post(stored).await;
            }
            // The message goes first, which may have failed by what nobody waits for.
            return Ok(match self.post(newest.notice).await? {
                Delivered::Done => Delivered::Later(Duration::ZERO),
                not_yet => not_yet,
            });
        };
        if stored.value.channel != posted.channel {
            return self.post(stored).await;
        }
        let threads = self
            .places()
            .look(guild, posted.channel)
            .await
            .map(|place| place.threads);
        if !matches!(threads, Ok(Threads::Startable) | Err(_)) {
            return self.post(stored).await;
        }
        let view = self.service.proposal_view(guild, number).await?;
        // A thread outlives the message that it was started from, and a vote has one.
        if let Some(thread) = view.as_ref().and_then(|view| view.again?.thread) {
            return self.say_in(thread, stored).await;
        }
        let name = view.and_then(|view| ThreadName::new(&thread_name(&view, &self.wording)));
        let Some(name) = name else {
            return self.post(stored).await;
        };
        match self
            .sender
            .start_thread(posted.channel, posted.message, &name)
            .await
        {
            Ok(thread) => self.say_in(thread, stored).await,
            // Not allowed, or the message is gone: it is said where the vote was.
            Err(error) if super::post::obstacle(&error).is_some() || error.is_unknown_message() => {
                tracing::info!(guild.id = %guild, proposal.id = %number, error = %error, "a vote has no thread");
                self.post(stored).await
            }
            Err(error) => Ok(self.again(&error)),
        }
    }

    /// Readdresses a notice to the thread, and says it there.
    async fn say_in(&self, thread: ChannelId, stored: Stored<Notice>) -> Result<Delivered, StoreError> {
        let there = Notice {
            channel: thread,
            ..stored.value
        };
        let batch = Batch::new().replace(stored.revision, Row::Notice(there.clone()));
        match self.service.store().commit(batch).await {
            Ok(revision) => {
                self.post(Stored {
                    revision,
                    value: there,
                })
                .await
            }
            Err(CommitError::Conflict) => Ok(Delivered::Later(self.pace.retry)),
            Err(CommitError::Store(error)) => Err(error),
        }
    }
}
