//! When a guild's editions come out by themselves: a date or a rhythm in the team's time zone. Pure.
//!
//! A rule tells local dates and a time of day; the zone makes instants of them ([`instant`]). An occurrence is known by its
//! schedule and its local date, so that it comes once, whatever clocks and zones do.

mod civil;
mod cron;
mod period;
mod rule;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};

pub use civil::instant;
pub use cron::{CronExpression, CronField};
pub use period::{Nth, Period};
pub use rule::{MAX_RULE, Rule};

use crate::id::{InteractionId, MemberId};

/// How long before an edition the channel is told of it.
pub const HEADS_UP: SignedDuration = SignedDuration::from_hours(24);
/// How far ahead a single date may lie, in years.
pub const YEARS_AHEAD: i64 = 2;

/// Why what was typed is no schedule.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// It is neither a date, nor a rhythm in words, nor five fields.
    #[error("not a date, a rhythm or a cron expression")]
    Form,
    /// There is no such day.
    #[error("`{0}` is no day")]
    Date(String),
    /// That is no time of day.
    #[error("`{0}` is no time of day")]
    Time(String),
    /// The time lies in the past, or too far ahead.
    #[error("not between now and {latest}")]
    Span {
        /// The last day that is possible.
        latest: Date,
    },
    /// A field of a cron expression.
    #[error("`{text}` is not for the field {field:?}")]
    Field {
        /// Which.
        field: CronField,
        /// What stands in it.
        text: String,
    },
    /// It falls on some day more than once.
    #[error("more than once a day")]
    TooOften,
    /// There is no such day in any year.
    #[error("it never comes")]
    Never,
}

/// A day on which it falls, and the instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Occurrence {
    /// The local date that the rule says.
    pub date: Date,
    /// The instant.
    pub at: Timestamp,
}

/// When a guild's editions come out by themselves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Schedule {
    /// The command that set it: tells it from those that were set before and after.
    pub id: InteractionId,
    /// As it was typed.
    pub typed: String,
    /// The same, understood.
    pub rule: Rule,
    /// What the editions are to be called; absent: by their dates.
    pub title: Option<String>,
    /// By whom it was set.
    pub set_by: MemberId,
    /// When.
    pub set_at: Timestamp,
    /// Up to which local date it is done: nothing on or before it comes again.
    pub done: Option<Date>,
    /// What comes next.
    pub next: Occurrence,
    /// Whether the channel is still to be told of it, [`HEADS_UP`] before.
    pub heads_up: bool,
    /// How often what the channel was told of it was put right; absent: it was not told yet.
    pub told: Option<u32>,
}

/// What became of a schedule whose time has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passed {
    /// The newest occurrence that has come: those before it were missed, and are not made up for.
    pub occurrence: Occurrence,
    /// The schedule from then on; absent: it is over.
    pub rest: Option<Schedule>,
}

impl Schedule {
    /// A new schedule.
    pub fn begin(
        (id, set_by): (InteractionId, MemberId),
        typed: &str,
        title: Option<String>,
        zone: &TimeZone,
        now: Timestamp,
    ) -> Result<Self, Fault> {
        let rule: Rule = typed.parse()?;
        let next = first(&rule, None, zone, now);
        if !rule.is_rhythm() {
            let today = now.to_zoned(zone.clone()).date();
            let latest = today.saturating_add(YEARS_AHEAD.years());
            if next.is_none_or(|next| next.date > latest) {
                return Err(Fault::Span { latest });
            }
        }
        let next = next.ok_or(Fault::Never)?;
        Ok(Self {
            id,
            typed: typed.split_whitespace().collect::<Vec<_>>().join(" "),
            rule,
            title,
            set_by,
            set_at: now,
            done: None,
            next,
            heads_up: heads_up_at(next) > now,
            told: None,
        })
    }

    /// When something is next to be done about it.
    pub fn due_at(&self) -> Timestamp {
        if self.heads_up {
            heads_up_at(self.next)
        } else {
            self.next.at
        }
    }

    /// What comes, the next one first.
    pub fn upcoming<'a>(&'a self, zone: &'a TimeZone) -> impl Iterator<Item = Occurrence> + 'a {
        std::iter::successors(Some(self.next), |last| after(&self.rule, last.date, zone))
    }

    /// The schedule in a zone that has other rules than the one it was in; `None` if there are no such days any more.
    pub fn in_zone(&self, zone: &TimeZone) -> Option<Self> {
        let next = match &self.rule {
            // What lies in the past in that zone is due, and not forgotten.
            Rule::Once(at) => after(&self.rule, at.date().yesterday().ok()?, zone),
            Rule::Every(..) | Rule::Cron(_) => first(&self.rule, self.done, zone, self.set_at),
        };
        Some(Self {
            next: next?,
            ..self.clone()
        })
    }

    /// What has come by `now`; `None`: nothing has.
    pub fn pass(&self, zone: &TimeZone, now: Timestamp) -> Option<Passed> {
        let has_come = |occurrence: &Occurrence| occurrence.at <= now;
        let occurrence = self.upcoming(zone).take_while(has_come).last()?;
        let rest = after(&self.rule, occurrence.date, zone).map(|next| Self {
            done: Some(occurrence.date),
            next,
            heads_up: true,
            told: None,
            ..self.clone()
        });
        Some(Passed { occurrence, rest })
    }
}

fn heads_up_at(occurrence: Occurrence) -> Timestamp {
    let at = occurrence.at.checked_sub(HEADS_UP);
    at.unwrap_or(Timestamp::MIN)
}

/// The first occurrence later than `since`, on a date later than `done`.
fn first(rule: &Rule, done: Option<Date>, zone: &TimeZone, since: Timestamp) -> Option<Occurrence> {
    let yesterday = since.to_zoned(zone.clone()).date().yesterday().ok()?;
    let start = done.map_or(yesterday, |done| done.max(yesterday));
    let found = std::iter::successors(after(rule, start, zone), |last| after(rule, last.date, zone));
    let mut later = found.skip_while(|occurrence| occurrence.at <= since);
    later.next()
}

/// The first occurrence on a date later than `date`.
fn after(rule: &Rule, date: Date, zone: &TimeZone) -> Option<Occurrence> {
    let date = rule.day_after(date)?;
    let at = instant(date, rule.time(), zone)?;
    Some(Occurrence { date, at })
}

#[cfg(test)]
mod tests;
