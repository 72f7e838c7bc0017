//! One queue a guild: what it is told and shown, one after the other, in the order in which it was decided.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::{mpsc, oneshot};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::post::obstacle;
use super::{Delivered, Deliverer};
use crate::id::GuildId;
use crate::outbox::Topic;
use crate::service::Whereabouts;
use crate::vote::ProposalNumber;

/// Something to do in a guild.
enum Work {
    /// Deliver a notice.
    Notice(Topic),
    /// Show how a vote stands, and tell when that is done, and after which time it must be done again.
    Show(ProposalNumber, oneshot::Sender<Option<Duration>>),
}

/// The bot is stopping, and nothing is worked off any more.
#[derive(Debug)]
pub(super) struct Stopped;

/// The way into a guild's queue.
#[derive(Clone)]
pub(super) struct Lane {
    guild: GuildId,
    queue: mpsc::UnboundedSender<Work>,
    /// The notices in the queue: what is asked for once more while it waits is done once.
    waiting: Waiting,
}

/// Notices that are in a queue.
#[derive(Debug, Clone, Default)]
struct Waiting(Arc<Mutex<HashSet<Topic>>>);

impl Waiting {
    /// Notes a notice; `false` if it is there already.
    fn add(&self, topic: &Topic) -> bool {
        self.lock().insert(topic.clone())
    }

    /// Notes that its turn has come.
    fn remove(&self, topic: &Topic) {
        self.lock().remove(topic);
    }

    fn lock(&self) -> MutexGuard<'_, HashSet<Topic>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Lane {
    /// Opens the queue of a guild; it is worked off until `stop`.
    pub fn open(deliverer: Deliverer, guild: GuildId, tasks: &TaskTracker, stop: CancellationToken) -> Self {
        let (queue, work) = mpsc::unbounded_channel();
        let waiting = Waiting::default();
        tasks.spawn(deliverer.work_off(guild, work, waiting.clone(), stop));
        Self {
            guild,
            queue,
            waiting,
        }
    }

    /// Whose queue it is.
    pub fn guild(&self) -> GuildId {
        self.guild
    }

    /// Queues a notice.
    pub fn tell(&self, topic: Topic) {
        if !self.waiting.add(&topic) {
            return;
        }
        if self.queue.send(Work::Notice(topic)).is_err() {
            tracing::debug!(guild.id = %self.guild, "the bot is stopping; the notice is delivered at the next start");
        }
    }

    /// Shows how a vote stands, and says after which time it must be shown again because Discord could not take it;
    /// an error if the queue ended before.
    pub async fn shows(&self, number: ProposalNumber) -> Result<Option<Duration>, Stopped> {
        let (done, is_done) = oneshot::channel();
        self.queue.send(Work::Show(number, done)).map_err(|_| Stopped)?;
        is_done.await.map_err(|_| Stopped)
    }
}

impl Deliverer {
    async fn work_off(
        self,
        guild: GuildId,
        mut work: mpsc::UnboundedReceiver<Work>,
        waiting: Waiting,
        stop: CancellationToken,
    ) {
        loop {
            let next = tokio::select! {
                () = stop.cancelled() => return,
                next = work.recv() => next,
            };
            match next {
                None => return,
                Some(Work::Show(number, done)) => {
                    let again = self.show_now(guild, number).await;
                    // Whoever asked may have gone.
                    done.send(again).ok();
                }
                Some(Work::Notice(topic)) => {
                    waiting.remove(&topic);
                    self.deliver_in_the_end(guild, &topic, &stop).await;
                }
            }
        }
    }

    /// Shows how a vote stands; after which time to do so again, if Discord could not take it.
    pub(super) async fn show_now(&self, guild: GuildId, number: ProposalNumber) -> Option<Duration> {
        match self.service.presence().of(guild) {
            Whereabouts::Unknown | Whereabouts::Here => {}
            // It is shown when the guild is back.
            Whereabouts::Unavailable | Whereabouts::Left => return None,
        }
        let vote = (guild, number);
        if self.deletions().contains(&vote) || self.refusals().contains(&vote) {
            return None;
        }
        match self.show(guild, number).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) if error.is_unknown_message() => {
                tracing::debug!(guild.id = %guild, proposal.id = %number, "a vote's message was deleted; it is not edited any more");
                self.deletions().insert(vote);
            }
            Ok(Err(error)) if obstacle(&error).is_some() => {
                tracing::warn!(guild.id = %guild, proposal.id = %number, error = %error, "a tally may not be shown; it is tried again from time to time");
                self.refusals().insert(vote);
            }
            Ok(Err(error)) => {
                tracing::warn!(guild.id = %guild, proposal.id = %number, error = %error, "a tally could not be shown yet");
                return Some(self.wait_after(&error));
            }
            Err(error) => {
                tracing::error!(guild.id = %guild, proposal.id = %number, error = %error, "a tally could not be read");
            }
        }
        None
    }

    /// Makes attempts until the notice is said or waits for more than time, or until `stop`, which interrupts no
    /// attempt.
    async fn deliver_in_the_end(&self, guild: GuildId, topic: &Topic, stop: &CancellationToken) {
        loop {
            match self.deliver(guild, topic).await {
                Ok(Delivered::Done | Delivered::Parked(_) | Delivered::Away) => return,
                Ok(Delivered::Later(wait)) => tokio::select! {
                    () = stop.cancelled() => return,
                    () = tokio::time::sleep(wait) => {}
                },
                Err(error) => {
                    tracing::error!(guild.id = %guild, notice.topic = %topic, error = %error, "a notice could not be read or stored");
                    return;
                }
            }
        }
    }
}
