//! Delivers what was queued: posts, edits, and nothing twice.
//!
//! The order for each message: the rendered text is stored, then sent with a nonce, then the confirmation is stored.
//! After a crash between the two, Discord recognises the nonce for some minutes; later the channel's history tells.
//! What can not be delivered or known is parked, and the guild's maintainers are told why.

mod correct;
mod end;
mod fan_out;
mod followers;
mod lane;
mod look_back;
mod mark;
mod post;
mod refresh;
mod retries;
mod shown;
#[cfg(test)]
#[cfg(feature = "sandbox")]
pub(in crate::discord) mod tests;
mod thread;
mod trouble;
mod worker;

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use serde_json::Value;
use tokio::sync::watch;

use self::fan_out::FanOut;
use crate::clock::Clock;
use crate::discord::gallery::Gallery;
use crate::discord::places::RestPlaces;
use crate::discord::sender::{SendError, Sender};
use crate::discord::view::{Context, render_facts};
use crate::id::{GuildId, MemberId, MessageId};
use crate::metrics;
use crate::outbox::{Notice, Obstacle, Topic, Update};
use crate::service::{Facts, Service, Whereabouts};
use crate::storage::{StoreError, Stored};
use crate::vote::ProposalNumber;
use crate::wording::Wording;

/// What became of an attempt to deliver a notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delivered {
    /// It is said, or there is nothing to say.
    Done,
    /// Discord could not be reached or asks to wait: try again after this time.
    Later(Duration),
    /// Discord refuses it; tried again from time to time.
    Parked(Obstacle),
    /// The guild is unavailable, or the bot has left it: it waits until the guild is back.
    Away,
}

impl Delivered {
    /// As it is counted.
    const fn counted(self) -> metrics::Delivery {
        match self {
            Self::Done => metrics::Delivery::Done,
            Self::Later(_) => metrics::Delivery::Later,
            Self::Parked(_) => metrics::Delivery::Parked,
            Self::Away => metrics::Delivery::Away,
        }
    }
}

/// How long to wait in places where only waiting helps; tests wait for nothing.
#[derive(Debug, Clone, Copy)]
pub struct Pace {
    /// Before an attempt is repeated that did not reach Discord.
    pub retry: Duration,
    /// Before a history that does not show a message is read again: Discord's copies may lag.
    pub settle: Duration,
    /// Between two edits of the same message.
    pub edits: Duration,
    /// Before what Discord refuses is tried again without any sign that it may be allowed now.
    pub parked: Duration,
    /// Between two tries of what Discord refuses in one guild, however often something changes there.
    pub mended: Duration,
    /// Between such tries in two guilds.
    pub turns: Duration,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            retry: Duration::from_secs(5),
            settle: Duration::from_secs(10),
            edits: Duration::from_secs(2),
            parked: Duration::from_hours(24),
            mended: Duration::from_mins(1),
            turns: Duration::from_secs(1),
        }
    }
}

/// The vote whose message a notice posts as it was rendered at an earlier attempt: it may show an old tally.
fn late_message(notice: &Notice) -> Option<ProposalNumber> {
    match notice.topic {
        Topic::Vote(number) | Topic::Update(number, Update::Repost(_)) if !notice.is_untried() => {
            Some(number)
        }
        Topic::Vote(_)
        | Topic::Update(..)
        | Topic::Ending(_)
        | Topic::Outcome(_)
        | Topic::Digest(_)
        | Topic::Correction(..)
        | Topic::Introduction
        | Topic::Trouble(_)
        | Topic::Calendar(_)
        | Topic::Missed(_)
        | Topic::Followers(_)
        | Topic::Files(_) => None,
    }
}

/// Delivers notices.
#[derive(Clone)]
pub struct Deliverer {
    service: Service,
    sender: Sender,
    wording: Arc<Wording>,
    clock: Clock,
    pace: Pace,
    me: MemberId,
    gallery: Gallery,
    /// The turns of digests.
    fan_out: FanOut,
    /// Notices whose sending began in this process: their outcome is known here.
    in_hand: Arc<Mutex<HashSet<(GuildId, Topic)>>>,
    /// Votes whose newest message somebody deleted, with that message: there is nothing to edit.
    deleted: Arc<Mutex<HashMap<(GuildId, ProposalNumber), MessageId>>>,
    /// Votes whose message Discord does not let be edited. Each edit would be one more refusal, and Discord blocks an
    /// address for those: none is tried until something may have mended it.
    refused: Arc<Mutex<HashSet<(GuildId, ProposalNumber)>>>,
    progress: watch::Sender<u64>,
}

impl Deliverer {
    /// A deliverer that posts as the bot `me`.
    pub fn new(
        service: Service,
        sender: Sender,
        wording: Arc<Wording>,
        clock: Clock,
        (pace, gallery): (Pace, Gallery),
        me: MemberId,
    ) -> Self {
        let (progress, _) = watch::channel(0);
        Self {
            gallery,
            fan_out: FanOut::new(),
            service,
            sender,
            wording,
            clock,
            pace,
            me,
            in_hand: Arc::default(),
            deleted: Arc::default(),
            refused: Arc::default(),
            progress,
        }
    }

    /// The pictures that it draws and keeps.
    pub fn gallery(&self) -> &Gallery {
        &self.gallery
    }

