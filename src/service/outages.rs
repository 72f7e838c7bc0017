//! Times in which members were not heard: votes are longer by them, and none is counted while they last.

use jiff::{SignedDuration, Timestamp};

use super::Service;
use super::concerns::extended;
use super::error::{Attempt, Error};
use super::retry::until_committed;
use crate::hearing::Ear;
use crate::id::GuildId;
use crate::settings::Settings;
use crate::storage::{Batch, Revision, Row, Stored};
use crate::vote::{LEAST_OUTAGE, Outage, Phase, Proposal, ProposalNumber, Status};

/// How long a vote waits at most until it is looked at again, while its guild can not be heard.
const DEAF_PAUSE: SignedDuration = SignedDuration::from_mins(1);

impl Service {
    /// The guilds for which `concerns` holds are heard again: the votes that waited for that are looked at.
    pub fn heard_again(&self, concerns: impl Fn(GuildId) -> bool, now: Timestamp) {
        self.agenda.resume(concerns, now);
    }

    /// When the last outage ended that can make a vote longer.
    pub(crate) fn last_outage(&self) -> Option<Timestamp> {
        self.hearing.last_gap(LEAST_OUTAGE)
    }

    /// Has the open votes looked at that an outage makes longer.
    pub(crate) async fn review_outages(&self, now: Timestamp) -> Result<(), Error> {
        for guild in self.store.guilds().await? {
            for stored in self.store.proposals(guild).await? {
                if self.outlasted(&stored.value, now).is_some() {
                    self.agenda.set(guild, stored.value.number, Some(now));
                }
            }
        }
        Ok(())
    }

    /// Stores that a guild has an outage, if one of its votes is open: while it lasts none can be opened.
    pub(super) async fn note_outage(&self, guild: GuildId, now: Timestamp) -> Result<(), Error> {
        until_committed(|| async {
            let stored = self.store.settings(guild).await?;
            let is_open = |stored: &Stored<Proposal>| stored.value.status == Status::Open;
            if stored.value.outage.is_some() || !self.store.proposals(guild).await?.iter().any(is_open) {
                return Ok::<_, Attempt>(());
            }
            let settings = Settings {
                outage: Some(now),
                ..stored.value
            };
            let row = Row::Settings(guild, settings);
            self.store
                .commit(Batch::new().replace(stored.revision, row))
                .await?;
            Ok(())
        })
        .await
    }

    /// Has the votes of a guild know of its outage, which is over, and then forgets it: where the process dies in between, the
    /// next one finds it again.
    pub(super) async fn end_outage(&self, guild: GuildId, now: Timestamp) -> Result<(), Error> {
        if self.store.settings(guild).await?.value.outage.is_none() {
            return Ok(());
        }
        for stored in self.store.proposals(guild).await? {
            self.outlive_all(guild, stored.value.number, now).await?;
        }
        until_committed(|| async {
            let stored = self.store.settings(guild).await?;
            let settings = Settings {
                outage: None,
                ..stored.value
            };
            let row = Row::Settings(guild, settings);
            self.store
                .commit(Batch::new().replace(stored.revision, row))
                .await?;
            Ok::<_, Attempt>(())
        })
        .await
    }

    /// Makes a vote longer by each outage that was not counted yet.
    async fn outlive_all(&self, guild: GuildId, number: ProposalNumber, now: Timestamp) -> Result<(), Error> {
        loop {
            let longer = until_committed(|| async {
                match self.store.proposal(guild, number).await? {
                    Some(stored) => self.outlive((stored.revision, &stored.value), now).await,
                    None => Ok(None),
                }
            });
            if longer.await?.is_none() {
                return Ok(());
            }
        }
    }

    /// Learns from the store which guilds had an outage when a former process ended, and since when. To be said before the
    /// gateway is connected to.
    pub(crate) async fn recall_outages(&self) -> Result<(), Error> {
        for guild in self.store.guilds().await? {
            if let Some(since) = self.store.settings(guild).await?.value.outage {
                self.hearing.guild_lost(guild, since);
            }
        }
        Ok(())
    }

    /// Whether nothing may be done about a vote now, since its members can not be heard: presses that count for it may be
    /// lost meanwhile. It is looked at when they are heard again.
    pub(super) fn waits_to_hear(&self, proposal: &Proposal, now: Timestamp) -> bool {
        let end = match proposal.status.phase() {
            Phase::Open => proposal.due_at(),
            Phase::Held { until } => until,
            Phase::Waiting(_) | Phase::Over => return false,
        };
        match self.hearing.of(proposal.guild) {
            Some(Ear::Deaf { since }) if since < end => {
                let again = now.saturating_add(DEAF_PAUSE).ok();
                self.agenda.defer(proposal.guild, proposal.number, again);
                true
            }
            Some(Ear::Deaf { .. } | Ear::Hears { .. }) | None => false,
        }
    }

    /// The vote as it is after the first outage that makes it longer and was not counted yet.
    fn outlasted(&self, proposal: &Proposal, now: Timestamp) -> Option<Proposal> {
        if proposal.status != Status::Open {
            return None;
        }
        let gaps = self.hearing.gaps(proposal.guild, proposal.opens_at, now);
        gaps.into_iter().find_map(|gap| {
            let outage = Outage {
                from: gap.from,
                until: gap.until,
            };
            proposal.outlast(outage, now)
        })
    }

    /// Stores that an outage made the vote longer, if one did, with what must be said of it.
    pub(super) async fn outlive(
        &self,
        (read_as, before): (Revision, &Proposal),
        now: Timestamp,
    ) -> Result<Option<Proposal>, Attempt> {
        let Some(next) = self.outlasted(before, now) else {
            return Ok(None);
        };
        let updates = extended(before, &next);
        let next = self
            .change(Batch::new(), (read_as, before), next, updates, now)
            .await?;
        // There may have been more than one.
        self.agenda.set(next.guild, next.number, Some(now));
        Ok(Some(next))
    }
}
