//! The loop around deliveries.

use std::collections::HashMap;

use tokio::sync::mpsc;
use tokio::time::{Instant, MissedTickBehavior, interval_at};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::Deliverer;
use super::lane::Lane;
use super::refresh::Refreshing;
use crate::id::GuildId;
use crate::outbox::{Notice, Topic};
use crate::service::{Event, Whereabouts};
use crate::storage::StoreError;
use crate::vote::{ProposalNumber, Status};

/// Something for a guild's lane.
enum Work {
    /// Deliver a notice.
    Deliver(GuildId, Topic),
    /// Show how a vote stands.
    Show(GuildId, ProposalNumber),
}

impl Deliverer {
    /// Delivers what was left from before, then what `events` report, until `stop`. What waits then is delivered at
    /// the next start.
    pub async fn run(
        self,
        mut events: mpsc::UnboundedReceiver<Event>,
        stop: CancellationToken,
    ) -> Result<(), StoreError> {
        let tasks = TaskTracker::new();
        let refreshing = Refreshing::default();
        let mut lanes: HashMap<GuildId, Lane> = HashMap::new();
        let mut dispatch = |work: Work| {
            let (Work::Deliver(guild, _) | Work::Show(guild, _)) = work;
            let lane = lanes
                .entry(guild)
                .or_insert_with(|| Lane::open(self.clone(), guild, &tasks, stop.clone()));
            match work {
                Work::Deliver(_, topic) => lane.tell(topic),
                Work::Show(_, number) => refreshing.ask(lane, number, self.pace.edits),
            }
        };
        self.left_over().await?.into_iter().for_each(&mut dispatch);
        let mut parked = interval_at(Instant::now() + self.pace.parked, self.pace.parked);
        parked.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                () = stop.cancelled() => break,
                _ = parked.tick() => self.parked().await?.into_iter().for_each(&mut dispatch),
                event = events.recv() => match event {
                    Some(event) => self.work_of(event).await?.into_iter().for_each(&mut dispatch),
                    None => break,
                },
            }
        }
        tasks.close();
        tasks.wait().await;
        Ok(())
    }

    /// What an event asks for.
    async fn work_of(&self, event: Event) -> Result<Vec<Work>, StoreError> {
        match event {
            Event::Queued(guild, topic) => Ok(vec![Work::Deliver(guild, topic)]),
            Event::TallyChanged(guild, number) => Ok(vec![Work::Show(guild, number)]),
            Event::Available(guild) => {
                self.refused_tallies(|of| of == guild);
                self.all_in(guild).await
            }
            Event::Mended(guild) => {
                let mut mended = self.open_in(guild, is_refused).await?;
                mended.extend(self.refused_tallies(|of| of == guild));
                Ok(mended)
            }
        }
    }

    /// The votes of some guilds whose message could not be edited; from now on it may be tried again.
    fn refused_tallies(&self, is_of: impl Fn(GuildId) -> bool) -> Vec<Work> {
        self.refusals()
            .extract_if(|(guild, _)| is_of(*guild))
            .map(|(guild, number)| Work::Show(guild, number))
            .collect()
    }

    /// What Discord refused when it was tried.
    async fn parked(&self) -> Result<Vec<Work>, StoreError> {
        let mut parked = self.refused_tallies(|_| true);
        for guild in self.service.store().guilds().await? {
            parked.extend(self.open_in(guild, is_refused).await?);
        }
        Ok(parked)
    }

    /// What a former process left to be said. Of guilds of which nothing was heard yet, what Discord refused is tried
    /// when they are available.
    async fn left_over(&self) -> Result<Vec<Work>, StoreError> {
        let mut left = Vec::new();
        for guild in self.service.store().guilds().await? {
            left.extend(match self.service.presence().of(guild) {
                Whereabouts::Here => self.all_in(guild).await?,
                Whereabouts::Unknown => self.open_in(guild, |notice| notice.parked().is_none()).await?,
                Whereabouts::Unavailable | Whereabouts::Left => Vec::new(),
            });
        }
        Ok(left)
    }

    /// What is to be said in a guild, and its open votes, whose messages may show an old tally.
    async fn all_in(&self, guild: GuildId) -> Result<Vec<Work>, StoreError> {
        let mut all = self.open_in(guild, |_| true).await?;
        for stored in self.service.store().proposals(guild).await? {
            if stored.value.status == Status::Open {
                all.push(Work::Show(guild, stored.value.number));
            }
        }
        Ok(all)
    }

    /// What is to be said in a guild, as far as it is `wanted`, in the order of queueing.
    async fn open_in(
        &self,
        guild: GuildId,
        wanted: impl Fn(&Notice) -> bool + Send,
    ) -> Result<Vec<Work>, StoreError> {
        let mut notices = self.service.store().notices(guild).await?;
        notices.retain(|stored| stored.value.is_open() && wanted(&stored.value));
        notices.sort_by_key(|stored| stored.value.queued_at);
        Ok(notices
            .into_iter()
            .map(|stored| Work::Deliver(guild, stored.value.topic))
            .collect())
    }
}

/// Whether a notice was refused: it is parked, or the end of a vote that no message shows yet.
fn is_refused(notice: &Notice) -> bool {
    notice.parked().is_some() || matches!(notice.topic, Topic::Ending(_))
}