    /// Changes whenever a notice was delivered.
    pub fn progress(&self) -> watch::Receiver<u64> {
        self.progress.subscribe()
    }

    /// Makes one attempt at one notice.
    pub async fn deliver(&self, guild: GuildId, topic: &Topic) -> Result<Delivered, StoreError> {
        match self.open(guild, topic).await? {
            Some(stored) => self.attempt(stored).await,
            None => Ok(Delivered::Done),
        }
    }

    /// A notice of which something is left to be said.
    async fn open(&self, guild: GuildId, topic: &Topic) -> Result<Option<Stored<Notice>>, StoreError> {
        let stored = self.service.store().notice(guild, topic).await?;
        Ok(stored.filter(|stored| stored.value.is_open()))
    }

    async fn attempt(&self, stored: Stored<Notice>) -> Result<Delivered, StoreError> {
        let (guild, topic) = (stored.value.guild, stored.value.topic.clone());
        match self.service.presence().of(guild) {
            Whereabouts::Unknown | Whereabouts::Here => {}
            Whereabouts::Unavailable => return Ok(Delivered::Away),
            Whereabouts::Left => {
                self.put_down(&stored.value);
                return Ok(Delivered::Away);
            }
        }
        let late = late_message(&stored.value);
        let delivered = match &topic {
            Topic::Ending(number) => {
                let ended = self.end(stored, *number).await?;
                if ended == Delivered::Done {
                    self.deletions().remove(&(guild, *number));
                    self.refusals().remove(&(guild, *number));
                }
                ended
            }
            Topic::Correction(edition, number) => self.correct(stored, edition, *number).await?,
            // Of a schedule, what is for the maintainers may have no place yet.
            Topic::Trouble(_) | Topic::Files(_) | Topic::Calendar(_) => self.tell(stored).await?,
            Topic::Followers(edition) => self.publish(stored, edition).await?,
            Topic::Update(number, update) => self.update(stored, *number, *update).await?,
            Topic::Vote(_)
            | Topic::Outcome(_)
            | Topic::Digest(_)
            | Topic::Introduction
            | Topic::Missed(_) => self.post(stored).await?,
        };
        let counted = delivered.counted();
        self.sender.metrics().delivery(counted);
        tracing::debug!(guild.id = %guild, notice.topic = %topic, result = counted.name(), "a notice was looked after");
        if delivered == Delivered::Done {
            self.progress.send_modify(|count| *count += 1);
            if let Some(number) = late {
                self.service.tally_changed(guild, number);
            }
        }
        Ok(delivered)
    }

    fn render(&self, facts: &Facts, mark: &str, guild: GuildId) -> Vec<Value> {
        render_facts(
            facts,
            mark,
            Context {
                wording: &self.wording,
                guild,
            },
        )
    }

    /// An attempt failed by what passes.
    fn again(&self, error: &SendError) -> Delivered {
        Delivered::Later(self.wait_after(error))
    }

    /// How long to wait before the next attempt after `error`: until Discord allows it, if it says when that is.
    fn wait_after(&self, error: &SendError) -> Duration {
        match error {
            SendError::RateLimited { retry_after, .. } => self.pace.retry.max(*retry_after),
            SendError::Unauthorized
            | SendError::Refused { .. }
            | SendError::Ambiguous { .. }
            | SendError::NotSent { .. }
            | SendError::Unreadable { .. }
            | SendError::Body(_) => self.pace.retry,
        }
    }

    /// Whether a refusal may be one of a guild that is only away: Discord then knows its channels no more.
    fn may_be_away(&self, notice: &Notice, why: Obstacle) -> bool {
        let of_the_place = match why {
            Obstacle::ChannelGone | Obstacle::PermissionMissing => true,
            Obstacle::Refused | Obstacle::Unknown | Obstacle::MessageGone => false,
        };
        of_the_place && self.service.presence().of(notice.guild) != Whereabouts::Here
    }

    fn is_in_hand(&self, notice: &Notice) -> bool {
        self.hands().contains(&(notice.guild, notice.topic.clone()))
    }

    fn take_in_hand(&self, notice: &Notice) {
        self.hands().insert((notice.guild, notice.topic.clone()));
    }

    fn put_down(&self, notice: &Notice) {
        self.hands().remove(&(notice.guild, notice.topic.clone()));
    }

    /// Forgets what is known of a guild that the bot left. Where something was on its way, the history is asked if the
    /// bot comes back.
    fn forget(&self, guild: GuildId) {
        self.deletions().retain(|(of, _), _| *of != guild);
        self.refusals().retain(|(of, _)| *of != guild);
        self.hands().retain(|(of, _)| *of != guild);
    }

    /// Looks at channels.
    fn places(&self) -> RestPlaces {
        RestPlaces::new(self.sender.clone(), self.me)
    }

    fn deletions(&self) -> std::sync::MutexGuard<'_, HashMap<(GuildId, ProposalNumber), MessageId>> {
        self.deleted.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn refusals(&self) -> std::sync::MutexGuard<'_, HashSet<(GuildId, ProposalNumber)>> {
        self.refused.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn hands(&self) -> std::sync::MutexGuard<'_, HashSet<(GuildId, Topic)>> {
        self.in_hand.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
