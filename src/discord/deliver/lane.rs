//! One queue a channel of a guild: what is said and shown there, one after the other, in the order in which it was
//! decided. What has to wait in one channel holds up no other.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, oneshot};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::post::obstacle;
use super::{Delivered, Deliverer};
use crate::id::{ChannelId, GuildId, MessageId};
use crate::outbox::{Files, News, Notice, Topic};
use crate::service::Whereabouts;
use crate::storage::StoreError;
use crate::vote::ProposalNumber;

/// Where things are done one after the other. A vote's message, its end and its outcome are all in one lane.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Lane {
    /// Whose it is.
    pub guild: GuildId,
    /// Which of its channels.
    pub channel: ChannelId,
}

impl Lane {
    /// Where a notice is delivered: in its channel's lane. What waits in a channel is told after all that is tried there,
    /// and while nothing of it is on its way, so that it is told whole: in the lane of that channel.
    pub fn of(notice: &Notice) -> Self {
        let channel = match notice.topic {
            Topic::Trouble(trouble) => trouble.channel,
            // Discord lets so few be published that some wait for an hour: nothing else waits for them. Nor does news of
            // the files, wherever it goes, overtake other such news.
            Topic::Followers(_) | Topic::Files(_) => Files::nowhere(notice.guild).unwrap_or(notice.channel),
            Topic::Vote(_)
            | Topic::Ending(_)
            | Topic::Outcome(_)
            | Topic::Update(..)
            | Topic::Digest(_)
            | Topic::Correction(..)
            | Topic::Introduction
            | Topic::Missed(_) => notice.channel,
            Topic::Calendar(occasion) => match occasion.news {
                News::Unannounced => Files::nowhere(notice.guild).unwrap_or(notice.channel),
                News::Soon | News::Moved(..) | News::CalledOff(_) | News::Empty => notice.channel,
            },
        };
        Self {
            guild: notice.guild,
            channel,
        }
    }
}

/// For so long a lane waits for what is first in it.
const LONGEST_HOLD: Duration = Duration::from_mins(1);

/// Something to do in a lane.
enum Work {
    /// Deliver a notice.
    Notice(Topic),
    /// Show how a vote stands, and tell when that is done, and after which time it must be done again.
    Show(ProposalNumber, oneshot::Sender<Option<Duration>>),
}

/// The bot is stopping, and nothing is worked off any more.
#[derive(Debug)]
pub(super) struct Stopped;

/// All lanes in which there is something to do. Clones share them.
#[derive(Clone)]
pub(super) struct Lanes(Arc<Shared>);

struct Shared {
    deliverer: Deliverer,
    tasks: TaskTracker,
    stop: CancellationToken,
    /// A lane is in here for exactly as long as its one task is at work: both change together, under the lock. A lane
    /// in which nothing is to be done costs nothing.
    queues: Mutex<HashMap<Lane, VecDeque<Work>>>,
}

impl Lanes {
    /// No lanes yet; they are worked off until `stop`.
    pub fn new(deliverer: Deliverer, stop: CancellationToken) -> Self {
        Self(Arc::new(Shared {
            deliverer,
            tasks: TaskTracker::new(),
            stop,
            queues: Mutex::default(),
        }))
    }

    /// Queues a notice; what is asked for once more while it waits is done once.
    pub fn tell(&self, lane: Lane, topic: Topic) {
        self.push(lane, Work::Notice(topic));
    }

    /// Shows how a vote stands, and says after which time it must be shown again because Discord could not take it;
    /// an error if the bot stopped before.
    pub async fn shows(&self, lane: Lane, number: ProposalNumber) -> Result<Option<Duration>, Stopped> {
        let (done, is_done) = oneshot::channel();
        self.push(lane, Work::Show(number, done));
        is_done.await.map_err(|_| Stopped)
    }

    /// Returns when nothing is under way any more.
    pub async fn finish(&self) {
        self.0.tasks.close();
        self.0.tasks.wait().await;
    }

