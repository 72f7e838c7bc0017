//! `/edition schedule`: when editions come out by themselves.

use super::Context;
use super::body::{Body, NEUTRAL};
use super::calendar;
use super::escape::{echo, escape};
use super::places;
use crate::schedule::{CronField, Fault, Period, Rule, Schedule};
use crate::service::{ScheduleChange, ScheduleView};

/// The schedule, what comes next, and what would come out.
pub fn render(view: &ScheduleView, context: Context<'_>) -> Body {
    let words = context.wording;
    let Some(schedule) = &view.schedule else {
        return Body::text(words.text(match view.what {
            ScheduleChange::Removed => "schedule-removed",
            ScheduleChange::Shown | ScheduleChange::Set => "schedule-none",
        }));
    };
    let mut lines = Vec::new();
    if view.what == ScheduleChange::Set {
        lines.extend([words.text("schedule-set").into_owned(), String::new()]);
    }
    lines.push(words.with(
        "schedule-when",
        [
            ("rule", schedule.rule.to_string().into()),
            ("zone", view.zone.as_str().into()),
            ("kind", kind(&schedule.rule).into()),
        ],
    ));
    lines.extend(
        schedule
            .title
            .as_ref()
            .map(|title| words.with("schedule-called", [("title", escape(title).into())])),
    );
    lines.push(words.with(
        "schedule-by",
        [
            ("member", places::member(schedule.set_by).into()),
            ("at", places::day(schedule.set_at).into()),
        ],
    ));
    lines.push(words.text("schedule-next").into_owned());
    lines.extend(view.upcoming.iter().map(|occurrence| {
        words.with(
            "schedule-row",
            [
                ("at", places::moment(occurrence.at).into()),
                ("in", places::distance(occurrence.at).into()),
            ],
        )
    }));
    lines.push(calendar::waiting(view.digest.as_ref(), context));
    lines.push(told(view, schedule, context));
    let title = words.text("schedule-title").into_owned();
    let footer = words.text("schedule-hint").into_owned();
    Body::framed(Some(title), vec![lines.join("\n")], NEUTRAL, Some(footer))
}

/// How the team hears of it.
fn told(view: &ScheduleView, schedule: &Schedule, context: Context<'_>) -> String {
    let words = context.wording;
    match view.digests {
        None => words.text("schedule-nowhere").into_owned(),
        Some(_) if !schedule.heads_up && schedule.told.is_none() => words.text("schedule-late").into_owned(),
        Some(channel) => words.with("schedule-told", [("channel", places::channel(channel).into())]),
    }
}

const fn kind(rule: &Rule) -> &'static str {
    match rule {
        Rule::Once(_) => "once",
        Rule::Every(Period::Weekday(..), _) => "weekday",
        Rule::Every(Period::Month | Period::Quarter | Period::HalfYear | Period::Year, _) => "period",
        Rule::Cron(_) => "cron",
    }
}

/// What is wrong with what was typed.
pub fn refused(typed: &str, fault: &Fault, context: Context<'_>) -> String {
    let words = context.wording;
    match fault {
        Fault::Form => words.with("refused-schedule-form", [("typed", echo(typed).into())]),
        Fault::Date(day) => words.with("refused-schedule-date", [("typed", echo(day).into())]),
        Fault::Time(time) => words.with("refused-schedule-time", [("typed", echo(time).into())]),
        Fault::Span { latest } => {
            words.with("refused-schedule-span", [("latest", latest.to_string().into())])
        }
        Fault::Field { field, text } => {
            let field = match field {
                CronField::Minute => "minute",
                CronField::Hour => "hour",
                CronField::Day => "day",
                CronField::Month => "month",
                CronField::Weekday => "weekday",
            };
            words.with(
                "refused-schedule-field",
                [("typed", echo(text).into()), ("field", field.into())],
            )
        }
        Fault::TooOften => words.text("refused-schedule-often").into_owned(),
        Fault::Never => words.text("refused-schedule-never").into_owned(),
    }
}
