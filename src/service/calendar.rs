//! `/edition schedule`: when editions come out by themselves, and what is told if that changes.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::error::{Attempt, Error, Refusal};
use super::publish::{edition_title, maintainer};
use super::request::{Call, ScheduleRequest};
use super::response::{Response, ScheduleChange, ScheduleView};
use super::retry::until_committed;
use super::{Event, Service};
use crate::digest::Digest;
use crate::id::GuildId;
use crate::outbox::{News, Notice, Occasion, Topic};
use crate::schedule::Schedule;
use crate::settings::Settings;
use crate::storage::{Batch, Row};
use crate::zone::ZoneName;

/// How many occurrences are told.
const TOLD: usize = 3;
/// How many names are offered when a zone is not known.
const NEAREST: usize = 5;

impl Service {
    pub(super) async fn schedule(&self, call: &Call, request: &ScheduleRequest) -> Result<Response, Error> {
        let (settings, what) = match request {
            ScheduleRequest::Show => {
                let settings = self.store.settings(call.guild).await?.value;
                (settings, ScheduleChange::Shown)
            }
            ScheduleRequest::Off => (self.reschedule(call, None).await?, ScheduleChange::Removed),
            ScheduleRequest::Set { when, title } => {
                let wanted = Some((when.as_deref(), title.as_deref()));
                (self.reschedule(call, wanted).await?, ScheduleChange::Set)
            }
        };
        let zone = self.zone(&settings);
        let upcoming = settings.schedule.iter();
        let upcoming = upcoming.flat_map(|schedule| schedule.upcoming(&zone).take(TOLD));
        Ok(Response::Schedule(Box::new(ScheduleView {
            upcoming: upcoming.collect(),
            zone: zone.iana_name().unwrap_or_default().to_owned(),
            digest: self.waiting_digest(call.guild, &settings, call.now).await?,
            digests: self.digests(call.guild, &settings),
            schedule: settings.schedule,
            what,
        })))
    }

    /// Stores another schedule, or none; gives the settings as they are then.
    async fn reschedule(
        &self,
        call: &Call,
        wanted: Option<(Option<&str>, Option<&str>)>,
    ) -> Result<Settings, Error> {
        let settings = until_committed(|| async {
            let stored = self.store.settings(call.guild).await?;
            let by = maintainer(call, &stored.value)?.member();
            let before = stored.value.schedule.clone();
            let after = match (wanted, &before) {
                (None | Some((None, _)), None) => return Err(Refusal::NoSchedule.into()),
                (None, Some(_)) => None,
                // Discord may deliver the command once more.
                (Some(_), Some(before)) if before.id == call.interaction => return Ok(stored.value),
                (Some((None, title)), Some(before)) => Some(Schedule {
                    title: edition_title(title)?,
                    ..before.clone()
                }),
                (Some((Some(typed), title)), _) => {
                    let (title, zone) = (edition_title(title)?, self.zone(&stored.value));
                    let schedule = Schedule::begin((call.interaction, by), typed, title, &zone, call.now);
                    Some(schedule.map_err(|fault| Refusal::BadSchedule {
                        typed: typed.to_owned(),
                        fault,
                    })?)
                }
            };
            let mut settings = stored.value;
            let notice = self.follow(call.guild, &mut settings, after, call.now);
            let row = Row::Settings(call.guild, settings.clone());
            let batch = Batch::new().replace(stored.revision, row);
            self.commit_with(batch, notice).await?;
            Ok::<_, Attempt>(settings)
        })
        .await?;
        self.note_schedule(call.guild, &settings);
        Ok(settings)
    }

