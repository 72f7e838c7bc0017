//! Telling of editions: those of the data folder whose time has come, those that came out while nobody could tell, and
//! publishing what was told to followers.

use jiff::Timestamp;

use super::response::EditionLine;
use super::{Event, GuildRadar, Service};
use crate::digest::Digest;
use crate::id::{ChannelId, GuildId};
use crate::outbox::{Delivery, Missed, Notice, Posted, Topic};
use crate::radar::{Edition, EditionId, Origin};
use crate::storage::{Batch, CommitError, Row, StoreError, Stored};

impl Service {
    /// Queues the digests of the data folder's editions that came out by `now`, later than `after` (`None`: look at
    /// all) and since each guild was introduced. Those queued before are not queued again. Of several that came out in
    /// one guild the newest is told in full, and the others by name in its digest, which is stored in the same commit.
    /// Says which were queued or named.
    pub async fn announce_data_editions(
        &self,
        after: Option<Timestamp>,
        now: Timestamp,
    ) -> Result<Vec<(GuildId, EditionId)>, StoreError> {
        let mut queued = Vec::new();
        let comes_out = |edition: &Edition| {
            edition.origin == Origin::Data
                && edition.published <= now
                && after.is_none_or(|after| edition.published > after)
        };
        let base = self.radars.base();
        let guilds = if base.timeline.editions().iter().any(|edition| comes_out(edition)) {
            self.store.guilds().await?
        } else {
            Vec::new()
        };
        for guild in guilds {
            let Some(introduced) = self.store.notice(guild, &Topic::Introduction).await? else {
                continue;
            };
            let since = introduced.value.queued_at;
            let settings = self.store.settings(guild).await?.value;
            let channel = self.digests(guild, &settings).unwrap_or(introduced.value.channel);
            let radar = self.radar(guild).await?;
            let came_out = radar.timeline.editions().iter();
            let came_out: Vec<&EditionId> = came_out
                .filter(|edition| comes_out(edition) && edition.published > since)
                .map(|edition| &edition.id)
                .collect();
            let untold = self.untold_editions(guild, &came_out).await?;
            if self.announce(guild, channel, &untold, now).await? {
                queued.extend(untold.into_iter().map(|edition| (guild, edition)));
            }
        }
        Ok(queued)
    }

    /// Those of the editions of which the guild was told nothing yet, in their order.
    async fn untold_editions(
        &self,
        guild: GuildId,
        editions: &[&EditionId],
    ) -> Result<Vec<EditionId>, StoreError> {
        let mut untold = Vec::new();
        for edition in editions {
            let topic = Topic::Digest((*edition).clone());
            if self.store.notice(guild, &topic).await?.is_none() {
                untold.push((*edition).clone());
            }
        }
        if !untold.is_empty() {
            let notices = self.store.notices(guild).await?;
            let named: Vec<&Missed> = notices
                .iter()
                .filter_map(|stored| missed(&stored.value))
                .collect();
            untold.retain(|edition| named.iter().all(|missed| missed.edition != *edition));
        }
        Ok(untold)
    }

    /// Queues the digest of the last of these editions, with the others in it. `false`: there is none, or somebody else
    /// did so just now.
    async fn announce(
        &self,
        guild: GuildId,
        channel: ChannelId,
        editions: &[EditionId],
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let Some((newest, older)) = editions.split_last() else {
            return Ok(false);
        };
        let topic = Topic::Digest(newest.clone());
        let mut batch = Batch::new().create(Row::Notice(Notice::new(guild, topic.clone(), channel, now)));
        for edition in older {
            let missed = Topic::Missed(Missed {
                told_in: newest.clone(),
                edition: edition.clone(),
            });
            let said = Delivery::Sent {
                posted: Vec::new(),
                at: now,
            };
            batch = batch.create(Row::Notice(Notice {
                delivery: said,
                ..Notice::new(guild, missed, channel, now)
            }));
        }
        match self.store.commit(batch).await {
            Ok(_) => {
                self.report(Event::Queued(guild, topic));
                Ok(true)
            }
            Err(CommitError::Conflict) => Ok(false),
            Err(CommitError::Store(error)) => Err(error),
        }
    }

