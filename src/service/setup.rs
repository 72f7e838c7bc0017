//! `/setup`, and introducing a guild to the radar.

use super::error::{Attempt, Error, Refusal};
use super::place::ChannelKind;
use super::propose::{must_allow_posting, must_suit_votes};
use super::request::{Call, SetupRequest};
use super::response::Response;
use super::retry::until_committed;
use super::{Event, Service};
use crate::id::{ChannelId, GuildId, RoleId};
use crate::outbox::{Delivery, Notice, Obstacle, Topic};
use crate::settings::Settings;
use crate::storage::{Batch, Row, StoreError, Stored};
use jiff::Timestamp;

impl Service {
    pub(super) async fn setup(&self, call: &Call, wanted: &SetupRequest) -> Result<Response, Error> {
        if !call.actor.manages_server {
            return Err(Refusal::NotManager.into());
        }
        if let Some(channel) = wanted.votes {
            let place = self.look(call, channel).await?;
            must_suit_votes(&place)?;
        }
        if let Some(channel) = wanted.digests {
            let place = self.look(call, channel).await?;
            if place.kind == ChannelKind::Unsuitable {
                return Err(Refusal::UnsuitableChannel { channel }.into());
            }
            must_allow_posting(&place)?;
        }
        let (settings, changed) = until_committed(|| async {
            let stored = self.store.settings(call.guild).await?;
            let settings = merged(&stored.value, wanted, call.guild);
            if settings == stored.value {
                return Ok((settings, false));
            }
            let mut batch =
                Batch::new().replace(stored.revision, Row::Settings(call.guild, settings.clone()));
            let mut moved = Vec::new();
            if let Some(channel) = settings.digests {
                for notice in self.stuck(call.guild, channel).await? {
                    moved.push(notice.value.topic.clone());
                    batch = batch.replace(notice.revision, Row::Notice(notice.value));
                }
            }
            let digests = self.digests(call.guild, &settings);
            self.commit_introducing(batch, call.guild, digests, call.now)
                .await?;
            for topic in moved {
                self.report(Event::Queued(call.guild, topic));
            }
            Ok((settings, true))
        })
        .await?;
        let digests = self.digests(call.guild, &settings);
        let settings = Settings { digests, ..settings };
        let bare = *wanted == SetupRequest::default();
        let waiting = if bare {
            self.waiting(call.guild).await?
        } else {
            // Whoever sets something may have mended what stood in the way.
            self.mended(call.guild);
            Vec::new()
        };
        Ok(Response::Setup {
            settings,
            changed,
            waiting,
        })
    }

    /// The digests and the introduction that Discord refused elsewhere, readdressed to `channel`. What may have been
    /// said, even in part, stays where it is.
    async fn stuck(&self, guild: GuildId, channel: ChannelId) -> Result<Vec<Stored<Notice>>, StoreError> {
        let mut notices = self.store.notices(guild).await?;
        notices.retain(|stored| {
            let notice = &stored.value;
            let refused = match &notice.delivery {
                Delivery::Parked { why, posted, .. } => *why != Obstacle::Unknown && posted.is_empty(),
                Delivery::Pending | Delivery::Sending { .. } | Delivery::Sent { .. } => false,
            };
            let of_editions = match notice.topic {
                Topic::Digest(_) | Topic::Introduction => true,
                Topic::Vote(_)
                | Topic::Ending(_)
                | Topic::Outcome(_)
                | Topic::Update(..)
                | Topic::Trouble(_) => false,
            };
            refused && of_editions && notice.channel != channel
        });
        for stored in &mut notices {
            let notice = &stored.value;
            // When it was queued stays: it says since when a guild knows the radar.
            stored.value = Notice::new(guild, notice.topic.clone(), channel, notice.queued_at);
        }
        Ok(notices)
    }

    /// Where the guild's digests go: what it chose, else the configured channel if that is one of its own.
    pub(super) fn digests(&self, guild: GuildId, settings: &Settings) -> Option<ChannelId> {
        let is_its_own = self.announce_guild.get() == Some(&guild);
        settings.digests.or(self.defaults.announce.filter(|_| is_its_own))
    }

    /// Commits, and introduces the guild to the current edition if its channel for digests is known for the first
    /// time.
    pub(super) async fn commit_introducing(
        &self,
        batch: Batch,
        guild: GuildId,
        digests: Option<ChannelId>,
        now: Timestamp,
    ) -> Result<(), Attempt> {
        let topic = Topic::Introduction;
        let introduced = self.introduced(guild).await?;
        let Some(channel) = digests.filter(|_| !introduced) else {
            if !batch.rows.is_empty() {
                self.store.commit(batch).await?;
            }
            return Ok(());
        };
        let notice = Notice::new(guild, topic.clone(), channel, now);
        self.store.commit(batch.create(Row::Notice(notice))).await?;
        self.report(Event::Queued(guild, topic));
        Ok(())
    }

    async fn introduced(&self, guild: GuildId) -> Result<bool, StoreError> {
        Ok(self.store.notice(guild, &Topic::Introduction).await?.is_some())
    }
}

/// The settings with what was asked for; @everyone, whose id is the guild's, stands for no role.
fn merged(now: &Settings, wanted: &SetupRequest, guild: GuildId) -> Settings {
    let role = |wanted: Option<RoleId>, now: Option<RoleId>| match wanted {
        Some(role) if role.get() == guild.get() => None,
        Some(role) => Some(role),
        None => now,
    };
    Settings {
        digests: wanted.digests.or(now.digests),
        votes: wanted.votes.or(now.votes),
        voters: role(wanted.voters, now.voters),
        maintainers: role(wanted.maintainers, now.maintainers),
        owner: now.owner,
        threads: wanted.threads.unwrap_or(now.threads),
        left: now.left,
    }
}
