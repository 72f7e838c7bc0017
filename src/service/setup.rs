//! `/setup`, and introducing a guild to the radar.

use std::collections::BTreeSet;

use super::calendar::zone_named;
use super::electorate::unread;
use super::error::{Attempt, Error, Refusal};
use super::place::{ChannelKind, Place, Threads};
use super::propose::{must_allow_posting, must_suit_votes};
use super::request::{Call, ListRequest, SetupRequest};
use super::response::Response;
use super::retry::until_committed;
use super::{Event, Service};
use crate::id::{ChannelId, GuildId, MemberId, RoleId};
use crate::outbox::{Delivery, News, Notice, Obstacle, Topic};
use crate::settings::{MAX_LISTED, Settings, Voters};
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
        if let Some(role) = wanted.voters {
            self.must_be_a_role(call.guild, role).await?;
        }
        let timezone = wanted.timezone.as_deref().map(zone_named).transpose()?;
        let people = self.listable(call.guild, wanted.list.as_ref()).await?;
        let (settings, changed) = until_committed(|| async {
            let stored = self.store.settings(call.guild).await?;
            let mut settings = merged(&stored.value, wanted, call.guild);
            settings.voters = listed(settings.voters, wanted.list.as_ref(), &people)?;
            if wanted.threads == Some(true) {
                let channel = settings.votes.unwrap_or(call.place.channel);
                must_allow_threads(&self.look(call, channel).await?)?;
            }
            if timezone.is_some() {
                settings.timezone.clone_from(&timezone);
            }
            if settings == stored.value {
                return Ok((settings, false));
            }
            let notice = self.rezone(call.guild, &mut settings, &stored.value, call.now);
            let mut batch =
                Batch::new().replace(stored.revision, Row::Settings(call.guild, settings.clone()));
            let mut moved = Vec::new();
            if let Some(channel) = settings.digests {
                for notice in self.stuck(call.guild, channel).await? {
                    moved.push(notice.value.topic.clone());
                    batch = batch.replace(notice.revision, Row::Notice(notice.value));
                }
            }
            if let Some(notice) = notice {
                moved.push(notice.topic.clone());
                batch = batch.create(Row::Notice(notice));
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
        if changed && (wanted.voters.is_some() || wanted.list.is_some()) {
            // Some wait until it is known who may vote.
            self.look_again(call.guild, call.now).await?;
        }
        if changed && wanted.timezone.is_some() {
            self.note_schedule(call.guild, &settings);
        }
        let digests = self.digests(call.guild, &settings);
        let zone = self.zone(&settings);
        let timezone = zone.iana_name().and_then(|name| name.parse().ok());
        let settings = Settings {
            digests,
            timezone,
            ..settings
        };
        if let Some(name) = &wanted.policy {
            return self.show_policy(&settings, name);
        }
        if wanted.list.is_some() {
            let (members, in_force) = match settings.voters {
                Voters::Listed(members) => (members, true),
                Voters::Anyone | Voters::Role(_) => (BTreeSet::new(), false),
            };
            return Ok(Response::Voters {
                members,
                in_force,
                changed,
            });
        }
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
            files: self.radars.broken().filter(|_| bare),
            lists_members: self.rosters.lists_members(),
        })
    }

    /// Refuses a role that the guild has not. If Discord does not answer now, a vote will tell.
    async fn must_be_a_role(&self, guild: GuildId, role: RoleId) -> Result<(), Refusal> {
        if role.get() == guild.get() {
            return Ok(());
        }
        match self.rosters.roles(guild).await {
            Ok(roles) if !roles.contains_key(&role) => Err(Refusal::NoSuchRole { role }),
            Ok(_) | Err(_) => Ok(()),
        }
    }

    /// Those of the members to be listed who are people on the server.
    async fn listable(
        &self,
        guild: GuildId,
        wanted: Option<&ListRequest>,
    ) -> Result<BTreeSet<MemberId>, Refusal> {
        match wanted {
            Some(ListRequest::Add(members)) => {
                let members = members.iter().copied().collect();
                let people = self.people(guild, &members, |_| true).await;
                people.map_err(|error| unread(&error))
            }
            Some(ListRequest::Show | ListRequest::Remove(_)) | None => Ok(BTreeSet::new()),
        }
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
                Topic::Digest(_) | Topic::Correction(..) | Topic::Introduction => true,
                Topic::Calendar(occasion) => match occasion.news {
                    News::Soon | News::Moved(..) | News::CalledOff(_) | News::Empty => true,
                    News::Unannounced => false,
                },
                Topic::Vote(_)
                | Topic::Ending(_)
                | Topic::Outcome(_)
                | Topic::Update(..)
                | Topic::Trouble(_)
                | Topic::Missed(_)
                | Topic::Followers(_)
                | Topic::Files(_) => false,
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
    let voters = match wanted.voters {
        Some(role) if role.get() == guild.get() => Voters::Anyone,
        Some(role) => Voters::Role(role),
        None => now.voters.clone(),
    };
    Settings {
        digests: wanted.digests.or(now.digests),
        votes: wanted.votes.or(now.votes),
        voters,
        maintainers: role(wanted.maintainers, now.maintainers),
        owner: now.owner,
        threads: wanted.threads.unwrap_or(now.threads),
        policies: now.policies.clone(),
        away: now.away.clone(),
        timezone: now.timezone.clone(),
        theme: wanted.theme.or(now.theme),
        schedule: now.schedule.clone(),
        left: now.left,
        outage: now.outage,
    }
}

/// Who votes after the list was changed; `people` are those to be added. The last one taken off leaves an empty list,
/// not a vote for everybody.
fn listed(now: Voters, wanted: Option<&ListRequest>, people: &BTreeSet<MemberId>) -> Result<Voters, Refusal> {
    let on_it = |now: &Voters| match now {
        Voters::Listed(members) => members.clone(),
        Voters::Anyone | Voters::Role(_) => BTreeSet::new(),
    };
    match wanted {
        Some(ListRequest::Add(_)) if !people.is_empty() => {
            let members: BTreeSet<MemberId> = on_it(&now).union(people).copied().collect();
            if members.len() > MAX_LISTED {
                return Err(Refusal::ListFull { max: MAX_LISTED });
            }
            Ok(Voters::Listed(members))
        }
        Some(ListRequest::Remove(gone)) => Ok(match now {
            Voters::Listed(mut members) => {
                members.retain(|member| !gone.contains(member));
                Voters::Listed(members)
            }
            Voters::Anyone | Voters::Role(_) => now,
        }),
        Some(ListRequest::Add(_) | ListRequest::Show) | None => Ok(now),
    }
}

/// Refuses a channel in which votes can not have a thread.
fn must_allow_threads(place: &Place) -> Result<(), Refusal> {
    let channel = place.channel;
    match &place.threads {
        Threads::Startable => Ok(()),
        Threads::Missing(missing) => Err(Refusal::MissingPermissions {
            channel,
            missing: missing.clone(),
        }),
        Threads::Impossible => Err(Refusal::NoThreads { channel }),
    }
}