    /// The editions that are told in the digest of `edition`, newest first.
    pub(super) async fn missed_before(
        &self,
        guild: GuildId,
        radar: &GuildRadar,
        edition: &EditionId,
    ) -> Result<Vec<EditionLine>, StoreError> {
        let notices = self.store.notices(guild).await?;
        let missed = notices.iter().filter_map(|stored| missed(&stored.value));
        let mut older: Vec<EditionLine> = missed
            .filter(|missed| missed.told_in == *edition)
            .filter_map(|missed| radar.timeline.get(&missed.edition))
            .map(|edition| {
                let digest = Digest::of(&radar.timeline, edition, std::collections::HashMap::new());
                EditionLine {
                    changes: digest.entries.len(),
                    edition: digest.edition,
                    blips: edition.blips.len(),
                }
            })
            .collect();
        older.sort_by_key(|line| std::cmp::Reverse(line.edition.published));
        Ok(older)
    }

    /// When the next edition of the data folder comes out.
    pub fn next_data_edition(&self, now: Timestamp) -> Option<Timestamp> {
        let base = self.radars.base();
        let editions = base.timeline.editions().iter();
        editions
            .map(|edition| edition.published)
            .filter(|at| *at > now)
            .min()
    }

    /// Which channels are announcement channels.
    pub fn announcements(&self) -> &super::Announcements {
        &self.announcements
    }

    /// Stores that a notice is said by these messages. In the same commit it queues that those of a digest are published
    /// to followers, unless its channel is known to have none. `false`: somebody else wrote the notice, and nothing is
    /// stored.
    pub async fn said(
        &self,
        stored: &mut Stored<Notice>,
        posted: Vec<Posted>,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let followers = self.to_publish(&stored.value, &posted).await?;
        let notice = Notice {
            delivery: Delivery::Sent { posted, at: now },
            ..stored.value.clone()
        };
        let mut batch = Batch::new().replace(stored.revision, Row::Notice(notice.clone()));
        if let Some(topic) = &followers {
            let next = Notice::new(notice.guild, topic.clone(), notice.channel, now);
            batch = batch.create(Row::Notice(next));
        }
        match self.store.commit(batch).await {
            Ok(revision) => {
                let guild = notice.guild;
                *stored = Stored {
                    revision,
                    value: notice,
                };
                if let Some(topic) = followers {
                    self.report(Event::Queued(guild, topic));
                }
                Ok(true)
            }
            Err(CommitError::Conflict) => Ok(false),
            Err(CommitError::Store(error)) => Err(error),
        }
    }

    /// What must be published once `notice` is said, if it was not queued before.
    async fn to_publish(&self, notice: &Notice, posted: &[Posted]) -> Result<Option<Topic>, StoreError> {
        let Topic::Digest(edition) = &notice.topic else {
            return Ok(None);
        };
        if posted.is_empty() || self.announcements.has(notice.guild, notice.channel) == Some(false) {
            return Ok(None);
        }
        let topic = Topic::Followers(edition.clone());
        let queued = self.store.notice(notice.guild, &topic).await?.is_some();
        Ok((!queued).then_some(topic))
    }
}

/// What the notice names, if it is of an edition that was missed.
fn missed(notice: &Notice) -> Option<&Missed> {
    match &notice.topic {
        Topic::Missed(missed) => Some(missed),
        Topic::Vote(_)
        | Topic::Ending(_)
        | Topic::Outcome(_)
        | Topic::Update(..)
        | Topic::Digest(_)
        | Topic::Correction(..)
        | Topic::Introduction
        | Topic::Trouble(_)
        | Topic::Followers(_)
        | Topic::Calendar(_)
        | Topic::Files(_) => None,
    }
}
