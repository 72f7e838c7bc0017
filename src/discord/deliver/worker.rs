//! The loop around deliveries.

use tokio::sync::mpsc;
use tokio::time::{Instant, MissedTickBehavior, interval_at, sleep_until};
use tokio_util::sync::CancellationToken;

use super::Deliverer;
use super::lane::{Lane, Lanes};
use super::refresh::Refreshing;
use super::retries::Retries;
use crate::discord::sender::INVALID_REQUESTS;
use crate::id::GuildId;
use crate::outbox::{Notice, Topic};
use crate::service::{Event, Whereabouts};
use crate::storage::StoreError;
use crate::vote::ProposalNumber;

/// While Discord counts so many invalid requests of the last ten minutes, what it refused is not tried again: half of
/// what the bot may have before it is silent of its own accord is left for all else.
const RETRY_BELOW: usize = INVALID_REQUESTS / 2;

/// Something for a lane.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Work {
    lane: Lane,
    what: What,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum What {
    /// Deliver a notice.
    Deliver(Topic),
    /// Show how a vote stands.
    Show(ProposalNumber),
}

impl Deliverer {
    /// Delivers what was left from before, then what `events` report, until `stop`. What waits then is delivered at
    /// the next start.
    pub async fn run(
        self,
        mut events: mpsc::UnboundedReceiver<Event>,
        stop: CancellationToken,
    ) -> Result<(), StoreError> {
        let mut daily = interval_at(Instant::now() + self.pace.parked, self.pace.parked);
        daily.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut worker = Worker::new(self, stop.clone());
        worker.left_over().await?;
        loop {
            let turn = worker.retries.next();
            tokio::select! {
                () = stop.cancelled() => break,
                _ = daily.tick() => worker.all_again().await?,
                guild = comes(turn) => worker.retry(guild).await?,
                event = events.recv() => match event {
                    Some(event) => worker.heed(event).await?,
                    None => break,
                },
            }
        }
        worker.lanes.finish().await;
        Ok(())
    }
}

/// Returns the guild when its turn has come; never, if there is none.
async fn comes(turn: Option<(Instant, GuildId)>) -> GuildId {
    let Some((at, guild)) = turn else {
        return std::future::pending().await;
    };
    sleep_until(at).await;
    guild
}

/// What hands out the work.
pub(super) struct Worker {
    deliverer: Deliverer,
    pub(super) lanes: Lanes,
    refreshing: Refreshing,
    retries: Retries<Work>,
}

impl Worker {
    pub(super) fn new(deliverer: Deliverer, stop: CancellationToken) -> Self {
        Self {
            lanes: Lanes::new(deliverer.clone(), stop),
            refreshing: Refreshing::default(),
            retries: Retries::new(&deliverer.pace),
            deliverer,
        }
    }

    /// Does what an event asks for.
    pub(super) async fn heed(&mut self, event: Event) -> Result<(), StoreError> {
        match event {
            Event::Queued(guild, topic) => {
                let read = self.deliverer.open(guild, &topic).await;
                if let Some(stored) = or_logged(read, guild) {
                    self.dispatch(deliver(&stored.value));
                }
            }
            Event::TallyChanged(guild, number) => {
                let read = self.show(guild, number).await;
                if let Some(show) = or_logged(read, guild) {
                    self.dispatch(show);
                }
            }
            Event::Available(guild) => self.all_in(guild).await?,
            Event::Mended(guild) => self.retries.ask(guild, Instant::now()),
            Event::Left(guild) => {
                self.retries.forget(guild);
                self.deliverer.forget(guild);
            }
        }
        Ok(())
    }

    /// Tries what Discord refused in a guild, as much of it as may be tried at once.
    pub(super) async fn retry(&mut self, guild: GuildId) -> Result<(), StoreError> {
        let now = Instant::now();
        if self.deliverer.sender.invalid_requests() >= RETRY_BELOW {
            self.retries.rest(now);
            return Ok(());
        }
        if self.retries.begins(guild) {
            let refused = self.refused_in(guild).await?;
            self.retries.begin(guild, refused);
        }
        for work in self.retries.deal(guild, now) {
            if let What::Show(number) = work.what {
                self.deliverer.refusals().remove(&(guild, number));
            }
            self.dispatch(work);
        }
        Ok(())
    }