    /// How many tasks are at work.
    #[cfg(test)]
    pub fn at_work(&self) -> usize {
        self.0.tasks.len()
    }

    fn push(&self, lane: Lane, work: Work) {
        let mut queues = self.queues();
        if self.0.stop.is_cancelled() {
            tracing::debug!(guild.id = %lane.guild, "the bot is stopping; what is queued is delivered at the next start");
            return;
        }
        match queues.entry(lane) {
            Entry::Occupied(mut queue) => {
                if !is_queued(queue.get(), &work) {
                    queue.get_mut().push_back(work);
                }
            }
            Entry::Vacant(place) => {
                place.insert(VecDeque::from([work]));
                self.0.tasks.spawn(self.clone().work_off(lane));
            }
        }
    }

    /// What is next in a lane. If there is nothing, or the bot stops, the lane is closed: its task must end.
    fn next(&self, lane: Lane) -> Option<Work> {
        let mut queues = self.queues();
        let is_stopping = self.0.stop.is_cancelled();
        let queue = queues.get_mut(&lane).filter(|_| !is_stopping);
        let next = queue.and_then(VecDeque::pop_front);
        if next.is_none() {
            queues.remove(&lane);
        }
        next
    }

    async fn work_off(self, lane: Lane) {
        while let Some(work) = self.next(lane) {
            match work {
                Work::Show(number, done) => {
                    let again = Box::pin(self.0.deliverer.show_now(lane.guild, number)).await;
                    // Whoever asked may have gone.
                    done.send(again).ok();
                }
                Work::Notice(topic) => {
                    if let Err(error) = self.deliver_in_the_end(lane, &topic).await {
                        tracing::error!(guild.id = %lane.guild, notice.topic = %topic, error = %error, "a notice could not be read or stored; it is tried again within a day");
                    }
                }
            }
        }
    }

    /// Makes attempts until the notice is said or waits for more than time, or until the bot stops, which interrupts
    /// no attempt.
    async fn deliver_in_the_end(&self, lane: Lane, topic: &Topic) -> Result<(), StoreError> {
        let Shared { deliverer, stop, .. } = &*self.0;
        loop {
            let place = tokio::select! {
                () = stop.cancelled() => break,
                place = deliverer.place_for(topic) => place,
            };
            // Apart, since all others wait outside: what an attempt needs is there only while it is made.
            let Some(wait) = Box::pin(self.attempt(lane, topic)).await? else {
                break;
            };
            drop(place);
            if wait > LONGEST_HOLD && steps_aside(topic) {
                self.later(lane, topic.clone(), wait);
                break;
            }
            tokio::select! {
                () = stop.cancelled() => break,
                () = tokio::time::sleep(wait) => {}
            }
        }
        Ok(())
    }

    /// Queues a notice again after a time in which the lane goes on.
    fn later(&self, lane: Lane, topic: Topic, wait: Duration) {
        let lanes = self.clone();
        self.0.tasks.spawn(async move {
            tokio::select! {
                () = lanes.0.stop.cancelled() => {}
                () = tokio::time::sleep(wait) => lanes.tell(lane, topic),
            }
        });
    }

    /// One attempt; after which time there must be another one.
    async fn attempt(&self, lane: Lane, topic: &Topic) -> Result<Option<Duration>, StoreError> {
        let Shared { deliverer, .. } = &*self.0;
        let Some(stored) = deliverer.open(lane.guild, topic).await? else {
            return Ok(None);
        };
        let place = Lane::of(&stored.value);
        if place != lane {
            // Its channel was changed. Two lanes must never be at one notice.
            self.tell(place, topic.clone());
            return Ok(None);
        }
        Ok(match deliverer.attempt(stored).await? {
            Delivered::Done | Delivered::Parked(_) | Delivered::Away => None,
            Delivered::Later(wait) => Some(wait),
        })
    }

