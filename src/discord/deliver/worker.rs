//! The loop around deliveries: one queue a guild, in the order in which things were decided.

use std::collections::HashMap;

use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::refresh::Refreshing;
use super::{Delivered, Deliverer};
use crate::id::GuildId;
use crate::outbox::Topic;
use crate::service::Event;
use crate::storage::StoreError;
use crate::vote::Status;

impl Deliverer {
    /// Delivers what was left from before, then what `events` report, until `stop`. What is under way then is
    /// finished; what waits is delivered at the next start.
    pub async fn run(
        self,
        mut events: mpsc::UnboundedReceiver<Event>,
        stop: CancellationToken,
    ) -> Result<(), StoreError> {
        let tasks = TaskTracker::new();
        let mut lanes: HashMap<GuildId, mpsc::UnboundedSender<Topic>> = HashMap::new();
        let refreshing = Refreshing::default();
        for event in self.left_over().await? {
            self.dispatch(event, &mut lanes, &refreshing, &tasks, &stop);
        }
        loop {
            tokio::select! {
                () = stop.cancelled() => break,
                event = events.recv() => match event {
                    Some(event) => self.dispatch(event, &mut lanes, &refreshing, &tasks, &stop),
                    None => break,
                },
            }
        }
        drop(lanes);
        tasks.close();
        tasks.wait().await;
        Ok(())
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

    fn dispatch(
        &self,
        event: Event,
        lanes: &mut HashMap<GuildId, mpsc::UnboundedSender<Topic>>,
        refreshing: &Refreshing,
        tasks: &TaskTracker,
        stop: &CancellationToken,
    ) {
        match event {
            Event::TallyChanged(guild, number) => self.refresh(refreshing, guild, number),
            Event::Queued(guild, topic) => {
                let lane = lanes.entry(guild).or_insert_with(|| {
                    let (lane, queue) = mpsc::unbounded_channel();
                    tasks.spawn(self.clone().run_lane(guild, queue, stop.clone()));
                    lane
                });
                if lane.send(topic).is_err() {
                    tracing::debug!(guild.id = %guild, "the bot is stopping; the notice is delivered at the next start");
                }
            }
        }
    }

    async fn run_lane(
        self,
        guild: GuildId,
        mut queue: mpsc::UnboundedReceiver<Topic>,
        stop: CancellationToken,
    ) {
        loop {
            let topic = tokio::select! {
                () = stop.cancelled() => return,
                topic = queue.recv() => match topic {
                    Some(topic) => topic,
                    None => return,
                },
            };
            loop {
                let wait = match self.deliver(guild, &topic).await {
                    Ok(Delivered::Done | Delivered::Parked(_)) => break,
                    Ok(Delivered::Later(wait)) => wait,
                    Err(error) => {
                        tracing::error!(guild.id = %guild, notice.topic = %topic, error = %error, "a notice could not be read or stored");
                        break;
                    }
                };
                tokio::select! {
                    () = stop.cancelled() => return,
                    () = tokio::time::sleep(wait) => {}
                }
            }
        }
    }
}
