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
        let comes_out =
            |edition: &Edition| came_out(edition, now) && after.is_none_or(|after| edition.published > after);
        let base = self.radars.base();
        let guilds = if base.timeline.editions().iter().any(|edition| comes_out(edition)) {
            self.store.guilds().await?
        } else {
            Vec::new()
        };
        for guild in guilds {
            let Some((introduced, untold)) = self.untold_editions(guild, &comes_out).await? else {
                continue;
            };
            let settings = self.store.settings(guild).await?.value;
            let channel = self.digests(guild, &settings).unwrap_or(introduced.channel);
            if self.announce(guild, channel, &untold, now).await? {
                queued.extend(untold.into_iter().map(|edition| (guild, edition)));
            }
        }
        Ok(queued)
    }

    /// Says in the digest of `told_in`, an edition that a guild's schedule publishes at `now`, which editions of the data
    /// folder came out before it without a word: stored in its commit, they have no digests of their own, and the newest
    /// edition is the one that is told in full. The schedule's steps and those of
    /// [`Service::announce_data_editions`] follow each other in one tick, so that none is told by both.
    pub(super) async fn told_with(
        &self,
        guild: GuildId,
        told_in: &EditionId,
        channel: ChannelId,
        now: Timestamp,
    ) -> Result<Vec<Notice>, StoreError> {
        let untold = self
            .untold_editions(guild, |edition| came_out(edition, now))
            .await?;
        let older = untold.map_or_else(Vec::new, |(_, older)| older);
        let told = older
            .into_iter()
            .map(|edition| told_as_missed(guild, told_in, edition, channel, now));
        Ok(told.collect())
    }

    /// Those of these editions that came out since the guild was introduced, and of which it was told nothing yet, in
    /// their order, with its introduction; `None`: it was not introduced.
    async fn untold_editions(
        &self,
        guild: GuildId,
        comes_out: impl Fn(&Edition) -> bool,
    ) -> Result<Option<(Notice, Vec<EditionId>)>, StoreError> {
        let Some(introduced) = self.store.notice(guild, &Topic::Introduction).await? else {
            return Ok(None);
        };
        let introduced = introduced.value;
        let radar = self.radar(guild).await?;
        let editions = radar.timeline.editions().iter();
        let editions = editions
            .filter(|edition| comes_out(edition) && edition.published > introduced.queued_at)
            .map(|edition| &edition.id);
        let mut untold = Vec::new();
        for edition in editions {
            let topic = Topic::Digest(edition.clone());
            if self.store.notice(guild, &topic).await?.is_none() {
                untold.push(edition.clone());
            }
        }
        if !untold.is_empty() {
            let notices = self.store.notices(guild).await?;
            let named: Vec<&Missed> = notices
                .iter()
                .filter_map(|stored| stored.value.topic.missed())
                .collect();
            untold.retain(|edition| named.iter().all(|missed| missed.edition != *edition));
        }
        Ok(Some((introduced, untold)))
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
            let missed = told_as_missed(guild, newest, edition.clone(), channel, now);
            batch = batch.create(Row::Notice(missed));
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
        let missed = notices.iter().filter_map(|stored| stored.value.topic.missed());
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

/// Whether this is an edition of the data folder whose time had come by `now`.
fn came_out(edition: &Edition, now: Timestamp) -> bool {
    edition.origin == Origin::Data && edition.published <= now
}

/// That the edition is told in the digest of `told_in`: said from the start.
fn told_as_missed(
    guild: GuildId,
    told_in: &EditionId,
    edition: EditionId,
    channel: ChannelId,
    now: Timestamp,
) -> Notice {
    let missed = Topic::Missed(Missed {
        told_in: told_in.clone(),
        edition,
    });
    let said = Delivery::Sent {
        posted: Vec::new(),
        at: now,
    };
    Notice {
        delivery: said,
        ..Notice::new(guild, missed, channel, now)
    }
}