    /// What a former process left to be said. Of guilds of which nothing was heard yet, what Discord refused is tried
    /// when they are available.
    async fn left_over(&mut self) -> Result<(), StoreError> {
        for guild in self.deliverer.service.store().guilds().await? {
            match self.deliverer.service.presence().of(guild) {
                Whereabouts::Here => self.all_in(guild).await?,
                Whereabouts::Unknown => {
                    for notice in self.open_in(guild).await? {
                        if notice.parked().is_none() {
                            self.dispatch(deliver(&notice));
                        }
                    }
                }
                Whereabouts::Unavailable | Whereabouts::Left => {}
            }
        }
        Ok(())
    }

    /// Once a day everything is tried: what Discord refused, and what could not be read or stored.
    async fn all_again(&mut self) -> Result<(), StoreError> {
        for guild in self.deliverer.service.store().guilds().await? {
            self.notices_in(guild).await?;
        }
        Ok(())
    }

    /// What is to be said in a guild, and its open votes, whose messages may show an old tally.
    async fn all_in(&mut self, guild: GuildId) -> Result<(), StoreError> {
        self.notices_in(guild).await?;
        for stored in self.deliverer.service.store().proposals(guild).await? {
            if stored.value.status.is_live() {
                let (number, channel) = (stored.value.number, stored.value.channel);
                let (lane, what) = (Lane { guild, channel }, What::Show(number));
                self.dispatch(Work { lane, what });
            }
        }
        Ok(())
    }

    /// What is to be said in a guild: what Discord refused is tried in the guild's turn, all else at once.
    async fn notices_in(&mut self, guild: GuildId) -> Result<(), StoreError> {
        let mut is_refused = self.deliverer.refusals().iter().any(|(of, _)| *of == guild);
        for notice in self.open_in(guild).await? {
            if notice.parked().is_none() {
                self.dispatch(deliver(&notice));
            } else {
                is_refused = true;
            }
        }
        if is_refused {
            self.retries.ask(guild, Instant::now());
        }
        Ok(())
    }

    /// What Discord refused in a guild: notices that are parked, the ends of votes that no message shows, and tallies.
    async fn refused_in(&self, guild: GuildId) -> Result<Vec<Work>, StoreError> {
        let mut refused = self.open_in(guild).await?;
        refused.retain(|notice| {
            // What edits messages waits, unparked, for the notice that posts them.
            let edits = matches!(notice.topic, Topic::Ending(_) | Topic::Correction(..));
            notice.parked().is_some() || edits
        });
        let mut refused: Vec<Work> = refused.iter().map(deliver).collect();
        let tallies: Vec<ProposalNumber> = self
            .deliverer
            .refusals()
            .iter()
            .filter(|(of, _)| *of == guild)
            .map(|(_, number)| *number)
            .collect();
        for number in tallies {
            refused.extend(self.show(guild, number).await?);
        }
        Ok(refused)
    }

    /// What is to be said in a guild, in the order of queueing.
    async fn open_in(&self, guild: GuildId) -> Result<Vec<Notice>, StoreError> {
        let notices = self.deliverer.service.store().notices(guild).await?;
        let mut open: Vec<Notice> = notices.into_iter().map(|stored| stored.value).collect();
        open.retain(Notice::is_open);
        open.sort_by_key(|notice| notice.queued_at);
        Ok(open)
    }

    /// Showing a vote in its channel.
    async fn show(&self, guild: GuildId, number: ProposalNumber) -> Result<Option<Work>, StoreError> {
        let stored = self.deliverer.service.store().proposal(guild, number).await?;
        Ok(stored.map(|stored| Work {
            lane: Lane {
                guild,
                channel: stored.value.channel,
            },
            what: What::Show(number),
        }))
    }

    fn dispatch(&self, work: Work) {
        match work.what {
            What::Deliver(topic) => self.lanes.tell(work.lane, topic),
            What::Show(number) => {
                self.refreshing
                    .ask(&self.lanes, work.lane, number, self.deliverer.pace.edits);
            }
        }
    }
}

/// What was read. What could not be is logged, and tried again within a day.
fn or_logged<T>(read: Result<Option<T>, StoreError>, guild: GuildId) -> Option<T> {
    read.unwrap_or_else(|error| {
        tracing::error!(guild.id = %guild, error = %error, "what is to be said in a guild could not be read; it is tried again within a day");
        None
    })
}

/// Delivering a notice in its lane.
fn deliver(notice: &Notice) -> Work {
    Work {
        lane: Lane::of(notice),
        what: What::Deliver(notice.topic.clone()),
    }
}
