//! Doing what is due: closing votes, publishing by schedules, announcing the data folder's editions, purging guilds that
//! the bot left.
//!
//! [`Scheduler::tick`] is one step at a given moment and returns what it did, so that tests move the time; the loop
//! around it only waits.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::{SignedDuration, Timestamp};
use tokio_util::sync::CancellationToken;

use crate::clock::Clock;
use crate::id::GuildId;
use crate::radar::EditionId;
use crate::service::{Error, Service, Tended};
use crate::storage::StoreError;
use crate::vote::ProposalNumber;

/// The longest wait between two looks at the clock: the host's clock may be set meanwhile.
const LONGEST_WAIT: std::time::Duration = std::time::Duration::from_secs(30);
/// The same where people move a sandbox's clock and wait for what comes of it.
const SANDBOX_WAIT: std::time::Duration = std::time::Duration::from_secs(1);

/// How often it is noted that the bot hears its members: an outage seems longer by as much as that at most.
const NOTE_EVERY: SignedDuration = SignedDuration::from_mins(1);
/// A connection that said nothing for so long is not there: Discord wants a heartbeat every 41 s, and answers it.
const LONGEST_SILENCE: SignedDuration = SignedDuration::from_secs(90);

/// Whose clock tells when something is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// Ours, which is set by Discord's before anything is done.
    AtOurs,
    /// That of a sandbox in another process.
    AtTheSandboxs,
}

impl Look {
    fn longest(self) -> std::time::Duration {
        match self {
            Self::AtOurs => LONGEST_WAIT,
            Self::AtTheSandboxs => SANDBOX_WAIT,
        }
    }
}

/// Something that a tick did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Done {
    /// A vote was counted.
    Closed(GuildId, ProposalNumber),
    /// What a guild's schedule said was done.
    Tended(GuildId, Tended),
    /// The digest of an edition of the data folder was queued.
    Announced(GuildId, EditionId),
    /// The data of a guild that the bot left is gone.
    Purged(GuildId),
}

/// Does what is due.
#[derive(Clone)]
pub struct Scheduler {
    service: Service,
    /// Up to when the data folder's editions have been looked at.
    announced: Arc<Mutex<Option<Timestamp>>>,
    /// The outage after which all open votes were looked at, and until when it is noted that members were heard.
    heard: Arc<Mutex<Heard>>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Heard {
    reviewed: Option<Timestamp>,
    noted: Option<Timestamp>,
}

impl Scheduler {
    /// A scheduler; [`Scheduler::load`] must run once before the first tick.
    pub fn new(service: Service) -> Self {
        Self {
            service,
            announced: Arc::default(),
            heard: Arc::default(),
        }
    }

    /// Rebuilds the agenda from the store.
    pub async fn load(&self) -> Result<(), Error> {
        let store = self.service.store();
        for guild in store.guilds().await? {
            for stored in store.proposals(guild).await? {
                if stored.value.status.is_live() {
                    // What is due is found at the first look.
                    self.service
                        .agenda()
                        .set(guild, stored.value.number, Some(Timestamp::MIN));
                }
            }
            if store.settings(guild).await?.value.schedule.is_some() {
                // So is what a new database of time zones changes.
                self.service.agenda().set_schedule(guild, Some(Timestamp::MIN));
            }
        }
        self.service.recall_departures().await
    }

    /// Learns from the store until when members were heard before this process. To be called before the gateway is
    /// connected to.
    pub async fn recall_hearing(&self) -> Result<(), Error> {
        // A store that was restored from a dump knows of no former process: nothing was missed there.
        let Some(until) = self.service.store().heard().await? else {
            return Ok(());
        };
        self.service.hearing().heard_before(until);
        self.service.recall_outages().await
    }

    /// Notes at the end of the process until when members were heard.
    pub async fn note_end(&self, now: Timestamp) -> Result<(), Error> {
        let Some(until) = self.service.hearing().until(now) else {
            return Ok(());
        };
        // Votes that an outage makes longer and that were not looked at yet: the next process finds it again.
        if self.service.last_outage() != self.heard().reviewed {
            return Ok(());
        }
        Ok(self.service.store().note_heard(until).await?)
    }

