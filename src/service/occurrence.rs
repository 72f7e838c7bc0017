//! What the scheduler does by a guild's schedule: tells beforehand that an edition comes out, and publishes it.
//!
//! Each step is one commit, and the settings in it say up to which day the schedule is done: whatever crashes, and whatever
//! clocks do, an edition comes out once.

use jiff::civil::Date;
use jiff::tz::{TimeZone, offset};
use jiff::{SignedDuration, Timestamp};

use super::error::{Attempt, Error};
use super::publish::{Issue, Order};
use super::response::{CalendarView, ClosingVote};
use super::retry::until_committed;
use super::{Facts, Service};
use crate::guild_edition::Publisher;
use crate::id::GuildId;
use crate::outbox::{Files, News, Notice, Occasion, Topic};
use crate::radar::EditionId;
use crate::schedule::{Passed, Schedule};
use crate::settings::Settings;
use crate::storage::{Batch, Row, StoreError, Stored};
use crate::vote::{CLOSE_GRACE, Proposal, Status};

/// What comes out so much later was missed: the schedule is looked at every half a minute.
const LATE: SignedDuration = SignedDuration::from_mins(2);

/// What was done about a schedule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Tended {
    /// An edition came out.
    Published(EditionId),
    /// There was nothing to publish on that day.
    Empty(Date),
    /// It was told that one comes out on that day.
    Told(Date),
    /// The zone has other rules than before: the next edition comes out at another time.
    Moved,
}

impl Service {
    /// Does what the guild's schedule says for `now`; `None`: nothing was to be done. What is due after that is on the
    /// agenda.
    pub async fn tend_schedule(&self, guild: GuildId, now: Timestamp) -> Result<Option<Tended>, Error> {
        let (settings, tended) = until_committed(|| self.tend(guild, now)).await?;
        self.note_schedule(guild, &settings);
        Ok(tended)
    }

    async fn tend(&self, guild: GuildId, now: Timestamp) -> Result<(Settings, Option<Tended>), Attempt> {
        let stored = self.store.settings(guild).await?;
        let Some(schedule) = stored.value.schedule.clone() else {
            return Ok((stored.value, None));
        };
        let zone = self.zone(&stored.value);
        let afresh = schedule.in_zone(&zone);
        if afresh.as_ref() != Some(&schedule) {
            let mut settings = stored.value;
            let notice = self.follow(guild, &mut settings, afresh, now);
            let row = Row::Settings(guild, settings.clone());
            self.commit_with(Batch::new().replace(stored.revision, row), notice)
                .await?;
            return Ok((settings, Some(Tended::Moved)));
        }
        if let Some(passed) = schedule.pass(&zone, now) {
            return self.come_out(guild, stored, (schedule, passed), now).await;
        }
        if schedule.heads_up && schedule.due_at() <= now {
            return self.tell_soon(guild, stored, schedule, now).await;
        }
        Ok((stored.value, None))
    }

    /// Publishes what waits, as a maintainer would.
    async fn come_out(
        &self,
        guild: GuildId,
        stored: Stored<Settings>,
        (schedule, passed): (Schedule, Passed),
        now: Timestamp,
    ) -> Result<(Settings, Option<Tended>), Attempt> {
        let Passed { occurrence, rest } = passed;
        let date = occurrence.date;
        let is_late = now.duration_since(occurrence.at) > LATE;
        let mut settings = stored.value;
        let order = Order {
            date,
            title: schedule.title.clone(),
            by: Publisher::Schedule {
                set_by: schedule.set_by,
            },
            now,
        };
        let issue = match self.desk(guild, now).await {
            Ok(desk) => self.issue(guild, &settings, &desk, order).await?,
            // There is no radar yet.
            Err(Error::Refused(_)) => None,
            Err(error) => return Err(error.into()),
        };
        settings.schedule = rest;
        let row = Row::Settings(guild, settings.clone());
        let topic = |news| occasion(&schedule, date, news);
        let Some(issue) = issue else {
            // Nobody waits for what was not told, but a date that somebody set is awaited all the same.
            let awaited = schedule.told.is_some() || !schedule.rule.is_rhythm();
            let channel = self.digests(guild, &settings).filter(|_| awaited);
            let notice = channel.map(|channel| Notice::new(guild, topic(News::Empty), channel, now));
            self.commit_with(Batch::new().replace(stored.revision, row), notice)
                .await?;
            return Ok((settings, Some(Tended::Empty(date))));
        };
        let unannounced = || {
            // Without a channel it goes to the owner.
            let channel = settings.votes.or_else(|| Files::nowhere(guild))?;
            Some(Notice::new(guild, topic(News::Unannounced), channel, now))
        };
        let more = match issue.digests {
            Some(channel) if is_late => self.told_with(guild, &issue.edition.id, channel, now).await?,
            Some(_) => Vec::new(),
            None => unannounced().into_iter().collect(),
        };
        let issued = self
            .put_out(guild, Issue { more, ..issue }, (stored.revision, row), now)
            .await?;
        Ok((settings, Some(Tended::Published(issued.digest.edition.id))))
    }

