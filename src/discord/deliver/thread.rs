//! The one thread of a vote: started from its message, then what is said in it is posted there.

use std::time::Duration;

use super::{Delivered, Deliverer};
use crate::discord::sender::ThreadName;
use crate::discord::view::thread_name;
use crate::outbox::{Notice, Topic, Update};
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
        let Some(posted) = self.service.posted(guild, number).await? else {
            return match self.open(guild, &Topic::Vote(number)).await? {
                // The message goes first, which may have failed by what nobody waits for.
                Some(vote) => Ok(match self.post(vote).await? {
                    Delivered::Done => Delivered::Later(Duration::ZERO),
                    not_yet => not_yet,
                }),
                None => self.post(stored).await,
            };
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
        let name = self
            .service
            .proposal_view(guild, number)
            .await?
            .and_then(|view| ThreadName::new(&thread_name(&view, &self.wording)));
        let Some(name) = name else {
            return self.post(stored).await;
        };
        match self
            .sender
            .start_thread(posted.channel, posted.message, &name)
            .await
        {
            Ok(thread) => {
                let there = Notice {
                    channel: thread,
                    ..stored.value.clone()
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
            // Not allowed, or the message is gone: it is said where the vote was.
            Err(error) if super::post::obstacle(&error).is_some() || error.is_unknown_message() => {
                tracing::info!(guild.id = %guild, proposal.id = %number, error = %error, "a vote has no thread");
                self.post(stored).await
            }
            Err(error) => Ok(self.again(&error)),
        }
    }
}