    /// Does all that is due at `now`. The votes of a guild that the bot left are counted like all others; what must be
    /// said of them waits until the bot is back, and goes with the guild's data otherwise.
    pub async fn tick(&self, now: Timestamp) -> Result<Vec<Done>, Error> {
        let mut done = Vec::new();
        // Before the votes are looked at: what is noted is only what they know.
        let (heard_until, outage) = (self.service.hearing().until(now), self.service.last_outage());
        if outage.is_some() && outage != self.heard().reviewed {
            self.service.review_outages(now).await?;
            self.heard().reviewed = outage;
        }
        let mut all = true;
        for (guild, number) in self.service.agenda().due(now) {
            match self.service.settle(guild, number, now).await {
                Ok(Some(proposal)) if !proposal.status.is_live() => done.push(Done::Closed(guild, number)),
                Ok(_) => {}
                // Ballots come in all the time: the vote stays on the agenda, and is counted at the next look.
                Err(Error::Busy(_)) => {
                    all = false;
                    tracing::warn!(guild.id = %guild, proposal.id = %number, "a vote could not be counted yet");
                }
                // One vote of one guild keeps no other from its end: it stays on the agenda, for somebody to look into.
                Err(Error::Store(error @ StoreError::TooLarge { .. })) => {
                    all = false;
                    tracing::error!(guild.id = %guild, proposal.id = %number, %error, "a vote can not be stored");
                }
                Err(error) => return Err(error),
            }
        }
        if let Some(until) = heard_until
            && all
        {
            self.note_heard(until).await?;
        }
        self.tend_schedules(now, &mut done).await?;
        // Editions may have come into the data folder whose time had come before.
        let after = if self.service.radars().has_changed() {
            None
        } else {
            *self.announced()
        };
        for (guild, edition) in self.service.announce_data_editions(after, now).await? {
            done.push(Done::Announced(guild, edition));
        }
        if self
            .service
            .next_data_edition(after.unwrap_or(Timestamp::MIN))
            .is_some_and(|at| at <= now)
        {
            self.service.blips_moved(now).await?;
        }
        *self.announced() = Some(now);
        for guild in self.service.agenda().purges_due(now) {
            if self.service.purge(guild, now).await? {
                tracing::info!(guild.id = %guild, "the data of a guild that the bot left is purged");
                done.push(Done::Purged(guild));
            }
        }
        Ok(done)
    }

    /// Does what the guilds' schedules say. The votes are counted before, so that what they decided comes out.
    async fn tend_schedules(&self, now: Timestamp, done: &mut Vec<Done>) -> Result<(), Error> {
        for guild in self.service.agenda().schedules_due(now) {
            match self.service.tend_schedule(guild, now).await {
                Ok(tended) => done.extend(tended.map(|tended| Done::Tended(guild, tended))),
                // It stays on the agenda, and the other guilds do not wait for it.
                Err(Error::Busy(_)) => {
                    tracing::warn!(guild.id = %guild, "what a schedule says could not be done yet");
                }
                Err(Error::Store(error @ StoreError::TooLarge { .. })) => {
                    tracing::error!(guild.id = %guild, %error, "an edition can not be stored");
                }
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// Ticks until `stop`, whenever something is due, the clock is moved or a vote is opened. Before something is
    /// done that can not be undone, `set_clock` sets the clock by Discord's; while it can not, nothing is done.
    ///
    /// `look` is the longest time between two looks at the clock. A sandbox in another process has a clock that people
    /// move: there it is asked at every look.
    pub async fn run<F>(
        &self,
        clock: &Clock,
        look: Look,
        stop: &CancellationToken,
        set_clock: impl Fn() -> F + Send + Sync,
    ) -> Result<(), Error>
    where
        F: Future<Output = bool> + Send,
    {
        let mut moved = clock.moved();
        // What the radar's files lost while no process ran.
        self.service.tell_of_lost_editions(clock.now()).await?;
        while !stop.is_cancelled() {
            moved.mark_unchanged();
            let mut now = clock.now();
            let idle = !self.is_due(now) && look == Look::AtOurs;
            if idle || set_clock().await {
                now = clock.now();
                // Where the host slept, the votes must not be counted before the gateway knows what was missed.
                if !self.service.hearing().is_silent(clock, LONGEST_SILENCE) {
                    self.tick(now).await?;
                }
            }
            tokio::select! {
                () = stop.cancelled() => {}
                () = tokio::time::sleep(self.wait(now).min(look.longest())) => {}
                () = self.service.agenda().changed() => {}
                _ = moved.changed() => {}
            }
        }
        Ok(())
    }

    /// Notes in the store until when members were heard, if that was not done a moment ago.
    async fn note_heard(&self, until: Timestamp) -> Result<(), Error> {
        let recent = |noted: Timestamp| until.duration_since(noted).abs() < NOTE_EVERY;
        if self.heard().noted.is_some_and(recent) {
            return Ok(());
        }
        self.service.store().note_heard(until).await?;
        self.heard().noted = Some(until);
        Ok(())
    }

    fn heard(&self) -> MutexGuard<'_, Heard> {
        self.heard.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn announced(&self) -> MutexGuard<'_, Option<Timestamp>> {
        self.announced.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether a vote can be counted, a guild purged, or an edition has come out since the last tick.
    fn is_due(&self, now: Timestamp) -> bool {
        if self.service.radars().is_changed() {
            return true;
        }
        let comes_out = self
            .announced()
            .and_then(|before| self.service.next_data_edition(before));
        [self.service.agenda().next(), comes_out]
            .into_iter()
            .flatten()
            .any(|at| at <= now)
    }

    /// How long there is nothing to do after a tick at `now`; what that tick left undone is not waited for less.
    fn wait(&self, now: Timestamp) -> std::time::Duration {
        let next = [self.service.agenda().next(), self.service.next_data_edition(now)]
            .into_iter()
            .flatten()
            .min();
        let wait = next.and_then(|at| std::time::Duration::try_from(at.duration_since(now)).ok());
        wait.unwrap_or(LONGEST_WAIT)
    }
}