    /// Tells the channel for digests that an edition comes out soon.
    async fn tell_soon(
        &self,
        guild: GuildId,
        stored: Stored<Settings>,
        schedule: Schedule,
        now: Timestamp,
    ) -> Result<(Settings, Option<Tended>), Attempt> {
        let date = schedule.next.date;
        let mut settings = stored.value;
        let topic = occasion(&schedule, date, News::Soon);
        let channel = self.digests(guild, &settings);
        let notice = channel.map(|channel| Notice::new(guild, topic, channel, now));
        let told = notice.as_ref().map(|_| schedule.told.unwrap_or_default());
        settings.schedule = Some(Schedule {
            heads_up: false,
            told: told.or(schedule.told),
            ..schedule
        });
        let row = Row::Settings(guild, settings.clone());
        self.commit_with(Batch::new().replace(stored.revision, row), notice)
            .await?;
        Ok((settings, told.map(|_| Tended::Told(date))))
    }

    /// What is told of a schedule.
    pub(super) async fn calendar_facts(
        &self,
        guild: GuildId,
        occasion: Occasion,
        now: Timestamp,
    ) -> Result<Facts, StoreError> {
        let date = occasion.date;
        let schedule = self.store.settings(guild).await?.value.schedule;
        let view = match occasion.news {
            News::Soon => {
                let still = |schedule: &Schedule| {
                    schedule.id == occasion.schedule && schedule.next.date == date && schedule.next.at > now
                };
                // It may come late: what is over, or was changed meanwhile, is not told any more.
                let Some(schedule) = schedule.filter(still) else {
                    return Ok(Facts::Nothing);
                };
                self.soon(guild, schedule, now).await?
            }
            News::Moved(_, to) => CalendarView::Moved { date, to },
            // What nobody could read is not taken back.
            News::CalledOff(_) if !self.was_announced(guild, occasion).await? => {
                return Ok(Facts::Nothing);
            }
            News::CalledOff(_) => CalendarView::CalledOff { date },
            News::Empty => CalendarView::Empty {
                date,
                next: schedule.map(|schedule| schedule.next.at),
            },
            News::Unannounced => CalendarView::Unannounced { date },
        };
        Ok(Facts::Calendar(Box::new(view)))
    }

    /// Whether somebody may have read that an edition comes out on that day.
    async fn was_announced(&self, guild: GuildId, occasion: Occasion) -> Result<bool, StoreError> {
        let notices = self.store.notices(guild).await?;
        let mut notices = notices.iter().map(|stored| &stored.value);
        Ok(notices.any(|notice| announces(&notice.topic, occasion) && notice.may_be_read()))
    }

    async fn soon(
        &self,
        guild: GuildId,
        schedule: Schedule,
        now: Timestamp,
    ) -> Result<CalendarView, StoreError> {
        let settings = self.store.settings(guild).await?.value;
        let digest = match self.waiting_digest(guild, &settings, now).await {
            Ok(digest) => digest,
            Err(Error::Store(error)) => return Err(error),
            Err(error) => {
                tracing::error!(guild.id = %guild, %error, "what waits for an edition can not be told");
                None
            }
        };
        let mut votes = Vec::new();
        for stored in self.store.proposals(guild).await? {
            let proposal = stored.value;
            if is_counted_by(&proposal, schedule.next.at) {
                votes.push(ClosingVote {
                    number: proposal.number,
                    title: proposal.change.title().clone(),
                    closes_at: proposal.closes_at,
                    posted: self.posted(guild, proposal.number).await?,
                });
            }
        }
        votes.sort_by_key(|vote| (vote.closes_at, vote.number));
        Ok(CalendarView::Soon {
            at: schedule.next.at,
            title: schedule.title,
            digest,
            votes,
        })
    }
}

/// Whether what members decide in the vote until then can be in the edition.
fn is_counted_by(proposal: &Proposal, at: Timestamp) -> bool {
    let counted = proposal.closes_at.saturating_add(CLOSE_GRACE);
    proposal.status == Status::Open && counted.is_ok_and(|counted| counted <= at)
}

/// Whether this tells that an edition comes out on the day of `occasion`.
fn announces(topic: &Topic, occasion: Occasion) -> bool {
    let Topic::Calendar(told) = topic else {
        return false;
    };
    match told.news {
        News::Soon => (told.schedule, told.date) == (occasion.schedule, occasion.date),
        // The day is a local one, of a time zone that may have been another one then: it is that day somewhere.
        News::Moved(_, to) => {
            let day = |hours| to.to_zoned(TimeZone::fixed(offset(hours))).date();
            (day(-12)..=day(14)).contains(&occasion.date)
        }
        News::CalledOff(_) | News::Empty | News::Unannounced => false,
    }
}

fn occasion(schedule: &Schedule, date: Date, news: News) -> Topic {
    Topic::Calendar(Occasion {
        schedule: schedule.id,
        date,
        news,
    })
}