    /// The settings with `after` as the schedule, in place of the one that they have, and what must be told so that what
    /// was told of that one is not wrong. The day on which nothing comes out is told in the same way as one that moved:
    /// an edit of what was told would reach nobody who has read it.
    pub(super) fn follow(
        &self,
        guild: GuildId,
        settings: &mut Settings,
        after: Option<Schedule>,
        now: Timestamp,
    ) -> Option<Notice> {
        let before = settings.schedule.take();
        let told = before.and_then(|before| Some((before.told?, before)));
        let Some((told, before)) = told else {
            settings.schedule = after;
            return None;
        };
        let news = match after {
            None => Some(News::CalledOff(told)),
            Some(mut after) => {
                let moved = after.next.at != before.next.at;
                let same = after.id == before.id;
                after.told = Some(if same { told + u32::from(moved) } else { 0 });
                if !moved {
                    after.heads_up = before.heads_up;
                }
                let to = after.next.at;
                settings.schedule = Some(after);
                moved.then_some(News::Moved(told, to))
            }
        };
        let topic = Topic::Calendar(Occasion {
            schedule: before.id,
            date: before.next.date,
            news: news?,
        });
        let channel = self.digests(guild, settings)?;
        Some(Notice::new(guild, topic, channel, now))
    }

    /// Moves the schedule in `settings` to their zone, if that is another one than it was `before`.
    pub(super) fn rezone(
        &self,
        guild: GuildId,
        settings: &mut Settings,
        before: &Settings,
        now: Timestamp,
    ) -> Option<Notice> {
        if settings.timezone == before.timezone {
            return None;
        }
        let zone = self.zone(settings);
        let afresh = settings.schedule.as_ref()?.in_zone(&zone);
        self.follow(guild, settings, afresh, now)
    }

    /// Commits, with a notice if there is one, and reports that.
    pub(super) async fn commit_with(&self, batch: Batch, notice: Option<Notice>) -> Result<(), Attempt> {
        let Some(notice) = notice else {
            self.store.commit(batch).await?;
            return Ok(());
        };
        let queued = Event::Queued(notice.guild, notice.topic.clone());
        self.store.commit(batch.create(Row::Notice(notice))).await?;
        self.report(queued);
        Ok(())
    }

    /// Puts on the agenda when something is next to be done about the guild's schedule.
    pub(super) fn note_schedule(&self, guild: GuildId, settings: &Settings) {
        let due = settings.schedule.as_ref().map(Schedule::due_at);
        self.agenda.set_schedule(guild, due);
    }

    /// The day in a guild's zone.
    pub(super) fn today(&self, settings: &Settings, now: Timestamp) -> Date {
        now.to_zoned(self.zone(settings)).date()
    }

    /// The zone in which a guild's dates and times are meant.
    pub(super) fn zone(&self, settings: &Settings) -> TimeZone {
        let Some(name) = &settings.timezone else {
            return self.defaults.timezone.clone();
        };
        name.rules().unwrap_or_else(|| {
            tracing::error!(zone = %name, "the database of time zones has a guild's zone no more; the configured one is used");
            self.defaults.timezone.clone()
        })
    }

    /// What would come out as things stand; `None`: nothing waits.
    pub(super) async fn waiting_digest(
        &self,
        guild: GuildId,
        settings: &Settings,
        now: Timestamp,
    ) -> Result<Option<Digest>, Error> {
        let desk = match self.desk(guild, now).await {
            Ok(desk) => desk,
            Err(Error::Refused(_)) => return Ok(None),
            Err(error) => return Err(error),
        };
        let Some(current) = desk.radar.current(now) else {
            return Ok(None);
        };
        let date = self.today(settings, now);
        let publication = super::editions::publication(&desk, date, None, now)?;
        self.preview_digest(guild, &current, &desk.draft, publication)
            .await
    }
}

/// The zone of that name.
pub(super) fn zone_named(typed: &str) -> Result<ZoneName, Refusal> {
    ZoneName::known(typed).ok_or_else(|| {
        let key = typed.trim().to_ascii_lowercase().replace(' ', "_");
        let all = ZoneName::all().into_iter();
        let near = all.filter(|name| !key.is_empty() && name.as_str().to_ascii_lowercase().contains(&key));
        Refusal::UnknownZone {
            typed: typed.to_owned(),
            nearest: near.take(NEAREST).map(|name| name.to_string()).collect(),
        }
    })
}
