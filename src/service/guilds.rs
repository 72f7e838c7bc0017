//! Guilds that come and go. An outage is no departure; what a guild left behind is kept for a while, then purged.

use jiff::{SignedDuration, Timestamp};

use super::error::{Attempt, Error};
use super::presence::{Presence, Whereabouts};
use super::retry::until_committed;
use super::{Event, Service};
use crate::id::{ChannelId, GuildId, MemberId};
use crate::settings::Settings;
use crate::storage::{Batch, CommitError, Revision, Row, StoreError};

/// How long the data of a guild is kept after the bot left it: a bot that was removed by mistake goes on where it was.
pub const GRACE: SignedDuration = SignedDuration::from_hours(30 * 24);

impl Service {
    /// Where the bot stands with each guild.
    pub fn presence(&self) -> &Presence {
        &self.presence
    }

    /// Takes note of a guild that can be used: its owner, and whether the configured channel for digests is one of
    /// its `channels`. What waits for it is delivered.
    pub async fn meet(
        &self,
        guild: GuildId,
        owner: MemberId,
        channels: &[ChannelId],
        now: Timestamp,
    ) -> Result<(), Error> {
        if self
            .defaults
            .announce
            .is_some_and(|channel| channels.contains(&channel))
        {
            // The guild that the configured channel belongs to is the same for as long as the bot runs.
            self.announce_guild.get_or_init(|| guild);
        }
        until_committed(|| async {
            let stored = self.store.settings(guild).await?;
            let settings = Settings {
                owner: Some(owner),
                left: None,
                ..stored.value.clone()
            };
            let digests = self.digests(guild, &settings);
            let batch = if settings == stored.value {
                Batch::new()
            } else {
                Batch::new().replace(stored.revision, Row::Settings(guild, settings))
            };
            self.commit_introducing(batch, guild, digests, now).await
        })
        .await?;
        self.is_here(guild);
        Box::pin(self.end_outage(guild, now)).await
    }

    /// Takes note of a guild in which something was done at `at`: it is there, whatever was heard of it, unless the bot
    /// left it after that. Members' requests are handled beside all else, and one may come late.
    pub async fn hear(&self, guild: GuildId, at: Timestamp) -> Result<(), Error> {
        match self.presence.of(guild) {
            Whereabouts::Here => return Ok(()),
            Whereabouts::Left => {
                let left = self.store.settings(guild).await?.value.left;
                if left.is_some_and(|left| left > at) {
                    return Ok(());
                }
                self.mark(guild, None).await?;
            }
            Whereabouts::Unknown | Whereabouts::Unavailable => {}
        }
        self.is_here(guild);
        // Boxed, since every press goes through here and hardly any ends an outage.
        Box::pin(self.end_outage(guild, at)).await
    }

    /// Takes note of an outage: what must be said in the guild waits, and a later process is to know of it.
    pub async fn lose(&self, guild: GuildId, now: Timestamp) -> Result<(), Error> {
        if self.presence.of(guild) == Whereabouts::Left {
            return Ok(());
        }
        self.presence.note(guild, Whereabouts::Unavailable);
        self.note_outage(guild, now).await
    }

    /// Takes note that channels or roles of a guild changed: what was refused there may be allowed now.
    pub fn mended(&self, guild: GuildId) {
        self.announcements.forget(guild);
        self.report(Event::Mended(guild));
    }

    /// Takes note that the bot was removed from a guild.
    pub async fn leave(&self, guild: GuildId, now: Timestamp) -> Result<(), Error> {
        self.mark(guild, Some(now)).await?;
        self.presence.note(guild, Whereabouts::Left);
        self.announcements.forget(guild);
        self.report(Event::Left(guild));
        Ok(())
    }

    /// Takes note of all guilds in which the bot is, out of those that `is_asked` holds for: it left the others while
    /// it was not connected, and is back in those that it had left.
    pub async fn call_the_roll(
        &self,
        is_asked: impl Fn(GuildId) -> bool,
        guilds: &[GuildId],
        now: Timestamp,
    ) -> Result<(), Error> {
        for guild in self.store.guilds().await? {
            if !is_asked(guild) {
                continue;
            }
            let known = self.presence.of(guild);
            if guilds.contains(&guild) {
                if known == Whereabouts::Left {
                    self.mark(guild, None).await?;
                }
                // Whether it can be used is told next; until then a refusal says nothing, and what waits is tried then.
                if known != Whereabouts::Unavailable {
                    self.presence.note(guild, Whereabouts::Unknown);
                }
            } else if known != Whereabouts::Left {
                tracing::info!(guild.id = %guild, "the bot left a guild while it was not connected");
                self.leave(guild, now).await?;
            }
        }
        Ok(())
    }

    /// Reads from the store which guilds the bot has left, for the start.
    pub async fn recall_departures(&self) -> Result<(), Error> {
        for guild in self.store.guilds().await? {
            if let Some(left) = self.store.settings(guild).await?.value.left {
                self.presence.note(guild, Whereabouts::Left);
                self.agenda.add_purge(guild, purge_at(left));
            }
        }
        Ok(())
    }

    /// Forgets a guild if the bot left it longer ago than [`GRACE`]; says whether it did.
    pub async fn purge(&self, guild: GuildId, now: Timestamp) -> Result<bool, StoreError> {
        let settings = self.store.settings(guild).await?;
        self.agenda.remove_purge(guild);
        let Some(left) = settings.value.left else {
            return Ok(false);
        };
        if purge_at(left) > now {
            self.agenda.add_purge(guild, purge_at(left));
            return Ok(false);
        }
        match self.store.purge(guild, settings.revision).await {
            Ok(()) => {
                self.agenda.forget(guild);
                self.radars.forget(guild);
                self.polls.forget(guild);
                self.presence.note(guild, Whereabouts::Unknown);
                self.report(Event::Left(guild));
                Ok(true)
            }
            Err(CommitError::Conflict) => {
                // The bot may be back; the next look tells.
                self.agenda.add_purge(guild, purge_at(left));
                Ok(false)
            }
            Err(CommitError::Store(error)) => Err(error),
        }
    }

    fn is_here(&self, guild: GuildId) {
        self.agenda.remove_purge(guild);
        if self.presence.note(guild, Whereabouts::Here) != Whereabouts::Here {
            self.report(Event::Available(guild));
        }
    }

    /// Stores when the bot left the guild, or that it is there. The first departure counts until it is back.
    async fn mark(&self, guild: GuildId, left: Option<Timestamp>) -> Result<(), Error> {
        let left = until_committed(|| async {
            let stored = self.store.settings(guild).await?;
            let unknown = stored.revision == Revision::ABSENT
                && self.store.rows(Some(guild), None, 1).await?.is_empty();
            if unknown || stored.value.left.is_some() == left.is_some() {
                return Ok::<_, Attempt>(stored.value.left);
            }
            let settings = Settings { left, ..stored.value };
            let row = Row::Settings(guild, settings);
            self.store
                .commit(Batch::new().replace(stored.revision, row))
                .await?;
            Ok(left)
        })
        .await?;
        self.agenda.remove_purge(guild);
        if let Some(left) = left {
            self.agenda.add_purge(guild, purge_at(left));
        }
        Ok(())
    }
}

fn purge_at(left: Timestamp) -> Timestamp {
    left.saturating_add(GRACE).unwrap_or(Timestamp::MAX)
}