    fn queues(&self) -> MutexGuard<'_, HashMap<Lane, VecDeque<Work>>> {
        self.0.queues.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether others go first while a notice waits for long: of published messages Discord takes three edits an hour, and
/// editions that come out meanwhile do not wait for a correction of another one.
fn steps_aside(topic: &Topic) -> bool {
    topic.correction().is_some()
}

/// Whether a notice waits in a queue already. A tally is asked for by one task at a time.
fn is_queued(queue: &VecDeque<Work>, work: &Work) -> bool {
    let Work::Notice(topic) = work else { return false };
    queue
        .iter()
        .any(|queued| matches!(queued, Work::Notice(other) if other == topic))
}

impl Deliverer {
    /// A place among the digests that are delivered; everything else needs none.
    async fn place_for(&self, topic: &Topic) -> Option<OwnedSemaphorePermit> {
        match topic {
            Topic::Digest(_) => self.fan_out.enter().await,
            Topic::Vote(_)
            | Topic::Ending(_)
            | Topic::Outcome(_)
            | Topic::Update(..)
            | Topic::Correction(..)
            | Topic::Introduction
            | Topic::Trouble(_)
            | Topic::Calendar(_)
            | Topic::Missed(_)
            | Topic::Followers(_)
            | Topic::Files(_) => None,
        }
    }

    /// Shows how a vote stands; after which time to do so again, if Discord could not take it.
    pub(super) async fn show_now(&self, guild: GuildId, number: ProposalNumber) -> Option<Duration> {
        match self.service.presence().of(guild) {
            Whereabouts::Unknown | Whereabouts::Here => {}
            // It is shown when the guild is back.
            Whereabouts::Unavailable | Whereabouts::Left => return None,
        }
        let shown = self.show_newest(guild, number).await;
        shown.unwrap_or_else(|error| {
            tracing::error!(guild.id = %guild, proposal.id = %number, error = %error, "a tally could not be read");
            None
        })
    }

    async fn show_newest(
        &self,
        guild: GuildId,
        number: ProposalNumber,
    ) -> Result<Option<Duration>, StoreError> {
        let vote = (guild, number);
        if self.refusals().contains(&vote) {
            return Ok(None);
        }
        let Some(newest) = self.service.newest_message(guild, number).await? else {
            return Ok(None);
        };
        let Some(posted) = newest.posted() else {
            // What was deleted at once leaves nothing to edit, either.
            self.post_again(guild, number, None).await;
            return Ok(None);
        };
        // Discord is not asked again for what it said to be gone.
        if self.deletions().get(&vote) == Some(&posted.message) {
            self.post_again(guild, number, Some(posted.message)).await;
            return Ok(None);
        }
        match self.show(&newest.notice.value, posted).await? {
            Ok(()) => {}
            Err(error) if error.is_unknown_message() => {
                tracing::debug!(guild.id = %guild, proposal.id = %number, "a vote's message was deleted; it is not edited any more");
                self.deletions().insert(vote, posted.message);
                self.post_again(guild, number, Some(posted.message)).await;
            }
            Err(error) if obstacle(&error).is_some() => {
                tracing::warn!(guild.id = %guild, proposal.id = %number, error = %error, "a tally may not be shown; it is tried again from time to time");
                self.refusals().insert(vote);
            }
            Err(error) => {
                tracing::warn!(guild.id = %guild, proposal.id = %number, error = %error, "a tally could not be shown yet");
                return Ok(Some(self.wait_after(&error)));
            }
        }
        Ok(None)
    }

    /// Has a vote's message posted again that is gone, if the rule allows it by now.
    async fn post_again(&self, guild: GuildId, number: ProposalNumber, deleted: Option<MessageId>) {
        let now = self.clock.now();
        if let Err(error) = self.service.message_gone(guild, number, deleted, now).await {
            tracing::error!(guild.id = %guild, proposal.id = %number, error = %error, "a vote's message could not be queued again; it is with the next change of the tally");
        }
    }
}
