//! What waits because Discord refuses it or can not tell, and that maintainers are told once for each cause.

use jiff::Timestamp;

use super::{Event, Service};
use crate::id::{ChannelId, GuildId, MemberId};
use crate::outbox::{Delivery, Notice, Obstacle, Topic, Trouble};
use crate::storage::{Batch, CommitError, Row, StoreError, Stored};

/// What waits for one cause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// What stands in the way.
    pub why: Obstacle,
    /// In which channel.
    pub channel: ChannelId,
    /// Since when the first of them waits.
    pub since: Timestamp,
    /// What they say, in the order in which they were queued; at least one.
    pub topics: Vec<Topic>,
}

/// Whom a guild's troubles can be told to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Maintainers {
    /// The channel for votes.
    pub votes: Option<ChannelId>,
    /// The owner.
    pub owner: Option<MemberId>,
}

impl Service {
    /// Stores that `stored` is parked as `delivery` says. In the same commit it queues that the maintainers are told
    /// why, unless they were told since the cause came up. `false`: somebody else wrote the notice, and nothing is
    /// stored.
    pub async fn park(
        &self,
        stored: &mut Stored<Notice>,
        delivery: Delivery,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let notice = Notice {
            delivery,
            ..stored.value.clone()
        };
        let mut batch = Batch::new().replace(stored.revision, Row::Notice(notice.clone()));
        let trouble = match notice.parked() {
            Some((why, _)) => self.untold(&notice, why).await?,
            None => None,
        };
        if let Some(trouble) = trouble {
            let votes = self.store.settings(notice.guild).await?.value.votes;
            // The channel in trouble stands for the owner, who has no channel yet.
            let place = votes.unwrap_or(trouble.channel);
            batch = batch.create(Row::Notice(Notice::new(
                notice.guild,
                Topic::Trouble(trouble),
                place,
                now,
            )));
        }
        match self.store.commit(batch).await {
            Ok(revision) => {
                let guild = notice.guild;
                *stored = Stored {
                    revision,
                    value: notice,
                };
                if let Some(trouble) = trouble {
                    self.report(Event::Queued(guild, Topic::Trouble(trouble)));
                }
                Ok(true)
            }
            Err(CommitError::Conflict) => Ok(false),
            Err(CommitError::Store(error)) => Err(error),
        }
    }

    /// The cause for which `notice` is about to wait, if the maintainers do not know of it yet.
    ///
    /// They know of it while anything waits for it, and for as long as a notice is not said that was queued before they
    /// were told: between two refusals it may have failed in other ways. Once everything was delivered, it is a new
    /// cause.
    async fn untold(&self, notice: &Notice, why: Obstacle) -> Result<Option<Trouble>, StoreError> {
        let channel = notice.channel;
        let (mut lasts, mut told) = (false, 0);
        for stored in self.store.notices(notice.guild).await? {
            let other = stored.value;
            let parked = other.parked().is_some_and(|(reason, _)| reason == why);
            lasts |= parked && other.channel == channel && other.topic != notice.topic;
            if let Topic::Trouble(trouble) = other.topic
                && (trouble.why, trouble.channel) == (why, channel)
            {
                told = told.max(trouble.count);
                lasts |= other.queued_at >= notice.queued_at;
            }
        }
        Ok((told == 0 || !lasts).then(|| Trouble {
            why,
            channel,
            count: told.saturating_add(1),
        }))
    }

    /// Everything that waits in the guild, by cause, what waits longest first.
    pub async fn waiting(&self, guild: GuildId) -> Result<Vec<Waiting>, StoreError> {
        let mut notices = self.store.notices(guild).await?;
        notices.sort_by_key(|stored| stored.value.queued_at);
        let mut causes: Vec<Waiting> = Vec::new();
        for Stored { value: notice, .. } in notices {
            let Some((why, since)) = notice.parked() else {
                continue;
            };
            let known = causes
                .iter_mut()
                .find(|cause| (cause.why, cause.channel) == (why, notice.channel));
            match known {
                Some(cause) => {
                    cause.since = cause.since.min(since);
                    cause.topics.push(notice.topic);
                }
                None => causes.push(Waiting {
                    why,
                    channel: notice.channel,
                    since,
                    topics: vec![notice.topic],
                }),
            }
        }
        causes.sort_by_key(|cause| cause.since);
        Ok(causes)
    }

    /// Whom the guild's troubles can be told to.
    pub async fn maintainers(&self, guild: GuildId) -> Result<Maintainers, StoreError> {
        let settings = self.store.settings(guild).await?.value;
        Ok(Maintainers {
            votes: settings.votes,
            owner: settings.owner,
        })
    }
}
