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
use crate::outbox::{Delivery, Topic};
use crate::service::Event;
use crate::storage::StoreError;
use crate::vote::Status;

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
        let mut dispatch = |event: Event| {
            let (Event::Queued(guild, _) | Event::TallyChanged(guild, _)) = event;
            let lane = lanes
                .entry(guild)
                .or_insert_with(|| Lane::open(self.clone(), guild, &tasks, stop.clone()));
            match event {
                Event::Queued(_, topic) => lane.tell(topic),
                Event::TallyChanged(_, number) => refreshing.ask(lane, number, self.pace.edits),
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
                    Some(event) => dispatch(event),
                    None => break,
                },
            }
        }
        tasks.close();
        tasks.wait().await;
        Ok(())
    }

    /// What Discord refused when it was tried: parked notices, and ends that no message shows yet.
    async fn parked(&self) -> Result<Vec<Event>, StoreError> {
        let store = self.service.store();
        let mut parked = Vec::new();
        for guild in store.guilds().await? {
            let mut notices = store.notices(guild).await?;
            notices.retain(|stored| {
                let notice = &stored.value;
                matches!(notice.delivery, Delivery::Parked { .. })
                    || (notice.is_open() && matches!(notice.topic, Topic::Ending(_)))
            });
            notices.sort_by_key(|stored| stored.value.queued_at);
            parked.extend(
                notices
                    .into_iter()
                    .map(|stored| Event::Queued(guild, stored.value.topic)),
            );
        }
        Ok(parked)
    }

    /// What a former process left to be said, in the order of queueing, and the open votes, whose messages may show
    /// an old tally.
    async fn left_over(&self) -> Result<Vec<Event>, StoreError> {
        let store = self.service.store();
        let mut left = Vec::new();
        for guild in store.guilds().await? {
            let mut notices = store.notices(guild).await?;
            notices.retain(|stored| stored.value.is_open());
            notices.sort_by_key(|stored| stored.value.queued_at);
            left.extend(
                notices
                    .into_iter()
                    .map(|stored| Event::Queued(guild, stored.value.topic)),
            );
            for stored in store.proposals(guild).await? {
                if stored.value.status == Status::Open {
                    left.push(Event::TallyChanged(guild, stored.value.number));
                }
            }
        }
        Ok(left)
    }
}
